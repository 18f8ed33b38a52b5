"""A report, as its job keeps it, and what became of it."""

from __future__ import annotations

from datetime import datetime

import msgspec


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
