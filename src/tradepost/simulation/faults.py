"""Faults on purpose: what is to go wrong with which calls, how often, and by what chance.

A fault is a rule of one world. It is met by the calls it names, and strikes some of them: ``after`` so many were let
pass, ``times`` at most, with a ``probability`` that the world's seed decides, within ``seconds`` of its making. What a
strike does is the gateway's; this module knows which call is struck. Faults are gone with a reset.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from tradepost.simulation.clock import real_milliseconds
from tradepost.simulation.seed import Seed
from tradepost.store.database import Transaction

Kind = Literal["error", "html", "answer", "delay", "drop", "cut", "unknownValue", "expiredToken", "throttle"]

#: The kinds that change an answer, so that the operation has to be carried out before they strike.
AFTERWARDS = frozenset({"cut", "unknownValue"})


class Fault(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, rename="camel"):
    """What goes wrong, and when.

    ``operation`` is a key (``orders_v0.getOrders``), a bare operation id (every operation of that name), a contract
    module, ``lwa`` for Login with Amazon, or ``*``. ``delay_ms`` passes before the answer, more or less by up to
    ``delay_spread_ms``. ``carried_out`` means that the operation has done its work when the fault strikes. ``field``
    limits ``unknownValue`` to one field.
    """

    operation: str = "*"
    kind: Kind | None = None
    status: int | None = None
    code: str | None = None
    message: str | None = None
    details: str | None = None
    body: Any = None
    content_type: str | None = None
    field: str | None = None
    times: int | None = None
    after: int = 0
    probability: float = 1.0
    seconds: float | None = None
    delay_ms: float = 0.0
    delay_spread_ms: float = 0.0
    carried_out: bool = False
    seller_id: str | None = None

    def what(self) -> Kind:
        """Its kind; where none is named, the one that the other fields mean."""
        if self.kind is not None:
            return self.kind
        if self.body is not None:
            return "answer"
        return "delay" if self.delay_ms and self.status is None and self.code is None else "error"


class SetFault(msgspec.Struct, frozen=True):
    """A fault as a world has it: its number, its rule, and the real time until which it may strike."""

    id: int
    rule: Fault
    until: int | None = None

    def concerns(self, operation: str, seller_id: str) -> bool:
        """Whether a call of this operation, by this selling partner, meets it."""
        named, rule = self.rule.operation, self.rule
        if rule.seller_id is not None and rule.seller_id != seller_id:
            return False
        if self.until is not None and real_milliseconds() >= self.until:
            return False
        module, _, id = operation.partition(".")
        return named in ("*", operation, module, id)

    def delay(self, seed: Seed, call: int) -> float:
        """How long this call waits, in seconds."""
        spread = (2 * seed.share("fault delay", self.id, call) - 1) * self.rule.delay_spread_ms
        return max(0.0, self.rule.delay_ms + spread) / 1000


class Count(msgspec.Struct, frozen=True, rename="camel"):
    """How many calls have met a fault, and how many of them it has struck."""

    calls: int
    strikes: int


def strikes(fault: SetFault, count: Count, seed: Seed) -> bool:
    """Whether the call that made this count is struck."""
    rule = fault.rule
    if count.calls <= rule.after or (rule.times is not None and count.strikes >= rule.times):
        return False
    return rule.probability >= 1.0 or seed.share("fault", fault.id, count.calls) < rule.probability


async def meet(tx: Transaction, fault: SetFault, seed: Seed) -> int | None:
    """Counts a call that meets this fault; its number if it is struck, else None."""
    row = await tx.one(
        "UPDATE faults SET calls = calls + 1 WHERE id = $1 RETURNING calls, strikes",
        fault.id,
    )
    if row is None or not strikes(fault, Count(row[0], row[1]), seed):
        return None
    await tx.run("UPDATE faults SET strikes = strikes + 1 WHERE id = $1", fault.id)
    return int(row[0])


async def load(tx: Transaction) -> tuple[SetFault, ...]:
    """The faults of a world, oldest first."""
    return tuple(_read(row[0], row[1]) for row in await tx.all("SELECT id, rule FROM faults ORDER BY id"))


async def counted(tx: Transaction) -> list[tuple[SetFault, Count]]:
    """The faults of a world with their counts, oldest first."""
    rows = await tx.all("SELECT id, rule, calls, strikes FROM faults ORDER BY id")
    return [(_read(row[0], row[1]), Count(row[2], row[3])) for row in rows]


async def add(tx: Transaction, rule: Fault) -> SetFault:
    """Sets a fault."""
    until = None if rule.seconds is None else real_milliseconds() + int(rule.seconds * 1000)
    text = msgspec.json.encode({"rule": rule, "until": until}).decode()
    row = await tx.one("INSERT INTO faults (rule, calls, strikes) VALUES ($1, 0, 0) RETURNING id", text)
    assert row is not None
    return SetFault(row[0], rule, until)


async def remove(tx: Transaction, id: int | None) -> int:
    """Removes one fault, or all of them; says how many there were."""
    if id is None:
        return await tx.run("DELETE FROM faults")
    return await tx.run("DELETE FROM faults WHERE id = $1", id)


class _Kept(msgspec.Struct):
    rule: Fault
    until: int | None


def _read(id: int, text: str) -> SetFault:
    kept = msgspec.json.decode(text, type=_Kept)
    return SetFault(id, kept.rule, kept.until)
