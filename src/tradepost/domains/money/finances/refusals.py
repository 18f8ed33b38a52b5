"""How Finances refuses: one class a mistake. The rules are published; the wordings are our choice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from tradepost.errors import InvalidInput, NotFound

_MESSAGE = "Invalid Input"


class TooRecent(InvalidInput):
    """400: a date-time is not more than two minutes before the request."""

    def __init__(self, name: str, value: datetime) -> None:
        super().__init__(_MESSAGE, f"{name}: '{value.isoformat()}' must be more than two minutes before now")


class NotAfter(InvalidInput):
    """400: a range of time ends before it begins."""

    def __init__(self, before_name: str, before: date, after_name: str, after: date) -> None:
        super().__init__(
            _MESSAGE, f"{before_name}: '{before.isoformat()}' must be after {after_name} '{after.isoformat()}'"
        )


class BeginningNeeded(InvalidInput):
    """400: a range of time has an end and no beginning."""

    def __init__(self, before_name: str, after_name: str) -> None:
        super().__init__(_MESSAGE, f"{after_name} is needed where {before_name} is given")


class RangeNeeded(InvalidInput):
    """400: neither a time nor an identifier says which transactions are wanted."""

    def __init__(self) -> None:
        super().__init__(_MESSAGE, "postedAfter is needed where no related identifier is given")


class PeriodNeeded(InvalidInput):
    """400: neither a period nor a settlement says what is to be summed up."""

    def __init__(self) -> None:
        super().__init__(_MESSAGE, "periodStart is needed where no related identifier is given")


class NotYet(InvalidInput):
    """400: a day that has not begun has no balance."""

    def __init__(self, name: str, value: date) -> None:
        super().__init__(_MESSAGE, f"{name}: '{value.isoformat()}' is in the future")


class UnknownName(InvalidInput):
    """400: a parameter has a value that is not one of those published for it."""

    def __init__(self, name: str, value: str, known: Sequence[str]) -> None:
        super().__init__(_MESSAGE, f"{name}: '{value[:60]}' is not one of {', '.join(known)}")


class HalfAnIdentifier(InvalidInput):
    """400: a related identifier has a name and no value, or a value and no name."""

    def __init__(self, missing: str) -> None:
        super().__init__(_MESSAGE, f"{missing} is needed: a related identifier has a name and a value")


class NotAnOrderId(InvalidInput):
    """400: what is given for an order id does not look like one."""

    def __init__(self, value: str) -> None:
        super().__init__(_MESSAGE, f"orderId: '{value[:60]}' is not of the form 123-1234567-1234567")


class UnknownGroup(NotFound):
    """404: the seller has no such financial event group."""

    def __init__(self, group_id: str) -> None:
        super().__init__(
            "The specified resource does not exist.", f"eventGroupId: '{group_id[:60]}' is not a group of yours"
        )
