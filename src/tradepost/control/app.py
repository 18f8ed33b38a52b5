"""The control API under ``/_tradepost/v1``, as one ASGI application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tradepost.admission.guard import Guard, Guarded, Refused
from tradepost.contract.evidence import EVIDENCE
from tradepost.control.calls import Call, Endpoint, answer, refusal
from tradepost.control.table import CALLS
from tradepost.domains.handling import handler_of
from tradepost.errors import ApiError, NotFound
from tradepost.gateway.request_log import RequestLog
from tradepost.gateway.routes import Routes
from tradepost.installation.installation import Installation

V1 = "/_tradepost/v1"


class Forbidden(ApiError):
    """403: the control API is not open to this caller."""

    status, code = 403, "Unauthorized"

    def __init__(self, reason: str) -> None:
        super().__init__("Access to requested resource is denied.", reason)


class Control:
    """The control API of one installation."""

    def __init__(
        self, installation: Installation, log: RequestLog, routes: Routes, *, admin_token: str | None = None
    ) -> None:
        self.installation = installation
        self.log = log
        self.operations = routes
        self._guard = Guard(admin_token)

    def application(self) -> Guarded:
        """The ASGI application."""
        table = [*CALLS, ("GET", "operations", self._operations)]
        routes = [Route(f"{V1}/{path}", self._call(endpoint), methods=[method]) for method, path, endpoint in table]
        handlers = {404: _unknown, 405: _unknown}
        calls = Starlette(routes=routes, exception_handlers=handlers)
        return Guarded(calls, self._guard, refuse=_forbid)

    def _call(self, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
        async def answered(request: Request) -> Response:
            try:
                call = Call(request, self.installation, self.log)
                call.check()
                return await endpoint(call)
            except Exception as fault:
                return refusal(fault)

        return answered

    async def _operations(self, call: Call) -> Response:
        """``GET operations``: every operation that is known, and whether it is answered."""
        return answer({"operations": list_operations(self.operations)})


def list_operations(routes: Routes) -> list[dict[str, object]]:
    """Every operation, with its plan, whether it is implemented, and how much was seen of it at Amazon."""
    found: list[dict[str, object]] = []
    for route in routes.all:
        route.load()
        implemented = route.operation is not None and handler_of(route.operation) is not None
        found.append(
            {
                "operation": route.key,
                "method": route.method,
                "path": route.path,
                "rate": route.rate,
                "burst": route.burst,
                "implemented": implemented,
                "evidence": dict(
                    zip(("sources", "facts", "differences"), EVIDENCE.get(route.key, (0, 0, 0)), strict=True)
                ),
            }
        )
    return found


async def _unknown(request: Request, _: Exception) -> Response:
    return refusal(NotFound("The specified resource does not exist.", f"{request.method} {request.url.path}"))


def _forbid(refused: Refused) -> Response:
    return refusal(Forbidden(refused.reason))
