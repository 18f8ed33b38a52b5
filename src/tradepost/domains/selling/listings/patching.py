"""Changing attributes by patches: whole attributes, entry by entry as their selectors tell them apart. Pure.

A patch names an attribute (published guide: what is inside one cannot be named), and its value says by selectors such
as marketplace, language, audience or channel which entries are meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tradepost.contract.listings_items_2021_08_01 import PatchOperation
from tradepost.domains.selling.definitions.attributes import vocabulary
from tradepost.domains.selling.definitions.fields import selectors_of
from tradepost.domains.selling.listings.listing import Attributes
from tradepost.domains.selling.listings.refusals import InvalidPatch, InvalidPath

Json = dict[str, Any]
_PREFIX = "/attributes/"
_DEFAULTS = {"audience": "ALL", "fulfillment_channel_code": "DEFAULT"}


def patched(attributes: Attributes, patches: Sequence[PatchOperation], marketplace_id: str) -> Attributes:
    """Attributes after patches, which are applied in their order. Raises InvalidPatch, InvalidPath."""
    found = {name: list(entries) for name, entries in attributes.items()}
    for number, patch in enumerate(patches):
        name = attribute_of(patch, number)
        value = patch.value
        if value is None:
            raise InvalidPatch(f"patches[{number}].value", "is needed; a delete names its entries by their selectors")
        found[name] = _applied(patch.op, found.get(name, []), value, name, marketplace_id)
        if not found[name]:
            del found[name]
    return found


def attribute_of(patch: PatchOperation, number: int) -> str:
    """The attribute that a patch is about. Raises InvalidPath."""
    name = patch.path.removeprefix(_PREFIX).replace("~1", "/").replace("~0", "~")
    if not patch.path.startswith(_PREFIX) or not name or "/" in name:
        raise InvalidPath(number, patch.path)
    return name


def _applied(op: str, known: list[Any], value: list[Json], name: str, marketplace_id: str) -> list[Any]:
    if op == "merge":
        return _merged(known, value, name, marketplace_id)
    if op == "delete":
        return [each for each in known if not any(_within(each, entry, name, marketplace_id) for entry in value)]
    replaced = {_key(entry, name, marketplace_id) for entry in value}
    return [each for each in known if _key(each, name, marketplace_id) not in replaced] + value


def _merged(known: list[Any], value: list[Json], name: str, marketplace_id: str) -> list[Any]:
    """Fields that are given change, those given as null go, all others stay; an entry that is not there is added."""
    found = list(known)
    for entry in value:
        key = _key(entry, name, marketplace_id)
        place = next((n for n, each in enumerate(found) if _key(each, name, marketplace_id) == key), None)
        base = {} if place is None else found[place]
        merged = {field: part for field, part in {**base, **entry}.items() if part is not None}
        if place is None:
            found.append(merged)
        else:
            found[place] = merged
    return found


def _key(entry: Any, name: str, marketplace_id: str) -> tuple[str, ...]:
    """By what an entry is told from others; what it does not say is what would be assumed."""
    return tuple(_selected(entry, selector, marketplace_id) or "" for selector in _selectors(name))


def _within(entry: Any, named: Json, name: str, marketplace_id: str) -> bool:
    """Whether an entry has all the selectors that another one names."""
    return all(
        _selected(entry, selector, marketplace_id) == _selected(named, selector, marketplace_id)
        for selector in _selectors(name)
        if selector in named
    )


def _selected(entry: Any, selector: str, marketplace_id: str) -> str | None:
    assumed = marketplace_id if selector == "marketplace_id" else _DEFAULTS.get(selector)
    found = entry.get(selector) if isinstance(entry, dict) else None
    return assumed if found is None else str(found)


def _selectors(name: str) -> tuple[str, ...]:
    known = vocabulary().get(name)
    return ("marketplace_id", "language_tag") if known is None else tuple(selectors_of(known))
