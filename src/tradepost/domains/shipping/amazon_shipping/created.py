"""A shipment of Shipping v1: containers from one address to another, with rates of Amazon's own carrier."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import msgspec

from tradepost.contract import shipping as api
from tradepost.domains.carriage.rating import Rate
from tradepost.domains.shipping.amazon_shipping.quote import LIFETIME, Wish


class Offer(msgspec.Struct, kw_only=True):
    """A service for all containers of a shipment: a rate for each of them."""

    id: str
    service_type: api.ServiceType
    rates: list[Rate]

    @property
    def total(self) -> Decimal:
        """What all containers cost."""
        return sum((each.total for each in self.rates), Decimal(0))

    @property
    def billed(self) -> Decimal:
        """Kilograms that are paid for."""
        return sum((each.billed for each in self.rates), Decimal(0))


class Created(msgspec.Struct, kw_only=True):
    """A shipment as it was asked for, its offers, and which of them was bought."""

    id: str
    created_at: datetime
    client_reference_id: str
    ship_to: api.Address
    ship_from: api.Address
    containers: list[api.Container]
    wishes: list[Wish]
    offers: list[Offer]
    accepted: str = ""
    cancelled: bool = False

    def offer(self, rate_id: str) -> Offer | None:
        """The offer of an id."""
        return next((each for each in self.offers if each.id == rate_id), None)

    def expired(self, now: datetime) -> bool:
        """Whether its offers can be bought no more; as long as rates of v2 (our choice)."""
        return now > self.created_at + LIFETIME
