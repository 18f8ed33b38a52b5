"""What was seen of definitions_product_types_2020_09_01."""
