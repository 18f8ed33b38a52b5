"""Issuing documents: each is numbered in a series of its issuer, kept, and sent to the tax office."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import msgspec

from tradepost.domains.brazil.establishments import records as establishments
from tradepost.domains.brazil.establishments.establishment import Establishment
from tradepost.domains.brazil.invoices import records
from tradepost.domains.brazil.invoices.invoice import Invoice, TransactionName, TransactionType
from tradepost.domains.brazil.nfe.access_key import key_of
from tradepost.domains.brazil.nfe.layout import ZONE
from tradepost.domains.brazil.nfe.note import Carrier, GoodsLine, InvoiceType, Note, Party
from tradepost.domains.context import Context
from tradepost.domains.places import brazil
from tradepost.domains.places.centers import CENTERS, FulfillmentCenter

AUTHORIZE: Final = "invoices.authorize"
#: How long the tax office takes (our choice).
TAX_OFFICE: Final = timedelta(minutes=2)
_DIGITS: Final = "0123456789"
#: The first series that Amazon numbers in; each fulfillment center has its own (our choice).
_FIRST_SERIES: Final = 31


class Movement(msgspec.Struct, frozen=True, kw_only=True):
    """What documents are issued for: which transaction, in which marketplace, through which center, by whom carried."""

    marketplace_id: str
    transaction_type: TransactionType
    center: FulfillmentCenter
    transactions: tuple[tuple[TransactionName, str], ...]
    order_id: str = ""
    carrier: Carrier | None = None


async def issue(
    ctx: Context,
    movement: Movement,
    type: InvoiceType,
    issuer: Party,
    recipient: Party,
    lines: tuple[GoodsLine, ...],
    refers_to: tuple[str, ...] = (),
) -> Invoice:
    """Issues a document of a movement. Those of one movement have a BUSINESS_TRANSACTION_ID in common."""
    series = _FIRST_SERIES + CENTERS["BR"].index(movement.center)
    number = await records.next_number(ctx.tx, ctx.seller_id, issuer.tax_id, series)
    drawn_by = ("invoice", ctx.seller_id, issuer.tax_id, series, number)
    code = ctx.seed.letters(_DIGITS, 8, *drawn_by)
    state = brazil.STATE_CODES[issuer.state]
    note = Note(
        key=key_of(state, ctx.now.astimezone(ZONE), issuer.tax_id, series, number, code).text,
        type=type,
        series=series,
        number=number,
        issued_at=ctx.now,
        issuer=issuer,
        recipient=recipient,
        lines=lines,
        refers_to=refers_to,
        order_id=movement.order_id,
        carrier=movement.carrier,
    )
    business = ctx.seed.uuid("business transaction", ctx.seller_id, *(id for _, id in movement.transactions))
    made = Invoice(
        id=ctx.seed.uuid(*drawn_by),
        marketplace_id=movement.marketplace_id,
        transaction_type=movement.transaction_type,
        note=note,
        transactions=(("BUSINESS_TRANSACTION_ID", business), *movement.transactions),
    )
    await records.add(ctx.tx, ctx.seller_id, made)
    await ctx.schedule(AUTHORIZE, made.id, ctx.now + TAX_OFFICE)
    ctx.record("invoices.issued", made.id, told(made))
    return made


async def hear_tax_office(ctx: Context, made: Invoice, of: Establishment) -> None:
    """The tax office authorizes a document; or rejects it, where that was asked for."""
    if of.rejection is None:
        year = f"{ctx.now.astimezone(ZONE):%y}"
        number = ctx.seed.letters(_DIGITS, 10, "protocol", made.note.key)
        protocol = f"1{brazil.STATE_CODES[made.note.issuer.state]}{year}{number}"
        made.note = msgspec.structs.replace(made.note, protocol=protocol, authorized_at=ctx.now)
        made.status = "AUTHORIZED"
    else:
        made.status, made.error_code, made.answer = "REJECTED", of.rejection.code, of.rejection.reason
        left = of.rejection.times - 1
        of.rejection = msgspec.structs.replace(of.rejection, times=left) if left else None
        await establishments.put(ctx.tx, ctx.seller_id, of)
    await records.save(ctx.tx, ctx.seller_id, made)
    ctx.record("invoices.answered", made.id, told(made))


def told(made: Invoice) -> dict[str, str]:
    """A document as events tell of it."""
    return {
        "marketplaceId": made.marketplace_id,
        "invoiceType": made.note.type,
        "transactionType": made.transaction_type,
        "accessKey": made.note.key,
        "status": made.status,
    }
