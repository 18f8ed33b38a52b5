"""Finances v0 and 2024-06-19: settlement groups, and the events of the ledger, by group, by order and by time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from tradepost.contract import finances_2024_06_19 as transactions_api
from tradepost.contract import finances_v0 as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.money.finances import records, views
from tradepost.domains.money.finances.event import FinancialEvent
from tradepost.domains.money.finances.records import Window
from tradepost.domains.money.finances.refusals import (
    HalfAnIdentifier,
    NotAnOrderId,
    RangeNeeded,
    UnknownGroup,
    UnknownName,
)
from tradepost.domains.money.finances.settlement import Group
from tradepost.domains.money.finances.transactions import transactions
from tradepost.domains.money.finances.windows import window
from tradepost.simulation.clock import to_milliseconds

GROUPS_A_PAGE = 10
EVENTS_A_PAGE = 100
TRANSACTIONS_A_PAGE = 500

_POSTED = ("PostedAfter", "PostedBefore")
_STARTED = ("FinancialEventGroupStartedAfter", "FinancialEventGroupStartedBefore")
_ORDER_ID = re.compile(r"\d{3}-\d{7}-\d{7}")
_STATUSES = ("DEFERRED", "RELEASED", "DEFERRED_RELEASED")
_FOREVER = 1 << 62


@handles(api.list_financial_event_groups)
async def list_financial_event_groups(
    ctx: Context, request: api.ListFinancialEventGroupsArguments
) -> api.ListFinancialEventGroupsResponse:
    """Lists settlement groups by when they were opened, newest first (our choice), 10 a page unless told otherwise.

    Without times it goes two years back. Times that are more than 180 days apart find nothing (published model). A
    ``NextToken`` goes on with the times of the first call, whatever others are sent beside it (our choice).
    """
    query = ("financial event groups",)
    if request.next_token:
        start, end, *last = ctx.page_position(query, request.next_token, parameter="NextToken")
    else:
        after, before = request.financial_event_group_started_after, request.financial_event_group_started_before
        start, end = map(to_milliseconds, window(ctx.now, after, before, _STARTED))
        last = []
    limit = request.max_results_per_page or GROUPS_A_PAGE
    found = await records.groups(ctx.tx, ctx.seller_id, start, end, (last[0], last[1]) if last else None, limit + 1)
    page = found[:limit]
    return api.ListFinancialEventGroupsResponse(
        payload=api.ListFinancialEventGroupsPayload(
            next_token=ctx.page_token(query, [start, end, *_group_place(page[-1])]) if len(found) > limit else None,
            financial_event_group_list=[views.group(each) for each in page],
        )
    )


def _group_place(group: Group) -> tuple[int, str]:
    return to_milliseconds(group.started_at), group.id


@handles(api.list_financial_events_by_group_id)
async def list_financial_events_by_group_id(
    ctx: Context, request: api.ListFinancialEventsByGroupIdArguments
) -> api.ListFinancialEventsResponse:
    """Lists the events of a settlement group, oldest first; those of the last two minutes are not there yet.

    What is deferred belongs to no group until it is released (published model).
    """
    if await records.group(ctx.tx, ctx.seller_id, request.event_group_id) is None:
        raise UnknownGroup(request.event_group_id)
    start, end = map(to_milliseconds, window(ctx.now, request.posted_after, request.posted_before, _POSTED))
    wanted = Window(start, end, group_id=request.event_group_id, status="RELEASED")
    return await _v0_page(ctx, wanted, request.next_token, request.max_results_per_page)


@handles(api.list_financial_events_by_order_id)
async def list_financial_events_by_order_id(
    ctx: Context, request: api.ListFinancialEventsByOrderIdArguments
) -> api.ListFinancialEventsResponse:
    """Lists the events of an order, oldest first, as soon as they are posted; none for an order that nobody knows."""
    if not _ORDER_ID.fullmatch(request.order_id):
        raise NotAnOrderId(request.order_id)
    wanted = Window(0, _FOREVER, order_id=request.order_id, status="RELEASED")
    return await _v0_page(ctx, wanted, request.next_token, request.max_results_per_page)


@handles(api.list_financial_events)
async def list_financial_events(
    ctx: Context, request: api.ListFinancialEventsArguments
) -> api.ListFinancialEventsResponse:
    """Lists events by when they were posted, oldest first; those of the last two minutes are not there yet.

    Times that are more than 180 days apart find nothing (published model). Without times it goes two years back (our
    choice). Deferred events are not there until they are released.
    """
    start, end = map(to_milliseconds, window(ctx.now, request.posted_after, request.posted_before, _POSTED))
    wanted = Window(start, end, status="RELEASED")
    return await _v0_page(ctx, wanted, request.next_token, request.max_results_per_page)


async def _v0_page(
    ctx: Context, wanted: Window, token: str | None, size: int | None
) -> api.ListFinancialEventsResponse:
    query = ("financial events", wanted.group_id, wanted.order_id)
    page, following = await _page(ctx, query, wanted, token, size or EVENTS_A_PAGE, "NextToken")
    return api.ListFinancialEventsResponse(
        payload=api.ListFinancialEventsPayload(next_token=following, financial_events=views.events(page))
    )


@handles(transactions_api.list_transactions)
async def list_transactions(
    ctx: Context, request: transactions_api.ListTransactionsArguments
) -> transactions_api.ListTransactionsResponse:
    """Lists the same events as transactions, with what they are made of; 500 a page (published guide), oldest first.

    Deferred ones are among them. A related identifier is a settlement group's or an order's; without one,
    ``postedAfter`` is needed.
    """
    wanted = _wanted(ctx, request)
    query = ("transactions", wanted.group_id, wanted.order_id, wanted.marketplace_id, wanted.status)
    page, following = await _page(ctx, query, wanted, request.next_token, TRANSACTIONS_A_PAGE, "nextToken")
    return transactions_api.ListTransactionsResponse(
        payload=transactions_api.TransactionsPayload(
            next_token=following, transactions=transactions(page, ctx.seller_id)
        )
    )


def _wanted(ctx: Context, request: transactions_api.ListTransactionsArguments) -> Window:
    name, value = request.related_identifier_name, request.related_identifier_value
    if (name is None) != (value is None):
        raise HalfAnIdentifier("relatedIdentifierName" if name is None else "relatedIdentifierValue")
    _check("relatedIdentifierName", name, ("FINANCIAL_EVENT_GROUP_ID", "ORDER_ID"))
    _check("transactionStatus", request.transaction_status, _STATUSES)
    if name is None and request.posted_after is None and not request.next_token:
        raise RangeNeeded
    start, end = window(ctx.now, request.posted_after, request.posted_before, ("postedAfter", "postedBefore"))
    return Window(
        to_milliseconds(start),
        to_milliseconds(end),
        group_id=value or "" if name == "FINANCIAL_EVENT_GROUP_ID" else "",
        order_id=value or "" if name == "ORDER_ID" else "",
        marketplace_id=request.marketplace_id or "",
        status=request.transaction_status or "",
        transfers=True,
    )


def _check(name: str, value: str | None, known: Sequence[str]) -> None:
    if value is not None and value not in known:
        raise UnknownName(name, value, known)


async def _page(
    ctx: Context, query: tuple[str, ...], wanted: Window, token: str | None, size: int, parameter: str
) -> tuple[list[FinancialEvent], str | None]:
    """A page of events, and the token of the next one. A token goes on with the times of the first call.

    ``parameter`` is the name by which the token was sent.
    """
    after: tuple[int, str] | None = None
    if token:
        kept: list[Any] = ctx.page_position(query, token, parameter=parameter)
        wanted = msgspec.structs.replace(wanted, start=kept[0], end=kept[1])
        after = (kept[2], kept[3])
    found = await records.page(ctx.tx, ctx.seller_id, wanted, after, size + 1)
    if len(found) <= size:
        return found, None
    last = found[size - 1]
    place = [wanted.start, wanted.end, to_milliseconds(last.posted_at), last.id]
    return found[:size], ctx.page_token(query, place)
