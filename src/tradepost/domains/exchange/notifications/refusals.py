"""How notifications refuse: one class a mistake, with its status, code and wording."""

from __future__ import annotations

from collections.abc import Sequence

from tradepost.domains.problems import Problem
from tradepost.errors import ApiError, InvalidInput, NotFound

_UNREADABLE = "Request has missing or invalid parameters and cannot be parsed."
_DENIED = "Access to requested resource is denied."


class DestinationExists(ApiError):
    """409: the application sends to this queue or account already (code and words as seen)."""

    status, code = 409, "Conflict"

    def __init__(self, address: str, application_id: str) -> None:
        super().__init__(
            "The requested resource conflict with a resource in the server.",
            f"A destination with arn {address} already exists for the application {application_id}",
        )


class DestinationInUse(ApiError):
    """403: a destination that subscriptions send to cannot be deleted (as seen; the status is our choice)."""

    status, code = 403, "Unauthorized"

    def __init__(self) -> None:
        super().__init__("The requested action is forbidden.", "Destination has subscriptions")


class UnknownDestination(NotFound):
    """404: the application has no such destination (wording as seen)."""

    def __init__(self, destination_id: str, application_id: str) -> None:
        super().__init__(
            "The specified resource does not exist.",
            _no_destination(destination_id, application_id),
        )


class NotADestination(InvalidInput):
    """400: what is subscribed to is to be sent to a destination that the application does not have (as seen)."""

    def __init__(self, destination_id: str, application_id: str) -> None:
        super().__init__(
            _UNREADABLE,
            _no_destination(destination_id, application_id),
        )


def _no_destination(destination_id: str, application_id: str) -> str:
    return f"No destination with id '{destination_id[:100]}' for applicationId '{application_id}'"


class SubscriptionExists(ApiError):
    """409: the type is subscribed to already, in this payload version (as seen)."""

    status, code = 409, "StateConflict"

    def __init__(self, type: str) -> None:
        super().__init__(
            "The resource specified conflicts with the current state.",
            f"Subscription already exist for notification type {type}",
        )


class NotSubscribable(InvalidInput):
    """400: what is to be subscribed to breaks rules (message as seen); every faulty field is named."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        sentences = [(_UNREADABLE, each.sentence()) for each in problems]
        super().__init__(*sentences[0], problems=tuple(sentences[1:]))


class UnknownSubscription(NotFound):
    """404: there is no such subscription (words as seen)."""

    def __init__(self, parameter: str, value: str, what: str) -> None:
        super().__init__("The requested resource doesn't exist.", f"{parameter}: '{value[:100]}' is not {what}")


class DirectiveMissing(InvalidInput):
    """400: the type is subscribed to with a filter alone (as seen of ORDER_CHANGE)."""

    def __init__(self) -> None:
        super().__init__(
            _UNREADABLE,
            "Processing Directive eventFilter must not be empty",
        )


class RoleMissing(ApiError):
    """403: the application has none of the roles that a notification type asks for."""

    status, code = 403, "Unauthorized"

    def __init__(self, type: str, roles: str) -> None:
        super().__init__(_DENIED, "", reason=f"the application has none of the roles that open {type}: {roles}")


class SandboxOnly(ApiError):
    """403: the operation is one of the sandbox (published model; the status is our choice)."""

    status, code = 403, "Unauthorized"

    def __init__(self) -> None:
        super().__init__(_DENIED, "", reason="sendTestNotification is answered on the hosts of the sandbox only")
