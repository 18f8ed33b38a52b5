"""Which service jobs are asked for, and where a page of them begins."""

from __future__ import annotations

from typing import Literal

import msgspec

from tradepost.domains.services.service_jobs.job import ServiceJob
from tradepost.simulation.clock import to_milliseconds

SortField = Literal["JOB_DATE", "JOB_STATUS"]
SortOrder = Literal["ASC", "DESC"]
#: The sorted column of a job, and its id.
Place = tuple[int | str, str]


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """Which jobs, in which order; what is empty or None does not matter. Times are milliseconds, ends inclusive."""

    marketplace_id: str
    statuses: tuple[str, ...] = ()
    service_order_ids: tuple[str, ...] = ()
    product_order_ids: tuple[str, ...] = ()
    tracking_ids: tuple[str, ...] = ()
    asins: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    store_ids: tuple[str, ...] = ()
    created_after: int | None = None
    created_before: int | None = None
    updated_after: int | None = None
    updated_before: int | None = None
    scheduled_after: int | None = None
    scheduled_before: int | None = None
    sort_field: SortField = "JOB_DATE"
    sort_order: SortOrder = "DESC"


class Cursor(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What a page token stands for: the jobs asked for, and a place that the page comes after, or before."""

    filters: Filters
    place: Place
    backwards: bool
    size: int


def place_of(job: ServiceJob, field: SortField) -> Place:
    """Where a job stands in an order."""
    return (to_milliseconds(job.created_at) if field == "JOB_DATE" else job.status, job.id)
