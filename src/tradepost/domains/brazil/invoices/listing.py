"""What documents can be asked for: the filters of lists and exports, and what is wrong with them. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.brazil.invoices.invoice import STATUSES, TRANSACTION_NAMES, TRANSACTION_TYPES, TYPES
from tradepost.domains.problems import Problem


class Wanted(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which documents are wanted: issued from ``start`` to ``end``, and with all of what else is said.

    ``external_id`` is the number of a document, or its access key; ``transaction`` is a name and an id.
    """

    marketplace_id: str
    start: datetime
    end: datetime
    type: str = ""
    transaction_type: str = ""
    statuses: tuple[str, ...] = ()
    series: str = ""
    external_id: str = ""
    transaction: tuple[str, str] | None = None


def in_brazil(marketplace_id: str) -> list[Problem]:
    """What is wrong with a marketplace: there are invoices in Brazil alone (published guide)."""
    found = MARKETPLACES.get(marketplace_id)
    if found is not None and found.country == "BR":
        return []
    return [Problem("marketplaceId", marketplace_id, "is not Brazil's: there are no such invoices elsewhere")]


def problems_of(wanted: Wanted) -> list[Problem]:
    """What is wrong with filters: a value that ``getInvoicesAttributes`` does not have, or an end before the start."""
    found = in_brazil(wanted.marketplace_id)
    found += _option("invoiceType", wanted.type, TYPES)
    found += _option("transactionType", wanted.transaction_type, TRANSACTION_TYPES)
    for each in wanted.statuses:
        found += _option("statuses", each, STATUSES)
    if wanted.transaction is not None:
        found += _option("transactionIdentifierName", wanted.transaction[0], TRANSACTION_NAMES)
    if wanted.end < wanted.start:
        found.append(Problem("dateEnd", wanted.end.isoformat(), f"is before dateStart ({wanted.start.isoformat()})"))
    return found


def _option(name: str, value: str, options: Collection[str]) -> list[Problem]:
    if not value or value in options:
        return []
    return [Problem(name, value, f"is not one of {', '.join(options)}")]
