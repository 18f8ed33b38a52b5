"""What ``getOrders`` is asked for: its parameters, checked, as a query of the records."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import get_args

from tradepost.contract import orders_v0 as api
from tradepost.domains.selling.orders.model import EASY_SHIP_STATUSES, STATUSES
from tradepost.domains.selling.orders.order import ElectronicInvoice
from tradepost.domains.selling.orders.records import Query
from tradepost.domains.selling.orders.refusals import InvalidTimes, NotATime
from tradepost.errors import InvalidInput
from tradepost.simulation.clock import to_milliseconds

ORDER_ID = re.compile(r"\d{3}-\d{7}-\d{7}")
#: An end that is named must lie so far back (published model). Without one, orders are found up to now: at Amazon up to
#: two minutes before it, which would only make tests wait (our choice).
FRESHEST = timedelta(minutes=2)
MOST_RESULTS = 100
_CHANNELS = ("AFN", "MFN")
_PAYMENTS = ("COD", "CVS", "Other")


def date(name: str, value: str | None) -> datetime | None:
    """A date-time of the query, with or without its zone (UTC then). Raises InvalidInput."""
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value.strip().replace(" ", "+") if "T" in value else value.strip())
    except ValueError:
        raise NotATime(name, value) from None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def query(request: api.GetOrdersArguments, now: datetime) -> Query:
    """The query that a request without a page token means. Raises InvalidInput, naming the parameter and the rule."""
    _check_lists(request)
    created = date("CreatedAfter", request.created_after), date("CreatedBefore", request.created_before)
    updated = (
        date("LastUpdatedAfter", request.last_updated_after),
        date("LastUpdatedBefore", request.last_updated_before),
    )
    if request.amazon_order_ids:
        for each in request.amazon_order_ids:
            if not ORDER_ID.fullmatch(each):
                raise InvalidInput("Invalid Input", f"AmazonOrderIds: '{each[:60]}' is no order id")
    elif created[0] is None and updated[0] is None:
        raise InvalidInput("Invalid Input", "CreatedAfter: one of CreatedAfter and LastUpdatedAfter is needed")
    if any(created) and any(updated):
        raise InvalidInput(
            "Invalid Input", "LastUpdatedAfter: cannot be given together with CreatedAfter or CreatedBefore"
        )
    if request.seller_order_id and (any(updated) or request.order_statuses or request.fulfillment_channels):
        raise InvalidInput(
            "Invalid Input", "SellerOrderId: cannot be given together with statuses, channels or times of update"
        )
    by, (after, before) = ("updated_at", updated) if any(updated) else ("purchased_at", created)
    _check_span("LastUpdated" if any(updated) else "Created", after, before, now)
    until = before or now
    return Query(
        by=by,
        start=0 if after is None else to_milliseconds(after),
        end=0 if request.amazon_order_ids else to_milliseconds(until),
        marketplaces=tuple(dict.fromkeys(request.marketplace_ids)),
        statuses=tuple(request.order_statuses or ()),
        channels=tuple(request.fulfillment_channels or ()),
        payment_methods=tuple(request.payment_methods or ()),
        electronic_invoices=tuple(request.electronic_invoice_statuses or ()),
        order_ids=tuple(dict.fromkeys(request.amazon_order_ids or ())),
        buyer_email=request.buyer_email or "",
        seller_order_id=request.seller_order_id or "",
        supply_source_id=request.actual_fulfillment_supply_source_id or "",
        store_id=request.store_chain_store_id or "",
        pickup=request.is_ispu,
        easy_ship_statuses=tuple(dict.fromkeys(request.easy_ship_shipment_statuses or ())),
        earliest_delivery=_span(
            "EarliestDeliveryDate", request.earliest_delivery_date_after, request.earliest_delivery_date_before
        ),
        latest_delivery=_span(
            "LatestDeliveryDate", request.latest_delivery_date_after, request.latest_delivery_date_before
        ),
    )


def page_size(request: api.GetOrdersArguments) -> int:
    """How many a page holds. Raises InvalidInput."""
    wanted = request.max_results_per_page
    if wanted is not None and not 1 <= wanted <= MOST_RESULTS:
        raise InvalidInput("Invalid Input", f"MaxResultsPerPage: {wanted} is not between 1 and {MOST_RESULTS}")
    return wanted or MOST_RESULTS


def _check_lists(request: api.GetOrdersArguments) -> None:
    for name, values, known in (
        ("OrderStatuses", request.order_statuses, STATUSES),
        ("FulfillmentChannels", request.fulfillment_channels, _CHANNELS),
        ("PaymentMethods", request.payment_methods, _PAYMENTS),
        ("ElectronicInvoiceStatuses", request.electronic_invoice_statuses, get_args(ElectronicInvoice)),
        ("EasyShipShipmentStatuses", request.easy_ship_shipment_statuses, EASY_SHIP_STATUSES),
    ):
        for each in values or ():
            if each not in known:
                raise InvalidInput("Invalid Input", f"{name}: '{each[:60]}' is not one of {', '.join(known)}")


def _check_span(name: str, after: datetime | None, before: datetime | None, now: datetime) -> None:
    if after is not None and after > now:
        raise InvalidTimes(f"{name}After", "must not be in the future")
    if before is not None and before > now - FRESHEST:
        raise InvalidTimes(f"{name}Before", "must be two minutes before the present time at the latest")
    if after is not None and before is not None and before < after:
        raise InvalidTimes(f"{name}Before", f"must not be before {name}After")


def _span(name: str, after: str | None, before: str | None) -> tuple[int | None, int | None]:
    found = date(f"{name}After", after), date(f"{name}Before", before)
    return tuple(None if each is None else to_milliseconds(each) for each in found)  # type: ignore[return-value]
