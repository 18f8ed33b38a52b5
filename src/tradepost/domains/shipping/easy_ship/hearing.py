"""What Easy Ship follows: parcels on their way, and orders that are called off."""

from __future__ import annotations

import msgspec

from tradepost.domains.context import Context
from tradepost.domains.hearing import hears
from tradepost.domains.selling.orders import fulfilling, reading
from tradepost.domains.selling.orders import records as orders
from tradepost.domains.selling.orders.order import Order
from tradepost.domains.shipping.easy_ship import model, records, scheduling
from tradepost.domains.shipping.parcels import buying, confirming
from tradepost.domains.shipping.parcels.parcel import Parcel
from tradepost.events.outbox import Event


@hears("parcels.tracked")
async def tracked(ctx: Context, event: Event) -> None:
    """Something has happened to a package: its order shows it. With its pick-up the order is shipped."""
    if event.body["source"] != scheduling.SOURCE:
        return
    order_id = event.body["orderId"]
    package, order = await records.find(ctx.tx, ctx.seller_id, order_id), await reading.find(ctx, order_id)
    if package is None or order is None:
        return
    parcel = await scheduling.parcel_of(ctx, package)
    fulfilling.set_easy_ship_status(ctx, order, model.order_status(parcel, package.slot.method))
    if event.body["eventCode"] == "PickupDone" and order.status in ("Unshipped", "PartiallyShipped"):
        await confirming.confirm(ctx, order, _with_what_is_left(parcel, order))
    else:
        await orders.save(ctx.tx, ctx.seller_id, order)


def _with_what_is_left(parcel: Parcel, order: Order) -> Parcel:
    """The parcel without units that were called off since it was scheduled."""
    left = {each.id: each.open for each in order.items}
    contents = [
        msgspec.structs.replace(each, quantity=min(each.quantity, left[each.order_item_id]))
        for each in parcel.contents
        if left[each.order_item_id]
    ]
    return msgspec.structs.replace(parcel, contents=tuple(contents))


@hears("orders.canceled")
async def canceled(ctx: Context, event: Event) -> None:
    """An order is called off before its package was fetched: nobody comes for it, and its label is paid back."""
    package = await records.find(ctx.tx, ctx.seller_id, event.body["orderId"])
    order = await reading.find(ctx, event.body["orderId"]) if package is not None else None
    if package is None or order is None or order.status != "Canceled":
        return
    parcel = await scheduling.parcel_of(ctx, package)
    if buying.cancellable(parcel):
        await buying.cancel(ctx, parcel)
