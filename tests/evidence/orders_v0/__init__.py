"""What was seen of Orders v0."""
