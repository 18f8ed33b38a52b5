"""What befalls shipments to Amazon on their way."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.responses import Response

from tradepost.control.calls import Call, answer
from tradepost.domains.fba.awd import losing as awd
from tradepost.domains.fba.awd import replenishing
from tradepost.domains.fba.inbound.receiving import losing
from tradepost.scenarios.acting import Seller


class LostBox(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """A box by the id of its label, and whose it is where it is not the first selling partner's."""

    box_id: Annotated[str, Meta(min_length=1, max_length=40)]
    seller_id: str | None = None


class Replenishment(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """For how many days of sales stock at FBA is to last, and whose, where it is not the first selling partner's."""

    days: Annotated[int, Meta(ge=0, le=replenishing.MOST_DAYS)]
    seller_id: str | None = None


async def replenish(call: Call) -> Response:
    """``PUT awd/replenishment``: AWD sends on by itself what would not last at FBA, or with 0 does not any more."""
    wish, world = await call.body(Replenishment), await call.world()
    seller_id = wish.seller_id or (await call.installation.credentials(world)).seller_id
    async with Seller(world, seller_id, "control").acting() as ctx:
        await replenishing.turn(ctx, wish.days)
    return answer({"days": wish.days})


async def lose_box(call: Call) -> Response:
    """``POST inbound/lost-boxes``: a box of a shipment that is not checked in yet never arrives."""
    wish, world = await call.body(LostBox), await call.world()
    seller_id = wish.seller_id or (await call.installation.credentials(world)).seller_id
    async with Seller(world, seller_id).acting() as ctx:
        shipment = await losing.lose_box(ctx, wish.box_id)
    return answer({"shipmentId": shipment.id, "lostBoxes": shipment.lost_boxes})


async def lose_awd_box(call: Call) -> Response:
    """``POST awd/lost-boxes``: a box of a shipment to AWD that is not received yet never arrives."""
    wish, world = await call.body(LostBox), await call.world()
    seller_id = wish.seller_id or (await call.installation.credentials(world)).seller_id
    async with Seller(world, seller_id).acting() as ctx:
        shipment = await awd.lose_box(ctx, wish.box_id)
    return answer({"shipmentId": shipment.id, "lostBoxes": shipment.lost_boxes})
