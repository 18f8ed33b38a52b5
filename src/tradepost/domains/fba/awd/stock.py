"""The ledger of boxes: every box is in one place, and moves by the functions of this module.

What is in AWD is not in the inventory of FBA; what leaves for a fulfillment center is inbound there.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Final, Literal, get_args

from tradepost.domains.context import Context
from tradepost.domains.fba.awd import packages, records
from tradepost.domains.fba.awd.inbound import InboundShipment
from tradepost.domains.fba.awd.lots import Lot, Place
from tradepost.domains.fba.inbound.planning.goods import Goods
from tradepost.simulation.clock import to_milliseconds

Cause = Literal["announced", "cancelled", "shipped", "received", "missing", "reserved", "released", "sent", "delivered"]
CAUSES: Final[tuple[Cause, ...]] = get_args(Cause)

#: What takes boxes where; None is the world outside.
MOVES: Final[dict[Cause, tuple[Place | None, Place | None]]] = {
    "announced": (None, "announced"),
    "cancelled": ("announced", None),
    "shipped": ("announced", "inbound"),
    "received": ("inbound", "available"),
    "missing": ("inbound", None),
    "reserved": ("available", "reserved"),
    "released": ("reserved", "available"),
    "sent": ("reserved", "outbound"),
    "delivered": ("outbound", None),
}


async def announce(ctx: Context, shipment: InboundShipment, known: dict[str, Goods]) -> None:
    """Makes a lot of every package of a shipment; its boxes are announced."""
    for number, package in enumerate(shipment.packages):
        product = packages.product_of(package)
        lot = Lot(
            id=lot_id(shipment.id, number),
            sku=product.sku,
            asin=known[product.sku].asin,
            center_id=shipment.center_id,
            expiration=expiration_text(product.expiration),
            units_per_box=product.quantity,
            cubic_feet=packages.cubic_feet(package).quantize(Decimal("0.0001")),
        )
        await records.add_lot(ctx.tx, ctx.seller_id, lot)
        await move(ctx, lot, "announced", package.count, shipment.id)


def lot_id(shipment_id: str, number: int) -> str:
    """The lot of a package of a shipment, by its place."""
    return f"{shipment_id}/{number:04}"


def expiration_text(expiration: datetime | None) -> str:
    """The day until which units are good, so that lots can be told apart by it; empty where there is none."""
    return expiration.date().isoformat() if expiration else ""


async def lots_of(ctx: Context, shipment: InboundShipment) -> list[Lot]:
    """The lots of a shipment, package by package."""
    ids = [lot_id(shipment.id, number) for number in range(len(shipment.packages))]
    found = await records.lots(ctx.tx, ctx.seller_id, ids)
    return [found[each] for each in ids]


async def move(ctx: Context, lot: Lot, cause: Cause, boxes: int, reference: str) -> None:
    """Moves boxes of a lot. Raises ValueError where so many are not there: a caller has looked before."""
    source, target = MOVES[cause]
    if boxes <= 0 or (source is not None and lot.boxes(source) < boxes):
        raise ValueError(f"{boxes} boxes of {lot.id} cannot be {cause}")
    lot.count(source, -boxes)
    lot.count(target, boxes)
    lot.movements += 1
    entry = records.Movement(lot.id, lot.movements, source or "", target or "", boxes, cause, reference)
    await records.keep_counts(ctx.tx, ctx.seller_id, lot)
    await records.add_movement(ctx.tx, ctx.seller_id, entry, to_milliseconds(ctx.now))
    body = {"sku": lot.sku, "cause": cause, "boxes": boxes, "units": boxes * lot.units_per_box, "reference": reference}
    ctx.record("awd.stock_moved", lot.id, body)
