"""Rules that upset notifications: doubled, late, out of order, or with the least that is in them.

A receiver has to stand all of it: notifications come at least once, in no promised order (published guide), and most
fields may be missing.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

#: The setting of a world that keeps notifications from being made while it says anything.
SILENT = "notifications_silent"


class Switch(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, rename="camel"):
    """What is to be done with notifications that are made from now on.

    ``notification_type`` names which; without it, all. ``times`` is how many of them; without it, all. ``duplicates``
    are sent besides, with the same notification id. ``delay_seconds`` is real time. One that is ``out_of_order`` waits
    until another one of its subscription was made, and comes after it. ``leave_out`` takes away what is optional.
    """

    notification_type: str | None = None
    times: int | None = None
    duplicates: int = 0
    delay_seconds: float = 0.0
    out_of_order: bool = False
    leave_out: bool = False


class SetSwitch(msgspec.Struct, frozen=True):
    """A rule as a world has it: its number, and how many notifications it has met."""

    id: int
    switch: Switch
    met: int

    def concerns(self, type: str) -> bool:
        """Whether the next notification of a type is one that the rule is for."""
        rule = self.switch
        return rule.notification_type in (None, type) and (rule.times is None or self.met < rule.times)


class Upset(msgspec.Struct, frozen=True):
    """What all rules together do to one notification."""

    duplicates: int = 0
    delay_seconds: float = 0.0
    out_of_order: bool = False
    leave_out: bool = False


CALM = Upset()


def together(rules: Iterable[SetSwitch]) -> Upset:
    """What rules come to that concern the same notification."""
    known = [each.switch for each in rules]
    return Upset(
        duplicates=sum(each.duplicates for each in known),
        delay_seconds=max((each.delay_seconds for each in known), default=0.0),
        out_of_order=any(each.out_of_order for each in known),
        leave_out=any(each.leave_out for each in known),
    )
