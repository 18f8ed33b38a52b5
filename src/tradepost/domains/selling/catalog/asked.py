"""What callers ask of the catalog in every version that speaks of data sets and languages: checked. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from tradepost.domains.selling.catalog.refusals import InvalidLocale, InvalidPageSize, VendorsOnly
from tradepost.domains.selling.definitions.locales import languages_of

_DEFAULT_DATA = ("summaries",)
_DEFAULT_PAGE = 10


def data_sets(asked: Sequence[str] | None) -> Sequence[str]:
    """The data sets of an answer. Raises VendorsOnly."""
    if asked and "vendorDetails" in asked:
        raise VendorsOnly
    return asked or _DEFAULT_DATA


def page_size(asked: int | None) -> int:
    """How many items a page has; ten unless told otherwise (published models). Raises InvalidPageSize."""
    if asked is not None and asked < 1:
        raise InvalidPageSize(asked)
    return asked or _DEFAULT_PAGE


def check_locale(name: str, asked: str | None, marketplace_ids: Sequence[str]) -> None:
    """Raises InvalidLocale where none of the marketplaces has texts in this language."""
    known = [tag for each in marketplace_ids for tag in languages_of(each)]
    if asked is not None and asked not in known:
        raise InvalidLocale(name, asked, known)
