"""Which documents can be had for a parcel, and in which forms: format, size, resolution, layout."""

from __future__ import annotations

import base64
from decimal import Decimal
from typing import Final, Literal

from tradepost.contract import shipping_v2 as api
from tradepost.domains.places.countries import crosses_customs
from tradepost.domains.problems import Problem
from tradepost.domains.shipping.parcels import labels
from tradepost.domains.shipping.parcels.labels import DPIS, Print
from tradepost.domains.shipping.parcels.parcel import Paper, Parcel

_INCH: Final = 25.4
_CENTIMETER: Final = 10.0
#: How many millimeters a size may be off, so that it can be told in either unit.
_TOLERANCE: Final = 1.5
#: Where desktop printers hold Letter; everywhere else they hold A4.
_LETTER: Final = frozenset({"US", "CA", "MX"})
_UNITS: Final = {"INCH": _INCH, "CENTIMETER": _CENTIMETER}


def supported(origin: str, destination: str) -> list[api.SupportedDocumentSpecification]:
    """The forms that documents can be had in: on label stock in each format, and on a half of a page as PDF."""
    stock = api.DocumentSize(width=4, length=6, unit="INCH")
    page = (
        api.DocumentSize(width=8.5, length=11, unit="INCH")
        if origin in _LETTER
        else api.DocumentSize(width=21, length=29.7, unit="CENTIMETER")
    )
    return [
        _specification("PNG", stock, ["DEFAULT"], [False], origin, destination),
        _specification("ZPL", stock, ["DEFAULT"], [False, True], origin, destination),
        _specification("PDF", stock, ["DEFAULT"], [False, True], origin, destination),
        _specification("PDF", page, ["LEFT", "RIGHT"], [False, True], origin, destination),
    ]


def _specification(
    format: api.DocumentFormat,
    size: api.DocumentSize,
    layouts: list[str],
    joining: list[bool],
    origin: str,
    destination: str,
) -> api.SupportedDocumentSpecification:
    abroad = crosses_customs(origin, destination)
    details = [
        api.SupportedDocumentDetail(name="LABEL", is_mandatory=True),
        api.SupportedDocumentDetail(name="PACKSLIP", is_mandatory=False),
        api.SupportedDocumentDetail(name="RECEIPT", is_mandatory=False),
    ]
    if abroad:
        details.append(api.SupportedDocumentDetail(name="CUSTOM_FORM", is_mandatory=True))
    option = api.PrintOption(
        supported_dp_is=list(DPIS),
        supported_page_layouts=layouts,
        supported_file_joining_options=joining,
        supported_document_details=details,
    )
    return api.SupportedDocumentSpecification(format=format, size=size, print_options=[option])


def wish(
    asked: api.RequestedDocumentSpecification, origin: str, destination: str, path: str, problems: list[Problem]
) -> Print:
    """How documents are to be printed. What is not among the supported forms is added to the problems."""
    width, length = (each * _UNITS[asked.size.unit] for each in (asked.size.width, asked.size.length))
    page = _page(width, length)
    if page is None or (page and asked.format != "PDF"):
        shown = f"{asked.size.width:g} x {asked.size.length:g} {asked.size.unit}"
        problems.append(Problem(f"{path}.size", shown, f"is not a size that {asked.format} can be had in"))
    if asked.dpi is not None and asked.dpi not in DPIS:
        problems.append(Problem(f"{path}.dpi", str(asked.dpi), f"is not one of {', '.join(map(str, DPIS))}"))
    layouts = ("LEFT", "RIGHT") if page else ("DEFAULT",)
    if asked.page_layout is not None and asked.page_layout not in layouts:
        rule = f"is not one of {', '.join(layouts)}, which this size has"
        problems.append(Problem(f"{path}.pageLayout", asked.page_layout, rule))
    if asked.need_file_joining and asked.format == "PNG":
        problems.append(Problem(f"{path}.needFileJoining", "true", "is not possible: a PNG holds one document"))
    _check_types(asked, origin, destination, path, problems)
    custom = asked.requested_label_customization
    attributes = set(custom.request_attributes or ()) if custom else set()
    return Print(
        format=asked.format,
        dpi=asked.dpi or DPIS[0],
        page=page or "",
        layout=_layout(asked.page_layout, page or ""),
        shows_reference="PACKAGE_CLIENT_REFERENCE_ID" in attributes,
        shows_seller="SELLER_DISPLAY_NAME" in attributes,
        shows_collect="COLLECT_ON_DELIVERY_AMOUNT" in attributes,
    )


def _check_types(
    asked: api.RequestedDocumentSpecification, origin: str, destination: str, path: str, problems: list[Problem]
) -> None:
    wanted = set(asked.requested_document_types)
    abroad = crosses_customs(origin, destination)
    needed = {"LABEL", "CUSTOM_FORM"} if abroad else {"LABEL"}
    where = f"{path}.requestedDocumentTypes"
    problems.extend(Problem(where, each, "is mandatory and missing") for each in sorted(needed - wanted))
    if "CUSTOM_FORM" in wanted and not abroad:
        problems.append(Problem(where, "CUSTOM_FORM", "is there across customs alone"))


def _page(width: float, length: float) -> Literal["", "LETTER", "A4"] | None:
    """ "" for label stock, the name of a page, or None for what is neither."""
    if abs(width - labels.WIDTH) <= _TOLERANCE and abs(length - labels.HEIGHT) <= _TOLERANCE:
        return ""
    for name, (wide, long) in labels.PAGES.items():
        if abs(width - wide) <= _TOLERANCE and abs(length - long) <= _TOLERANCE:
            return "LETTER" if name == "LETTER" else "A4"
    return None


def _layout(asked: str | None, page: str) -> labels.Layout:
    if not page:
        return "DEFAULT"
    return "RIGHT" if asked == "RIGHT" else "LEFT"


def documents(parcel: Parcel, wanted: list[Paper], form: Print, *, join: bool = False) -> api.PackageDocumentDetail:
    """The documents of a parcel, in base64. Joined they are one, by the type of the first."""
    kinds: list[Paper] = list(dict.fromkeys(wanted))
    if join:
        files = [(kinds[0], labels.joined(parcel, kinds, form))]
    else:
        files = [(kind, labels.printed(parcel, kind, form)) for kind in kinds]
    return api.PackageDocumentDetail(
        package_client_reference_id=parcel.package_reference,
        package_documents=[
            api.PackageDocument(type=kind, format=form.format, contents=base64.b64encode(content).decode())
            for kind, content in files
        ],
        tracking_id=parcel.tracking_number,
    )


def stock() -> Print:
    """What a caller gets who says nothing: a PNG of four by six inches at 203 dots (published model)."""
    return Print()


def money(amount: Decimal, currency: str) -> api.Currency:
    """An amount; numbers of the wire are floats, and this is where they become so."""
    return api.Currency(value=float(amount), unit=currency)
