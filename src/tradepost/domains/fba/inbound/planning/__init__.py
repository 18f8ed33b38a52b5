"""Planning: what may be sent in, how it is prepared, how it is packed, and where it goes."""
