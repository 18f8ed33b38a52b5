"""What was seen of Supply Sources 2020-07-01."""
