"""What was seen of Reports 2021-06-30."""
