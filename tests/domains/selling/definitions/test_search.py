"""Finding the product type of a product."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from tests.domains.selling.definitions.reading import DEFINITIONS, search
from tests.shop import CA, DE, US, Json, Shop


def test_without_words_every_product_type_is_found_by_name(shop: Shop) -> None:
    found = search(shop)
    assert found == sorted(found)
    assert len(found) == 54
    assert {"SHIRT", "LUGGAGE", "COFFEE_MAKER", "HEADPHONES", "ABIS_BOOK", "SHAMPOO", "TEA", "PUZZLES"} <= set(found)
    assert {"RUG", "SCREWDRIVER", "DUMBBELL", "PET_FOOD", "MARKING_PEN", "PRODUCT"} <= set(found)


@pytest.mark.parametrize(
    ("keywords", "expected"),
    [
        ("LUGGAGE", ["LUGGAGE"]),
        ("luggage", ["LUGGAGE"]),
        ("Kitchen Knife", ["KITCHEN_KNIFE"]),
        ("mug", ["DRINKING_CUP"]),
        ("shirt", ["SHIRT"]),
        ("pet", ["PET_BED_MAT", "PET_FOOD", "PET_TOY"]),
        ("suitcase,tea", ["SUITCASE", "TEA"]),
        ("coffee", ["COFFEE", "COFFEE_MAKER"]),
        ("zeppelin", []),
    ],
)
def test_keywords_find_names_titles_and_common_words(shop: Shop, keywords: str, expected: list[str]) -> None:
    found = search(shop, keywords=keywords)
    assert found[: len(expected)] == expected
    assert bool(found) == bool(expected)


def test_a_whole_word_comes_before_a_part_of_one(shop: Shop) -> None:
    assert search(shop, keywords="tea") == ["TEA", "PUZZLES"]
    assert search(shop, keywords="hat")[0] == "HAT"
    assert search(shop, keywords="lamp") == ["LAMP"]
    assert search(shop, keywords="pen")[0] == "WRITING_INSTRUMENT"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Running shoes", "SHOES"),
        ("Fernhollow Travel Mug with Lid, 400 ml", "DRINKING_CUP"),
        ("Wireless Over-Ear Headphones, Black", "HEADPHONES"),
        ("Bicycle helmet for children", "HELMET"),
        ("1000 piece jigsaw puzzle of a lake", "PUZZLES"),
        ("Organic dog food with chicken", "PET_FOOD"),
        ("Something nobody knows", "PRODUCT"),
    ],
)
def test_the_name_of_an_item_recommends_its_product_type(shop: Shop, title: str, expected: str) -> None:
    found = search(shop, itemName=title)
    assert found[0] == expected
    assert len(found) <= 10


def test_words_are_of_the_language_searched(shop: Shop) -> None:
    assert search(shop, DE, keywords="Rucksack") == ["BACKPACK"]
    assert search(shop, DE, keywords="trolley")[0] == "LUGGAGE"
    assert search(shop, DE, itemName="Blaue Trinkflasche aus Stahl")[0] == "WATER_BOTTLE"
    assert search(shop, DE, keywords="Koffer", searchLocale="de_DE") == ["SUITCASE"]
    assert search(shop, DE, keywords="tumbler") == []
    assert search(shop, DE, keywords="tumbler", searchLocale="en_US") == ["DRINKING_CUP"]


def test_names_are_shown_in_the_language_of_the_marketplace_or_the_one_asked_for(shop: Shop) -> None:
    def shown(marketplace: str, **query: str) -> str:
        found = shop.ok("GET", DEFINITIONS, marketplaceIds=marketplace, keywords="BACKPACK", **query)
        return str(found["productTypes"][0]["displayName"])

    assert shown(US) == "Backpack"
    assert shown(DE) == "Rucksack"
    assert shown(DE, locale="en_GB") == "Backpack"
    assert shown(US, locale="de") == "Rucksack"
    assert shown(US, locale="ja_JP") == "Backpack"


def test_each_product_type_names_the_marketplaces_asked_for(shop: Shop) -> None:
    found = shop.ok("GET", DEFINITIONS, marketplaceIds=f"{US},{CA}", keywords="DUMBBELL")
    assert found["productTypes"] == [{"name": "DUMBBELL", "displayName": "Dumbbell", "marketplaceIds": [US, CA]}]
    assert re.fullmatch(r"U[A-Za-z0-9+/]{11}=", found["productTypeVersion"])


def test_keywords_and_an_item_name_exclude_each_other(shop: Shop) -> None:
    [error] = shop.refused("GET", DEFINITIONS, marketplaceIds=US, keywords="tea", itemName="Green tea")
    assert error == {
        "code": "InvalidInput",
        "message": "Invalid Input",
        "details": "keywords, itemName: name one of them, not both",
    }


@pytest.mark.parametrize("field", ["locale", "searchLocale"])
def test_a_locale_that_is_not_published_is_refused(shop: Shop, field: str) -> None:
    query: Json = {"marketplaceIds": US, "keywords": "tea", field: "xx_YY"}
    [error] = shop.refused("GET", DEFINITIONS, **query)
    assert error["details"] == f"{field}: 'xx_YY' is not a published locale"


def test_a_marketplace_must_be_named(shop: Shop) -> None:
    [error] = shop.refused("GET", DEFINITIONS, keywords="tea")
    assert error["code"] == "InvalidInput"
    [error] = shop.refused("GET", DEFINITIONS, marketplaceIds="ATLANTIS", keywords="tea")
    assert error["message"] == "Invalid 'marketplaceIds' provided."


def test_a_seller_without_the_role_is_turned_away(new_shop: Callable[..., Shop], shop: Shop) -> None:
    other = new_shop(beside=shop, roles=["Pricing"])
    [error] = other.refused("GET", DEFINITIONS, status=403, marketplaceIds=US)
    assert error["code"] == "Unauthorized"
