"""Faults on purpose: set, shown with how often they were met, and removed."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.responses import Response

from tradepost.contract.index import OPERATIONS
from tradepost.control.calls import Call, answer
from tradepost.errors import InvalidInput, NotFound
from tradepost.simulation import faults
from tradepost.simulation.faults import Count, Fault, SetFault

_LONGEST_DELAY_MS = 600_000
_LOGIN = frozenset({"lwa", "lwa.requestAccessToken", "requestAccessToken"})


async def listed(call: Call) -> Response:
    """``GET faults``: each with its rule, how many calls have met it and how many it has struck."""
    world = await call.world()
    async with world.database.reading() as tx:
        found = await faults.counted(tx)
    return answer({"faults": [_shown(fault, count) for fault, count in found]})


async def add(call: Call) -> Response:
    """``POST faults``: 201; calls that come from now on meet it."""
    world, rule = await call.world(), await call.body(Fault)
    check(rule)
    async with world.database.writing("") as tx:
        made = await faults.add(tx, rule)
    await world.reload_settings()
    return answer(_shown(made, Count(0, 0)), 201)


async def remove_all(call: Call) -> Response:
    """``DELETE faults``: nothing goes wrong on purpose any more."""
    return await _remove(call, None)


async def remove(call: Call) -> Response:
    """``DELETE faults/ID``. Raises NotFound."""
    text = call.request.path_params["id"]
    if not text.isdecimal() or len(text) > 18 or not int(text):
        raise NotFound("The specified resource does not exist.", f"there is no fault '{text[:60]}'")
    return await _remove(call, int(text))


async def _remove(call: Call, id: int | None) -> Response:
    world = await call.world()
    async with world.database.writing("") as tx:
        removed = await faults.remove(tx, id)
    if id is not None and not removed:
        raise NotFound("The specified resource does not exist.", f"there is no fault {id}")
    await world.reload_settings()
    return Response(status_code=204)


def _shown(fault: SetFault, count: Count) -> dict[str, Any]:
    rule: dict[str, Any] = msgspec.to_builtins(fault.rule)
    shown = {"id": fault.id, "operation": fault.rule.operation, "kind": fault.rule.what(), **rule}
    return {**shown, "calls": count.calls, "strikes": count.strikes}


def check(rule: Fault) -> None:
    """Raises InvalidInput: for an operation that there is not, or a number out of its range."""
    _check_operation(rule.operation)
    bounds: tuple[tuple[str, float | None, float, float], ...] = (
        ("status", rule.status, 200, 599),
        ("times", rule.times, 1, 1e9),
        ("after", rule.after, 0, 1e9),
        ("probability", rule.probability, 0, 1),
        ("seconds", rule.seconds, 0.001, 1e7),
        ("delayMs", rule.delay_ms, 0, _LONGEST_DELAY_MS),
        ("delaySpreadMs", rule.delay_spread_ms, 0, _LONGEST_DELAY_MS),
    )
    for name, value, least, most in bounds:
        if value is not None and not least <= value <= most:
            raise InvalidInput("Invalid Input", f"{name}: {value:g} is not between {least:g} and {most:g}")
    kind = rule.content_type
    if kind is not None and not (kind and kind.isascii() and kind.isprintable()):
        raise InvalidInput("Invalid Input", f"contentType: {kind[:60]!r} is not one line of printable ASCII")
    if rule.what() == "answer" and rule.body is None:
        raise InvalidInput("Invalid Input", "body: an answer needs one")
    if rule.what() == "delay" and not (rule.delay_ms or rule.delay_spread_ms):
        raise InvalidInput("Invalid Input", "delayMs: a delay needs one")
    if rule.what() == "error" and rule.status is not None and rule.status < 400:
        raise InvalidInput("Invalid Input", f"status: {rule.status} is no error; set a body to answer with it")


def _check_operation(name: str) -> None:
    known = {known for row in OPERATIONS for known in (row.id, row.module, f"{row.module}.{row.id}")}
    if name != "*" and name not in _LOGIN and name not in known:
        raise InvalidInput("Invalid Input", f"operation: '{name[:100]}' is neither an operation, nor an API, nor *")
