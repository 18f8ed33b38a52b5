"""Orders whose label is bought are confirmed as shipped; and where their parcels come from and go to."""

from __future__ import annotations

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.carriage.zones import Stop
from tradepost.domains.context import Context
from tradepost.domains.places.centers import CENTERS
from tradepost.domains.selling.orders import fulfilling
from tradepost.domains.selling.orders import records as orders
from tradepost.domains.selling.orders.order import Order, Package, PackedItem
from tradepost.domains.shipping.parcels.parcel import Parcel


def destination_of(order: Order) -> Stop:
    """Where an order goes, as carriers read it."""
    address = order.buyer.address
    return Stop(
        name=address.name,
        company=address.company,
        lines=tuple(each for each in (address.address_line1, address.address_line2) if each),
        city=address.city,
        state=address.state_or_region,
        postal_code=address.postal_code,
        country=address.country_code,
        phone=address.phone,
        residential=address.address_type == "Residential",
    )


def origin_of(ctx: Context, order: Order) -> Stop:
    """Where a seller sends from who has not said it: a town of the marketplace's country (our choice)."""
    center = ctx.seed.pick(CENTERS[MARKETPLACES[order.marketplace_id].country], "origin", ctx.seller_id)
    return Stop(city=center.city, state=center.state, postal_code=center.postal_code, country=center.country)


async def confirm(ctx: Context, order: Order, parcel: Parcel) -> None:
    """Confirms that units of an order have been shipped in a parcel: those of its contents that name order items.

    Raises what ``fulfilling.ship`` raises; then nothing has changed.
    """
    package = Package(
        reference_id=fulfilling.package_reference(order),
        carrier_code=parcel.carrier,
        shipping_method=parcel.service,
        tracking_number=parcel.tracking_number,
        shipped_at=ctx.now,
        items=[PackedItem(each.order_item_id, each.quantity) for each in parcel.contents if each.order_item_id],
    )
    await fulfilling.ship(ctx, order, package)
    await orders.save(ctx.tx, ctx.seller_id, order)
