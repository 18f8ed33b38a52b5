"""Box labels: printed by a job, and kept as a document for as long as the boxes are likely to be here."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from tradepost.documents import documents
from tradepost.documents.records import Document
from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs import records as jobs
from tradepost.domains.fba.awd.inbound import InboundShipment
from tradepost.domains.fba.awd.packages import boxes, product_of
from tradepost.printing.pages import LETTER
from tradepost.printing.pdf import pdf
from tradepost.printing.sheet import Barcode, Line, Sheet, Text

PURPOSE: Final = "awd labels"
#: How long printed labels can be had, in virtual time. Our choice.
KEPT: Final = timedelta(days=30)


async def keep(ctx: Context, shipment: InboundShipment) -> str:
    """Prints the labels of a shipment; the id of the document."""
    number = await jobs.next_number(ctx.tx, ctx.seller_id, "awd labels")
    document = await documents.keep(
        ctx.tx,
        ctx.seller_id,
        ctx.seed.uuid("awd labels", ctx.seller_id, number),
        PURPOSE,
        await ctx.documents.write(pdf(sheets(shipment))),
        content_type="application/pdf",
        now=ctx.now,
        kept=KEPT,
    )
    return document.id


async def find(ctx: Context, document_id: str) -> Document | None:
    """Printed labels, or None where their time is over."""
    return await documents.find(ctx.tx, ctx.seller_id, document_id, PURPOSE, ctx.now)


def sheets(shipment: InboundShipment) -> list[Sheet]:
    """A page for each box (published page type ``PLAIN_PAPER``: one label per US Letter sheet)."""
    ids, total = iter(shipment.box_ids()), boxes(shipment.packages)
    found: list[Sheet] = []
    for package in shipment.packages:
        product = product_of(package)
        inside = f"Single SKU  {product.sku[:40]}  Qty {product.quantity}"
        for _ in range(package.count):
            found.append(_label(shipment, next(ids), f"Box {len(found) + 1} of {total}", inside))
    return found


def _label(shipment: InboundShipment, box_id: str, title: str, inside: str) -> Sheet:
    width, height = LETTER
    origin, center = shipment.origin, shipment.center
    from_place = " ".join(filter(None, (origin.city, origin.state_or_region, origin.postal_code)))
    ship_from = ["SHIP FROM:", origin.name, origin.address_line1, from_place, origin.country_code]
    ship_to = [
        "SHIP TO:",
        f"AWD: {center.id}",
        center.street,
        f"{center.city} {center.state} {center.postal_code}",
        "US",
    ]
    left, right = width * 0.08, width * 0.54
    rows = [
        Text(x, height * (0.2 + 0.03 * row), line[:44], 12)
        for x, lines in ((left, ship_from), (right, ship_to))
        for row, line in enumerate(lines)
    ]
    return Sheet(
        width,
        height,
        (
            Text(left, height * 0.08, "AWD", 30, bold=True),
            Text(right, height * 0.09, title, 16, bold=True),
            Line(left, height * 0.17, width - left, height * 0.17),
            *rows,
            Line(left, height * 0.38, width - left, height * 0.38),
            Barcode(width * 0.15, height * 0.44, width * 0.7, height * 0.18, box_id),
            Text(width * 0.15, height * 0.64, box_id, 16, bold=True),
            Text(width * 0.15, height * 0.69, f"Reference {shipment.warehouse_reference_id}", 12),
            Text(width * 0.15, height * 0.73, inside, 12),
        ),
    )
