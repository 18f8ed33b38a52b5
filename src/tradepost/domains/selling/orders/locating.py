"""From which of a seller's locations the units of an order come."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.fba.inventory import merchant
from tradepost.domains.selling.orders.order import Order
from tradepost.domains.selling.orders.refusals import NotBuyable
from tradepost.domains.shipping.supply_sources import finding as supply_sources
from tradepost.domains.shipping.supply_sources.source import SupplySource


async def locate(ctx: Context, order: Order, store: SupplySource | None) -> None:
    """Says where each line's units are. Raises NotBuyable.

    What is picked up at a store is taken from there, if the seller tells its quantity. Anything else comes from one
    place: where no location is named, or the supply source that was created first of those that have all of it (our
    choice); Orders shows it as the one to ship from.
    """
    wanted: dict[str, int] = {}
    for each in order.items:
        wanted[each.seller_sku] = wanted.get(each.seller_sku, 0) + each.quantity
    kept = {sku: await merchant.by_location(ctx, order.marketplace_id, sku) for sku in wanted}
    if store is not None:
        for each in order.items:
            each.location = store.code if store.code in kept[each.seller_sku] else ""
            there = kept[each.seller_sku].get(each.location, 0)
            if there < wanted[each.seller_sku]:
                place = f" at {store.alias}" if each.location else ""
                raise NotBuyable(each.seller_sku, f"has {there} units{place}, {wanted[each.seller_sku]} are wanted")
        return
    if all(kept[sku].get("", 0) >= units for sku, units in wanted.items()):
        return
    for source in await supply_sources.active(ctx):
        if all(kept[sku].get(source.code, 0) >= units for sku, units in wanted.items()):
            order.supply_source_id = source.id
            for each in order.items:
                each.location = source.code
            return
    raise NotBuyable(order.items[0].seller_sku, "is not in one place with all of the order")
