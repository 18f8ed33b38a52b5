"""What the ledger follows: what was shipped and refunded, what stock in the network costs, what services bring."""

from __future__ import annotations

from decimal import Decimal

from tradepost.accounts import records as accounts
from tradepost.domains.context import Context
from tradepost.domains.hearing import hears
from tradepost.domains.money.fees import promoting
from tradepost.domains.money.fees.goods import goods_of
from tradepost.domains.money.finances import model, posting, records, storing
from tradepost.domains.money.finances.event import FinancialEvent, ItemLines, Line
from tradepost.domains.selling.catalog import products
from tradepost.domains.selling.orders import reading
from tradepost.domains.selling.orders.order import Order
from tradepost.events.outbox import Event

_INVOICED = "B2B"
_DIGITS = "0123456789"


@hears("orders.shipped")
async def shipped(ctx: Context, event: Event) -> None:
    """A package that left is paid, less what selling its units costs.

    A business order that is paid by invoice is deferred until the invoice is due (our choice: 30 days).
    """
    body = event.body
    marketplace_id, channel = body["marketplaceId"], body["channel"]
    order = await reading.find(ctx, body["orderId"])
    posted = _of_order(ctx, "Shipment", order, body, body["packageReferenceId"])
    posted.shipment_id = ctx.seed.letters(_DIGITS, 14, "shipment", body["orderId"], body["packageReferenceId"])
    items = model.items_of(body)
    known = await products.find_many(ctx, marketplace_id, [each.asin for each in items])
    promotions = await promoting.running(ctx, marketplace_id)
    for item in items:
        lines = model.shipped(item, goods_of(known.get(item.asin)), marketplace_id, channel, promotions)
        _describe(lines, order)
        posted.items.append(lines)
    if order is not None and order.buyer.business and order.buyer.purchase_order_number:
        posting.defer(posted, _INVOICED, posting.invoice_due(ctx.now))
    await posting.post(ctx, posted)


@hears("orders.refunded")
async def refunded(ctx: Context, event: Event) -> None:
    """What a buyer gets back is taken from the balance; fees are given back, less what is kept for refunding.

    The refund of a sale whose money is still deferred is deferred with it.
    """
    body = event.body
    before = await records.of_order(ctx.tx, ctx.seller_id, body["orderId"])
    order = await reading.find(ctx, body["orderId"])
    posted = _of_order(ctx, "Refund", order, body, body["refundId"])
    posted.refund_id = body["refundId"]
    for item in model.items_of(body):
        adjustment_id = ctx.seed.letters(_DIGITS, 14, "adjustment", body["refundId"], item.order_item_id)
        lines = model.refunded(item, before, body["marketplaceId"], body["channel"], adjustment_id)
        _describe(lines, order)
        posted.items.append(lines)
    waiting = [each for each in before if each.type == "Shipment" and each.status == "DEFERRED"]
    if waiting and waiting[0].matures_at is not None:
        posting.defer(posted, waiting[0].deferral_reason, waiting[0].matures_at)
    await posting.post(ctx, posted)


@hears("inbound.charged")
async def inbound_charged(ctx: Context, event: Event) -> None:
    """What a shipment to Amazon costs: its carriage, placement, labels and preparation, at what was quoted."""
    body = event.body
    about, amount = body["about"], Decimal(body["amount"])
    key = (about, body["shipmentId"], body["amount"], ctx.now.isoformat())
    fee = posting.new_event(ctx, "ServiceFee", body["marketplaceId"], *key)
    fee.about, fee.description = about, f"{about} {body['shipmentId']}"
    fee.lines = [Line(about, -amount)]
    await posting.post(ctx, fee)


@hears("awd.charged")
async def awd_charged(ctx: Context, event: Event) -> None:
    """What Amazon Warehousing and Distribution costs: storage, processing, transportation."""
    body = event.body
    about, amount, reference = body["about"], Decimal(body["amount"]), body["reference"]
    fee = posting.new_event(ctx, "ServiceFee", body["marketplaceId"], about, reference, ctx.now.isoformat())
    fee.about, fee.description = about, f"{about} {reference}"
    fee.lines = [Line(about, -amount)]
    await posting.post(ctx, fee)


