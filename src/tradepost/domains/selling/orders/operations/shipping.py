"""Orders shipped by their seller, and picked up in his store."""

from __future__ import annotations

from datetime import timedelta

from tradepost.contract import orders_v0 as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.selling.orders import fulfilling, records
from tradepost.domains.selling.orders.operations.reading import load
from tradepost.domains.selling.orders.order import Order, Package, PackedItem, counted_once
from tradepost.domains.selling.orders.refusals import (
    AlreadyFulfilled,
    InvalidPackageReference,
    NotAnItemOfTheOrder,
    NotPickedUp,
    NotShippable,
    PackageTaken,
    UnknownItem,
    WrongMarketplace,
)
from tradepost.domains.shipping.supply_sources import finding as supply_sources
from tradepost.errors import InvalidInput


@handles(api.confirm_shipment)
async def confirm_shipment(ctx: Context, request: api.ConfirmShipmentArguments) -> None:
    """Says that a package was sent: who brings it, under which number, and what is in it.

    An order may go in several packages, and an item in parts. More than was ordered cannot be shipped. Sent again with
    the same reference id and the same items, it corrects carrier and number (published guide). An order of Easy Ship is
    confirmed by its pick-up (our choice to refuse it here).
    """
    order, detail = await load(ctx, request.order_id), request.body.package_detail
    if request.body.marketplace_id != order.marketplace_id:
        raise WrongMarketplace(order.id, request.body.marketplace_id)
    if order.channel != "MFN":
        raise NotShippable(order.id, "is fulfilled by Amazon")
    if order.easy_ship:
        raise NotShippable(order.id, "goes by Easy Ship, which confirms it when it is picked up")
    package = _package(ctx, order, detail)
    source = package.supply_source_id
    if source and await supply_sources.find(ctx, source) is None:
        raise InvalidInput("Invalid Input", f"shipFromSupplySourceId: '{source[:60]}' is not a supply source of yours")
    known = next((each for each in order.packages if each.reference_id == package.reference_id), None)
    if known is not None:
        if _contents(known) != _contents(package):
            raise PackageTaken(order.id, package.reference_id)
        package.items = known.items
        fulfilling.correct(ctx, order, known, package)
    else:
        if order.status == "Shipped":
            raise AlreadyFulfilled(order.id, package.reference_id)
        if order.status not in ("Unshipped", "PartiallyShipped"):
            raise NotShippable(order.id, f"is {order.status}")
        await fulfilling.ship(ctx, order, package)
    await records.save(ctx.tx, ctx.seller_id, order)


def _package(ctx: Context, order: Order, detail: api.PackageDetail) -> Package:
    reference = detail.package_reference_id
    if not (reference.isascii() and reference.isdigit()) or not reference.strip("0"):
        raise InvalidPackageReference(reference)
    if not detail.order_items:
        raise InvalidInput("Invalid Input", "orderItems: at least one item is needed")
    if detail.carrier_code == "Other" and not detail.carrier_name:
        raise InvalidInput("Invalid Input", "carrierName: is needed where carrierCode is Other")
    made, now, sent = order.purchased_at.replace(microsecond=0), ctx.now.replace(microsecond=0), detail.ship_date
    if sent < made:
        fault = f"shipDate: {sent.isoformat()} is before the order was made, {made.isoformat()}"
        raise InvalidInput("Invalid Input", fault)
    if sent - now >= timedelta(days=1):
        fault = f"shipDate: {sent.isoformat()} is a day or more ahead of the time, {now.isoformat()}"
        raise InvalidInput("Invalid Input", fault)
    for index, each in enumerate(detail.order_items):
        if order.item(each.order_item_id) is None:
            raise NotAnItemOfTheOrder(order.id, each.order_item_id)
        if each.quantity < 1:
            raise InvalidInput("Invalid Input", f"orderItems[{index}].quantity: {each.quantity} is not at least 1")
    return Package(
        reference_id=detail.package_reference_id,
        carrier_code=detail.carrier_code,
        carrier_name=detail.carrier_name or "",
        shipping_method=detail.shipping_method or "",
        tracking_number=detail.tracking_number,
        shipped_at=detail.ship_date,
        items=[PackedItem(each.order_item_id, each.quantity) for each in detail.order_items],
        supply_source_id=detail.ship_from_supply_source_id or "",
    )


def _contents(package: Package) -> dict[str, int]:
    return {each.item_id: each.quantity for each in counted_once(package.items)}


@handles(api.update_shipment_status)
async def update_shipment_status(ctx: Context, request: api.UpdateShipmentStatusArguments) -> None:
    """Reports an order that is picked up in a store: ready, picked up, or refused.

    For orders that are picked up alone. PickedUp ships what is left, RefusedPickup calls it off.
    """
    order, body = await load(ctx, request.order_id), request.body
    if body.marketplace_id != order.marketplace_id:
        raise WrongMarketplace(order.id, body.marketplace_id)
    if not order.pickup:
        raise NotPickedUp(order.id)
    if order.status not in ("Unshipped", "PartiallyShipped"):
        raise NotShippable(order.id, f"is {order.status}")
    for index, each in enumerate(body.order_items or ()):
        if each.order_item_id is not None and order.item(each.order_item_id) is None:
            raise UnknownItem(order.id, each.order_item_id)
        if each.quantity is not None and each.quantity < 1:
            raise InvalidInput("Invalid Input", f"orderItems[{index}].quantity: {each.quantity} is not at least 1")
    order.pickup_status = body.shipment_status
    fulfilling.touch(ctx, order)
    if body.shipment_status == "PickedUp":
        await fulfilling.ship(ctx, order, _picked_up(ctx, order, body))
    elif body.shipment_status == "RefusedPickup":
        await fulfilling.cancel(ctx, order, "RefusedPickup")
    await records.save(ctx.tx, ctx.seller_id, order)


def _picked_up(ctx: Context, order: Order, body: api.UpdateShipmentStatusRequest) -> Package:
    """What was handed over in the store: what is named, or all that is left of it."""
    open_units = {each.id: each.open for each in order.items if each.open}
    named = [
        PackedItem(each.order_item_id, each.quantity or open_units.get(each.order_item_id, 1))
        for each in body.order_items or ()
        if each.order_item_id
    ]
    left = [PackedItem(id, units) for id, units in open_units.items()]
    return Package(
        reference_id=fulfilling.package_reference(order),
        carrier_code="Other",
        carrier_name="Pickup",
        shipped_at=ctx.now,
        items=named or left,
    )
