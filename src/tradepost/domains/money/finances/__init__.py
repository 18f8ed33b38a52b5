"""Finances: one ledger of what was earned and charged, settled every fourteen days; both APIs are faces of it."""

ANSWERS = (
    "finances_2024_06_19",
    "finances_v0",
)
HEARS = (
    "amazon_shipping.claim_granted",
    "awd.charged",
    "awd.reimbursed",
    "fulfillment_outbound.reimbursed",
    "inbound.charged",
    "inbound.reimbursed",
    "inventory.received",
    "inventory.returned",
    "orders.refunded",
    "orders.shipped",
    "parcels.bought",
    "parcels.refunded",
    "removals.completed",
    "service_jobs.completed",
)
