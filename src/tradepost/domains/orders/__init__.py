"""Orders: what buyers of a marketplace buy from a seller, until it is with them and paid for, or given back."""
