"""Traffic: buyers come as the clock runs, order, and some of them send back what they got."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.carriage.carriers import choose_carrier, tracking_number
from tradepost.domains.context import Context
from tradepost.domains.selling.buyers import crowd, records, rhythm
from tradepost.domains.selling.buyers.records import Traffic
from tradepost.domains.selling.listings import offers
from tradepost.domains.selling.listings.offers import Offer
from tradepost.domains.selling.orders import buying, fulfilling
from tradepost.domains.selling.orders import records as orders
from tradepost.domains.selling.orders.buying import Wanted
from tradepost.domains.selling.orders.order import Order, Package, PackedItem
from tradepost.domains.selling.orders.refusals import NotBuyable
from tradepost.domains.selling.pricing import market
from tradepost.simulation import due

ARRIVE, CALL_OFF, DISPATCH, SEND_BACK = "buyers.arrive", "buyers.call_off", "buyers.dispatch", "buyers.send_back"
GO_ELSEWHERE = "buyers.go_elsewhere"
_REASONS = ("NoLongerNeeded", "WrongSize", "NotAsDescribed", "Defective", "BetterPrice")
_REGULARS = 0.2
#: The share of buyers who buy from the seller at whom they looked, whoever is featured.
_LOYALTY = 0.15
#: Whoever buys from a competitor keeps what he bought, and it is shipped.
_LOYAL = Traffic(orders_per_day=0, return_rate=0, cancel_rate=0, ships=True)


async def set_traffic(ctx: Context, marketplace_id: str, traffic: Traffic) -> None:
    """Buyers come from now on, so many a day; none where that is zero."""
    running = traffic.orders_per_day > 0
    await records.keep(ctx.tx, ctx.seller_id, marketplace_id, traffic, running=running)
    if running:
        await _await_next(ctx, marketplace_id, traffic)
    else:
        await ctx.unschedule(ARRIVE, marketplace_id)


async def arrive(ctx: Context, marketplace_id: str) -> None:
    """A buyer comes, looks at what can be bought, and orders if there is anything; the next one is on his way."""
    found = await records.find(ctx.tx, ctx.seller_id, marketplace_id)
    if found is None:
        return
    traffic, number = found
    await records.count_arrival(ctx.tx, ctx.seller_id, marketplace_id)
    cart = await _cart(ctx, marketplace_id, number)
    elsewhere = await _preferred(ctx, marketplace_id, cart[0], number) if cart else None
    if elsewhere is not None:
        await due.schedule(ctx.tx, elsewhere.seller_id, GO_ELSEWHERE, _errand(elsewhere, cart[0], number), ctx.now)
        ctx.scheduled = True
    elif cart:
        business = _share(ctx, "business", marketplace_id, number) < traffic.business_share
        who = crowd.buyer(ctx, marketplace_id, _who(ctx, marketplace_id, number), business=business)
        try:
            order = await buying.place(ctx, who, marketplace_id, cart)
        except NotBuyable:  # a cart that two channels would send, or the last unit: the buyer leaves
            order = None
        if order is not None:
            await _plan(ctx, order, traffic, number)
    await _await_next(ctx, marketplace_id, traffic)


async def go_elsewhere(ctx: Context, errand: str) -> None:
    """A buyer orders from the caller, a competitor whose offer he liked better than another seller's."""
    marketplace_id, number, quantity, sku = errand.split("/", 3)
    who = crowd.buyer(ctx, marketplace_id, _who(ctx, marketplace_id, int(number)), business=False)
    try:
        order = await buying.place(ctx, who, marketplace_id, [Wanted(sku, int(quantity))])
    except NotBuyable:
        return
    await _plan(ctx, order, _LOYAL, int(number))


async def call_off(ctx: Context, order_id: str) -> None:
    """A buyer thinks again."""
    order = await orders.find(ctx.tx, ctx.seller_id, order_id)
    if order is not None and order.status in ("Pending", "Unshipped"):
        await buying.call_off(ctx, order, "NoLongerNeeded")


