"""Competitors and what buyers think of sellers: who else sells a product, for how much, and how well."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from starlette.responses import Response

from tradepost.accounts import records as accounts
from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.control.calls import Call, answer
from tradepost.domains.measures.amounts import rounded
from tradepost.domains.selling.pricing import competing, market, records
from tradepost.domains.selling.pricing.competing import Entry
from tradepost.domains.selling.pricing.model import Bid, Feedback
from tradepost.domains.selling.restrictions.model import CONDITIONS
from tradepost.errors import InvalidInput, NotFound
from tradepost.scenarios.acting import Seller
from tradepost.worlds.world import World

_MOST_MONEY = 1_000_000
SellerId = Annotated[str, Meta(pattern="^[A-Z0-9]{5,20}$")]
Rating = Annotated[int, Meta(ge=0, le=100)]
Ratings = Annotated[int, Meta(ge=0, le=10_000_000)]


class NewFeedback(msgspec.Struct, forbid_unknown_fields=True):
    """What buyers think: how many percent of so many said something good."""

    rating: Rating
    count: Ratings = 100


class NewCompetitor(msgspec.Struct, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """An offer of a competitor; without a seller id it is one who does not offer this yet."""

    asin: str
    price: Decimal
    marketplace_id: str = "ATVPDKIKX0DER"
    quantity: Annotated[int, Meta(ge=0, le=1_000_000)] = 100
    condition: str = "new_new"
    fulfillment: Literal["FBA", "MFN"] = "MFN"
    seller_id: SellerId | None = None
    feedback: NewFeedback | None = None


class SaidFeedback(msgspec.Struct, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """What buyers think of a seller: a competitor, or one with an account."""

    rating: Rating
    count: Ratings = 100
    seller_id: SellerId | None = None


async def add(call: Call) -> Response:
    """``POST competitors``: 201, with the offer; the same seller's offer of the same product is changed."""
    wish, world = await call.body(NewCompetitor), await call.world()
    _check(wish)
    seller_id = wish.seller_id or await _newcomer(call, world, wish)
    async with world.database.reading() as tx:
        if await accounts.partner(tx, seller_id) is not None:
            cause = "has an account in this world; its offers are made by the Listings API"
            raise InvalidInput("Invalid Input", f"sellerId: '{seller_id}' {cause}")
    entry = Entry(
        marketplace_id=wish.marketplace_id,
        asin=wish.asin,
        price=wish.price,
        quantity=wish.quantity,
        condition=wish.condition,
        channel="AMAZON" if wish.fulfillment == "FBA" else "MERCHANT",
    )
    async with Seller(world, seller_id).acting() as ctx:
        if wish.feedback is not None:
            await records.set_feedback(ctx.tx, seller_id, Feedback(wish.feedback.rating, wish.feedback.count))
        made = await competing.offer(ctx, entry)
        [bid] = await market.bids_of(ctx, [made], "Consumer")
    return answer(_shown(bid), 201)


async def listed(call: Call) -> Response:
    """``GET competitors``: the offers of all competitors; with ``?asin=`` those of a product."""
    world, asin, found = await call.world(), call.request.query_params.get("asin"), []
    async with world.database.reading() as tx:
        known = await records.competitors(tx)
    for seller_id, marketplace_id, sku in known:
        async with Seller(world, seller_id).acting() as ctx:
            bid = await competing.bid(ctx, marketplace_id, sku)
        if bid is not None and asin in (None, bid.offer.asin):
            found.append(_shown(bid))
    return answer({"competitors": found})


async def remove(call: Call) -> Response:
    """``DELETE competitors``: all of them, or with ``?asin=`` and ``?sellerId=`` only such: 204."""
    world, query = await call.world(), call.request.query_params
    async with world.database.reading() as tx:
        known = await records.competitors(tx)
    chosen = [
        each
        for each in known
        if query.get("sellerId") in (None, each[0]) and query.get("asin") in (None, each[2].partition("-")[0])
    ]
    if not chosen and (query.get("sellerId") or query.get("asin")):
        raise NotFound("The specified resource does not exist.", f"competitors: there is none with '{query}'")
    for seller_id, marketplace_id, sku in chosen:
        async with Seller(world, seller_id).acting() as ctx:
            await competing.withdraw(ctx, marketplace_id, sku)
    return Response(status_code=204)


async def set_feedback(call: Call) -> Response:
    """``PUT feedback``: what buyers think of a seller from now on."""
    wish, world = await call.body(SaidFeedback), await call.world()
    seller_id = wish.seller_id or (await call.installation.credentials(world)).seller_id
    async with world.database.writing(seller_id) as tx:
        await records.set_feedback(tx, seller_id, Feedback(wish.rating, wish.count))
    return answer({"sellerId": seller_id, "rating": wish.rating, "count": wish.count})


async def _newcomer(call: Call, world: World, wish: NewCompetitor) -> str:
    first = (await call.installation.credentials(world)).seller_id
    async with Seller(world, first).acting() as ctx:
        return await competing.newcomer(ctx, wish.marketplace_id, wish.asin, wish.condition)


def _check(wish: NewCompetitor) -> None:
    if wish.marketplace_id not in MARKETPLACES:
        raise InvalidInput("Invalid Input", f"marketplaceId: '{wish.marketplace_id[:60]}' is no marketplace")
    if not (wish.price.is_finite() and 0 < wish.price <= _MOST_MONEY):
        raise InvalidInput("Invalid Input", f"price: '{wish.price}' is not an amount above 0 and up to {_MOST_MONEY}")
    if wish.condition not in CONDITIONS:
        raise InvalidInput("Invalid Input", f"condition: '{wish.condition[:60]}' is none of {', '.join(CONDITIONS)}")


def _shown(bid: Bid) -> dict[str, Any]:
    offer = bid.offer
    return {
        "sellerId": offer.seller_id,
        "marketplaceId": offer.marketplace_id,
        "asin": offer.asin,
        "sku": offer.seller_sku,
        "condition": offer.condition,
        "fulfillment": "FBA" if offer.channel == "AMAZON" else "MFN",
        "price": {"amount": str(rounded(bid.price, offer.currency)), "currency": offer.currency},
        "quantity": offer.quantity,
        "buyable": offer.buyable,
        "feedback": {"rating": bid.feedback.rating, "count": bid.feedback.count},
    }
