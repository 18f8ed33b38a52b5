"""Prices: what all sellers of a product ask, whose offer is featured, and at which price another one would be."""

ANSWERS = (
    "product_pricing_2022_05_01",
    "product_pricing_v0",
)
