"""The numbers on barcodes: EAN, UPC, JAN, GTIN and ISBN, and their check digits (published GS1 and ISO 2108 rules)."""

from __future__ import annotations

_LENGTHS = {
    "ean": frozenset({8, 13}),
    "jan": frozenset({8, 13}),
    "upc": frozenset({12}),
    "gtin": frozenset({8, 12, 13, 14}),
    "isbn": frozenset({10, 13}),
}


def check_digit(digits: str) -> str:
    """The digit that follows these in a GS1 number: weights 3 and 1 from the right, filled up to ten."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def fault_of(kind: str, number: str) -> str | None:
    """What is wrong with a number of a kind, as the end of a sentence; None where nothing is."""
    lengths = _LENGTHS.get(kind)
    if lengths is None:
        return None
    if len(number) not in lengths:
        said = " or ".join(str(length) for length in sorted(lengths))
        return f"has {len(number)} digits, and {kind.upper()} numbers have {said}"
    expected = _isbn_check_digit(number[:-1]) if len(number) == 10 else check_digit(number[:-1])
    if number[-1].upper() != expected:
        return f"ends in {number[-1]}, and its check digit is {expected}"
    return None


def _isbn_check_digit(digits: str) -> str:
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(digits))
    rest = -total % 11
    return "X" if rest == 10 else str(rest)
