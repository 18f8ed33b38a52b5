"""What Shipping answers. Importing this registers every operation."""

from tradepost.domains.shipping.amazon_shipping.operations import (
    accounts,
    aftercare,
    collections,
    purchases,
    rates,
    shipments,
    v1,
)

__all__ = ["accounts", "aftercare", "collections", "purchases", "rates", "shipments", "v1"]
