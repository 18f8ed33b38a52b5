"""What was seen of product_pricing_2022_05_01."""
