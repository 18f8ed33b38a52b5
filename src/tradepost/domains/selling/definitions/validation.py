"""Whether the attributes of a listing are what the definition of their product type asks for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.selling.definitions.agreement import disagreements
from tradepost.domains.selling.definitions.attributes import vocabulary
from tradepost.domains.selling.definitions.conditions import Requirements
from tradepost.domains.selling.definitions.locales import shown_in
from tradepost.domains.selling.definitions.problems import Problem, Spoken, not_applicable, told_of
from tradepost.domains.selling.definitions.schemas import Asked, Enforced, schema

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

Attributes = Mapping[str, Any]
#: How long the entries of an attribute may be, in bytes of JSON, for what was found of them to be kept in memory.
_LONGEST_REMEMBERED = 2048
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def problems(
    product_type: str,
    marketplace_id: str,
    attributes: Attributes,
    requirements: Requirements = "LISTING",
    *,
    enforced: Enforced = "ENFORCED",
    locale: str = "en_US",
) -> list[Problem]:
    """What is wrong with the attributes of a listing in a marketplace, in their order, then what is missing.

    ``attributes`` are as they come over the wire; entries that name another marketplace are passed over, entries that
    name none are this one's. ``enforced`` is NOT_ENFORCED for a part of a listing: then nothing is missing. ``locale``
    is that of the attributes' titles in the messages. Problems of severity ERROR keep a listing from being accepted.
    Raises UnknownProductType.
    """
    rules = Rules(product_type, marketplace_id, requirements, enforced)
    validator, known = _validator(rules)
    own = _own({name: entries for name, entries in attributes.items() if name in known}, marketplace_id)
    spoken = Spoken(shown_in(locale))
    found = [not_applicable(name, spoken) for name in attributes if name not in known]
    for name, entries in own.items():
        found += _of_attribute(rules, name, entries, spoken)
    found += [told_of(error, spoken) for error in validator.iter_errors(own)]
    found += disagreements(own, spoken, complete=enforced == "ENFORCED")
    order = {name: place for place, name in enumerate(dict.fromkeys((*attributes, *vocabulary())))}
    return sorted(dict.fromkeys(found), key=lambda problem: order.get(problem.attribute_names[0], len(order)))


class Rules(msgspec.Struct, frozen=True):
    """Which schema attributes are held against."""

    product_type: str
    marketplace_id: str
    requirements: Requirements
    enforced: Enforced


def _of_attribute(rules: Rules, name: str, entries: Any, spoken: Spoken) -> tuple[Problem, ...]:
    """What is wrong with an attribute in itself. It is the same whenever the same is said, which most often it is."""
    encoded = _ENCODER.encode(entries)
    if len(encoded) > _LONGEST_REMEMBERED:
        return _found(rules, name, entries, spoken)
    return _remembered(rules, name, encoded, spoken)


@lru_cache(maxsize=4096)
def _remembered(rules: Rules, name: str, encoded: bytes, spoken: Spoken) -> tuple[Problem, ...]:
    return _found(rules, name, msgspec.json.decode(encoded), spoken)


def _found(rules: Rules, name: str, entries: Any, spoken: Spoken) -> tuple[Problem, ...]:
    validator, known = _validator(rules)
    return tuple(told_of(error, spoken) for error in validator.descend(entries, known[name], path=name))


@lru_cache(maxsize=48)
def _validator(rules: Rules) -> tuple[Validator, dict[str, Any]]:
    """The validator of what a schema says of all attributes together, and the schemas of each."""
    from tradepost.domains.selling.definitions.keywords import validator_class

    whole = schema(
        Asked(
            product_type=rules.product_type,
            marketplace_id=rules.marketplace_id,
            requirements=rules.requirements,
            enforced=rules.enforced,
        )
    )
    del whole["$schema"]  # the validator's class stands for it: the meta-schema cannot be fetched by its name
    del whole["additionalProperties"]
    known: dict[str, Any] = whole.pop("properties")
    return validator_class()(whole), known


def _own(attributes: Attributes, marketplace_id: str) -> dict[str, Any]:
    """The attributes as this marketplace has them: its own entries, each of which names it."""
    found: dict[str, Any] = {}
    for name, entries in attributes.items():
        if not isinstance(entries, list):
            found[name] = entries
            continue
        mine = [
            {**entry, "marketplace_id": entry.get("marketplace_id", marketplace_id)}
            if isinstance(entry, dict)
            else entry
            for entry in entries
            if not _elsewhere(entry, marketplace_id)
        ]
        if mine or not entries:
            found[name] = mine
    return found


def _elsewhere(entry: Any, marketplace_id: str) -> bool:
    named = entry.get("marketplace_id") if isinstance(entry, dict) else None
    return named != marketplace_id and isinstance(named, str) and named in MARKETPLACES
