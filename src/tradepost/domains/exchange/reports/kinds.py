"""Every report type that there is: those that are made, and those that are known and refused."""

from __future__ import annotations

from typing import Final

from tradepost.domains.account.tokens.model import RESTRICTED_REPORT
from tradepost.domains.exchange.reports.declaring import Kind
from tradepost.domains.exchange.reports.making import (
    analytics,
    browse_tree,
    easy_ship,
    fba_inventory,
    feedback,
    ledger,
    listings,
    orders,
    orders_to_ship,
    planning,
    promotions,
    removals,
    replacements,
    returns,
    sales_and_traffic,
    settlements,
    shipments,
    storage,
    tax,
    vat,
)
from tradepost.domains.exchange.reports.refusals import NotMade, TypeForbidden
from tradepost.domains.exchange.reports.refused import REFUSED
from tradepost.domains.problems import Faulty, Problem

#: What documents of reports are kept as: anybody's who may see the report, or those that personal data are in.
PLAIN: Final = "report"
RESTRICTED: Final = RESTRICTED_REPORT

KINDS: Final[dict[str, Kind]] = {
    **listings.KINDS,
    **orders.KINDS,
    **orders_to_ship.KINDS,
    **fba_inventory.KINDS,
    **ledger.KINDS,
    **planning.KINDS,
    **storage.KINDS,
    **shipments.KINDS,
    **returns.KINDS,
    **removals.KINDS,
    **replacements.KINDS,
    **settlements.KINDS,
    **sales_and_traffic.KINDS,
    **analytics.KINDS,
    **promotions.KINDS,
    **feedback.KINDS,
    **browse_tree.KINDS,
    **tax.KINDS,
    **vat.KINDS,
    **easy_ship.KINDS,
}


def wanted(report_type: str, roles: frozenset[str]) -> Kind:
    """The type of that name, for an application with these roles. Raises Faulty, NotMade, TypeForbidden."""
    kind = KINDS.get(report_type)
    if kind is None:
        if report_type in REFUSED:
            raise NotMade(report_type, REFUSED[report_type])
        raise Faulty([Problem("reportType", report_type, "is not a report type")])
    if not kind.roles & roles:
        raise TypeForbidden(report_type, kind.roles)
    return kind
