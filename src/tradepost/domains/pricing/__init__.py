"""Prices: what all sellers of a product ask, whose offer is featured, and at which price another one would be."""
