"""The SQL of service jobs."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tradepost.domains.services.service_jobs.job import ServiceJob
from tradepost.domains.services.service_jobs.listing import Filters, Place
from tradepost.simulation.clock import to_milliseconds
from tradepost.store.database import Transaction, Value

_JOB = msgspec.json.Decoder(ServiceJob)
_COLUMNS = {"JOB_DATE": "created_at", "JOB_STATUS": "status"}


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """Where a document is put: its key and vector in base64, and the length that it was said to have, in bytes."""

    id: str
    key: str
    vector: str
    content_length: int


async def next_number(tx: Transaction, seller_id: str, kind: str) -> int:
    """Counts one more of a kind of this seller's; its number, from 1."""
    row = await tx.one(
        "INSERT INTO service_numbers (seller_id, kind, many) VALUES ($1, $2, 1)"
        " ON CONFLICT (seller_id, kind) DO UPDATE SET many = service_numbers.many + 1 RETURNING many",
        seller_id,
        kind,
    )
    assert row is not None
    return int(row[0])


async def how_many(tx: Transaction, seller_id: str, kind: str) -> int:
    """How many of a kind a seller has had."""
    row = await tx.one("SELECT many FROM service_numbers WHERE seller_id = $1 AND kind = $2", seller_id, kind)
    return 0 if row is None else int(row[0])


async def find(tx: Transaction, seller_id: str, job_id: str) -> ServiceJob | None:
    """One job, by its primary key."""
    row = await tx.one("SELECT document FROM service_jobs WHERE seller_id = $1 AND job_id = $2", seller_id, job_id)
    return None if row is None else _JOB.decode(row[0])


async def add(tx: Transaction, seller_id: str, job: ServiceJob) -> None:
    """Adds a job, with what it is looked up by."""
    await tx.run(
        "INSERT INTO service_jobs (seller_id, job_id, marketplace_id, status, created_at, updated_at, scheduled_at,"
        " store_id, asin, service_order_id, document) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        seller_id,
        job.id,
        job.marketplace_id,
        job.status,
        to_milliseconds(job.created_at),
        to_milliseconds(job.updated_at),
        _scheduled_at(job),
        job.store_id,
        job.service.asin,
        job.order_id,
        msgspec.json.encode(job).decode(),
    )
    await _label(tx, seller_id, job)


async def save(tx: Transaction, seller_id: str, job: ServiceJob) -> None:
    """Keeps what a job has become."""
    await tx.run(
        "UPDATE service_jobs SET status = $3, updated_at = $4, scheduled_at = $5, document = $6"
        " WHERE seller_id = $1 AND job_id = $2",
        seller_id,
        job.id,
        job.status,
        to_milliseconds(job.updated_at),
        _scheduled_at(job),
        msgspec.json.encode(job).decode(),
    )
    await _label(tx, seller_id, job)


def _scheduled_at(job: ServiceJob) -> int:
    kept = [each for each in job.appointments if each.status != "CANCELLED"]
    return to_milliseconds(kept[-1].start) if kept else 0


async def _label(tx: Transaction, seller_id: str, job: ServiceJob) -> None:
    labels = [("order", each) for each in job.product_order_ids]
    labels += [("tracking", each) for each in job.tracking_ids]
    labels += [("skill", each) for each in job.service.skills]
    await tx.many(
        "INSERT INTO service_job_labels (seller_id, kind, label, job_id) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (seller_id, kind, label, job_id) DO NOTHING",
        [(seller_id, kind, label, job.id) for kind, label in labels],
    )


async def of_product_order(tx: Transaction, seller_id: str, order_id: str) -> list[ServiceJob]:
    """The jobs that products of an order are for."""
    rows = await tx.all(
        "SELECT document FROM service_jobs WHERE seller_id = $1 AND job_id IN"
        " (SELECT job_id FROM service_job_labels WHERE seller_id = $1 AND kind = 'order' AND label = $2)"
        " ORDER BY job_id",
        seller_id,
        order_id,
    )
    return [_JOB.decode(row[0]) for row in rows]


async def by_status(tx: Transaction, seller_id: str) -> dict[str, int]:
    """How many jobs a seller has in each status."""
    rows = await tx.all("SELECT status, COUNT(*) FROM service_jobs WHERE seller_id = $1 GROUP BY status", seller_id)
    return {row[0]: row[1] for row in rows}


