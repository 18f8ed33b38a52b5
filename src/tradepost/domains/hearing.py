"""How areas follow what another area does: ``@hears`` for an event, in the transaction that recorded it.

An area that only has to follow (a shipment posts a fee, a sale moves a rank) is not called by the one that acts; it
hears. Hearers stand in ``hearing.py`` of their area, whose ``HEARS`` says what they hear, so that it is loaded when
there is something to hear.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from tradepost.domains.areas import listeners_of
from tradepost.domains.context import Context
from tradepost.events import outbox
from tradepost.events.outbox import Event

Hear = Callable[[Context, Event], Awaitable[None]]
HearT = TypeVar("HearT", bound=Hear)

HEARERS: dict[str, list[Hear]] = {}


def hears(*types: str) -> Callable[[HearT], HearT]:
    """Marks a function that follows events of these types; what it changes is committed with them, or not at all."""

    def register(function: HearT) -> HearT:
        for type in types:
            HEARERS.setdefault(type, []).append(function)
        return function

    return register


async def settle(ctx: Context) -> None:
    """Lets every area hear what has happened in this transaction, and writes it to the outbox.

    What a hearer records is heard in its turn, after everything that was recorded before it.
    """
    position = 0
    while position < len(ctx.events):
        event = ctx.events[position]
        position += 1
        for area in listeners_of(event.type):
            area.load("hearing")
        for hear in HEARERS.get(event.type, ()):
            await hear(ctx, event)
    if ctx.events:
        await outbox.write(ctx.tx, ctx.events)
