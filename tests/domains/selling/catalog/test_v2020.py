"""Catalog Items 2020-12-01: the version that clients speak when they are told none."""

from __future__ import annotations

import pytest
from tests.domains.selling.catalog.selling import asins, mug, named, numbered, product, searched, shown, spoken
from tests.domains.selling.catalog.test_families import child, parent
from tests.shop import DE, GB, US, Json, Shop

ITEMS = "/catalog/2020-12-01/items"
EAN, OTHER_EAN = "4006381333931", "4006381333948"


def found(shop: Shop, marketplace: str = US, **query: object) -> Json:
    return shop.ok("GET", ITEMS, marketplaceIds=marketplace, **query)


def one(shop: Shop, asin: str, data: str, marketplace: str = US, **query: object) -> Json:
    item = shop.ok("GET", f"{ITEMS}/{asin}", marketplaceIds=marketplace, includedData=data, **query)
    assert set(item) == {"asin", data}
    [entry] = item[data]
    assert isinstance(entry, dict)
    return entry


def test_an_item_is_shown_at_a_glance_under_the_older_names(shop: Shop) -> None:
    asin = product(shop, type="SHIRT", attributes={"item_name": spoken("Linen shirt"), "color": spoken("Navy")})
    assert shop.ok("GET", f"{ITEMS}/{asin}", marketplaceIds=US) == {
        "asin": asin,
        "summaries": [
            {
                "marketplaceId": US,
                "brandName": "Fernhollow",
                "browseNode": "211111011",
                "colorName": "Navy",
                "itemName": "Linen shirt",
                "manufacturer": "Fernhollow Works",
                "modelNumber": "FH-100",
                "sizeName": "Medium",
                "styleName": "Classic",
            }
        ],
    }


@pytest.mark.parametrize("data", ["identifiers", "images", "productTypes"])
def test_what_did_not_change_between_the_versions_is_the_same(shop: Shop, data: str) -> None:
    asin = product(shop, attributes=numbered("ean", EAN))
    assert one(shop, asin, data) == shown(shop, asin, data)


def test_attributes_are_those_of_the_product(shop: Shop) -> None:
    asin = product(shop, attributes={"color": spoken("Teal")})
    item = shop.ok("GET", f"{ITEMS}/{asin}", marketplaceIds=US, includedData="attributes")
    assert item["attributes"] == shown(shop, asin, "attributes")


def test_ranks_stand_in_one_list_the_department_first(shop: Shop) -> None:
    asin = mug(shop, "Amber cup")
    newer = shown(shop, asin, "salesRanks")
    [department], [category] = newer["displayGroupRanks"], newer["classificationRanks"]
    assert one(shop, asin, "salesRanks")["ranks"] == [
        {name: each[name] for name in ("title", "link", "rank")} for each in (department, category)
    ]


def test_a_family_is_named_from_both_ends(shop: Shop) -> None:
    family = parent(shop)
    member = child(shop, family, "Navy")
    assert one(shop, family, "variations") == {"marketplaceId": US, "asins": [member], "variationType": "PARENT"}
    assert one(shop, member, "variations") == {"marketplaceId": US, "asins": [family], "variationType": "CHILD"}
    alone = mug(shop, "Cup")
    item = shop.ok("GET", f"{ITEMS}/{alone}", marketplaceIds=US, includedData="variations")
    assert item == {"asin": alone, "variations": []}


def test_a_search_finds_what_the_newer_version_finds(shop: Shop) -> None:
    for number in range(3):
        mug(shop, f"Amber cup {number}", "Tarnwell")
    mug(shop, "Blue cup", "Harbor")
    page, newer = found(shop, keywords="amber,cup"), searched(shop, keywords="amber,cup")
    assert asins(page) == asins(newer)
    assert (page["numberOfResults"], page["refinements"]) == (3, newer["refinements"])
    assert page["pagination"] == {}
    assert asins(found(shop, keywords="cup", brandNames="Harbor")) == asins(searched(shop, keywords="blue"))


def test_a_search_goes_on_page_by_page_and_back(shop: Shop) -> None:
    made = [mug(shop, f"Amber cup {number}") for number in range(3)]
    first = found(shop, keywords="amber", pageSize=2)
    last = found(shop, keywords="amber", pageSize=2, pageToken=first["pagination"]["nextToken"])
    assert asins(first) + asins(last) == made[::-1]
    assert set(last["pagination"]) == {"previousToken"}
    back = found(shop, keywords="amber", pageSize=2, pageToken=last["pagination"]["previousToken"])
    assert asins(back) == asins(first)


def test_keywords_that_are_identifiers_find_any_of_them(shop: Shop) -> None:
    kettle = product(shop, attributes={**named("Kettle"), **numbered("ean", EAN)})
    teapot = product(shop, attributes={**named("Teapot"), **numbered("ean", OTHER_EAN)})
    cup = mug(shop, "Cup")
    assert asins(found(shop, keywords=f"{EAN},{OTHER_EAN}")) == [teapot, kettle]
    assert asins(found(shop, keywords=f"{cup},{EAN}")) == [cup, kettle]
    assert asins(found(shop, keywords=f"kettle,{OTHER_EAN}")) == []


def test_a_language_is_the_marketplaces(shop: Shop) -> None:
    asin = product(
        shop, DE, attributes={"item_name": [*spoken("Teekanne", DE, "de_DE"), *spoken("Teapot", DE, "en_GB")]}
    )
    assert one(shop, asin, "summaries", DE)["itemName"] == "Teekanne"
    assert one(shop, asin, "summaries", DE, locale="en_GB")["itemName"] == "Teapot"
    assert asins(found(shop, DE, keywords="teapot", keywordsLocale="en_GB")) == [asin]
    [error] = shop.refused("GET", ITEMS, marketplaceIds=DE, keywords="teapot", keywordsLocale="ja_JP")
    assert error["message"] == "Invalid 'keywordsLocale' provided."


def test_what_is_not_there_or_not_for_sellers_is_refused(shop: Shop) -> None:
    asin = product(shop)
    [error] = shop.refused("GET", f"{ITEMS}/{asin}", status=404, marketplaceIds=GB)
    assert error["code"] == "NOT_FOUND"
    [error] = shop.refused("GET", f"{ITEMS}/b00", marketplaceIds=US)
    assert error["message"] == "Invalid 'asin' provided."
    [error] = shop.refused("GET", ITEMS, marketplaceIds=US, keywords="cup", includedData="vendorDetails")
    assert error["message"] == "FORBIDDEN"
    [error] = shop.refused("GET", ITEMS, marketplaceIds=US, keywords="cup", pageSize=0)
    assert error["details"] == "pageSize: 0 is not from 1 to 20"
    [error] = shop.refused("GET", ITEMS, marketplaceIds=US)
    assert (error["code"], "keywords" in f"{error}") == ("InvalidInput", True)


@pytest.mark.parametrize("data", ["relationships", "dimensions"])
def test_the_data_sets_of_the_newer_version_are_not_known(shop: Shop, data: str) -> None:
    asin = product(shop)
    [error] = shop.refused("GET", f"{ITEMS}/{asin}", marketplaceIds=US, includedData=data)
    assert error["message"] == "Request has missing or invalid parameters and cannot be parsed."
    assert f"'{data}'" in error["details"]
