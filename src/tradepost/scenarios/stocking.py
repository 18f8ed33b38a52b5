"""How a scenario's seller stocks himself: by inbound shipments, which take their days like any others."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import fulfillment_inbound_2024_03_20 as api
from tradepost.domains.carriage.carriers import UPS, tracking_number
from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs import records as jobs
from tradepost.domains.fba.inbound import loading, records
from tradepost.domains.fba.inbound.contents import Box, Line
from tradepost.domains.fba.inbound.plan import Plan
from tradepost.domains.fba.inbound.planning import creating, packing, placing, preparation
from tradepost.domains.fba.inbound.planning.goods import expires, find
from tradepost.domains.fba.inbound.sending import arranging, arriving, tracking
from tradepost.domains.places.centers import CENTERS
from tradepost.scenarios.acting import Seller

#: How long it takes at most from the day that shipments leave until all of them are on the shelf.
TAKES: Final = timedelta(days=12)
#: How long food and the like is good, from the day that it is sent in.
_GOOD_FOR: Final = timedelta(days=500)
_SKUS_OF_A_PLAN: Final = 40
_UNITS_OF_A_BOX: Final = 200
#: So many go as parcels at once, even if all of them go to one center: more would need pallets.
_UNITS_OF_A_PLAN: Final = 150 * _UNITS_OF_A_BOX


async def send_in(seller: Seller, marketplace_id: str, mskus: Sequence[str], units: int) -> None:
    """Sends so many units of each SKU to as many fulfillment centers as Amazon likes, by carriers of the seller's."""
    for start in range(0, len(mskus), _SKUS_OF_A_PLAN):
        some = mskus[start : start + _SKUS_OF_A_PLAN]
        most = _UNITS_OF_A_PLAN // len(some)
        for sent in range(0, units, most):
            async with seller.acting() as ctx:
                await _send(ctx, marketplace_id, some, min(most, units - sent))


async def _send(ctx: Context, marketplace_id: str, mskus: Sequence[str], units: int) -> None:
    plan = await _plan(ctx, marketplace_id, mskus, units)
    await placing.generate(ctx, plan, [])
    await placing.confirm(ctx, plan, plan.placement_options[-1])
    await _pack(ctx, plan)
    await _book(ctx, plan)
    await _leave(ctx, plan)


async def _plan(ctx: Context, marketplace_id: str, mskus: Sequence[str], units: int) -> Plan:
    number = await jobs.next_number(ctx.tx, ctx.seller_id, "inbound plans")
    plan = Plan(
        id=f"wf{ctx.seed.uuid('inbound plan', ctx.seller_id, number)}",
        marketplace_id=marketplace_id,
        name=f"Opening stock {number}",
        source=_workshop(marketplace_id),
        created_at=ctx.now,
        updated_at=ctx.now,
        made=True,
    )
    country = MARKETPLACES[marketplace_id].country
    known = await find(ctx, marketplace_id, mskus)
    items = [
        api.ItemInput(
            msku=msku,
            quantity=units,
            label_owner="SELLER",
            prep_owner=preparation.prep_owners(preparation.preparation(known[msku].product, None), country)[-1],
            expiration=(ctx.now + _GOOD_FOR).date().isoformat() if expires(known[msku].product) else None,
        )
        for msku in mskus
    ]
    lines = await creating.lines(ctx, marketplace_id, items)
    await records.set_contents(ctx.tx, ctx.seller_id, plan.id, Line, lines)
    await loading.keep(ctx, plan)
    body = {"marketplaceId": marketplace_id, "name": plan.name}
    ctx.record("inbound.plan_created", plan.id, body)
    return plan


def _workshop(marketplace_id: str) -> api.Address:
    near = CENTERS[MARKETPLACES[marketplace_id].country][-1]
    return api.Address(
        name="Robin Berger",
        address_line1="5 Workshop Lane",
        city=near.city[:30],
        state_or_province_code=near.state,
        postal_code=near.postal_code,
        country_code=near.country,
        phone_number="555-0100",
    )


async def _pack(ctx: Context, plan: Plan) -> None:
    """A box for each SKU of a shipment, or some where there are many units."""
    assert plan.placement is not None
    groupings = []
    for shipment_id in plan.placement.shipment_ids:
        boxes = []
        for line in await records.contents(ctx.tx, ctx.seller_id, shipment_id, Line):
            count = math.ceil(line.quantity / _UNITS_OF_A_BOX)
            shares = [line.quantity // count + (1 if place < line.quantity % count else 0) for place in range(count)]
            boxes += [_box(line, share) for share in shares]
        groupings.append(api.PackageGroupingInput(shipment_id=shipment_id, boxes=boxes))
    await packing.set_boxes(ctx, plan, await packing.check_boxes(ctx, plan, groupings))


def _box(line: Line, units: int) -> api.BoxInput:
    item = api.ItemInput(
        msku=line.msku,
        quantity=units,
        label_owner=line.label_owner,
        prep_owner=line.prep_owner,
        expiration=line.expiration or None,
    )
    return api.BoxInput(
        content_information_source="BOX_CONTENT_PROVIDED",
        items=[item],
        quantity=1,
        dimensions=api.Dimensions(length=60, width=40, height=40, unit_of_measurement="CM"),
        weight=api.Weight(value=15, unit="KG"),
    )


async def _book(ctx: Context, plan: Plan) -> None:
    assert plan.placement is not None
    option = plan.placement
    window = api.WindowInput(start=ctx.now)
    wanted = [
        api.ShipmentTransportationConfiguration(shipment_id=each, ready_to_ship_window=window)
        for each in option.shipment_ids
    ]
    body = api.GenerateTransportationOptionsRequest(
        placement_option_id=option.id, shipment_transportation_configurations=wanted
    )
    await arranging.generate(ctx, plan, await arranging.check_generating(ctx, plan, body))
    selections = []
    for shipment_id in option.shipment_ids:
        shipment = await loading.shipment_of(ctx, plan.id, shipment_id)
        shipment.windows = arriving.windows(ctx.seed, shipment, ctx.now)
        shipment.window = shipment.windows[0]
        await loading.keep_shipment(ctx, shipment)
        own = shipment.transportation_options[-1]
        selections.append(api.TransportationSelection(shipment_id=shipment_id, transportation_option_id=own.id))
    await arranging.confirm(ctx, plan, await arranging.check_confirming(ctx, plan, selections))


async def _leave(ctx: Context, plan: Plan) -> None:
    assert plan.placement is not None
    for shipment_id in plan.placement.shipment_ids:
        shipment = await loading.shipment_of(ctx, plan.id, shipment_id)
        boxes = await records.contents(ctx.tx, ctx.seller_id, shipment_id, Box)
        numbers = [
            api.SpdTrackingItemInput(
                box_id=each.box_id, tracking_id=tracking_number(ctx.seed, UPS, ctx.seller_id, each.box_id)
            )
            for each in boxes
        ]
        parcels = api.SpdTrackingDetailInput(spd_tracking_items=numbers)
        await tracking.keep(ctx, shipment, api.TrackingDetailsInput(spd_tracking_detail=parcels))
