"""One case of the static sandbox, and which requests it is for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec


class Case(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a request of an operation has to name, and what it is answered.

    ``parameters`` are those of path, query and header; ``body`` is the part of a body that must be there, or UNSET
    where the case asks for none. ``response`` is the JSON that is answered, or UNSET for no body at all.
    """

    operation: str
    status: int
    parameters: dict[str, Any] = {}
    body: Any = msgspec.UNSET
    response: Any = msgspec.UNSET

    def facts(self) -> int:
        """How much the case asks for: of two that a request meets, the one that asks for more is meant."""
        return sum(_leaves(each) for each in self.parameters.values()) + (
            0 if self.body is msgspec.UNSET else _leaves(self.body)
        )


class Given(msgspec.Struct, frozen=True):
    """What a request names: the texts of each parameter in their order, and its body, decoded, or UNSET."""

    parameters: Mapping[str, Sequence[str]]
    body: Any


def matching(cases: Iterable[Case], given: Given) -> Case | None:
    """The case that a request is for, or None.

    A request may name more than its case, as published: what a case names is what a request is known by. Lists may be
    repeated parameters or one that is parted by commas, in any order, and in a body an object may have more fields. A
    case that names nothing is for every request. ``True`` and ``true`` are the same (both are sent by clients).
    """
    found = [each for each in cases if _meets(each, given)]
    return max(found, key=Case.facts, default=None)


def _meets(case: Case, given: Given) -> bool:
    for name, wanted in case.parameters.items():
        texts = given.parameters.get(name)
        if texts is None or not _same(wanted, texts):
            return False
    return case.body is msgspec.UNSET or (given.body is not msgspec.UNSET and holds(given.body, case.body))


def _same(wanted: Any, texts: Sequence[str]) -> bool:
    if isinstance(wanted, list):
        parts = [part for text in texts for part in text.split(",")]
        return sorted(map(_text, wanted)) in (sorted(parts), sorted(texts))
    given = ",".join(texts)
    return _text(wanted) == (given.lower() if isinstance(wanted, bool) else given)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def holds(whole: Any, part: Any) -> bool:
    """Whether a JSON value holds another: objects at least these fields, lists these elements in their order."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(name in whole and holds(whole[name], part[name]) for name in part)
    if isinstance(part, list):
        return (
            isinstance(whole, list)
            and len(whole) == len(part)
            and all(holds(one, other) for one, other in zip(whole, part, strict=True))
        )
    return bool(whole == part and isinstance(whole, bool) == isinstance(part, bool))


def _leaves(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + sum(map(_leaves, value.values()))
    if isinstance(value, list):
        return 1 + sum(map(_leaves, value))
    return 1
