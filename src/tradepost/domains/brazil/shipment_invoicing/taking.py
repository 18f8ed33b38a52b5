"""What becomes of a shipment: it waits, invoices come for it, and it leaves once one is accepted."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from tradepost.documents import documents
from tradepost.domains.brazil.establishments import reading as establishments
from tradepost.domains.brazil.nfe.reading import read
from tradepost.domains.brazil.shipment_invoicing import records
from tradepost.domains.brazil.shipment_invoicing.judging import Expected, problems_of
from tradepost.domains.brazil.shipment_invoicing.shipment import STEPS, ShippedItem, Submission, WaitingShipment
from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs import records as numbers
from tradepost.domains.fba.fulfillment_outbound.shipping import customer_orders
from tradepost.domains.selling.orders import invoicing
from tradepost.domains.selling.orders import reading as orders
from tradepost.domains.selling.orders.order import Order

VALIDATE: Final = "shipment_invoicing.validate"
#: How long an invoice is looked at (our choice).
LOOKING: Final = timedelta(minutes=2)
DOCUMENT: Final = "shipment invoice"


async def wait(ctx: Context, order: Order, shipment_id: str) -> None:
    """A shipment that is picked does not leave before its seller has invoiced it."""
    planned = await customer_orders.keep_waiting(ctx, order.id, shipment_id)
    items = []
    for item_id, (units, before) in planned.units.items():
        item = order.item(item_id)
        assert item is not None
        share = item.share(before, units, order.currency)
        items.append(ShippedItem(item_id=item_id, quantity=units, amounts=share))
    made = WaitingShipment(
        id=shipment_id,
        order_id=order.id,
        marketplace_id=order.marketplace_id,
        center_id=planned.center_id,
        created_at=ctx.now,
        items=tuple(items),
    )
    await _keep(ctx, made)
    ctx.record("shipment_invoicing.invoice_awaited", made.id, _told(made))


async def call_off(ctx: Context, shipment_id: str) -> None:
    """The network has given a shipment up: no invoice is needed any more."""
    found = await records.find(ctx.tx, ctx.seller_id, shipment_id)
    if found is not None:
        found.called_off = True
        await ctx.unschedule(VALIDATE, shipment_id)
        await records.put(ctx.tx, ctx.seller_id, found)


async def submit(ctx: Context, shipment: WaitingShipment, content: bytes) -> None:
    """An invoice has come; it is looked at soon. Raises NotAnInvoiceError."""
    key = read(content).key
    number = await numbers.next_number(ctx.tx, ctx.seller_id, "shipment invoices")
    document = await documents.keep(
        ctx.tx,
        ctx.seller_id,
        ctx.seed.uuid("shipment invoice", ctx.seller_id, number),
        DOCUMENT,
        await ctx.documents.write(content),
        content_type="application/xml",
        now=ctx.now,
    )
    shipment.status = STEPS.after(shipment.status, "submit")
    shipment.submissions.append(Submission(at=ctx.now, document_id=document.id, access_key=key))
    await _keep(ctx, shipment)
    await ctx.schedule(VALIDATE, shipment.id, ctx.now + LOOKING)
    ctx.record("shipment_invoicing.invoice_submitted", shipment.id, _told(shipment))


async def validate(ctx: Context, shipment: WaitingShipment) -> None:
    """The invoice was looked at: the shipment leaves, or waits for a better one."""
    last = shipment.submissions[-1]
    document = await documents.find(ctx.tx, ctx.seller_id, last.document_id, DOCUMENT, ctx.now)
    order = await orders.find(ctx, shipment.order_id)
    assert document is not None
    assert order is not None
    note = read(await ctx.documents.whole(document))
    expected = Expected(
        seller=(await establishments.current(ctx)).cnpj,
        buyer=order.buyer.tax_id,
        total=shipment.total,
        used_for=await records.with_key(ctx.tx, ctx.seller_id, last.access_key),
    )
    last.problems = problems_of(note, expected)
    shipment.status = STEPS.after(shipment.status, "fail" if last.problems else "accept")
    await _keep(ctx, shipment)
    if last.problems:
        told = _told(shipment) | {"problems": list(last.problems)}
        ctx.record("shipment_invoicing.invoice_errored", shipment.id, told)
        return
    ctx.record("shipment_invoicing.invoice_accepted", shipment.id, _told(shipment))
    await customer_orders.let_leave(ctx, shipment.order_id, shipment.id)


async def _keep(ctx: Context, shipment: WaitingShipment) -> None:
    """Keeps what has become of a shipment's invoice; its order shows it, too."""
    await records.put(ctx.tx, ctx.seller_id, shipment)
    await invoicing.note(ctx, shipment.order_id, shipment.status)


def _told(shipment: WaitingShipment) -> dict[str, object]:
    said = {"orderId": shipment.order_id, "marketplaceId": shipment.marketplace_id, "status": shipment.status}
    key = {"accessKey": shipment.submissions[-1].access_key} if shipment.submissions else {}
    return {**said, **key}
