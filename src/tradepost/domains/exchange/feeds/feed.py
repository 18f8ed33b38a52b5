"""A feed, as its job keeps it, and what the API shows of its states."""

from __future__ import annotations

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


class Feed(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What a seller asked for, for which marketplaces, by which application; and the report, once there is one.

    ``marketplaces`` are those that the application could name, and ``link_base`` is the address that it called: what is
    carried out later is carried out as its call.
    """

    marketplace_ids: tuple[str, ...]
    input_document_id: str
    options: dict[str, str] = {}
    application_id: str = ""
    marketplaces: tuple[str, ...] = ()
    link_base: str = ""
    result_document_id: str | None = None
