"""Inbound orders: whether boxes are taken in, and orders made, shown, changed, confirmed and cancelled."""

from __future__ import annotations

import msgspec

from tradepost.contract import awd_2024_05_09 as api
from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs import records as jobs
from tradepost.domains.fba.awd import arriving, asking, centers, eligibility, loading, packages, records, stock, views
from tradepost.domains.fba.awd.inbound import ORDER_STEPS, UNCONFIRMED, InboundOrder, InboundShipment
from tradepost.domains.fba.awd.refusals import OrderConflict
from tradepost.domains.fba.inbound.planning import goods
from tradepost.domains.handling import handles
from tradepost.domains.places.countries import COUNTRIES
from tradepost.domains.problems import Problem, refuse

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"


@handles(api.check_inbound_eligibility, changes=False)
async def check_inbound_eligibility(
    ctx: Context, request: api.CheckInboundEligibilityArguments
) -> api.InboundEligibility:
    """Tells whether packages are taken in, and of each why not."""
    eligibility.in_the_us(ctx)
    given = request.body.packages_to_inbound
    refuse(packages.problems(given, "packagesToInbound", ctx.now, ordered=False))
    return views.eligibility(given, await eligibility.verdict(ctx, given), ctx.now)


@handles(api.create_inbound)
async def create_inbound(ctx: Context, request: api.CreateInboundArguments) -> api.InboundOrderReference:
    """Makes a draft of an order to bring boxes in. Packages that are not taken in are refused (our choice)."""
    eligibility.in_the_us(ctx)
    body = request.body
    _check(body.origin_address, body.preferences)
    await eligibility.check(ctx, body.packages_to_inbound)
    number = await jobs.next_number(ctx.tx, ctx.seller_id, "awd inbound orders")
    order = InboundOrder(
        id=_new_id(ctx, "awd inbound order", str(number)),
        created_at=ctx.now,
        updated_at=ctx.now,
        origin=body.origin_address,
        packages=body.packages_to_inbound,
        preferred_region=_region(body.preferences),
        external_reference_id=body.external_reference_id or "",
    )
    await records.keep_inbound_order(ctx.tx, ctx.seller_id, order)
    await ctx.schedule(arriving.EXPIRE, order.id, ctx.now + UNCONFIRMED)
    ctx.record("awd.inbound_order_created", order.id, {"boxes": packages.boxes(order.packages)})
    return api.InboundOrderReference(order_id=order.id)


def _new_id(ctx: Context, kind: str, number: str) -> str:
    """The id of an order or of a shipment; they look the same."""
    return f"STAR-{ctx.seed.letters(_LETTERS, 13, kind, ctx.seller_id, number)}"


def _check(origin: api.Address, preferences: api.InboundPreferences | None) -> None:
    problems = []
    if origin.country_code not in COUNTRIES:
        problems.append(Problem("originAddress.countryCode", origin.country_code, "is not a country"))
    region = _region(preferences)
    if region and region not in centers.REGIONS:
        rule = f"is not one of {', '.join(centers.REGIONS)}"
        problems.append(Problem("preferences.destinationRegion", region, rule))
    refuse(problems)


def _region(preferences: api.InboundPreferences | None) -> str:
    return (preferences.destination_region or "") if preferences else ""


@handles(api.get_inbound)
async def get_inbound(ctx: Context, request: api.GetInboundArguments) -> api.InboundOrder:
    """Shows an order; where it goes and its shipment's id once it is confirmed."""
    eligibility.in_the_us(ctx)
    return views.inbound_order(await loading.inbound_order(ctx, request.order_id))


@handles(api.update_inbound)
async def update_inbound(ctx: Context, request: api.UpdateInboundArguments) -> None:
    """Changes packages, origin and preferences of a draft. It is VALIDATING until that is done, seconds later.

    The other attributes of the body are not read (published model), but the order's id has to be the same (our choice).
    """
    eligibility.in_the_us(ctx)
    body = request.body
    order = await loading.inbound_order(ctx, request.order_id)
    if body.order_id != order.id:
        refuse([Problem("orderId", body.order_id, f"is not the id in the path, '{order.id}'")])
    if not ORDER_STEPS.allows(order.status, "update"):
        raise OrderConflict(order.id, order.status, "updated", "one that is DRAFT can be")
    _check(body.origin_address, body.preferences)
    await eligibility.check(ctx, body.packages_to_inbound)
    order.take("update", ctx.now)
    await records.keep_inbound_order(ctx.tx, ctx.seller_id, order)
    await asking.ask(ctx, api.update_inbound, order.id, body)


