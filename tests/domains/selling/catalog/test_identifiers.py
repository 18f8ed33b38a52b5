"""Searching the catalog by identifiers of every published type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.domains.selling.catalog.selling import ITEMS, asins, numbered, product, searched
from tests.shop import DE, US, Shop

EAN, UPC, ISBN = "4006381333931", "036000291452", "9780306406157"


@pytest.mark.parametrize(
    ("type", "value", "asked"),
    [
        ("ean", EAN, ("EAN", EAN)),
        ("ean", EAN, ("GTIN", f"0{EAN}")),
        ("ean", EAN, ("JAN", EAN)),
        ("ean", "96385074", ("EAN", "96385074")),
        ("upc", UPC, ("UPC", UPC)),
        ("upc", UPC, ("EAN", f"0{UPC}")),
        ("gtin", f"00{UPC}", ("UPC", UPC)),
        ("isbn", ISBN, ("ISBN", ISBN)),
        ("isbn", ISBN, ("ISBN", "0306406152")),
        ("isbn", ISBN, ("EAN", ISBN)),
    ],
)
def test_a_barcode_is_found_by_each_of_its_types(shop: Shop, type: str, value: str, asked: tuple[str, str]) -> None:
    book = type == "isbn"
    asin = product(shop, type="ABIS_BOOK" if book else "PRODUCT", attributes=numbered(type, value))
    product(shop)
    found = searched(shop, identifiersType=asked[0], identifiers=asked[1])
    assert (asins(found), found["numberOfResults"]) == ([asin], 1)
    assert "refinements" not in found


def test_items_come_in_the_order_of_their_identifiers(shop: Shop) -> None:
    first, second = product(shop), product(shop)
    found = searched(shop, identifiersType="ASIN", identifiers=f"{second},B000000000,{first},{second}")
    assert asins(found) == [second, first]
    assert found["numberOfResults"] == 2


def test_identifiers_have_pages_too(shop: Shop) -> None:
    made = [product(shop) for _ in range(3)]
    query: dict[str, Any] = {"identifiersType": "ASIN", "identifiers": ",".join(made), "pageSize": 2}
    first = searched(shop, **query)
    second = searched(shop, pageToken=first["pagination"]["nextToken"], **query)
    assert [asins(first), asins(second)] == [made[:2], made[2:]]
    assert set(second["pagination"]) == {"previousToken"}
    back = searched(shop, pageToken=second["pagination"]["previousToken"], **query)
    assert asins(back) == made[:2]
    assert back["numberOfResults"] == 3


def test_a_sku_is_its_sellers_and_is_shown_with_the_item(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    shop.stock("MUG-1", 1)
    asin, seller = shop.summary("MUG-1")["asin"], shop.credentials["seller_id"]
    query = {"identifiersType": "SKU", "identifiers": "MUG-1,MUG-2", "includedData": "identifiers", "sellerId": seller}
    [found] = searched(shop, **query)["items"]
    assert found == {
        "asin": asin,
        "identifiers": [{"marketplaceId": US, "identifiers": [{"identifierType": "SKU", "identifier": "MUG-1"}]}],
    }
    assert searched(shop, DE, **query)["items"] == []
    other = new_shop(beside=shop)
    assert searched(other, **query)["items"] == []
    assert searched(other, **{**query, "sellerId": other.credentials["seller_id"]})["items"] == []


def test_a_sku_may_have_a_comma_in_it(shop: Shop) -> None:
    shop.stock("MUG,BLUE", 1)
    query = {"identifiersType": "SKU", "identifiers": "MUG,BLUE", "sellerId": shop.credentials["seller_id"]}
    [event] = shop.events("inventory.item_created")
    assert asins(searched(shop, **query)) == [event["body"]["asin"]]


def test_what_has_no_product_is_not_found(shop: Shop) -> None:
    product(shop, DE, attributes=numbered("ean", EAN, DE))
    found = searched(shop, identifiersType="EAN", identifiers=EAN)
    assert found == {"numberOfResults": 0, "items": []}
    assert searched(shop, identifiersType="MINSAN", identifiers="A012345678")["items"] == []


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"identifiers": EAN}, "Missing required 'identifiersType'."),
        ({"identifiers": "X", "identifiersType": "SKU"}, "Missing required 'sellerId'."),
        ({"identifiers": "B0", "identifiersType": "ASIN"}, "Invalid 'asin' provided."),
        ({"identifiers": "B00EXAMPLE,20DOMINANT", "identifiersType": "ASIN"}, "Invalid 'asin' provided."),
        ({"identifiers": EAN, "identifiersType": "ISBN"}, "Invalid 'identifiers' provided."),
        ({"identifiers": "123", "identifiersType": "EAN"}, "Invalid 'identifiers' provided."),
        ({"identifiers": "1", "identifiersType": "MINSAN"}, "Invalid 'identifiers' provided."),
        (
            {"identifiers": EAN, "identifiersType": "FNSKU"},
            "Request has missing or invalid parameters and cannot be parsed.",
        ),
        (
            {"identifiers": ",".join([EAN] * 21), "identifiersType": "EAN"},
            "Request has missing or invalid parameters and cannot be parsed.",
        ),
        (
            {"identifiers": EAN, "identifiersType": "EAN", "keywords": "cup"},
            "Invalid combination of 'identifiers' and 'keywords' provided.",
        ),
        (
            {"identifiers": EAN, "identifiersType": "EAN", "brandNames": "Tarnwell"},
            "Invalid combination of 'identifiers' and 'brandNames' provided.",
        ),
        (
            {"identifiers": EAN, "identifiersType": "EAN", "classificationIds": "1"},
            "Invalid combination of 'identifiers' and 'classificationIds' provided.",
        ),
        (
            {"identifiers": EAN, "identifiersType": "EAN", "keywordsLocale": "en_US"},
            "Invalid combination of 'identifiers' and 'keywordsLocale' provided.",
        ),
    ],
)
def test_a_search_that_cannot_be_is_refused(shop: Shop, query: dict[str, Any], message: str) -> None:
    [error] = shop.refused("GET", ITEMS, marketplaceIds=US, **query)
    assert (error["code"], error["message"]) == ("InvalidInput", message)