async def newest(tx: Transaction, seller_id: str, status: str, before: Place | None, limit: int) -> list[ServiceJob]:
    """Jobs of a status, or of any where it is empty, newest first, ordered before a time and id."""
    values: list[Value] = [seller_id]
    conditions = ""
    if status:
        values.append(status)
        conditions += " AND status = $2"
    if before is not None:
        conditions += f" AND (created_at, job_id) < (${len(values) + 1}, ${len(values) + 2})"
        values += before
    rows = await tx.all(
        f"SELECT document FROM service_jobs WHERE seller_id = $1{conditions}"
        f" ORDER BY created_at DESC, job_id DESC LIMIT ${len(values) + 1}",
        *values,
        limit,
    )
    return [_JOB.decode(row[0]) for row in rows]


async def count(tx: Transaction, seller_id: str, filters: Filters) -> int:
    """How many jobs there are of those asked for."""
    where, values = _where(filters)
    row = await tx.one(f"SELECT COUNT(*) FROM service_jobs WHERE seller_id = $1{where}", seller_id, *values)
    assert row is not None
    return int(row[0])


async def page(
    tx: Transaction, seller_id: str, filters: Filters, place: Place | None, backwards: bool, limit: int
) -> list[ServiceJob]:
    """Jobs in the order asked for, beyond a place; ``backwards`` those before it, nearest first."""
    where, values = _where(filters)
    column, falling = _COLUMNS[filters.sort_field], (filters.sort_order == "DESC") != backwards
    if place is not None:
        sign = "<" if falling else ">"
        where += f" AND ({column}, job_id) {sign} (${len(values) + 2}, ${len(values) + 3})"
        values += place
    direction = "DESC" if falling else "ASC"
    rows = await tx.all(
        f"SELECT document FROM service_jobs WHERE seller_id = $1{where}"
        f" ORDER BY {column} {direction}, job_id {direction} LIMIT ${len(values) + 2}",
        seller_id,
        *values,
        limit,
    )
    return [_JOB.decode(row[0]) for row in rows]


def _where(filters: Filters) -> tuple[str, list[Value]]:
    values: list[Value] = []
    conditions: list[str] = []

    def also(condition: str, *more: Value) -> None:
        numbers = [f"${len(values) + 2 + index}" for index in range(len(more))]
        conditions.append(condition.format(*numbers))
        values.extend(more)

    def listed(wanted: Sequence[str]) -> str:
        return ", ".join(f"{{{index}}}" for index in range(len(wanted)))

    also("marketplace_id = {0}", filters.marketplace_id)
    for column, wanted in (
        ("status", filters.statuses),
        ("asin", filters.asins),
        ("store_id", filters.store_ids),
        ("service_order_id", filters.service_order_ids),
    ):
        if wanted:
            also(f"{column} IN ({listed(wanted)})", *wanted)
    for kind, labels in (
        ("order", filters.product_order_ids),
        ("tracking", filters.tracking_ids),
        ("skill", filters.skills),
    ):
        if labels:
            also(
                "job_id IN (SELECT job_id FROM service_job_labels WHERE seller_id = $1"
                f" AND kind = '{kind}' AND label IN ({listed(labels)}))",
                *labels,
            )
    for column, least, most in (
        ("created_at", filters.created_after, filters.created_before),
        ("updated_at", filters.updated_after, filters.updated_before),
        ("scheduled_at", filters.scheduled_after, filters.scheduled_before),
    ):
        if least is not None:
            also(f"{column} >= {{0}}", least)
        if most is not None:
            also(f"{column} <= {{0}}", most)
    if filters.scheduled_before is not None:
        conditions.append("scheduled_at > 0")
    return "".join(f" AND {each}" for each in conditions), values


async def add_upload(tx: Transaction, seller_id: str, upload: Upload) -> None:
    """Adds where a document is put."""
    await tx.run(
        "INSERT INTO service_uploads (seller_id, upload_id, aes_key, vector, content_length)"
        " VALUES ($1, $2, $3, $4, $5)",
        seller_id,
        upload.id,
        upload.key,
        upload.vector,
        upload.content_length,
    )


async def find_upload(tx: Transaction, seller_id: str, upload_id: str) -> Upload | None:
    """Where a document is put, by its primary key."""
    row = await tx.one(
        "SELECT aes_key, vector, content_length FROM service_uploads WHERE seller_id = $1 AND upload_id = $2",
        seller_id,
        upload_id,
    )
    return None if row is None else Upload(id=upload_id, key=row[0], vector=row[1], content_length=row[2])
