"""Feeds and reports that have come to their end."""

from __future__ import annotations

from typing import Final

import msgspec

from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs import records
from tradepost.domains.exchange.jobs.job import Job
from tradepost.domains.exchange.notifications.messages.message import Message
from tradepost.events.outbox import Event

_STATUS: Final = {"done": "DONE", "cancelled": "CANCELLED", "fatal": "FATAL"}


class _Document(msgspec.Struct):
    """What areas keep in their jobs: the document that came of it, as feeds and as reports name it."""

    result_document_id: str | None = None
    document_id: str | None = None


async def feed_processing_finished(ctx: Context, event: Event) -> list[Message]:
    """FEED_PROCESSING_FINISHED."""
    job = await _job(ctx, event, "feeds")
    if job is None:
        return []
    said = {"feedId": job.id, "feedType": job.type, "processingStatus": _STATUS[job.state]}
    return [_message(ctx, job, "feedProcessingFinishedNotification", said, "resultFeedDocumentId")]


async def report_processing_finished(ctx: Context, event: Event) -> list[Message]:
    """REPORT_PROCESSING_FINISHED."""
    job = await _job(ctx, event, "reports")
    if job is None:
        return []
    said = {"reportId": job.id, "reportType": job.type, "processingStatus": _STATUS[job.state]}
    return [_message(ctx, job, "reportProcessingFinishedNotification", said, "reportDocumentId")]


async def _job(ctx: Context, event: Event, kind: str) -> Job | None:
    if event.body["kind"] != kind:
        return None
    return await records.find(ctx.tx, ctx.seller_id, kind, event.subject)


def _message(ctx: Context, job: Job, name: str, said: dict[str, str], document_name: str) -> Message:
    found = msgspec.json.decode(job.body, type=_Document)
    document_id = found.result_document_id or found.document_id
    payload = {"sellerId": ctx.seller_id, "accountId": f"amzn1.merchant.o.{ctx.seller_id}", **said}
    if document_id is not None:
        payload[document_name] = document_id
    return Message(subject=job.subject, payload={name: payload})
