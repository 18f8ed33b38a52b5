"""What Amazon's fulfillment network does for a seller.

inventory/             the units that it keeps, as a ledger of movements
fulfillment_outbound/  orders of other channels that ship from them
"""
