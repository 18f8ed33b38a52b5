"""Sellers: what a selling partner is, and where it may sell."""

ANSWERS = ("sellers",)
