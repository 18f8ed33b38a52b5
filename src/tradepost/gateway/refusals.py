"""What the gateway itself refuses, one class a mistake, with Amazon's own status, code, message and details.

The true cause is in ``reason``; it goes to the request log and to ``x-tradepost-reason``, never into the body.
"""

from __future__ import annotations

from tradepost.errors import ApiError

DENIED = "Access to requested resource is denied."


class GatewayRefusal(ApiError):
    """A refusal before the operation was reached."""

    raised_by_gateway = True


class UnknownPath(GatewayRefusal):
    """403: no operation has this path and method. The code is Amazon's as callers have reported it since requests are
    not signed any more; before, it was MissingAuthenticationToken."""

    status, code = 403, "Unauthorized"

    def __init__(self, method: str, path: str, nearest: str | None) -> None:
        hint = f"; the nearest is {nearest}" if nearest else ""
        super().__init__(DENIED, reason=f"no operation answers {method} {path}{hint}")


class Unauthorized(GatewayRefusal):
    """403: the caller may not do this."""

    status, code = 403, "Unauthorized"

    def __init__(self, reason: str, details: str = "") -> None:
        super().__init__(DENIED, details, reason=reason)


class MissingToken(Unauthorized):
    """403: there is no access token."""

    def __init__(self) -> None:
        super().__init__("the header x-amz-access-token is missing", "Access token is missing in the request header.")


class ExpiredToken(Unauthorized):
    """403: the access token has ended."""

    def __init__(self) -> None:
        super().__init__("the access token has expired", "The access token you provided has expired.")


class InvalidToken(Unauthorized):
    """403: the access token is not one that was given, or its grant is gone."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, "The access token you provided is revoked, malformed or invalid.")


class ExpiredSecret(Unauthorized):
    """403: every secret of the application has run out."""

    def __init__(self) -> None:
        super().__init__(
            "the client secret of the application has expired", "The LWA secret token you provided has expired."
        )


class QuotaExceeded(GatewayRefusal):
    """429: the bucket of this application, selling partner and operation is empty."""

    status, code = 429, "QuotaExceeded"

    def __init__(self, operation: str, rate: float, burst: float) -> None:
        super().__init__(
            "You exceeded your quota for the requested resource.",
            None,
            reason=f"{operation} allows {rate:g} requests a second, {burst:g} at once",
        )


class NotImplementedYet(GatewayRefusal):
    """501: Amazon has this operation, this version of Tradepost does not."""

    status, code = 501, "NotImplemented"

    def __init__(self, operation: str) -> None:
        super().__init__("This operation is not implemented by Tradepost yet.", operation)


class RequestTooLarge(GatewayRefusal):
    """413: the body is over the limit."""

    status, code = 413, "RequestTooLarge"


class UriTooLong(GatewayRefusal):
    """414: the request line is over the limit."""

    status, code = 414, "RequestUriTooLong"


class UnsupportedMediaType(GatewayRefusal):
    """415: the body says that it is not JSON."""

    status, code = 415, "UnsupportedMediaType"

    def __init__(self, content_type: str) -> None:
        super().__init__("The media type of the request body is not supported.", f"Content-Type: {content_type}")


class HeadersTooLarge(GatewayRefusal):
    """431: the header fields are over the limit."""

    status, code = 431, "RequestHeaderFieldsTooLarge"


class InternalFailure(GatewayRefusal):
    """500: a fault of Tradepost's own. The request id finds it in the log."""

    status, code = 500, "InternalFailure"

    def __init__(self, request_id: str) -> None:
        super().__init__(
            "We encountered an internal error. Please try again.",
            f"Request id {request_id}",
            reason=f"internal error; the server's log has it under {request_id}",
        )


class ServiceUnavailable(GatewayRefusal):
    """503: the database does not answer, or the server is full or stopping."""

    status, code = 503, "ServiceUnavailable"

    def __init__(self, reason: str) -> None:
        super().__init__("Service is temporarily unavailable. Please try again.", "", reason=reason)


class NoSandboxCase(ApiError):
    """400: no published case of the static sandbox is for this request, and the sandbox is strict."""

    status, code = 400, "InvalidInput"

    def __init__(self, key: str, cases: int) -> None:
        super().__init__(
            "Could not match input arguments",
            "",
            reason=f"none of the {cases} published cases of {key} is for this request",
        )
