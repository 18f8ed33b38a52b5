"""What buyers do: they order, call off, send back and want their money."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES, Marketplace
from tradepost.contract import fulfillment_outbound_2020_07_01 as outbound
from tradepost.domains.context import Context
from tradepost.domains.fba.fulfillment_outbound.shipping import customer_orders
from tradepost.domains.fba.inventory import merchant, stock
from tradepost.domains.measures.amounts import rounded
from tradepost.domains.places.calendar import business_days_later, promise, whole_day
from tradepost.domains.selling.listings import offers
from tradepost.domains.selling.listings.offers import Offer
from tradepost.domains.selling.orders import fulfilling, locating, records
from tradepost.domains.selling.orders.model import EASY_SHIP_COUNTRIES, GIFT_WRAP, shipping_price, tax_rate, unit_of
from tradepost.domains.selling.orders.order import (
    Amounts,
    Buyer,
    Channel,
    Dates,
    Item,
    Order,
    PackedItem,
    RegulatedInfo,
    Return,
    ServiceLevel,
    counted_once,
)
from tradepost.domains.selling.orders.refusals import NotBuyable, TooManyUnits, UnknownItem
from tradepost.domains.shipping.supply_sources import finding as supply_sources

_DIGITS = "0123456789"
_CHANNELS: dict[str, Channel] = {"AMAZON": "AFN", "MERCHANT": "MFN"}
#: How long a return is on its way (our choice).
RETURN_TAKES = timedelta(days=7)


class Wanted(msgspec.Struct, frozen=True):
    """A line of a cart."""

    seller_sku: str
    quantity: int
    gift_message: str = ""
    gift_wrap: bool = False


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What else a buyer may want of an order.

    ``available_at`` makes it a pre-order, ``pickup_at`` names a store where it is picked up. ``promotion`` is taken off
    the price of the first line, at most as much as it costs. Without a ``shipping`` price the service level has one.
    ``regulated`` are fields that the buyer has to state, as (id, label, value). ``paid`` skips the time of payment.
    With ``easy_ship`` Amazon fetches it from its seller.
    """

    channel: Channel | None = None
    service_level: ServiceLevel = "Standard"
    available_at: datetime | None = None
    pickup_at: str = ""
    promotion: Decimal = Decimal(0)
    shipping: Decimal | None = None
    regulated: tuple[tuple[str, str, str], ...] = ()
    paid: bool = False
    easy_ship: bool = False


async def place(
    ctx: Context, buyer: Buyer, marketplace_id: str, cart: list[Wanted], wishes: Wishes | None = None
) -> Order:
    """A buyer orders from the seller of this context. Raises NotBuyable, and then nothing has moved.

    All lines of an order are sent by the same channel. Stock is set aside at once; the payment is through half an hour
    later. A pick-up at one of the seller's supply sources, by its id or code, needs one that is open to buyers.
    """
    wishes = wishes or Wishes()
    units: Counter[str] = Counter()
    for each in cart:
        units[each.seller_sku] += each.quantity
    found = [await _offer(ctx, marketplace_id, each, units[each.seller_sku], wishes.channel) for each in cart]
    channels = {_CHANNELS[each.channel] for each in found}
    if len(channels) > 1:
        raise NotBuyable(cart[1].seller_sku, "is sent by another channel than the rest of the cart")
    marketplace, channel = MARKETPLACES[marketplace_id], channels.pop()
    store = await supply_sources.find(ctx, wishes.pickup_at) if wishes.pickup_at else None
    if store is not None and not store.takes_pickups:
        raise NotBuyable(cart[0].seller_sku, f"cannot be picked up at {store.alias}: it is closed to buyers")
    if wishes.easy_ship:
        _check_easy_ship(cart[0].seller_sku, marketplace, channel, wishes)
    number = await records.next_number(ctx.tx, ctx.seller_id)
    order_id = drawn_id(ctx, number)
    order = Order(
        id=order_id,
        marketplace_id=marketplace_id,
        channel=channel,
        status="Pending" if wishes.available_at is None else "PendingAvailability",
        currency=marketplace.currency,
        purchased_at=ctx.now,
        updated_at=ctx.now,
        buyer=buyer,
        items=[
            _line(ctx, order_id, index, *pair, buyer, wishes)
            for index, pair in enumerate(zip(cart, found, strict=True), 1)
        ],
        dates=_dates(
            wishes.available_at or ctx.now,
            marketplace,
            buyer,
            max(each.handling_days for each in found),
            wishes.service_level,
        ),
        service_level=wishes.service_level,
        available_at=wishes.available_at,
        pickup=bool(wishes.pickup_at),
        store_chain_store_id=store.code if store else wishes.pickup_at,
        supply_source_id=store.id if store else "",
        regulated=RegulatedInfo(fields=list(wishes.regulated)) if wishes.regulated else None,
        electronic_invoice="NotRequired" if marketplace.country == "BR" else None,
        easy_ship_status="PendingSchedule" if wishes.easy_ship else "",
    )
    if channel == "MFN":
        await locating.locate(ctx, order, store)
    await set_aside(ctx, order)
    if not await records.add(ctx.tx, ctx.seller_id, order):
        raise ValueError(f"order id {order.id} was drawn twice")
    say_created(ctx, order)
    if wishes.available_at is not None:
        await ctx.schedule(fulfilling.RELEASE, order.id, wishes.available_at)
    elif wishes.paid:
        await fulfilling.pay(ctx, order)
        await records.save(ctx.tx, ctx.seller_id, order)
    else:
        await ctx.schedule(fulfilling.PAY, order.id, ctx.now + fulfilling.PAYMENT)
    return order


