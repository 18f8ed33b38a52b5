"""Parcels and carriers: what becomes of a parcel, who takes none at present, and rates of one's own."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

import msgspec
from starlette.responses import Response

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.control.calls import Call, Conflict, answer
from tradepost.domains.carriage import records as carriage
from tradepost.domains.carriage import tracking
from tradepost.domains.carriage.carriers import BY_CODE
from tradepost.domains.carriage.rating import RateTable
from tradepost.domains.carriage.tariffs import SERVICES, TARIFFS
from tradepost.domains.carriage.tracking import Destiny
from tradepost.domains.context import Context
from tradepost.domains.fba.fulfillment_outbound import records as network
from tradepost.domains.fba.fulfillment_outbound.order import Order, Shipment
from tradepost.domains.fba.fulfillment_outbound.order import Parcel as Package
from tradepost.domains.fba.fulfillment_outbound.shipping import underway
from tradepost.domains.shipping.parcels import moving, records
from tradepost.domains.shipping.parcels.parcel import Parcel, state_after
from tradepost.errors import InvalidInput, NotFound
from tradepost.scenarios.acting import Seller
from tradepost.worlds.world import World

_MOST = 1000
_MOST_ROWS = 200


class FateWish(msgspec.Struct, forbid_unknown_fields=True):
    """What is to become of a parcel."""

    fate: Literal["on_time", "delayed", "missorted", "attempted", "returned", "refused", "damaged", "lost"]


class Outage(msgspec.Struct, forbid_unknown_fields=True):
    """Whether a carrier takes no parcels at present."""

    down: bool


class Tables(msgspec.Struct, forbid_unknown_fields=True):
    """The rate tables of one's own, all of them."""

    tables: list[RateTable]


async def listed(call: Call) -> Response:
    """``GET parcels``: the parcels of every seller and of the network, newest first; ``state`` narrows them down."""
    world, limit = await call.world(), call.number("limit", 100, most=_MOST)
    state = call.request.query_params.get("state")
    most = limit if state is None else _MOST
    async with world.database.reading() as tx:
        found = await records.of_every_seller(tx, most)
        sent = await network.packages_of_every_seller(tx, most)
    shown = [_shown(seller_id, each) for seller_id, each in found]
    for seller_id, number, order in sent:
        async with Seller(world, seller_id).reading() as ctx:
            shown.append(_package(ctx, order, *_of_number(order, number)))
    shown.sort(key=lambda each: each["boughtAt"], reverse=True)
    return answer({"parcels": [each for each in shown if state in (None, each["state"])][:limit]})


async def set_fate(call: Call) -> Response:
    """``POST parcels/NUMBER/fate``: what is still to come of its way goes like this. 409 once it cannot be changed."""
    world, wish, number = await call.world(), await call.body(FateWish), call.request.path_params["number"]
    async with world.database.reading() as tx:
        found = await records.seller_of_number(tx, number)
    if found is None:
        return answer(await _redirect(world, number, wish.fate))
    seller_id, parcel_id = found
    async with Seller(world, seller_id, "control").acting() as ctx:
        parcel = await records.find(ctx.tx, seller_id, parcel_id)
        assert parcel is not None
        if not moving.steerable(parcel):
            raise Conflict("The name is taken.", f"number: parcel {number} is {parcel.state}; nothing can change it")
        await moving.change_fate(ctx, parcel, wish.fate)
    return answer(_shown(seller_id, parcel))


async def _redirect(world: World, number: str, fate: Destiny) -> dict[str, Any]:
    """The same for a package that the network sends. Raises NotFound, Conflict."""
    async with world.database.reading() as tx:
        found = await network.seller_of_package(tx, number)
    if found is None:
        raise NotFound("The specified resource does not exist.", f"number: there is no parcel '{number[:60]}'")
    seller_id, order_id = found
    async with Seller(world, seller_id, "control").acting() as ctx:
        order = await network.find(ctx.tx, seller_id, order_id)
        assert order is not None
        shipment, package = _of_number(order, number)
        shown = _package(ctx, order, shipment, package)
        if not tracking.steerable(underway.happened(underway.way_of(ctx, order, shipment, package), ctx.now)):
            raise Conflict("The name is taken.", f"number: parcel {number} is {shown['state']}; nothing can change it")
        await underway.change_fate(ctx, order, shipment, package, fate)
        await network.save(ctx.tx, seller_id, order)
        return _package(ctx, order, shipment, package)


