"""What was seen of FBA Inbound v0."""
