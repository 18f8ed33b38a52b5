"""The catalogue: what can be bought, shared by every seller of a world."""
