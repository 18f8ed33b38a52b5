"""What holds for every product type: its schemas are schemas, its example is valid, and lacks nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft201909Validator, Draft202012Validator
from tests.shop import DE, US

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.selling.definitions import meta_schema
from tradepost.domains.selling.definitions.attributes import vocabulary
from tradepost.domains.selling.definitions.conditions import Requirements, conditions
from tradepost.domains.selling.definitions.examples import attributes
from tradepost.domains.selling.definitions.locales import languages_of
from tradepost.domains.selling.definitions.product_types import find, product_types
from tradepost.domains.selling.definitions.schemas import Asked, document
from tradepost.domains.selling.definitions.validation import problems

NAMES = sorted(product_types())
REQUIREMENTS: tuple[Requirements, ...] = ("LISTING", "LISTING_PRODUCT_ONLY", "LISTING_OFFER_ONLY")
KEYWORDS = {
    "$schema", "$id", "$comment", "$defs", "$ref", "$lifecycle", "title", "description", "examples", "default", "type",
    "properties", "required", "additionalProperties", "items", "minItems", "maxItems", "minUniqueItems", "contains",
    "maxUniqueItems", "selectors", "enum", "enumNames", "editable", "hidden", "minimum", "maximum", "minLength",
    "maxLength", "maxUtf8ByteLength", "pattern", "format", "anyOf", "allOf", "not", "const", "if", "then",
}  # fmt: skip


def schema(name: str, marketplace: str = US, requirements: Requirements = "LISTING", locale: str = "en_US") -> Any:
    asked = Asked(product_type=name, marketplace_id=marketplace, requirements=requirements, locale=locale)
    return json.loads(document(asked))


def subschemas(found: Any) -> Any:
    """Every schema in a schema, itself included."""
    if not isinstance(found, dict):
        return
    yield found
    for key in ("properties", "$defs"):
        for each in found.get(key, {}).values():
            yield from subschemas(each)
    for key in ("items", "contains", "not", "if", "then"):
        yield from subschemas(found.get(key))
    for key in ("anyOf", "allOf"):
        for each in found.get(key, []):
            yield from subschemas(each)


#: What an offer alone names its product by: of the two it lacks both where it has neither.
OFFERED = ("externally_assigned_product_identifier", "merchant_suggested_asin")


def required_by_an_example(name: str, marketplace: str, requirements: Requirements) -> set[str]:
    """What must not be taken out of the example of a product type, as the conditions say."""
    rules = schema(name, marketplace, requirements)
    found = set(rules["required"])
    example = attributes(name, marketplace, requirements)
    for rule in rules.get("allOf", []):
        if Draft202012Validator(rule["if"]).is_valid(example):
            found |= set(rule["then"]["required"])
    if requirements != "LISTING_OFFER_ONLY":
        found.add("externally_assigned_product_identifier")
    return found


def test_there_are_types_for_every_department() -> None:
    assert len(NAMES) == 54
    assert {each.department for each in product_types().values()} == {
        "apparel", "luggage", "kitchen", "electronics", "books", "beauty", "grocery", "toys", "home", "tools",
        "sporting_goods", "pet", "office", "general",
    }  # fmt: skip


def test_the_page_of_product_types_names_each_of_them_once() -> None:
    page = (Path(__file__).parents[4] / "docs" / "product-types.md").read_text().split("## The product types")[1]
    rows = [re.findall(r"`(\w+)`", line) for line in page.splitlines() if line.startswith("| ")][1:]
    assert sorted(name for row in rows for name in row) == NAMES


def test_their_schemas_are_schemas_of_both_drafts_and_of_the_meta_schema() -> None:
    published = Draft201909Validator({**meta_schema.META_SCHEMA, "allOf": [], "$vocabulary": {}})
    wholes = [schema(name, *place) for name in NAMES for place in ((US, "LISTING", "en_US"), (DE, "LISTING", "de_DE"))]
    frames = [{**whole, "properties": {}} for whole in wholes]
    shared = {json.dumps(each): each for whole in wholes for each in whole["properties"].values()}
    for part in (*frames, *shared.values()):
        Draft202012Validator.check_schema(part)
        Draft201909Validator.check_schema(part)
        for each in subschemas(part):
            assert set(each) <= KEYWORDS
            published.validate(each)
            assert len(each.get("enumNames", each.get("enum", []))) == len(each.get("enum", []))
            assert len(set(map(str, each.get("enum", [])))) == len(each.get("enum", []))


@pytest.mark.parametrize("name", NAMES)
def test_its_attributes_are_arrays_of_objects_with_selectors_that_they_have(name: str) -> None:
    for attribute, found in schema(name)["properties"].items():
        assert found["type"] == "array", attribute
        assert found["title"], attribute
        assert found["description"], attribute
        entry = found["items"]
        assert entry["type"] == "object", attribute
        assert entry["additionalProperties"] is False, attribute
        assert set(found["selectors"]) <= set(entry["properties"]), attribute
        assert ("language_tag" in entry["properties"]) == ("language_tag" in entry.get("required", [])), attribute


@pytest.mark.parametrize("name", NAMES)
def test_its_example_is_valid_by_us_and_by_any_other_validator(name: str) -> None:
    for marketplace in (US, DE):
        for requirements in REQUIREMENTS:
            example = attributes(name, marketplace, requirements)
            assert problems(name, marketplace, example, requirements) == [], (marketplace, requirements)
            plain = Draft202012Validator({**schema(name, marketplace, requirements), "$schema": ""})
            assert plain.is_valid(example)


@pytest.mark.parametrize("marketplace", sorted(MARKETPLACES))
def test_an_example_of_each_department_is_valid_in_every_marketplace(marketplace: str) -> None:
    for name in {each.department: each.name for each in product_types().values()}.values():
        assert problems(name, marketplace, attributes(name, marketplace)) == [], name


def test_each_example_has_a_barcode_of_its_own() -> None:
    codes = {attributes(name, US)["externally_assigned_product_identifier"][0]["value"] for name in NAMES}
    assert len(codes) == len(NAMES)


METRIC = {
    "inches": ("centimeters", 2.54),
    "pounds": ("kilograms", 0.4536),
    "fluid_ounces": ("milliliters", 29.57),
}


def measures(found: Any) -> Any:
    """Every value with a unit in an example, in order."""
    if isinstance(found, dict) and "unit" in found:
        yield found["unit"], found["value"]
    elif isinstance(found, (dict, list)):
        for each in found.values() if isinstance(found, dict) else found:
            yield from measures(each)


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_about_as_large_in_inches_as_in_centimeters(name: str) -> None:
    american, german = (list(measures(attributes(name, each, "LISTING_PRODUCT_ONLY"))) for each in (US, DE))
    assert american
    for (unit, value), (metric, told) in zip(american, german, strict=True):
        same, times = METRIC.get(unit, (unit, 1))
        assert (same, value * times) == (metric, pytest.approx(told, rel=0.02))


@pytest.mark.parametrize("requirements", REQUIREMENTS)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_taken_out_of_an_example_is_missing_and_nothing_else(name: str, requirements: Requirements) -> None:
    for marketplace in (US, DE):
        whole = attributes(name, marketplace, requirements)
        required = required_by_an_example(name, marketplace, requirements)
        assert required <= set(whole)
        for attribute in required:
            rest = {each: value for each, value in whole.items() if each != attribute}
            found = problems(name, marketplace, rest, requirements)
            named = OFFERED if attribute in OFFERED and requirements == "LISTING_OFFER_ONLY" else (attribute,)
            assert [(each.code, each.severity, each.attribute_names) for each in found] == [
                ("90220", "ERROR", (each,)) for each in named
            ]
        assert problems(name, marketplace, {}, requirements, enforced="NOT_ENFORCED") == []
        least = {each: value for each, value in whole.items() if each in required}
        assert problems(name, marketplace, least, requirements) == []


@pytest.mark.parametrize("name", NAMES)
def test_its_conditions_name_attributes_that_there_are(name: str) -> None:
    for condition in conditions(find(name), "LISTING"):
        assert set(condition.required) <= set(vocabulary())


TEXTS = (
    "item_name",
    "brand",
    "product_description",
    "generic_keyword",
    "special_feature",
    "color",
    "warranty_description",
)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    name=st.sampled_from(NAMES),
    marketplace=st.sampled_from(sorted(MARKETPLACES)),
    attribute=st.sampled_from(TEXTS),
    text=st.text(min_size=1, max_size=3000),
)
def test_a_text_is_taken_exactly_when_it_is_short_enough(
    name: str, marketplace: str, attribute: str, text: str
) -> None:
    rules = schema(name, marketplace)["properties"][attribute]["items"]["properties"]["value"]
    entry = {"value": text, "language_tag": languages_of(marketplace)[0]}
    found = problems(name, marketplace, {**attributes(name, marketplace), attribute: [entry]})
    fits = len(text) <= rules["maxLength"] and len(text.encode()) <= rules["maxUtf8ByteLength"]
    assert (found == []) == fits
    assert {(each.code, each.attribute_names) for each in found} <= {("4000001", (attribute,))}


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(NAMES), attribute=st.sampled_from(sorted(vocabulary())), junk=JUNK)
def test_whatever_stands_in_an_attribute_is_judged_and_never_fails(name: str, attribute: str, junk: Any) -> None:
    found = problems(name, US, {**attributes(name, US), attribute: junk})
    strict = Draft202012Validator({**schema(name), "$schema": ""})
    errors = [each for each in found if each.severity == "ERROR"]
    if attribute in schema(name)["properties"]:
        assert errors or strict.is_valid({**attributes(name, US), attribute: junk})
    else:
        assert [(each.code, each.severity) for each in found] == [("90000900", "WARNING")]
    for each in found:
        assert each.attribute_names
        assert len(each.message) < 1000
