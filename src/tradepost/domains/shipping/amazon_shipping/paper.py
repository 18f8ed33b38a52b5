"""Which documents can be had for a parcel, and in which forms: format, size, resolution, layout."""

from __future__ import annotations

import base64
from decimal import Decimal
from typing import Final, Literal

from tradepost.contract import shipping_v2 as api
from tradepost.domains.places.countries import crosses_customs
from tradepost.domains.problems import Problem
from tradepost.domains.shipping.parcels import labels
from tradepost.domains.shipping.parcels.labels import DPIS
from tradepost.domains.shipping.parcels.parcel import Layout, Paper, Parcel, Print

Documents = tuple[api.DocumentType, ...]

_INCH: Final = 25.4
_CENTIMETER: Final = 10.0
#: How many millimeters a size may be off, so that it can be told in either unit.
_TOLERANCE: Final = 1.5
#: Where desktop printers hold Letter; everywhere else they hold A4.
_LETTER: Final = frozenset({"US", "CA", "MX"})
_SIDES: Final = ["LEFT", "RIGHT"]
_UNITS: Final = {"INCH": _INCH, "CENTIMETER": _CENTIMETER}


def supported(origin: str, destination: str, *, ordered: bool) -> list[api.SupportedDocumentSpecification]:
    """The forms that documents can be had in: on label stock in each format, and on a half of a page as PDF.

    For an order of Amazon's all documents are in one file, a PDF has the packing slip, and a ZPL has 300 dots an inch
    (seen); a PNG holds one document, and across customs there are two (our choice). For what was sold elsewhere there
    is more to choose from (our choice).
    """
    abroad = crosses_customs(origin, destination)
    stock = api.DocumentSize(width=4, length=6, unit="INCH")
    page = (
        api.DocumentSize(width=8.5, length=11, unit="INCH")
        if origin in _LETTER
        else api.DocumentSize(width=21, length=29.7, unit="CENTIMETER")
    )
    if ordered:
        slip: Documents = ("PACKSLIP", "LABEL")
        return [
            _specification("PDF", page, _SIDES, [True], [], slip, (), abroad),
            _specification("ZPL", stock, ["LEFT"], [True], [max(DPIS)], ("LABEL",), (), abroad),
            _specification("PNG", stock, ["LEFT"], [not abroad], [], ("LABEL",), (), abroad),
            _specification("PDF", stock, ["LEFT"], [True], [], slip, (), abroad),
        ]
    dots = list(DPIS)
    more: Documents = ("PACKSLIP", "RECEIPT")
    return [
        _specification("PNG", stock, ["DEFAULT"], [False], dots, ("LABEL",), more, abroad),
        _specification("ZPL", stock, ["DEFAULT"], [False, True], dots, ("LABEL",), more, abroad),
        _specification("PDF", stock, ["DEFAULT"], [False, True], dots, ("LABEL",), more, abroad),
        _specification("PDF", page, _SIDES, [False, True], dots, ("LABEL",), more, abroad),
    ]


def _specification(
    format: api.DocumentFormat,
    size: api.DocumentSize,
    layouts: list[str],
    joining: list[bool],
    dots: list[int],
    needed: Documents,
    possible: Documents,
    abroad: bool,
) -> api.SupportedDocumentSpecification:
    details = [api.SupportedDocumentDetail(name=each, is_mandatory=True) for each in needed]
    details += [api.SupportedDocumentDetail(name=each, is_mandatory=False) for each in possible]
    if abroad:
        details.append(api.SupportedDocumentDetail(name="CUSTOM_FORM", is_mandatory=True))
    option = api.PrintOption(
        supported_dp_is=dots,
        supported_page_layouts=layouts,
        supported_file_joining_options=joining,
        supported_document_details=details,
    )
    return api.SupportedDocumentSpecification(format=format, size=size, print_options=[option])


def wish(
    asked: api.RequestedDocumentSpecification,
    origin: str,
    destination: str,
    path: str,
    problems: list[Problem],
    *,
    ordered: bool,
) -> Print:
    """How documents are to be printed. What is not among the supported forms is added to the problems.

    For an order the forms of what was sold elsewhere are taken, too: the published examples ask for a label alone in a
    file of its own (our choice; Amazon was seen to refuse that).
    """
    width, length = (each * _UNITS[asked.size.unit] for each in (asked.size.width, asked.size.length))
    page = _page(width, length)
    taken = supported(origin, destination, ordered=False)
    if ordered:
        taken = supported(origin, destination, ordered=True) + taken
    forms = [each for each in taken if each.format == asked.format]
    sized = [each for each in forms if page is not None and _page_of(each.size) == page]
    if not sized:
        shown = f"{asked.size.width:g} x {asked.size.length:g} {asked.size.unit}"
        problems.append(Problem(f"{path}.size", shown, f"is not a size that {asked.format} can be had in"))
    lacking: list[list[Problem]] = [_problems(asked, each.print_options[0], path) for each in sized or forms]
    problems.extend(sorted(lacking, key=len)[0])
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


def _problems(asked: api.RequestedDocumentSpecification, option: api.PrintOption, path: str) -> list[Problem]:
    """What a form lacks. A resolution that is printed at all may be named where it lists none (our choice)."""
    problems: list[Problem] = []
    dots = option.supported_dp_is or list(DPIS)
    if asked.dpi is not None and asked.dpi not in dots:
        problems.append(Problem(f"{path}.dpi", str(asked.dpi), f"is not one of {', '.join(map(str, dots))}"))
    if asked.page_layout is not None and asked.page_layout not in option.supported_page_layouts:
        rule = f"is not one of {', '.join(option.supported_page_layouts)}, which this form has"
        problems.append(Problem(f"{path}.pageLayout", asked.page_layout, rule))
    if asked.need_file_joining not in option.supported_file_joining_options:
        shown, other = ("true", "false") if asked.need_file_joining else ("false", "true")
        problems.append(Problem(f"{path}.needFileJoining", shown, f"is not {other}, which alone this form has"))
    where, wanted = f"{path}.requestedDocumentTypes", set(asked.requested_document_types)
    known = {each.name: each.is_mandatory for each in option.supported_document_details}
    problems.extend(
        Problem(where, each, "is mandatory and missing") for each in sorted(known) if known[each] and each not in wanted
    )
    problems.extend(Problem(where, each, "is not a document of this form") for each in sorted(wanted - set(known)))
    return problems


def _page_of(size: api.DocumentSize) -> Literal["", "LETTER", "A4"] | None:
    return _page(size.width * _UNITS[size.unit], size.length * _UNITS[size.unit])


def _page(width: float, length: float) -> Literal["", "LETTER", "A4"] | None:
    """ "" for label stock, the name of a page, or None for what is neither."""
    if abs(width - labels.WIDTH) <= _TOLERANCE and abs(length - labels.HEIGHT) <= _TOLERANCE:
        return ""
    for name, (wide, long) in labels.PAGES.items():
        if abs(width - wide) <= _TOLERANCE and abs(length - long) <= _TOLERANCE:
            return "LETTER" if name == "LETTER" else "A4"
    return None


def _layout(asked: str | None, page: str) -> Layout:
    if not page:
        return "DEFAULT"
    return "RIGHT" if asked == "RIGHT" else "LEFT"


def documents(parcel: Parcel, wanted: list[Paper], form: Print, *, join: bool = False) -> api.PackageDocumentDetail:
    """The documents of a parcel, in base64, the label first. Joined they are one, by the type of the first (seen)."""
    kinds: list[Paper] = sorted(dict.fromkeys(wanted), key=lambda each: each != "LABEL")
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
