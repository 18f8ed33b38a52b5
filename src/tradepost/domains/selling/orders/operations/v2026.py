"""Orders 2026-01-01: the same orders with everything that is asked for in one answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from tradepost.contract import orders_2026_01_01 as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.selling.orders import records, views_2026
from tradepost.domains.selling.orders.filters import FRESHEST, MOST_RESULTS
from tradepost.domains.selling.orders.operations.reading import load
from tradepost.domains.selling.orders.records import Query
from tradepost.domains.selling.orders.refusals import OtherSearch
from tradepost.errors import InvalidInput
from tradepost.simulation.clock import from_milliseconds, to_milliseconds

#: How long a page token is good (published migration guide).
_TOKEN_SECONDS = 86_400
_CHANNELS = {"MERCHANT": "MFN", "AMAZON": "AFN"}


@handles(api.search_orders)
async def search_orders(ctx: Context, request: api.SearchOrdersArguments) -> api.SearchOrdersResponse:
    """Finds orders of the caller, oldest first by the time that is asked for, 100 a page at most.

    Exactly one of ``createdAfter`` and ``lastUpdatedAfter`` is needed. Without ``marketplaceIds`` orders of every
    marketplace are found. A ``paginationToken`` is good for a day, and comes with the parameters of the call that gave
    it, of which ``maxResultsPerPage`` alone may be another (as callers have reported it).
    Personal data follows from the roles of the application, and needs no restricted data token.
    """
    size = request.max_results_per_page
    if size is not None and not 1 <= size <= MOST_RESULTS:
        raise InvalidInput("Invalid Input", f"maxResultsPerPage: {size} is not between 1 and {MOST_RESULTS}")
    size = size or MOST_RESULTS
    if request.pagination_token:
        kept, at, order_id, asked = ctx.page_position(
            ("orders 2026",), request.pagination_token, _TOKEN_SECONDS, parameter="paginationToken"
        )
        for name, value in _asked(request).items():
            if value != asked[name]:
                raise OtherSearch(name)
        query, after = records.query_of(kept), (at, order_id)
    else:
        query, after = _query(ctx, request), None
    found = await records.page(ctx.tx, ctx.seller_id, query, after, size + 1)
    data = frozenset(request.included_data or ())
    answer = api.SearchOrdersResponse(orders=[views_2026.shown(each, data, ctx.roles) for each in found[:size]])
    if len(found) > size:
        last = found[size - 1]
        at = to_milliseconds(last.updated_at if query.by == "updated_at" else last.purchased_at)
        token = ctx.page_token(("orders 2026",), [query, at, last.id, _asked(request)])
        answer.pagination = api.Pagination(next_token=token)
    until = from_milliseconds(query.end)
    if query.by == "updated_at":
        answer.last_updated_before = until
    else:
        answer.created_before = until
    return answer


@handles(api.get_order)
async def get_order(ctx: Context, request: api.GetOrderArguments) -> api.GetOrderResponse:
    """Shows an order with its items, and the data sets that ``includedData`` names.

    Personal data follows from the roles of the application, and needs no restricted data token. Expenses are points,
    which nobody grants here, and fulfillment orders are Easy Ship's (published model): both are left out.
    """
    order = await load(ctx, request.order_id)
    return api.GetOrderResponse(order=views_2026.shown(order, frozenset(request.included_data or ()), ctx.roles))


def _asked(request: api.SearchOrdersArguments) -> dict[str, Any]:
    """The parameters that all pages of a search have in common."""
    named: dict[str, Any] = msgspec.to_builtins(request)
    return {name: value for name, value in named.items() if name not in ("paginationToken", "maxResultsPerPage")}


def _query(ctx: Context, request: api.SearchOrdersArguments) -> Query:
    """What is searched for. Raises InvalidInput, naming the parameter and the rule."""
    created = _utc(request.created_after), _utc(request.created_before)
    updated = _utc(request.last_updated_after), _utc(request.last_updated_before)
    if created[0] is None and updated[0] is None:
        raise InvalidInput("Invalid Input", "createdAfter: exactly one of createdAfter and lastUpdatedAfter is needed")
    if any(created) and any(updated):
        raise InvalidInput(
            "Invalid Input", "lastUpdatedAfter: cannot be given together with createdAfter or createdBefore"
        )
    by, name, (after, before) = (
        ("updated_at", "lastUpdated", updated) if any(updated) else ("purchased_at", "created", created)
    )
    assert after is not None
    if after > ctx.now:
        raise InvalidInput("Invalid Input", f"{name}After: must not be in the future")
    if before is not None and before > ctx.now - FRESHEST:
        raise InvalidInput("Invalid Input", f"{name}Before: must be two minutes before the present time at the latest")
    if before is not None and before < after:
        raise InvalidInput("Invalid Input", f"{name}Before: must not be before {name}After")
    wanted = set(request.fulfillment_statuses or ())
    return Query(
        by=by,
        start=to_milliseconds(after),
        end=to_milliseconds(before or ctx.now),
        marketplaces=tuple(dict.fromkeys(request.marketplace_ids or sorted(ctx.marketplaces))),
        statuses=tuple(known for known, shown in views_2026.STATUSES.items() if shown in wanted),
        channels=tuple(_CHANNELS[each] for each in dict.fromkeys(request.fulfilled_by or ())),
    )


def _utc(at: datetime | None) -> datetime | None:
    return at if at is None or at.tzinfo is not None else at.replace(tzinfo=UTC)
