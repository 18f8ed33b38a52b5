"""Which operation a method and path name: one dictionary look-up a segment, on the raw path.

A path is split before it is decoded, so ``a%2Fb`` stays one segment. Plain text wins over a parameter where both fit
and have the method.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from importlib import import_module
from typing import Any
from urllib.parse import unquote

import msgspec

from tradepost.accounts.roles import roles_for
from tradepost.contract.index import OPERATIONS
from tradepost.contract.operation import Operation
from tradepost.domains.handling import Handler, handler_of
from tradepost.gateway.refusals import UnknownPath

_PARAMETER = "{}"
_GREEDY = "/uploads/2020-11-01/uploadDestinations/"  # what follows is one parameter, slashes and all (published model)
_MOST_FOUND, _LONGEST_FOUND = 10_000, 256


class Route:
    """One operation as the gateway meets it. Its contract and its handler are loaded when it is first called."""

    __slots__ = (
        "_loaded",
        "bucket",
        "burst",
        "handler",
        "id",
        "key",
        "marketplace_fields",
        "method",
        "module",
        "operation",
        "path",
        "rate",
        "roles",
        "success",
    )

    def __init__(self, id: str, module: str, method: str, path: str, rate: float, burst: float) -> None:
        self.id = id
        self.module = module
        self.key = f"{module}.{id}"
        self.bucket = f"{method} {self.key}"  # one id may have a usage plan for each of two methods
        self.method = method
        self.path = path
        self.rate = rate
        self.burst = burst
        self.operation: Operation | None = None
        self.handler: Handler | None = None
        self.roles: frozenset[str] = frozenset()
        self.marketplace_fields: tuple[tuple[str, bool], ...] = ()
        self.success = 200
        self._loaded = False

    def load(self) -> None:
        """Finds the contract and the handler of this operation, once."""
        if self._loaded:
            return
        try:
            contract = import_module(f"tradepost.contract.{self.module}")
        except ModuleNotFoundError:
            self._loaded = True
            return
        self.operation = next(each for each in contract.OPERATIONS if each.id == self.id and each.method == self.method)
        self.roles = roles_for(self.operation)
        self.marketplace_fields = tuple(_marketplace_fields(self.operation))
        self.handler = handler_of(self.operation)
        self.success = success_status(self.operation.answers)
        self._loaded = True


def success_status(answers: dict[int, Any]) -> int:
    """The status of success that the model documents; 200 where it names several."""
    documented = sorted(status for status in answers if 200 <= status < 300)
    return 200 if 200 in documented or not documented else documented[0]


def _marketplace_fields(operation: Operation) -> Iterator[tuple[str, bool]]:
    """The declared fields that name marketplaces: the attribute, and whether it stands in the body."""
    body = operation.body if isinstance(operation.body, type) and issubclass(operation.body, msgspec.Struct) else None
    for holder, in_body in ((operation.request, False), (body, True)):
        for name in ("marketplace_ids", "marketplace_id"):
            if holder is not None and name in holder.__struct_fields__:
                yield name, in_body


class Routes:
    """The table of all operations, as a tree of segments."""

    def __init__(self) -> None:
        self.all: list[Route] = []
        self._root: dict[str, Any] = {}
        self._found: dict[tuple[str, str], tuple[Route, dict[str, str]]] = {}
        for row in OPERATIONS:
            self._add(Route(row.id, row.module, row.method, row.path, row.rate, row.burst))

    def _add(self, route: Route) -> None:
        self.all.append(route)
        node = self._root
        names: list[str] = []
        for segment in route.path.strip("/").split("/"):
            if segment.startswith("{"):
                names.append(segment[1:-1])
                segment = _PARAMETER
            node = node.setdefault(segment, {})
        node.setdefault("", {})[route.method] = (route, tuple(names))

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]]:
        """The operation of a raw path, with its path parameters decoded. Raises UnknownPath."""
        found = self.known(method, path)
        if found is None:
            raise UnknownPath(method, path[:200], self._nearest(method, path[:200]))
        return found

    def known(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        """The operation of a raw path, with its path parameters decoded, or None."""
        found = self._found.get((method, path))
        if found is None:
            found = self._look_up(method, path)
            if found is not None and len(path) <= _LONGEST_FOUND:
                if len(self._found) >= _MOST_FOUND:
                    self._found.clear()
                self._found[method, path] = found
        return found

    def _look_up(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        if path.startswith(_GREEDY):
            path = _GREEDY + path.removeprefix(_GREEDY).replace("/", "%2F")
        segments = path[1:].split("/") if path[:1] == "/" else [path]
        if segments[-1] == "" and len(segments) > 1:
            segments.pop()
        values: list[str] = []
        found = _descend(self._root, segments, 0, method, values)
        if found is None:
            return None
        route, names = found
        if not names:
            return route, {}
        return route, dict(zip(names, [unquote(each) if "%" in each else each for each in values], strict=True))

    def _nearest(self, method: str, path: str) -> str | None:
        known = {f"{each.method} {each.path}": each.key for each in self.all}
        close = difflib.get_close_matches(f"{method} {path}", known, n=1, cutoff=0.6)
        return f"{known[close[0]]} ({close[0]})" if close else None


def _descend(
    node: dict[str, Any], segments: list[str], at: int, method: str, values: list[str]
) -> tuple[Route, tuple[str, ...]] | None:
    """The operation of these segments and the names of its parameters, whose values are appended to ``values``."""
    for position in range(at, len(segments)):
        segment = segments[position]
        if segment == "" or segment == _PARAMETER:
            return None
        plain, parameter = node.get(segment), node.get(_PARAMETER)
        if plain is not None and parameter is not None:
            kept = len(values)
            found = _descend(plain, segments, position + 1, method, values)
            if found is not None:
                return found
            del values[kept:]
            plain = None
        if plain is None:
            if parameter is None:
                return None
            values.append(segment)
            plain = parameter
        node = plain
    return node.get("", {}).get(method)  # type: ignore[no-any-return]
