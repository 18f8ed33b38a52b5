"""The cases that an installation has, kept beside its documents: every process that works on them finds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from tradepost.documents.objects import Objects, in_pieces
from tradepost.sandbox.cases import Case
from tradepost.sandbox.published import Model
from tradepost.simulation.clock import monotonic_seconds

#: No world has this name, so no world has this folder.
_FOLDER = "sandbox.cases"
_MOST_BYTES = 64 * 1024 * 1024
#: How long a process may not know what another one has imported.
_LOOK_AGAIN_SECONDS = 5.0


class Kept(msgspec.Struct, omit_defaults=True):
    """What one object holds: a model, or whether requests without a case are refused."""

    model: Model | None = None
    strict: bool = False


class Shelf:
    """What was imported. Reading costs nothing while nothing was."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._kept: dict[str, Kept] = {}
        self._looked_at = float("-inf")
        self._cases: dict[str, list[Case]] = {}
        self._dynamic: frozenset[str] = frozenset()
        self.strict = False

    async def cases_of(self, operation: str) -> Sequence[Case]:
        """The cases of an operation."""
        if monotonic_seconds() - self._looked_at > _LOOK_AGAIN_SECONDS:
            await self._look()
        return self._cases.get(operation, ())

    def refuses_others(self, operation: str) -> bool:
        """Whether a request that no case is for is refused, as Amazon refuses it."""
        return self.strict and operation in self._cases and operation not in self._dynamic

    async def models(self) -> Mapping[str, Model]:
        """What was imported, by the names of the models."""
        await self._look()
        return {each.model.name: each.model for each in self._kept.values() if each.model is not None}

    async def put(self, model: Model) -> None:
        """Keeps a model in place of the one that had its name."""
        await self._look()
        known = [path for path, each in self._kept.items() if each.model is not None and each.model.name == model.name]
        await self._replace(known, Kept(model=model))

    async def set_strict(self, strict: bool) -> None:
        """Says whether requests without a case are refused."""
        await self._look()
        await self._replace([path for path, each in self._kept.items() if each.model is None], Kept(strict=strict))

    async def clear(self) -> None:
        """Forgets everything."""
        await self._objects.remove_folder(_FOLDER)
        await self._look()

    async def _replace(self, known: list[str], kept: Kept) -> None:
        await self._objects.write(_FOLDER, in_pieces(msgspec.json.encode(kept)), _MOST_BYTES)
        await self._objects.remove(known)
        await self._look()

    async def _look(self) -> None:
        """Reads what has come, and forgets what has gone."""
        paths = await self._objects.paths(_FOLDER)
        found = {path: self._kept.get(path) or await self._read(path) for path in paths}
        self._looked_at = monotonic_seconds()
        if found.keys() == self._kept.keys():
            return
        self._kept = found
        cases: dict[str, list[Case]] = defaultdict(list)
        for each in found.values():
            for case in each.model.cases if each.model is not None else ():
                cases[case.operation].append(case)
        self._cases = dict(cases)
        self._dynamic = frozenset(key for each in found.values() if each.model for key in each.model.dynamic)
        self.strict = any(each.strict for each in found.values())

    async def _read(self, path: str) -> Kept:
        pieces = [piece async for piece in self._objects.read(path)]
        return msgspec.json.decode(b"".join(pieces), type=Kept)
