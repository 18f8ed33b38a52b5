"""How an area says what it does: ``@handles`` for an operation, ``@due`` for a transition that time brings."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec

from tradepost.contract.operation import Operation
from tradepost.domains.areas import areas, owner_of
from tradepost.domains.context import Context

Handle = Callable[[Context, Any], Awaitable[Any]]
Transition = Callable[[Context, str], Awaitable[None]]
HandleT = TypeVar("HandleT", bound=Handle)
TransitionT = TypeVar("TransitionT", bound=Transition)


class Handler(msgspec.Struct, frozen=True):
    """What answers an operation: its function, and whether it may change anything."""

    function: Handle
    changes: bool


HANDLERS: dict[str, Handler] = {}
TRANSITIONS: dict[str, Transition] = {}


def handles(operation: Operation, *, changes: bool | None = None) -> Callable[[HandleT], HandleT]:
    """Marks the function that answers an operation.

    Everything but a GET runs in a transaction that may change what belongs to the caller; ``changes=False`` says that
    a POST only computes.
    """

    def register(function: HandleT) -> HandleT:
        if operation.key in HANDLERS:
            raise ValueError(f"{operation.key} is handled twice")
        HANDLERS[operation.key] = Handler(function, operation.method != "GET" if changes is None else changes)
        return function

    return register


def due(kind: str) -> Callable[[TransitionT], TransitionT]:
    """Marks the function that carries out a due transition; its kind begins with the area: ``orders.ship``."""

    def register(function: TransitionT) -> TransitionT:
        if kind in TRANSITIONS:
            raise ValueError(f"{kind} is handled twice")
        TRANSITIONS[kind] = function
        return function

    return register


def handler_of(operation: Operation) -> Handler | None:
    """What answers this operation, or None when nothing does yet. Loads the owning area on first use."""
    found = HANDLERS.get(operation.key)
    if found is None:
        area = owner_of(operation.module)
        if area is not None:
            area.load("operations")
            found = HANDLERS.get(operation.key)
    return found


def transition_of(kind: str) -> Transition:
    """What carries out this kind of due transition. Raises LookupError when no area knows it."""
    found = TRANSITIONS.get(kind)
    if found is None:
        area = areas().get(kind.partition(".")[0])
        if area is not None:
            area.load("lifecycle")
            found = TRANSITIONS.get(kind)
    if found is None:
        raise LookupError(f"no area knows the transition {kind!r}")
    return found
