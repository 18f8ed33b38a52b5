"""What is printed for a package: its label, its invoice and, for serial numbers, a warranty; and their archive."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import Final, Literal

import msgspec

from tradepost.contract import easy_ship_2022_03_23 as api
from tradepost.domains.measures.amounts import text
from tradepost.domains.selling.orders.order import Order
from tradepost.domains.shipping.easy_ship.package import ScheduledPackage
from tradepost.domains.shipping.parcels import labels
from tradepost.domains.shipping.parcels.parcel import Parcel, Print
from tradepost.printing.pages import A4
from tradepost.printing.pdf import pdf
from tradepost.printing.sheet import Barcode, Item, Line, Sheet, Text, column

#: The published document types.
Kind = Literal["ShippingLabel", "Invoice", "Warranty"]
#: How many lines of items an invoice has a page, and how many lines a warranty.
_ROWS: Final = 25
_SERIALS: Final = 45
#: The earliest time that an archive can tell, so that the same papers make the same bytes.
_TIMELESS: Final = (1980, 1, 1, 0, 0, 0)


class Printed(msgspec.Struct, frozen=True):
    """A package with all that its papers tell, and who sells it."""

    package: ScheduledPackage
    parcel: Parcel
    order: Order
    seller: str


def archive(printed: Sequence[Printed], form: api.LabelFormat) -> bytes:
    """The papers of packages in a ZIP file: a folder for each order. The same papers make the same bytes."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for each in printed:
            for name, content in papers(each, form).items():
                file.writestr(zipfile.ZipInfo(f"{each.order.id}/{name}", _TIMELESS), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def papers(printed: Printed, form: api.LabelFormat) -> dict[str, bytes]:
    """The papers of a package by their file names: the label in its format, the rest as PDF."""
    found = {f"label.{form.lower()}": labels.on_paper(sheets(printed, "ShippingLabel"), Print(format=form))}
    for kind, name in (("Invoice", "invoice.pdf"), ("Warranty", "warranty.pdf")):
        pages = sheets(printed, kind)  # type: ignore[arg-type]
        if pages:
            found[name] = pdf(pages)
    return found


def sheets(printed: Printed, kind: Kind) -> list[Sheet]:
    """The pages of a paper; none where the package has no such paper."""
    if kind == "ShippingLabel":
        return [labels.sheet(printed.parcel, "LABEL", Print(shows_reference=True))]
    if kind == "Invoice":
        return _invoice(printed) if printed.package.invoice_number else []
    return _warranty(printed)


def _invoice(printed: Printed) -> list[Sheet]:
    """The invoice of an order, with fields of the published report. Prices hold their tax (our choice)."""
    order, package = printed.order, printed.package
    rows = [(f"{each.quantity} x {each.title[:60]}", each.amounts.total) for each in order.items]
    total = sum((amount for _, amount in rows), Decimal(0))
    heads = [
        f"Invoice Number: {package.invoice_number}",
        f"Invoice Date: {package.invoiced_at or package.scheduled_at:%Y-%m-%d}",
        f"Order Number: {order.id}",
        f"Order Date: {order.purchased_at:%Y-%m-%d}",
        f"Sold By: {printed.seller}",
    ]
    return [_page(heads, printed, rows[start : start + _ROWS], total) for start in range(0, len(rows), _ROWS)]


def _page(heads: list[str], printed: Printed, rows: list[tuple[str, Decimal]], total: Decimal) -> Sheet:
    to, currency = printed.parcel.destination, printed.order.currency
    town = " ".join(each for each in (to.city, to.state, to.postal_code, to.country) if each)
    items: list[Item] = [
        Text(20, 18, "Tax Invoice", 16, bold=True),
        *column(20, 30, heads, 9),
        *column(120, 30, ["Shipping Address:", to.name, *to.lines, town], 9),
        Line(20, 62, A4[0] - 20, 62),
    ]
    for index, (line, amount) in enumerate(rows):
        y = 66 + index * 6.0
        items += [Text(20, y, line, 9), Text(165, y, text(amount, currency), 9)]
    items.append(Text(20, 230, f"Total Amount {currency} {text(total, currency)}", 12, bold=True))
    items.append(Barcode(20, 245, 80, 12, printed.order.id))
    return Sheet(*A4, tuple(items))


def _warranty(printed: Printed) -> list[Sheet]:
    """What was sold under which serial number."""
    titles = {each.id: each.title for each in printed.order.items}
    lines = [
        line
        for item_id, numbers in printed.package.serials.items()
        for line in (titles[item_id][:70], *(f"     Serial number {each}" for each in numbers))
    ]
    heads = [f"Order Number: {printed.order.id}", f"Sold By: {printed.seller}"]
    return [
        Sheet(
            *A4,
            (
                Text(20, 18, "Warranty", 16, bold=True),
                *column(20, 30, heads, 9),
                *column(20, 45, lines[start : start + _SERIALS], 10),
            ),
        )
        for start in range(0, len(lines), _SERIALS)
    ]
