"""What was seen of Catalog Items 2020-12-01."""
