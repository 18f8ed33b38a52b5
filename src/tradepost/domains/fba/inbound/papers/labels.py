"""Labels of boxes and pallets, in the published page types; thermal ones are programs for label printers. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tradepost.domains.fba.inbound.contents import Box, by_sku
from tradepost.domains.fba.inbound.shipment import Shipment
from tradepost.printing.pages import A4, LETTER, Grid, on_pages
from tradepost.printing.pdf import pdf
from tradepost.printing.sheet import Barcode, Item, Line, Sheet, Text
from tradepost.printing.zpl import zpl

#: Four by six inches, the size of thermal labels.
THERMAL: Final = (101.6, 152.4)


def _grid(page: tuple[float, float], columns: int, rows: int) -> Grid:
    return Grid(page, columns, rows, 0, 0, page[0] / columns, page[1] / rows)


#: The published page types for paper. How labels stand on a page is our choice.
PAPER: Final[dict[str, Grid]] = {
    "PackageLabel_Letter_2": _grid(LETTER, 1, 2),
    "PackageLabel_Letter_4": _grid(LETTER, 2, 2),
    "PackageLabel_Letter_6": _grid(LETTER, 2, 3),
    "PackageLabel_Letter_6_CarrierLeft": _grid(LETTER, 2, 3),
    "PackageLabel_A4_2": _grid(A4, 1, 2),
    "PackageLabel_A4_4": _grid(A4, 2, 2),
    "PackageLabel_Plain_Paper": _grid(LETTER, 1, 1),
    "PackageLabel_Plain_Paper_CarrierBottom": _grid(LETTER, 1, 1),
}


def printed(
    page_type: str, shipment: Shipment, boxes: Sequence[Box], *, first: int = 1, contents: bool = False
) -> bytes:
    """The labels of boxes, the first of which has this number; ``contents`` adds a barcode that says what is inside."""
    grid = PAPER.get(page_type)
    size = (grid.step_x, grid.step_y) if grid else THERMAL
    numbers = {each.box_id: each.tracking_id for each in shipment.parcels}
    partnered = shipment.transportation is not None and shipment.transportation.partnered
    sheets = []
    for place, each in enumerate(boxes):
        sheets.append(box_label(shipment, each, first + place, size, contents=contents))
        if partnered and each.box_id in numbers:
            sheets.append(carrier_label(shipment, numbers[each.box_id], size))
    return pdf(on_pages(sheets, grid)) if grid else zpl(sheets)


def printed_pallets(page_type: str, shipment: Shipment, count: int) -> bytes:
    """Four labels for each pallet, one for each side (published model)."""
    grid = PAPER.get(page_type)
    size = (grid.step_x, grid.step_y) if grid else THERMAL
    sheets = [pallet_label(shipment, number, count, size) for number in range(1, count + 1) for _ in range(4)]
    return pdf(on_pages(sheets, grid)) if grid else zpl(sheets)


def box_label(shipment: Shipment, box: Box, number: int, size: tuple[float, float], *, contents: bool = False) -> Sheet:
    """One box: from where to where, its id as a barcode, and whether it holds one SKU."""
    width, height = size
    skus = by_sku(box.lines)
    inside = "Contents not provided" if not box.told else "Mixed SKUs"
    if box.told and len(skus) == 1:
        [(msku, quantity)] = skus.items()
        inside = f"Single SKU  {msku[:30]}  Qty {quantity}"
    items = _head(shipment, f"Box {number} of {shipment.boxes}", size)
    items += [
        Barcode(width * 0.1, height * 0.5, width * 0.8, height * 0.2, box.box_id),
        Text(width * 0.1, height * 0.72, box.box_id, _points(12, height), bold=True),
        Text(width * 0.1, height * 0.79, inside, _points(9, height)),
    ]
    if contents:
        told = ",".join(f"FNSKU:{each.fnsku},QTY:{each.quantity}" for each in box.lines[:20])
        code = f"AMZN,PO:{shipment.confirmation_id},{told}"
        items.append(Barcode(width * 0.1, height * 0.84, width * 0.8, height * 0.12, code, "pdf417"))
    return Sheet(width, height, tuple(items))


def carrier_label(shipment: Shipment, number: str, size: tuple[float, float]) -> Sheet:
    """One parcel of a partnered carrier: its tracking number as a barcode."""
    width, height = size
    option = shipment.transportation
    assert option is not None
    items = _head(shipment, option.carrier_name, size)
    items += [
        Barcode(width * 0.1, height * 0.5, width * 0.8, height * 0.2, number),
        Text(width * 0.1, height * 0.72, f"TRACKING #: {number}", _points(11, height), bold=True),
    ]
    return Sheet(width, height, tuple(items))


def pallet_label(shipment: Shipment, number: int, count: int, size: tuple[float, float]) -> Sheet:
    """One side of a pallet."""
    width, height = size
    items = _head(shipment, f"Pallet {number} of {count}", size)
    items += [
        Barcode(width * 0.1, height * 0.5, width * 0.8, height * 0.2, shipment.confirmation_id),
        Text(width * 0.1, height * 0.72, shipment.confirmation_id, _points(14, height), bold=True),
    ]
    return Sheet(width, height, tuple(items))


def _head(shipment: Shipment, title: str, size: tuple[float, float]) -> list[Item]:
    width, height = size
    source, center = shipment.source, shipment.center
    place = f"{source.city}, {source.state_or_province_code or ''} {source.postal_code}"
    there = f"{center.city}, {center.state} {center.postal_code}"
    left, right, step = width * 0.06, width * 0.53, height * 0.04
    ship_from = ["SHIP FROM:", source.name, source.address_line1, place, source.country_code]
    ship_to = ["SHIP TO:", f"FBA: {center.id}", center.street, there, center.country]
    items: list[Item] = [Text(left, height * 0.04, "FBA", _points(22, height), bold=True)]
    items.append(Text(right, height * 0.06, title[:28], _points(12, height), bold=True))
    items.append(Line(left, height * 0.15, width - left, height * 0.15))
    for row, (mine, theirs) in enumerate(zip(ship_from, ship_to, strict=True)):
        y = height * 0.17 + row * step
        items.append(Text(left, y, mine[:26], _points(8, height)))
        items.append(Text(right, y, theirs[:26], _points(8, height)))
    items.append(Line(left, height * 0.39, width - left, height * 0.39))
    items.append(Text(left, height * 0.41, shipment.name[:44], _points(9, height)))
    return items


def _points(size: float, height: float) -> float:
    return max(4.0, size * min(1.0, height / THERMAL[1]))
