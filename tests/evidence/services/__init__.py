"""What was seen of Services."""
