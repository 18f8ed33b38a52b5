"""FBA Inventory v1: what a seller has in the fulfillment network, and the operations that put products and units there.

At Amazon the three that write live in the sandbox only; here they work on every host.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

import msgspec

from tradepost.contract import fba_inventory as api
from tradepost.domains.context import Context
from tradepost.domains.fba.inventory import records, stock
from tradepost.domains.fba.inventory.model import (
    INBOUND,
    LONGEST_SKU,
    MOST_UNITS,
    RESERVED,
    IdempotencyTokenReused,
    ItemExists,
    ItemInUse,
    NextTokenInvalid,
    UnknownItem,
    UnknownItemToStock,
    removable,
    total,
)
from tradepost.domains.fba.inventory.records import Item
from tradepost.domains.fba.inventory.summaries import check_granularity, check_start, summary
from tradepost.domains.handling import handles
from tradepost.domains.pages import InvalidPageToken
from tradepost.errors import InvalidInput
from tradepost.simulation.clock import to_milliseconds

PAGE_SIZE = 50
PAGE_TOKEN_SECONDS = 30


@handles(api.get_inventory_summaries)
async def get_inventory_summaries(
    ctx: Context, request: api.GetInventorySummariesArguments
) -> api.GetInventorySummariesResponse:
    """Lists what a seller has of each SKU in a marketplace, with a breakdown of the units where ``details`` is true.

    ``startDateTime`` finds what changed since (18 months back at most) and outranks ``sellerSkus``, which outranks
    ``sellerSku``. A page holds 50 SKUs; its ``nextToken`` lives for 30 seconds of real time (published model).
    """
    marketplace_id = request.marketplace_ids[0]
    check_granularity(request.granularity_id, marketplace_id)
    if request.start_date_time is not None:
        check_start(request.start_date_time, ctx.now)
    query = _query(request, marketplace_id)
    position = _position(ctx, query, request.next_token) if request.next_token else None
    items, following = await _page(ctx, request, marketplace_id, position)
    balances = await records.balances(ctx.tx, ctx.seller_id, marketplace_id, [each.seller_sku for each in items])
    return api.GetInventorySummariesResponse(
        payload=api.GetInventorySummariesResult(
            granularity=api.Granularity(granularity_type="Marketplace", granularity_id=marketplace_id),
            inventory_summaries=[
                summary(each, balances.get(each.seller_sku, {}), details=bool(request.details)) for each in items
            ],
        ),
        pagination=None if following is None else api.Pagination(next_token=ctx.page_token(query, following)),
    )


def _position(ctx: Context, query: tuple[str, ...], token: str) -> tuple[int, str]:
    try:
        found: tuple[int, str] = ctx.page_position(query, token, PAGE_TOKEN_SECONDS)
    except InvalidPageToken as refused:
        raise NextTokenInvalid(refused.details or "") from None
    return found


def _query(request: api.GetInventorySummariesArguments, marketplace_id: str) -> tuple[str, ...]:
    start: datetime | None = request.start_date_time
    if start is not None:
        return ("inventory summaries", marketplace_id, "since", start.isoformat())
    skus = request.seller_skus or ([request.seller_sku] if request.seller_sku else [])
    return ("inventory summaries", marketplace_id, "named", *skus)


async def _page(
    ctx: Context,
    request: api.GetInventorySummariesArguments,
    marketplace_id: str,
    position: tuple[int, str] | None,
) -> tuple[list[Item], tuple[int, str] | None]:
    """The items of a page, and where the next one begins, if there is one."""
    skus = request.seller_skus or ([request.seller_sku] if request.seller_sku else [])
    if request.start_date_time is not None:
        after = position or (to_milliseconds(request.start_date_time) - 1, "\U0010ffff")
        found = await records.items_changed(ctx.tx, ctx.seller_id, marketplace_id, (after[0], after[1]), PAGE_SIZE + 1)
    elif skus:
        return await records.items_named(ctx.tx, ctx.seller_id, marketplace_id, list(dict.fromkeys(skus))), None
    else:
        after_sku = position[1] if position else ""
        found = await records.items_after(ctx.tx, ctx.seller_id, marketplace_id, after_sku, PAGE_SIZE + 1)
    if len(found) <= PAGE_SIZE:
        return found, None
    last = found[PAGE_SIZE - 1]
    return found[:PAGE_SIZE], (last.updated_at, last.seller_sku)


@handles(api.create_inventory_item)
async def create_inventory_item(
    ctx: Context, request: api.CreateInventoryItemArguments
) -> api.CreateInventoryItemResponse:
    """Makes a product that stock can be added to, with an ASIN and an FNSKU of its own.

    A SKU has the same ASIN and FNSKU in every marketplace (our choice). One that exists already is refused.
    """
    body = request.body
    _check_text("sellerSku", body.seller_sku, LONGEST_SKU)
    _check_text("productName", body.product_name, 500)
    asin, fn_sku = identifiers(ctx, body.seller_sku)
    item = Item(body.marketplace_id, body.seller_sku, asin, fn_sku, body.product_name, to_milliseconds(ctx.now))
    if not await records.add_item(ctx.tx, ctx.seller_id, item):
        raise ItemExists(body.seller_sku, body.marketplace_id)
    ctx.record(
        "inventory.item_created",
        body.seller_sku,
        {"marketplaceId": body.marketplace_id, "asin": asin, "fnSku": fn_sku, "productName": body.product_name},
    )
    return api.CreateInventoryItemResponse()


def identifiers(ctx: Context, seller_sku: str) -> tuple[str, str]:
    """The ASIN (``B0`` and eight) and FNSKU (``X00`` and seven) that the seed gives to a seller's SKU."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    return (
        "B0" + ctx.seed.letters(alphabet, 8, "asin", ctx.seller_id, seller_sku),
        "X00" + ctx.seed.letters(alphabet, 7, "fnsku", ctx.seller_id, seller_sku),
    )


