"""What was seen of Merchant Fulfillment v0."""
