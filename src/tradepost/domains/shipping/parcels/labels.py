"""What is printed for a parcel: its label, a packing slip, a receipt and, across customs, a form. Pure.

The same parcel gives the same bytes at any time, so nothing of it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from tradepost.domains.carriage.tariffs import SERVICES, TARIFFS
from tradepost.domains.carriage.zones import Stop
from tradepost.domains.measures.amounts import text
from tradepost.domains.places.countries import crosses_customs
from tradepost.domains.shipping.parcels.parcel import Paper, Parcel, Print
from tradepost.printing.pages import A4, LETTER, Grid, on_pages
from tradepost.printing.pdf import pdf
from tradepost.printing.png import png
from tradepost.printing.sheet import Barcode, Box, Item, Line, Sheet, Text, column
from tradepost.printing.zpl import zpl

#: Four by six inches, in millimeters: what carriers of every country take.
WIDTH, HEIGHT = 101.6, 152.4
DPIS: Final = (203, 300)
#: The longest postal code that goes into the route's barcode.
_POSTAL_LETTERS: Final = 12
PAGES: Final[dict[str, tuple[float, float]]] = {"LETTER": LETTER, "A4": A4}


def kinds(parcel: Parcel) -> tuple[Paper, ...]:
    """The documents that a parcel can have; a customs form where it crosses customs."""
    always: tuple[Paper, ...] = ("LABEL", "PACKSLIP", "RECEIPT")
    abroad = crosses_customs(parcel.origin.country, parcel.destination.country)
    return (*always, "CUSTOM_FORM") if abroad else always


def printed(parcel: Parcel, kind: Paper, wish: Print) -> bytes:
    """One document of a parcel."""
    return on_paper([sheet(parcel, kind, wish)], wish)


def joined(parcel: Parcel, wanted: Sequence[Paper], wish: Print) -> bytes:
    """Several documents in one file, one after another; PDF and ZPL alone hold more than one."""
    return on_paper([sheet(parcel, kind, wish) for kind in wanted], wish)


def on_paper(sheets: list[Sheet], wish: Print) -> bytes:
    """Sheets in a format; of several a PNG holds the first."""
    if wish.format == "PNG":
        return png(sheets[0], wish.dpi)
    if wish.format == "ZPL":
        return zpl(sheets, wish.dpi)
    if not wish.page:
        return pdf(sheets)
    page = PAGES[wish.page]
    left = (page[0] / 2 if wish.layout == "RIGHT" else 0) + (page[0] / 2 - WIDTH) / 2
    return pdf(on_pages(sheets, Grid(page, 1, 1, left, (page[1] - HEIGHT) / 4, WIDTH, HEIGHT)))


def sheet(parcel: Parcel, kind: Paper, wish: Print) -> Sheet:
    """A document as a sheet of four by six inches."""
    items = {"LABEL": _label, "PACKSLIP": _packing_slip, "RECEIPT": _receipt, "CUSTOM_FORM": _customs_form}[kind]
    return Sheet(WIDTH, HEIGHT, tuple(items(parcel, wish)))


def _label(parcel: Parcel, wish: Print) -> list[Item]:
    name, service = _names(parcel)
    found: list[Item] = [
        Box(1, 1, WIDTH - 2, HEIGHT - 2, 0.5),
        Text(5, 4, name, 16, bold=True),
        Text(5, 11, service, 11),
        Line(1, 18, WIDTH - 1, 18, 0.5),
        *column(5, 20, ["FROM", *_address(parcel.origin)], 7),
        Line(1, 44, WIDTH - 1, 44, 0.5),
        Text(5, 46, "SHIP TO", 8, bold=True),
        *column(5, 51, _address(parcel.destination), 11, bold=True),
        Line(1, 86, WIDTH - 1, 86, 0.5),
        Barcode(5, 89, 20, 20, _route(parcel), "datamatrix"),
        *column(30, 89, [f"{parcel.kilograms:.2f} kg", f"{parcel.ships_at:%Y-%m-%d}", *_options(parcel)], 8),
        Line(1, 111, WIDTH - 1, 111, 0.5),
        Barcode(6, 114, WIDTH - 12, 22, parcel.tracking_number),
        Text(8, 138, parcel.tracking_number, 11, bold=True),
    ]
    notes = [
        parcel.package_reference if wish.shows_reference else "",
        parcel.seller_name if wish.shows_seller else "",
        f"COD {parcel.currency} {text(parcel.collect, parcel.currency)}"
        if wish.shows_collect and parcel.collect
        else "",
    ]
    return [*found, *column(8, 144, ["  ".join(each for each in notes if each)], 7)]


def _packing_slip(parcel: Parcel, wish: Print) -> list[Item]:
    rows = [f"{each.quantity} x {each.description[:48]}" for each in parcel.contents]
    codes = [f"     {each.seller_sku}" if each.seller_sku else "" for each in parcel.contents]
    lines = [line for pair in zip(rows, codes, strict=True) for line in pair]
    return [
        Text(5, 5, "Packing Slip", 16, bold=True),
        *column(5, 14, [parcel.seller_name, f"Order {parcel.order_id}" if parcel.order_id else ""], 9),
        *column(5, 26, ["Ship to:", *_address(parcel.destination)], 8),
        Line(5, 58, WIDTH - 5, 58),
        *column(5, 61, lines[:20], 8),
        Barcode(12, HEIGHT - 20, WIDTH - 24, 12, parcel.tracking_number),
        Text(12, HEIGHT - 6, parcel.tracking_number, 7),
    ]


def _receipt(parcel: Parcel, wish: Print) -> list[Item]:
    name, service = _names(parcel)
    parts = parcel.rate.items if parcel.rate else ()
    extras = [each for each in parcel.rate.extras if each.id in parcel.options] if parcel.rate else []
    rows = [f"{each.id}: {text(each.amount, parcel.currency)}" for each in parts]
    rows += [f"{each.name}: {text(each.cost, parcel.currency)}" for each in extras]
    return [
        Text(5, 5, "Receipt", 16, bold=True),
        *column(5, 14, [name, service, parcel.tracking_number, f"{parcel.bought_at:%Y-%m-%d %H:%M} UTC"], 9),
        Line(5, 34, WIDTH - 5, 34),
        *column(5, 37, rows, 9),
        Text(5, 120, f"Total {parcel.currency} {text(parcel.charge, parcel.currency)}", 12, bold=True),
    ]


def _customs_form(parcel: Parcel, wish: Print) -> list[Item]:
    """After the CN 23 of the Universal Postal Union: who sends what to whom, how much of it, and what it is worth."""
    rows = [
        f"{each.quantity} x {each.description[:30]}  {each.kilograms * each.quantity:.2f} kg"
        f"  {parcel.currency} {text(each.value * each.quantity, parcel.currency)}"
        for each in parcel.contents
    ]
    code = f"  HS {parcel.customs_code}" if parcel.customs_code else ""
    value = sum((each.value * each.quantity for each in parcel.contents), Decimal(0))
    return [
        Box(1, 1, WIDTH - 2, HEIGHT - 2, 0.4),
        Text(5, 4, "Customs Declaration CN 23", 12, bold=True),
        Barcode(10, 11, WIDTH - 20, 12, parcel.tracking_number),
        Text(10, 24, parcel.tracking_number, 8),
        *column(4, 30, ["From", *_address(parcel.origin)], 7),
        *column(52, 30, ["To", *_address(parcel.destination)], 7),
        Line(1, 60, WIDTH - 1, 60),
        *column(4, 63, [f"Contents: merchandise{code}", *rows[:15]], 7),
        Line(1, 124, WIDTH - 1, 124),
        Text(4, 127, f"Gross weight {parcel.kilograms:.2f} kg", 9),
        Text(4, 133, f"Total value {parcel.currency} {text(value, parcel.currency)}", 9, bold=True),
        Text(4, 141, "Signature of the sender ____________________", 8),
    ]


def _names(parcel: Parcel) -> tuple[str, str]:
    known = SERVICES.get(parcel.service)
    tariff = TARIFFS.get(parcel.carrier)
    return tariff.name if tariff else parcel.carrier, known[1].name if known else parcel.service


def _route(parcel: Parcel) -> str:
    stop = parcel.destination
    code = re.sub(r"[^A-Z0-9 -]", "", stop.postal_code.upper())[:_POSTAL_LETTERS]
    return f"{stop.country}|{code}|{parcel.carrier}|{parcel.tracking_number}"


def _options(parcel: Parcel) -> list[str]:
    signs = {"SIGNATURE_CONFIRMATION": "SIGNATURE REQUIRED", "ADULT_SIGNATURE": "ADULT SIGNATURE REQUIRED"}
    return [signs[each] for each in parcel.options if each in signs] + (
        ["COLLECT ON DELIVERY"] if parcel.collect else []
    )


def _address(stop: Stop) -> list[str]:
    town = " ".join(each for each in (stop.city, stop.state, stop.postal_code) if each)
    return [each[:44] for each in (stop.name, stop.company, *stop.lines, town, stop.country) if each]