async def _draft_again(ctx: Context, order: InboundOrder) -> None:
    """A change is over; a draft whose time ended meanwhile expires now."""
    order.take("updated", ctx.now)
    await records.keep_inbound_order(ctx.tx, ctx.seller_id, order)
    await ctx.schedule(arriving.EXPIRE, order.id, max(order.created_at + UNCONFIRMED, ctx.now))


async def _not_updated(ctx: Context, asked: asking.Asked, reason: str) -> None:
    """An order stays as it was."""
    order = await loading.inbound_order(ctx, asked.about)
    await _draft_again(ctx, order)
    ctx.record("awd.inbound_order_not_updated", order.id, {"reason": reason})


@asking.carries_out(api.update_inbound, give_up=_not_updated)
async def carry_update_out(ctx: Context, asked: asking.Asked) -> None:
    """A draft is as its seller wants it now."""
    order = await loading.inbound_order(ctx, asked.about)
    body = msgspec.json.decode(asked.wanted, type=api.InboundOrder)
    await eligibility.check(ctx, body.packages_to_inbound)
    order.packages, order.origin = body.packages_to_inbound, body.origin_address
    order.preferred_region = _region(body.preferences)
    await _draft_again(ctx, order)
    ctx.record("awd.inbound_order_updated", order.id, {"boxes": packages.boxes(order.packages)})


@handles(api.confirm_inbound)
async def confirm_inbound(ctx: Context, request: api.ConfirmInboundArguments) -> None:
    """Confirms a draft: it gets a distribution center, and one shipment (published model)."""
    eligibility.in_the_us(ctx)
    order = await loading.inbound_order(ctx, request.order_id)
    if not ORDER_STEPS.allows(order.status, "confirm"):
        raise OrderConflict(order.id, order.status, "confirmed", "one that is DRAFT can be")
    await eligibility.check(ctx, order.packages)
    center = centers.assigned(ctx.seed, order.id, order.origin, order.preferred_region)
    shipment = InboundShipment(
        id=_new_id(ctx, "awd shipment", order.id),
        order_id=order.id,
        center_id=center.id,
        created_at=ctx.now,
        updated_at=ctx.now,
        origin=order.origin,
        packages=order.packages,
        external_reference_id=order.external_reference_id,
        warehouse_reference_id=ctx.seed.letters(_LETTERS, 8, "awd reference", ctx.seller_id, order.id),
    )
    skus = list(dict.fromkeys(packages.product_of(each).sku for each in order.packages))
    await records.keep_inbound_shipment(ctx.tx, ctx.seller_id, shipment)
    await stock.announce(ctx, shipment, await goods.find(ctx, eligibility.US, skus))
    order.shipment_id, order.center_id = shipment.id, center.id
    order.take("confirm", ctx.now)
    await ctx.unschedule(arriving.EXPIRE, order.id)
    await records.keep_inbound_order(ctx.tx, ctx.seller_id, order)
    body = {"shipmentId": shipment.id, "destinationRegion": center.region}
    ctx.record("awd.inbound_order_confirmed", order.id, body)


@handles(api.cancel_inbound)
async def cancel_inbound(ctx: Context, request: api.CancelInboundArguments) -> None:
    """Cancels an order with its shipment, as long as that has not left (our choice)."""
    eligibility.in_the_us(ctx)
    order = await loading.inbound_order(ctx, request.order_id)
    if not ORDER_STEPS.allows(order.status, "cancel"):
        raise OrderConflict(order.id, order.status, "cancelled", "one that is DRAFT or CONFIRMED can be")
    if order.shipment_id:
        shipment = await loading.inbound_shipment(ctx, order.shipment_id)
        if shipment.status != "CREATED":
            rule = f"its shipment is {shipment.status}, and one that is CREATED can be"
            raise OrderConflict(order.id, order.status, "cancelled", rule)
        await arriving.cancel(ctx, shipment)
    await arriving.end_order(ctx, order, "cancel")
