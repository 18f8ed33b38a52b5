"""One request's way, top to bottom."""

from __future__ import annotations

import logging

from tradepost.errors import ApiError
from tradepost.gateway.access_log import about
from tradepost.gateway.answer import answer, refuse
from tradepost.gateway.authenticate import look_up, recognize
from tradepost.gateway.authorize import authorize, check_region
from tradepost.gateway.decode import decode
from tradepost.gateway.exchange import Exchange
from tradepost.gateway.faults import injure, may_meet, meet
from tradepost.gateway.handle import described, handle, implemented
from tradepost.gateway.host import read_host
from tradepost.gateway.intake import intake
from tradepost.gateway.login import LOGIN_PATHS, login
from tradepost.gateway.partake import partake
from tradepost.gateway.refusals import (
    HeadersTooLarge,
    InternalFailure,
    RequestTooLarge,
    ServiceUnavailable,
    UriTooLong,
)
from tradepost.gateway.request_log import RequestLog
from tradepost.gateway.routes import Routes
from tradepost.gateway.sandbox import published
from tradepost.gateway.throttle import throttle
from tradepost.installation.installation import Installation
from tradepost.server.messages import Intake, Request, Response
from tradepost.server.writing import page
from tradepost.store.errors import Unavailable

logger = logging.getLogger("tradepost.gateway")


class Gateway:
    """Everything that answers on Amazon's own paths: Login with Amazon, and the operations."""

    def __init__(self, installation: Installation, log: RequestLog) -> None:
        self.installation = installation
        self.routes = Routes()
        self.log = log

    async def respond(self, request: Request) -> Response:
        """Answers one request. Whatever goes wrong, there is an answer, and a line in the request log."""
        exchange = Exchange(request)
        try:
            response = await self._answer(exchange)
        except ApiError as refusal:
            response = refuse(exchange, refusal)
        except Unavailable as fault:
            response = refuse(exchange, ServiceUnavailable(str(fault)))
        except Exception:
            logger.exception("request %s failed", exchange.request_id, extra={"fields": about(exchange)})
            response = refuse(exchange, InternalFailure(exchange.request_id))
        if exchange.fault is not None:
            response = injure(exchange, response)
        self.log.note(exchange, response)
        return response

    async def _answer(self, exchange: Exchange) -> Response:
        exchange.host = read_host(exchange.request.header(b"host") or b"")
        if exchange.request.path in LOGIN_PATHS:
            return await login(exchange, self.installation)
        identify(exchange, self.routes)  # first, as at Amazon: an unknown path is refused whatever the token
        if not recognize(exchange, self.installation):
            await look_up(exchange, self.installation)
        if may_meet(exchange):
            injected = await meet(exchange)
            if injected is not None:
                return injected
        authorize(exchange)
        waiting = throttle(exchange)  # after the token: a bad one spends no quota
        if waiting is not None:
            await waiting
        if exchange.host.sandbox:
            case = await published(exchange, self.installation.sandbox)
            if case is not None:
                return case
            check_region(exchange)
        described(exchange)
        decode(exchange)
        partake(exchange)  # after decoding: only declared parameters count as marketplaces
        implemented(exchange)  # last, so that a caller meets its own mistakes first
        return answer(exchange, await handle(exchange))

    def intake(self, request: Request) -> Intake:
        """How the body of a request is taken in, of which the head is there."""
        return intake(request, self.routes)

    def refuse(self, status: int, reason: str, request: Request) -> Response:
        """The answer to a request that the server program could not take in whole; the log has it, too."""
        exchange = Exchange(request)
        response = self._refused(exchange, status, reason)
        exchange.reason = reason
        self.log.note(exchange, response)
        return response

    def _refused(self, exchange: Exchange, status: int, reason: str) -> Response:
        kind = {413: RequestTooLarge, 414: UriTooLong, 431: HeadersTooLarge}.get(status)
        if kind is not None:
            return refuse(exchange, kind("The request is too large.", reason, reason=reason))
        if status in (400, 408):  # not HTTP: refused before the gateway is reached, as at Amazon
            return page(status, reason)
        if status == 503:
            return refuse(exchange, ServiceUnavailable(reason))
        return refuse(exchange, InternalFailure(exchange.request_id))


def identify(exchange: Exchange, routes: Routes) -> None:
    """Finds the operation, and loads it when it is called for the first time. Raises UnknownPath."""
    request = exchange.request
    exchange.route, exchange.path_values = routes.find(request.method, request.path.decode("latin-1"))
    exchange.route.load()
