"""Whether a text can be a tracking number of a carrier: its form, and its check digit where that is public."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from tradepost.domains.carriage import check_digits
from tradepost.domains.carriage.carriers import BY_CODE

_Check = Callable[[str], bool]


def _ends_with(check: Callable[[str], str], start: int = 0) -> _Check:
    return lambda number: check(number[start:-1]) == number[-1]


def _s10(number: str) -> bool:
    return check_digits.s10(number[2:10]) == number[10]


_ANY: Final[_Check] = bool
_UNIVERSAL: Final = (re.compile(r"[A-Z]{2}\d{9}[A-Z]{2}"), _s10)
_AMAZON: Final = (re.compile(r"(TB[ACM]\d{12}|[A-Z]{2}\d{10})"), _ANY)
_MODULO_7: Final = (re.compile(r"\d{12}"), _ends_with(check_digits.modulo_7))

#: By carrier; what is not named here is a post, whose numbers are those of the Universal Postal Union.
_FORMS: Final[dict[str, tuple[tuple[re.Pattern[str], _Check], ...]]] = {
    "UPS": ((re.compile(r"1Z[0-9A-Z]{16}"), _ends_with(check_digits.ups, 2)),),
    "USPS": ((re.compile(r"9\d{21}"), _ends_with(check_digits.gs1)), _UNIVERSAL),
    "FEDEX": ((re.compile(r"\d{12}"), _ends_with(check_digits.fedex)),),
    "DHL": ((re.compile(r"00340434\d{12}"), _ends_with(check_digits.gs1)),),
    "DPD": ((re.compile(r"\d{14}[0-9A-Z]"), _ends_with(check_digits.iso_7064_mod_37_36)),),
    "CANADA_POST": ((re.compile(r"\d{16}"), _ends_with(check_digits.gs1)), _UNIVERSAL),
    "INPOST": ((re.compile(r"\d{24}"), _ends_with(check_digits.gs1)),),
    "ARAMEX": ((re.compile(r"\d{11}"), _ANY),),
    "BLUEDART": ((re.compile(r"\d{11}"), _ANY),),
    "YURTICI": ((re.compile(r"\d{12}"), _ANY),),
    "STARTRACK": ((re.compile(r"\d{12}"), _ANY),),
    "YAMATO": (_MODULO_7,),
    "SAGAWA": (_MODULO_7,),
    "JAPAN_POST": (_MODULO_7, _UNIVERSAL),
}


def carrier_of(code: str) -> str | None:
    """The carrier that a seller means by a code, whatever its capital letters and blanks; None for one unknown."""
    plain = re.sub(r"[^A-Z0-9]+", "_", code.upper()).strip("_")
    return plain if plain in BY_CODE else None


def valid(carrier: str, number: str) -> bool:
    """Whether a number has the form of the carrier's own, check digit and all."""
    forms = (_AMAZON,) if BY_CODE[carrier].amazon else _FORMS.get(carrier, (_UNIVERSAL,))
    return any(pattern.fullmatch(number) and check(number) for pattern, check in forms)