@hears("inbound.reimbursed", "awd.reimbursed")
async def inbound_reimbursed(ctx: Context, event: Event) -> None:
    """What is paid for units of a shipment to Amazon that were lost; SKU by SKU in FBA, lot by lot in AWD."""
    body = event.body
    amount, about = Decimal(body["amount"]), "FBAInventoryReimbursement"
    lines = ItemLines(
        seller_sku=body["sellerSku"],
        asin=body["asin"],
        quantity=body["quantity"],
        charges=[Line(about, amount)],
    )
    key = (body["shipmentId"], body["sellerSku"], *([event.subject] if event.type == "awd.reimbursed" else []))
    await posting.adjust(ctx, body["marketplaceId"], about, amount, *key, items=[lines])


@hears("fulfillment_outbound.reimbursed")
async def package_reimbursed(ctx: Context, event: Event) -> None:
    """What is paid for units of a seller's own order that were lost on their way to its recipient."""
    body, about = event.body, "FBAInventoryReimbursement"
    items = ItemLines(
        seller_sku=body["sellerSku"],
        asin=body["asin"],
        quantity=body["quantity"],
        charges=[Line(about, Decimal(body["amount"]))],
    )
    key = (str(body["packageNumber"]), body["sellerFulfillmentOrderItemId"])
    await posting.adjust(
        ctx, body["marketplaceId"], about, items.total, *key, items=[items], reason="MULTICHANNEL_ORDER_LOST"
    )


@hears("inventory.received", "inventory.returned")
async def stored(ctx: Context, event: Event) -> None:
    """What comes to a fulfillment center is stored, and storage is charged by the month."""
    await storing.await_month(ctx, event.body["marketplaceId"])


@hears("removals.completed")
async def removed(ctx: Context, event: Event) -> None:
    """What taking units out of the network costs; its order is the removal order (as captured)."""
    body, amount = event.body, Decimal(event.body["amount"])
    if amount:
        fee = posting.new_event(ctx, "ServiceFee", body["marketplaceId"], body["about"], event.subject)
        fee.about, fee.description = body["about"], f"{body['about']} {event.subject}"
        fee.order_id = event.subject
        fee.lines = [Line(body["about"], -amount)]
        await posting.post(ctx, fee)


@hears("parcels.bought", "parcels.refunded")
async def postage(ctx: Context, event: Event) -> None:
    """A shipping label is paid when it is bought, and given back when it is called off (published adjustment types)."""
    body, bought = event.body, event.type == "parcels.bought"
    amount = Decimal(body["amount"])
    if not amount:  # the carrier bills the seller itself
        return
    about = "PostageBilling" if bought else "PostageRefund"
    await posting.adjust(
        ctx, body["marketplaceId"], about, -amount if bought else amount, body["parcelId"], order_id=body["orderId"]
    )


@hears("amazon_shipping.claim_granted")
async def reimbursed(ctx: Context, event: Event) -> None:
    """What a claim for a parcel brings (a published adjustment type)."""
    body, amount = event.body, Decimal(event.body["amount"])
    if amount:
        about = "LostOrDamagedReimbursement"
        await posting.adjust(ctx, body["marketplaceId"], about, amount, body["claimId"], order_id=body["orderId"])


@hears("service_jobs.completed")
async def performed(ctx: Context, event: Event) -> None:
    """A service that was performed is paid: all that its buyer paid for it, without a fee (our choice)."""
    body, amount = event.body, Decimal(event.body["amount"])
    if not amount:
        return
    credit = posting.new_event(ctx, "ServiceProviderCredit", body["marketplaceId"], event.subject)
    partner = await accounts.partner(ctx.tx, ctx.seller_id)
    credit.provider = (ctx.seller_id, partner.name if partner else "")
    credit.about, credit.seller_order_id = "ProviderCredit", body["serviceOrderId"]
    credit.description = f"Service {event.subject}"
    credit.lines = [Line(credit.about, amount)]
    await posting.post(ctx, credit)


def _of_order(
    ctx: Context, type: model.OrderEvent, order: Order | None, body: dict[str, str], reference: str
) -> FinancialEvent:
    posted = posting.new_event(ctx, type, body["marketplaceId"], body["orderId"], reference)
    posted.order_id, posted.channel = body["orderId"], body["channel"]
    posted.seller_order_id = (order.seller_order_id if order else "") or body["orderId"]
    posted.description = "Order Payment" if type == "Shipment" else "Refund Order"
    return posted


def _describe(lines: ItemLines, order: Order | None) -> None:
    line = order.item(lines.order_item_id) if order else None
    if line is not None:
        lines.title = line.title
        lines.promotion_id = ", ".join(line.promotion_ids)
