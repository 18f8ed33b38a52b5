"""The invoice of an inbound shipment: goods that a seller sends to a center, to be kept there."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from tradepost.domains.brazil.establishments import reading as establishments
from tradepost.domains.brazil.invoices import parties, records
from tradepost.domains.brazil.invoices.invoice import Invoice
from tradepost.domains.brazil.invoices.issuing import Movement, issue
from tradepost.domains.brazil.nfe.note import Carrier, GoodsLine
from tradepost.domains.context import Context
from tradepost.domains.fba.inbound import records as inbound
from tradepost.domains.fba.inbound.contents import Line
from tradepost.domains.fba.inbound.shipment import Shipment
from tradepost.domains.selling.listings import offers

#: What a unit is worth of which nobody has said a price, in reais (our choice).
_WITHOUT_PRICE: Final = Decimal("1.00")


async def of_shipment(ctx: Context, shipment_id: str) -> Invoice | None:
    """The last invoice of an inbound shipment, or None."""
    found = await records.of_transaction(ctx.tx, ctx.seller_id, "INBOUND_SHIPMENT_ID", shipment_id)
    return found[-1] if found else None


async def remit(ctx: Context, shipment: Shipment, carrier: Carrier | None = None) -> Invoice:
    """Issues the invoice of an inbound shipment. Its units are counted by SKU, at what the seller asks for them."""
    units: dict[str, int] = {}
    for each in await inbound.contents(ctx.tx, ctx.seller_id, shipment.id, Line):
        units[each.msku] = units.get(each.msku, 0) + each.quantity
    movement = Movement(
        marketplace_id=shipment.marketplace_id,
        transaction_type="INBOUND_SHIPMENT",
        center=shipment.center,
        transactions=(("INBOUND_PLAN_ID", shipment.plan_id), ("INBOUND_SHIPMENT_ID", shipment.id)),
        carrier=carrier,
    )
    seller = parties.seller(await establishments.current(ctx))
    lines = tuple([await kept_line(ctx, shipment.marketplace_id, sku, many) for sku, many in units.items()])
    return await issue(ctx, movement, "REMITTANCE", seller, parties.center(shipment.center), lines)


async def kept_line(ctx: Context, marketplace_id: str, sku: str, units: int) -> GoodsLine:
    """Units that are kept, for what the seller asks for them."""
    offer = await offers.offer(ctx, marketplace_id, sku)
    price = _WITHOUT_PRICE if offer is None or offer.price <= 0 else offer.price
    return GoodsLine(sku=sku, title=sku if offer is None else offer.title, units=units, goods=price * units)
