"""What is wrong with a listing: each mistake that sellers make, and how it is told."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.shop import CA, DE, US, Json

from tradepost.domains.selling.definitions.examples import attributes
from tradepost.domains.selling.definitions.product_types import UnknownProductType
from tradepost.domains.selling.definitions.validation import problems

OFFER = "purchasable_offer"


def shirt(marketplace: str = US, **changes: Any) -> Json:
    """A good shirt, with some attributes otherwise, or absent where they are None."""
    whole = {**attributes("SHIRT", marketplace), **changes}
    return {name: entries for name, entries in whole.items() if entries is not None}


def told(whole: Json, marketplace: str = US, **how: Any) -> list[tuple[str, str, str]]:
    return [(each.code, each.attribute_names[0], each.message) for each in problems("SHIRT", marketplace, whole, **how)]


def price(amount: Any, **others: Any) -> list[Json]:
    def schedule(value: Any) -> list[Json]:
        return [{"schedule": [{"value_with_tax": value}]}]

    prices = {f"{name}_seller_allowed_price": schedule(value) for name, value in others.items()}
    return [{"currency": "USD", "audience": "ALL", "our_price": schedule(amount), **prices}]


def test_a_good_shirt_is_good() -> None:
    assert problems("SHIRT", US, shirt()) == []


def test_what_is_missing_is_told_by_its_title() -> None:
    [found] = problems("SHIRT", US, shirt(color=None))
    assert (found.code, found.severity) == ("90220", "ERROR")
    assert found.message == "'Color' is required and was not given."
    assert (found.attribute_names, found.categories) == (("color",), ("MISSING_ATTRIBUTE",))
    [found] = problems("SHIRT", DE, shirt(DE, color=None), locale="de_DE")
    assert found.message == "'Farbe' is required and was not given."


def test_a_missing_price_is_of_its_own_category() -> None:
    [found] = problems("SHIRT", US, shirt(purchasable_offer=None))
    assert (found.code, found.categories) == ("90220", ("MISSING_PRICE",))
    [found] = problems("SHIRT", US, shirt(purchasable_offer=[{"currency": "USD", "audience": "ALL"}]))
    assert (found.code, found.categories) == ("99022", ("MISSING_PRICE",))


def test_problems_come_in_the_order_of_the_attributes() -> None:
    found = told({"brand": [], "item_name": "Shirt"}, enforced="NOT_ENFORCED")
    assert [name for _, name, _ in found] == ["brand", "item_name"]
    assert [name for _, name, _ in told(shirt(color=None, item_name=None))] == ["item_name", "color"]


@pytest.mark.parametrize(
    ("attribute", "entries", "code", "message"),
    [
        ("color", [{"value": "Blue"}], "99022", "'Color' at [0] lacks 'language_tag'."),
        ("color", [], "99022", "'Color' has too few entries; at least 1 must be given."),
        ("color", "Blue", "4000001", "'Color' is 'Blue', and must be of type array."),
        ("color", [{"value": "", "language_tag": "en_US"}], "4000001", "'Color' is empty."),
        ("color", [{"value": 7, "language_tag": "en_US"}], "4000001", "'Color' is 7, and must be of type string."),
        (
            "color",
            [{"value": "x" * 51, "language_tag": "en_US"}],
            "4000001",
            "'Color' is longer than 50 characters.",
        ),
        (
            "generic_keyword",
            [{"value": "ü" * 126, "language_tag": "en_US"}],
            "4000001",
            "'Search terms' has 252 bytes in UTF-8, and may have 250.",
        ),
        (
            "color",
            [{"value": "Blue", "language_tag": "en_US"}, {"value": "Red", "language_tag": "en_US"}],
            "99016",
            "'Color' has 2 entries for the same selectors; at most 1 may be given.",
        ),
        (
            "color",
            [{"value": "Blau", "language_tag": "de_DE"}],
            "90244",
            "'Color' at [0].language_tag is 'de_DE', and must be one of 'en_US', 'es_US'.",
        ),
        (
            "target_gender",
            [{"value": "Female"}],
            "90244",
            "'Gender' is 'Female', and must be one of 'female', 'male', 'unisex'.",
        ),
        (
            "max_order_quantity",
            [{"value": 0}],
            "90004114",
            "'Largest order' is 0, and must be at least 1.",
        ),
        (
            "merchant_release_date",
            [{"value": "31.12.2026"}],
            "4000001",
            "'Release date' is '31.12.2026', and must be a date.",
        ),
        (
            "main_product_image_locator",
            [{"media_location": "shirt.jpg"}],
            "4000001",
            "'Main image' at [0].media_location is 'shirt.jpg', and must be a uri.",
        ),
        (
            "item_package_weight",
            [{"value": 1, "unit": "stone"}],
            "90244",
            "'Package weight' at [0].unit is 'stone', and must be one of 'pounds', 'kilograms', 'grams',"
            " 'milligrams', 'ounces'.",
        ),
        (
            "item_package_weight",
            [{"value": 1, "unit": "pounds", "kind": "net"}],
            "4000001",
            "'Package weight' at [0] has parts that it cannot have: 'kind'.",
        ),
        (
            "externally_assigned_product_identifier",
            [{"type": "upc", "value": "012345678901"}],
            "4000001",
            "'Product identifier' is '012345678901', which ends in 1, and its check digit is 5.",
        ),
        (
            "externally_assigned_product_identifier",
            [{"type": "upc", "value": "2000000000015"}],
            "4000001",
            "'Product identifier' is '2000000000015', which has 13 digits, and UPC numbers have 12.",
        ),
        (
            "merchant_suggested_asin",
            [{"value": "b01"}],
            "4000001",
            "'Suggested ASIN' is 'b01', and must have the form ^[A-Z0-9]{10}$.",
        ),
        (
            "fulfillment_availability",
            [{"fulfillment_channel_code": "AMAZON_NA", "quantity": 5}],
            "4000001",
            "'Fulfillment and stock' at [0] must not name a quantity where Amazon ships: stock in its centers is"
            " counted there.",
        ),
        (
            "fulfillment_availability",
            [{"fulfillment_channel_code": "AMAZON_EU"}],
            "90244",
            "'Fulfillment and stock' at [0].fulfillment_channel_code is 'AMAZON_EU', and must be one of 'DEFAULT',"
            " 'AMAZON_NA'.",
        ),
        (OFFER, price("9.99"), "4000001", "'Price' at [0].our_price[0].schedule[0].value_with_tax is '9.99', and must"
            " be of type number."),
        (OFFER, price(0), "90004114", "'Price' at [0].our_price[0].schedule[0].value_with_tax is 0, and must be at"
            " least 0.01."),
        (OFFER, price(9.99, minimum=10), "18155", "The price is 9.99, below the lowest price allowed, 10."),
        (OFFER, price(9.99, maximum=9), "4000001", "The price is 9.99, above the highest price allowed, 9."),
    ],
)  # fmt: skip
def test_a_mistake_is_told(attribute: str, entries: Any, code: str, message: str) -> None:
    assert told(shirt(**{attribute: entries})) == [(code, attribute, message)]


def test_categories_tell_prices_and_images_from_the_rest() -> None:
    whole = shirt(
        purchasable_offer=price(-1),
        main_product_image_locator=[{"media_location": ""}],
        other_product_image_locator_2=[{}],
        color=[{}],
    )
    found = {each.attribute_names[0]: each.categories for each in problems("SHIRT", US, whole)}
    assert found == {
        "purchasable_offer": ("INVALID_PRICE",),
        "main_product_image_locator": ("INVALID_IMAGE",),
        "other_product_image_locator_2": ("INVALID_IMAGE",),
        "color": ("INVALID_ATTRIBUTE",),
    }


def test_an_attribute_of_another_type_is_passed_over_with_a_warning() -> None:
    [found] = problems("SHIRT", US, shirt(author=[{"value": "Ida"}]))
    assert (found.code, found.severity, found.attribute_names) == ("90000900", "WARNING", ("author",))
    [found] = problems("SHIRT", DE, shirt(DE, item_type_keyword=[{"value": "shirts"}]))
    assert (found.code, found.attribute_names) == ("90000900", ("item_type_keyword",))


def test_a_theme_on_its_way_out_is_warned_of() -> None:
    child = shirt(
        parentage_level=[{"value": "child"}],
        child_parent_sku_relationship=[{"child_relationship_type": "variation", "parent_sku": "SHIRT"}],
        variation_theme=[{"name": "SizeName-ColorName"}],
    )
    [found] = problems("SHIRT", US, child)
    assert (found.code, found.severity, found.attribute_names) == ("4000001", "WARNING", ("variation_theme",))
    child["variation_theme"] = [{"name": "SIZE/COLOR"}]
    assert problems("SHIRT", US, child) == []


def test_a_parent_is_described_and_not_sold() -> None:
    whole = shirt()
    parent = {name: whole[name] for name in ("item_name", "brand", "product_description")}
    parent["parentage_level"] = [{"value": "parent"}]
    assert [name for _, name, _ in told(parent)] == ["variation_theme"]
    parent["variation_theme"] = [{"name": "SIZE/COLOR"}]
    assert problems("SHIRT", US, parent) == []


def test_a_child_names_its_parent() -> None:
    child = shirt(parentage_level=[{"value": "child"}])
    assert sorted(name for _, name, _ in told(child)) == ["child_parent_sku_relationship", "variation_theme"]
    lonely = shirt(variation_theme=[{"name": "SIZE"}])
    assert [name for _, name, _ in told(lonely)] == ["parentage_level"]


@pytest.mark.parametrize(
    "instead",
    [
        {"merchant_suggested_asin": [{"value": "B000000001"}]},
        {"supplier_declared_has_product_identifier_exemption": [{"value": True}]},
    ],
)
def test_an_asin_or_an_exemption_stands_in_for_a_barcode(instead: Json) -> None:
    assert told(shirt(externally_assigned_product_identifier=None))[0][:2] == (
        "90220",
        "externally_assigned_product_identifier",
    )
    assert told(shirt(externally_assigned_product_identifier=None, **instead)) == []
    if "merchant_suggested_asin" not in instead:
        refused = shirt(
            externally_assigned_product_identifier=None,
            supplier_declared_has_product_identifier_exemption=[{"value": False}],
        )
        assert len(told(refused)) == 1


def test_a_product_without_an_offer_needs_no_price() -> None:
    bare = shirt(purchasable_offer=None, fulfillment_availability=None, condition_type=None)
    assert [name for _, name, _ in told(bare)] == ["condition_type", "purchasable_offer", "fulfillment_availability"]
    assert told({**bare, "skip_offer": [{"value": True}]}) == []
    product = {name: value for name, value in bare.items() if name not in ("list_price",)}
    assert told(product, requirements="LISTING_PRODUCT_ONLY") == []


def test_batteries_and_dangerous_goods_are_told_of_in_full() -> None:
    assert [name for _, name, _ in told(shirt(batteries_required=[{"value": True}]))] == ["batteries_included"]
    powered: Json = {"batteries_required": [{"value": True}], "batteries_included": [{"value": True}]}
    assert [name for _, name, _ in told(shirt(**powered))] == ["num_batteries"]
    dangerous = shirt(supplier_declared_dg_hz_regulation=[{"value": "ghs"}, {"value": "transportation"}])
    assert sorted(name for _, name, _ in told(dangerous)) == ["hazmat", "safety_data_sheet_url"]


def test_entries_of_other_marketplaces_are_not_looked_at() -> None:
    foreign = {"value": "Vert", "language_tag": "fr_CA", "marketplace_id": CA}
    own = {"value": "Green", "language_tag": "en_US"}
    assert told(shirt(color=[own, foreign])) == []
    assert told(shirt(color=[foreign])) == [("90220", "color", "'Color' is required and was not given.")]
    [(code, name, _)] = told(shirt(color=[{**own, "marketplace_id": "ATLANTIS"}]))
    assert (code, name) == ("90244", "color")


def test_an_entry_without_a_marketplace_is_of_the_one_asked_about() -> None:
    twice = [
        {"value": "Green", "language_tag": "en_US"},
        {"value": "Blue", "language_tag": "en_US", "marketplace_id": US},
    ]
    assert [code for code, _, _ in told(shirt(color=twice))] == ["99016"]


def test_prices_may_be_decimals() -> None:
    assert told(shirt(purchasable_offer=price(Decimal("9.99"), minimum=Decimal("9.98")))) == []


def test_an_unknown_product_type_is_an_error_of_the_caller() -> None:
    with pytest.raises(UnknownProductType):
        problems("ZEPPELIN", US, {})
