"""``tradepost run``: unmodified programs, whose calls to Amazon's hosts arrive at Tradepost."""
