"""Transportation: what is offered for a shipment, and what follows when one of it is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from tradepost.contract import fulfillment_inbound_2024_03_20 as api
from tradepost.domains.carriage.carriers import CARRIERS, UPS, tracking_number
from tradepost.domains.context import Context
from tradepost.domains.fba.inbound import loading, records, told
from tradepost.domains.fba.inbound.asking import OperationFailedError, Trouble
from tradepost.domains.fba.inbound.contents import Box, Pallet
from tradepost.domains.fba.inbound.plan import Plan
from tradepost.domains.fba.inbound.planning import packing
from tradepost.domains.fba.inbound.planning.creating import trouble
from tradepost.domains.fba.inbound.refusals import BadRequest, NoPlacementConfirmed, NotNow, ShipmentsDoNotMatch
from tradepost.domains.fba.inbound.sending import carriers
from tradepost.domains.fba.inbound.sending.carriers import PARTNERED
from tradepost.domains.fba.inbound.shipment import (
    CHARGE_CARRIAGE,
    QUOTED,
    SEND,
    VOID_WINDOW,
    Mode,
    Parcel,
    Shipment,
    TransportationOption,
    offered_until,
)
from tradepost.domains.measures.amounts import rounded
from tradepost.domains.money.fees.tariffs import level_of
from tradepost.domains.problems import Problem, Unknown, refuse
from tradepost.simulation.seed import CAPITALS_AND_DIGITS

#: The most boxes that go as parcels (public help page of the partnered carrier program).
MOST_PARCELS: Final = 200
#: How far ahead a shipment can be announced. Our choice.
AHEAD: Final = timedelta(days=180)
NEEDS_WINDOW: Final = "CONFIRMED_DELIVERY_WINDOW"
_PICKUP_AFTER, _PICKUP_LASTS = timedelta(hours=9), timedelta(hours=8)

Configurations = Mapping[str, api.ShipmentTransportationConfiguration]


async def check_generating(
    ctx: Context, plan: Plan, body: api.GenerateTransportationOptionsRequest
) -> list[tuple[Shipment, api.ShipmentTransportationConfiguration]]:
    """The shipments that transportation is asked for. Raises Unknown, NotNow, Faulty."""
    operation = "generateTransportationOptions"
    option = plan.placement_option(body.placement_option_id)
    if option is None:
        raise Unknown("placementOptionId", body.placement_option_id, "a placement option of this inbound plan")
    if option.status(ctx.now) == "EXPIRED":
        raise NotNow(operation, "because the requested placement option is expired")
    problems: list[Problem] = []
    found: list[tuple[Shipment, api.ShipmentTransportationConfiguration]] = []
    for index, each in enumerate(body.shipment_transportation_configurations):
        at = f"shipmentTransportationConfigurations[{index}]"
        if each.shipment_id not in option.shipment_ids:
            problems.append(Problem(f"{at}.shipmentId", each.shipment_id, "is not of the placement option"))
        elif any(each.shipment_id == known.id for known, _ in found):
            problems.append(Problem(f"{at}.shipmentId", each.shipment_id, "stands in an earlier entry already"))
        else:
            found.append((await loading.shipment_of(ctx, plan.id, each.shipment_id), each))
        start = each.ready_to_ship_window.start
        if start.date() < ctx.now.date():
            problems.append(Problem(f"{at}.readyToShipWindow.start", start.isoformat(), "is in the past"))
        elif start > ctx.now + AHEAD:
            rule = f"is more than {AHEAD.days} days ahead"
            problems.append(Problem(f"{at}.readyToShipWindow.start", start.isoformat(), rule))
    refuse(problems)
    if len(found) < len(option.shipment_ids):
        raise NotNow(
            operation, "because shipment configuration is not provided for all the shipments of the placement option"
        )
    for shipment, _ in found:
        if shipment.transportation is not None:
            raise NotNow(operation, "because transportation options are already confirmed")
        if not shipment.packed and plan.placement is not None:
            raise NotNow(operation, f"because the packing information of shipment {shipment.id} is not set")
    return found


async def generate(
    ctx: Context, plan: Plan, asked: Sequence[tuple[Shipment, api.ShipmentTransportationConfiguration]]
) -> list[Trouble]:
    """Offers ways to send shipments, with quotes where Amazon's partner would carry them; gives warnings.

    Boxes that nobody has told of are only asked about once a placement is confirmed: before, the operation fails, which
    it alone tells (observed by integrators). Raises OperationFailedError.
    """
    unpacked = [shipment for shipment, _ in asked if not shipment.packed]
    if unpacked:
        raise OperationFailedError([trouble("FBA_INB_0344", each.id) for each in unpacked])
    for shipment, wanted in asked:
        pallets = [
            Pallet(
                package_id=f"pk{ctx.seed.uuid('pallet', ctx.seller_id, shipment.id, shipment.generation, place)}",
                quantity=each.quantity,
                dimensions=each.dimensions,
                weight=each.weight,
                stackability=each.stackability,
            )
            for place, each in enumerate(wanted.pallets or [])
        ]
        await records.set_contents(ctx.tx, ctx.seller_id, shipment.id, Pallet, pallets)
        shipment.generation += 1
        shipment.ready_at = wanted.ready_to_ship_window.start.astimezone(UTC).replace(second=0, microsecond=0)
        shipment.contact = wanted.contact_information or shipment.contact
        shipment.freight = wanted.freight_information
        boxes = await records.contents(ctx.tx, ctx.seller_id, shipment.id, Box)
        shipment.transportation_options = options(ctx, plan, shipment, boxes, pallets)
        await loading.keep_shipment(ctx, shipment)
    await gather_pallets(ctx, plan)
    await loading.keep(ctx, plan)
    body = {"shipmentIds": [shipment.id for shipment, _ in asked]}
    ctx.record("inbound.transportation_options_generated", plan.id, body)
    return warnings([shipment.id for shipment, wanted in asked if not wanted.pallets or not wanted.freight_information])


def warnings(shipment_ids: Sequence[str]) -> list[Trouble]:
    """What is said of shipments without pallets or freight: Amazon's partner cannot carry these as freight (wording as
    seen)."""
    if not shipment_ids:
        return []
    text = (
        "WARNING: Since pallet and freight info has not been provided, we may not be able to produce PCP-LTL options as"
        f" part of GenerateTransportationOptions for the following shipment IDs: [{', '.join(shipment_ids)}]"
    )
    return [Trouble(code="BadRequest", message=text, severity="WARNING")]


async def gather_pallets(ctx: Context, plan: Plan) -> None:
    """Has a plan show the pallets of its shipments."""
    found: list[Pallet] = []
    for option in plan.placement_options:
        for shipment_id in option.shipment_ids:
            found += await records.contents(ctx.tx, ctx.seller_id, shipment_id, Pallet)
    await records.set_contents(ctx.tx, ctx.seller_id, plan.id, Pallet, found)


def options(
    ctx: Context, plan: Plan, shipment: Shipment, boxes: Sequence[Box], pallets: Sequence[Pallet]
) -> list[TransportationOption]:
    """The ways to send a shipment: as parcels if they are few, on pallets if there are some; by Amazon's partner within
    a country that has one, or by a carrier of the seller's, which needs a delivery window (published guide)."""
    found: list[TransportationOption] = []
    country = plan.marketplace.country
    partner = PARTNERED.get(country) if shipment.source.country_code == country else None

    def add(mode: Mode, carrier: tuple[str, str], cost: Decimal | None) -> None:
        number = (shipment.generation, len(found))
        found.append(
            TransportationOption(
                id=f"to{ctx.seed.uuid('transportation option', ctx.seller_id, shipment.id, *number)}",
                mode=mode,
                solution="USE_YOUR_OWN_CARRIER" if cost is None else "AMAZON_PARTNERED_CARRIER",
                carrier_code=carrier[0],
                carrier_name=carrier[1],
                needs_window=cost is None,
                cost=cost,
                expires_at=None if cost is None else offered_until(ctx.now, QUOTED),
                pickup=_pickup(shipment) if cost is not None and mode == "FREIGHT_LTL" else None,
            )
        )

    if len(boxes) <= MOST_PARCELS:
        if partner is not None:
            add("GROUND_SMALL_PARCEL", partner[0], cost_of(shipment, "GROUND_SMALL_PARCEL", boxes, pallets))
        for carrier in carriers.own_carriers(country):
            add("GROUND_SMALL_PARCEL", carrier, None)
    if pallets:
        if partner is not None and shipment.freight is not None:
            add("FREIGHT_LTL", partner[1], cost_of(shipment, "FREIGHT_LTL", boxes, pallets))
        add("FREIGHT_LTL", carriers.OTHER, None)
    return found


