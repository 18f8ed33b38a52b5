"""From what was counted to what Prometheus reads: the names, units and labels of every figure.

Names and units follow Prometheus's published conventions: seconds and bytes, ``_total`` for what only grows.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

import msgspec
from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, InfoMetricFamily

import tradepost
from tradepost.gateway.tally import BOUNDS, Answered, Tally
from tradepost.metrics.backlog import Backlog
from tradepost.store.worlds import Connections

_EDGES = (*(f"{bound:g}" for bound in BOUNDS), "+Inf")


class Moment(msgspec.Struct, kw_only=True, frozen=True):
    """What is so at the moment somebody asks: connections, bodies that arrive (bytes), notes that wait, worlds."""

    open_connections: int
    unfinished_bytes: int
    waiting_notes: int
    waiting_bytes: int
    open_worlds: int
    tended_worlds: int
    database_up: bool
    database: Connections | None


def families(tally: Tally, moment: Moment, backlog: Backlog | None) -> Iterator[Metric]:
    """Every figure; without a backlog, where it could not be read, all others."""
    yield InfoMetricFamily("tradepost_build", "The version that runs.", {"version": tradepost.__version__})
    yield from _calls(tally)
    yield from _moment(moment)
    if backlog is not None:
        yield from _backlog(backlog)


def _calls(tally: Tally) -> Iterator[Metric]:
    calls = CounterMetricFamily(
        "tradepost_calls",
        "Calls that were answered, by operation and HTTP status; 0 where the connection was dropped on purpose.",
        labels=("operation", "status"),
    )
    for (operation, status), answered in tally.answered.items():
        calls.add_metric((operation, str(status)), sum(answered.counts))
    yield calls
    refusals = CounterMetricFamily(
        "tradepost_refusals", "Calls that were refused, by operation and error code.", labels=("operation", "code")
    )
    for (operation, code), count in tally.refusals.items():
        refusals.add_metric((operation, code), count)
    yield refusals
    lasted = HistogramMetricFamily(
        "tradepost_call_duration_seconds",
        "From a request that has arrived to its answer, with delays on purpose.",
        labels=("operation",),
    )
    for operation, answered in tally.by_operation().items():
        lasted.add_metric((operation,), _buckets(answered), answered.seconds)
    yield lasted


def _buckets(answered: Answered) -> list[tuple[str, float]]:
    return list(zip(_EDGES, map(float, accumulate(answered.counts)), strict=True))


def _moment(moment: Moment) -> Iterator[Metric]:
    for name, said, value in (
        ("open_connections", "Connections of clients that are open.", moment.open_connections),
        ("unfinished_body_bytes", "Bytes of request bodies that have not arrived in whole.", moment.unfinished_bytes),
        ("request_log_waiting_calls", "Calls that wait to be written into the request log.", moment.waiting_notes),
        ("request_log_waiting_bytes", "Bytes of the bodies of these calls.", moment.waiting_bytes),
        ("open_worlds", "Worlds that this process has open.", moment.open_worlds),
        ("tended_worlds", "Worlds whose time this process moves.", moment.tended_worlds),
        ("database_up", "Whether the database answers.", int(moment.database_up)),
    ):
        yield _gauge(f"tradepost_{name}", said, value)
    if moment.database is not None:
        pool = GaugeMetricFamily(
            "tradepost_database_connections", "Connections of the pool to PostgreSQL.", labels=("state",)
        )
        pool.add_metric(("in_use",), moment.database.in_use)
        pool.add_metric(("idle",), moment.database.idle)
        yield pool
        yield _gauge("tradepost_database_connections_max", "How many there may be.", moment.database.most)


def _backlog(backlog: Backlog) -> Iterator[Metric]:
    outgoing = GaugeMetricFamily(
        "tradepost_notifications_waiting",
        "Notifications to be sent: pending for the first time, failing once more.",
        labels=("state",),
    )
    for state in ("pending", "failing"):
        outgoing.add_metric((state,), backlog.notifications[state])
    yield outgoing
    jobs = GaugeMetricFamily("tradepost_jobs", "Jobs that are not at their end.", labels=("kind", "state"))
    for (kind, state), count in backlog.jobs.items():
        jobs.add_metric((kind, state), count)
    yield jobs
    for name, said, value in (
        ("transitions_scheduled", "What time is to do, in all worlds that this process tends.", backlog.scheduled),
        ("transitions_failing", "Those that have failed, and wait to be tried again.", backlog.failing),
        ("transitions_late_seconds", "For how long the longest overdue transition has been due.", backlog.late),
    ):
        yield _gauge(f"tradepost_{name}", said, value)


def _gauge(name: str, said: str, value: float) -> Metric:
    return GaugeMetricFamily(name, said, value)
