"""What is offered and bought: product types, the catalog, listings and who may list what, prices, orders, buyers."""
