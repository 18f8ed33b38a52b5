"""Rules that steer jobs: how long they take, whether they get stuck, how they end. For tests of what seldom happens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from tradepost.domains.exchange.jobs.job import Fate, Job, State

#: How long a job waits and works where nothing else is said, in seconds of virtual time (our choice).
QUEUED_SECONDS = 15.0
WORKING_SECONDS = 30.0


class Rule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, rename="camel"):
    """What jobs that are queued from now on are to do.

    ``kind`` and ``type`` name which jobs it is about; without them it is about all. It lets ``after`` jobs pass, and
    steers ``times`` of those that follow. ``stuck_in`` holds a job in a state until it is released.
    """

    kind: str | None = None
    type: str | None = None
    after: int = 0
    times: int | None = None
    queued_seconds: float | None = None
    working_seconds: float | None = None
    stuck_in: State | None = None
    ending: Literal["cancelled", "fatal"] | None = None
    reason: str = ""


class SetRule(msgspec.Struct, frozen=True):
    """A rule as a world has it: its number, and how many jobs it has met."""

    id: int
    rule: Rule
    met: int

    def concerns(self, job: Job) -> bool:
        """Whether a job is one that the rule is about."""
        return self.rule.kind in (None, job.kind) and self.rule.type in (None, job.type)

    @property
    def steers(self) -> bool:
        """Whether it steers the next job that it meets."""
        nth, rule = self.met + 1, self.rule
        return nth > rule.after and (rule.times is None or nth <= rule.after + rule.times)


def steer(job: Job, rules: Iterable[SetRule]) -> None:
    """Lets rules that steer a new job say what it does; a later rule speaks over an earlier one."""
    for each in rules:
        rule = each.rule
        if not each.steers:
            continue
        if rule.queued_seconds is not None:
            job.queued_seconds = rule.queued_seconds
        if rule.working_seconds is not None:
            job.working_seconds = rule.working_seconds
        if rule.stuck_in is not None:
            job.stuck_in = rule.stuck_in
        if rule.ending is not None:
            job.fate = Fate(rule.ending, rule.reason)
