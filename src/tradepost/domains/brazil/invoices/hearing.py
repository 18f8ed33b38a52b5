"""The movements of goods in Brazil that cause documents. Which of them cause which is our choice, after the published
tax rules for goods that are kept in somebody else's warehouse (armazém geral)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.brazil.establishments import reading as establishments
from tradepost.domains.brazil.invoices import parties, records, remitting
from tradepost.domains.brazil.invoices.invoice import Invoice
from tradepost.domains.brazil.invoices.issuing import Movement, issue
from tradepost.domains.brazil.invoices.remitting import kept_line
from tradepost.domains.brazil.nfe.note import GoodsLine, InvoiceType
from tradepost.domains.brazil.shipment_invoicing import reading as shipment_invoicing
from tradepost.domains.context import Context
from tradepost.domains.fba.fulfillment_outbound import records as fulfillment_orders
from tradepost.domains.fba.fulfillment_outbound.shipping import customer_orders
from tradepost.domains.fba.inbound import records as inbound
from tradepost.domains.fba.removals import records as removals
from tradepost.domains.hearing import hears
from tradepost.domains.measures.sizes import item_size, size_tier
from tradepost.domains.places.centers import BY_ID, CENTERS, FulfillmentCenter, stocked_at
from tradepost.domains.selling.orders import reading as orders
from tradepost.domains.selling.orders.order import Order
from tradepost.events.outbox import Event


def _in_brazil(event: Event) -> bool:
    found = MARKETPLACES.get(event.body.get("marketplaceId", ""))
    return found is not None and found.country == "BR"


@hears("orders.shipped")
async def sold(ctx: Context, event: Event) -> None:
    """Goods that Amazon has shipped to a customer: they are the seller's again, and sold. Where the seller invoices his
    sales himself, his own invoice is the only one."""
    body = event.body
    if not _in_brazil(event) or body["channel"] != "AFN":
        return
    order = await orders.find(ctx, event.subject)
    assert order is not None
    package = next(each for each in order.packages if each.reference_id == body["packageReferenceId"])
    left = await customer_orders.left_with(ctx, order.id, package.tracking_number)
    if left is None or await shipment_invoicing.is_sellers_own(ctx, left[0]):
        return
    shipment_id, center_id = left
    movement = Movement(
        marketplace_id=order.marketplace_id,
        transaction_type="CUSTOMER_SALES",
        center=BY_ID[center_id],
        transactions=(("AMAZON_ORDER_ID", order.id), ("AMAZON_SHIPMENT_ID", shipment_id)),
        order_id=order.id,
    )
    seller = parties.seller(await establishments.current(ctx))
    lines = tuple(_sold_line(order, each) for each in body["items"])
    bare = tuple(GoodsLine(sku=each.sku, title=each.title, units=each.units, goods=each.goods) for each in lines)
    back = await issue(ctx, movement, "SYMBOLIC_RETURN", parties.center(movement.center), seller, bare)
    await issue(ctx, movement, "SALE", seller, parties.buyer(ctx.seed, order), lines, (back.note.key,))


def _sold_line(order: Order, sent: dict[str, Any]) -> GoodsLine:
    item = order.item(sent["orderItemId"])
    assert item is not None
    money = {name: Decimal(value) for name, value in sent["amounts"].items()}
    return GoodsLine(
        sku=item.seller_sku,
        title=item.title,
        units=sent["quantity"],
        goods=money["principal"],
        shipping=money["shipping"],
        discount=money["promotion"] + money["shippingPromotion"],
        other=money["giftWrap"],
    )


@hears("orders.return_received")
async def given_back(ctx: Context, event: Event) -> None:
    """Goods that a customer has sent back: the seller takes them in, and they are kept at the center again."""
    body = event.body
    if not _in_brazil(event) or body["channel"] != "AFN":
        return
    order = await orders.find(ctx, event.subject)
    assert order is not None
    issued = await records.of_transaction(ctx.tx, ctx.seller_id, "AMAZON_ORDER_ID", order.id)
    given: dict[str, list[GoodsLine]] = {}
    for each in body["items"]:
        sale = _sale_of(issued, each["sellerSku"])
        if sale is not None:
            given.setdefault(sale.id, []).append(_given_line(order, each))
    for sale in issued:
        if sale.id in given:
            await _take_in(ctx, issued, sale, tuple(given[sale.id]), body["returnId"])


def _sale_of(issued: list[Invoice], sku: str) -> Invoice | None:
    """The document by which units of a SKU were sold; None where Amazon issued none."""
    sales = (each for each in issued if each.note.type == "SALE")
    return next((each for each in sales if any(line.sku == sku for line in each.note.lines)), None)


async def _take_in(
    ctx: Context, issued: list[Invoice], sale: Invoice, lines: tuple[GoodsLine, ...], return_id: str
) -> None:
    before = sale.identified_by("BUSINESS_TRANSACTION_ID")
    keeper = next(
        each.note.issuer
        for each in issued
        if each.note.type == "SYMBOLIC_RETURN" and each.identified_by("BUSINESS_TRANSACTION_ID") == before
    )
    order_id = sale.identified_by("AMAZON_ORDER_ID")
    movement = Movement(
        marketplace_id=sale.marketplace_id,
        transaction_type="CUSTOMER_RETURNS",
        center=next(each for each in CENTERS["BR"] if parties.center(each).tax_id == keeper.tax_id),
        transactions=(("AMAZON_ORDER_ID", order_id), ("RETURN_ID", return_id)),
        order_id=order_id,
    )
    seller = sale.note.issuer
    taken = await issue(ctx, movement, "SALE_RETURN", seller, sale.note.recipient, lines, (sale.note.key,))
    await issue(ctx, movement, "SYMBOLIC_REMITTANCE", seller, keeper, lines, (taken.note.key,))


def _given_line(order: Order, sent: dict[str, Any]) -> GoodsLine:
    item = order.item(sent["orderItemId"])
    assert item is not None
    goods = item.share(0, sent["quantity"], order.currency).principal
    return GoodsLine(sku=item.seller_sku, title=item.title, units=sent["quantity"], goods=goods)


@hears("inbound.shipment_status_changed")
async def sent_in(ctx: Context, event: Event) -> None:
    """Goods that a seller has sent to a center, to be kept there; their invoice may have been asked for before."""
    body = event.body
    if not _in_brazil(event) or body["status"] != "SHIPPED":
        return
    shipment = await inbound.shipment(ctx.tx, ctx.seller_id, body["shipmentId"])
    assert shipment is not None
    found = await remitting.of_shipment(ctx, shipment.id)
    if found is None or found.status == "REJECTED":
        await remitting.remit(ctx, shipment)


@hears("fulfillment_outbound.shipment_status_changed")
async def taken_out(ctx: Context, event: Event) -> None:
    """Goods that Amazon has shipped for the seller's business elsewhere: they leave the center as the seller's own."""
    if event.body["status"] != "SHIPPED" or not _in_brazil(event):
        return
    order = await fulfillment_orders.find(ctx.tx, ctx.seller_id, event.subject)
    if order is None or order.origin:
        return
    shipment = next(each for each in order.shipments if each.id == event.body["amazonShipmentId"])
    units: dict[str, int] = {}
    for each in shipment.items:
        units[each.seller_sku] = units.get(each.seller_sku, 0) + each.quantity
    movement = Movement(
        marketplace_id=order.marketplace_id,
        transaction_type="MULTI_CHANNEL_FULFILLMENT",
        center=BY_ID[shipment.center_id],
        transactions=(("SELLER_FULFILLMENT_ORDER_ID", order.id), ("AMAZON_SHIPMENT_ID", shipment.id)),
    )
    seller = parties.seller(await establishments.current(ctx))
    lines = tuple([await kept_line(ctx, order.marketplace_id, sku, many) for sku, many in units.items()])
    await issue(ctx, movement, "RETURN", parties.center(movement.center), seller, lines)


@hears("removals.completed")
async def removed(ctx: Context, event: Event) -> None:
    """Goods that a seller has had taken out: they are sent back to him, or are his again and disposed of."""
    if not _in_brazil(event):
        return
    removal = await removals.find(ctx.tx, ctx.seller_id, event.subject)
    assert removal is not None
    units: dict[FulfillmentCenter, dict[str, int]] = {}
    for each in removal.lines:
        if each.removed:
            of_center = units.setdefault(_kept_at(ctx, each.seller_sku), {})
            of_center[each.seller_sku] = of_center.get(each.seller_sku, 0) + each.removed
    seller = parties.seller(await establishments.current(ctx))
    for center, of_center in units.items():
        movement = Movement(
            marketplace_id=removal.marketplace_id,
            transaction_type="REMOVAL",
            center=center,
            transactions=(("REMOVAL_ORDER_ID", removal.id),),
        )
        lines = tuple([await kept_line(ctx, removal.marketplace_id, sku, many) for sku, many in of_center.items()])
        kind: InvoiceType = "RETURN" if removal.type == "Return" else "SYMBOLIC_RETURN"
        await issue(ctx, movement, kind, parties.center(center), seller, lines)


def _kept_at(ctx: Context, sku: str) -> FulfillmentCenter:
    bulky = size_tier(item_size(ctx.seed, ctx.seller_id, sku)) in ("LargeBulky", "ExtraLarge")
    return stocked_at(ctx.seed, ctx.seller_id, sku, "BR", bulky=bulky)
