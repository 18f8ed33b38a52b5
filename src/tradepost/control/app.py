"""The control API under ``/_tradepost/v1``, as one ASGI application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tradepost.admission.guard import Guard, Guarded, Refused
from tradepost.control import (
    accounts,
    applications,
    buyers,
    competitors,
    faults,
    history,
    inbound,
    jobs,
    products,
    requests,
    restrictions,
    scenarios,
    time,
    worlds,
)
from tradepost.control.calls import Call, Endpoint, answer, refusal
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
        table: list[tuple[str, str, Endpoint]] = [
            ("GET", f"{V1}/clock", time.read),
            ("POST", f"{V1}/clock/advance", time.advance),
            ("POST", f"{V1}/clock/freeze", time.freeze),
            ("POST", f"{V1}/clock/resume", time.resume),
            ("POST", f"{V1}/reset", worlds.reset),
            ("GET", f"{V1}/worlds", worlds.names),
            ("POST", f"{V1}/worlds", worlds.make),
            ("DELETE", f"{V1}/worlds/{{name}}", worlds.delete),
            ("GET", f"{V1}/scenarios", scenarios.listed),
            ("POST", f"{V1}/scenarios", scenarios.load),
            ("GET", f"{V1}/traffic", scenarios.read_traffic),
            ("PUT", f"{V1}/traffic", scenarios.set_traffic),
            ("GET", f"{V1}/snapshots", worlds.snapshots),
            ("POST", f"{V1}/snapshots", worlds.make_snapshot),
            ("POST", f"{V1}/snapshots/{{name}}/restore", worlds.restore),
            ("DELETE", f"{V1}/snapshots/{{name}}", worlds.delete_snapshot),
            ("GET", f"{V1}/credentials", accounts.credentials),
            ("POST", f"{V1}/credentials/rotate", applications.rotate),
            ("GET", f"{V1}/applications", applications.listed),
            ("GET", f"{V1}/applications/{{id}}", applications.read),
            ("PUT", f"{V1}/applications/{{id}}", applications.change),
            ("POST", f"{V1}/sellers", accounts.add_seller),
            ("POST", f"{V1}/authorization-codes", accounts.issue_code),
            ("POST", f"{V1}/grants/revoke", accounts.revoke),
            ("POST", f"{V1}/tokens/expire", accounts.expire_tokens),
            ("GET", f"{V1}/usage-plans", accounts.usage_plans),
            ("PUT", f"{V1}/usage-plans", accounts.change_usage_plans),
            ("POST", f"{V1}/products", products.add),
            ("GET", f"{V1}/competitors", competitors.listed),
            ("POST", f"{V1}/competitors", competitors.add),
            ("DELETE", f"{V1}/competitors", competitors.remove),
            ("PUT", f"{V1}/feedback", competitors.set_feedback),
            ("GET", f"{V1}/restrictions", restrictions.listed),
            ("PUT", f"{V1}/restrictions/gates", restrictions.gate),
            ("DELETE", f"{V1}/restrictions/gates", restrictions.open_gate),
            ("PUT", f"{V1}/restrictions/approvals", restrictions.approve),
            ("DELETE", f"{V1}/restrictions/approvals", restrictions.withdraw),
            ("POST", f"{V1}/buyers/orders", buyers.order),
            ("GET", f"{V1}/buyers/orders/{{id}}", buyers.read),
            ("POST", f"{V1}/buyers/orders/{{id}}/cancel", buyers.cancel),
            ("POST", f"{V1}/buyers/orders/{{id}}/return", buyers.send_back),
            ("POST", f"{V1}/buyers/orders/{{id}}/refund", buyers.refund),
            ("GET", f"{V1}/faults", faults.listed),
            ("POST", f"{V1}/faults", faults.add),
            ("DELETE", f"{V1}/faults", faults.remove_all),
            ("DELETE", f"{V1}/faults/{{id}}", faults.remove),
            ("POST", f"{V1}/inbound/lost-boxes", inbound.lose_box),
            ("GET", f"{V1}/jobs", jobs.listed),
            ("GET", f"{V1}/jobs/rules", jobs.rules),
            ("POST", f"{V1}/jobs/rules", jobs.add_rule),
            ("DELETE", f"{V1}/jobs/rules", jobs.remove_rules),
            ("DELETE", f"{V1}/jobs/rules/{{id}}", jobs.remove_rule),
            ("GET", f"{V1}/jobs/{{kind}}/{{id}}", jobs.read),
            ("POST", f"{V1}/jobs/{{kind}}/{{id}}/hold", jobs.hold),
            ("POST", f"{V1}/jobs/{{kind}}/{{id}}/release", jobs.release),
            ("POST", f"{V1}/jobs/{{kind}}/{{id}}/end", jobs.end),
            ("GET", f"{V1}/requests", requests.listed),
            ("DELETE", f"{V1}/requests", requests.clear),
            ("GET", f"{V1}/requests/counts", requests.counts),
            ("GET", f"{V1}/events", history.events),
            ("GET", f"{V1}/doctor", history.doctor),
            ("GET", f"{V1}/operations", self._operations),
        ]
        routes = [Route(path, self._call(endpoint), methods=[method]) for method, path, endpoint in table]
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
    """Every operation, with its plan and whether it is implemented."""
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
            }
        )
    return found


async def _unknown(request: Request, _: Exception) -> Response:
    return refusal(NotFound("The specified resource does not exist.", f"{request.method} {request.url.path}"))


def _forbid(refused: Refused) -> Response:
    return refusal(Forbidden(refused.reason))
