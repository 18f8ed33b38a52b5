"""From a field of the vocabulary to its JSON Schema, in the published form: arrays of objects with selectors."""

from __future__ import annotations

from typing import Any

import msgspec

from tradepost.domains.selling.definitions import terms
from tradepost.domains.selling.definitions.attributes import Attribute, Field
from tradepost.domains.selling.definitions.product_types import ProductType

Json = dict[str, Any]
LANGUAGE = {"$ref": "#/$defs/language_tag"}
MARKETPLACE = {"$ref": "#/$defs/marketplace_id"}
_NUMBERS = {"integer": "integer", "number": "number", "price": "number"}
_SMALLEST_PRICE = 0.01
_FORMATS = {"date": "date", "time": "date-time", "url": "uri"}
_LONGEST_ADDRESS = 2000
_SIMPLE = frozenset(
    (*_NUMBERS, *_FORMATS, "text", "string", "identifier", "boolean", "choice", "open"),
)


class Frame(msgspec.Struct, frozen=True):
    """For whom a schema is made: product type, marketplace, and the language of its titles (``en`` or ``de``)."""

    product_type: ProductType
    marketplace_id: str
    language: str


def attribute_schema(name: str, attribute: Attribute, frame: Frame) -> Json:
    """The schema of an attribute: an array of objects, unique by their selectors (published meta-schema)."""
    selectors = selectors_of(attribute)
    schema: Json = {"title": attribute.title(frame.language), "description": attribute.about}
    schema |= {"type": "array", "minItems": 1, "minUniqueItems": 1, "maxUniqueItems": attribute.at_most}
    deprecated = frame.product_type.deprecated.get(name, ())
    schema |= {"selectors": list(selectors), "items": _entry(name, attribute, frame)}
    return schema | ({"$lifecycle": {"enumDeprecated": list(deprecated)}} if deprecated else {})


def selectors_of(attribute: Attribute) -> tuple[str, ...]:
    """By which of its parts an entry of an attribute is told from the others."""
    if attribute.selectors:
        return attribute.selectors
    return ("marketplace_id", "language_tag") if is_localized(attribute) else ("marketplace_id",)


def is_localized(field: Field) -> bool:
    """Whether what stands in a field is said in a language, and so has a language tag beside it."""
    return field.localized or field.kind == "text"


def _entry(name: str, attribute: Attribute, frame: Frame) -> Json:
    """The schema of one entry of an attribute."""
    properties = parts(name, attribute, frame) | {"marketplace_id": MARKETPLACE}
    required = [part for part in required_parts(attribute, frame) if part in properties]
    return _object(properties, required, _rules(name))


def parts(name: str, field: Field, frame: Frame) -> dict[str, Json]:
    """What an object is made of, each with its schema."""
    found: dict[str, Json] = {}
    if field.kind in _SIMPLE:
        found["value"] = value_schema(name, field, frame)
    elif field.kind == "measure":
        found = _measure(name, field, frame)
    elif field.kind == "worn":
        found = _worn(field, frame)
    elif field.kind == "object":
        found = {
            part: part_schema(f"{name}.{part}", each, frame)
            for part, each in field.fields.items()
            if terms.applies(each.where, frame.marketplace_id)
        }
    if is_localized(field):
        found["language_tag"] = LANGUAGE
    return found


def required_parts(field: Field, frame: Frame) -> list[str]:
    """Which parts of an object must be there. Language tags must be, marketplaces need not (published examples)."""
    if field.kind in _SIMPLE:
        names = ["value"]
    elif field.kind == "measure":
        names = ["unit", "value"]
    elif field.kind == "worn":
        names = ["size_system", "size_class", "size"]
    else:
        names = [
            part
            for part, each in field.fields.items()
            if each.required and terms.applies(each.where, frame.marketplace_id)
        ]
    return [*names, "language_tag"] if is_localized(field) else names


def part_schema(path: str, field: Field, frame: Frame) -> Json:
    """The schema of a field inside an attribute."""
    if field.kind in _SIMPLE and not field.list:
        return value_schema(path, field, frame)
    if field.kind.endswith("price_schedule"):
        return _price_schedule(field, frame)
    titles: Json = {"title": field.title(frame.language)}
    whole = _object(parts(path, field, frame), required_parts(field, frame), {})
    if field.list:
        return titles | {"type": "array", "minItems": 1, "maxItems": field.at_most, "items": whole}
    return titles | whole


def value_schema(path: str, field: Field, frame: Frame) -> Json:
    """The schema of a plain value."""
    schema: Json = {"title": field.title(frame.language), "editable": getattr(field, "editable", True), "hidden": False}
    if field.about:
        schema["description"] = field.about
    if field.default is not None or field.vocabulary == "currency":
        schema["default"] = field.default or terms.currency(frame.marketplace_id)
    if field.kind == "boolean":
        return schema | {"type": "boolean", "enum": [False, True], "enumNames": _yes_and_no(frame.language)}
    if field.kind in _NUMBERS:
        least = _SMALLEST_PRICE if field.kind == "price" else field.minimum
        limits = {"minimum": least, "maximum": field.maximum}
        return schema | {"type": _NUMBERS[field.kind], **{k: v for k, v in limits.items() if v is not None}}
    if field.kind == "choice":
        return schema | {"type": "string"} | _listed(path, field, frame)
    if field.kind == "open":
        return schema | {"anyOf": [{"type": "string"}, {"type": "string"} | _listed(path, field, frame)]}
    return schema | _written(field)


