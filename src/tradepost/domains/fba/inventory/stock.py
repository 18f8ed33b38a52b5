"""Moving stock: the functions by which other areas reserve, release, ship and take back units."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from tradepost.domains.context import Context
from tradepost.domains.fba.inventory import records
from tradepost.domains.fba.inventory.model import MOVES, Balances, Cause, Disposition, InsufficientStock
from tradepost.domains.fba.inventory.records import Item
from tradepost.simulation.clock import to_milliseconds

_FNSKU_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


async def find(ctx: Context, marketplace_id: str, seller_sku: str) -> Item | None:
    """The caller's item with this SKU, or None."""
    return await records.item(ctx.tx, ctx.seller_id, marketplace_id, seller_sku)


async def available(ctx: Context, marketplace_id: str, seller_skus: Iterable[str]) -> dict[str, int]:
    """The fulfillable units of these SKUs; 0 for a SKU that has none."""
    wanted = list(dict.fromkeys(seller_skus))
    found = await records.balances(ctx.tx, ctx.seller_id, marketplace_id, wanted)
    return {sku: found.get(sku, {}).get("fulfillable", 0) for sku in wanted}


class Page(msgspec.Struct, frozen=True):
    """Items in the order of their SKUs, and the SKU after which the next page begins, if there is one."""

    items: list[Item]
    following: str | None


async def page(
    ctx: Context, marketplace_id: str, after_sku: str, limit: int, changed_since: datetime | None = None
) -> Page:
    """A page of the caller's items after a SKU; of those that changed since a time where one is given."""
    found = await records.items_after(ctx.tx, ctx.seller_id, marketplace_id, after_sku, limit + 1)
    following = found[limit - 1].seller_sku if len(found) > limit else None
    since = to_milliseconds(changed_since) if changed_since is not None else 0
    return Page([each for each in found[:limit] if each.updated_at >= since], following)


async def moved_between(ctx: Context, start: datetime, end: datetime) -> list[tuple[str, str]]:
    """Marketplaces and SKUs of the caller whose units last moved in that time."""
    return await records.moved_between(ctx.tx, ctx.seller_id, to_milliseconds(start), to_milliseconds(end))


async def receive(ctx: Context, marketplace_id: str, seller_sku: str, units: int, reference: str) -> None:
    """New units arrive, ready to be sold."""
    await _move(ctx, marketplace_id, seller_sku, "received", units, reference)


async def reserve(ctx: Context, marketplace_id: str, seller_sku: str, units: int, reference: str) -> None:
    """Sets units aside for an order. Raises InsufficientStock, and then nothing has moved."""
    await _move(ctx, marketplace_id, seller_sku, "reserved", units, reference)


async def release(ctx: Context, marketplace_id: str, seller_sku: str, units: int, reference: str) -> None:
    """Gives units that were set aside back to be sold."""
    await _move(ctx, marketplace_id, seller_sku, "released", units, reference)


async def ship(ctx: Context, marketplace_id: str, seller_sku: str, units: int, reference: str) -> None:
    """Units that were set aside leave the fulfillment center."""
    await _move(ctx, marketplace_id, seller_sku, "shipped", units, reference)


async def take_back(
    ctx: Context, marketplace_id: str, seller_sku: str, units: int, disposition: Disposition, reference: str
) -> None:
    """Units come back from a buyer, and are put where their grade puts them."""
    await _move(ctx, marketplace_id, seller_sku, "returned", units, reference, (None, disposition))


async def remove(
    ctx: Context, marketplace_id: str, seller_sku: str, units: int, disposition: Disposition, reference: str
) -> None:
    """Units leave the network for good."""
    await _move(ctx, marketplace_id, seller_sku, "removed", units, reference, (disposition, None))


async def plan_inbound(ctx: Context, marketplace_id: str, seller_sku: str, units: int, reference: str) -> None:
    """Units are going to be sent in."""
    await _move(ctx, marketplace_id, seller_sku, "inbound_planned", units, reference)


async def cancel_inbound(ctx: Context, marketplace_id: str, seller_sku: str, units: int, reference: str) -> None:
    """Units that were to be sent in are not. Raises InsufficientStock."""
    await _move(ctx, marketplace_id, seller_sku, "inbound_cancelled", units, reference)


async def ship_inbound(ctx: Context, marketplace_id: str, seller_sku: str, units: int, reference: str) -> None:
    """Units are on their way to a fulfillment center. Raises InsufficientStock."""
    await _move(ctx, marketplace_id, seller_sku, "inbound_shipped", units, reference)


async def check_in(ctx: Context, marketplace_id: str, seller_sku: str, units: int, reference: str) -> None:
    """Units have come to a fulfillment center, and are to be counted. Raises InsufficientStock."""
    await _move(ctx, marketplace_id, seller_sku, "inbound_arrived", units, reference)


async def put_away(
    ctx: Context, marketplace_id: str, seller_sku: str, units: int, disposition: Disposition, reference: str
) -> None:
    """Units that came in were counted, and are put where their grade puts them. Raises InsufficientStock."""
    places: tuple[Disposition, Disposition] = ("inbound_receiving", disposition)
    await _move(ctx, marketplace_id, seller_sku, "received", units, reference, places)


async def on_hand(ctx: Context, marketplace_id: str, seller_sku: str) -> Balances:
    """The units of a SKU by disposition."""
    return (await records.balances(ctx.tx, ctx.seller_id, marketplace_id, [seller_sku])).get(seller_sku, {})


async def _move(
    ctx: Context,
    marketplace_id: str,
    seller_sku: str,
    cause: Cause,
    units: int,
    reference: str,
    places: tuple[Disposition | None, Disposition | None] | None = None,
) -> None:
    """Moves units, if they are there. Transactions of one seller run one by one, so checking first is enough."""
    source, target = places or MOVES[cause]
    if units <= 0:
        raise ValueError(f"{units} units cannot be {cause}")
    now = to_milliseconds(ctx.now)
    if source is not None:
        there = await records.balance(ctx.tx, ctx.seller_id, marketplace_id, seller_sku, source)
        if there < units:
            raise InsufficientStock(seller_sku, source, units, there)
    for place, signed in ((source, -units), (target, units)):
        if place is not None:
            await records.move(ctx.tx, ctx.seller_id, marketplace_id, seller_sku, place, signed, cause, reference, now)
    await records.touch(ctx.tx, ctx.seller_id, marketplace_id, seller_sku, now)
    ctx.record(
        f"inventory.{cause}",
        seller_sku,
        {"marketplaceId": marketplace_id, "quantity": units, "from": source, "to": target, "reference": reference},
    )


async def ensure_item(ctx: Context, marketplace_id: str, seller_sku: str, asin: str, product_name: str) -> Item:
    """The item of this SKU, made with the ASIN that its listing has where there is none yet."""
    found = await find(ctx, marketplace_id, seller_sku)
    if found is not None:
        return found
    fn_sku = "X00" + ctx.seed.letters(_FNSKU_LETTERS, 7, "fnsku", ctx.seller_id, seller_sku)
    item = Item(marketplace_id, seller_sku, asin, fn_sku, product_name, to_milliseconds(ctx.now))
    await records.add_item(ctx.tx, ctx.seller_id, item)
    ctx.record(
        "inventory.item_created",
        seller_sku,
        {"marketplaceId": marketplace_id, "asin": asin, "fnSku": fn_sku, "productName": product_name},
    )
    return item
