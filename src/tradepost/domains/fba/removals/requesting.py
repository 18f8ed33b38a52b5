"""Asking for units to be taken out of the network."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from tradepost.contract.fulfillment_outbound_2020_07_01 import Address
from tradepost.domains.context import Context
from tradepost.domains.fba.inventory import stock
from tradepost.domains.fba.removals import records
from tradepost.domains.fba.removals.removal import Grade, Line, Removal, RemovalType, there
from tradepost.domains.problems import Problem, refuse

TAKE_OUT: Final = "removals.take_out"
LONGEST_ID: Final = 40
#: The most units of a SKU in one removal order (our choice).
MOST_UNITS: Final = 1_000_000
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


class WantedUnits(msgspec.Struct, frozen=True):
    """Units of a SKU that are to be taken out, those that can be sold and those that cannot."""

    seller_sku: str
    sellable: int = 0
    unsellable: int = 0


async def request(
    ctx: Context,
    marketplace_id: str,
    type: RemovalType,
    wanted: Sequence[WantedUnits],
    *,
    id: str = "",
    address: Address | None = None,
    notes: str = "",
) -> Removal:
    """Makes a removal order; its units stay where they are until the center comes to it, within five days.

    What is sent back needs an address. Without an ``id`` one is drawn. Raises Faulty, naming every line of which there
    are fewer units, and then nothing has changed.
    """
    number = await records.how_many(ctx.tx, ctx.seller_id)
    lines, problems = await _lines(ctx, marketplace_id, wanted)
    if len(id) > LONGEST_ID:
        problems.append(Problem("removalOrderId", id, f"is longer than {LONGEST_ID} characters"))
    if type == "Return" and address is None:
        problems.append(Problem("address", "", "is needed for a Return"))
    refuse(problems)
    removal = Removal(
        id=id or ctx.seed.letters(_LETTERS, 10, "removal", ctx.seller_id, number),
        marketplace_id=marketplace_id,
        type=type,
        status="Pending",
        requested_at=ctx.now,
        updated_at=ctx.now,
        lines=lines,
        address=address if type == "Return" else None,
        notes=notes,
    )
    if not await records.add(ctx.tx, ctx.seller_id, removal):
        refuse([Problem("removalOrderId", id, "is the id of another removal order of this seller")])
    await ctx.schedule(TAKE_OUT, removal.id, _comes_to_it(ctx, removal.id))
    body = {"marketplaceId": marketplace_id, "type": type, "units": sum(each.requested for each in lines)}
    ctx.record("removals.requested", removal.id, body)
    return removal


async def _lines(ctx: Context, marketplace_id: str, wanted: Sequence[WantedUnits]) -> tuple[list[Line], list[Problem]]:
    lines: list[Line] = []
    problems = [] if wanted else [Problem("items", "", "has none")]
    for number, each in enumerate(wanted):
        path = f"items[{number}]"
        item = await stock.find(ctx, marketplace_id, each.seller_sku)
        if item is None or any(each.seller_sku == line.seller_sku for line in lines):
            rule = "has no stock in the network" if item is None else "is there twice"
            problems.append(Problem(f"{path}.sellerSku", each.seller_sku, rule))
            continue
        balances = await stock.on_hand(ctx, marketplace_id, each.seller_sku)
        asked: tuple[tuple[Grade, int], ...] = (("Sellable", each.sellable), ("Unsellable", each.unsellable))
        if not any(units for _, units in asked):
            problems.append(Problem(f"{path}.sellableQuantity", "0", "and unsellableQuantity are both zero"))
        for grade, units in asked:
            known = there(balances, grade)
            if not 0 <= units <= min(known, MOST_UNITS):
                rule = f"is not from 0 to {min(known, MOST_UNITS)}, the units that are there"
                problems.append(Problem(f"{path}.{grade.lower()}Quantity", str(units), rule))
            elif units:
                lines.append(Line(seller_sku=each.seller_sku, fn_sku=item.fn_sku, grade=grade, requested=units))
    return lines, problems


def _comes_to_it(ctx: Context, id: str) -> datetime:
    """When the center takes the units: two to five days later (our choice)."""
    share = ctx.seed.share("removal is done", ctx.seller_id, id)
    return ctx.now + timedelta(days=2, minutes=int(share * 3 * 24 * 60))
