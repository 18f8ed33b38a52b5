"""What was seen of tokens_2021_03_01."""
