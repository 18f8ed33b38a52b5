"""What was seen of Listings Items 2020-09-01."""
