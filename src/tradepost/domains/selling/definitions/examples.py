"""Complete, valid attributes of a product, made of the examples that the definitions carry."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from zlib import crc32

from tradepost.domains.measures.amounts import has_cents
from tradepost.domains.selling.definitions import terms
from tradepost.domains.selling.definitions.attributes import Attribute, Field, vocabulary
from tradepost.domains.selling.definitions.conditions import Requirements, attributes_of
from tradepost.domains.selling.definitions.fields import Frame, is_localized, selectors_of
from tradepost.domains.selling.definitions.identifiers import check_digit
from tradepost.domains.selling.definitions.locales import languages_of
from tradepost.domains.selling.definitions.product_types import find

Json = dict[str, Any]
_DEARER = {"JPY": 150, "INR": 85, "EGP": 50, "TRY": 40, "MXN": 20, "ZAR": 20, "SEK": 11, "BRL": 6, "PLN": 4}
_ASIN = "B0EXAMPLE1"


def attributes(product_type: str, marketplace_id: str, requirements: Requirements = "LISTING") -> Json:
    """Attributes that a listing of a product type may be put with as they are: nothing is missing, nothing is wrong.

    Texts are the examples of the definition, in the marketplace's first language tag; prices are in its currency. With
    ``LISTING_OFFER_ONLY`` there are only the terms of sale, for an ASIN that is an example too. Raises
    UnknownProductType.
    """
    definition = find(product_type)
    frame = Frame(definition, marketplace_id, "en")
    known = vocabulary()
    found: Json = {}
    for name in attributes_of(definition, marketplace_id, requirements):
        entries = example_of(name, known[name], frame)
        if entries is not None:
            found[name] = entries
    if requirements == "LISTING_OFFER_ONLY":
        del found["externally_assigned_product_identifier"]
        found["merchant_suggested_asin"] = [{"value": _ASIN, "marketplace_id": marketplace_id}]
    return found


def example_of(name: str, attribute: Attribute, frame: Frame) -> list[Json] | None:
    """The example of an attribute as it is sent, or None where there is none."""
    given = frame.product_type.examples.get(name, attribute.example)
    values = given if isinstance(given, list) else [given]
    entries = [entry for value in values if (entry := _whole(attribute, value, frame)) is not None]
    if "marketplace_id" in selectors_of(attribute):
        for entry in entries:
            entry["marketplace_id"] = frame.marketplace_id
    return entries or None


def _whole(field: Field, value: Any, frame: Frame) -> Json | None:
    """An object of a field's kind around a value; None where there is nothing to put in it."""
    if field.kind == "object":
        found = _parts(field, value if isinstance(value, dict) else {}, frame)
    elif value is None:
        return None
    elif field.kind == "measure":
        unit, amount = terms.measured_in(field.vocabulary, value, frame.marketplace_id)
        found = {"unit": unit, "value": amount}
    elif field.kind == "worn":
        found = {
            "size_system": terms.choices("size_system", frame.marketplace_id)[0][0],
            "size_class": "alpha" if field.sizes else "numeric",
            "size": value,
        }
    else:
        found = {"value": value}
    if found and is_localized(field):
        found["language_tag"] = languages_of(frame.marketplace_id)[0]
    return found or None


def _parts(field: Field, values: Json, frame: Frame) -> Json:
    found: Json = {}
    for name, each in field.fields.items():
        if not terms.applies(each.where, frame.marketplace_id):
            continue
        part = _part(each, values.get(name, each.example), frame)
        if part is not None:
            found[name] = part
    examples_given = bool(values) or any(_has_example(each) for each in field.fields.values())
    return found if examples_given else {}


def _has_example(field: Field) -> bool:
    return field.example is not None or any(_has_example(each) for each in field.fields.values())


def _part(field: Field, value: Any, frame: Frame) -> Any:
    if field.vocabulary == "currency":
        return terms.currency(frame.marketplace_id)
    if field.kind == "price_schedule":
        return None if value is None else [{"schedule": [{"value_with_tax": _price(value, frame)}]}]
    if field.kind in {"object", "measure", "worn"}:
        whole = _whole(field, value, frame)
        return [whole] if whole is not None and field.list else whole
    if field.kind == "price":
        return _price(value, frame)
    if field.kind == "identifier" and value == field.example:
        return _barcode(frame.product_type.name)
    return value


def _barcode(product_type: str) -> str:
    """A barcode of the numbers that shops may use for themselves, another one for each product type."""
    digits = f"20{crc32(product_type.encode()):010d}"
    return digits + check_digit(digits)


def _price(euros: float, frame: Frame) -> float | int:
    """A price of about the same worth in the marketplace's currency; whole where that has no smaller unit."""
    currency = terms.currency(frame.marketplace_id)
    price = Decimal(str(euros)) * _DEARER.get(currency, 1)
    return float(price) if has_cents(currency) else int(price)
