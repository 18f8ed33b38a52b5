"""Parcels: what a seller has sent, one with its label and its way, and what becomes of it."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import get_args

from starlette.responses import Response

from tradepost.console.visit import Visit
from tradepost.domains.carriage import records as carriage
from tradepost.domains.carriage.tariffs import SERVICES, TARIFFS
from tradepost.domains.carriage.tracking import EVENTS, Destiny
from tradepost.domains.selling.orders import records as orders
from tradepost.domains.shipping.parcels import labels, moving, parcel, records
from tradepost.domains.shipping.parcels.health import health
from tradepost.domains.shipping.parcels.parcel import Parcel, Print
from tradepost.errors import InvalidInput, NotFound

_MOST = 100
_MOST_ORDERS = 500
#: Of how many days the figures are (published: the late shipment rate is of ten and of thirty days).
_DAYS = 30
_FATES: tuple[Destiny, ...] = get_args(Destiny)


async def listed(visit: Visit) -> Response:
    """Parcels, newest first, and how well the seller ships."""
    async with visit.reading() as ctx:
        found = await records.newest(ctx.tx, ctx.seller_id, _MOST)
        recent = await orders.newest(ctx.tx, ctx.seller_id, "", None, _MOST_ORDERS)
        down = await carriage.outages(ctx.tx)
    since = visit.seller.now - timedelta(days=_DAYS)
    figures = health(each for each in recent if each.purchased_at >= since)
    return visit.page(
        "parcels.html", "parcels", parcels=found, figures=figures, days=_DAYS, down=down, names=_names(found)
    )


async def show(visit: Visit) -> Response:
    """One parcel: its label as it is printed, its rate, and its way until now."""
    async with visit.reading() as ctx:
        found = await _find(visit, await records.of_number(ctx.tx, ctx.seller_id, visit.named("number")))
    picture = base64.b64encode(labels.printed(found, "LABEL", Print())).decode() if found.rate else ""
    way = found.way.events[: found.told] if found.way else ()
    return visit.page(
        "parcel.html",
        "parcels",
        parcel=found,
        picture=picture,
        parts=found.rate.items if found.rate else (),
        way=[(each.at, EVENTS[each.code][0], each.place) for each in reversed(way)],
        steps=parcel.shown(found),
        fates=_FATES,
        steerable=moving.steerable(found),
        names=_names([found]),
    )


async def set_fate(visit: Visit) -> Response:
    """What is still to come of a parcel's way goes like this. Raises InvalidInput."""
    wanted, number = (await visit.form()).get("fate", ""), visit.named("number")
    fate = next((each for each in _FATES if each == wanted), None)
    if fate is None:
        raise InvalidInput("Invalid Input", f"fate: '{wanted[:60]}' is not one of {', '.join(_FATES)}")
    async with visit.acting() as ctx:
        found = await _find(visit, await records.of_number(ctx.tx, ctx.seller_id, number))
        if not moving.steerable(found):
            raise InvalidInput("Invalid Input", f"fate: parcel {number} is {found.state}; nothing can change it")
        await moving.change_fate(ctx, found, fate)
    return visit.go("parcels", number, done=f"It goes on: {fate.replace('_', ' ')}.")


async def _find(visit: Visit, found: Parcel | None) -> Parcel:
    if found is None:
        raise NotFound("The specified resource does not exist.", f"There is no parcel {visit.named('number')[:60]}.")
    return found


def _names(found: list[Parcel]) -> dict[str, str]:
    """Carriers and services by their codes, in words."""
    carriers = {each.carrier: TARIFFS[each.carrier].name for each in found}
    services = {each.service: SERVICES[each.service][1].name for each in found if each.service in SERVICES}
    return carriers | services
