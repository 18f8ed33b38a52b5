"""Usage plans: a token bucket for each application, selling partner, region and operation (published guide).

A bucket starts full, is refilled at the plan's rate in *real* time, and a refused request takes nothing from it. In the
sandbox every operation has 5 requests a second and a burst of 15.
"""

from __future__ import annotations

import msgspec

SANDBOX_RATE, SANDBOX_BURST = 5.0, 15.0
_MOST_BUCKETS = 100_000


class Plan(msgspec.Struct, frozen=True):
    """A rate in requests per second and a burst. ``header`` is the rate as the answer shows it."""

    rate: float
    burst: float
    header: bytes


def plan(rate: float, burst: float) -> Plan:
    """A plan; its header is a decimal without exponent, such as ``2.0`` or ``0.0167``, and never 0 (clients divide)."""
    digits = (f"{rate:.4f}" if rate >= 0.001 else f"{rate:.12f}").rstrip("0")
    return Plan(rate, burst, (digits + "0" if digits.endswith(".") else digits).encode())


class Override(msgspec.Struct, frozen=True):
    """A rate and burst in place of the published ones."""

    rate: float
    burst: float


class Changes(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is changed for one selling partner or application; where no scale is given, the world's holds."""

    scale: float | None = None
    operations: dict[str, Override] = {}


class UsagePlanSettings(msgspec.Struct, frozen=True):
    """How a world changes the published plans: all of them by a factor, single ones by name.

    What is said of a selling partner outranks what is said of an application, and both outrank what holds for all.
    """

    scale: float = 1.0
    operations: dict[str, Override] = {}
    applications: dict[str, Changes] = {}
    sellers: dict[str, Changes] = {}


class UsagePlans:
    """The plans of one world, and the buckets of its callers."""

    def __init__(self, settings: UsagePlanSettings) -> None:
        self.settings = settings
        self._plans: dict[tuple[str, float, bool, str, str], Plan] = {}
        self._buckets: dict[tuple[str, str, str, bool, str], list[float]] = {}

    def plan_of(self, key: str, rate: float, burst: float, sandbox: bool, application_id: str, seller_id: str) -> Plan:
        """The plan that holds for an operation now, for this application and selling partner."""
        settings = self.settings
        seller = seller_id if seller_id in settings.sellers else ""
        application = application_id if application_id in settings.applications else ""
        name = (key, rate, sandbox, application, seller)  # one id may have a plan for each of two methods
        found = self._plans.get(name)
        if found is None:
            changes = [settings.sellers.get(seller), settings.applications.get(application)]
            found = self._plans[name] = self._made(key, rate, burst, sandbox, [each for each in changes if each])
        return found

    def _made(self, key: str, rate: float, burst: float, sandbox: bool, changes: list[Changes]) -> Plan:
        scale = next((each.scale for each in changes if each.scale is not None), self.settings.scale)
        overrides = [*(each.operations for each in changes), self.settings.operations]
        named = [each.get(key) or each.get(key.rpartition(".")[2]) for each in overrides]
        override = next((each for each in named if each is not None), None)
        if override is not None:
            rate, burst = override.rate, override.burst
        elif sandbox:
            rate, burst = SANDBOX_RATE, SANDBOX_BURST
        return plan(rate * scale, max(1.0, burst * scale))

    def take(self, bucket: tuple[str, str, str, bool, str], plan: Plan, now: float) -> bool:
        """Takes one request from a bucket; false, and nothing taken, when it is empty."""
        state = self._buckets.get(bucket)
        if state is None:
            if len(self._buckets) >= _MOST_BUCKETS:
                self._buckets.clear()
            self._buckets[bucket] = [plan.burst - 1.0, now]
            return True
        tokens = min(plan.burst, state[0] + (now - state[1]) * plan.rate)
        state[1] = now
        if tokens < 1.0:
            state[0] = tokens
            return False
        state[0] = tokens - 1.0
        return True
