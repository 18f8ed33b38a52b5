"""FBA Outbound: orders of other sales channels that ship from the seller's stock in Amazon's fulfillment network."""

ANSWERS = ("fulfillment_outbound_2020_07_01",)
