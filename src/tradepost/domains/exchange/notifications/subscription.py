"""What an application wants to hear of a seller, and what narrows it down."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import msgspec

from tradepost.contract.notifications import ProcessingDirective
from tradepost.domains.exchange.notifications import filtering
from tradepost.domains.exchange.notifications.messages.message import Message
from tradepost.domains.exchange.notifications.messages.table import Kind
from tradepost.domains.problems import Problem

PERIODS: Final = {"FiveMinutes": timedelta(minutes=5), "TenMinutes": timedelta(minutes=10)}
_PLACE: Final = "processingDirective"
#: Which parts of an event filter a type takes (published guide).
_FILTERS: Final[dict[str, frozenset[str]]] = {
    "ANY_OFFER_CHANGED": frozenset({"marketplaceIds", "aggregationSettings"}),
    "ORDER_CHANGE": frozenset({"orderChangeTypes"}),
    "SHIPMENT_TRACKING_MILESTONE_CHANGED": frozenset({"trackingIdentifier"}),
}


class Directive(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a subscription narrows down what it hears: an event filter as it was sent, or an expression."""

    filter: str = ""
    marketplace_ids: tuple[str, ...] = ()
    order_change_types: tuple[str, ...] = ()
    tracking_number: str = ""
    aggregation: str = ""
    expression: str = ""


class Subscription(msgspec.Struct, frozen=True, kw_only=True):
    """A subscription of an application to a notification type about a seller. ``made`` counts its notifications."""

    id: str
    seller_id: str
    application_id: str
    type: str
    payload_version: str
    destination_id: str
    directive: Directive
    created_at: datetime
    made: int = 0

    @property
    def period(self) -> timedelta | None:
        """How long it does not want to hear of the same thing again, or None."""
        return PERIODS.get(self.directive.aggregation)

    def wants(self, message: Message) -> bool:
        """Whether a message passes its filters."""
        how = self.directive
        if how.marketplace_ids and message.marketplace_id not in how.marketplace_ids:
            return False
        if how.order_change_types and message.order_change_type not in how.order_change_types:
            return False
        if how.tracking_number and message.tracking_number != how.tracking_number:
            return False
        return not how.expression or filtering.passes(how.expression, message.payload)


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
