"""The check digits of tracking numbers, as carriers and postal unions publish them.

Each function takes the number without its check digit.
"""

from __future__ import annotations

from typing import Final

_ALPHANUMERIC: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_S10_WEIGHTS: Final = (8, 6, 4, 2, 3, 5, 9, 7)


def ups(body: str) -> str:
    """For the 15 characters that follow ``1Z``: letters count as (their code - 63) mod 10, every second one twice."""
    values = [int(each) if each.isdecimal() else (ord(each) - 63) % 10 for each in body]
    return str(-(sum(values[0::2]) + 2 * sum(values[1::2])) % 10)


def gs1(body: str) -> str:
    """Modulo 10 with weights 3 and 1 from the right: USPS, DHL, InPost, and every code of 18 digits on a parcel."""
    return str(-sum(int(each) * (3, 1)[place % 2] for place, each in enumerate(reversed(body))) % 10)


def fedex(body: str) -> str:
    """For 11 digits: weights 1, 7, 3 from the right, modulo 11, then 10."""
    return str(sum(int(each) * (1, 3, 7)[place % 3] for place, each in enumerate(reversed(body))) % 11 % 10)


def modulo_7(body: str) -> str:
    """The number modulo 7: Yamato, Sagawa, Japan Post."""
    return str(int(body) % 7)


def s10(body: str) -> str:
    """For the 8 digits of a number of the Universal Postal Union (standard S10)."""
    rest = 11 - sum(int(each) * weight for each, weight in zip(body, _S10_WEIGHTS, strict=True)) % 11
    return {10: "0", 11: "5"}.get(rest, str(rest))


def iso_7064_mod_37_36(body: str) -> str:
    """A letter or digit over letters and digits: DPD."""
    product = 36
    for each in body:
        product = (product + _ALPHANUMERIC.index(each)) % 36 or 36
        product = product * 2 % 37
    return _ALPHANUMERIC[(37 - product) % 36]
