"""What was seen of product_pricing_v0."""
