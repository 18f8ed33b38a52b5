"""Collection forms: what a carrier picks up at a place, printed for its driver to sign. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from tradepost.domains.carriage.tariffs import TARIFFS
from tradepost.domains.carriage.zones import Stop
from tradepost.domains.shipping.parcels.parcel import Parcel
from tradepost.printing.pages import A4
from tradepost.printing.pdf import pdf
from tradepost.printing.sheet import Barcode, Line, Sheet, Text, column

#: How many tracking numbers a page has.
_ROWS = 40


class CollectionForm(msgspec.Struct, frozen=True, kw_only=True):
    """A form: whose driver signs it, where, and for which parcels."""

    id: str
    carrier: str
    created_at: datetime
    place: Stop
    tracking_numbers: tuple[str, ...]


def manifests(carrier: str) -> bool:
    """Whether a carrier wants a form for what it picks up (our choice of carriers, after their public terms)."""
    return TARIFFS[carrier].manifests


def same_place(here: Stop, there: Stop) -> bool:
    """Whether two addresses are the same place to a driver: lines, town and country, whatever the spelling."""

    def plain(stop: Stop) -> tuple[str, ...]:
        return tuple(each.casefold().strip() for each in (*stop.lines, stop.city, stop.postal_code, stop.country))

    return plain(here) == plain(there)


def by_carrier_and_place(parcels: Sequence[Parcel]) -> dict[str, list[tuple[Stop, list[Parcel]]]]:
    """Parcels that are on no form yet, whose carriers want one: by carrier, then by the place that they start in."""
    found: dict[str, list[tuple[Stop, list[Parcel]]]] = {}
    for each in parcels:
        if each.manifested_at is not None or not manifests(each.carrier):
            continue
        places = found.setdefault(each.carrier, [])
        known = next((group for place, group in places if same_place(place, each.origin)), None)
        if known is None:
            places.append((each.origin, [each]))
        else:
            known.append(each)
    return found


def printed(form: CollectionForm) -> bytes:
    """The form as a PDF, with its number as a barcode; the same form gives the same bytes."""
    numbers = form.tracking_numbers
    pages = [numbers[start : start + _ROWS] for start in range(0, len(numbers), _ROWS)]
    return pdf([_page(form, rows, number + 1, len(pages)) for number, rows in enumerate(pages)])


def _page(form: CollectionForm, rows: Sequence[str], page: int, pages: int) -> Sheet:
    width, height = A4
    place = form.place
    town = " ".join(each for each in (place.city, place.state, place.postal_code) if each)
    return Sheet(
        width,
        height,
        (
            Text(15, 12, f"{TARIFFS[form.carrier].name} Collection Form", 18, bold=True),
            Text(160, 14, f"Page {page} of {pages}", 9),
            Barcode(15, 24, 100, 14, form.id),
            Text(15, 39, form.id, 9),
            *column(15, 46, ["Collected from", place.name, *place.lines, town, place.country], 9),
            *column(120, 46, [f"{form.created_at:%Y-%m-%d %H:%M} UTC", f"{len(form.tracking_numbers)} parcels"], 9),
            Line(15, 76, width - 15, 76),
            *[Text(15, 79 + 4.6 * number, each, 9) for number, each in enumerate(rows)],
            Line(15, 265, width - 15, 265),
            Text(15, 268, "Driver: name, signature, date and time", 9),
        ),
    )
