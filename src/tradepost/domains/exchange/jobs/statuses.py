"""The published statuses of feeds and reports, and the states of the jobs behind them."""

from __future__ import annotations

from typing import Final, Literal

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
