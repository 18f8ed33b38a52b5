"""Faults on purpose: what goes wrong just now, one more, and an end to it."""

from __future__ import annotations

from typing import get_args

import msgspec
from starlette.responses import Response

from tradepost.console.visit import Visit
from tradepost.contract.index import OPERATIONS
from tradepost.control.faults import check
from tradepost.errors import InvalidInput
from tradepost.simulation import faults
from tradepost.simulation.faults import Fault, Kind

_NUMBERS = {"status": "status", "times": "times", "after": "after", "delayMs": "delay_ms"}


async def listed(visit: Visit) -> Response:
    """The faults, with how often each was met and has struck."""
    async with visit.reading() as ctx:
        found = await faults.counted(ctx.tx)
    return visit.page(
        "faults.html",
        "faults",
        faults=found,
        kinds=get_args(Kind),
        operations=sorted({each.id for each in OPERATIONS}),
        given=await visit.form() if visit.request.method == "POST" else {},
    )


async def add(visit: Visit) -> Response:
    """Sets a fault. Raises InvalidInput."""
    form = await visit.form()
    said: dict[str, object] = {"operation": form.get("operation") or "*", "kind": form.get("kind", "error")}
    for name in _NUMBERS:
        if form.get(name):
            said[name] = await visit.number(name, 0, 1_000_000_000)
    if form.get("probability"):
        said["probability"] = form["probability"]
    if form.get("code"):
        said["code"] = form["code"]
    try:
        rule = msgspec.convert(said, Fault, strict=False)
    except msgspec.ValidationError as fault:
        raise InvalidInput("Invalid Input", str(fault)) from None
    check(rule)
    async with visit.world.database.writing("") as tx:
        await faults.add(tx, rule)
    await visit.world.reload_settings()
    return visit.go("faults", done="Calls that come from now on meet it.")


async def remove(visit: Visit) -> Response:
    """Ends one fault, or all where none is named."""
    id = await visit.number("id", 1, 1 << 39) if (await visit.form()).get("id") else None
    async with visit.world.database.writing("") as tx:
        await faults.remove(tx, id)
    await visit.world.reload_settings()
    return visit.go("faults", done="It goes wrong no more.")