def _written(field: Field) -> Json:
    schema: Json = {"type": "string", "minLength": 1}
    if field.kind in _FORMATS:
        schema["format"] = _FORMATS[field.kind]
    longest = field.max_length or (_LONGEST_ADDRESS if field.kind == "url" else None)
    if longest:
        schema["maxLength"] = longest
        schema["maxUtf8ByteLength"] = field.max_bytes or longest * 4
    if field.pattern:
        schema["pattern"] = field.pattern
    return schema


def _yes_and_no(language: str) -> list[str]:
    return ["Nein", "Ja"] if language == "de" else ["No", "Yes"]


def choices_of(path: str, field: Field, frame: Frame) -> tuple[terms.Choice, ...]:
    """The values that a field may have here: the product type's own, the marketplace's, or the vocabulary's."""
    own = frame.product_type.values.get(path)
    if own:
        return tuple(_choice(each) for each in own)
    if field.vocabulary == "theme":
        return tuple(_choice(each) for each in frame.product_type.themes)
    if field.vocabulary:
        return terms.choices(field.vocabulary, frame.marketplace_id)
    return tuple(_choice(each) for each in field.values)


def _choice(value: str | tuple[str, ...]) -> terms.Choice:
    if isinstance(value, str):
        return (value, value, value)
    return (value[0], value[1], value[-1])


def _listed(path: str, field: Field, frame: Frame) -> Json:
    return _enumeration(choices_of(path, field, frame), frame.language)


def _enumeration(choices: tuple[terms.Choice, ...], language: str) -> Json:
    shown = 2 if language == "de" else 1
    return {"enum": [each[0] for each in choices], "enumNames": [each[shown] for each in choices]}


def _measure(name: str, field: Field, frame: Frame) -> dict[str, Json]:
    units = terms.choices_of_units(field.vocabulary, frame.marketplace_id)
    german = frame.language == "de"
    return {
        "value": {
            "title": field.title(frame.language),
            "type": "number",
            "minimum": 0,
            "maximum": field.maximum,
            "editable": True,
        },
        "unit": {"title": "Einheit" if german else "Unit", "type": "string", "default": units[0][0], "editable": True}
        | _enumeration(units, frame.language),
    }


def _worn(field: Field, frame: Frame) -> dict[str, Json]:
    german = frame.language == "de"
    size: Json = {"title": field.title(frame.language), "type": "string", "minLength": 1, "maxLength": 20}
    if field.sizes:
        size |= {"enum": list(field.sizes), "enumNames": [each.replace("_", "").upper() for each in field.sizes]}
    systems = _enumeration(terms.choices("size_system", frame.marketplace_id), frame.language)
    classes = (("alpha", "Letters", "Buchstaben"), ("numeric", "Numbers", "Zahlen"))
    return {
        "size_system": {"title": "Größensystem" if german else "Size system", "type": "string"} | systems,
        "size_class": {"title": "Größenklasse" if german else "Size class", "type": "string"}
        | _enumeration(classes[:1] if field.sizes else classes[1:], frame.language),
        "size": size,
    }


def _price_schedule(field: Field, frame: Frame) -> Json:
    """A price, or one with the times between which it holds: ``[{"schedule": [{"value_with_tax": 9.99}]}]``."""
    german = frame.language == "de"
    price: Json = {"title": "Preis mit Steuer" if german else "Price with tax", "type": "number"}
    price |= {"minimum": _SMALLEST_PRICE, "maximum": field.maximum}
    step: Json = {"value_with_tax": price}
    required = ["value_with_tax"]
    if field.kind == "dated_price_schedule":
        step["start_at"] = {"title": "Beginn" if german else "Start", "type": "string", "format": "date-time"}
        step["end_at"] = {"title": "Ende" if german else "End", "type": "string", "format": "date-time"}
        required += ["start_at", "end_at"]
    schedule = {"type": "array", "minItems": 1, "maxItems": 1, "items": _object(step, required, {})}
    whole = _object({"schedule": schedule}, ["schedule"], {})
    return {"title": field.title(frame.language), "type": "array", "minItems": 1, "maxItems": 1, "items": whole}


def _object(properties: dict[str, Json], required: list[str], rules: Json) -> Json:
    schema: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | ({"required": required} if required else {}) | rules


def _rules(name: str) -> Json:
    """What holds between the parts of an entry: a quantity is the seller's to give, and in Amazon's centers none but 0,
    with which callers were seen to hand a listing over to them."""
    if name != "fulfillment_availability":
        return {}
    by_amazon = {"properties": {"fulfillment_channel_code": {"not": {"const": "DEFAULT"}}}}
    counted = {"required": ["quantity"], "properties": {"quantity": {"not": {"const": 0}}}}
    return {"if": by_amazon | {"required": ["fulfillment_channel_code"]}, "then": {"not": counted}}
