"""Orders: what buyers of a marketplace buy from a seller, until it is with them and paid for, or given back."""

ANSWERS = (
    "orders_2026_01_01",
    "orders_v0",
)
HEARS = (
    "fulfillment_outbound.order_status_changed",
    "fulfillment_outbound.shipment_status_changed",
)
