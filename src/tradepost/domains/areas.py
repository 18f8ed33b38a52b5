"""The areas of business, found by where they stand: ``domains/<group>/<area>``.

An area says in its ``__init__`` what it is there for, as constants, so that the rest of it is loaded when it is needed:

``ANSWERS``     the contract modules whose operations it answers, in its ``operations``
``HEARS``       the types of events that it follows, in its ``hearing``
``KNOWS_SKUS``  that it can tell the ASIN of a seller's SKU, in its ``skus``

Transitions that time brings begin with the area's name (``orders.release``) and stand in its ``lifecycle``.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import msgspec

from tradepost import domains


class Area(msgspec.Struct, frozen=True):
    """One area of business: its name, its package, and what it says of itself."""

    name: str
    package: str
    answers: tuple[str, ...]
    hears: tuple[str, ...]
    knows_skus: bool

    def load(self, part: str) -> None:
        """Imports one of its modules, where it has it; what is marked there is registered by that."""
        try:
            import_module(f"{self.package}.{part}")
        except ModuleNotFoundError as fault:
            if fault.name != f"{self.package}.{part}":
                raise


@cache
def areas() -> dict[str, Area]:
    """Every area, by its name. Raises ValueError where two have the same."""
    found: dict[str, Area] = {}
    for group in _packages(domains.__name__):
        for package in _packages(group):
            said = import_module(package)
            name = package.rpartition(".")[2]
            if name in found:
                raise ValueError(f"two areas are named {name!r}")
            found[name] = Area(
                name,
                package,
                getattr(said, "ANSWERS", ()),
                getattr(said, "HEARS", ()),
                getattr(said, "KNOWS_SKUS", False),
            )
    return found


def _packages(parent: str) -> list[str]:
    path = import_module(parent).__path__
    return [f"{parent}.{each.name}" for each in iter_modules(path) if each.ispkg]


@cache
def owner_of(module: str) -> Area | None:
    """The area that answers the operations of a contract module, or None when none does yet."""
    return next((each for each in areas().values() if module in each.answers), None)


@cache
def listeners_of(event_type: str) -> tuple[Area, ...]:
    """The areas that follow events of a type."""
    return tuple(each for each in areas().values() if event_type in each.hears)
