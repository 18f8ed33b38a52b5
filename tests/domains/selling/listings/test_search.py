"""A seller searches through his listings."""

from __future__ import annotations

from typing import Any

import pytest
from tests.shop import CA, US, Json, Shop


@pytest.fixture
def full(shop: Shop) -> Shop:
    """Five listings, a day apart: C, A, E, B, D; E is sold out, D is in the network."""
    for sku in "CAEBD":
        shop.list_product(sku, quantity=0 if sku == "E" else 5, fba=sku == "D")
        shop.advance("P1D")
    return shop


def search(shop: Shop, **query: Any) -> Json:
    return shop.ok("GET", shop.listing_path(), **{"marketplaceIds": US, **query})


def skus(shop: Shop, **query: Any) -> str:
    return "".join(each["sku"] for each in search(shop, **query)["items"])


def test_the_newest_change_comes_first_unless_told_otherwise(full: Shop) -> None:
    assert skus(full) == "DBEAC"
    assert skus(full, sortBy="createdDate", sortOrder="ASC") == "CAEBD"
    assert skus(full, sortBy="sku", sortOrder="ASC") == "ABCDE"
    assert skus(full, sortBy="sku") == "EDCBA"


@pytest.mark.parametrize("sort", ["sku", "createdDate", "lastUpdatedDate"])
@pytest.mark.parametrize("order", ["ASC", "DESC"])
def test_pages_lead_there_and_back(full: Shop, sort: str, order: str) -> None:
    asked: Json = {"sortBy": sort, "sortOrder": order, "pageSize": 2}
    whole = skus(full, sortBy=sort, sortOrder=order)
    first = search(full, **asked)
    assert "previousToken" not in first["pagination"]
    second = search(full, **asked, pageToken=first["pagination"]["nextToken"])
    third = search(full, **asked, pageToken=second["pagination"]["nextToken"])
    assert "nextToken" not in third["pagination"]
    assert [each["numberOfResults"] for each in (first, second, third)] == [5, 5, 5]
    there = "".join(each["sku"] for page in (first, second, third) for each in page["items"])
    assert there == whole
    again = search(full, **asked, pageToken=third["pagination"]["previousToken"])
    assert again["items"] == second["items"]
    start = search(full, **asked, pageToken=again["pagination"]["previousToken"])
    assert (start["items"], start["pagination"].keys()) == (first["items"], {"nextToken"})


def test_a_token_belongs_to_its_search(full: Shop) -> None:
    token = search(full, pageSize=2)["pagination"]["nextToken"]
    [error] = full.refused("GET", full.listing_path(), marketplaceIds=US, pageToken=token, sortBy="sku")
    assert error["message"] == "Search parameters do not match the provided 'pageToken'."
    assert error["details"].startswith("pageToken: ")


def test_a_token_by_another_name_is_passed_over(full: Shop) -> None:
    first = search(full, pageSize=2)
    assert search(full, pageSize=2, nextToken=first["pagination"]["nextToken"])["items"] == first["items"]


def test_status_narrows_a_search(full: Shop) -> None:
    assert skus(full, withStatus="BUYABLE") == "DBAC"
    assert skus(full, withoutStatus="BUYABLE") == "E"
    assert skus(full, withStatus="BUYABLE,DISCOVERABLE") == "DBAC"
    assert skus(full, withoutStatus="DISCOVERABLE") == ""


def test_times_narrow_a_search(full: Shop) -> None:
    made = {each["sku"]: each["summaries"][0]["createdDate"] for each in search(full)["items"]}
    assert skus(full, createdAfter=made["E"]) == "DBE"
    assert skus(full, createdBefore=made["A"]) == "AC"
    assert skus(full, createdAfter=made["A"], createdBefore=made["E"]) == "EA"
    assert skus(full, lastUpdatedAfter=made["D"]) == "D"


def test_identifiers_of_every_kind_find_their_listing(full: Shop) -> None:
    listing = full.listing("B")
    number = listing["attributes"]["externally_assigned_product_identifier"][0]["value"]
    asin = listing["summaries"][0]["asin"]
    fn_sku = full.listing("D")["summaries"][0]["fnSku"]
    assert skus(full, identifiers="B,C,NONE", identifiersType="SKU") == "BC"
    assert skus(full, identifiers=asin, identifiersType="ASIN") == "B"
    assert skus(full, identifiers=number, identifiersType="EAN") == "B"
    assert skus(full, identifiers=f"0{number}", identifiersType="GTIN") == "B"
    assert skus(full, identifiers=fn_sku, identifiersType="FNSKU") == "D"
    assert skus(full, identifiers="4006381333931", identifiersType="EAN") == ""


