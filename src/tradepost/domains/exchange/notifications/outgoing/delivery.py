"""A notification on its way: to whom, what, and what has become of it."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal, get_args

import msgspec

DeliveryState = Literal["pending", "held", "failing", "delivered", "dead"]
STATES: Final[tuple[DeliveryState, ...]] = get_args(DeliveryState)

#: How often one is tried before it is given up (our choice): with the pauses between, for about an hour and a half.
MOST_ATTEMPTS: Final = 25
_FIRST_PAUSE_MS, _LONGEST_PAUSE_MS = 1_000, 300_000


class Delivery(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One notification for one destination.

    ``made_at`` is virtual time; ``next_at`` and ``delivered_at`` are real times in milliseconds, 0 for none. It is
    ``pending`` until it was tried, ``failing`` while it is tried again, ``dead`` once it was given up, and ``held``
    while a rule wants another one to overtake it. ``reason`` is why it failed the last time.
    """

    id: int
    seller_id: str
    application_id: str
    subscription_id: str
    destination_id: str
    type: str
    subject: str
    made_at: datetime
    state: DeliveryState
    attempts: int
    next_at: int
    delivered_at: int
    reason: str
    body: str


def pause_after(attempts: int) -> int:
    """How long one rests after it has failed so often, in real milliseconds: 1 s, 2 s, 4 s … 5 minutes (our choice)."""
    return min(_LONGEST_PAUSE_MS, _FIRST_PAUSE_MS << min(attempts - 1, 20))
