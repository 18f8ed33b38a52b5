"""What was seen of Feeds 2021-06-30."""
