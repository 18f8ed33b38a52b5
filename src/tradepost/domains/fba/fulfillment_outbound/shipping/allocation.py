"""Which units of an order get stock, wait for it, or will not ship, by fulfillment policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal, get_args

import msgspec

from tradepost.domains.fba.fulfillment_outbound.model import (
    OrderStatus,
)

Policy = Literal["FillOrKill", "FillAll", "FillAllAvailable"]

POLICIES: Final[tuple[Policy, ...]] = get_args(Policy)

#: Our choice for an order that names none: the published model gives no default.
DEFAULT_POLICY: Final[Policy] = "FillOrKill"


class WantedLine(msgspec.Struct, frozen=True):
    """So many units of a SKU, under the order's own id for the item."""

    item_id: str
    seller_sku: str
    quantity: int


class AllocatedLine(msgspec.Struct, frozen=True):
    """What an item gets: units with stock, units that wait for it, units that will not ship; together its quantity."""

    item_id: str
    seller_sku: str
    reserved: int = 0
    waiting: int = 0
    unfulfillable: int = 0


class Allocation(msgspec.Struct, frozen=True):
    """What each item of an order gets, in the order of its items."""

    lines: tuple[AllocatedLine, ...]

    @property
    def reserved(self) -> int:
        """Units that have stock."""
        return sum(line.reserved for line in self.lines)

    @property
    def waiting(self) -> int:
        """Units that wait for stock."""
        return sum(line.waiting for line in self.lines)

    @property
    def unfulfillable(self) -> int:
        """Units that will not ship."""
        return sum(line.unfulfillable for line in self.lines)

    @property
    def status(self) -> OrderStatus:
        """What validation makes of a new order: Invalid where no unit has stock or waits for it (published model)."""
        return "Received" if self.reserved or self.waiting else "Invalid"


def allocate(policy: Policy, wanted: Sequence[WantedLine], available: Mapping[str, int]) -> Allocation:
    """Gives stock to the items of an order, first come first served where several want the same SKU.

    FillOrKill: every unit or none. FillAll: what there is, and the rest waits. FillAllAvailable: what there is, and the
    rest will not ship. All as published; which count the rest of FillAllAvailable goes to is our choice: the published
    ``unfulfillableQuantity``, because ``cancelledQuantity`` is what the *seller* cancelled.
    """
    stock = dict(available)
    lines = []
    for line in wanted:
        there = min(line.quantity, max(stock.get(line.seller_sku, 0), 0))
        stock[line.seller_sku] = stock.get(line.seller_sku, 0) - there
        lines.append((line, there))
    if policy == "FillOrKill" and any(there < line.quantity for line, there in lines):
        return Allocation(tuple(_allocated(line, 0, waits=False) for line, _ in lines))
    return Allocation(tuple(_allocated(line, there, waits=policy == "FillAll") for line, there in lines))


def _allocated(line: WantedLine, there: int, *, waits: bool) -> AllocatedLine:
    missing = line.quantity - there
    return AllocatedLine(
        line.item_id,
        line.seller_sku,
        reserved=there,
        waiting=missing if waits else 0,
        unfulfillable=0 if waits else missing,
    )


def lose(policy: Policy, lines: Sequence[AllocatedLine], item_id: str, units: int, *, picking: bool) -> Allocation:
    """What remains when units that had stock turn out not to be there, or not to be sellable.

    FillOrKill: before picking has begun nothing ships any more; afterwards as little as possible does, that is, all
    that was not picked is called off by the caller (published model). The other policies lose these units alone, which
    then wait (FillAll) or will not ship (FillAllAvailable).
    """
    if policy == "FillOrKill" and not picking:
        return Allocation(
            tuple(
                AllocatedLine(
                    each.item_id, each.seller_sku, unfulfillable=each.reserved + each.waiting + each.unfulfillable
                )
                for each in lines
            )
        )
    changed = []
    for each in lines:
        gone = min(units, each.reserved) if each.item_id == item_id else 0
        waits = policy == "FillAll"
        changed.append(
            AllocatedLine(
                each.item_id,
                each.seller_sku,
                each.reserved - gone,
                each.waiting + (gone if waits else 0),
                each.unfulfillable + (0 if waits else gone),
            )
        )
    return Allocation(tuple(changed))
