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
    """The units of these SKUs that can be sold; 0 for a SKU that has none."""
    wanted = list(dict.fromkeys(seller_skus))
    found = await records.units(ctx.tx, ctx.seller_id, marketplace_id, wanted, "available")
    return {sku: found.get(sku, 0) for sku in wanted}


async def set_quantity(ctx: Context, marketplace_id: str, seller_sku: str, quantity: int, reference: str) -> None:
    """The seller says how many can be sold from now on; what orders have reserved is not touched."""
    if quantity < 0:
        raise ValueError(f"{quantity} units cannot be available")
    change = quantity - (await available(ctx, marketplace_id, [seller_sku]))[seller_sku]
    if change:
        cause = "merchant_raised" if change > 0 else "merchant_lowered"
        await _move(ctx, marketplace_id, seller_sku, cause, abs(change), reference)


async def reserve(ctx: Context, marketplace_id: str, seller_sku: str, units: int, reference: str) -> None:
    """Sets units aside for an order. Raises InsufficientStock, and then nothing has moved."""
    await _move(ctx, marketplace_id, seller_sku, "merchant_reserved", units, reference)


async def release(ctx: Context, marketplace_id: str, seller_sku: str, units: int, reference: str) -> None:
    """Gives units that were set aside back to be sold."""
    await _move(ctx, marketplace_id, seller_sku, "merchant_released", units, reference)


async def ship(ctx: Context, marketplace_id: str, seller_sku: str, units: int, reference: str) -> None:
    """Units that were set aside leave."""
    await _move(ctx, marketplace_id, seller_sku, "merchant_shipped", units, reference)


async def put_back(ctx: Context, marketplace_id: str, seller_sku: str, units: int, reference: str) -> None:
    """Units that came back from a buyer can be sold again."""
    await _move(ctx, marketplace_id, seller_sku, "merchant_returned", units, reference)


async def _move(ctx: Context, marketplace_id: str, seller_sku: str, cause: str, units: int, reference: str) -> None:
    source, target = MOVES[cause]
    if units <= 0:
        raise ValueError(f"{units} units cannot be {cause}")
    if source is not None:
        found = await records.units(ctx.tx, ctx.seller_id, marketplace_id, [seller_sku], source)
        if found.get(seller_sku, 0) < units:
            raise InsufficientStock(seller_sku, source, units, found.get(seller_sku, 0))
    now = to_milliseconds(ctx.now)
    for place, signed in ((source, -units), (target, units)):
        if place is not None:
            await records.move(ctx.tx, ctx.seller_id, marketplace_id, seller_sku, place, signed, cause, reference, now)
    ctx.record(
        f"inventory.{cause}",
        seller_sku,
        {"marketplaceId": marketplace_id, "quantity": units, "from": source, "to": target, "reference": reference},
    )