def cost_of(shipment: Shipment, mode: Mode, boxes: Sequence[Box], pallets: Sequence[Pallet]) -> Decimal:
    """What Amazon's partner asks to carry a shipment, in the marketplace's currency."""
    load = carriers.parcels(boxes) if mode == "GROUND_SMALL_PARCEL" else carriers.freight(pallets, boxes)
    usd = carriers.quote(mode, load, carriers.zone(shipment.source, shipment.center))
    return rounded(usd * level_of(shipment.marketplace_id), shipment.currency)


def _pickup(shipment: Shipment) -> tuple[datetime, datetime]:
    assert shipment.ready_at is not None
    start = shipment.ready_at.replace(hour=0, minute=0) + timedelta(days=1) + _PICKUP_AFTER
    return start, start + _PICKUP_LASTS


async def check_confirming(
    ctx: Context, plan: Plan, selections: Sequence[api.TransportationSelection]
) -> list[tuple[Shipment, TransportationOption, api.TransportationSelection]]:
    """What is chosen for every shipment. Raises NotNow, ShipmentsDoNotMatch, Unknown, BadRequest."""
    operation = "confirmTransportationOptions"
    if plan.placement is None:
        raise NoPlacementConfirmed(plan.id)
    named = [each.shipment_id for each in selections]
    if sorted(named) != sorted(plan.placement.shipment_ids):
        raise ShipmentsDoNotMatch(named)
    found = []
    for index, each in enumerate(selections):
        shipment = await loading.shipment_of(ctx, plan.id, each.shipment_id)
        if shipment.transportation is not None:
            raise NotNow(operation, "because transportation options are already confirmed")
        option = shipment.option(each.transportation_option_id)
        if option is None:
            path = f"transportationSelections[{index}].transportationOptionId"
            raise Unknown(path, each.transportation_option_id, "a transportation option of this shipment")
        if option.expires_at is not None and option.expires_at <= ctx.now:
            raise NotNow(operation, f"because the quote of transportation option {option.id} is expired")
        if option.needs_window and shipment.window is None:
            raise BadRequest(
                f"Shipment {shipment.id} needs a confirmed delivery window for this transportation option.",
                f"preconditions: {NEEDS_WINDOW} is to be met by confirmDeliveryWindowOptions",
            )
        if option.partnered and option.mode == "FREIGHT_LTL" and not (each.contact_information or shipment.contact):
            path = f"transportationSelections[{index}].contactInformation"
            refuse([Problem(path, "", "is required where Amazon's partner carries freight")])
        found.append((shipment, option, each))
    return found


