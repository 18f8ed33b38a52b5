"""The access key of an NF-e: 44 characters that say who issued it when, its number, and a check digit.

Published by the tax offices (Manual de Orientação do Contribuinte; letters in the issuer's CNPJ since July 2026).
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

import msgspec

from tradepost.domains.places import taxpayers

MODEL: Final = "55"
_FORM: Final = re.compile(r"\d{6}[0-9A-Z]{12}\d{26}")


class AccessKey(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of a key, but for its check digit. ``month`` is year and month of issue, two digits each."""

    state: str
    month: str
    issuer: str
    series: int
    number: int
    code: str
    model: str = MODEL
    emission: str = "1"

    @property
    def body(self) -> str:
        """All but the check digit."""
        said = f"{self.state}{self.month}{self.issuer}{self.model}{self.series:03}{self.number:09}"
        return said + self.emission + self.code

    @property
    def text(self) -> str:
        """The 44 characters."""
        return self.body + taxpayers.modulo_11(self.body)


def key_of(state: str, issued_on: datetime, issuer: str, series: int, number: int, code: str) -> AccessKey:
    """The key of an invoice; ``issued_on`` is the local time of its issuer."""
    return AccessKey(state=state, month=f"{issued_on:%y%m}", issuer=issuer, series=series, number=number, code=code)


def parsed(text: str) -> AccessKey | None:
    """The parts of a key; None for what has another form, or a wrong check digit."""
    if not _FORM.fullmatch(text) or taxpayers.modulo_11(text[:-1]) != text[-1]:
        return None
    return AccessKey(
        state=text[:2],
        month=text[2:6],
        issuer=text[6:20],
        model=text[20:22],
        series=int(text[22:25]),
        number=int(text[25:34]),
        emission=text[34],
        code=text[35:43],
    )
