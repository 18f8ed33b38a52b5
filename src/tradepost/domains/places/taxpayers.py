"""Brazil's numbers of taxpayers, with their check digits: CPF of people, CNPJ of companies, state registrations. Pure.

Published by the Receita Federal and by the states. A CNPJ may have letters since July 2026: they count as their code
less 48, as digits do.
"""

from __future__ import annotations

import re
from typing import Final

from tradepost.simulation.seed import Seed

_DIGITS: Final = "0123456789"
_CPF: Final = re.compile(r"\d{11}")
_CNPJ: Final = re.compile(r"[0-9A-Z]{12}\d{2}")
_SIGNS: Final = str.maketrans("", "", ".-/ ")
#: A company's own number among those of its root: the head office.
HEAD_OFFICE: Final = "0001"
_SAO_PAULO_WEIGHTS: Final = (1, 3, 4, 5, 6, 7, 8, 10)


def modulo_11(body: str, highest: int = 9) -> str:
    """The check digit over weights from 2 up to ``highest``, again and again from the right; 0 and 1 left give 0."""
    steps = highest - 1
    total = sum((ord(each) - 48) * (2 + place % steps) for place, each in enumerate(reversed(body)))
    rest = total % 11
    return "0" if rest < 2 else str(11 - rest)


def plain(number: str) -> str:
    """A number without the points, dashes and slashes that it is written with, its letters large."""
    return number.translate(_SIGNS).upper()


def is_cpf(number: str) -> bool:
    """Whether a plain number is a CPF with right check digits. One digit eleven times is none."""
    if not _CPF.fullmatch(number) or len(set(number)) == 1:
        return False
    return number == _with_check_digits(number[:9], 12)


def is_cnpj(number: str) -> bool:
    """Whether a plain number is a CNPJ with right check digits. One digit fourteen times is none."""
    if not _CNPJ.fullmatch(number) or len(set(number)) == 1:
        return False
    return number == _with_check_digits(number[:12], 9)


def kind_of(number: str) -> str:
    """``CPF`` or ``CNPJ``, by the length of a plain number."""
    return "CPF" if len(number) == 11 else "CNPJ"


def cpf(seed: Seed, *key: str | int) -> str:
    """Somebody's CPF, drawn by the seed."""
    body = seed.letters(_DIGITS, 9, "CPF", *key)
    return _with_check_digits(body if len(set(body)) > 1 else "123456789", 12)


def cnpj(seed: Seed, *key: str | int) -> str:
    """A company's CNPJ, drawn by the seed: the number of its head office."""
    return branch(seed.letters(_DIGITS, 8, "CNPJ", *key), HEAD_OFFICE)


def branch(root: str, number: str) -> str:
    """The CNPJ of one of a company's places of business: eight characters of the company, four of the place."""
    return _with_check_digits(root + number, 9)


def state_registration(state: str, body: str) -> str:
    """A company's number at a state (inscrição estadual), from the digits that are drawn.

    São Paulo, Paraná and Pernambuco have their own rules; the other states get those of Pernambuco (our choice: nobody
    is registered there in this world).
    """
    if state == "SP":
        first = body[:8]
        weighed = sum(int(each) * weight for each, weight in zip(first, _SAO_PAULO_WEIGHTS, strict=True))
        start = first + str(weighed % 11 % 10) + body[8:10].rjust(2, "0")
        total = sum(int(each) * (2 + place % 9) for place, each in enumerate(reversed(start)))
        return start + str(total % 11 % 10)
    return _with_check_digits(body[:8], 7) if state == "PR" else _with_check_digits(body[:7], 9)


def _with_check_digits(body: str, highest: int) -> str:
    for _ in range(2):
        body += modulo_11(body, highest)
    return body
