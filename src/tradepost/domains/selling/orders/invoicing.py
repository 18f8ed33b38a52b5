"""How it stands with the invoice of an order in Brazil, as whoever takes invoices says it."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.selling.orders import fulfilling, records
from tradepost.domains.selling.orders.order import ElectronicInvoice


async def note(ctx: Context, order_id: str, status: ElectronicInvoice) -> None:
    """Notes what has become of the invoice of an order's last shipment that needs one."""
    order = await records.find(ctx.tx, ctx.seller_id, order_id)
    if order is not None and order.electronic_invoice != status:
        order.electronic_invoice = status
        fulfilling.touch(ctx, order)
        await records.save(ctx.tx, ctx.seller_id, order)
