"""Catalog Items v0: another face of the same products."""

from __future__ import annotations

from typing import Any

import pytest
from tests.domains.selling.catalog.selling import mug, named, numbered, product, said, shown, spoken
from tests.shop import DE, US, Json, Shop

V0 = "/catalog/v0"
EAN = "4006381333931"


def listed(shop: Shop, marketplace: str = US, **query: Any) -> list[Json]:
    """The items that a search finds."""
    found: list[Json] = shop.ok("GET", f"{V0}/items", MarketplaceId=marketplace, **query)["payload"]["Items"]
    return found


def asins(items: list[Json]) -> list[str]:
    return [each["Identifiers"]["MarketplaceASIN"]["ASIN"] for each in items]


def test_an_item_has_its_attributes_its_ranks_and_what_it_is_known_by(shop: Shop) -> None:
    asin = product(
        shop,
        type="ABIS_BOOK",
        attributes={
            **named("The Lantern Keeper"),
            **numbered("isbn", "9780306406157"),
            "list_price": [{"value": 19.95, "currency": "USD", "marketplace_id": US}],
        },
    )
    found = shop.ok("GET", f"{V0}/items/{asin}", MarketplaceId=US)["payload"]
    assert found["Identifiers"] == {"MarketplaceASIN": {"MarketplaceId": US, "ASIN": asin}}
    [attributes] = found["AttributeSets"]
    expected = {
        "Title": "The Lantern Keeper",
        "Author": ["Ida Lindqvist"],
        "Binding": "paperback",
        "Brand": "Harbor Lane Press",
        "Label": "Harbor Lane Press",
        "Publisher": "Harbor Lane Press",
        "Studio": "Harbor Lane Press",
        "ListPrice": {"Amount": 19.95, "CurrencyCode": "USD"},
        "NumberOfPages": 288,
        "PackageQuantity": 1,
        "ProductGroup": "Books",
        "ProductTypeName": "ABIS_BOOK",
        "PublicationDate": "2024-04-02",
        "Feature": ["A novel of the northern coast"],
        "Languages": [{"Name": "en", "Type": "Published"}],
        "IsAdultProduct": False,
    }
    assert {name: attributes[name] for name in expected} == expected
    assert attributes["PackageDimensions"]["Length"] == {"value": 9.45, "Units": "inches"}
    assert attributes["SmallImage"]["Height"] == {"value": 75.0, "Units": "pixels"}
    newer = shown(shop, asin, "salesRanks")
    assert found["SalesRankings"] == [
        {"ProductCategoryId": "book_display_on_website", "Rank": newer["displayGroupRanks"][0]["rank"]},
        {
            "ProductCategoryId": newer["classificationRanks"][0]["classificationId"],
            "Rank": newer["classificationRanks"][0]["rank"],
        },
    ]


def test_words_find_ten_items_at_most_and_a_department_confines_them(shop: Shop) -> None:
    cups = [mug(shop, f"Amber cup {number}") for number in range(11)]
    lamp = mug(shop, "Amber lamp", type="LAMP")
    assert asins(listed(shop, Query="amber")) == [lamp, *cups[:1:-1]]
    for context in ("Home", "home_display_on_website", "211900011", "wohnen"):
        assert asins(listed(shop, Query="amber", QueryContextId=context)) == [lamp]
    assert listed(shop, Query="amber", QueryContextId="Books") == []


@pytest.mark.parametrize(
    ("type", "name", "value"), [("ean", "EAN", EAN), ("upc", "UPC", "036000291452"), ("ean", "JAN", EAN)]
)
def test_a_barcode_finds_its_item(shop: Shop, type: str, name: str, value: str) -> None:
    asin = product(shop, attributes=numbered(type, value))
    product(shop)
    assert asins(listed(shop, **{name: value})) == [asin]
    assert listed(shop, DE, **{name: value}) == []


def test_an_isbn_finds_a_book_by_ten_digits_and_by_thirteen(shop: Shop) -> None:
    asin = product(shop, type="ABIS_BOOK", attributes=numbered("isbn", "9780306406157"))
    assert asins(listed(shop, ISBN="9780306406157")) == asins(listed(shop, ISBN="0-306-40615-2")) == [asin]


def test_a_sku_finds_its_item_and_is_shown_with_it(shop: Shop) -> None:
    shop.stock("MUG-1", 1)
    [found] = listed(shop, SellerSKU="MUG-1")
    assert found["Identifiers"] == {
        "MarketplaceASIN": {"MarketplaceId": US, "ASIN": shop.summary("MUG-1")["asin"]},
        "SKUIdentifier": {"MarketplaceId": US, "SellerId": shop.credentials["seller_id"], "SellerSKU": "MUG-1"},
    }
    assert listed(shop, SellerSKU="MUG-2") == []


