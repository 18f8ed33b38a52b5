"""Services: the stores and technicians that perform them, and what their buyers do."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from starlette.responses import Response

from tradepost.accounts import records as accounts
from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.control.buyers import CartLine, GivenBuyer, Text, drawn
from tradepost.control.calls import Call, answer, in_utc
from tradepost.domains.context import Context
from tradepost.domains.problems import Unknown
from tradepost.domains.selling.buyers import crowd
from tradepost.domains.selling.orders import buying
from tradepost.domains.selling.orders import reading as orders
from tradepost.domains.selling.orders.order import Buyer, Order
from tradepost.domains.services.service_jobs import asked, model, ordering, records, views
from tradepost.domains.services.service_jobs.capacity import records as resources
from tradepost.domains.services.service_jobs.capacity.resource import LocationType, Resource, ResourceKind, Service
from tradepost.domains.services.service_jobs.job import LinkedAsset, ServiceJob
from tradepost.domains.services.service_jobs.ordering import Wish
from tradepost.errors import InvalidInput
from tradepost.scenarios.acting import Seller

_MOST_MONEY = 1_000_000
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_STORE_ID, _TECHNICIAN_ID = 100, 50
Skill = Annotated[str, Meta(min_length=1, max_length=50)]
Asin = Annotated[str, Meta(pattern=r"^[A-Z0-9]{10}\Z")]


class GivenService(msgspec.Struct, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """A service of a store; without an ASIN it is given one."""

    title: Annotated[str, Meta(min_length=1, max_length=200)]
    duration_in_minutes: Annotated[int, Meta(ge=5, le=1440)] = 60
    price: Decimal = Decimal(0)
    asin: Asin | None = None
    required_skills: Annotated[list[Skill], Meta(max_length=20)] = []
    location_type: LocationType = "IN_HOME"
    real_time_scheduling: bool = True


class GivenStore(msgspec.Struct, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """A store and what it sells."""

    services: Annotated[list[GivenService], Meta(min_length=1, max_length=100)]
    marketplace_id: str = "ATVPDKIKX0DER"
    name: Text = ""


class GivenTechnician(msgspec.Struct, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """Somebody who performs services."""

    name: Text
    marketplace_id: str = "ATVPDKIKX0DER"


class GivenAsset(msgspec.Struct, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """Something of the buyer's that the service is performed on."""

    type: Text
    name: Text
    attributes: dict[str, str] = {}


