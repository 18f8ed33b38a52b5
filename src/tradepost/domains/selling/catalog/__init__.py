"""Catalog: what can be bought, shared by every seller of a world."""

ANSWERS = (
    "catalog_items_2020_12_01",
    "catalog_items_2022_04_01",
    "catalog_items_v0_2024_11",
)
HEARS = (
    "inventory.item_created",
    "orders.canceled",
    "orders.created",
)