def _check_text(name: str, value: str, longest: int) -> None:
    if not value.strip():
        raise InvalidInput("Invalid Input", f"{name}: '{value}' must not be blank")
    if len(value) > longest:
        raise InvalidInput("Invalid Input", f"{name}: '{value[:100]}' is longer than {longest} characters")


@handles(api.add_inventory)
async def add_inventory(ctx: Context, request: api.AddInventoryArguments) -> api.AddInventoryResponse:
    """Adds units to SKUs; they are fulfillable at once. Either every line is added or none.

    The same ``x-amzn-idempotency-token`` adds once, however often it is sent; with another body it is refused. Without
    a token each call adds (our choice, because a client that cannot send the header is in wide use).
    """
    lines = request.body.inventory_items or []
    if not lines:
        raise InvalidInput("Invalid Input", "inventoryItems: at least one item is needed")
    token = request.x_amzn_idempotency_token
    if token and await _seen(ctx, token, request.body):
        return api.AddInventoryResponse()
    for index, line in enumerate(lines):
        if not 1 <= line.quantity <= MOST_UNITS:
            raise InvalidInput(
                "Invalid Input", f"inventoryItems[{index}].quantity: {line.quantity} is not between 1 and {MOST_UNITS}"
            )
        if await stock.find(ctx, line.marketplace_id, line.seller_sku) is None:
            raise UnknownItemToStock(index, line.seller_sku, line.marketplace_id)
        await stock.receive(ctx, line.marketplace_id, line.seller_sku, line.quantity, token or ctx.request_id)
    return api.AddInventoryResponse()


async def _seen(ctx: Context, token: str, body: api.AddInventoryRequest) -> bool:
    digest = hashlib.sha256(msgspec.json.encode(body)).hexdigest()
    known = await records.token_use(ctx.tx, ctx.seller_id, token)
    if known is not None and known != digest:
        raise IdempotencyTokenReused(token)
    if known is None:
        await records.keep_token(ctx.tx, ctx.seller_id, token, digest, to_milliseconds(ctx.now))
    return known is not None


@handles(api.delete_inventory_item)
async def delete_inventory_item(
    ctx: Context, request: api.DeleteInventoryItemArguments
) -> api.DeleteInventoryItemResponse:
    """Deletes a product. Refused while units of it are fulfillable or reserved (published sandbox guide).

    Unfulfillable units that are left are removed with it (our choice).
    """
    if await stock.find(ctx, request.marketplace_id, request.seller_sku) is None:
        raise UnknownItem(request.seller_sku, request.marketplace_id)
    balances = await stock.on_hand(ctx, request.marketplace_id, request.seller_sku)
    if not removable(balances):
        fulfillable, inbound = balances.get("fulfillable", 0), total(balances, INBOUND)
        raise ItemInUse(request.seller_sku, fulfillable, total(balances, RESERVED), inbound)
    for disposition, units in balances.items():
        if units:
            await stock.remove(
                ctx, request.marketplace_id, request.seller_sku, units, disposition, "deleteInventoryItem"
            )
    await records.delete_item(ctx.tx, ctx.seller_id, request.marketplace_id, request.seller_sku)
    ctx.record("inventory.item_deleted", request.seller_sku, {"marketplaceId": request.marketplace_id})
    return api.DeleteInventoryItemResponse()