class NewServiceOrder(msgspec.Struct, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """An order of a service; with ``product`` the buyer orders that too, ``product_order_id`` is one that he has."""

    store_id: str
    asin: str
    marketplace_id: str = "ATVPDKIKX0DER"
    quantity: Annotated[int, Meta(ge=1, le=100)] = 1
    preferred_times: Annotated[list[datetime], Meta(max_length=10)] = []
    buyer: GivenBuyer = msgspec.field(default_factory=GivenBuyer)
    prime: bool = False
    product: CartLine | None = None
    product_order_id: str | None = None
    assets: Annotated[list[GivenAsset], Meta(max_length=20)] = []
    instrument: Text = "CreditCard"
    paid: bool = True


class Moved(msgspec.Struct, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """Another time that the buyer wants, and why."""

    start_time: datetime
    reason: Text = "BUYER_REQUESTED"


class Why(msgspec.Struct, forbid_unknown_fields=True):
    """Why the buyer calls off."""

    reason: Text = "BUYER_REQUESTED"


async def listed(call: Call) -> Response:
    """``GET services/resources``: stores with what they sell, and technicians, each with its schedule."""
    seller = await seller_of(call)
    async with seller.reading() as ctx:
        found = await resources.every(ctx.tx, ctx.seller_id)
    return answer({"resources": [_resource(each) for each in found]})


async def put_store(call: Call) -> Response:
    """``PUT services/stores/ID``: a store sells these services from now on; its schedule stays as it is."""
    wish, seller = await call.body(GivenStore), await seller_of(call)
    for number, each in enumerate(wish.services):
        if not (each.price.is_finite() and 0 <= each.price <= _MOST_MONEY):
            path = f"services[{number}].price"
            raise InvalidInput("Invalid Input", f"{path}: '{each.price}' is not an amount from 0 to {_MOST_MONEY}")
    async with seller.acting() as ctx:
        made = await _known(ctx, call, "store", wish.marketplace_id, _STORE_ID)
        made.name = wish.name or made.name or made.id
        made.services = [_service(ctx, made, number, each) for number, each in enumerate(wish.services)]
        if len({each.asin for each in made.services}) < len(made.services):
            raise InvalidInput("Invalid Input", "services: two of them have the same asin")
        await resources.put(ctx.tx, ctx.seller_id, made)
    return answer(_resource(made))


async def put_technician(call: Call) -> Response:
    """``PUT services/technicians/ID``: somebody performs services from now on."""
    wish, seller = await call.body(GivenTechnician), await seller_of(call)
    async with seller.acting() as ctx:
        made = await _known(ctx, call, "technician", wish.marketplace_id, _TECHNICIAN_ID)
        made.name = wish.name
        await resources.put(ctx.tx, ctx.seller_id, made)
    return answer(_resource(made))


async def order(call: Call) -> Response:
    """``POST buyers/services``: 201, with the job that a buyer has ordered."""
    wish, seller = await call.body(NewServiceOrder), await seller_of(call)
    _marketplace(wish.marketplace_id)
    if wish.product is not None and wish.product_order_id is not None:
        raise InvalidInput("Invalid Input", "productOrderId: cannot be beside product")
    async with seller.acting() as ctx:
        number = await records.how_many(ctx.tx, ctx.seller_id, "jobs")
        buyer = drawn(crowd.buyer(ctx, wish.marketplace_id, number), wish.buyer)
        products = await _products(ctx, wish, buyer)
        made = await ordering.place(
            ctx,
            Wish(
                marketplace_id=wish.marketplace_id,
                store_id=wish.store_id,
                asin=wish.asin,
                buyer=ordering.buyer_of(ctx, buyer, number, prime=wish.prime),
                quantity=wish.quantity,
                preferred=tuple(_time(ctx, "preferredTimes", each) for each in wish.preferred_times),
                products=products,
                assets=tuple(LinkedAsset(each.type, each.name, each.attributes) for each in wish.assets),
                instrument=wish.instrument,
                paid=wish.paid,
            ),
        )
    return answer(views.shown(seller.seller_id, made), 201)


async def _products(ctx: Context, wish: NewServiceOrder, buyer: Buyer) -> Order | None:
    if wish.product is not None:
        if wish.product.sku is None:
            raise InvalidInput("Invalid Input", "product: needs a sku of the seller's")
        line = buying.Wanted(wish.product.sku, wish.product.quantity)
        return await buying.place(ctx, buyer, wish.marketplace_id, [line])
    if wish.product_order_id is None:
        return None
    found = await orders.find(ctx, wish.product_order_id)
    if found is None or found.marketplace_id != wish.marketplace_id:
        raise Unknown("productOrderId", wish.product_order_id, f"an order of the seller's in {wish.marketplace_id}")
    return found


async def read(call: Call) -> Response:
    """``GET buyers/services/ID``: the job, as its seller sees it."""
    seller = await seller_of(call)
    async with seller.reading() as ctx:
        found = await _load(ctx, call)
    return answer(views.shown(seller.seller_id, found))


async def pay(call: Call) -> Response:
    """``POST buyers/services/ID/pay``: a payment that was declined is through after all."""
    seller = await seller_of(call)
    async with seller.acting() as ctx:
        found = await _load(ctx, call)
        await ordering.pay(ctx, found)
    return answer(views.shown(seller.seller_id, found))


async def reschedule(call: Call) -> Response:
    """``POST buyers/services/ID/reschedule``: the buyer moves the appointment to another slot."""
    wish, seller = await call.body(Moved), await seller_of(call)
    async with seller.acting() as ctx:
        found = await _load(ctx, call)
        await ordering.ask_for_another_time(ctx, found, _time(ctx, "startTime", wish.start_time), wish.reason)
    return answer(views.shown(seller.seller_id, found))


async def cancel(call: Call) -> Response:
    """``POST buyers/services/ID/cancel``: the buyer does not want the service any more."""
    wish, seller = await call.body(Why), await seller_of(call)
    async with seller.acting() as ctx:
        found = await _load(ctx, call)
        await ordering.cancel(ctx, found, wish.reason)
    return answer(views.shown(seller.seller_id, found))


async def seller_of(call: Call) -> Seller:
    """The seller that ``sellerId`` names, or else the world's first. Raises Unknown."""
    world = await call.world()
    named = call.request.query_params.get("sellerId")
    if not named:
        return Seller(world, (await call.installation.credentials(world)).seller_id)
    async with world.database.reading() as tx:
        if await accounts.partner(tx, named) is None:
            raise Unknown("sellerId", named, "a selling partner of this world")
    return Seller(world, named)


async def _load(ctx: Context, call: Call) -> ServiceJob:
    job_id = call.request.path_params["id"]
    found = await records.find(ctx.tx, ctx.seller_id, job_id)
    if found is None:
        raise Unknown("serviceJobId", job_id, "a service job of the seller's")
    return found


async def _known(ctx: Context, call: Call, kind: ResourceKind, marketplace_id: str, longest: int) -> Resource:
    """The resource of the path as it is, or a new one. Its kind and marketplace never change. Raises InvalidInput."""
    resource_id = call.request.path_params["id"]
    if len(resource_id) > longest:
        raise InvalidInput("Invalid Input", f"id: '{resource_id[:100]}' has more than {longest} characters")
    _marketplace(marketplace_id)
    found = await resources.find(ctx.tx, ctx.seller_id, resource_id)
    if found is None:
        return Resource(id=resource_id, kind=kind, marketplace_id=marketplace_id, name="")
    if (found.kind, found.marketplace_id) != (kind, marketplace_id):
        raise InvalidInput("Invalid Input", f"id: '{resource_id}' is a {found.kind} in {found.marketplace_id}")
    return found


def _marketplace(marketplace_id: str) -> None:
    if marketplace_id not in MARKETPLACES:
        raise InvalidInput("Invalid Input", f"marketplaceId: '{marketplace_id[:60]}' is no marketplace")


def _time(ctx: Context, name: str, given: datetime) -> datetime:
    """A time that a buyer names, in whole seconds. Raises InvalidInput for one that is far away."""
    try:
        instant = asked.whole(in_utc(given))
    except OverflowError:
        instant = None
    if instant is None or not model.is_near(instant, ctx.now):
        raise InvalidInput("Invalid Input", f"{name}: '{given.isoformat()}' {model.NOT_SO_FAR}")
    return instant


def _service(ctx: Context, store: Resource, number: int, given: GivenService) -> Service:
    drawn_asin = "B0" + ctx.seed.letters(_LETTERS, 8, "service", ctx.seller_id, store.id, number)
    return Service(
        asin=given.asin or drawn_asin,
        title=given.title,
        minutes=given.duration_in_minutes,
        price=given.price,
        currency=MARKETPLACES[store.marketplace_id].currency,
        skills=tuple(dict.fromkeys(given.required_skills)),
        location_type=given.location_type,
        real_time=given.real_time_scheduling,
    )


def _resource(found: Resource) -> dict[str, Any]:
    """A resource as the control API shows it."""
    shown: dict[str, Any] = {
        "resourceId": found.id,
        "kind": found.kind,
        "marketplaceId": found.marketplace_id,
        "name": found.name,
        "schedules": [views.availability(each) for each in found.schedule],
    }
    if found.kind == "store":
        shown["services"] = [
            {
                "asin": each.asin,
                "title": each.title,
                "durationInMinutes": each.minutes,
                "price": str(each.price),
                "currency": each.currency,
                "requiredSkills": each.skills,
                "locationType": each.location_type,
                "realTimeScheduling": each.real_time,
            }
            for each in found.services
        ]
    return shown