def _of_number(order: Order, number: str) -> tuple[Shipment, Package]:
    return next((each, one) for each in order.shipments for one in each.parcels if one.tracking_number == number)


async def carriers(call: Call) -> Response:
    """``GET carriers``: every carrier with its services, and whether it is down."""
    world = await call.world()
    async with world.database.reading() as tx:
        down = set(await carriage.outages(tx))
    return answer({"carriers": [_carrier(code, down=code in down) for code in BY_CODE]})


async def set_outage(call: Call) -> Response:
    """``PUT carriers/CODE``: it takes no parcels at present, or does again. Raises NotFound."""
    world, outage, code = await call.world(), await call.body(Outage), call.request.path_params["code"]
    if code not in BY_CODE:
        raise NotFound("The specified resource does not exist.", f"code: '{code[:60]}' is no carrier")
    async with world.database.writing("") as tx:
        await carriage.set_outage(tx, code, down=outage.down)
    return answer(_carrier(code, down=outage.down))


async def tables(call: Call) -> Response:
    """``GET rate-tables``: the tables of one's own."""
    world = await call.world()
    async with world.database.reading() as tx:
        return answer({"tables": list((await carriage.tables(tx)).values())})


async def replace_tables(call: Call) -> Response:
    """``PUT rate-tables``: these tables take the place of the carriers' own, and no others. Raises InvalidInput."""
    world, wish = await call.world(), await call.body(Tables)
    for index, each in enumerate(wish.tables):
        _check(each, f"tables[{index}]")
    if len({each.service_id for each in wish.tables}) < len(wish.tables):
        raise InvalidInput("Invalid Input", "tables: a service has one table at most")
    async with world.database.writing("") as tx:
        await carriage.replace_tables(tx, wish.tables)
    return answer({"tables": wish.tables})


def _check(table: RateTable, path: str) -> None:
    if table.service_id not in SERVICES:
        raise InvalidInput("Invalid Input", f"{path}.serviceId: '{table.service_id[:60]}' is no service of a carrier")
    if not 1 <= len(table.rows) <= _MOST_ROWS:
        raise InvalidInput("Invalid Input", f"{path}.rows: needs 1 to {_MOST_ROWS} rows")
    weights = [each.up_to_kilograms for each in table.rows]
    if weights != sorted(set(weights)) or not weights[0].is_finite() or weights[0] <= 0:
        raise InvalidInput("Invalid Input", f"{path}.rows: upToKilograms has to rise from row to row, from above 0")
    for row in table.rows:
        if not row.prices or not all(each.is_finite() and Decimal(0) <= each < 10**9 for each in row.prices):
            raise InvalidInput("Invalid Input", f"{path}.rows: prices are amounts of at least 0, one at least")


def _carrier(code: str, *, down: bool) -> dict[str, Any]:
    tariff = TARIFFS[code]
    services = [{"id": each.id, "name": each.name} for each in tariff.services]
    return {"code": code, "name": tariff.name, "down": down, "services": services}


def _shown(seller_id: str, parcel: Parcel) -> dict[str, Any]:
    return {
        "sellerId": seller_id,
        "trackingNumber": parcel.tracking_number,
        "carrier": parcel.carrier,
        "service": parcel.service,
        "source": parcel.source,
        "reference": parcel.reference,
        "orderId": parcel.order_id,
        "state": parcel.state,
        "fate": parcel.way.fate if parcel.way else "",
        "boughtAt": parcel.bought_at,
        "promisedAt": parcel.promised_at,
        "charge": str(parcel.charge),
        "refunded": str(parcel.refunded),
        "currency": parcel.currency,
    }


def _package(ctx: Context, order: Order, shipment: Shipment, package: Package) -> dict[str, Any]:
    way = underway.way_of(ctx, order, shipment, package)
    return {
        "sellerId": ctx.seller_id,
        "trackingNumber": package.tracking_number,
        "carrier": package.carrier,
        "service": order.request.shipping_speed_category,
        "source": "fulfillment_outbound",
        "reference": order.id,
        "orderId": order.id if order.origin else "",
        "state": state_after(underway.happened(way, ctx.now)),
        "fate": way.fate,
        "boughtAt": package.shipped_at,
        "promisedAt": way.promised_at,
        "charge": "0",
        "refunded": "0",
        "currency": MARKETPLACES[order.marketplace_id].currency,
    }
