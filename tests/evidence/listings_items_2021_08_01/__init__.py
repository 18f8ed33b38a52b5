"""What was seen of listings_items_2021_08_01."""
