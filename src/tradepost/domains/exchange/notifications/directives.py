"""Processing directives as they are sent: what is wrong with one, and what is kept of it."""

from __future__ import annotations

from typing import Final

import msgspec

from tradepost.contract.notifications import ProcessingDirective
from tradepost.domains.exchange.notifications import filtering
from tradepost.domains.exchange.notifications.messages.table import Kind
from tradepost.domains.exchange.notifications.subscription import Directive
from tradepost.domains.problems import Problem

_PLACE: Final = "processingDirective"
#: Which parts of an event filter a type takes (published guide).
_FILTERS: Final[dict[str, frozenset[str]]] = {
    "ANY_OFFER_CHANGED": frozenset({"marketplaceIds", "aggregationSettings"}),
    "ORDER_CHANGE": frozenset({"orderChangeTypes"}),
    "SHIPMENT_TRACKING_MILESTONE_CHANGED": frozenset({"trackingIdentifier"}),
}


def directive_of(asked: ProcessingDirective | None) -> Directive:
    """A directive that has no problems, as it is kept."""
    if asked is None:
        return Directive()
    if asked.filter_expression is not None:
        return Directive(expression=asked.filter_expression)
    found = asked.event_filter
    if found is None:
        return Directive()
    tracking = found.tracking_identifier
    carrier = None if tracking is None else tracking.carrier_tracking
    return Directive(
        filter=msgspec.json.encode(found).decode(),
        marketplace_ids=tuple(found.marketplace_ids or ()),
        order_change_types=tuple(found.order_change_types or ()),
        tracking_number="" if carrier is None else carrier.tracking_number,
        aggregation="" if found.aggregation_settings is None else found.aggregation_settings.aggregation_time_period,
    )


def directive_problems(kind: Kind, asked: ProcessingDirective | None) -> list[Problem]:
    """What is wrong with a directive for a notification type."""
    if asked is None:
        return []
    expression = asked.filter_expression
    if asked.event_filter is not None and expression is not None:
        return [Problem(f"{_PLACE}.filterExpression", expression, "cannot come together with an eventFilter")]
    if expression is not None:
        if not kind.expressions:
            return [Problem(f"{_PLACE}.filterExpression", expression, f"is not supported for {kind.type}")]
        fault = filtering.fault_of(expression)
        return [Problem(f"{_PLACE}.filterExpression", expression, fault)] if fault else []
    return _filter_problems(kind, asked)


def _filter_problems(kind: Kind, asked: ProcessingDirective) -> list[Problem]:
    found, place = asked.event_filter, f"{_PLACE}.eventFilter"
    if found is None:
        return []
    if not kind.event_filter or found.event_filter_type != kind.type:
        return [Problem(f"{place}.eventFilterType", found.event_filter_type, f"is not supported for {kind.type}")]
    given = msgspec.to_builtins(found)
    others = sorted(set(given) - _FILTERS[kind.type] - {"eventFilterType"})
    problems = [Problem(f"{place}.{name}", "", f"is not part of a filter of {kind.type}") for name in others]
    tracking = found.tracking_identifier
    if tracking is not None and len(msgspec.to_builtins(tracking)) != 1:
        problems.append(Problem(f"{place}.trackingIdentifier", "", "must have exactly one identifier"))
    elif tracking is not None and tracking.carrier_tracking is None:
        problems.append(
            Problem(f"{place}.trackingIdentifier", "", "carrierTracking is the identifier that packages here have")
        )
    return problems
