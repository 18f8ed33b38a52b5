"""What was seen of FBA Outbound 2020-07-01."""
