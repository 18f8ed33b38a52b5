"""What was seen of listings_restrictions_2021_08_01."""
