"""``starter``: a small shop in the US and in Germany, with something of everything."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from tradepost.contract import fulfillment_outbound_2020_07_01 as fba_outbound
from tradepost.domains.context import Context
from tradepost.domains.fba.inventory import stock
from tradepost.domains.selling.buyers import crowd, traffic
from tradepost.domains.selling.listings import submitting
from tradepost.domains.selling.orders import buying, fulfilling, records
from tradepost.domains.selling.orders.buying import Wanted, Wishes
from tradepost.domains.selling.orders.order import Package, PackedItem
from tradepost.scenarios import assortment, competition
from tradepost.scenarios.acting import Player
from tradepost.scenarios.assortment import Good
from tradepost.scenarios.busy_shop import put
from tradepost.scenarios.nothing import Options

US, DE = "ATVPDKIKX0DER", "A1PA6795UKMFR9"

#: SKU, product type, title, color, price in euros, units, kept by Amazon.
_GOODS: tuple[tuple[str, str, str, str, str, int, bool], ...] = (
    ("MUG-BLUE", "DRINKING_CUP", "Stoneware mug, blue", "Navy", "11.90", 120, True),
    ("MUG-GREEN", "DRINKING_CUP", "Stoneware mug, green", "Moss", "11.90", 80, True),
    ("TEAPOT", "COOKWARE", "Glass teapot, 1.2 l", "Clear", "34.50", 35, True),
    ("TOWEL-SET", "PRODUCT", "Kitchen towels, set of 4", "White", "16.90", 200, True),
    ("LAMP-DESK", "LAMP", "Desk lamp, warm light", "Black", "49.00", 18, True),
    ("LAST-ONE", "PRODUCT", "Cutting board, oak", "Oak", "27.00", 1, True),
    ("NOTEBOOK", "BLANK_BOOK", "Dotted notebook, A5", "Slate", "9.90", 60, False),
    ("BACKPACK", "BACKPACK", "Day pack, 22 liters", "Teal", "64.00", 25, False),
)
#: What the maker suggests for some of them, in euros.
_LIST_PRICES = {"TEAPOT": "39.90", "BACKPACK": "79.00"}
_PAST = timedelta(days=12)


async def fill(seller: Player, options: Options) -> None:
    """Eight products in the US and in Germany, kept by Amazon and by the seller, and an order in every state."""
    goods = [
        Good(
            sku,
            kind,
            title,
            "Northlea",
            color,
            Decimal(euros),
            assortment.barcode(210_000_000_001 + number),
            fba,
            Decimal(_LIST_PRICES[sku]) if sku in _LIST_PRICES else None,
        )
        for number, (sku, kind, title, color, euros, _, fba) in enumerate(_GOODS)
    ]
    async with seller.past(_PAST) as end:
        await _list(seller, goods)
        for place in (US, DE):
            await competition.begin(seller, place)
        seller.tell(1, 3, "orders")
        await _history(seller, end)
        await seller.wait_until(end)
        await _pending(seller)
    seller.tell(3, 3, "done")


async def _list(seller: Player, goods: list[Good]) -> None:
    units = {row[0]: row[5] for row in _GOODS}
    for place in (US, DE):
        for good in goods:
            async with seller.acting() as ctx:
                await put(ctx, place, good, units[good.sku] + _sold(good.sku, place))
    await seller.wait(submitting.PROCESSING)
    for place in (US, DE):
        for good in goods:
            if good.fba:
                many = units[good.sku] + _sold(good.sku, place)
                async with seller.acting() as ctx:
                    await stock.receive(ctx, place, good.sku, many, "opening")


#: What was ordered before today: days ago, marketplace, units by SKU.
_ORDERS: tuple[tuple[float, str, dict[str, int]], ...] = (
    (11.2, US, {"MUG-BLUE": 2, "MUG-GREEN": 1, "TOWEL-SET": 1}),
    (10.9, US, {"BACKPACK": 1}),
    (8.4, DE, {"MUG-GREEN": 1}),
    (6.1, DE, {"NOTEBOOK": 3}),
    (3.3, US, {"NOTEBOOK": 4}),
    (2.2, US, {"TOWEL-SET": 1}),
    (1.4, US, {"BACKPACK": 1, "NOTEBOOK": 2}),
    (0.2, DE, {"BACKPACK": 1}),
)
_FULFILLMENT_ORDERS: tuple[tuple[str, str, fba_outbound.FulfillmentAction], ...] = (
    ("STARTER-1", "TEAPOT", "Ship"),
    ("STARTER-2", "LAMP-DESK", "Hold"),
)
_CALLED_OFF, _IN_PART, _OPEN = 5, 4, (6, 7)
_SENT_BACK = 1


def _sold(sku: str, place: str) -> int:
    """The units that are gone by today, so that what is left is what the list says."""
    return sum(
        cart.get(sku, 0) for number, (_, where, cart) in enumerate(_ORDERS) if where == place and number != _CALLED_OFF
    )


async def _history(seller: Player, end: datetime) -> None:
    for number, (days, place, cart) in enumerate(_ORDERS):
        await seller.wait_until(end - timedelta(days=days))
        async with seller.acting() as ctx:
            who = crowd.buyer(ctx, place, number, business=number == _IN_PART)
            order = await buying.place(ctx, who, place, [Wanted(*each) for each in cart.items()])
        await seller.wait(fulfilling.PAYMENT)
        async with seller.acting() as ctx:
            if number == _CALLED_OFF:
                known = await records.find(ctx.tx, ctx.seller_id, order.id)
                assert known is not None
                await buying.call_off(ctx, known, "NoLongerNeeded")
            elif number == _IN_PART:
                await _ship_one(ctx, order.id)
            elif order.channel == "MFN" and number not in _OPEN:
                await ctx.schedule(traffic.DISPATCH, order.id, ctx.now + timedelta(hours=7))
            if number == _SENT_BACK:
                await ctx.schedule(traffic.SEND_BACK, order.id, ctx.now + timedelta(days=3))


async def _ship_one(ctx: Context, order_id: str) -> None:
    order = await records.find(ctx.tx, ctx.seller_id, order_id)
    assert order is not None
    package = Package(
        reference_id=fulfilling.package_reference(order),
        carrier_code="USPS",
        tracking_number="940011189922",
        shipped_at=ctx.now,
        items=[PackedItem(order.items[0].id, 1)],
    )
    await fulfilling.ship(ctx, order, package)
    await records.save(ctx.tx, ctx.seller_id, order)


async def _pending(seller: Player) -> None:
    """What began this minute: an order being paid, one for a product that is not there yet, and the seller's own."""
    async with seller.acting() as ctx:
        await buying.place(ctx, crowd.buyer(ctx, US, 20), US, [Wanted("MUG-GREEN", 1)])
        wishes = Wishes(available_at=ctx.now + timedelta(days=10))
        await buying.place(ctx, crowd.buyer(ctx, US, 21), US, [Wanted("NOTEBOOK", 1)], wishes)
    for order_id, sku, action in _FULFILLMENT_ORDERS:
        await seller.call(fba_outbound.create_fulfillment_order, _fulfillment_order(seller, order_id, sku, action))


def _fulfillment_order(
    seller: Player, order_id: str, sku: str, action: fba_outbound.FulfillmentAction
) -> fba_outbound.CreateFulfillmentOrderRequest:
    return fba_outbound.CreateFulfillmentOrderRequest(
        marketplace_id=US,
        seller_fulfillment_order_id=order_id,
        displayable_order_id=order_id,
        displayable_order_date=seller.now - timedelta(minutes=5),
        displayable_order_comment="Thank you for your order.",
        shipping_speed_category="Standard",
        fulfillment_action=action,
        destination_address=fba_outbound.Address(
            name="Robin Berger",
            address_line1="12 Harbor Street",
            city="Portland",
            state_or_region="OR",
            postal_code="97204",
            country_code="US",
        ),
        items=[
            fba_outbound.CreateFulfillmentOrderItem(seller_sku=sku, seller_fulfillment_order_item_id="1", quantity=2)
        ],
    )
