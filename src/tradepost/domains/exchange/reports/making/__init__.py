"""What reports are made of: for each subject the reader that goes through the state, and the columns of its types."""
