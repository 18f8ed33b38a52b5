"""What FBA Inbound answers, a file for each noun."""

from tradepost.domains.fba.inbound.operations import (
    appointments,
    delivery_windows,
    eligibility,
    items,
    packing,
    placement,
    plans,
    shipments,
    statuses,
    transportation,
)

__all__ = [
    "appointments",
    "delivery_windows",
    "eligibility",
    "items",
    "packing",
    "placement",
    "plans",
    "shipments",
    "statuses",
    "transportation",
]
