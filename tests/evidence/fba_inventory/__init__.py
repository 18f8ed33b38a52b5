"""What was seen of FBA Inventory v1."""
