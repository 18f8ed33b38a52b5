"""What a seller asks for: checked terms, addresses and features, and what it would cost and when it would arrive."""
