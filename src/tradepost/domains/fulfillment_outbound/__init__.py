"""FBA Outbound: orders of other sales channels that ship from the seller's stock in Amazon's fulfillment network."""
