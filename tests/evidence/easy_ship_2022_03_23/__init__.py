"""What was seen of Easy Ship."""
