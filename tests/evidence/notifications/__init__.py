"""What was seen of Notifications v1."""
