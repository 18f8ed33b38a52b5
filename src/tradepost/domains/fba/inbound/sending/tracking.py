"""The numbers by which carriers know what a seller sends by his own carrier."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from tradepost.contract import fulfillment_inbound_2024_03_20 as api
from tradepost.domains.carriage import check_digits
from tradepost.domains.context import Context
from tradepost.domains.fba.inbound import loading, records
from tradepost.domains.fba.inbound.contents import Box
from tradepost.domains.fba.inbound.receiving import moving
from tradepost.domains.fba.inbound.refusals import NotNow, NotTrackable, UnknownBoxes
from tradepost.domains.fba.inbound.shipment import Parcel, Shipment
from tradepost.domains.problems import Problem, refuse

VALIDATE: Final = "inbound.validate_tracking"
#: How long it takes until numbers are looked at (published model: a few hours).
LOOKED_AT: Final = timedelta(hours=2)
_NUMBER: Final = re.compile(r"[A-Z0-9]{8,40}")
_UPS: Final = re.compile(r"1Z[A-Z0-9]{16}")


async def check(ctx: Context, shipment: Shipment, details: api.TrackingDetailsInput) -> None:
    """Raises NotNow where Amazon's partner brings the shipment, NotTrackable where nobody does yet or it has ended;
    Faulty and UnknownBoxes for faulty numbers."""
    operation, option = "updateShipmentTrackingDetails", shipment.transportation
    if option is None:
        raise NotTrackable(shipment.id, "its transportation options are not confirmed")
    if option.partnered:
        raise NotNow(operation, "because an Amazon partnered carrier brings the shipment")
    if shipment.status in ("CLOSED", "CANCELLED"):
        raise NotTrackable(shipment.id, f"it is {shipment.status}")
    freight, parcels = details.ltl_tracking_detail, details.spd_tracking_detail
    wanted = ("ltlTrackingDetail", freight) if option.mode == "FREIGHT_LTL" else ("spdTrackingDetail", parcels)
    if wanted[1] is None or (freight is not None and parcels is not None):
        rule = f"is required, and it alone, for a shipment by {option.mode}"
        refuse([Problem(f"trackingDetails.{wanted[0]}", "", rule)])
    if parcels is not None:
        await _check_parcels(ctx, shipment, parcels)


async def _check_parcels(ctx: Context, shipment: Shipment, parcels: api.SpdTrackingDetailInput) -> None:
    at, problems, seen = "trackingDetails.spdTrackingDetail.spdTrackingItems", [], set()
    known = {each.box_id for each in await records.contents(ctx.tx, ctx.seller_id, shipment.id, Box)}
    if not parcels.spd_tracking_items:
        problems.append(Problem(at, "", "needs at least one item"))
    if unknown := [each.box_id for each in parcels.spd_tracking_items if each.box_id not in known]:
        raise UnknownBoxes(unknown)
    for index, each in enumerate(parcels.spd_tracking_items):
        if each.box_id in seen:
            problems.append(Problem(f"{at}[{index}].boxId", each.box_id, "stands in an earlier item already"))
        seen.add(each.box_id)
    refuse(problems)


async def keep(ctx: Context, shipment: Shipment, details: api.TrackingDetailsInput) -> None:
    """Keeps the numbers; a shipment that was ready has left with that (published guide)."""
    if details.ltl_tracking_detail is not None:
        shipment.freight_bills = list(details.ltl_tracking_detail.freight_bill_number)
        shipment.bill_of_lading = details.ltl_tracking_detail.bill_of_lading_number or ""
    if details.spd_tracking_detail is not None:
        numbers = {each.box_id: each for each in shipment.parcels}
        for item in details.spd_tracking_detail.spd_tracking_items:
            numbers[item.box_id] = Parcel(box_id=item.box_id, tracking_id=item.tracking_id)
        shipment.parcels = [numbers[box_id] for box_id in sorted(numbers)]
        await ctx.schedule(VALIDATE, shipment.id, ctx.now + LOOKED_AT)
    await loading.keep_shipment(ctx, shipment)
    ctx.record("inbound.tracking_updated", shipment.id, {"parcels": len(shipment.parcels)})
    if shipment.status == "READY_TO_SHIP":
        await moving.send(ctx, shipment)


def validate(shipment: Shipment) -> None:
    """Looks at numbers: those of UPS by their check digit, others by their form (our choice)."""
    for each in shipment.parcels:
        number = each.tracking_id.upper()
        good = _NUMBER.fullmatch(number) is not None
        if _UPS.fullmatch(number):
            good = check_digits.ups(number[2:-1]) == number[-1]
        each.validation = "VALIDATED" if good else "NOT_SUPPORTED"
