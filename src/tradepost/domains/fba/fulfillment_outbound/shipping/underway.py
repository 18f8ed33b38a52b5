"""Packages on their way, and how that ends: delivered, back, or lost and paid for."""

from __future__ import annotations

from datetime import datetime

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.carriage import tracking
from tradepost.domains.carriage.tracking import Destiny, Journey
from tradepost.domains.context import Context
from tradepost.domains.fba.fulfillment_outbound.asking.terms import destination_of
from tradepost.domains.fba.fulfillment_outbound.order import Order, Parcel, Shipment, ShipmentItem
from tradepost.domains.fba.inventory import stock
from tradepost.domains.fba.inventory.model import Disposition
from tradepost.domains.money.fees.lost import paid_for
from tradepost.domains.places.centers import BY_ID, Place
from tradepost.domains.selling.listings import offers

ARRIVE = "fulfillment_outbound.arrive"


def way_of(ctx: Context, order: Order, shipment: Shipment, parcel: Parcel) -> Journey:
    """The way of a package, the same whenever it is asked for."""
    return parcel.way or settled(ctx, order, shipment, shipment.parcels.index(parcel), parcel.shipped_at)


def settled(
    ctx: Context, order: Order, shipment: Shipment, index: int, shipped_at: datetime, fate: Destiny | None = None
) -> Journey:
    """The whole way of a shipment's package that leaves then, as the seed has it or as ``fate`` says."""
    return tracking.journey(
        ctx.seed,
        (ctx.seller_id, shipment.id, index),
        shipped_at,
        (shipment.promise.earliest_arrival, shipment.promise.latest_arrival),
        BY_ID[shipment.center_id].place,
        Place(*destination_of(order.request.destination_address).place),
        fate,
    )


def happened(way: Journey, now: datetime) -> tuple[tracking.Event, ...]:
    """What has happened on a way until now, the oldest first."""
    return tuple(each for each in way.events if each.at <= now)


async def change_fate(ctx: Context, order: Order, shipment: Shipment, parcel: Parcel, fate: Destiny) -> None:
    """Gives a package that is ``tracking.steerable`` another fate: what has happened stays, the rest goes like this."""
    before = happened(way_of(ctx, order, shipment, parcel), ctx.now)
    other = settled(ctx, order, shipment, shipment.parcels.index(parcel), parcel.shipped_at, fate)
    parcel.way = tracking.redirected(before, other, ctx.now)
    parcel.delivered_at, parcel.ends_at = parcel.way.delivered_at, parcel.way.ends_at
    await ctx.schedule(ARRIVE, f"{order.id}/{parcel.number}", parcel.ends_at)
    ctx.record("fulfillment_outbound.package_redirected", order.id, {"packageNumber": parcel.number, "fate": fate})


async def arrive(ctx: Context, order: Order, shipment: Shipment, parcel: Parcel) -> None:
    """A package's way ends: delivered, lost, or back. What comes back can be sold again, unless it was damaged on its
    way; what is lost of a seller's own order is paid for (both our choice, after what integrators have met).

    Units that were in a return before are put back by that return, and by nothing else.
    """
    way = way_of(ctx, order, shipment, parcel)
    if way.delivered_at is None:
        await _fail(ctx, order, shipment, parcel, way)
    parcel.ended = True
    ctx.record(
        "fulfillment_outbound.package_ended",
        order.id,
        {"packageNumber": parcel.number, "status": tracking.current_status(way, ctx.now)},
    )


async def _fail(ctx: Context, order: Order, shipment: Shipment, parcel: Parcel, way: Journey) -> None:
    index = shipment.parcels.index(parcel)
    for item in shipment.items:
        if item.package != index:
            continue
        kept = shipment.units(item.item_id) - shipment.astray(item.item_id)
        units = min(item.quantity, kept - order.returned(shipment, item.item_id))
        if units <= 0:
            continue
        if way.fate == "lost":
            await _reimburse(ctx, order, parcel, item, units)
        else:
            disposition: Disposition = "carrier_damaged" if way.fate == "damaged" else "fulfillable"
            await stock.take_back(ctx, order.marketplace_id, item.seller_sku, units, disposition, order.id)


async def _reimburse(ctx: Context, order: Order, parcel: Parcel, item: ShipmentItem, units: int) -> None:
    """Pays for what was lost; nothing where the SKU has no price, or a buyer of Amazon's has paid for it."""
    offer = await offers.offer(ctx, order.marketplace_id, item.seller_sku)
    if offer is None or order.origin:
        return
    body = {
        "marketplaceId": order.marketplace_id,
        "sellerSku": item.seller_sku,
        "asin": offer.asin,
        "quantity": units,
        "amount": paid_for(offer.regular_price, units, MARKETPLACES[order.marketplace_id].currency),
        "packageNumber": parcel.number,
        "sellerFulfillmentOrderItemId": item.item_id,
        "sellerFulfillmentOrderId": order.id,
    }
    ctx.record("fulfillment_outbound.reimbursed", order.id, body)
