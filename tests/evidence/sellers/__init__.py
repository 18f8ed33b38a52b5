"""What was seen of sellers."""