def _check_easy_ship(seller_sku: str, marketplace: Marketplace, channel: Channel, wishes: Wishes) -> None:
    """Easy Ship fetches what a seller sends himself, where there is Easy Ship. Raises NotBuyable."""
    if marketplace.country not in EASY_SHIP_COUNTRIES:
        raise NotBuyable(seller_sku, f"cannot go by Easy Ship, which {marketplace.name} does not have")
    if channel != "MFN" or wishes.pickup_at:
        raise NotBuyable(seller_sku, "cannot go by Easy Ship: it is not sent by its seller")


async def _offer(ctx: Context, marketplace_id: str, wanted: Wanted, units: int, channel: Channel | None) -> Offer:
    """The offer that a line is bought by; ``units`` are those that all lines want of the SKU. Raises NotBuyable."""
    offer = await offers.offer(ctx, marketplace_id, wanted.seller_sku)
    if offer is None:
        unsold = "has no offer in {}: it is not listed, has no price, or is submitted and not processed yet"
        raise NotBuyable(wanted.seller_sku, unsold.format(marketplace_id))
    if channel is not None and _CHANNELS[offer.channel] != channel:
        raise NotBuyable(wanted.seller_sku, f"is sent by {_CHANNELS[offer.channel]}, not by {channel}")
    if wanted.quantity < 1 or units > offer.quantity:
        raise NotBuyable(wanted.seller_sku, f"has {offer.quantity} units, {units} are wanted")
    if not offer.buyable:
        raise NotBuyable(wanted.seller_sku, "is not buyable: the issues of its listing say why")
    if offer.max_order_quantity is not None and units > offer.max_order_quantity:
        raise NotBuyable(wanted.seller_sku, f"is sold {offer.max_order_quantity} at once at most")
    return offer


def drawn_id(ctx: Context, number: int) -> str:
    """An order id as real ones are: 3, 7 and 7 digits."""
    digits = ctx.seed.letters(_DIGITS, 14, "order", ctx.seller_id, number)
    return f"902-{digits[:7]}-{digits[7:]}"


def _line(ctx: Context, order_id: str, number: int, wanted: Wanted, offer: Offer, buyer: Buyer, wishes: Wishes) -> Item:
    price, currency = price_for(offer, wanted.quantity, business=buyer.business), offer.currency
    rate = tax_rate(MARKETPLACES[offer.marketplace_id].country, buyer.address.state_or_region)
    principal = rounded(price * wanted.quantity, currency)
    shipping, promotion = rounded(offer.shipping * wanted.quantity, currency), Decimal(0)
    if number == 1:
        shipping += shipping_price(wishes.service_level, currency) if wishes.shipping is None else wishes.shipping
        promotion = min(rounded(wishes.promotion, currency), principal)
    wrap = rounded(GIFT_WRAP * wanted.quantity * unit_of(currency), currency) if wanted.gift_wrap else Decimal(0)
    return Item(
        id=ctx.seed.letters(_DIGITS, 14, "order item", ctx.seller_id, order_id, number),
        seller_sku=offer.seller_sku,
        asin=offer.asin,
        title=offer.title,
        quantity=wanted.quantity,
        unit_price=price,
        amounts=Amounts(
            principal=principal,
            tax=rounded((principal - promotion) * rate, currency),
            shipping=shipping,
            shipping_tax=rounded(shipping * rate, currency),
            gift_wrap=wrap,
            gift_wrap_tax=rounded(wrap * rate, currency),
            promotion=promotion,
        ),
        condition=offer.condition,
        gift_message=wanted.gift_message,
        gift_wrap_level="Gift box" if wanted.gift_wrap else "",
        promotion_ids=[f"PROMOTION-{order_id}"] if promotion else [],
    )


def price_for(offer: Offer, quantity: int, *, business: bool) -> Decimal:
    """What one unit costs: for a business its own price, and less from the quantities of the offer's tiers on."""
    if not business:
        return offer.price
    price = offer.price if offer.business_price is None else offer.business_price
    reached = [tier.price for tier in offer.quantity_tiers if quantity >= tier.from_quantity]
    return min([price, *reached])


def _dates(
    now: datetime, marketplace: Marketplace, buyer: Buyer, handling_days: int, service_level: ServiceLevel
) -> Dates:
    """By when an order leaves and arrives: handling days of the seller's, then the days of the shipping speed.

    Whole days of the marketplace, as orders that sellers ship were seen to have them.
    """
    zone = marketplace.time_zone
    usual = promise(service_level, now, marketplace.country, buyer.address.country_code, zone)
    day = usual.earliest_ship.date()
    more = business_days_later(marketplace.country, day, handling_days) - day
    return Dates(
        whole_day(usual.earliest_ship, zone).start,
        whole_day(usual.earliest_ship + more, zone).end,
        whole_day(usual.earliest_arrival + more, zone).start,
        whole_day(usual.latest_arrival + more, zone).end,
    )