def test_a_family_is_found_by_its_parent_and_shown_with_it(shop: Shop) -> None:
    where = {"marketplace_id": US}
    theme = [{"name": "COLOR", **where}]
    child = {
        "parentage_level": [{"value": "child", **where}],
        "child_parent_sku_relationship": [{"child_relationship_type": "variation", "parent_sku": "FAMILY", **where}],
        "variation_theme": theme,
    }
    for number, shade in enumerate(("Slate", "Moss")):
        code = f"201715615424{number}"[:12]
        changes: dict[str, Any] = {
            **child,
            "color": [{"value": shade, "language_tag": "en_US", **where}],
            "externally_assigned_product_identifier": None,
            "supplier_declared_has_product_identifier_exemption": [{"value": True, **where}],
        }
        answer = shop.put_listing(f"{shade}-{code}", shop.attributes(**changes))
        assert answer["status"] == "ACCEPTED", answer
    shop.advance("PT10S")
    family = shop.attributes(
        parentage_level=[{"value": "parent", **where}],
        variation_theme=theme,
        externally_assigned_product_identifier=None,
        supplier_declared_has_product_identifier_exemption=[{"value": True, **where}],
        purchasable_offer=None,
        fulfillment_availability=None,
    )
    answer = shop.put_listing("FAMILY", family)
    assert answer["status"] == "ACCEPTED", answer
    shop.advance("PT10S")
    found = search(shop, variationParentSku="FAMILY", includedData="relationships,summaries")
    assert found["numberOfResults"] == 2
    for each in found["items"]:
        [relation] = each["relationships"][0]["relationships"]
        assert relation == {
            "type": "VARIATION",
            "parentSkus": ["FAMILY"],
            "variationTheme": {"attributes": ["color"], "theme": "COLOR"},
        }
    parent = shop.listing("FAMILY")
    [relation] = parent["relationships"][0]["relationships"]
    assert sorted(relation["childSkus"]) == sorted(each["sku"] for each in found["items"])
    assert parent["summaries"][0]["status"] == ["DISCOVERABLE"]
    asin = found["items"][0]["summaries"][0]["asin"]
    item = shop.ok("GET", f"/catalog/2022-04-01/items/{asin}", marketplaceIds=US, includedData="relationships")
    assert item["relationships"][0]["relationships"][0]["parentAsins"] == [parent["summaries"][0]["asin"]]


def test_a_case_is_found_by_what_it_contains(shop: Shop) -> None:
    shop.list_product("UNIT")
    contents = [{"sku": "UNIT", "quantity": 12, "marketplace_id": US}]
    level = [{"value": "case", "marketplace_id": US}]
    attributes = shop.attributes(package_contains_sku=contents, package_level=level)
    assert shop.put_listing("CASE", attributes)["issues"] == []
    shop.advance("PT10S")
    assert skus(shop, packageHierarchySku="UNIT") == "CASE"
    [relation] = shop.listing("UNIT")["relationships"][0]["relationships"]
    assert relation == {"type": "PACKAGE_HIERARCHY", "parentSkus": ["CASE"]}


def test_a_sku_of_two_marketplaces_is_one_item(shop: Shop) -> None:
    for marketplace in (US, CA):
        shop.list_product("MUG", marketplace=marketplace)
    both = search(shop, marketplaceIds=f"{US},{CA}")
    assert both["numberOfResults"] == 1
    assert [each["marketplaceId"] for each in both["items"][0]["summaries"]] == [US, CA]


def test_another_sellers_listings_are_not_found(full: Shop, new_shop: Any) -> None:
    other = new_shop(beside=full)
    assert search(other) == {"numberOfResults": 0, "items": []}


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"identifiers": "A"}, "identifiersType: is required"),
        ({"identifiers": "A", "identifiersType": "SKU", "variationParentSku": "B"}, "variationParentSku: cannot"),
        ({"withStatus": "BUYABLE", "withoutStatus": "BUYABLE"}, "withoutStatus: BUYABLE"),
        ({"pageSize": 0}, "pageSize: 0 is not from 1 to 20"),
        ({"createdAfter": "2026-02-02T00:00:00Z", "createdBefore": "2026-02-01T00:00:00Z"}, "createdBefore: is before"),
    ],
)
def test_what_does_not_go_together_is_refused(shop: Shop, query: Json, named: str) -> None:
    [error] = shop.refused("GET", shop.listing_path(), **{"marketplaceIds": US, **query})
    assert error["details"].startswith(named)
