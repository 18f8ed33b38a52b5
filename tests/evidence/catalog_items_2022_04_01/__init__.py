"""What was seen of catalog_items_2022_04_01."""
