"""What buyers do in a test: they order, call off, send back, and are given money back."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from starlette.responses import Response

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.control.calls import Call, answer, in_utc
from tradepost.domains.context import Context
from tradepost.domains.places import taxpayers
from tradepost.domains.selling.buyers import crowd
from tradepost.domains.selling.orders import buying, fulfilling, records, replacing
from tradepost.domains.selling.orders.buying import Wanted, Wishes
from tradepost.domains.selling.orders.order import Address, Buyer, Channel, Order, PackedItem, ServiceLevel
from tradepost.domains.selling.orders.refusals import UnknownOrder
from tradepost.domains.selling.orders.replacing import ReplacementReason
from tradepost.domains.selling.pricing import market
from tradepost.errors import InvalidInput
from tradepost.scenarios.acting import Seller
from tradepost.simulation.clock import EPOCH
from tradepost.worlds.world import World

_MOST_MONEY = 1_000_000
_FARTHEST = datetime(9996, 1, 1, tzinfo=UTC)
Text = Annotated[str, Meta(max_length=200)]


class CartLine(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """What is ordered: by SKU, or by ASIN from whoever has the featured offer."""

    sku: str | None = None
    asin: str | None = None
    quantity: Annotated[int, Meta(ge=1, le=999)] = 1
    gift_message: Text = ""
    gift_wrap: bool = False


class GivenAddress(msgspec.Struct, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """Where to; what is not given is the simulated buyer's own."""

    name: Text | None = None
    company: Text | None = None
    address_line1: Text | None = None
    address_line2: Text | None = None
    city: Text | None = None
    county: Text | None = None
    state_or_region: Text | None = None
    postal_code: Text | None = None
    country_code: Annotated[str, Meta(pattern="^[A-Z]{2}$")] | None = None
    phone: Text | None = None


