"""Fees: what selling costs, by one engine that estimates it before a sale and bills it after."""

ANSWERS = ("product_fees_v0",)
