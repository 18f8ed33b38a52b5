"""What was seen of Shipping v2."""
