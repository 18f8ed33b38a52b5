"""How an area says what it does: ``@handles`` for an operation, ``@due`` for a transition that time brings."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from tradepost.contract.operation import Operation
from tradepost.documents.documents import Documents
from tradepost.domains.areas import areas, owner_of
from tradepost.domains.context import Context
from tradepost.simulation.seed import Seed
from tradepost.store.database import Database, Transaction

Finish = Callable[[Context], Awaitable[None]]
Handle = Callable[[Context, Any], Awaitable[Any]]
Transition = Callable[[Context, str], Awaitable[None]]
HandleT = TypeVar("HandleT", bound=Handle)
TransitionT = TypeVar("TransitionT", bound=Transition)


class Surroundings(msgspec.Struct, kw_only=True):
    """What a transition that takes long works with: it opens transactions of its own, piece by piece.

    ``pause`` lets others have their turn where it is time for it; it is called between pieces, outside transactions.
    ``committed`` is to hear of each transaction that was committed.
    """

    database: Database
    seller_id: str
    now: datetime
    seed: Seed
    documents: Documents
    world_uid: str
    pause: Callable[[], Awaitable[None]]
    committed: Callable[[Context], None]

    def context(self, tx: Transaction) -> Context:
        """What a handler is given, for one of these transactions."""
        return Context(
            tx=tx,
            seller_id=self.seller_id,
            now=self.now,
            seed=self.seed,
            documents=self.documents,
            world_uid=self.world_uid,
        )


LongTransition = Callable[[Surroundings, str], Awaitable[Finish]]
LongTransitionT = TypeVar("LongTransitionT", bound=LongTransition)


class Handler(msgspec.Struct, frozen=True):
    """What answers an operation: its function, and whether it may change anything."""

    function: Handle
    changes: bool


#: By the operation itself: ids recur, even within a module.
HANDLERS: dict[Operation, Handler] = {}
TRANSITIONS: dict[str, Transition] = {}
LONG_TRANSITIONS: dict[str, LongTransition] = {}


def handles(operation: Operation, *, changes: bool | None = None) -> Callable[[HandleT], HandleT]:
    """Marks the function that answers an operation.

    Everything but a GET runs in a transaction that may change what belongs to the caller; ``changes=False`` says that
    a POST only computes.
    """

    def register(function: HandleT) -> HandleT:
        if operation in HANDLERS:
            raise ValueError(f"{operation.key} is handled twice")
        HANDLERS[operation] = Handler(function, operation.method != "GET" if changes is None else changes)
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


def due_at_length(kind: str) -> Callable[[LongTransitionT], LongTransitionT]:
    """Marks a due transition that takes long: it works in pieces, and gives what is to be done in the transaction that
    takes it off the schedule. Until that is committed it is due, so after a crash it is carried out again."""

    def register(function: LongTransitionT) -> LongTransitionT:
        if kind in LONG_TRANSITIONS:
            raise ValueError(f"{kind} is handled twice")
        LONG_TRANSITIONS[kind] = function
        return function

    return register


def handler_of(operation: Operation) -> Handler | None:
    """What answers this operation, or None when nothing does yet. Loads the owning area on first use."""
    found = HANDLERS.get(operation)
    if found is None:
        area = owner_of(operation.module)
        if area is not None:
            area.load("operations")
            found = HANDLERS.get(operation)
    return found


def transition_of(kind: str) -> Transition:
    """What carries out this kind of due transition in one go. Raises LookupError when no area does."""
    _load_area_of(kind)
    found = TRANSITIONS.get(kind)
    if found is None:
        raise LookupError(f"no area knows the transition {kind!r}")
    return found


def long_transition_of(kind: str) -> LongTransition | None:
    """What carries out this kind of due transition at length; None for one that is carried out in one go."""
    _load_area_of(kind)
    return LONG_TRANSITIONS.get(kind)


def _load_area_of(kind: str) -> None:
    if kind not in TRANSITIONS and kind not in LONG_TRANSITIONS:
        area = areas().get(kind.partition(".")[0])
        if area is not None:
            area.load("lifecycle")
