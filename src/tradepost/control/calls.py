"""What every call of the control API shares: its world, its body, and how it refuses."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from tradepost.admission.address import address_of
from tradepost.errors import ApiError, InvalidInput, NotFound
from tradepost.gateway.request_log import RequestLog
from tradepost.installation.installation import MAIN, Installation
from tradepost.store.errors import AlreadyExists, InvalidName, NoSuchSnapshot, NoSuchWorld, StoreError, WorldClosed
from tradepost.worlds.world import World

logger = logging.getLogger("tradepost.control")
_NUL = "a NUL character is no text; PostgreSQL cannot keep it"
MOST_DIGITS = 18  # what both databases hold
T = TypeVar("T", bound=msgspec.Struct)
Endpoint = Callable[["Call"], Awaitable[Response]]


class Conflict(ApiError):
    """409: the name is taken."""

    status, code = 409, "Conflict"


class Call:
    """One call of the control API."""

    def __init__(self, request: Request, installation: Installation, log: RequestLog) -> None:
        self.request = request
        self.installation = installation
        self.log = log

    def check(self) -> None:
        """Raises NotFound for a path, InvalidInput for a query that no text of a database can be."""
        if "\0" in self.request.scope["path"]:
            raise NotFound("The specified resource does not exist.", f"path: {_NUL}")
        if b"%00" in self.request.scope["query_string"]:
            raise InvalidInput("Invalid Input", f"query: {_NUL}")

    async def world(self) -> World:
        """The world that ``?world=`` names, ``main`` without it. Raises NotFound."""
        name = self.request.query_params.get("world", MAIN)
        world = await self.installation.world(name)
        if self.installation.together is not None:
            try:
                await world.reload_clock_now()
            except WorldClosed:  # another process has removed it, and may have made another one of the name
                await self.installation.together.look()
                world = await self.installation.world(name)
                await world.reload_clock_now()
        return world

    async def body(self, form: type[T]) -> T:
        """The body, in this form; an empty one counts as ``{}``. Raises InvalidInput, naming the field and the rule."""
        raw = await self.request.body()
        try:
            found = msgspec.json.decode(raw or b"{}", type=form)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as fault:
            raise InvalidInput("Invalid Input", f"body: {fault}{_known_fields(str(fault), form)}") from None
        if b"\\u0000" in raw:
            for path in _nul_in(msgspec.to_builtins(found), ""):
                raise InvalidInput("Invalid Input", f"{path}: {_NUL}")
        return found

    def number(self, name: str, default: int, most: int | None = None) -> int:
        """A whole number of the query. Raises InvalidInput."""
        text = self.request.query_params.get(name) or str(default)
        if not text.isdecimal() or len(text) > MOST_DIGITS:
            raise InvalidInput("Invalid Input", f"{name}: '{text[:100]}' is not a whole number from 0 to 10^18")
        return min(int(text), most) if most is not None else int(text)

    async def left(self) -> None:
        """Waits until the caller has left, or the server stops. Who sends nothing more counts as having left."""
        left: Callable[[], Awaitable[object]] = self.request.scope["extensions"]["tradepost.left"]["wait"]
        await left()

    @property
    def base_url(self) -> str:
        """The address by which this server was called."""
        return address_of(self.request)


def _nul_in(value: Any, path: str) -> Iterator[str]:
    """Where in a body there is a text with a NUL character."""
    if isinstance(value, str) and "\0" in value:
        yield path
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _nul_in(each, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _nul_in(each, f"{path}[{number}]")


def _known_fields(fault: str, form: type[msgspec.Struct]) -> str:
    """Which fields there are, for one who guessed another one; nothing for what is wrong further inside."""
    if not fault.startswith("Object contains unknown field") or " - at " in fault:
        return ""
    return "; the fields are " + ", ".join(f"`{each.encode_name}`" for each in msgspec.structs.fields(form))


def in_utc(instant: datetime) -> datetime:
    """An instant in UTC; one without a zone is taken to be. Raises OverflowError where UTC has no year for it."""
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)


def answer(document: Any, status: int = 200) -> Response:
    """A JSON answer."""
    return Response(msgspec.json.encode(document), status, media_type="application/json")


def refusal(fault: Exception) -> Response:
    """A refusal in the form of the SP-API."""
    if isinstance(fault, (NoSuchWorld, NoSuchSnapshot)):
        fault = NotFound("The specified resource does not exist.", str(fault))
    elif isinstance(fault, AlreadyExists):
        fault = Conflict("The name is taken.", str(fault))
    elif isinstance(fault, InvalidName):
        fault = InvalidInput("Invalid Input", str(fault))
    if not isinstance(fault, ApiError):
        logger.error("a control call failed", exc_info=fault)
        status = 503 if isinstance(fault, StoreError) else 500
        fault = ApiError("We encountered an internal error. Please try again.", str(fault))
        fault.status, fault.code = status, "ServiceUnavailable" if status == 503 else "InternalFailure"
    errors = [{"code": fault.code, "message": fault.message, "details": fault.details or ""}]
    errors += [{"code": fault.code, "message": message, "details": details} for message, details in fault.problems]
    return answer({"errors": errors}, fault.status)


def is_streamed(call: Call) -> bool:
    """Whether server-sent events are asked for."""
    return "text/event-stream" in call.request.headers.get("accept", "")


def stream(pieces: AsyncIterator[bytes]) -> Response:
    """Server-sent events, for as long as the caller listens."""
    return StreamingResponse(pieces, media_type="text/event-stream", headers={"Cache-Control": "no-store"})
