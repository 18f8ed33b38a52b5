"""How well a seller ships, by the two figures that Amazon's account health has of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from tradepost.domains.carriage import numbers
from tradepost.domains.selling.orders.order import Order, Package


class Health(msgspec.Struct, frozen=True):
    """Of orders that a seller ships himself: packages and those whose number can be tracked; orders that had left, or
    should have, and those that were late."""

    packages: int
    tracked: int
    orders: int
    late: int

    @property
    def valid_tracking_rate(self) -> float | None:
        """The share of packages that can be tracked, or None where nothing was sent."""
        return self.tracked / self.packages if self.packages else None

    @property
    def late_shipment_rate(self) -> float | None:
        """The share of orders that were late, or None where there is none."""
        return self.late / self.orders if self.orders else None


def health(orders: Iterable[Order]) -> Health:
    """The figures of these orders (published rates; what counts as valid is our choice: form and check digit)."""
    own = [each for each in orders if each.channel == "MFN" and not each.pickup]
    packages = [package for each in own for package in each.packages]
    sent = [each for each in own if each.packages or each.late]
    return Health(len(packages), sum(map(_trackable, packages)), len(sent), sum(each.late for each in sent))


def _trackable(package: Package) -> bool:
    carrier = numbers.carrier_of(package.carrier_code) or numbers.carrier_of(package.carrier_name)
    return carrier is not None and numbers.valid(carrier, package.tracking_number)
