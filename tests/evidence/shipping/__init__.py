"""What was seen of Shipping v1."""
