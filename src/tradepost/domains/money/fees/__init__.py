"""What selling costs: one engine that estimates fees before a sale and bills them after it."""

ANSWERS = ("product_fees_v0",)
