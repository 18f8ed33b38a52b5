"""What tests of the catalog share: products to test with, and the calls that find them."""

from __future__ import annotations

from typing import Any

from tests.shop import US, Json, Shop

ITEMS = "/catalog/2022-04-01/items"


def said(value: Any, marketplace: str = US, **more: Any) -> list[Json]:
    """An attribute with one value."""
    return [{"value": value, "marketplace_id": marketplace, **more}]


def spoken(value: Any, marketplace: str = US, language: str = "en_US") -> list[Json]:
    """An attribute with one text."""
    return said(value, marketplace, language_tag=language)


def named(title: str, marketplace: str = US, language: str = "en_US") -> Json:
    """The attribute that gives a product its title."""
    return {"item_name": spoken(title, marketplace, language)}


def numbered(type: str, value: str, marketplace: str = US) -> Json:
    """The attribute that gives a product its barcode."""
    return {"externally_assigned_product_identifier": [{"type": type, "value": value, "marketplace_id": marketplace}]}


def product(shop: Shop, marketplace: str = US, type: str = "DRINKING_CUP", **body: Any) -> str:
    """A product that somebody tests with, and its ASIN."""
    made = shop.controlled("POST", "products", {"marketplaceId": marketplace, "productType": type, **body})
    assert made["marketplaceId"] == marketplace
    return str(made["asin"])


def mug(shop: Shop, title: str, brand: str = "Fernhollow", type: str = "DRINKING_CUP") -> str:
    """A product with a title and a brand of its own."""
    return product(shop, type=type, attributes={**named(title), "brand": spoken(brand)})


def searched(shop: Shop, marketplace: str = US, **query: Any) -> Json:
    """What a search finds."""
    return shop.ok("GET", ITEMS, marketplaceIds=marketplace, **query)


def asins(found: Json) -> list[str]:
    """The ASINs of what was found, in their order."""
    return [each["asin"] for each in found["items"]]


def shown(shop: Shop, asin: str, data: str, marketplace: str = US, **query: Any) -> Any:
    """One data set of an item in one marketplace."""
    found = shop.ok("GET", f"{ITEMS}/{asin}", marketplaceIds=marketplace, includedData=data, **query)
    assert set(found) == {"asin", data}
    assert found["asin"] == asin
    return found[data] if data == "attributes" else found[data][0]
