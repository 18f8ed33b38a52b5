"""Feeds: a document is promised and put, a feed is made of it, and its report is fetched."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from tradepost.contract import feeds_2021_06_30 as api
from tradepost.contract.formats import with_offset
from tradepost.documents import documents
from tradepost.domains.context import Context
from tradepost.domains.exchange.feeds import kinds
from tradepost.domains.exchange.feeds.feed import Feed
from tradepost.domains.exchange.feeds.refusals import (
    FeedNotCancellable,
    FeedTypeDenied,
    NotAFeed,
    UnknownDocument,
    UnknownFeed,
)
from tradepost.domains.exchange.jobs import listing, queueing, records
from tradepost.domains.exchange.jobs.job import Job, read_body
from tradepost.domains.exchange.jobs.records import Wanted
from tradepost.domains.exchange.jobs.statuses import STATE_OF, STATUS_OF
from tradepost.domains.handling import handles
from tradepost.domains.problems import Faulty, Problem
from tradepost.errors import MissingParameters
from tradepost.simulation.seed import CAPITALS_AND_DIGITS

#: How long a document waits for its feed (published guide).
UNUSED: Final = timedelta(days=2)
#: How long feeds can be found (published model).
KEPT: Final = timedelta(days=90)
PAGE_SIZE: Final = 10


@handles(api.create_feed_document)
async def create_feed_document(
    ctx: Context, request: api.CreateFeedDocumentArguments
) -> api.CreateFeedDocumentResponse:
    """Promises a document for a feed: its bytes go to the link, with the content type that is named here.

    The link is good for five minutes, the document for two days unless a feed is made of it.
    """
    content_type = request.body.content_type.strip()
    if not kinds.is_content_type(content_type):
        raise Faulty([Problem("contentType", content_type, "is no content type, such as application/json")])
    number = await records.next_number(ctx.tx, ctx.seller_id, "feed documents")
    document = await documents.promise(
        ctx.tx,
        ctx.seller_id,
        document_id(ctx, "input", str(number)),
        "feed",
        content_type=content_type,
        now=ctx.now,
        kept=UNUSED,
    )
    url = ctx.documents.upload_link(ctx.base_url, ctx.seller_id, document)
    return api.CreateFeedDocumentResponse(feed_document_id=document.id, url=url)


def document_id(ctx: Context, *key: str) -> str:
    """An identifier in the form of feed documents."""
    region = ctx.region or "na"
    ending = ctx.seed.letters(CAPITALS_AND_DIGITS, 13, "feed document", ctx.seller_id, *key)
    return f"amzn1.tortuga.4.{region}.{ctx.seed.uuid('feed document', ctx.seller_id, *key)}.T{ending}"


@handles(api.create_feed)
async def create_feed(ctx: Context, request: api.CreateFeedArguments) -> api.CreateFeedResponse:
    """Queues a feed that is made of a document whose bytes have come.

    The application needs a role of the feed type. What is in the document is looked at when the feed is worked on. It
    may serve another feed again (our choice).
    """
    body = request.body
    kind = kinds.KINDS.get(body.feed_type)
    problems = [] if kind else [Problem("feedType", body.feed_type, _unknown(body.feed_type))]
    if kind is not None and not ctx.roles & kind.roles:
        raise FeedTypeDenied(body.feed_type, kind.roles)
    document = await documents.find(ctx.tx, ctx.seller_id, body.input_feed_document_id, "feed", ctx.now)
    if document is None:
        problems.append(Problem("inputFeedDocumentId", body.input_feed_document_id, "is not a document of yours"))
    elif not document.there:
        problems.append(Problem("inputFeedDocumentId", document.id, "has not been uploaded"))
    if problems:
        raise NotAFeed(problems)
    assert document is not None
    await documents.keep_on(ctx.tx, ctx.seller_id, document, ctx.now)
    number = await records.next_number(ctx.tx, ctx.seller_id, "feeds")
    feed = Feed(
        marketplace_ids=tuple(body.marketplace_ids),
        input_document_id=document.id,
        options=body.feed_options or {},
        application_id=ctx.application_id,
        marketplaces=tuple(sorted(ctx.marketplaces)),
        link_base=ctx.base_url,
    )
    feed_id = str(50_000_000_000 + 1_000 * number + ctx.seed.number("feed", ctx.seller_id, number) % 1_000)
    await queueing.queue(ctx, "feeds", body.feed_type, feed_id, feed, labels=feed.marketplace_ids)
    return api.CreateFeedResponse(feed_id=feed_id)


def _unknown(feed_type: str) -> str:
    if feed_type in kinds.NOT_CARRIED_OUT:
        return "is a feed type that is not carried out here"
    return "is not a feed type"


@handles(api.get_feed)
async def get_feed(ctx: Context, request: api.GetFeedArguments) -> api.Feed:
    """Shows a feed: how far it is, and the document of its report once there is one."""
    return shown(await load(ctx, request.feed_id))


@handles(api.get_feeds)
async def get_feeds(ctx: Context, request: api.GetFeedsArguments) -> api.GetFeedsResponse:
    """Lists feeds of these types, newest first, of the last 90 days.

    ``feedTypes`` or ``nextToken`` is needed, and a token comes alone (published model).
    """
    if request.next_token:
        _check_alone(request)
        found, token = await listing.next_page(ctx, "feeds", request.next_token)
    else:
        if not request.feed_types:
            raise MissingParameters(["feedTypes"])
        wanted = Wanted(
            types=tuple(request.feed_types),
            states=tuple(STATE_OF[each] for each in request.processing_statuses or ()),
            labels=tuple(request.marketplace_ids or ()),
            since=max(request.created_since or ctx.now - KEPT, ctx.now - KEPT),
            until=request.created_until,
        )
        found, token = await listing.first_page(ctx, "feeds", wanted, request.page_size or PAGE_SIZE)
    return api.GetFeedsResponse(feeds=[shown(each) for each in found], next_token=token)


def _check_alone(request: api.GetFeedsArguments) -> None:
    asked = {
        "feedTypes": request.feed_types,
        "marketplaceIds": request.marketplace_ids,
        "pageSize": None if request.page_size == PAGE_SIZE else request.page_size,  # what it is without one
        "processingStatuses": request.processing_statuses,
        "createdSince": request.created_since,
        "createdUntil": request.created_until,
    }
    others = [name for name, value in asked.items() if value is not None]
    if others:
        raise listing.OthersBesideToken(others)


@handles(api.cancel_feed)
async def cancel_feed(ctx: Context, request: api.CancelFeedArguments) -> None:
    """Cancels a feed that waits in the queue; it stays to be seen."""
    job = await load(ctx, request.feed_id)
    if job.state != "queued":
        raise FeedNotCancellable(job.id, STATUS_OF[job.state])
    await queueing.end(ctx, job, "cancelled")


@handles(api.get_feed_document)
async def get_feed_document(ctx: Context, request: api.GetFeedDocumentArguments) -> api.FeedDocument:
    """Gives a link to a document of a feed, good for five minutes: its report, or what was put."""
    for purpose in ("feed result", "feed"):
        document = await documents.find(ctx.tx, ctx.seller_id, request.feed_document_id, purpose, ctx.now)
        if document is not None and document.there:
            break
    else:
        raise UnknownDocument(request.feed_document_id)
    url = ctx.documents.download_link(
        ctx.base_url, ctx.seller_id, document, gzip_header=bool(request.enable_content_encoding_url_header)
    )
    return api.FeedDocument(
        feed_document_id=document.id, url=url, compression_algorithm="GZIP" if document.compression else None
    )


async def load(ctx: Context, feed_id: str) -> Job:
    """The caller's feed of this id, while it is kept. Raises UnknownFeed."""
    job = await records.find(ctx.tx, ctx.seller_id, "feeds", feed_id)
    if job is None or job.created_at < ctx.now - KEPT:
        raise UnknownFeed(feed_id)
    return job


def shown(job: Job) -> api.Feed:
    """A feed as the API shows it."""
    feed = read_body(job, Feed)
    return api.Feed(
        feed_id=job.id,
        feed_type=job.type,
        marketplace_ids=list(feed.marketplace_ids),
        created_time=with_offset(job.created_at),
        processing_status=STATUS_OF[job.state],
        processing_start_time=job.started_at and with_offset(job.started_at),
        processing_end_time=job.ended_at and with_offset(job.ended_at),
        result_feed_document_id=feed.result_document_id,
    )
