"""Listings: what sellers offer, under which SKU, at which price, and how much of it; and who may list what."""

ANSWERS = (
    "listings_items_2020_09_01",
    "listings_items_2021_08_01",
)
HEARS = (
    "inventory.merchant_lowered",
    "inventory.merchant_raised",
    "inventory.merchant_released",
    "inventory.merchant_reserved",
    "inventory.merchant_returned",
    "inventory.received",
    "inventory.released",
    "inventory.removed",
    "inventory.reserved",
    "inventory.returned",
    "restrictions.changed",
    "supply_sources.changed",
)
KNOWS_SKUS = True