def test_a_family_is_shown_from_both_ends_and_its_parent_is_not_listed(shop: Shop) -> None:
    theme = {"variation_theme": [{"name": "COLOR", "marketplace_id": US}]}
    parent = product(shop, attributes={**named("Amber cup"), "parentage_level": said("parent"), **theme})
    related = [{"child_relationship_type": "variation", "marketplace_id": US}]
    child = product(
        shop,
        parentAsin=parent,
        attributes={
            **named("Amber cup, teal"),
            "color": spoken("Teal"),
            "parentage_level": said("child"),
            "child_parent_sku_relationship": related,
            **theme,
        },
    )
    assert asins(listed(shop, Query="amber")) == [child]
    up = shop.ok("GET", f"{V0}/items/{child}", MarketplaceId=US)["payload"]["Relationships"]
    assert up == [{"Identifiers": {"MarketplaceASIN": {"MarketplaceId": US, "ASIN": parent}}}]
    down = shop.ok("GET", f"{V0}/items/{parent}", MarketplaceId=US)["payload"]
    assert down["Relationships"] == [
        {"Identifiers": {"MarketplaceASIN": {"MarketplaceId": US, "ASIN": child}}, "Color": "Teal"}
    ]
    assert down["SalesRankings"] == []


def test_the_category_of_an_item_has_its_parents(shop: Shop) -> None:
    asin = product(shop, DE, type="TEA")
    expected = [
        {
            "ProductCategoryId": "311712031",
            "ProductCategoryName": "Tee",
            "parent": {
                "ProductCategoryId": "311710031",
                "ProductCategoryName": "Heißgetränke",
                "parent": {"ProductCategoryId": "311700031", "ProductCategoryName": "Lebensmittel"},
            },
        }
    ]
    assert shop.ok("GET", f"{V0}/categories", MarketplaceId=DE, ASIN=asin)["payload"] == expected
    shop.stock("MUG-1", 1)
    [category] = shop.ok("GET", f"{V0}/categories", MarketplaceId=US, SellerSKU="MUG-1")["payload"]
    assert category["ProductCategoryName"] == "Other"


@pytest.mark.parametrize(
    ("path", "query", "details"),
    [
        ("items", {}, "exactly one of Query, SellerSKU, UPC, EAN, ISBN, JAN must be given"),
        ("items", {"Query": "cup", "EAN": EAN}, "exactly one of Query, SellerSKU, UPC, EAN, ISBN, JAN must be given"),
        ("items", {"EAN": EAN, "QueryContextId": "Books"}, "QueryContextId: goes with Query only"),
        ("items", {"UPC": "1"}, "UPC: '1' cannot be one"),
        ("categories", {}, "exactly one of ASIN, SellerSKU must be given"),
        ("categories", {"ASIN": "B000000000", "SellerSKU": "X"}, "exactly one of ASIN, SellerSKU must be given"),
        (
            "categories",
            {"ASIN": "b0"},
            "asin: 'b0' is not ten capital letters and digits, the first a letter, nor an ISBN of ten digits",
        ),
        (
            "items/b0",
            {},
            "asin: 'b0' is not ten capital letters and digits, the first a letter, nor an ISBN of ten digits",
        ),
    ],
)
def test_what_cannot_be_looked_for_is_refused(shop: Shop, path: str, query: Json, details: str) -> None:
    [error] = shop.refused("GET", f"{V0}/{path}", MarketplaceId=US, **query)
    assert (error["code"], error["details"]) == ("InvalidInput", details)


def test_an_unknown_department_is_refused_with_those_that_there_are(shop: Shop) -> None:
    [error] = shop.refused("GET", f"{V0}/items", MarketplaceId=US, Query="cup", QueryContextId="Nowhere")
    assert error["details"].startswith("QueryContextId: 'Nowhere' is not one of Clothing, Shoes & Accessories, Luggage")


@pytest.mark.parametrize(
    ("path", "query"),
    [("items/B000000000", {}), ("categories", {"ASIN": "B000000000"}), ("categories", {"SellerSKU": "MUG-1"})],
)
def test_what_the_marketplace_has_not_is_not_found(shop: Shop, path: str, query: Json) -> None:
    [error] = shop.refused("GET", f"{V0}/{path}", status=404, MarketplaceId=US, **query)
    assert error["code"] == "NotFound"
