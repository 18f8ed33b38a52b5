"""What is sold by the hour: services that a seller performs at a buyer's."""