async def confirm(
    ctx: Context, plan: Plan, chosen: Sequence[tuple[Shipment, TransportationOption, api.TransportationSelection]]
) -> None:
    """Carriage is booked: boxes get the ids that stand on their labels, and shipments are ready to ship.

    What Amazon's partner asks is charged when it can no longer be called off.
    """
    for shipment, option, selection in chosen:
        shipment.transportation_option_id = option.id
        shipment.contact = selection.contact_information or shipment.contact
        await number_boxes(ctx, shipment)
        if option.partnered:
            await _book(ctx, shipment, option)
            number_parcels(ctx, shipment, shipment.boxes)
        shipment.take("label", ctx.now)
        await loading.keep_shipment(ctx, shipment)
        told.tell(ctx, shipment)
    await packing.gather_boxes(ctx, plan)
    await loading.keep(ctx, plan)
    body = {"confirmationIds": [shipment.confirmation_id for shipment, _, _ in chosen]}
    ctx.record("inbound.transportation_confirmed", plan.id, body)


async def number_boxes(ctx: Context, shipment: Shipment) -> None:
    """Gives every box the id that stands on its label: the shipment's, ``U`` and six digits (published model). Boxes
    that came later are named after the shipment, too (observed by integrators)."""
    boxes = await records.contents(ctx.tx, ctx.seller_id, shipment.id, Box)
    for number, each in enumerate(boxes, start=1):
        each.box_id = f"{shipment.confirmation_id}U{number:06}"
        each.template = each.template or f"{shipment.confirmation_id} - B{number}"
    await records.set_contents(ctx.tx, ctx.seller_id, shipment.id, Box, boxes)


def number_parcels(ctx: Context, shipment: Shipment, count: int) -> None:
    """Gives every box of a partnered parcel shipment the carrier's number; others are numbered by their seller."""
    option = shipment.transportation
    if option is None or not option.partnered or option.mode != "GROUND_SMALL_PARCEL":
        return
    carrier = UPS if option.carrier_code == "UPSN" else CARRIERS[shipment.center.country][0]
    boxes = [f"{shipment.confirmation_id}U{number:06}" for number in range(1, count + 1)]
    shipment.parcels = [
        Parcel(
            box_id=each,
            tracking_id=tracking_number(ctx.seed, carrier, ctx.seller_id, each),
            validation="VALIDATED",
        )
        for each in boxes
    ]


async def _book(ctx: Context, shipment: Shipment, option: TransportationOption) -> None:
    assert shipment.ready_at is not None
    option.voidable_until = offered_until(ctx.now, VOID_WINDOW[option.mode])
    await ctx.schedule(CHARGE_CARRIAGE, shipment.id, option.voidable_until)
    leaves = option.pickup[1] if option.pickup else shipment.ready_at + _PICKUP_AFTER
    await ctx.schedule(SEND, shipment.id, max(leaves, ctx.now))
    if option.mode == "FREIGHT_LTL":
        shipment.amazon_reference_id = ctx.seed.letters(
            CAPITALS_AND_DIGITS, 8, "amazon reference", ctx.seller_id, shipment.id
        )
