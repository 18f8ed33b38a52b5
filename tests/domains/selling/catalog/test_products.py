"""Products get into the catalog: an ASIN for each, the same in every marketplace, and told more of later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.domains.selling.catalog.selling import numbered, product, said
from tests.shop import DE, US, Shop

EAN = "4006381333931"


def test_a_product_to_test_with_has_an_asin_and_is_told_of(shop: Shop) -> None:
    asin = product(shop)
    assert len(asin) == 10
    assert asin.startswith("B0")
    [event] = shop.events("catalog.product_created")
    assert (event["subject"], event["body"]) == (
        asin,
        {"marketplaceId": US, "asin": asin, "productType": "DRINKING_CUP"},
    )


def test_products_alike_are_different_products(shop: Shop) -> None:
    assert len({product(shop) for _ in range(5)}) == 5


def test_the_same_barcode_is_the_same_product_in_every_marketplace(shop: Shop) -> None:
    asin = product(shop, attributes=numbered("ean", EAN))
    assert product(shop, DE, attributes=numbered("ean", EAN, DE)) == asin
    assert product(shop, attributes=numbered("ean", EAN)) == asin
    assert len(shop.events("catalog.product_created")) == 2


def test_a_upc_is_the_ean_with_a_zero_before_it(shop: Shop) -> None:
    asin = product(shop, attributes=numbered("upc", "036000291452"))
    assert product(shop, attributes=numbered("ean", "0036000291452")) == asin
    assert product(shop, attributes=numbered("gtin", "00036000291452")) == asin


def test_a_book_is_known_by_its_isbn_of_ten_digits(shop: Shop) -> None:
    assert product(shop, type="ABIS_BOOK", attributes=numbered("isbn", "9780306406157")) == "0306406152"


def test_the_same_calls_give_the_same_asins(new_shop: Callable[..., Shop]) -> None:
    asins = [[product(each), product(each, attributes=numbered("ean", EAN))] for each in (new_shop(), new_shop())]
    assert asins[0] == asins[1]
    other = new_shop(seed="other")
    assert product(other) != asins[0][0]


def refused(shop: Shop, **body: Any) -> list[str]:
    response = shop.control("POST", "products", {"marketplaceId": US, "productType": "SHIRT", **body})
    assert response.status_code == 400, response.text
    assert shop.events() == []
    return [each["details"] for each in response.json()["errors"]]


def test_what_is_wrong_with_a_product_is_said_all_at_once(shop: Shop) -> None:
    assert refused(shop, marketplaceId="X") == ["marketplaceId: 'X' is not a marketplace"]
    assert refused(shop, productType="SHIRTS") == ["productType: 'SHIRTS' is not a product type"]
    assert refused(shop, asin="b0") == [
        "asin: 'b0' is not ten capital letters and digits, the first a letter, nor an ISBN of ten digits"
    ]
    assert refused(shop, parentAsin="B000000000") == ["parentAsin: 'B000000000' is not in the catalog"]
    faults = refused(shop, attributes={"item_name": said(""), "target_gender": said("nobody")})
    assert faults[0] == "attributes: 'Title' is empty."
    assert faults[2] == "attributes: 'Gender' is 'nobody', and must be one of 'female', 'male', 'unisex'."
    assert len(faults) == 3
