"""What a seller may list only with an approval, and what not at all."""

from __future__ import annotations

from typing import Any

import pytest
from tests.shop import CA, US, Json, Shop

RESTRICTIONS = "/listings/2021-08-01/restrictions"


def restrictions(shop: Shop, asin: str, marketplaces: str = US, **query: Any) -> list[Json]:
    own = {"asin": asin, "sellerId": shop.credentials["seller_id"], "marketplaceIds": marketplaces}
    found: list[Json] = shop.ok("GET", RESTRICTIONS, **{**own, **query})["restrictions"]
    return found


def branded(shop: Shop, brand: str) -> str:
    """The ASIN of a product of a brand."""
    said = {"brand": [{"value": brand, "language_tag": "en_US"}]}
    body = {"marketplaceId": US, "productType": "LUGGAGE", "attributes": said}
    return str(shop.controlled("POST", "products", body)["asin"])


def offer(shop: Shop, sku: str, asin: str) -> Json:
    suggested = [{"value": asin, "marketplace_id": US}]
    attributes = shop.attributes(requirements="LISTING_OFFER_ONLY", merchant_suggested_asin=suggested)
    answer = shop.put_listing(sku, attributes, requirements="LISTING_OFFER_ONLY")
    assert answer["status"] == "ACCEPTED", answer
    shop.advance("PT10S")
    return shop.listing(sku)


def test_most_products_can_be_listed_new(shop: Shop) -> None:
    asin = branded(shop, "Northlea")
    assert restrictions(shop, asin, conditionType="new_new") == []
    assert {each["conditionType"] for each in restrictions(shop, asin)} == {
        "collectible_like_new",
        "collectible_very_good",
        "collectible_good",
        "collectible_acceptable",
        "club_club",
    }


def test_a_gated_brand_needs_an_approval_and_says_where_to_ask(shop: Shop) -> None:
    asin = branded(shop, "Veltrane")
    [found] = restrictions(shop, asin, conditionType="new_new")
    [reason] = found["reasons"]
    assert (found["marketplaceId"], reason["reasonCode"]) == (US, "APPROVAL_REQUIRED")
    [link] = reason["links"]
    assert (link["verb"], link["resource"]) == (
        "GET",
        f"https://sellercentral.amazon.com/hz/approvalrequest/restrictions/approve?asin={asin}",
    )


def test_a_listing_of_a_gated_brand_is_suppressed_until_it_is_approved(shop: Shop) -> None:
    listing = offer(shop, "BAG", branded(shop, "Veltrane"))
    [issue] = listing["issues"]
    assert (issue["code"], issue["categories"]) == ("18299", ["QUALIFICATION_REQUIRED"])
    assert issue["enforcements"]["actions"] == [{"action": "LISTING_SUPPRESSED"}]
    assert listing["summaries"][0]["status"] == []
    shop.controlled("PUT", "restrictions/approvals", {"brand": "Veltrane"})
    assert shop.listing("BAG")["summaries"][0]["status"] == ["BUYABLE", "DISCOVERABLE"]
    assert shop.listing("BAG")["issues"] == []
    shop.control("DELETE", "restrictions/approvals", {"brand": "Veltrane"})
    assert shop.listing("BAG")["summaries"][0]["status"] == []


def test_any_brand_can_be_gated_in_a_marketplace(shop: Shop) -> None:
    asin = branded(shop, "Northlea")
    shop.controlled("PUT", "restrictions/gates", {"brand": "NORTHLEA"})
    assert [each["reasons"][0]["reasonCode"] for each in restrictions(shop, asin, conditionType="new_new")] == [
        "APPROVAL_REQUIRED"
    ]
    shop.controlled("PUT", "restrictions/approvals", {"brand": "Northlea"})
    assert restrictions(shop, asin, conditionType="new_new") == []
    assert shop.controlled("GET", "restrictions") == {
        "gatedEverywhere": ["aurelio conti", "hallmarch", "veltrane"],
        "gated": [{"marketplaceId": US, "brand": "northlea"}],
        "approvals": [{"marketplaceId": US, "brand": "northlea"}],
    }
    assert shop.control("DELETE", "restrictions/gates", {"brand": "Northlea"}).status_code == 204
    assert shop.control("DELETE", "restrictions/gates", {"brand": "Northlea"}).status_code == 404


def test_an_approval_is_one_sellers_own(shop: Shop, new_shop: Any) -> None:
    asin, other = branded(shop, "Hallmarch"), new_shop(beside=shop)
    shop.controlled("PUT", "restrictions/approvals", {"brand": "Hallmarch"})
    assert restrictions(shop, asin, conditionType="new_new") == []
    assert len(restrictions(other, asin, conditionType="new_new")) == 1


def test_what_is_eaten_is_sold_new_only(shop: Shop) -> None:
    asin = shop.controlled("POST", "products", {"marketplaceId": US, "productType": "COFFEE"})["asin"]
    [found] = restrictions(shop, asin, conditionType="used_good")
    assert found["reasons"][0]["reasonCode"] == "NOT_ELIGIBLE"
    assert "links" not in found["reasons"][0]


def test_a_product_that_a_marketplace_has_not(shop: Shop) -> None:
    asin = branded(shop, "Northlea")
    [found] = restrictions(shop, asin, f"{US},{CA}", conditionType="new_new")
    assert (found["marketplaceId"], found["reasons"][0]["reasonCode"]) == (CA, "ASIN_NOT_FOUND")


@pytest.mark.parametrize(
    ("change", "status", "details"),
    [({"sellerId": "A1OTHER"}, 403, "sellerId: 'A1OTHER'"), ({"asin": "b1"}, 400, "asin: 'b1'")],
)
def test_refusals(shop: Shop, change: Json, status: int, details: str) -> None:
    query = {"asin": "B000000000", "sellerId": shop.credentials["seller_id"], "marketplaceIds": US, **change}
    [error] = shop.refused("GET", RESTRICTIONS, status=status, **query)
    assert error["details"].startswith(details)
