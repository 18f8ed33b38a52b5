"""UPLOAD_VAT_INVOICE: an invoice, or a credit note, that the seller has written for an order."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final, Literal

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.exchange.feeds.carrying_out.orders import order_of
from tradepost.domains.exchange.feeds.message import FaultyMessageError, Message, Result, Task
from tradepost.domains.selling.orders import fulfilling, records
from tradepost.domains.selling.orders.order import Invoice, Order

#: Where invoices may be uploaded (published guide: the marketplaces of the EU's VAT program, and the UK).
COUNTRIES: Final = frozenset({"BE", "DE", "ES", "FR", "GB", "IE", "IT", "NL", "PL", "SE"})
FAULTY: Final = "18028"
_PREFIX: Final = "metadata:"


async def upload(task: Task, message: Message) -> list[Result]:
    """Keeps an invoice with its order. What it is of stands in ``feedOptions``, by names such as ``metadata:OrderId``.

    ``OrderId`` or ``ShippingId`` is needed, and ``InvoiceNumber``; a credit note needs its ``TransactionId`` (published
    guide). ``ShippingId`` is looked for among the packages of the order, by reference id or tracking number, where both
    are named; alone it is taken for an order's id (our choice). The same number again replaces what was there.
    """
    said = {name.lower().removeprefix(_PREFIX): value.strip() for name, value in task.feed.options.items()}
    for marketplace_id in task.feed.marketplace_ids:
        country = MARKETPLACES[marketplace_id].country
        if country not in COUNTRIES:
            raise FaultyMessageError(FAULTY, f"Invoices cannot be uploaded in {country}.")
    number, shipping_id = said.get("invoicenumber", ""), said.get("shippingid", "")
    if not number:
        raise FaultyMessageError(FAULTY, "feedOptions: metadata:InvoiceNumber is required.")
    order = await order_of(task, said.get("orderid", "") or shipping_id, "")
    _check(order, task)
    if not order.packages:
        raise FaultyMessageError(FAULTY, f"Nothing of order {order.id} has been shipped.", AmazonOrderID=order.id)
    if shipping_id and said.get("orderid") and not _ships(order, shipping_id):
        raise FaultyMessageError(
            FAULTY, f"Order {order.id} has no shipment '{shipping_id[:60]}'.", AmazonOrderID=order.id
        )
    type = _type(said)
    invoice = Invoice(
        number=number[:100],
        type=type,
        document_id=task.document.id,
        uploaded_at=task.ctx.now,
        shipping_id=shipping_id,
        transaction_id=said.get("transactionid", ""),
        total=_amount("TotalAmount", said),
        vat=_amount("TotalVATAmount", said),
    )
    order.invoices = [each for each in order.invoices if (each.number, each.type) != (invoice.number, type)]
    order.invoices.append(invoice)
    fulfilling.touch(task.ctx, order)
    await records.save(task.ctx.tx, task.ctx.seller_id, order)
    body = {"orderId": order.id, "invoiceNumber": invoice.number, "type": type, "documentId": invoice.document_id}
    task.ctx.record("orders.invoice_uploaded", order.id, body)
    return []


def _check(order: Order, task: Task) -> None:
    if order.marketplace_id not in task.feed.marketplace_ids:
        raise FaultyMessageError(
            FAULTY, f"Order {order.id} was not placed in a marketplace of the feed.", AmazonOrderID=order.id
        )


def _ships(order: Order, shipping_id: str) -> bool:
    return any(shipping_id in (each.reference_id, each.tracking_number) for each in order.packages)


def _type(said: dict[str, str]) -> Literal["Invoice", "CreditNote"]:
    told = said.get("documenttype", "Invoice")
    if told.lower() == "invoice":
        return "Invoice"
    if told.lower() != "creditnote":
        raise FaultyMessageError(FAULTY, f"DocumentType: '{told[:40]}' is neither Invoice nor CreditNote.")
    if not said.get("transactionid"):
        raise FaultyMessageError(FAULTY, "feedOptions: metadata:TransactionId is required for a CreditNote.")
    return "CreditNote"


def _amount(name: str, said: dict[str, str]) -> Decimal | None:
    told = said.get(name.lower())
    if not told:
        return None
    try:
        found = Decimal(told)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise FaultyMessageError(FAULTY, f"{name}: '{told[:40]}' is not an amount.")
    return found
