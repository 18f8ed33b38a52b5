"""What happens. One package for each business area, never one for an API version.

``OWNERS`` says which area answers the operations of a contract module, so that an area is loaded when first asked.
``LISTENERS`` says which areas follow an event of another area. ``SKU_SOURCES`` says which areas know the ASINs of SKUs.
``AREAS_WITHOUT_OPERATIONS`` are those that only time moves.
"""

from __future__ import annotations

OWNERS: dict[str, str] = {
    "catalog_items_2022_04_01": "catalog",
    "catalog_items_v0_2024_11": "catalog",
    "definitions_product_types_2020_09_01": "definitions",
    "fba_inventory": "inventory",
    "finances_2024_06_19": "finances",
    "finances_v0": "finances",
    "listings_items_2021_08_01": "listings",
    "listings_restrictions_2021_08_01": "restrictions",
    "orders_2026_01_01": "orders",
    "orders_v0": "orders",
    "fulfillment_outbound_2020_07_01": "fulfillment_outbound",
    "product_fees_v0": "fees",
    "product_pricing_2022_05_01": "pricing",
    "product_pricing_v0": "pricing",
    "sales": "sales",
    "sellers": "sellers",
    "tokens_2021_03_01": "tokens",
}

LISTENERS: dict[str, tuple[str, ...]] = {
    "fulfillment_outbound.order_status_changed": ("orders",),
    "fulfillment_outbound.shipment_status_changed": ("orders",),
    "inventory.item_created": ("catalog",),
    "inventory.merchant_lowered": ("listings",),
    "inventory.merchant_raised": ("listings",),
    "inventory.merchant_released": ("listings",),
    "inventory.merchant_reserved": ("listings",),
    "inventory.merchant_returned": ("listings",),
    "inventory.received": ("listings",),
    "inventory.released": ("listings",),
    "inventory.removed": ("listings",),
    "inventory.reserved": ("listings",),
    "inventory.returned": ("listings",),
    "restrictions.changed": ("listings",),
    "orders.canceled": ("catalog",),
    "orders.created": ("catalog",),
    "orders.refunded": ("finances",),
    "orders.shipped": ("finances",),
}

SKU_SOURCES: tuple[str, ...] = ("listings",)

AREAS_WITHOUT_OPERATIONS: frozenset[str] = frozenset({"buyers"})
