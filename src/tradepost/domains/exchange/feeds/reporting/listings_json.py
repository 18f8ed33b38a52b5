"""The processing report of JSON_LISTINGS_FEED (published schema, version 2), written piece by piece."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import msgspec

from tradepost.contract import listings_items_2021_08_01 as api
from tradepost.domains.exchange.feeds.message import Header, Result
from tradepost.domains.exchange.feeds.reading.listings_json import VERSION
from tradepost.domains.exchange.feeds.reporting.summary import Pieces, Summary
from tradepost.domains.exchange.jobs.working import Work
from tradepost.domains.selling.listings import records, views

CONTENT_TYPE = "application/json; charset=UTF-8"


async def written(
    work: Work, header: Header, marketplaces: tuple[str, ...], summary: Summary, pieces: Pieces, link_base: str
) -> AsyncIterator[bytes]:
    """The report: header, issues, summary, and the listings that were changed where the header asks for them."""
    head: dict[str, Any] = {"sellerId": header.seller_id, "version": VERSION, "feedId": work.job.id}
    if header.report is not None:
        head["report"] = header.report
    yield b'{"header":' + msgspec.json.encode(head) + b',"issues":['
    comma = b""
    async for piece in pieces():
        for each in piece.results:
            yield comma + msgspec.json.encode(_issue(each))
            comma = b","
    yield b"]"
    counts = _counts(summary)
    if header.report is None:
        yield b',"summary":' + msgspec.json.encode(counts) + b"}"
        return
    items = {"items": 0, "errors": 0, "warnings": 0}
    yield b',"items":['
    comma = b""
    async for item in _items(work, header, marketplaces, pieces, link_base):
        items["items"] += 1
        for issue in item.issues or ():
            items["errors"] += issue.severity == "ERROR"
            items["warnings"] += issue.severity == "WARNING"
        yield comma + msgspec.json.encode(_wanted(item, header))
        comma = b","
    yield b'],"summary":' + msgspec.json.encode({**counts, "itemSummary": items}) + b"}"


def _issue(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = {"code": result.code, "severity": result.severity, "message": result.text}
    if result.message_id:
        found = {"messageId": result.message_id, **found}
    if "SKU" in result.about:
        found["sku"] = result.about["SKU"]
    if result.attribute:
        found["attributeName"] = result.attribute
    return found


def _counts(summary: Summary) -> dict[str, int]:
    return {
        "errors": summary.errors,
        "warnings": summary.warnings,
        "messagesProcessed": summary.messages,
        "messagesAccepted": summary.accepted,
        "messagesInvalid": summary.invalid,
    }


async def _items(
    work: Work, header: Header, marketplaces: tuple[str, ...], pieces: Pieces, link_base: str
) -> AsyncIterator[api.Item]:
    """Each SKU once that was made or changed and is there, as Listings Items shows it now. Its issues are counted."""
    assert header.report is not None
    data = {*header.report.included_data, "issues"}
    seen: set[str] = set()
    async for piece in pieces():
        skus = [each for each in piece.skus if each not in seen]
        seen.update(skus)
        async with work.around.database.reading() as tx:
            ctx = work.around.context(tx)
            ctx.link_base = lambda: link_base
            found = await records.of_skus(tx, ctx.seller_id, list(marketplaces), skus)
            items = [await views.item(ctx, found[each], data) for each in dict.fromkeys(skus) if each in found]
        for item in items:
            yield item
        await work.pause()


def _wanted(item: api.Item, header: Header) -> api.Item:
    if header.report is not None and "issues" not in header.report.included_data:
        item.issues = None
    return item
