"""What AWD answers, a file for each noun."""

from tradepost.domains.fba.awd.operations import (
    distribution,
    inbound_orders,
    inbound_shipments,
    inventory,
    labels,
    outbound,
    replenishment,
)

__all__ = [
    "distribution",
    "inbound_orders",
    "inbound_shipments",
    "inventory",
    "labels",
    "outbound",
    "replenishment",
]
