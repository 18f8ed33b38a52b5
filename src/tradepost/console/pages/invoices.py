"""Invoices in Brazil: the fiscal documents of a seller, one of them as XML or on paper, and the shipments that wait."""

from __future__ import annotations

from starlette.responses import Response

from tradepost.console.pages.orders import Step
from tradepost.console.visit import Visit
from tradepost.domains.brazil.establishments import reading, records
from tradepost.domains.brazil.invoices import records as invoices
from tradepost.domains.brazil.invoices.invoice import Invoice
from tradepost.domains.brazil.nfe.danfe import danfe
from tradepost.domains.brazil.nfe.layout import xml
from tradepost.domains.brazil.shipment_invoicing import records as waiting
from tradepost.domains.context import Context
from tradepost.errors import InvalidInput, NotFound
from tradepost.events import outbox
from tradepost.simulation.clock import to_milliseconds

_ON_A_PAGE = 50
_MOST_SHIPMENTS = 20
_MOST_EVENTS = 50


async def listed(visit: Visit) -> Response:
    """Documents, newest first; shipments that wait for an invoice; and who the seller is to the tax offices."""
    before = visit.asked("before").partition("/")
    after = (int(before[0]), before[2]) if before[0].isdecimal() and len(before[0]) < 18 else None
    async with visit.reading() as ctx:
        found = await invoices.newest(ctx.tx, ctx.seller_id, after, _ON_A_PAGE + 1)
        shipments = await waiting.newest(ctx.tx, ctx.seller_id, _MOST_SHIPMENTS)
        establishment = await reading.current(ctx)
    last = found[_ON_A_PAGE - 1] if len(found) > _ON_A_PAGE else None
    return visit.page(
        "invoices.html",
        "invoices",
        invoices=found[:_ON_A_PAGE],
        shipments=shipments,
        establishment=establishment,
        following=None if last is None else f"{to_milliseconds(last.note.issued_at)}/{last.id}",
    )


async def show(visit: Visit) -> Response:
    """One document: who issued it to whom, for which goods, and what the tax office says."""
    async with visit.reading() as ctx:
        found = await _load(ctx, visit)
        events = await outbox.about(ctx.tx, ctx.seller_id, found.id, _MOST_EVENTS)
    steps = [Step(each.occurred_at, "event", each.type, each.body) for each in events]
    return visit.page("invoice.html", "invoices", invoice=found, note=found.note, steps=steps)


async def download(visit: Visit) -> Response:
    """One document as a file: ``xml``, or ``pdf``, which is how it goes with the goods. Raises NotFound."""
    async with visit.reading() as ctx:
        found = await _load(ctx, visit)
    form = visit.named("form")
    if form == "xml":
        return _file(xml(found.note), f"{found.id}.xml", "application/xml")
    if form == "pdf":
        return _file(danfe(found.note), f"{found.id}.pdf", "application/pdf")
    raise NotFound("The specified resource does not exist.", f"There is no invoice as {form[:20]}.")


async def choose_invoicer(visit: Visit) -> Response:
    """Amazon invoices what it ships for the seller, or he does it himself."""
    chosen = (await visit.form()).get("by", "")
    if chosen not in ("AMAZON", "SELLER"):
        raise InvalidInput("Invalid Input", f"by: '{chosen[:60]}' is not one of AMAZON, SELLER")
    async with visit.acting() as ctx:
        establishment = await reading.current(ctx)
        establishment.invoiced_by = "SELLER" if chosen == "SELLER" else "AMAZON"
        await records.put(ctx.tx, ctx.seller_id, establishment)
    return visit.go("invoices", done="Shipments that are picked from now on follow it.")


def _file(content: bytes, name: str, content_type: str) -> Response:
    return Response(content, media_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


async def _load(ctx: Context, visit: Visit) -> Invoice:
    found = await invoices.find(ctx.tx, ctx.seller_id, visit.named("id"))
    if found is None:
        raise NotFound("The specified resource does not exist.", f"There is no invoice {visit.named('id')[:60]}.")
    return found
