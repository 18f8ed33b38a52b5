"""Which value-added services a rate offers, in their groups. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from tradepost.domains.carriage.rating import Extra, Rate
from tradepost.domains.problems import Problem
from tradepost.domains.shipping.amazon_shipping.quote import Wish

_CONFIRMATION: Final = "VAS_GROUP_ID_CONFIRMATION"
#: Whose rates for an order of Amazon's have the group of confirmations, and which one of them they do not offer (seen).
_CONFIRMING: Final = {"UPS": "DELIVERY_CONFIRMATION", "USPS": "NO_CONFIRMATION"}


class Group(msgspec.Struct, frozen=True):
    """Extras of which one can be had; of a required group one has to be named."""

    id: str
    description: str
    required: bool
    extras: tuple[Extra, ...]


def groups(rate: Rate, wish: Wish) -> list[Group]:
    """The groups of a rate.

    For an order of Amazon's the confirmation is required with UPS and USPS, and there is none with others (seen). For
    what was sold elsewhere a signature can be had with every carrier (our choice). Money to be collected at the door
    needs its extra.
    """
    found = [_signatures(rate)] if not wish.order_id else _confirmations(rate)
    collecting = tuple(each for each in rate.extras if each.group == "COLLECT_ON_DELIVERY")
    if wish.package.collect and collecting:
        found.append(Group("COLLECT_ON_DELIVERY", "Collect on Delivery", True, collecting))
    return [each for each in found if each.extras]


def chosen(rate: Rate, wish: Wish, asked: Sequence[str], path: str, problems: list[Problem]) -> list[str]:
    """The extras that are asked for, one a group. What is wrong with them is added to the problems.

    Where a confirmation is required and none is named, it is the first: programs name none where they follow the
    published examples (our choice; Amazon was seen to refuse that).
    """
    offered = groups(rate, wish)
    taken: dict[str, str] = {}
    for index, id in enumerate(asked):
        group = next((each for each in offered if any(extra.id == id for extra in each.extras)), None)
        where = f"{path}[{index}].id"
        if group is None:
            problems.append(Problem(where, id, "is not a value-added service of this rate"))
        elif group.id in taken:
            problems.append(Problem(where, id, f"cannot be had together with {taken[group.id]}"))
        else:
            taken[group.id] = id
    for each in offered:
        if each.id == _CONFIRMATION:
            taken.setdefault(each.id, each.extras[0].id)
        elif each.required and each.id not in taken:
            ids = " or ".join(extra.id for extra in each.extras)
            problems.append(Problem(path, "", f"needs {ids}: the group {each.id} is required for this rate"))
    return list(taken.values())


def _signatures(rate: Rate) -> Group:
    extras = tuple(each for each in rate.extras if each.group == "SIG_VERIFICATION")
    return Group("SIG_VERIFICATION", "Signature Verification", False, extras)


def _confirmations(rate: Rate) -> list[Group]:
    if rate.carrier not in _CONFIRMING:
        return []
    extras = tuple(each for each in _signatures(rate).extras if each.id != _CONFIRMING[rate.carrier])
    return [Group(_CONFIRMATION, "Confirmation", True, extras)]
