"""What an application wants to hear of a seller, and what narrows it down."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import msgspec

from tradepost.domains.exchange.notifications import filtering
from tradepost.domains.exchange.notifications.messages.message import Message

PERIODS: Final = {"FiveMinutes": timedelta(minutes=5), "TenMinutes": timedelta(minutes=10)}


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
