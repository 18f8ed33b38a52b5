"""How an operation refuses: every refusal is an exception that carries the API's own form.

A rule raises a subclass with its wording inside (``OrderNotCancellable(order_id, status)``); one place, the gateway's
``answer`` step, turns it into bytes.
"""

from __future__ import annotations


class ApiError(Exception):
    """A refusal in the API's form.

    ``status`` is the HTTP status and ``code`` the published error code. ``reason`` is the true cause, for the request
    log and the header ``x-tradepost-reason``; it never reaches the body. ``problems`` holds further errors of the same
    answer as ``(message, details)``, so that a caller learns of every faulty field at once.
    """

    status: int = 400
    code: str = "InvalidInput"
    raised_by_gateway: bool = False

    def __init__(
        self,
        message: str,
        details: str | None = "",
        *,
        reason: str | None = None,
        problems: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.details = details
        self.reason = reason or " ".join(filter(None, (message, details)))
        self.problems = problems


class InvalidInput(ApiError):
    """400: the request says something that the published model or a rule of the business does not allow."""


class MissingParameters(InvalidInput):
    """400: feeds and reports name every parameter that is required and missing in one error (as captured)."""

    def __init__(self, names: list[str]) -> None:
        super().__init__("One or more required parameters missing", "".join(f"{each};" for each in sorted(names)))


class NotFound(ApiError):
    """404: there is no such thing, or it is another seller's."""

    status = 404
    code = "NotFound"
