"""What was seen of Catalog Items v0."""
