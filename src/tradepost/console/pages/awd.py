"""AWD: shipments on their way to distribution centers, what lies there, and what is sent on to fulfillment centers."""

from __future__ import annotations

from typing import Final, get_args

import msgspec
from starlette.responses import Response

from tradepost.console.visit import Visit
from tradepost.domains.fba.awd import losing, records
from tradepost.domains.fba.awd.distribution import DistributionOrder, Face
from tradepost.domains.fba.awd.inbound import InboundShipment
from tradepost.domains.fba.awd.packages import boxes
from tradepost.domains.fba.awd.records import WantedShipments

_MOST: Final = 100


class Row(msgspec.Struct, frozen=True):
    """A shipment, with how many boxes it has."""

    shipment: InboundShipment
    boxes: int


async def show(visit: Visit) -> Response:
    """What is on its way to AWD, what lies there, and what is sent on; the latest first."""
    async with visit.reading() as ctx:
        found = await records.inbound_shipments(ctx.tx, ctx.seller_id, WantedShipments(), None, _MOST)
        units = await records.units(ctx.tx, ctx.seller_id, None, None, _MOST, down=False)
        orders: list[DistributionOrder] = []
        for face in get_args(Face):
            orders += await records.distribution_orders(
                ctx.tx, ctx.seller_id, face, (None, None), None, _MOST, down=True
            )
    orders.sort(key=lambda each: each.updated_at, reverse=True)
    shipments = [Row(each, boxes(each.packages)) for each in found]
    return visit.page("awd.html", "inbound", shipments=shipments, units=units, orders=orders)


async def lose(visit: Visit) -> Response:
    """A box of a shipment never arrives. Raises what losing it raises."""
    box_id = (await visit.form()).get("box", "").strip()
    async with visit.acting() as ctx:
        shipment = await losing.lose_box(ctx, box_id)
    return visit.go("awd", done=f"Box {box_id} of {shipment.id} will not arrive.")
