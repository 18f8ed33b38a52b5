"""How Product Fees refuses: a whole request by an error, one estimate of it by the status of its result.

Wordings that real callers have reported are kept in their form; the rest is our choice.
"""

from __future__ import annotations

from tradepost.errors import ApiError, InvalidInput

MOST_ESTIMATES = 20


class MissingObject(InvalidInput):
    """400: a part of the body that every estimate needs is not there."""

    def __init__(self, name: str) -> None:
        super().__init__("This is an invalid input", f"Missing objects [{name}] in body parameters.")


class BadNumberOfEstimates(InvalidInput):
    """400: a batch has no estimate, or more than 20 (published model)."""

    def __init__(self, there: int) -> None:
        super().__init__(
            "This is an invalid input", f"body: {there} estimates are asked for; it takes 1 to {MOST_ESTIMATES}"
        )


class ForeignMarketplace(ApiError):
    """403: the seller does not take part in the marketplace of the estimate."""

    status, code = 403, "Unauthorized"

    def __init__(self, marketplace_id: str) -> None:
        super().__init__(
            "Access to requested resource is denied.",
            reason=f"the selling partner does not take part in marketplace {marketplace_id[:60]}",
        )


class CannotEstimate(Exception):
    """One estimate that cannot be made; it is told by status ClientError in its result.

    Every such result has the same published message; which field is wrong, its value and the rule stand in the
    result's details (our choice; Amazon leaves them empty).
    """

    type = "Sender"
    code = "InvalidParameterValue"
    message = "There is an client-side error. Please verify your inputs."

    def __init__(self, field: str, value: object, rule: str) -> None:
        super().__init__(f"{field}: '{value}' {rule}")
        self.details = {"Field": field, "Value": str(value)[:100], "Rule": rule}
