"""The SQL of jobs and of the rules that steer them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from tradepost.domains.exchange.jobs.job import Job, State
from tradepost.domains.exchange.jobs.steering import Rule, SetRule
from tradepost.simulation.clock import to_milliseconds
from tradepost.store.database import Transaction, Value

_JOB = msgspec.json.Decoder(Job)


async def find(tx: Transaction, seller_id: str, kind: str, job_id: str) -> Job | None:
    """One job, by its primary key."""
    row = await tx.one(
        "SELECT document FROM jobs WHERE seller_id = $1 AND kind = $2 AND job_id = $3", seller_id, kind, job_id
    )
    return None if row is None else _JOB.decode(row[0])


async def add(tx: Transaction, seller_id: str, job: Job) -> None:
    """Adds a job."""
    await tx.run(
        "INSERT INTO jobs (seller_id, kind, job_id, type, state, labels, created_at, document)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        seller_id,
        job.kind,
        job.id,
        job.type,
        job.state,
        f" {' '.join(job.labels)} ",
        to_milliseconds(job.created_at),
        msgspec.json.encode(job).decode(),
    )


async def save(tx: Transaction, seller_id: str, job: Job) -> None:
    """Keeps what a job has become."""
    await tx.run(
        "UPDATE jobs SET state = $4, document = $5 WHERE seller_id = $1 AND kind = $2 AND job_id = $3",
        seller_id,
        job.kind,
        job.id,
        job.state,
        msgspec.json.encode(job).decode(),
    )


async def next_number(tx: Transaction, seller_id: str, kind: str) -> int:
    """Counts one more job of a kind."""
    row = await tx.one(
        "INSERT INTO job_numbers (seller_id, kind, jobs) VALUES ($1, $2, 1)"
        " ON CONFLICT (seller_id, kind) DO UPDATE SET jobs = job_numbers.jobs + 1 RETURNING jobs",
        seller_id,
        kind,
    )
    assert row is not None
    return int(row[0])


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which jobs are looked for: all of these where a list is not empty, made from ``since`` up to ``until``."""

    types: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    labels: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


async def newest(
    tx: Transaction, seller_id: str, kind: str, wanted: Wanted, before: tuple[int, str] | None, limit: int
) -> list[Job]:
    """Jobs of a kind, the newest first (by ``jobs_by_time``); ``before`` is the place of the last one that was seen.

    ``labels`` are alternatives: a job with any of them is found.
    """
    conditions, values = ["seller_id = $1", "kind = $2"], _values(seller_id, kind)
    if wanted.since is not None:
        conditions.append(f"created_at >= {values.place(to_milliseconds(wanted.since))}")
    if wanted.until is not None:
        conditions.append(f"created_at <= {values.place(to_milliseconds(wanted.until))}")
    if before is not None:
        conditions.append(f"(created_at, job_id) < ({values.place(before[0])}, {values.place(before[1])})")
    for column, allowed in (("type", wanted.types), ("state", wanted.states)):
        if allowed:
            conditions.append(f"{column} IN ({', '.join(values.place(each) for each in allowed)})")
    if wanted.labels:
        alike = [f"labels LIKE {values.place(f'% {each} %')}" for each in wanted.labels]
        conditions.append(f"({' OR '.join(alike)})")
    rows = await tx.all(
        f"SELECT document FROM jobs WHERE {' AND '.join(conditions)}"
        f" ORDER BY created_at DESC, job_id DESC LIMIT {values.place(limit)}",
        *values.given,
    )
    return [_JOB.decode(row[0]) for row in rows]


class _Values:
    """The values of a statement that is put together, and their places in it."""

    def __init__(self, given: Sequence[Value]) -> None:
        self.given = list(given)

    def place(self, value: Value) -> str:
        """Adds a value; says how the statement names it."""
        self.given.append(value)
        return f"${len(self.given)}"


def _values(*given: Value) -> _Values:
    return _Values(given)


async def of_every_seller(tx: Transaction, limit: int) -> list[tuple[str, Job]]:
    """The newest jobs of a world, with their sellers."""
    rows = await tx.all(
        "SELECT seller_id, document FROM jobs ORDER BY created_at DESC, kind, job_id DESC LIMIT $1", limit
    )
    return [(row[0], _JOB.decode(row[1])) for row in rows]


async def of_seller(tx: Transaction, seller_id: str, state: str, limit: int) -> list[Job]:
    """The newest jobs of a seller, in one state or, without one, in all."""
    rows = await tx.all(
        "SELECT document FROM jobs WHERE seller_id = $1 AND ($2 = '' OR state = $2)"
        " ORDER BY created_at DESC, kind, job_id DESC LIMIT $3",
        seller_id,
        state,
        limit,
    )
    return [_JOB.decode(row[0]) for row in rows]


async def of_any_seller(tx: Transaction, kind: str, job_id: str) -> tuple[str, Job] | None:
    """A job by its kind and id alone, with its seller; of several sellers' the first."""
    row = await tx.one(
        "SELECT seller_id, document FROM jobs WHERE kind = $1 AND job_id = $2 ORDER BY seller_id LIMIT 1", kind, job_id
    )
    return None if row is None else (row[0], _JOB.decode(row[1]))


async def open_by_kind(tx: Transaction) -> dict[tuple[str, State], int]:
    """How many jobs of a world are not at their end, by kind and state."""
    rows = await tx.all(
        "SELECT kind, state, count(*) FROM jobs WHERE state IN ('queued', 'in_progress') GROUP BY kind, state"
    )
    return {(row[0], row[1]): row[2] for row in rows}


async def rules(tx: Transaction) -> list[SetRule]:
    """The rules of a world with how many jobs each has met, oldest first."""
    found = await tx.all("SELECT id, rule, met FROM job_rules ORDER BY id")
    return [SetRule(row[0], msgspec.json.decode(row[1], type=Rule), row[2]) for row in found]


async def add_rule(tx: Transaction, rule: Rule) -> SetRule:
    """Sets a rule."""
    row = await tx.one(
        "INSERT INTO job_rules (rule, met) VALUES ($1, 0) RETURNING id", msgspec.json.encode(rule).decode()
    )
    assert row is not None
    return SetRule(row[0], rule, 0)


async def count_rule(tx: Transaction, id: int) -> None:
    """Notes that one more job has met a rule."""
    await tx.run("UPDATE job_rules SET met = met + 1 WHERE id = $1", id)


async def remove_rules(tx: Transaction, id: int | None) -> int:
    """Removes one rule, or all; says how many there were."""
    if id is None:
        return await tx.run("DELETE FROM job_rules")
    return await tx.run("DELETE FROM job_rules WHERE id = $1", id)
