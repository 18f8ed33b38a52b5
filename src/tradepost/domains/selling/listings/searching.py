"""Searching a seller's listings: what is asked for, checked, and a page of what is found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from tradepost.contract import listings_items_2021_08_01 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.inventory import records as inventory
from tradepost.domains.pages import InvalidPageToken
from tradepost.domains.selling.catalog import products
from tradepost.domains.selling.listings import records
from tradepost.domains.selling.listings.listing import SEVERITIES, Listing, Severity
from tradepost.domains.selling.listings.records import Query
from tradepost.domains.selling.listings.refusals import InvalidSearch, OtherSearch
from tradepost.simulation.clock import to_milliseconds

_MOST, _DEFAULT_PAGE = 1000, 10


class Page(msgspec.Struct, frozen=True):
    """SKUs with their listings, how many there are in all, and the tokens of the pages around."""

    items: list[list[Listing]]
    total: int
    following: str | None
    preceding: str | None


class Position(msgspec.Struct, frozen=True):
    """Where a page begins: behind or before a SKU, and how many were shown before that."""

    value: int | str
    sku: str
    shown: int
    back: bool = False


async def page(ctx: Context, request: api.SearchListingsItemsArguments) -> Page:
    """A page of listings. Raises InvalidSearch, OtherSearch."""
    size = _DEFAULT_PAGE if request.page_size is None else request.page_size
    if not 1 <= size <= 20:
        raise InvalidSearch("pageSize", f"{size} is not from 1 to 20")
    query, sort, down = await _query(ctx, request), request.sort_by or "lastUpdatedDate", request.sort_order != "ASC"
    binding = ("listings", sort, str(down), msgspec.json.encode(_asked(request)).decode())
    position = None
    if request.page_token:
        try:
            position = msgspec.convert(ctx.page_position(binding, request.page_token, parameter="pageToken"), Position)
        except InvalidPageToken as refused:
            raise OtherSearch(refused.details) from None
    back = position is not None and position.back
    after = None if position is None else (position.value, position.sku)
    shown = 0 if position is None else position.shown
    room = size if back else min(size, _MOST - shown)
    rows = await records.page(ctx.tx, ctx.seller_id, query, sort, after, room + 1, down=down != back)
    more, rows = len(rows) > room, rows[:room]
    if back:
        rows.reverse()
        shown -= len(rows)
    there = shown + len(rows)
    following = (back or more) and rows and there < _MOST
    preceding = rows and (more if back else position is not None)
    found = await records.of_skus(ctx.tx, ctx.seller_id, list(query.marketplaces), [sku for _, sku in rows])
    return Page(
        [found[sku] for _, sku in rows],
        await records.count(ctx.tx, ctx.seller_id, query, _MOST),
        ctx.page_token(binding, Position(*rows[-1], there)) if following else None,
        ctx.page_token(binding, Position(*rows[0], shown, back=True)) if preceding else None,
    )


async def _query(ctx: Context, request: api.SearchListingsItemsArguments) -> Query:
    _check(request)
    marketplaces = tuple(dict.fromkeys(request.marketplace_ids))
    skus, asins = await _identified(ctx, request, marketplaces)
    return Query(
        marketplaces=marketplaces,
        skus=skus,
        asins=asins,
        parent_sku=request.variation_parent_sku or "",
        contained_sku=request.package_hierarchy_sku or "",
        created=(_at(request.created_after), _at(request.created_before)),
        updated=(_at(request.last_updated_after), _at(request.last_updated_before)),
        issues=_with_any(request.with_issue_severity or ()),
        with_status=frozenset(request.with_status or ()),
        without_status=frozenset(request.without_status or ()),
    )


def _with_any(severities: Iterable[Severity]) -> tuple[int, ...]:
    """The bits of listings that have an issue of any of these severities."""
    asked = sum(SEVERITIES[each] for each in set(severities))
    return tuple(bits for bits in range(1, 4) if bits & asked)


def _check(request: api.SearchListingsItemsArguments) -> None:
    """Raises InvalidSearch for what the published model does not let stand together."""
    ways = {
        "identifiers": request.identifiers,
        "variationParentSku": request.variation_parent_sku,
        "packageHierarchySku": request.package_hierarchy_sku,
    }
    named = [name for name, value in ways.items() if value]
    if len(named) > 1:
        raise InvalidSearch(named[1], f"cannot be used together with {named[0]}")
    if request.identifiers and request.identifiers_type is None:
        raise InvalidSearch("identifiersType", "is required with identifiers")
    both = sorted(set(request.with_status or ()) & set(request.without_status or ()))
    if both:
        raise InvalidSearch("withoutStatus", f"{', '.join(both)} is in withStatus too, so nothing could be found")
    for name, start, end in (
        ("createdBefore", request.created_after, request.created_before),
        ("lastUpdatedBefore", request.last_updated_after, request.last_updated_before),
    ):
        if start is not None and end is not None and end < start:
            raise InvalidSearch(name, "is before the time from which on is searched")


async def _identified(
    ctx: Context, request: api.SearchListingsItemsArguments, marketplaces: tuple[str, ...]
) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    """The SKUs, or the ASINs, that identifiers stand for; None where there are none."""
    wanted, type = request.identifiers, request.identifiers_type
    if not wanted:
        return None, None
    if type == "SKU":
        return tuple(dict.fromkeys(wanted)), None
    if type == "FNSKU":
        return tuple(await inventory.skus_of_fn_skus(ctx.tx, ctx.seller_id, wanted)), None
    if type == "ASIN":
        return None, tuple(dict.fromkeys(wanted))
    found: dict[str, None] = {}
    for marketplace_id in marketplaces:
        for each in wanted:
            found.update(dict.fromkeys(await products.asins_of(ctx, marketplace_id, type or "", each)))
    return None, tuple(found)


def _asked(request: api.SearchListingsItemsArguments) -> list[object]:
    """All that decides what is found, which a page token is bound to."""
    left_out = {"page_token", "page_size", "included_data", "issue_locale"}
    return [value for name, value in msgspec.structs.asdict(request).items() if name not in left_out]


def _at(time: datetime | None) -> int | None:
    return None if time is None else to_milliseconds(time)
