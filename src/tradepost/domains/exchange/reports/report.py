"""A report, as its job keeps it, and what the API shows of its states."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

import msgspec

from tradepost.domains.exchange.jobs.job import State

Status = Literal["CANCELLED", "DONE", "FATAL", "IN_PROGRESS", "IN_QUEUE"]

STATUS_OF: Final[dict[State, Status]] = {
    "queued": "IN_QUEUE",
    "in_progress": "IN_PROGRESS",
    "done": "DONE",
    "cancelled": "CANCELLED",
    "fatal": "FATAL",
}
STATE_OF: Final[dict[Status, State]] = {status: state for state, status in STATUS_OF.items()}


class Report(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What was asked for, for which marketplaces and times, by which application; and the document, once there is one.

    ``group_id`` is the settlement group that a settlement report is about.
    """

    marketplace_ids: tuple[str, ...]
    start: datetime | None = None
    end: datetime | None = None
    options: dict[str, str] = {}
    application_id: str = ""
    schedule_id: str = ""
    group_id: str = ""
    document_id: str | None = None
