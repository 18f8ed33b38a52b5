"""State machines as tables: which step leads from which state to which. *When* it is taken is not their business."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Generic, TypeVar

State = TypeVar("State", bound=str)
Trigger = TypeVar("Trigger", bound=str)


class IllegalStepError(Exception):
    """A step that a machine does not know in this state: a fault of the program, never of a caller."""

    def __init__(self, machine: str, state: str, trigger: str) -> None:
        super().__init__(f"{machine} in state {state} knows no {trigger}")


class Steps(Generic[State, Trigger]):
    """A machine: its name, and its rows of (state, trigger, next state)."""

    def __init__(self, name: str, rows: Iterable[tuple[State, Trigger, State]]) -> None:
        self.name: Final = name
        self.rows: Final = tuple(rows)
        self._next: Final[Mapping[tuple[State, Trigger], State]] = {(a, trigger): b for a, trigger, b in self.rows}

    def after(self, state: State, trigger: Trigger) -> State:
        """The state that follows. Raises IllegalStepError."""
        found = self._next.get((state, trigger))
        if found is None:
            raise IllegalStepError(self.name, state, trigger)
        return found

    def allows(self, state: State, trigger: Trigger) -> bool:
        """Whether the trigger leads anywhere in this state."""
        return (state, trigger) in self._next

    def ways(self, state: State) -> dict[State, Trigger]:
        """The states that can follow at once, and what leads to each."""
        return {after: trigger for before, trigger, after in self.rows if before == state}

    def ended(self, state: State) -> bool:
        """Whether nothing can follow any more."""
        return not self.ways(state)
