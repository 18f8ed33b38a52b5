"""What was seen of Finances v0."""
