"""Product Pricing 2022-05-01: the featured offer expected price, and the competitive summary."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.domains.selling.pricing.conftest import Compete, price, winner
from tests.shop import DE, US, Json, Shop

EXPECTED = "/products/pricing/2022-05-01/offer/featuredOfferExpectedPrice"
SUMMARY = "/products/pricing/2022-05-01/items/competitiveSummary"


def expected(shop: Shop, *skus: str, marketplace: str = US) -> list[Json]:
    wishes = [{"uri": EXPECTED, "method": "GET", "marketplaceId": marketplace, "sku": sku} for sku in skus]
    found: list[Json] = shop.ok("POST", f"/batches{EXPECTED}", {"requests": wishes})["responses"]
    return found


def result(shop: Shop, sku: str) -> Json:
    [answer] = expected(shop, sku)
    assert answer["status"]["statusCode"] == 200, answer
    [found] = answer["body"]["featuredOfferExpectedPriceResults"]
    result: Json = found
    return result


def summary(shop: Shop, asin: str, *data: str, **more: Any) -> Json:
    wish = {"uri": SUMMARY, "method": "GET", "marketplaceId": US, "asin": asin, "includedData": list(data), **more}
    [found] = shop.ok("POST", f"/batches{SUMMARY}", {"requests": [wish]})["responses"]
    answer: Json = found
    return answer


@pytest.mark.parametrize(("fba", "fulfillment"), [(False, "MFN"), (False, "FBA"), (True, "MFN"), (True, "FBA")])
def test_at_the_expected_price_the_offer_is_featured_and_a_cent_above_it_is_not(
    shop: Shop, compete: Compete, fba: bool, fulfillment: str
) -> None:
    asin = shop.list_product("BAG", 40.00, fba=fba)
    other = compete(asin, 27.77, fulfillment=fulfillment)["sellerId"]
    found = result(shop, "BAG")
    assert found["resultStatus"] == "VALID_FOEP"
    assert found["competingFeaturedOffer"]["offerIdentifier"]["sellerId"] == other
    assert "sku" not in found["competingFeaturedOffer"]["offerIdentifier"]
    amount = found["featuredOfferExpectedPrice"]["listingPrice"]["amount"]
    price_of(shop, "BAG", amount, fba=fba)
    assert winner(shop, asin) == shop.credentials["seller_id"]
    assert result(shop, "BAG")["featuredOfferExpectedPrice"]["listingPrice"]["amount"] == amount
    price_of(shop, "BAG", round(amount + 0.01, 2), fba=fba)
    assert winner(shop, asin) == other


def price_of(shop: Shop, sku: str, amount: float, *, fba: bool) -> None:
    price(shop, sku, amount)
    assert shop.listing(sku)["offers"][0]["price"]["amount"] == f"{amount:.2f}", fba


def test_alone_there_is_nothing_to_beat(shop: Shop, compete: Compete) -> None:
    asin = shop.list_product("BAG", 40.00)
    found = result(shop, "BAG")
    assert found["resultStatus"] == "NO_COMPETING_OFFER"
    assert found["currentFeaturedOffer"]["price"]["listingPrice"] == {"currencyCode": "USD", "amount": 40.0}
    compete(asin, 5.00, condition="used_good")
    assert result(shop, "BAG")["resultStatus"] == "NO_COMPETING_OFFER"


def test_an_offer_that_cannot_be_featured_has_no_expected_price(shop: Shop, compete: Compete) -> None:
    asin = shop.list_product("BAG", 40.00, quantity=0)
    compete(asin, 30.00)
    assert result(shop, "BAG")["resultStatus"] == "OFFER_NOT_ELIGIBLE"
    shop.list_product("BAD", 40.00)
    shop.controlled("PUT", "feedback", {"rating": 40})
    assert result(shop, "BAD")["resultStatus"] == "OFFER_NOT_ELIGIBLE"
    facts = shop.attributes(requirements="LISTING_PRODUCT_ONLY", externally_assigned_product_identifier=None)
    exempt = [{"value": True, "marketplace_id": US}]
    facts["supplier_declared_has_product_identifier_exemption"] = exempt
    answer = shop.put_listing("FACTS", facts, requirements="LISTING_PRODUCT_ONLY")
    assert answer["status"] == "ACCEPTED", answer
    shop.advance("PT10S")
    assert result(shop, "FACTS")["resultStatus"] == "OFFER_NOT_FOUND"


def test_an_offer_that_is_not_found_competes_with_none(shop: Shop, compete: Compete) -> None:
    facts = shop.attributes(requirements="LISTING_PRODUCT_ONLY", externally_assigned_product_identifier=None)
    exempt = [{"value": True, "marketplace_id": US}]
    facts["supplier_declared_has_product_identifier_exemption"] = exempt
    shop.put_listing("FACTS", facts, requirements="LISTING_PRODUCT_ONLY")
    shop.advance("PT10S")
    other = compete(shop.listing("FACTS")["summaries"][0]["asin"], 30.00)["sellerId"]
    found = result(shop, "FACTS")
    assert (found["resultStatus"], "competingFeaturedOffer" in found) == ("OFFER_NOT_FOUND", False)
    assert found["currentFeaturedOffer"]["offerIdentifier"]["sellerId"] == other


def test_each_sku_is_answered_by_itself(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    shop.list_product("BAG", 40.00)
    known, unknown = expected(shop, "BAG", "NONE")
    assert known["status"] == {"statusCode": 200, "reasonPhrase": "OK"}
    assert set(known["body"]["offerIdentifier"]) == {"asin", "marketplaceId", "sellerId", "sku"}
    assert known["body"]["offerIdentifier"]["sku"] == "BAG"
    assert known["request"] == {"marketplaceId": US, "sku": "BAG"}
    assert unknown["status"] == {"statusCode": 400, "reasonPhrase": "Client Error"}
    assert unknown["body"]["errors"][0]["code"] == "INVALID_SKU"
    american = new_shop(beside=shop, marketplaceIds=[US])
    [foreign] = expected(american, "BAG", marketplace=DE)
    assert foreign["status"]["statusCode"] == 403


def test_a_batch_has_forty_at_most(shop: Shop) -> None:
    wish = {"uri": EXPECTED, "method": "GET", "marketplaceId": US, "sku": "BAG"}
    [error] = shop.refused("POST", f"/batches{EXPECTED}", {"requests": [wish] * 41})
    assert "41" in error["details"]


def test_the_summary_shows_what_is_featured_and_what_is_cheapest(shop: Shop, compete: Compete) -> None:
    asin = shop.list_product("BAG", 30.00, fba=True)
    other = compete(asin, 32.00)["sellerId"]
    answer = summary(shop, asin, "featuredBuyingOptions", "lowestPricedOffers", "referencePrices", "similarItems")
    assert answer["status"] == {"statusCode": 200, "reasonPhrase": "Success"}
    body = answer["body"]
    [option] = body["featuredBuyingOptions"]
    [featured] = option["segmentedFeaturedOffers"]
    assert (featured["sellerId"], featured["fulfillmentType"]) == (shop.credentials["seller_id"], "AFN")
    assert featured["primeDetails"] == {"eligibility": "NATIONAL"}
    [lowest] = body["lowestPricedOffers"]
    assert [each["sellerId"] for each in lowest["offers"]] == [shop.credentials["seller_id"], other]
    assert (body["referencePrices"], body["similarItems"]) == ([], [])


def test_the_summary_has_what_was_asked_for_and_no_more(shop: Shop, compete: Compete) -> None:
    asin = shop.list_product("BAG", 30.00)
    compete(asin, 9.00, condition="used_good")
    inputs = [{"itemCondition": "Used", "offerType": "Consumer"}, {"itemCondition": "Club", "offerType": "Consumer"}]
    body = summary(shop, asin, "lowestPricedOffers", lowestPricedOffersInputs=inputs)["body"]
    assert set(body) == {"asin", "marketplaceId", "lowestPricedOffers"}
    used, club = body["lowestPricedOffers"]
    assert [used["lowestPricedOffersInput"], club["lowestPricedOffersInput"]] == inputs
    assert (len(used["offers"]), club["offers"]) == (1, [])
    refused = summary(shop, asin, "similarItems", lowestPricedOffersInputs=inputs)
    assert (refused["status"]["statusCode"], refused["body"]["asin"]) == (400, asin)


def test_a_product_that_is_sold_used_only_features_nothing(shop: Shop, compete: Compete) -> None:
    asin = shop.list_product("BAG", 30.00, quantity=0)
    compete(asin, 9.00, condition="used_good")
    assert summary(shop, asin, "featuredBuyingOptions")["body"]["featuredBuyingOptions"] == []


def test_the_cheapest_new_offers_are_shown_unless_others_are_asked_for(shop: Shop, compete: Compete) -> None:
    asin = shop.list_product("BAG", 30.00)
    compete(asin, 28.00)
    compete(asin, 9.00, condition="used_good")
    [found] = summary(shop, asin, "lowestPricedOffers")["body"]["lowestPricedOffers"]
    assert found["lowestPricedOffersInput"] == {"itemCondition": "New", "offerType": "Consumer"}
    assert [each["listingPrice"]["amount"] for each in found["offers"]] == [28.0, 30.0]


def test_the_price_that_was_is_the_middle_of_what_was_paid(shop: Shop) -> None:
    asin = shop.list_product("BAG", 30.00, quantity=100)
    shop.controlled("POST", "buyers/orders", {"items": [{"sku": "BAG", "quantity": 2}], "paid": True})
    price(shop, "BAG", 20.00)
    shop.controlled("POST", "buyers/orders", {"items": [{"sku": "BAG", "quantity": 3}], "paid": True})
    body = summary(shop, asin, "referencePrices")["body"]
    assert body["referencePrices"] == [{"name": "WasPrice", "price": {"currencyCode": "USD", "amount": 20.0}}]
    shop.advance("P91D")
    assert summary(shop, asin, "referencePrices")["body"]["referencePrices"] == []


def test_similar_items_are_of_the_same_category(shop: Shop) -> None:
    first, second = shop.list_product("BAG", 30.00), shop.list_product("TROLLEY", 31.00)
    body = summary(shop, first, "similarItems")["body"]
    assert body["similarItems"] == [{"items": [{"asin": second}]}]


def test_an_unknown_product_has_no_summary(shop: Shop) -> None:
    answer = summary(shop, "B000000000", "featuredBuyingOptions")
    assert answer["status"]["statusCode"] == 400
    assert "B000000000" in answer["body"]["errors"][0]["message"]
