"""What was seen of sales."""
