"""How a call of the control API is described once, and made in two ways: waiting for its answer, or awaiting it.

What a part of a world can do is written as a generator that yields an ``Ask`` for each HTTP request, is sent the answer
to it, and returns what the caller gets. ``@call`` turns it into a method. On a ``Part[Direct]`` the method returns that
value, on a ``Part[Awaited]`` a coroutine of it; type checkers know which.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Generator, Mapping
from typing import Any, Concatenate, Generic, NamedTuple, ParamSpec, Protocol, TypeAlias, TypeVar, overload
from urllib.parse import quote

from tradepost.control.calling import ControlError

P = ParamSpec("P")
T = TypeVar("T")


class Ask(NamedTuple):
    """One request to the control API: ``path`` is what comes after ``/_tradepost/v1/``."""

    method: str
    path: str
    body: object = None
    query: Mapping[str, str] = {}


Steps: TypeAlias = Generator[Ask, Any, T]


class Refused(ControlError):
    """The control API refused: its status, and the code, message and details of the first error."""

    def __init__(self, status: int, code: str, message: str, details: str) -> None:
        super().__init__(f"{status} {code}: {message} {details}".rstrip())
        self.status, self.code, self.message, self.details = status, code, message, details


class Direct(Protocol):
    """The way of a program that waits for each answer."""

    url: str

    def carry_out(self, steps: Steps[T], world: str) -> T:
        """Makes the requests of a call, and gives what it returns. Raises Refused; ControlError without a server."""


class Awaited(Protocol):
    """The way of a program that awaits each answer."""

    url: str

    def carry_out(self, steps: Steps[T], world: str) -> Coroutine[Any, Any, T]:
        """Makes the requests of a call, and gives what it returns. Raises Refused; ControlError without a server."""


Way = TypeVar("Way", bound=Direct | Awaited)


class Part(Generic[Way]):
    """Something of one world that can be asked, in one of the two ways."""

    def __init__(self, way: Way, world: str) -> None:
        self._way = way
        self._world = world


class _Call(Generic[P, T]):
    """A method that is described by its steps."""

    def __init__(self, steps: Callable[Concatenate[Any, P], Steps[T]]) -> None:
        self._steps = steps
        self.__doc__ = steps.__doc__

    @overload
    def __get__(self, part: None, owner: type) -> _Call[P, T]: ...
    @overload
    def __get__(self, part: Part[Direct], owner: type) -> Callable[P, T]: ...
    @overload
    def __get__(self, part: Part[Awaited], owner: type) -> Callable[P, Coroutine[Any, Any, T]]: ...
    def __get__(self, part: Any, owner: type) -> Any:
        if part is None:
            return self

        def asked(*arguments: P.args, **named: P.kwargs) -> Any:
            __tracebackhide__ = True  # pytest shows the line of the test
            return part._way.carry_out(self._steps(part, *arguments, **named), part._world)

        asked.__name__, asked.__doc__ = self._steps.__name__, self.__doc__
        return asked


def call(steps: Callable[Concatenate[Any, P], Steps[T]]) -> _Call[P, T]:
    """Makes a method of the steps that describe it."""
    return _Call(steps)


def path(*parts: object) -> str:
    """A path of the control API; identifiers in it may hold any character."""
    return "/".join(quote(str(each), safe="") for each in parts)


def given(**fields: object) -> dict[str, Any]:
    """Fields by their names on the wire (``seller_id`` is ``sellerId``); what is None is left out."""
    return {_wire_name(name): value for name, value in fields.items() if value is not None}


def query(**fields: object) -> dict[str, str]:
    """The same as text, for a query."""
    return {name: _text(value) for name, value in given(**fields).items()}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _wire_name(name: str) -> str:
    first, *more = name.rstrip("_").split("_")
    return first + "".join(each.capitalize() for each in more)


def advanced(steps: Steps[T], answer: Any) -> Ask:
    """The next request of a call, after the answer to the one before. Raises StopIteration with what it returns."""
    __tracebackhide__ = True
    return steps.throw(answer) if isinstance(answer, Refused) else steps.send(answer)
