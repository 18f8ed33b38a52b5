"""What Amazon's fulfillment network does for a seller: it keeps his stock, and ships orders from it."""
