"""What was seen of FBA Inbound 2024-03-20."""
