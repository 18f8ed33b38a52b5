"""What Shipping answers. Importing this registers every operation."""

from tradepost.domains.shipping.amazon_shipping.operations import purchases, rates, shipments

__all__ = ["purchases", "rates", "shipments"]
