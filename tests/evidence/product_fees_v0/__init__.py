"""What was seen of product_fees_v0."""
