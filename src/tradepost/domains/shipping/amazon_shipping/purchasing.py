"""One rate of a quote is bought: a shipment of one parcel, paid at once; an order of Amazon's is confirmed by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

import msgspec

from tradepost.contract import shipping_v2 as api
from tradepost.domains.carriage import records as carriage
from tradepost.domains.carriage.rating import Asked, Ineligible, Rate
from tradepost.domains.context import Context
from tradepost.domains.problems import Problem
from tradepost.domains.selling.orders import reading
from tradepost.domains.selling.orders.refusals import NotShippable
from tradepost.domains.shipping.amazon_shipping import records
from tradepost.domains.shipping.amazon_shipping.quote import REMEMBERED, Quote, Wish
from tradepost.domains.shipping.amazon_shipping.refusals import BoughtAlready, KeyTaken, TokenExpired, refuse
from tradepost.domains.shipping.parcels import buying, confirming
from tradepost.domains.shipping.parcels.buying import Purchase
from tradepost.domains.shipping.parcels.parcel import Parcel, Print

FORGET: Final = "amazon_shipping.forget"
SOURCE: Final = "amazon_shipping"
#: How the ids of shipments of v2 begin (published example).
V2_IDS: Final = "amzn1.sid."
V2_TOKENS: Final = "amzn1.rq."
_HEX: Final = "0123456789ABCDEF"
_DIGITS: Final = "0123456789"


async def ask(ctx: Context, wish: Wish, *, services: Sequence[str] | None = None) -> Quote:
    """Asks every carrier, and gives the answer a token; it is not kept yet."""
    asked = Asked(
        package=wish.package,
        origin=wish.origin,
        destination=wish.destination,
        currency=wish.currency,
        now=ctx.now,
        ships_at=wish.ships_at,
        services=None if services is None else frozenset(services),
    )
    number = await records.next_number(ctx.tx, ctx.seller_id, "quotes")
    token = f"{V2_TOKENS}{ctx.seed.letters(_DIGITS, 14, 'request token', ctx.seller_id, number)}.100"
    found = await buying.quote(ctx, asked)
    return Quote(
        token=token,
        asked_at=ctx.now,
        wish=wish,
        rates={
            ctx.seed.letters(_HEX, 29, "rate", token, each.service): each for each in found if isinstance(each, Rate)
        },
        ineligible=[each for each in found if isinstance(each, Ineligible)],
    )


async def keep(ctx: Context, quote: Quote) -> None:
    """Keeps rates for as long as they can be bought, and a day in which they are known to have expired."""
    await records.save_quote(ctx.tx, ctx.seller_id, quote)
    await ctx.schedule(FORGET, quote.token, ctx.now + REMEMBERED)


async def find(ctx: Context, token: str) -> Quote:
    """The rates of a request token, while they can be bought. Raises Wrong, TokenExpired."""
    quote = await records.quote(ctx.tx, ctx.seller_id, token)
    if quote is None:
        refuse([Problem("requestToken", token, "is not a token that you were given for rates")])
        raise AssertionError
    if quote.expired(ctx.now):
        raise TokenExpired(token)
    return quote


async def purchase(
    ctx: Context,
    quote: Quote,
    rate: Rate,
    options: Sequence[str],
    papers: api.RequestedDocumentSpecification,
    form: Print,
    customs_code: str = "",
) -> Parcel:
    """Buys a rate. Raises BoughtAlready, Wrong, and what confirming an order raises; then nothing has changed."""
    if quote.bought:
        raise BoughtAlready(quote.token, quote.bought)
    if rate.carrier in await carriage.outages(ctx.tx):
        refuse([Problem("rateId", rate.service, f"is of {rate.carrier_name}, which takes no parcels at present")])
    number = await records.next_number(ctx.tx, ctx.seller_id, "shipments")
    shipment_id = f"{V2_IDS}{ctx.seed.letters(_DIGITS, 14, 'shipping', ctx.seller_id, number)}.100"
    wish = quote.wish
    order = await reading.find(ctx, wish.order_id) if wish.order_id else None
    if order is not None and order.status not in ("Unshipped", "PartiallyShipped"):
        raise NotShippable(order.id, f"is {order.status}")
    parcel = await buying.buy(
        ctx,
        Purchase(
            source=SOURCE,
            reference=shipment_id,
            parcel_id=f"{shipment_id}/1",
            marketplace_id=wish.marketplace_id,
            rate=rate,
            package=wish.package,
            origin=wish.origin,
            destination=wish.destination,
            contents=wish.contents,
            options=options,
            package_reference=wish.package_reference,
            order_id=wish.order_id,
            seller_name=wish.seller_name,
            account_id=wish.accounts.get(rate.carrier, ""),
            arrive_by=wish.arrive_by,
            at_point=wish.at_point,
            customs_code=customs_code,
            papers=papers.requested_document_types,
            form=form,
            joined=papers.need_file_joining,
        ),
    )
    if order is not None:
        await confirming.confirm(ctx, order, parcel)
    quote.bought = shipment_id
    return parcel


async def made_before(ctx: Context, key: str | None, body: Any) -> str | None:
    """What came of a request that came before with this idempotency key. Raises KeyTaken where its body was another."""
    if not key:
        return None
    found = await records.made_by_key(ctx.tx, ctx.seller_id, key)
    if found is None:
        return None
    if found[0] != digest(body):
        raise KeyTaken(key)
    return found[1]


async def remember(ctx: Context, key: str | None, body: Any, made: str) -> None:
    """Remembers what came of a request with an idempotency key."""
    if key:
        await records.keep_key(ctx.tx, ctx.seller_id, key, digest(body), made)


def digest(body: Any) -> str:
    """A body in short, the same for the same content."""
    plain = msgspec.to_builtins(body)
    return sha256(msgspec.json.encode(_sorted(plain))).hexdigest()


def _sorted(plain: Any) -> Any:
    if isinstance(plain, Mapping):
        return {key: _sorted(plain[key]) for key in sorted(plain)}
    return [_sorted(each) for each in plain] if isinstance(plain, list) else plain