async def set_aside(ctx: Context, order: Order) -> None:
    """Sets the units of an order aside where they are; the network says when it ships what it has."""
    if order.channel == "MFN":
        for item in order.items:
            await merchant.reserve(ctx, order.marketplace_id, item.seller_sku, item.quantity, order.id, item.location)
        return
    place = order.buyer.address
    to = outbound.Address(
        name=place.name,
        address_line1=place.address_line1,
        address_line2=place.address_line2 or None,
        city=place.city,
        state_or_region=place.state_or_region or None,
        postal_code=place.postal_code,
        country_code=place.country_code,
        phone=place.phone or None,
    )
    lines = [(each.id, each.seller_sku, each.quantity) for each in order.items]
    dates = await customer_orders.place(ctx, order.id, order.marketplace_id, lines, to, order.service_level)
    order.dates = Dates(dates.earliest_ship, dates.latest_ship, dates.earliest_arrival, dates.latest_arrival)


def say_created(ctx: Context, order: Order) -> None:
    """Says that there is a new order."""
    items = [
        {"orderItemId": each.id, "sellerSku": each.seller_sku, "asin": each.asin, "quantity": each.quantity}
        for each in order.items
    ]
    body = {"orderId": order.id, "marketplaceId": order.marketplace_id, "channel": order.channel, "items": items}
    ctx.record("orders.created", order.id, body)


async def call_off(ctx: Context, order: Order, reason: str) -> bool:
    """A buyer does not want an order any more; whether it is called off.

    It is while its payment is open, and while the network has not begun to pick it. A seller's own order is asked to be
    called off: its items say so, and the seller decides.
    """
    if order.status in ("Pending", "PendingAvailability") or (order.channel == "AFN" and order.status == "Unshipped"):
        if order.channel == "AFN" and not await customer_orders.cancel(ctx, order.id):
            return False
        await fulfilling.cancel(ctx, order, reason)
        await records.save(ctx.tx, ctx.seller_id, order)
        return True
    for item in order.items:
        if item.open:
            item.cancel_reason = reason
    fulfilling.touch(ctx, order)
    body = {"orderId": order.id, "marketplaceId": order.marketplace_id, "reason": reason}
    ctx.record("orders.cancel_requested", order.id, body)
    await records.save(ctx.tx, ctx.seller_id, order)
    return False


async def send_back(ctx: Context, order: Order, items: list[PackedItem], reason: str) -> Return:
    """A buyer sends units back: they are there, and refunded, a week later. Raises UnknownItem, TooManyUnits."""
    items = counted_once(items)
    for packed in items:
        item = order.item(packed.item_id)
        if item is None:
            raise UnknownItem(order.id, packed.item_id)
        sent = sum(each.quantity for back in order.returns for each in back.items if each.item_id == packed.item_id)
        if packed.quantity > item.shipped - sent:
            raise TooManyUnits(item.id, packed.quantity, item.shipped - sent, "returned")
    number = len(order.returns)
    made = Return(id=f"{order.id}-B{number + 1}", requested_at=ctx.now, reason=reason, items=items)
    order.returns.append(made)
    fulfilling.touch(ctx, order)
    await ctx.schedule(fulfilling.RECEIVE_RETURN, f"{order.id}/{number}", ctx.now + RETURN_TAKES)
    ctx.record("orders.return_requested", order.id, {"orderId": order.id, "returnId": made.id, "reason": reason})
    await records.save(ctx.tx, ctx.seller_id, order)
    return made


async def receive(ctx: Context, order: Order, back: Return) -> None:
    """What was sent back is there: it can be sold again, and the buyer has his money."""
    back.received_at = ctx.now
    units = []
    for packed in back.items:
        item = order.item(packed.item_id)
        assert item is not None
        units.append({"orderItemId": item.id, "sellerSku": item.seller_sku, "quantity": packed.quantity})
        if order.channel == "MFN":
            await merchant.put_back(
                ctx, order.marketplace_id, item.seller_sku, packed.quantity, order.id, item.location
            )
        else:
            await stock.take_back(ctx, order.marketplace_id, item.seller_sku, packed.quantity, "fulfillable", order.id)
    body = {
        "orderId": order.id,
        "marketplaceId": order.marketplace_id,
        "channel": order.channel,
        "returnId": back.id,
        "items": units,
    }
    ctx.record("orders.return_received", order.id, body)
    refundable = [
        PackedItem(each.item_id, min(each.quantity, _left(order, each.item_id)))
        for each in back.items
        if _left(order, each.item_id) > 0
    ]
    if refundable:
        fulfilling.refund(ctx, order, refundable, back.reason)


def _left(order: Order, item_id: str) -> int:
    item = order.item(item_id)
    return 0 if item is None else item.shipped - item.refunded
