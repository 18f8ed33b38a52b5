"""A label is bought for an order, called off, and its money given back."""

from __future__ import annotations

from typing import Final

import msgspec

from tradepost.contract import merchant_fulfillment_v0 as api
from tradepost.domains.context import Context
from tradepost.domains.selling.orders import fulfilling
from tradepost.domains.selling.orders import records as orders
from tradepost.domains.shipping.merchant_fulfillment import inputs, records
from tradepost.domains.shipping.merchant_fulfillment.asking import Wanted
from tradepost.domains.shipping.merchant_fulfillment.offering import Offer, insurance
from tradepost.domains.shipping.merchant_fulfillment.shipment import DECIDED, STATUSES, Shipment, Step
from tradepost.domains.shipping.parcels import buying, confirming
from tradepost.domains.shipping.parcels import records as parcels
from tradepost.domains.shipping.parcels.buying import Purchase
from tradepost.domains.shipping.parcels.parcel import Parcel

DECIDE: Final = "merchant_fulfillment.decide"
SOURCE: Final = "merchant_fulfillment"


async def purchase(
    ctx: Context, wanted: Wanted, offer: Offer, *, label_format: api.LabelFormat, packing_slip: bool
) -> tuple[Shipment, Parcel]:
    """Buys a label, which is paid at once and confirms the shipment of its items.

    Where it takes the place of a label that was called off, the order's package gets its number: the order was
    confirmed before, and stays Shipped (published model).
    """
    order = wanted.order
    before = await records.of_order(ctx.tx, ctx.seller_id, order.id)
    shipment = Shipment(
        id=ctx.seed.uuid("merchant shipment", ctx.seller_id, order.id, len(before)),
        order_id=order.id,
        created_at=ctx.now,
        updated_at=ctx.now,
        details=wanted.details,
        offer_id=offer.id,
        experience=offer.experience,
        insurance=insurance(wanted, offer.rate),
        label_format=label_format,
        packing_slip=packing_slip,
    )
    parcel = await buying.buy(ctx, _purchase(shipment, wanted, offer))
    await records.add(ctx.tx, ctx.seller_id, shipment)
    if wanted.replaces is None:
        await confirming.confirm(ctx, order, parcel)
    else:
        await _replace(ctx, wanted, wanted.replaces, shipment, parcel)
    return shipment, parcel


def _purchase(shipment: Shipment, wanted: Wanted, offer: Offer) -> Purchase:
    first = wanted.details.item_list[0].item_level_seller_inputs_list
    return Purchase(
        source=SOURCE,
        reference=shipment.id,
        parcel_id=shipment.id,
        marketplace_id=wanted.order.marketplace_id,
        rate=offer.rate,
        package=wanted.package,
        origin=wanted.origin,
        destination=wanted.destination,
        contents=wanted.contents,
        options=[offer.extra],
        package_reference=_printed_on_it(wanted, offer, shipment.label_format),
        order_id=wanted.order.id,
        arrive_by=wanted.order.dates.latest_delivery,
        customs_code=inputs.said(first, "HS_CODE"),
    )


def _printed_on_it(wanted: Wanted, offer: Offer, label_format: api.LabelFormat) -> str:
    """What the seller wants on the label: his own text in ZPL203 alone, and not with FedEx (published model); and the
    order's id."""
    custom = wanted.details.label_customization
    if custom is None:
        return ""
    own = label_format == "ZPL203" and offer.rate.carrier != "FEDEX"
    id = wanted.order.id if custom.standard_id_for_label else ""
    return "  ".join(each for each in ((custom.custom_text_for_label or "") if own else "", id) if each)


async def _replace(ctx: Context, wanted: Wanted, old: Shipment, new: Shipment, parcel: Parcel) -> None:
    order = wanted.order
    former = await parcels.find(ctx.tx, ctx.seller_id, old.id)
    assert former is not None
    for index, each in enumerate(order.packages):
        if each.tracking_number == former.tracking_number:
            order.packages[index] = msgspec.structs.replace(
                each,
                carrier_code=parcel.carrier,
                carrier_name="",
                shipping_method=parcel.service,
                tracking_number=parcel.tracking_number,
            )
    fulfilling.touch(ctx, order)
    await orders.save(ctx.tx, ctx.seller_id, order)
    old.replaced_by = new.id
    await records.save(ctx.tx, ctx.seller_id, old)


async def ask_back(ctx: Context, shipment: Shipment, parcel: Parcel) -> None:
    """A seller wants his money back: the parcel is not picked up any more, and its carrier decides a day later.

    What the carrier has already goes on its way, and is paid. The order stays as it is (published model).
    """
    if buying.cancellable(parcel):
        await buying.call_off(ctx, parcel)
    await _step(ctx, shipment, "ask back")
    await ctx.schedule(DECIDE, shipment.id, ctx.now + DECIDED)


async def decide(ctx: Context, shipment: Shipment, parcel: Parcel) -> None:
    """A carrier gives the money back for what it was never given, and for nothing else."""
    if parcel.state != "PickupCancelled":
        await _step(ctx, shipment, "refuse")
        return
    await buying.give_back(ctx, parcel)
    await _step(ctx, shipment, "refund")


async def _step(ctx: Context, shipment: Shipment, step: Step) -> None:
    shipment.status = STATUSES.after(shipment.status, step)
    shipment.updated_at = ctx.now
    await records.save(ctx.tx, ctx.seller_id, shipment)
    body = {"shipmentId": shipment.id, "orderId": shipment.order_id, "status": shipment.status}
    ctx.record("merchant_fulfillment.status_changed", shipment.id, body)
