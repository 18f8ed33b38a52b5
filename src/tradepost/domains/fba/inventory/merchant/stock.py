"""Moving what a seller keeps himself. Transactions of one seller run one by one, so checking first is enough."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tradepost.domains.context import Context
from tradepost.domains.fba.inventory.merchant import records
from tradepost.domains.fba.inventory.merchant.records import Place
from tradepost.domains.fba.inventory.model import InsufficientStock
from tradepost.simulation.clock import to_milliseconds

#: From where to where units of the seller's own go, by what moves them.
MOVES: Final[dict[str, tuple[Place | None, Place | None]]] = {
    "merchant_reserved": ("available", "reserved"),
    "merchant_released": ("reserved", "available"),
    "merchant_shipped": ("reserved", None),
    "merchant_returned": (None, "available"),
    "merchant_raised": (None, "available"),
    "merchant_lowered": ("available", None),
}


async def available(ctx: Context, marketplace_id: str, seller_skus: Iterable[str]) -> dict[str, int]:
    """The units of these SKUs that can be sold, wherever they are; 0 for a SKU that has none."""
    wanted = list(dict.fromkeys(seller_skus))
    found = await records.units(ctx.tx, ctx.seller_id, marketplace_id, wanted, "available")
    return {sku: sum(found.get(sku, {}).values()) for sku in wanted}


async def by_location(ctx: Context, marketplace_id: str, seller_sku: str) -> dict[str, int]:
    """The units of a SKU that can be sold, by the code of the location where they are; "" is all the rest."""
    found = await records.units(ctx.tx, ctx.seller_id, marketplace_id, [seller_sku], "available")
    return found.get(seller_sku, {})


async def set_quantity(
    ctx: Context, marketplace_id: str, seller_sku: str, quantity: int, reference: str, at: str = ""
) -> None:
    """The seller says how many can be sold from now on, ``at`` one of his locations or in all other places; what orders
    have reserved is not touched."""
    if quantity < 0:
        raise ValueError(f"{quantity} units cannot be available")
    change = quantity - (await by_location(ctx, marketplace_id, seller_sku)).get(at, 0)
    if change:
        cause = "merchant_raised" if change > 0 else "merchant_lowered"
        await _move(ctx, marketplace_id, seller_sku, cause, abs(change), reference, at)


async def close(ctx: Context, at: str) -> None:
    """Nothing at a location is for sale any more, until the seller says a quantity again."""
    for marketplace_id, sku in await records.kept_at(ctx.tx, ctx.seller_id, at):
        await set_quantity(ctx, marketplace_id, sku, 0, f"{at} closed", at)


async def reserve(ctx: Context, marketplace_id: str, seller_sku: str, units: int, reference: str, at: str = "") -> None:
    """Sets units of a location aside for an order. Raises InsufficientStock, and then nothing has moved."""
    await _move(ctx, marketplace_id, seller_sku, "merchant_reserved", units, reference, at)


async def release(ctx: Context, marketplace_id: str, seller_sku: str, units: int, reference: str, at: str = "") -> None:
    """Gives units that were set aside back to be sold where they are."""
    await _move(ctx, marketplace_id, seller_sku, "merchant_released", units, reference, at)


async def ship(ctx: Context, marketplace_id: str, seller_sku: str, units: int, reference: str, at: str = "") -> None:
    """Units that were set aside leave their location."""
    await _move(ctx, marketplace_id, seller_sku, "merchant_shipped", units, reference, at)


async def put_back(
    ctx: Context, marketplace_id: str, seller_sku: str, units: int, reference: str, at: str = ""
) -> None:
    """Units that came back from a buyer can be sold again from where they left."""
    await _move(ctx, marketplace_id, seller_sku, "merchant_returned", units, reference, at)


async def _move(
    ctx: Context, marketplace_id: str, seller_sku: str, cause: str, units: int, reference: str, at: str
) -> None:
    source, target = MOVES[cause]
    if units <= 0:
        raise ValueError(f"{units} units cannot be {cause}")
    if source is not None:
        found = await records.units(ctx.tx, ctx.seller_id, marketplace_id, [seller_sku], source)
        there = found.get(seller_sku, {}).get(at, 0)
        if there < units:
            raise InsufficientStock(seller_sku, source, units, there)
    now = to_milliseconds(ctx.now)
    for place, signed in ((source, -units), (target, units)):
        if place is not None:
            kept = records.place_at(place, at)
            await records.move(ctx.tx, ctx.seller_id, marketplace_id, seller_sku, kept, signed, cause, reference, now)
    body = {"marketplaceId": marketplace_id, "quantity": units, "from": source, "to": target, "reference": reference}
    ctx.record(f"inventory.{cause}", seller_sku, {**body, "location": at} if at else body)