class GivenBuyer(msgspec.Struct, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """Who orders; what is not given is the simulated buyer's own. ``tax_id`` is a CPF or CNPJ, in Brazil alone."""

    name: Text | None = None
    email: Text | None = None
    business: bool = False
    company: Text = ""
    purchase_order_number: Text = ""
    tax_id: Text | None = None
    address: GivenAddress = msgspec.field(default_factory=GivenAddress)


class Regulated(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """A field that a buyer of a regulated product has stated."""

    id: Text
    label: Text
    value: Text


class NewOrder(msgspec.Struct, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """An order of a buyer."""

    items: Annotated[list[CartLine], Meta(min_length=1, max_length=50)]
    marketplace_id: str = "ATVPDKIKX0DER"
    buyer: GivenBuyer = msgspec.field(default_factory=GivenBuyer)
    channel: Channel | None = None
    service_level: ServiceLevel = "Standard"
    available_at: datetime | None = None
    pickup_store: Text = ""
    promotion: Decimal = Decimal(0)
    shipping_price: Decimal | None = None
    regulated: list[Regulated] = []
    paid: bool = False
    easy_ship: bool = False
    seller_id: str | None = None


class Units(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """Units of an order's item."""

    order_item_id: str
    quantity: Annotated[int, Meta(ge=1)]


class Reason(msgspec.Struct, forbid_unknown_fields=True):
    """Why; and of which items, or else of all."""

    reason: Text = "NoLongerNeeded"
    items: list[Units] | None = None


async def order(call: Call) -> Response:
    """``POST buyers/orders``: 201, with the order."""
    wish, world = await call.body(NewOrder), await call.world()
    if wish.marketplace_id not in MARKETPLACES:
        raise InvalidInput("Invalid Input", f"marketplaceId: '{wish.marketplace_id[:60]}' is no marketplace")
    for name, amount in (("promotion", wish.promotion), ("shippingPrice", wish.shipping_price)):
        if amount is not None and not (amount.is_finite() and 0 <= amount <= _MOST_MONEY):
            raise InvalidInput("Invalid Input", f"{name}: '{amount}' is not an amount from 0 to {_MOST_MONEY}")
    seller_id = wish.seller_id or await _seller_of(call, world, wish)
    async with Seller(world, seller_id).acting() as ctx:
        available_at = None if wish.available_at is None else _in_time(wish.available_at)
        cart = [await _wanted(ctx, wish.marketplace_id, each) for each in wish.items]
        wishes = Wishes(
            channel=wish.channel,
            service_level=wish.service_level,
            available_at=available_at,
            pickup_at=wish.pickup_store,
            promotion=wish.promotion,
            shipping=wish.shipping_price,
            regulated=tuple((each.id, each.label, each.value) for each in wish.regulated),
            paid=wish.paid,
            easy_ship=wish.easy_ship,
        )
        made = await buying.place(ctx, await _buyer(ctx, wish), wish.marketplace_id, cart, wishes)
    return answer(shown(made, seller_id), 201)


def _in_time(available_at: datetime) -> datetime:
    """When a pre-order's product is there, in a year that a clock can come to. Raises InvalidInput."""
    try:
        instant = in_utc(available_at)
    except OverflowError:
        instant = None
    if instant is None or not EPOCH <= instant <= _FARTHEST:
        raise InvalidInput("Invalid Input", f"availableAt: '{available_at.isoformat()}' is not from 1970 to 9995")
    return instant


async def read(call: Call) -> Response:
    """``GET buyers/orders/ID``: the order, as its buyer sees it."""
    world = await call.world()
    seller_id = await _owner(call, world)
    async with world.database.reading() as tx:
        found = await records.find(tx, seller_id, call.request.path_params["id"])
    if found is None:
        raise UnknownOrder(call.request.path_params["id"])
    return answer(shown(found, seller_id))


async def cancel(call: Call) -> Response:
    """``POST buyers/orders/ID/cancel``: the buyer does not want it any more; whether it is called off."""
    wish, world = await call.body(Reason), await call.world()
    async with Seller(world, await _owner(call, world)).acting() as ctx:
        found = await _load(ctx, call)
        called_off = await buying.call_off(ctx, found, wish.reason)
    return answer({"calledOff": called_off, **shown(found, ctx.seller_id)})


async def send_back(call: Call) -> Response:
    """``POST buyers/orders/ID/return``: 201; the buyer sends back what is named, or all that he has."""
    wish, world = await call.body(Reason), await call.world()
    async with Seller(world, await _owner(call, world)).acting() as ctx:
        found = await _load(ctx, call)
        sent = {
            each.id: sum(p.quantity for back in found.returns for p in back.items if p.item_id == each.id)
            for each in found.items
        }
        items = _named(wish) or [
            PackedItem(each.id, each.shipped - sent[each.id]) for each in found.items if each.shipped > sent[each.id]
        ]
        if not items:
            raise InvalidInput("Invalid Input", f"orderId: the buyer of {found.id} has nothing that he could send back")
        made = await buying.send_back(ctx, found, items, wish.reason)
    return answer({"returnId": made.id, **shown(found, ctx.seller_id)}, 201)


class NewReplacement(msgspec.Struct, forbid_unknown_fields=True):
    """Why units are sent again; and which, or else all."""

    reason: ReplacementReason = "DEFECTIVE"
    items: list[Units] | None = None


async def replace(call: Call) -> Response:
    """``POST buyers/orders/ID/replace``: 201, with the order by which the network sends units again."""
    wish, world = await call.body(NewReplacement), await call.world()
    async with Seller(world, await _owner(call, world)).acting() as ctx:
        found = await _load(ctx, call)
        items = [PackedItem(each.order_item_id, each.quantity) for each in wish.items or ()] or [
            PackedItem(each.id, each.shipped - each.replaced) for each in found.items if each.shipped > each.replaced
        ]
        if not items:
            raise InvalidInput("Invalid Input", f"orderId: nothing of {found.id} is shipped and not replaced")
        made = await replacing.replace(ctx, found, items, wish.reason)
    return answer({**shown(made, ctx.seller_id), "replacedOrderId": made.replaces}, 201)


async def refund(call: Call) -> Response:
    """``POST buyers/orders/ID/refund``: 201; the buyer has the money of what is named back, or of all, and keeps it."""
    wish, world = await call.body(Reason), await call.world()
    async with Seller(world, await _owner(call, world)).acting() as ctx:
        found = await _load(ctx, call)
        items = _named(wish) or [
            PackedItem(each.id, each.shipped - each.refunded) for each in found.items if each.shipped > each.refunded
        ]
        if not items:
            raise InvalidInput("Invalid Input", f"orderId: nothing of {found.id} is shipped and not refunded")
        made = fulfilling.refund(ctx, found, items, wish.reason)
        await records.save(ctx.tx, ctx.seller_id, found)
    return answer({"refundId": made.id, **shown(found, ctx.seller_id)}, 201)


def shown(found: Order, seller_id: str) -> dict[str, Any]:
    """An order as the control API shows it."""
    return {
        "orderId": found.id,
        "sellerId": seller_id,
        "marketplaceId": found.marketplace_id,
        "channel": found.channel,
        "status": found.status,
        "purchasedAt": found.purchased_at,
        "currency": found.currency,
        "total": str(found.total),
        "buyer": {"name": found.buyer.name, "email": found.buyer.email},
        "items": [
            {
                "orderItemId": each.id,
                "sku": each.seller_sku,
                "asin": each.asin,
                "title": each.title,
                "quantity": each.quantity,
                "shipped": each.shipped,
                "cancelled": each.cancelled,
                "refunded": each.refunded,
            }
            for each in found.items
        ],
        "invoices": [
            {"number": each.number, "type": each.type, "documentId": each.document_id, "uploadedAt": each.uploaded_at}
            for each in found.invoices
        ],
    }


async def _seller_of(call: Call, world: World, wish: NewOrder) -> str:
    """Whose offer is meant: that of an ASIN which is featured, otherwise the first seller's."""
    first = (await call.installation.credentials(world)).seller_id
    asin = wish.items[0].asin
    if asin is None:
        return first
    async with Seller(world, first).acting() as ctx:
        found = await market.chosen(ctx, wish.marketplace_id, asin)
    return first if found is None else found.seller_id


async def _wanted(ctx: Context, marketplace_id: str, line: CartLine) -> Wanted:
    sku = line.sku
    if sku is None and line.asin is not None:
        found = await market.chosen(ctx, marketplace_id, line.asin, of_caller=True)
        if found is None:
            raise InvalidInput("Invalid Input", f"asin: nobody sells '{line.asin[:60]}' in {marketplace_id} just now")
        sku = found.seller_sku
    if sku is None:
        raise InvalidInput("Invalid Input", "items: each needs a sku or an asin")
    return Wanted(sku, line.quantity, line.gift_message, line.gift_wrap)


async def _buyer(ctx: Context, wish: NewOrder) -> Buyer:
    """Somebody new, with what is said of him in place of what is drawn."""
    number = await records.how_many(ctx.tx, ctx.seller_id)
    found = drawn(crowd.buyer(ctx, wish.marketplace_id, number, business=wish.buyer.business), wish.buyer)
    return msgspec.structs.replace(
        found,
        company=wish.buyer.company or found.company,
        purchase_order_number=wish.buyer.purchase_order_number,
    )


def _taxpayer(found: Buyer, given: str | None) -> str:
    """The plain number of a taxpayer, or the one that was drawn. Raises InvalidInput for one that is none."""
    if given is None:
        return found.tax_id
    number = taxpayers.plain(given)
    if not found.tax_id:
        raise InvalidInput("Invalid Input", f"buyer.taxId: '{given[:60]}' is for orders in Brazil alone")
    if not (taxpayers.is_cpf(number) or taxpayers.is_cnpj(number)):
        raise InvalidInput("Invalid Input", f"buyer.taxId: '{given[:60]}' is no CPF and no CNPJ: a digit is wrong")
    return number


def drawn(found: Buyer, said: GivenBuyer) -> Buyer:
    """A simulated buyer, with what is said in place of what was drawn. Raises InvalidInput for no taxpayer's number."""
    given = {name: value for name, value in msgspec.structs.asdict(said.address).items() if value is not None}
    if said.name is not None:
        given.setdefault("name", said.name)
    address: Address = msgspec.structs.replace(found.address, **given)
    return msgspec.structs.replace(
        found,
        name=said.name or address.name,
        email=said.email or found.email,
        address=address,
        tax_id=_taxpayer(found, said.tax_id),
    )


def _named(wish: Reason) -> list[PackedItem]:
    return [PackedItem(each.order_item_id, each.quantity) for each in wish.items or ()]


async def _owner(call: Call, world: World) -> str:
    asked = call.request.query_params.get("sellerId")
    return asked or (await call.installation.credentials(world)).seller_id


async def _load(ctx: Context, call: Call) -> Order:
    found = await records.find(ctx.tx, ctx.seller_id, call.request.path_params["id"])
    if found is None:
        raise UnknownOrder(call.request.path_params["id"])
    return found
