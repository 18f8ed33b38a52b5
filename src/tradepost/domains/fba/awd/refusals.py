"""How AWD refuses: one class a mistake, with its status, code and wording. The wordings are our choice."""

from __future__ import annotations

from collections.abc import Sequence

from tradepost.errors import ApiError, InvalidInput


class NotInTheUnitedStates(ApiError):
    """403: AWD is there for sellers in the US (published guide)."""

    status, code = 403, "Unauthorized"

    def __init__(self) -> None:
        why = "Amazon Warehousing and Distribution is available in the US, where this selling partner does not sell"
        super().__init__("Access to requested resource is denied.", "", reason=why)


class NotEligible(InvalidInput):
    """400: packages cannot be brought in; each reason with its place and code."""

    def __init__(self, reasons: Sequence[tuple[str, str, str]]) -> None:
        told = [(text, f"{where}: {code}") for where, code, text in reasons]
        super().__init__(*told[0], problems=tuple(told[1:]))


class OrderConflict(ApiError):
    """409: an inbound order is not in a state in which this can be done with it (published status)."""

    status, code = 409, "Conflict"

    def __init__(self, order_id: str, state: str, wish: str, rule: str) -> None:
        super().__init__(f"The inbound order cannot be {wish}.", f"orderId: '{order_id}' is {state}; {rule}")


class NotInThisState(InvalidInput):
    """400: an order or shipment is not in a state in which this can be done with it."""

    def __init__(self, name: str, id: str, state: str, rule: str) -> None:
        super().__init__("Invalid Input", f"{name}: '{id}' is {state}; {rule}")