async def dispatch(ctx: Context, order_id: str) -> None:
    """Somebody ships an order for its seller, all that is left of it, with a carrier of the country."""
    order = await orders.find(ctx.tx, ctx.seller_id, order_id)
    if order is None or order.channel != "MFN" or order.status not in ("Unshipped", "PartiallyShipped"):
        return
    if order.easy_ship:  # its seller has to schedule it
        return
    country, key = MARKETPLACES[order.marketplace_id].country, (ctx.seller_id, order.id)
    carrier = choose_carrier(ctx.seed, country, country, "dispatched", *key, block_amzl=True)
    package = Package(
        reference_id=fulfilling.package_reference(order),
        carrier_code=carrier.code,
        shipping_method="Standard",
        tracking_number=tracking_number(ctx.seed, carrier, "dispatched", *key),
        shipped_at=ctx.now,
        items=[PackedItem(each.id, each.open) for each in order.items if each.open],
    )
    await fulfilling.ship(ctx, order, package)
    await orders.save(ctx.tx, ctx.seller_id, order)


async def send_back(ctx: Context, order_id: str) -> None:
    """A buyer sends back all that he has got."""
    order = await orders.find(ctx.tx, ctx.seller_id, order_id)
    if order is None or order.status != "Shipped" or order.returns:
        return
    items = [PackedItem(each.id, each.shipped) for each in order.items if each.shipped]
    if items:
        await buying.send_back(ctx, order, items, ctx.seed.pick(_REASONS, "return reason", ctx.seller_id, order.id))


async def _cart(ctx: Context, marketplace_id: str, number: int) -> list[Wanted]:
    """What a buyer wants: one thing, now and then two or three of it, or something else besides.

    What was listed first sells best (our choice).
    """
    skus = await offers.buyable_skus(ctx, marketplace_id)
    if not skus:
        return []
    share = _share(ctx, "product", marketplace_id, number)
    first = skus[int(len(skus) * share * share)]
    many = _share(ctx, "quantity", marketplace_id, number)
    cart = [Wanted(first, 1 if many < 0.85 else 2 if many < 0.97 else 3)]
    besides = _share(ctx, "second product", marketplace_id, number)
    if besides < 0.1:
        second = skus[int(len(skus) * besides * 10)]
        if second != first:
            cart.append(Wanted(second, 1))
    return cart


async def _preferred(ctx: Context, marketplace_id: str, wanted: Wanted, number: int) -> Offer | None:
    """Another seller's offer that a buyer takes instead: the featured one, but for some who buy where they looked."""
    if not await offers.has_rivals(ctx, marketplace_id, wanted.seller_sku):
        return None
    if _share(ctx, "loyal", marketplace_id, number) < _LOYALTY:
        return None
    own = await offers.offer(ctx, marketplace_id, wanted.seller_sku)
    found = None if own is None else await market.chosen(ctx, marketplace_id, own.asin)
    return None if found is None or found.seller_id == ctx.seller_id else found


def _errand(offer: Offer, wanted: Wanted, number: int) -> str:
    return f"{offer.marketplace_id}/{number}/{min(wanted.quantity, offer.quantity)}/{offer.seller_sku}"


async def _plan(ctx: Context, order: Order, traffic: Traffic, number: int) -> None:
    """What will become of an order, as far as its buyer and whoever ships it decide."""
    place = order.marketplace_id
    if traffic.ships and order.channel == "MFN":
        hours = 2 + 18 * _share(ctx, "dispatch", place, number)
        await ctx.schedule(DISPATCH, order.id, ctx.now + timedelta(hours=hours))
    if _share(ctx, "cancel", place, number) < traffic.cancel_rate:
        minutes = 1 + 90 * _share(ctx, "second thought", place, number)
        await ctx.schedule(CALL_OFF, order.id, ctx.now + timedelta(minutes=minutes))
    elif _share(ctx, "return", place, number) < traffic.return_rate:
        days = 6 + 18 * _share(ctx, "regret", place, number)
        await ctx.schedule(SEND_BACK, order.id, ctx.now + timedelta(days=days))


async def _await_next(ctx: Context, marketplace_id: str, traffic: Traffic) -> None:
    found = await records.find(ctx.tx, ctx.seller_id, marketplace_id)
    number = 0 if found is None else found[1]
    zone = ZoneInfo(MARKETPLACES[marketplace_id].time_zone)
    share = _share(ctx, "arrival", marketplace_id, number)
    await ctx.schedule(ARRIVE, marketplace_id, rhythm.following(ctx.now, traffic.orders_per_day, share, zone))


def _who(ctx: Context, marketplace_id: str, number: int) -> int:
    """The number of the buyer who comes: somebody new, or one in five times somebody who has been here before."""
    if number and _share(ctx, "regular", marketplace_id, number) < _REGULARS:
        return int(number * _share(ctx, "which regular", marketplace_id, number))
    return number


def _share(ctx: Context, *key: str | int) -> float:
    return ctx.seed.share("traffic", ctx.seller_id, *key)
