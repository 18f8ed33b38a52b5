"""One request on its way: what each step has found out so far."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from tradepost.accounts.callers import Caller
from tradepost.gateway.host import Host
from tradepost.gateway.routes import Route
from tradepost.server.messages import Request, Response
from tradepost.simulation.clock import monotonic_seconds

if TYPE_CHECKING:
    from tradepost.simulation.faults import SetFault
    from tradepost.worlds.world import World

#: The code of a refusal by a fault that was set on purpose, where refusals are counted: its own may be any text.
INJECTED = "injected"

_bits = random.SystemRandom().getrandbits(128)
_random = random.Random(_bits)


def new_request_id() -> str:
    """A random UUID (version 4), cheaper than ``uuid.uuid4`` and as unique: its source is seeded by the system."""
    digits = f"{_random.getrandbits(128):032x}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


class Exchange:
    """A request, what is known of it, and in the end its answer. Later steps may rely on what earlier ones set."""

    __slots__ = (
        "arguments",
        "caller",
        "code",
        "data_elements",
        "fault",
        "host",
        "injected",
        "operation",
        "path_values",
        "plan_rate",
        "reason",
        "request",
        "request_id",
        "response",
        "route",
        "started",
        "token",
        "world",
    )

    def __init__(self, request: Request) -> None:
        self.request = request
        self.request_id = new_request_id()
        self.started = monotonic_seconds()
        self.host: Host
        self.route: Route | None = None
        self.operation = ""
        self.path_values: dict[str, str] = {}
        self.token = ""
        self.world: World | None = None
        self.caller: Caller | None = None
        self.plan_rate: bytes | None = None
        self.data_elements: frozenset[str] | None = None
        self.arguments: Any = None
        self.response: Response | None = None
        self.reason: str | None = None
        self.code = ""
        self.fault: SetFault | None = None
        self.injected: list[str] = []

    @property
    def key(self) -> str:
        """The operation that was called, like ``sellers.getAccount``; empty where no operation has the path."""
        return self.route.key if self.route is not None else self.operation
