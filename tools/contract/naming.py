"""From published names to Python's."""

from __future__ import annotations

import builtins
import keyword
import re

_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_TAKEN_TYPES = frozenset(
    {
        "Annotated",
        "Any",
        "Literal",
        "DateTime",
        "Date",
        "Int64",
        "Operation",
        "Parameter",
        "Meta",
        "Struct",
        "OPERATIONS",
    }
)


def snake(name: str) -> str:
    """``sellerSKU`` is ``seller_sku``, ``addressLine1`` is ``address_line1``, ``x-amzn-token`` is ``x_amzn_token``."""
    words: list[str] = []
    for piece in re.split(r"[^A-Za-z0-9]+", name):
        for word in _WORDS.findall(piece):
            if word.isdigit() and words and piece.find(word) > 0:
                words[-1] += word
            else:
                words.append(word.lower())
    text = "_".join(words) or "value"
    if text[0].isdigit():
        text = "n" + text
    return text + "_" if keyword.iskeyword(text) else text


def attributes(names: list[str]) -> dict[str, str]:
    """An attribute for each wire name, all of them different."""
    found: dict[str, str] = {}
    for name in names:
        attribute = snake(name)
        while attribute in found.values():
            attribute += "_"
        found[name] = attribute
    return found


def pascal(name: str) -> str:
    """A type's name: the published one, where it is an identifier that nothing else has."""
    text = "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", name) if part)
    if text[:1].isdigit():
        text = "N" + text
    return text + "Type" if text in _TAKEN_TYPES or hasattr(builtins, text) or keyword.iskeyword(text) else text


def module(model: str) -> str:
    """The module of a model file: ``fulfillmentOutbound_2020-07-01`` is ``fulfillment_outbound_2020_07_01``."""
    stem, _, version = re.sub(r"[-.]", "_", model).partition("_")
    text = snake(stem)
    text = re.sub(r"([a-z])(\d{4})$", r"\1_\2", re.sub(r"v(\d+)$", r"_v\1", text).replace("__", "_"))
    return f"{text}_{version}" if version else text


def rename_rule(names: dict[str, str]) -> str | None:
    """How a struct renames its fields on the wire, as source text; None where nothing is renamed."""
    if all(name == attribute for name, attribute in names.items()):
        return None
    if all(_camel(attribute) == name for name, attribute in names.items()):
        return '"camel"'
    if all(_pascal(attribute) == name for name, attribute in names.items()):
        return '"pascal"'
    pairs = ", ".join(f'"{attribute}": "{name}"' for name, attribute in names.items() if name != attribute)
    return "{" + pairs + "}"


def _camel(attribute: str) -> str:
    first, *others = attribute.split("_")
    return first + "".join(each.title() for each in others)


def _pascal(attribute: str) -> str:
    return "".join(each.title() for each in attribute.split("_"))
