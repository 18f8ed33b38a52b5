"""Jobs: feeds, reports and what else takes its time: how far each is, its documents, and what may be done to it."""

from __future__ import annotations

import zlib
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from starlette.responses import RedirectResponse, Response

from tradepost.admission.address import address_of
from tradepost.console.visit import Visit
from tradepost.documents import records as known
from tradepost.documents.records import Document
from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs import queueing, records
from tradepost.domains.exchange.jobs.job import STATES, Fate, Job
from tradepost.errors import InvalidInput, NotFound

_MOST_SHOWN = 100
_MOST_BYTES = 65_536
_TEXTS = ("text/", "application/json", "application/xml")


async def listed(visit: Visit) -> Response:
    """The seller's jobs, newest first, in one state or in all."""
    state = visit.asked("state") if visit.asked("state") in STATES else ""
    async with visit.reading() as ctx:
        found = await records.of_seller(ctx.tx, ctx.seller_id, state, _MOST_SHOWN)
    return visit.page("jobs.html", "jobs", jobs=found, state=state, states=STATES)


async def show(visit: Visit) -> Response:
    """One job: its states, its documents, and what may be done to it."""
    job = await _load(visit)
    async with visit.reading() as ctx:
        documents = [await _shown(ctx, name, document) for name, document in await _documents(ctx, job)]
    return visit.page("job.html", "jobs", job=job, documents=documents)


async def download(visit: Visit) -> Response:
    """On to the bytes of one of its documents."""
    job = await _load(visit)
    async with visit.reading() as ctx:
        for name, document in await _documents(ctx, job):
            if name == visit.named("name") and document.there:
                return RedirectResponse(
                    ctx.documents.download_link(address_of(visit.request), ctx.seller_id, document), 303
                )
    raise NotFound("The specified resource does not exist.", f"Job {job.id} has no such document.")


async def hold(visit: Visit) -> Response:
    """It stays in the state that it is in."""
    return await _change(visit, queueing.hold, "It is held.")


async def release(visit: Visit) -> Response:
    """It goes on at once."""
    return await _change(visit, queueing.release, "It goes on.")


async def end(visit: Visit) -> Response:
    """It is made to end: fatal or cancelled, with a reason."""
    form = await visit.form()
    ending = form.get("ending", "")
    if ending not in ("fatal", "cancelled"):
        raise InvalidInput("Invalid Input", f"ending: '{ending[:60]}' is neither fatal nor cancelled")

    async def doom(ctx: Context, job: Job) -> None:
        fate = Fate("fatal" if ending == "fatal" else "cancelled", form.get("reason", ""))
        await queueing.doom(ctx, job, fate)

    return await _change(visit, doom, f"It ends {ending}.")


async def _change(visit: Visit, change: Callable[[Context, Job], Awaitable[None]], done: str) -> Response:
    async with visit.acting() as ctx:
        job = await _find(ctx, visit)
        await change(ctx, job)
    return visit.go("jobs", job.kind, job.id, done=done)


async def _load(visit: Visit) -> Job:
    async with visit.reading() as ctx:
        return await _find(ctx, visit)


async def _find(ctx: Context, visit: Visit) -> Job:
    job = await records.find(ctx.tx, ctx.seller_id, visit.named("kind"), visit.named("id"))
    if job is None:
        raise NotFound("The specified resource does not exist.", f"There is no job {visit.named('id')[:60]}.")
    return job


async def _documents(ctx: Context, job: Job) -> list[tuple[str, Document]]:
    """The documents that a job names, whatever its area: each is in a field that ends so."""
    body: dict[str, Any] = msgspec.json.decode(job.body)
    found = []
    for name, value in body.items():
        if name.endswith("document_id") and isinstance(value, str):
            document = await known.find(ctx.tx, ctx.seller_id, value)
            if document is not None:
                found.append((name.removesuffix("_id").replace("_", " "), document))
    return found


async def _shown(ctx: Context, name: str, document: Document) -> dict[str, Any]:
    """A document, and how it begins where it is a text."""
    text = None
    if document.there and document.content_type.startswith(_TEXTS):
        pieces = [piece async for piece in ctx.documents.read(document, 0, min(document.size, _MOST_BYTES))]
        raw = b"".join(pieces)
        if document.compression:
            raw = zlib.decompressobj(wbits=31).decompress(raw, _MOST_BYTES)
        text = raw.decode(_charset(document.content_type), "replace")
    return {"name": name, "document": document, "text": text, "whole": document.size <= _MOST_BYTES}


def _charset(content_type: str) -> str:
    named = content_type.lower().partition("charset=")[2].partition(";")[0].strip(' "')
    return named if named in ("utf-8", "windows-1252", "iso-8859-1", "shift_jis", "us-ascii") else "utf-8"
