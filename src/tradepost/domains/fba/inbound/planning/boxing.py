"""Boxes: how what a seller tells of them becomes cartons, and whether they hold what was planned. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Final

from tradepost.contract import fulfillment_inbound_2024_03_20 as api
from tradepost.domains.fba.inbound.contents import Box, Handling, Line, gathered
from tradepost.domains.fba.inbound.refusals import BadRequest, compare
from tradepost.domains.measures.units import converted
from tradepost.domains.problems import Problem, refuse

#: The heaviest box, in pounds and kilograms (public packing requirements); one with a bulky unit may be heavier.
HEAVIEST: Final[dict[api.UnitOfWeight, float]] = {"LB": 50.0, "KG": 23.0}
#: The most boxes of a packing group or shipment, and the most lines of what is in them, box by box. Our choice.
MOST_BOXES: Final = 5000
MOST_LINES: Final = 50_000

Name = Callable[[int], str]


def kilograms(weight: api.Weight) -> Decimal:
    """A weight in kilograms."""
    value = Decimal(str(weight.value))
    return value if weight.unit == "KG" else converted(value, "weight", "kilograms", "pounds")


def liters(dimensions: api.Dimensions) -> Decimal:
    """The room that something takes."""
    given = (dimensions.length, dimensions.width, dimensions.height)
    unit = "inches" if dimensions.unit_of_measurement == "IN" else "centimeters"
    length, width, height = (converted(Decimal(str(each)), "length", "centimeters", unit) for each in given)
    return length * width * height / 1000


def check_input(at: str, boxes: Sequence[api.BoxInput | api.BoxUpdateInput], handling: Handling) -> None:
    """Raises Faulty where a box is impossible by itself: too heavy, without a size, or with the wrong contents."""
    problems = []
    for index, each in enumerate(boxes):
        path = f"{at}[{index}]"
        told = each.content_information_source == "BOX_CONTENT_PROVIDED"
        if told and not each.items:
            problems.append(Problem(f"{path}.items", "", "is required where contents are provided"))
        if not told and each.items:
            rule = f"must be empty where contentInformationSource is {each.content_information_source}"
            problems.append(Problem(f"{path}.items", f"{len(each.items)} items", rule))
        most = HEAVIEST[each.weight.unit]
        if each.weight.value <= 0 or (each.weight.value > most and handling != "bulky"):
            rule = f"is not above 0 and at most {most:g} {each.weight.unit}"
            problems.append(Problem(f"{path}.weight.value", f"{each.weight.value:g}", rule))
        sides = {"length": each.dimensions.length, "width": each.dimensions.width, "height": each.dimensions.height}
        for name, side in sides.items():
            if side <= 0:
                problems.append(Problem(f"{path}.dimensions.{name}", f"{side:g}", "is not above 0"))
    refuse(problems)
    count = sum(each.quantity for each in boxes)
    if count > MOST_BOXES:
        raise BadRequest(f"There are {count} boxes, {MOST_BOXES} are allowed.", f"{at}: at most {MOST_BOXES} boxes")
    lines = sum(each.quantity * len(each.items or []) for each in boxes)
    if lines > MOST_LINES:
        raise BadRequest(
            f"There are {lines} items in all boxes, {MOST_LINES} are allowed.", f"{at}.items: at most {MOST_LINES}"
        )


def cartons(
    boxes: Sequence[api.BoxInput | api.BoxUpdateInput], planned: Sequence[Line], handling: Handling, name: Name
) -> list[Box]:
    """Every carton by itself; ``name`` gives the package id of each by its place.

    What was planned and is in none of those whose contents were told is spread over the others, so that units are
    neither made nor lost.
    """
    known = {each.key: each for each in planned}
    made: list[Box] = []
    for each in boxes:
        lines = [_line(item, known) for item in each.items or []]
        for _ in range(each.quantity):
            made.append(
                Box(
                    package_id=name(len(made)),
                    source=each.content_information_source,
                    dimensions=each.dimensions,
                    weight=each.weight,
                    lines=[line.of(line.quantity) for line in gathered(lines)],
                    handling=handling,
                )
            )
    _spread([each for each in made if not each.told], _left(planned, made))
    return made


def check_contents(what: str, planned: Sequence[Line], boxes: Sequence[Box]) -> None:
    """Raises ContentsDoNotMatch where boxes do not hold what was planned."""
    compare(what, planned, gathered(line for box in boxes for line in box.lines))
    for each in boxes:
        seen: dict[str, str] = {}
        for line in each.lines if each.told else ():
            if seen.setdefault(line.msku, line.expiration) != line.expiration:
                raise BadRequest(
                    f"{line.msku} with different expiration dates cannot go into the same box.",
                    f"items.expiration: '{line.expiration}' and '{seen[line.msku]}' are in one box",
                )


def _line(item: api.ItemInput, known: dict[tuple[str, str, str, str, str], Line]) -> Line:
    key = (item.msku, item.expiration or "", item.manufacturing_lot_code or "", item.label_owner, item.prep_owner)
    if key in known:
        return known[key].of(item.quantity)
    return Line(
        msku=item.msku,
        asin="",
        fnsku="",
        quantity=item.quantity,
        label_owner=item.label_owner,
        prep_owner=item.prep_owner,
        expiration=key[1],
        lot=key[2],
    )


def _left(planned: Sequence[Line], boxes: Iterable[Box]) -> list[Line]:
    told = {each.key: each.quantity for each in gathered(line for box in boxes for line in box.lines)}
    left = [each.of(each.quantity - told.get(each.key, 0)) for each in planned]
    return [each for each in left if each.quantity > 0]


def _spread(boxes: Sequence[Box], lines: Sequence[Line]) -> None:
    """Fills boxes one after another, each with the same number of units, to one unit."""
    if not boxes:
        return
    each, rest = divmod(sum(line.quantity for line in lines), len(boxes))
    waiting = [line.of(line.quantity) for line in reversed(lines)]
    for place, box in enumerate(boxes):
        room = each + (1 if place < rest else 0)
        while room:
            line = waiting[-1]
            share = min(room, line.quantity)
            box.lines.append(line.of(share))
            line.quantity -= share
            room -= share
            if not line.quantity:
                waiting.pop()
