"""Why a notification could not be delivered."""

from __future__ import annotations


class UndeliverableError(Exception):
    """A notification was not taken; the text says why, for the one who is to mend it. It is tried again."""
