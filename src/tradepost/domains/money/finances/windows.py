"""From the times that a caller gives to the range that is looked through. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from tradepost.domains.money.finances.refusals import BeginningNeeded, NotAfter, TooRecent

#: Published model: times lie at least so long before the request, and a range ends there when nobody says otherwise.
DELAY: Final = timedelta(minutes=2)

#: Published model: a longer range finds nothing.
LONGEST: Final = timedelta(days=180)

#: Published model, for the events of a group; for all events our choice.
KEPT: Final = timedelta(days=730)

_EMPTY: Final = timedelta(0)


def window(
    now: datetime, after: datetime | None, before: datetime | None, names: tuple[str, str]
) -> tuple[datetime, datetime]:
    """From when and until when, the end not included; both the same where the range is too long to find anything.

    ``names`` are those of the beginning and the end. Raises TooRecent, NotAfter, BeginningNeeded.
    """
    latest = now - DELAY
    for name, value in zip(names, (after, before), strict=True):
        if value is not None and value >= latest:
            raise TooRecent(name, value)
    if before is not None and after is None:
        raise BeginningNeeded(names[1], names[0])
    end = before or latest
    if after is None:
        return now - KEPT, end
    if end <= after:
        raise NotAfter(names[1], end, names[0], after)
    if before is not None and before - after > LONGEST:
        return end, end
    return max(after, now - KEPT), end
