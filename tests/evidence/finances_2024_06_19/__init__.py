"""What was seen of Finances 2024-06-19."""
