"""What Easy Ship answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Final

from tradepost.contract import easy_ship_2022_03_23 as api
from tradepost.documents import documents
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.problems import Faulty, Problem, refuse
from tradepost.domains.shipping.easy_ship import papers, reading, records, scheduling, views
from tradepost.domains.shipping.easy_ship.package import Box, ScheduledPackage
from tradepost.domains.shipping.easy_ship.refusals import ResourceNotFound
from tradepost.errors import ApiError

PURPOSE: Final = "easy ship documents"
#: How long the papers of a bulk can be had, in virtual time (our choice); a link to them lives for five real minutes.
KEPT: Final = timedelta(days=1)
#: How many orders are scheduled at once (published model: as many packages come back).
MOST_ORDERS: Final = 100
_MOST: Final = 10_000
_MOST_GRAMS: Final = 10_000_000


@handles(api.list_handover_slots, changes=False)
async def list_handover_slots(ctx: Context, request: api.ListHandoverSlotsArguments) -> api.ListHandoverSlotsResponse:
    """Lists the slots in which an order's package can be handed over: those of the next five business days.

    For orders that wait to be scheduled, and for scheduled ones until they are fetched. A slot is good for the size and
    weight that it was asked for. Raises RegionNotSupported, TimeSlotNotAvailable, InvalidOrderState.
    """
    if request.body is None:
        raise Faulty([Problem("body", "", "is required")])
    body = request.body
    scheduling.check_one_by_one(body.marketplace_id)
    box = _box(body.package_dimensions, body.package_weight)
    order = await scheduling.order_of(ctx, body.marketplace_id, body.amazon_order_id)
    return views.handover_slots(ctx, order.id, await scheduling.listed(ctx, order, box), box)


@handles(api.get_scheduled_package)
async def get_scheduled_package(ctx: Context, request: api.GetScheduledPackageArguments) -> api.Package:
    """Shows the package of an order: its size, when it is handed over, and where it is. Raises ResourceNotFound."""
    order = await scheduling.order_of(ctx, request.marketplace_id, request.amazon_order_id)
    package = await records.find(ctx.tx, ctx.seller_id, order.id)
    if package is None:
        raise ResourceNotFound("amazonOrderId", order.id, "an order that has been scheduled")
    return views.package(package, await scheduling.parcel_of(ctx, package))


@handles(api.create_scheduled_package)
async def create_scheduled_package(ctx: Context, request: api.CreateScheduledPackageArguments) -> api.Package:
    """Schedules an order for a slot: its label is bought, and it waits to be handed over.

    With its pick-up the order is shipped, by itself. Raises ScheduledPackageAlreadyExists, InvalidTimeSlotId,
    ScheduleWindowExpired, RetryableAfterGettingNewSlots, InvalidOrderState.
    """
    body = request.body
    scheduling.check_one_by_one(body.marketplace_id)
    order = await scheduling.order_of(ctx, body.marketplace_id, body.amazon_order_id)
    package = await scheduling.schedule(ctx, order, body.package_details)
    return views.package(package, await scheduling.parcel_of(ctx, package))


@handles(api.update_scheduled_packages)
async def update_scheduled_packages(ctx: Context, request: api.UpdateScheduledPackagesArguments) -> api.Packages:
    """Has packages handed over in other slots, until they are fetched: all of them, or none (our choice).

    Raises InvalidOrderState for one that was not scheduled or is on its way (published guide).
    """
    if request.body is None:
        raise Faulty([Problem("body", "", "is required")])
    scheduling.check_one_by_one(request.body.marketplace_id)
    updates = request.body.update_package_details_list
    named = [each.scheduled_package_id.amazon_order_id for each in updates]
    refuse(
        [
            Problem(f"updatePackageDetailsList[{index}].scheduledPackageId.amazonOrderId", each, "is named twice")
            for index, each in enumerate(named)
            if each in named[:index]
        ]
    )
    made = [await scheduling.postponement(ctx, request.body.marketplace_id, each) for each in updates]
    for each in made:
        await scheduling.postpone(ctx, each)
    return api.Packages(packages=[views.package(each.package, each.parcel) for each in made])


@handles(api.create_scheduled_package_bulk)
async def create_scheduled_package_bulk(
    ctx: Context, request: api.CreateScheduledPackageBulkArguments
) -> api.CreateScheduledPackagesResponse:
    """Schedules many orders: each for the slot that is chosen for it, or else for the earliest one.

    What cannot be scheduled is rejected, each with its error. The labels of the others, with their invoices and
    warranties, are behind a link that lives for five minutes, in one archive.
    """
    body = request.body
    wishes = body.order_schedule_details_list
    if len(wishes) > MOST_ORDERS:
        raise Faulty([Problem("orderScheduleDetailsList", str(len(wishes)), f"is more than {MOST_ORDERS} orders")])
    scheduled: list[ScheduledPackage] = []
    rejected: list[api.RejectedOrder] = []
    for each in wishes:
        try:
            order = await scheduling.order_of(ctx, body.marketplace_id, each.amazon_order_id)
            scheduled.append(await scheduling.schedule(ctx, order, each.package_details))
        except ApiError as refusal:
            error = api.Error(code=refusal.code, message=refusal.message, details=refusal.details)
            rejected.append(api.RejectedOrder(amazon_order_id=each.amazon_order_id, error=error))
    return api.CreateScheduledPackagesResponse(
        scheduled_packages=[views.package(each, await scheduling.parcel_of(ctx, each)) for each in scheduled],
        rejected_orders=rejected or None,
        printable_documents_url=await _link(ctx, scheduled, body.label_format) if scheduled else None,
    )


async def _link(ctx: Context, packages: Sequence[ScheduledPackage], form: api.LabelFormat) -> str:
    """A link to the papers of packages that were scheduled just now."""
    content = papers.archive([await reading.printed(ctx, each) for each in packages], form)
    document = await documents.keep(
        ctx.tx,
        ctx.seller_id,
        ctx.seed.uuid("easy ship documents", ctx.seller_id, packages[0].id),
        PURPOSE,
        await ctx.documents.write(content),
        content_type="application/zip",
        now=ctx.now,
        kept=KEPT,
    )
    return ctx.documents.download_link(ctx.base_url, ctx.seller_id, document)


def _box(size: api.Dimensions, weight: api.Weight) -> Box:
    """How big and heavy a package is said to be. Raises Faulty."""
    told = (("length", size.length), ("width", size.width), ("height", size.height))
    problems = [
        Problem(f"packageDimensions.{name}", "" if side is None else f"{side:g}", f"is needed, above 0, below {_MOST}")
        for name, side in told
        if side is None or not 0 < side < _MOST
    ]
    if weight.value is None or weight.value > _MOST_GRAMS:
        said = "" if weight.value is None else f"{weight.value:g}"
        problems.append(Problem("packageWeight.value", said, f"is needed, at most {_MOST_GRAMS}"))
    refuse(problems)
    length, width, height = (Decimal(repr(side)) for _, side in told)
    return Box(length=length, width=width, height=height, grams=Decimal(repr(weight.value)))
