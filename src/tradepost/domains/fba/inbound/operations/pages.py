"""Pages of what a plan, a packing group or a shipment holds; and of lists that are kept as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from tradepost.contract import fulfillment_inbound_2024_03_20 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.inbound import records
from tradepost.domains.fba.inbound.contents import Box, Line, Pallet
from tradepost.domains.fba.inbound.refusals import TokenNotOfTheQuery
from tradepost.domains.pages import InvalidPageToken

Content = TypeVar("Content", Line, Box, Pallet)
Each = TypeVar("Each")
TOKEN = "paginationToken"
USUAL = 10


def position(ctx: Context, query: tuple[str, ...], token: str | None) -> int:
    """The place after which a page begins, -1 for the first. Raises TokenNotOfTheQuery."""
    return int(opened(ctx, query, token)) if token else -1


def opened(ctx: Context, query: tuple[str, ...], token: str) -> Any:
    """What a page token says. Raises TokenNotOfTheQuery."""
    try:
        return ctx.page_position(query, token, parameter=TOKEN)
    except InvalidPageToken as wrong:
        raise TokenNotOfTheQuery from wrong


async def contents(
    ctx: Context, owner_id: str, kind: type[Content], size: int | None, token: str | None
) -> tuple[list[Content], api.Pagination]:
    """A page of the items, boxes or pallets of an owner."""
    query, most = ("inbound", kind.__name__, owner_id), size or USUAL
    after = position(ctx, query, token)
    found = await records.contents(ctx.tx, ctx.seller_id, owner_id, kind, after, most + 1)
    return found[:most], pagination(ctx, query, after + most if len(found) > most else None)


def of_list(
    ctx: Context, query: tuple[str, ...], found: Sequence[Each], size: int | None, token: str | None
) -> tuple[list[Each], api.Pagination]:
    """A page of a list."""
    start, most = position(ctx, query, token) + 1, size or USUAL
    more = start + most < len(found)
    return list(found[start : start + most]), pagination(ctx, query, start + most - 1 if more else None)


def pagination(ctx: Context, query: tuple[str, ...], place: int | None) -> api.Pagination:
    """What tells of the next page, which begins after a place; of the last it says nothing, and is there all the same
    (observed by integrators)."""
    return api.Pagination(next_token=None if place is None else ctx.page_token(query, place))
