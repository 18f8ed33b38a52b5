"""What Amazon's fulfillment network does for a seller.

inventory/             the units that it keeps, as a ledger of movements
inbound/               plans by which stock is sent to it, and shipments until they are received
fulfillment_outbound/  orders of other channels that ship from them
"""
