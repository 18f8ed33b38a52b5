"""What is printed for a package: its label, its invoice and, for serial numbers, a warranty; and their archive."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import Final

import msgspec

from tradepost.contract import easy_ship_2022_03_23 as api
from tradepost.domains.measures.amounts import text
from tradepost.domains.selling.orders.order import Order
from tradepost.domains.shipping.easy_ship.package import ScheduledPackage
from tradepost.domains.shipping.parcels import labels
from tradepost.domains.shipping.parcels.labels import Print
from tradepost.domains.shipping.parcels.parcel import Parcel
from tradepost.printing.pages import A4
from tradepost.printing.pdf import pdf
from tradepost.printing.sheet import Barcode, Item, Line, Sheet, Text, column

_ROWS: Final = 25
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
    label = labels.printed(printed.parcel, "LABEL", Print(format=form, shows_reference=True))
    found = {f"label.{form.lower()}": label}
    if printed.package.invoice_number:
        found["invoice.pdf"] = invoice(printed)
    if printed.package.serials:
        found["warranty.pdf"] = warranty(printed)
    return found


def invoice(printed: Printed) -> bytes:
    """The invoice of an order, with the fields of the published report. Prices hold their tax (our choice)."""
    order, package = printed.order, printed.package
    rows = [(f"{each.quantity} x {each.title[:60]}", each.amounts.total) for each in order.items]
    pages = [rows[start : start + _ROWS] for start in range(0, len(rows), _ROWS)]
    heads = [
        f"Invoice Number: {package.invoice_number}",
        f"Invoice Date: {package.invoiced_at or package.scheduled_at:%Y-%m-%d}",
        f"Order Number: {order.id}",
        f"Order Date: {order.purchased_at:%Y-%m-%d}",
        f"Sold By: {printed.seller}",
    ]
    total = sum((amount for _, amount in rows), Decimal(0))
    sheets = [_page("Tax Invoice", heads, printed, page, order.currency, total) for page in pages]
    return pdf(sheets)


def _page(
    title: str, heads: list[str], printed: Printed, rows: list[tuple[str, Decimal]], currency: str, total: Decimal
) -> Sheet:
    to = printed.parcel.destination
    town = " ".join(each for each in (to.city, to.state, to.postal_code, to.country) if each)
    items: list[Item] = [
        Text(20, 18, title, 16, bold=True),
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


def warranty(printed: Printed) -> bytes:
    """What was sold under which serial number."""
    titles = {each.id: each.title for each in printed.order.items}
    lines = [
        line
        for item_id, numbers in printed.package.serials.items()
        for line in (titles[item_id][:70], *(f"     Serial number {each}" for each in numbers))
    ]
    most = 45
    pages = [lines[start : start + most] for start in range(0, len(lines), most)]
    return pdf(
        [
            Sheet(
                *A4,
                (
                    Text(20, 18, "Warranty", 16, bold=True),
                    *column(20, 30, [f"Order Number: {printed.order.id}", f"Sold By: {printed.seller}"], 9),
                    *column(20, 45, page, 10),
                ),
            )
            for page in pages
        ]
    )
