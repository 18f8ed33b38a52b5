"""Exports: the documents that were asked for, as XML or on paper, packed into archives of some size."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Final, Literal

import msgspec

from tradepost.contract import invoices_api_model_2024_06_19 as api
from tradepost.domains.brazil.invoices.invoice import Invoice
from tradepost.domains.brazil.invoices.listing import Wanted
from tradepost.domains.brazil.nfe.danfe import danfe
from tradepost.domains.brazil.nfe.layout import xml
from tradepost.domains.exchange.jobs.job import State

KIND: Final = "invoices"
DOCUMENT: Final = "invoices export"
#: So many documents are in one archive at most (our choice).
PART: Final = 100
#: Links to archives are good so long (published model).
LINK_SECONDS: Final = 30
#: Where no start is said, documents of the last 24 hours are meant (published model).
USUAL_REACH: Final = timedelta(hours=24)
_EPOCH_OF_ZIP: Final = (1980, 1, 1, 0, 0, 0)
STATUS_OF: Final[dict[State, api.ExportStatus]] = {
    "queued": "REQUESTED",
    "in_progress": "PROCESSING",
    "done": "DONE",
    "cancelled": "ERROR",
    "fatal": "ERROR",
}


class Export(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What was asked for, and the archives, once there are some."""

    wanted: Wanted
    form: Literal["XML", "PDF"] = "XML"
    document_ids: list[str] = []
    failure: str = ""


def wanted_of(body: api.ExportInvoicesRequest, now: datetime) -> Wanted:
    """What an export asks for. Days are days of UTC, the last one included (our choice)."""
    start = now - USUAL_REACH
    if body.date_start is not None:
        start = datetime.combine(body.date_start, time.min, UTC)
    end = now
    if body.date_end is not None:
        end = datetime.combine(body.date_end, time.max, UTC)
    named = body.transaction_identifier
    return Wanted(
        marketplace_id=body.marketplace_id,
        start=start,
        end=end,
        type=body.invoice_type or "",
        transaction_type=body.transaction_type or "",
        statuses=tuple(body.statuses or ()),
        series=body.series or "",
        external_id=body.external_invoice_id or "",
        transaction=None if named is None else (named.name or "", named.id or ""),
    )


async def archive(
    invoices: Sequence[Invoice], form: Literal["XML", "PDF"], pause: Callable[[], Awaitable[None]]
) -> bytes:
    """A ZIP of documents. Each file has the name of its document's id (published guide). ``pause`` is called between
    two of them, since printing takes its time."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for each in invoices:
            body = xml(each.note) if form == "XML" else danfe(each.note)
            packed.writestr(zipfile.ZipInfo(f"{each.id}.{form.lower()}", _EPOCH_OF_ZIP), body, zipfile.ZIP_DEFLATED)
            await pause()
    return target.getvalue()
