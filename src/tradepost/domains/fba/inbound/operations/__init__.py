"""What FBA Inbound answers, a file for each noun."""

from tradepost.domains.fba.inbound.operations import (
    appointments,
    content_updates,
    delivery_windows,
    eligibility,
    items,
    packing,
    papers,
    placement,
    plans,
    shipments,
    statuses,
    transportation,
    v0,
)

__all__ = [
    "appointments",
    "content_updates",
    "delivery_windows",
    "eligibility",
    "items",
    "packing",
    "papers",
    "placement",
    "plans",
    "shipments",
    "statuses",
    "transportation",
    "v0",
]
