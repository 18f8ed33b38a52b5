"""Product type definitions: what a product of a kind must and may say, as JSON Schemas, and whether it does."""

ANSWERS = ("definitions_product_types_2020_09_01",)
