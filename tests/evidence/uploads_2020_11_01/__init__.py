"""What was seen of Uploads 2020-11-01."""
