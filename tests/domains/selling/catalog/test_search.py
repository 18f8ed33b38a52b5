"""Searching the catalog by keywords: words, brands, classifications, languages, pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.domains.selling.catalog.selling import ITEMS, asins, mug, named, numbered, product, searched, shown, spoken
from tests.shop import DE, GB, JP, US, Shop


def test_every_word_must_be_there_in_any_order(shop: Shop) -> None:
    amber, cobalt = mug(shop, "Amber tasting tumbler"), mug(shop, "Cobalt tumbler for the garden")
    assert asins(searched(shop, keywords="tumbler,tasting")) == [amber]
    assert asins(searched(shop, keywords="garden cobalt")) == [cobalt]
    assert asins(searched(shop, keywords="tumbler")) == [cobalt, amber]
    assert asins(searched(shop, keywords="tumbler,porcelain")) == []


@pytest.mark.parametrize(
    ("title", "keywords"),
    [
        ("Café-Becher", "cafe"),
        ("Cafe cup", "CAFÉ"),
        ("Garden mugs", "mug"),
        ("Garden mug", "mugs"),
        ("Straßenkarte", "strassenkarte"),
        ("12-piece set", "12 piece"),
        ("L'Étoile", "etoile"),
        ("Ω wire", "ω"),
    ],
)
def test_case_accents_and_the_plural_do_not_count(shop: Shop, title: str, keywords: str) -> None:
    asin = mug(shop, title)
    assert asins(searched(shop, keywords=keywords)) == [asin]


def test_japanese_is_found_sign_by_sign(shop: Shop) -> None:
    asin = product(shop, JP, attributes=named("白いマグカップ", JP, "ja_JP"))
    assert asins(searched(shop, JP, keywords="マグ")) == [asin]
    assert asins(searched(shop, JP, keywords="黒")) == []


@pytest.mark.parametrize(
    "keywords", ["---", "or", "amber OR kettle", "kett*", 'amber" OR "x', "a:b", "kettle & !amber", "'"]
)
def test_signs_and_operators_mean_nothing(shop: Shop, keywords: str) -> None:
    mug(shop, "Kettle")
    assert asins(searched(shop, keywords=keywords)) == []


def test_what_an_item_says_of_itself_finds_it(shop: Shop) -> None:
    asin = product(
        shop,
        attributes={
            **named("Cup"),
            **numbered("ean", "4006381333931"),
            "bullet_point": spoken("Dishwasher safe"),
            "manufacturer": spoken("Harbor Kilns"),
            "color": spoken("Teal"),
            "generic_keyword": spoken("tumbler"),
        },
    )
    for word in ("dishwasher", "kilns", "teal", "tumbler", asin, "4006381333931", "cups mugs"):
        assert asins(searched(shop, keywords=word)) == [asin], word


def test_brands_narrow_a_search(shop: Shop) -> None:
    ours, theirs = mug(shop, "Mug one", "Harbor & Sons"), mug(shop, "Mug two", "Tarnwell")
    assert asins(searched(shop, keywords="mug", brandNames="harbor & sons")) == [ours]
    assert asins(searched(shop, keywords="mug", brandNames="Tarnwell,Harbor & Sons")) == [theirs, ours]
    assert asins(searched(shop, keywords="mug", brandNames="Harbor")) == []


def test_classifications_narrow_a_search_to_what_is_below_them(shop: Shop) -> None:
    cup, lamp = mug(shop, "Amber cup"), mug(shop, "Amber lamp", type="LAMP")
    leaf = shown(shop, cup, "classifications")["classifications"][0]
    section, department = leaf["parent"], leaf["parent"]["parent"]
    for node in (leaf, section, department):
        assert asins(searched(shop, keywords="amber", classificationIds=node["classificationId"])) == [cup]
    other = shown(shop, lamp, "classifications")["classifications"][0]["classificationId"]
    both = f"{other},{leaf['classificationId']}"
    assert asins(searched(shop, keywords="amber", classificationIds=both)) == [lamp, cup]
    assert asins(searched(shop, keywords="amber", classificationIds="1")) == []
    assert asins(searched(shop, keywords="amber", classificationIds="x|y")) == []


def test_refinements_count_what_a_narrower_search_would_find(shop: Shop) -> None:
    for number in range(3):
        mug(shop, f"Amber cup {number}", "Tarnwell")
    mug(shop, "Amber lamp", "Harbor", type="LAMP")
    mug(shop, "Blue cup", "Harbor")
    found = searched(shop, keywords="amber")
    assert found["numberOfResults"] == 4
    assert found["refinements"] == {
        "brands": [
            {"brandName": "Tarnwell", "numberOfResults": 3},
            {"brandName": "Harbor", "numberOfResults": 1},
        ],
        "classifications": [
            {"displayName": "Cups & Mugs", "classificationId": "211311011", "numberOfResults": 3},
            {"displayName": "Lamps", "classificationId": "211911011", "numberOfResults": 1},
        ],
    }
    assert "pagination" not in found


def test_a_marketplace_is_searched_alone(shop: Shop) -> None:
    american = mug(shop, "Amber cup")
    british = product(shop, GB, attributes=named("Amber cup", GB, "en_GB"))
    assert asins(searched(shop, keywords="amber")) == [american]
    assert asins(searched(shop, GB, keywords="amber")) == [british]
    assert asins(searched(shop, DE, keywords="amber")) == []


def test_keywords_are_in_a_language(shop: Shop) -> None:
    names = {"item_name": [*spoken("Teekanne", DE, "de_DE"), *spoken("Teapot", DE, "en_GB")]}
    asin = product(shop, DE, attributes=names)
    assert asins(searched(shop, DE, keywords="teekanne")) == [asin]
    assert asins(searched(shop, DE, keywords="teapot")) == []
    assert asins(searched(shop, DE, keywords="teapot", keywordsLocale="en_GB")) == [asin]
    assert asins(searched(shop, DE, keywords="teekanne", keywordsLocale="en_GB")) == []


def test_what_has_no_text_in_the_language_of_the_marketplace_is_found_by_what_it_has(shop: Shop) -> None:
    shop.stock("KETTLE", 1, DE)
    english = {name: spoken("Teapot", DE, "en_GB") for name in ("item_name", "bullet_point")}
    asin = product(shop, DE, attributes=english)
    assert asins(searched(shop, DE, keywords="teapot")) == [asin]
    assert asins(searched(shop, DE, keywords="kettle")) == [shop.summary("KETTLE", DE)["asin"]]


def test_a_title_that_is_told_anew_is_found_by_its_new_words_only(shop: Shop) -> None:
    asin = mug(shop, "Amber cup")
    product(shop, asin=asin, attributes={**named("Azure cup"), "brand": spoken("Tarnwell")})
    assert asins(searched(shop, keywords="amber")) == []
    assert asins(searched(shop, keywords="azure", brandNames="Tarnwell")) == [asin]
    [event] = shop.events("catalog.product_changed")
    assert event["body"] == {
        "marketplaceId": US,
        "asin": asin,
        "previousProductType": "DRINKING_CUP",
        "productType": "DRINKING_CUP",
        "attributesChanged": ["brand", "item_name"],
    }


def pages(shop: Shop, **query: Any) -> list[list[str]]:
    """The ASINs of every page, first to last."""
    found = [searched(shop, **query)]
    while "nextToken" in found[-1].get("pagination", {}):
        found.append(searched(shop, pageToken=found[-1]["pagination"]["nextToken"], **query))
    return [asins(each) for each in found]


def test_pages_lead_to_the_end_and_back(shop: Shop) -> None:
    made = [mug(shop, f"Amber cup {number}") for number in range(7)]
    newest_first = made[::-1]
    assert pages(shop, keywords="amber", pageSize=3) == [newest_first[:3], newest_first[3:6], newest_first[6:]]
    assert pages(shop, keywords="amber") == [newest_first]
    first = searched(shop, keywords="amber", pageSize=3)
    assert set(first["pagination"]) == {"nextToken"}
    second = searched(shop, keywords="amber", pageSize=3, pageToken=first["pagination"]["nextToken"])
    assert set(second["pagination"]) == {"nextToken", "previousToken"}
    last = searched(shop, keywords="amber", pageSize=3, pageToken=second["pagination"]["nextToken"])
    assert set(last["pagination"]) == {"previousToken"}
    assert {each["numberOfResults"] for each in (first, second, last)} == {7}
    again = searched(shop, keywords="amber", pageSize=3, pageToken=last["pagination"]["previousToken"])
    assert asins(again) == newest_first[3:6]
    start = searched(shop, keywords="amber", pageSize=3, pageToken=again["pagination"]["previousToken"])
    assert (asins(start), set(start["pagination"])) == (newest_first[:3], {"nextToken"})


def test_a_product_that_comes_between_pages_moves_none_of_them(shop: Shop) -> None:
    made = [mug(shop, f"Amber cup {number}") for number in range(4)]
    first = searched(shop, keywords="amber", pageSize=2)
    mug(shop, "Amber cup, the latest")
    second = searched(shop, keywords="amber", pageSize=2, pageToken=first["pagination"]["nextToken"])
    assert asins(first) + asins(second) == made[::-1]


def test_a_page_token_belongs_to_its_search(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    for number in range(3):
        mug(shop, f"Amber cup {number}")
    token = searched(shop, keywords="amber", pageSize=1)["pagination"]["nextToken"]
    others: list[dict[str, Any]] = [{"keywords": "cup"}, {"keywords": "amber", "brandNames": "Fernhollow"}]
    for query in others:
        [error] = shop.refused("GET", ITEMS, marketplaceIds=US, pageToken=token, **query)
        assert error["code"] == "InvalidInput"
    [error] = shop.refused("GET", ITEMS, marketplaceIds=US, pageToken=token)
    assert error["message"] == "Missing required 'identifiers' or 'keywords'."
    beside = new_shop(beside=shop)
    [error] = beside.refused("GET", ITEMS, marketplaceIds=US, pageToken=token, keywords="amber")
    assert error["code"] == "InvalidInput"
    assert asins(searched(beside, keywords="amber", pageSize=1)) == asins(searched(shop, keywords="amber", pageSize=1))


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({}, "Missing required 'identifiers' or 'keywords'."),
        ({"keywords": "cup", "pageSize": 0}, "Invalid 'pageSize' provided."),
        ({"keywords": "cup", "pageSize": -1}, "Invalid 'pageSize' provided."),
        ({"keywords": "cup", "pageSize": 21}, "Request has missing or invalid parameters and cannot be parsed."),
        ({"keywords": ",".join(["cup"] * 21)}, "Request has missing or invalid parameters and cannot be parsed."),
        ({"keywords": "cup", "keywordsLocale": "de_DE"}, "Invalid 'keywordsLocale' provided."),
        ({"keywords": "cup", "locale": "xx"}, "Invalid 'locale' provided."),
        (
            {"keywords": "cup", "includedData": "prices"},
            "Request has missing or invalid parameters and cannot be parsed.",
        ),
    ],
)
def test_a_search_that_cannot_be_is_refused(shop: Shop, query: dict[str, Any], message: str) -> None:
    [error] = shop.refused("GET", ITEMS, marketplaceIds=US, **query)
    assert (error["code"], error["message"]) == ("InvalidInput", message)


def test_a_snapshot_has_the_catalog_and_its_words(shop: Shop) -> None:
    first = mug(shop, "Amber cup")
    shop.controlled("POST", "snapshots", {"name": "catalog"})
    second = mug(shop, "Amber cup, another one")
    assert asins(searched(shop, keywords="amber")) == [second, first]
    shop.controlled("POST", "snapshots/catalog/restore")
    assert asins(searched(shop, keywords="amber")) == [first]
    assert mug(shop, "Amber cup, another one") == second
    assert asins(searched(shop, keywords="amber")) == [second, first]
    shop.controlled("POST", "reset")
    assert searched(shop, keywords="amber")["numberOfResults"] == 0


@pytest.mark.parametrize("node", ["x" * 3000, "1 | us3", "'", "€"], ids=["long", "operators", "quote", "euro"])
def test_a_classification_that_nobody_has_finds_nothing(shop: Shop, node: str) -> None:
    mug(shop, "Amber tasting tumbler")
    assert asins(searched(shop, keywords="tumbler", classificationIds=node)) == []
