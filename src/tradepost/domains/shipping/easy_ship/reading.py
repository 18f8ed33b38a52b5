"""What other areas may read of Easy Ship."""

from __future__ import annotations

from tradepost.accounts import records as accounts
from tradepost.domains.context import Context
from tradepost.domains.selling.orders import reading
from tradepost.domains.shipping.easy_ship import records, scheduling
from tradepost.domains.shipping.easy_ship.package import ScheduledPackage
from tradepost.domains.shipping.easy_ship.papers import Printed


async def find(ctx: Context, order_id: str) -> ScheduledPackage | None:
    """The package of the caller's order, or None where it was not scheduled."""
    return await records.find(ctx.tx, ctx.seller_id, order_id)


async def printed(ctx: Context, package: ScheduledPackage) -> Printed:
    """A package with what its papers tell."""
    order = await reading.find(ctx, package.order_id)
    seller = await accounts.partner(ctx.tx, ctx.seller_id)
    assert order is not None
    assert seller is not None
    return Printed(package, await scheduling.parcel_of(ctx, package), order, seller.name)


async def page(ctx: Context, after: str, most: int) -> list[Printed]:
    """The caller's packages after an order's id, in the order of those ids."""
    found = await records.page(ctx.tx, ctx.seller_id, after, most)
    return [await printed(ctx, each) for each in found]
