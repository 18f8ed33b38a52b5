"""What was seen of Orders 2026-01-01."""
