"""A job: what is to be done, how far it is, and how it ends."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Literal, TypeVar

import msgspec

from tradepost.domains.steps import Steps

T = TypeVar("T")
State = Literal["queued", "in_progress", "done", "cancelled", "fatal"]
Ending = Literal["done", "cancelled", "fatal"]
Trigger = Literal["begin", "finish", "cancel", "fail"]

#: A job can be cancelled by its seller while it is queued (published models of feeds and reports); the other ways to
#: an end are the work's own, or what a rule wants.
STEPS: Final[Steps[State, Trigger]] = Steps(
    "job",
    [
        ("queued", "begin", "in_progress"),
        ("queued", "cancel", "cancelled"),
        ("queued", "fail", "fatal"),
        ("in_progress", "finish", "done"),
        ("in_progress", "cancel", "cancelled"),
        ("in_progress", "fail", "fatal"),
    ],
)
TRIGGER_OF: Final[dict[Ending, Trigger]] = {"done": "finish", "cancelled": "cancel", "fatal": "fail"}
STATES: Final[tuple[State, ...]] = ("queued", "in_progress", "done", "cancelled", "fatal")


class Fate(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a job is made to end, whatever it would have come to, and the reason that it gives."""

    ending: Literal["cancelled", "fatal"]
    reason: str = ""


class Job(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One job. ``kind`` is whose work it is (``feeds``), ``type`` which of it; ``body`` is that area's own, as JSON.

    ``queued_seconds`` and ``working_seconds`` are how long the two states take, in virtual time. ``stuck_in`` is the
    state that it does not leave until it is released. ``done`` and ``total`` count what the work counts; ``cursor`` is
    where the work goes on after a crash, kept together with what was done up to there.
    """

    id: str
    kind: str
    type: str
    state: State
    created_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    queued_seconds: float = 0
    working_seconds: float = 0
    stuck_in: State | None = None
    fate: Fate | None = None
    labels: tuple[str, ...] = ()
    done: int = 0
    total: int = 0
    cursor: Any = None
    body: msgspec.Raw = msgspec.Raw(b"{}")

    @property
    def subject(self) -> str:
        """What transitions and events know it by."""
        return f"{self.kind}/{self.id}"

    @property
    def ended(self) -> bool:
        """Whether nothing more becomes of it."""
        return STEPS.ended(self.state)


def read_body(job: Job, type: type[T]) -> T:
    """What an area put into a job."""
    return msgspec.json.decode(job.body, type=type)


def write_body(job: Job, body: Any) -> None:
    """Puts something else into it, to be saved with it."""
    job.body = msgspec.Raw(msgspec.json.encode(body))
