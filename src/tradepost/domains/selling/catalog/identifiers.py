"""ASINs, and the numbers on barcodes by which a product is known in every marketplace."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from tradepost.domains.selling.definitions.identifiers import fault_of

ASIN_LENGTH = 10
ASIN_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
IDENTIFIERS = "externally_assigned_product_identifier"
_ASIN = re.compile(r"[A-Z][A-Z0-9]{9}|[0-9]{9}[0-9X]")
#: What is wrong with a text that has not the form of an ASIN.
NO_ASIN = "is not ten capital letters and digits, the first a letter, nor an ISBN of ten digits"
_BOOKLAND = ("978", "979")
_GTIN_LENGTH = 14
_GTIN_8 = "000000"
_LENGTHS = {"EAN": (8, 13), "JAN": (8, 13), "UPC": (12,), "GTIN": (8, 12, 13, 14), "ISBN": (10, 13)}
TYPES = (*_LENGTHS, "MINSAN")


class Identifier(msgspec.Struct, frozen=True, order=True):
    """A number of a published type, such as ``EAN``."""

    type: str
    value: str


def is_asin(text: str) -> bool:
    """Whether a text has the form of an ASIN, as Amazon has told callers: ten capital letters and digits, the first a
    letter, or an ISBN of ten digits."""
    return _ASIN.fullmatch(text) is not None


def code_of(type: str, value: str) -> str | None:
    """The one code behind a number, however it is written; None for what cannot be a number of that type.

    A UPC is the EAN with a zero before it, a JAN is an EAN, an ISBN of ten digits is one of thirteen, and all of them
    are GTINs (published GS1 and ISO 2108 rules): so what was listed by one is found by the others.
    """
    number = re.sub(r"[\s-]", "", value).upper()
    if type == "MINSAN":
        digits = number.removeprefix("A")
        return f"MINSAN{digits}" if digits.isdecimal() and digits.isascii() and len(digits) == 9 else None
    if len(number) not in _LENGTHS.get(type, ()) or not re.fullmatch(r"[0-9]+[0-9X]", number):
        return None
    if type == "ISBN" and len(number) == 10:
        number = isbn_13(number)
    if not number.isdecimal() or (type == "ISBN" and not number.startswith(_BOOKLAND)):
        return None
    return number.zfill(_GTIN_LENGTH)


def isbn_13(isbn_10: str) -> str:
    """The ISBN of thirteen digits for one of ten."""
    return _with_check_digit("978" + isbn_10[:9], "ean")


def isbn_10(code: str) -> str | None:
    """The ISBN of ten digits behind a code, which is also the ASIN of such a book; None where there is none."""
    number = code.removeprefix("0")
    if len(number) != 13 or not number.startswith("978"):
        return None
    return _with_check_digit(number[3:12], "isbn")


def _with_check_digit(digits: str, kind: str) -> str:
    return next(digits + last for last in "0123456789X" if fault_of(kind, digits + last) is None)


def codes_in(attributes: dict[str, Any]) -> list[str]:
    """The codes of the identifiers among attributes, in their order; what is no identifier is passed over."""
    found = []
    for entry in attributes.get(IDENTIFIERS, ()):
        code = code_of(str(entry.get("type", "")).upper(), str(entry.get("value", "")))
        if code is not None and code not in found:
            found.append(code)
    return found


def shown(codes: Iterable[str], country: str) -> list[Identifier]:
    """The identifiers that an item is shown with: each code under every type that it is a number of, sorted.

    In Japan an EAN is shown as a JAN (our choice).
    """
    found: set[Identifier] = set()
    for code in codes:
        if code.startswith("MINSAN"):
            found.add(Identifier("MINSAN", code.removeprefix("MINSAN")))
            continue
        found.add(Identifier("GTIN", code))
        european = "JAN" if country == "JP" else "EAN"
        if code.startswith(_GTIN_8):
            found.add(Identifier(european, code[-8:]))
        elif code.startswith("0"):
            found.add(Identifier(european, code[1:]))
        if code.startswith("00") and not code.startswith(_GTIN_8):
            found.add(Identifier("UPC", code[2:]))
        if code[1:].startswith(_BOOKLAND) and code.startswith("0"):
            found.update(Identifier("ISBN", each) for each in (code[1:], isbn_10(code)) if each)
    return sorted(found)
