"""Product Pricing v0: own prices, competitive prices, offers and their batches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from tests.domains.selling.pricing.conftest import PRICING, Compete, item_offers
from tests.shop import DE, US, Json, Shop

BATCHES = "/batches/products/pricing/v0"


def prices(shop: Shop, kind: str = "price", **query: Any) -> list[Json]:
    found: list[Json] = shop.ok("GET", f"{PRICING}/{kind}", MarketplaceId=US, **query)["payload"]
    return found


def test_own_prices_by_sku_and_by_asin(shop: Shop) -> None:
    asin = shop.list_product("BAG", 24.99)
    [by_sku] = prices(shop, ItemType="Sku", Skus="BAG")
    assert (by_sku["status"], by_sku["SellerSKU"], by_sku["ASIN"]) == ("Success", "BAG", asin)
    identifiers = by_sku["Product"]["Identifiers"]
    assert identifiers["MarketplaceASIN"] == {"MarketplaceId": US, "ASIN": asin}
    assert identifiers["SKUIdentifier"]["SellerSKU"] == "BAG"
    [offer] = by_sku["Product"]["Offers"]
    assert offer["BuyingPrice"]["ListingPrice"] == {"CurrencyCode": "USD", "Amount": 24.99}
    assert (offer["FulfillmentChannel"], offer["ItemCondition"], offer["SellerSKU"]) == ("MERCHANT", "New", "BAG")
    [by_asin] = prices(shop, ItemType="Asin", Asins=asin)
    assert by_asin["Product"]["Offers"] == by_sku["Product"]["Offers"]


def test_a_product_that_others_sell_has_no_prices_of_ones_own(shop: Shop, new_shop: Any) -> None:
    asin = shop.list_product("BAG", 24.99)
    other = new_shop(beside=shop)
    assert prices(other, ItemType="Asin", Asins=asin) == [
        {
            "status": "Success",
            "ASIN": asin,
            "Product": {"Identifiers": {"MarketplaceASIN": {"MarketplaceId": US, "ASIN": asin}}},
        }
    ]


def test_a_sale_is_the_buying_price_beside_the_regular_one(shop: Shop) -> None:
    offer = {
        "marketplace_id": US,
        "currency": "USD",
        "our_price": [{"schedule": [{"value_with_tax": 40}]}],
        "discounted_price": [
            {
                "schedule": [
                    {
                        "value_with_tax": 32.5,
                        "start_at": "2020-01-01T00:00:00Z",
                        "end_at": "2099-01-01T00:00:00Z",
                    }
                ]
            }
        ],
    }
    answer = shop.put_listing("SALE", shop.attributes(purchasable_offer=[offer], list_price=None))
    assert answer["status"] == "ACCEPTED", answer
    shop.advance("PT10S")
    [found] = prices(shop, ItemType="Sku", Skus="SALE")
    [shown] = found["Product"]["Offers"]
    assert (shown["BuyingPrice"]["LandedPrice"]["Amount"], shown["RegularPrice"]["Amount"]) == (32.5, 40.0)


def test_businesses_have_prices_of_their_own(shop: Shop) -> None:
    where = {"marketplace_id": US, "currency": "USD"}
    levels = [{"lower_bound": 5, "value": 21.0}]
    plan = [{"schedule": [{"discount_type": "fixed", "levels": levels}]}]
    offers = [
        {**where, "audience": "ALL", "our_price": [{"schedule": [{"value_with_tax": 25}]}]},
        {
            **where,
            "audience": "B2B",
            "our_price": [{"schedule": [{"value_with_tax": 23}]}],
            "quantity_discount_plan": plan,
        },
    ]
    answer = shop.put_listing("B2B", shop.attributes(purchasable_offer=offers, list_price=None))
    assert answer["status"] == "ACCEPTED", answer
    shop.advance("PT10S")
    [business] = prices(shop, ItemType="Sku", Skus="B2B", OfferType="B2B")[0]["Product"]["Offers"]
    assert (business["offerType"], business["BuyingPrice"]["ListingPrice"]["Amount"]) == ("B2B", 23.0)
    [tier] = business["quantityDiscountPrices"]
    assert (tier["quantityTier"], tier["listingPrice"]["Amount"]) == (5, 21.0)
    [consumer] = prices(shop, ItemType="Sku", Skus="B2B")[0]["Product"]["Offers"]
    assert (consumer["offerType"], consumer["BuyingPrice"]["ListingPrice"]["Amount"]) == ("B2C", 25.0)
    asin = prices(shop, ItemType="Sku", Skus="B2B")[0]["ASIN"]
    [seen] = item_offers(shop, asin, CustomerType="Business")["Offers"]
    assert (seen["offerType"], seen["ListingPrice"]["Amount"]) == ("B2B", 23.0)


def test_what_is_not_known_spoils_nothing_else(shop: Shop) -> None:
    shop.list_product("BAG", 24.99)
    found = prices(shop, ItemType="Sku", Skus="NONE,BAG")
    assert [(each["status"], each["SellerSKU"]) for each in found] == [("ClientError", "NONE"), ("Success", "BAG")]
    assert "Product" not in found[0]
    [asin] = prices(shop, "competitivePrice", ItemType="Asin", Asins="B000000000")
    assert asin == {"status": "ClientError", "ASIN": "B000000000"}


@pytest.mark.parametrize(("type", "name"), [("Sku", "Skus"), ("Asin", "Asins")])
@pytest.mark.parametrize("kind", ["price", "competitivePrice"])
def test_something_must_be_named(shop: Shop, kind: str, type: str, name: str) -> None:
    [error] = shop.refused("GET", f"{PRICING}/{kind}", MarketplaceId=US, ItemType=type)
    assert error["code"] == "InvalidInput"
    assert name in error["details"]


def test_competitive_prices_are_the_featured_one_and_the_cheapest_used_one(shop: Shop, compete: Compete) -> None:
    asin = shop.list_product("BAG", 30.00)
    compete(asin, 28.00)
    compete(asin, 12.00, condition="used_good")
    compete(asin, 11.00, condition="used_acceptable")
    shop.controlled("POST", "buyers/orders", {"items": [{"sku": "BAG"}], "paid": True})
    [found] = prices(shop, "competitivePrice", ItemType="Sku", Skus="BAG")
    new, used = found["Product"]["CompetitivePricing"]["CompetitivePrices"]
    assert (new["CompetitivePriceId"], new["Price"]["LandedPrice"]["Amount"], new["belongsToRequester"]) == (
        "1",
        28.0,
        False,
    )
    assert (used["CompetitivePriceId"], used["Price"]["LandedPrice"]["Amount"], used["subcondition"]) == (
        "2",
        11.0,
        "Acceptable",
    )
    counts = {
        each["condition"]: each["Count"] for each in found["Product"]["CompetitivePricing"]["NumberOfOfferListings"]
    }
    assert counts == {"Any": 4, "New": 2, "Used": 2}
    item = shop.ok("GET", f"/catalog/2022-04-01/items/{asin}", marketplaceIds=US, includedData="salesRanks")
    ranks = [
        rank["rank"]
        for each in item["salesRanks"]
        for rank in [*each["displayGroupRanks"], *each["classificationRanks"]]
    ]
    assert sorted(each["Rank"] for each in found["Product"]["SalesRankings"]) == sorted(ranks)


def test_competitive_prices_come_without_offers(shop: Shop, compete: Compete) -> None:
    asin = shop.list_product("BAG", 30.00)
    compete(asin, 28.00)
    [found] = prices(shop, "competitivePrice", ItemType="Asin", Asins=asin)
    assert set(found["Product"]) == {"Identifiers", "CompetitivePricing", "SalesRankings"}


def test_conditions_are_written_small_in_some_places(shop: Shop, compete: Compete) -> None:
    asin = shop.list_product("BAG", 30.00)
    compete(asin, 12.00, condition="used_good")
    found = item_offers(shop, asin, "Used")
    assert (found["ItemCondition"], found["Identifier"]["ItemCondition"]) == ("Used", "Used")
    assert [each["SubCondition"] for each in found["Offers"]] == ["good"]
    assert {each["condition"] for each in found["Summary"]["LowestPrices"]} == {"new", "used"}


def test_nothing_to_buy_is_told(shop: Shop) -> None:
    asin = shop.list_product("BAG", 30.00, quantity=0)
    found = item_offers(shop, asin)
    assert (found["status"], found["Offers"], found["Summary"]["TotalOfferCount"]) == ("NoBuyableOffers", [], 0)


def test_offers_of_a_sku_name_the_sku(shop: Shop) -> None:
    shop.list_product("BAG", 30.00)
    found = shop.ok("GET", f"{PRICING}/listings/BAG/offers", MarketplaceId=US, ItemCondition="New")["payload"]
    assert (found["SKU"], found["Identifier"]["SellerSKU"]) == ("BAG", "BAG")
    assert "ASIN" not in found
    [offer] = found["Offers"]
    assert offer["MyOffer"] is True


@pytest.mark.parametrize("times", [1, 2])
def test_a_sku_with_signs_in_it_may_be_encoded_once_or_twice(shop: Shop, times: int) -> None:
    sku = "A/B 50%"
    shop.list_product(sku, 30.00)
    encoded = sku
    for _ in range(times):
        encoded = quote(encoded, safe="")
    found = shop.ok("GET", f"{PRICING}/listings/{encoded}/offers", MarketplaceId=US, ItemCondition="New")["payload"]
    assert found["SKU"] == sku


def test_unknown_products_are_refused(shop: Shop) -> None:
    [error] = shop.refused("GET", f"{PRICING}/items/B000000000/offers", MarketplaceId=US, ItemCondition="New")
    assert (error["code"], error["message"]) == ("InvalidInput", f"B000000000 is an invalid ASIN for marketplace {US}")
    [error] = shop.refused("GET", f"{PRICING}/listings/NONE/offers", MarketplaceId=US, ItemCondition="New")
    assert error["message"] == f"NONE is an invalid SKU for marketplace {US}"


def test_a_batch_answers_item_by_item(shop: Shop, compete: Compete, new_shop: Callable[..., Shop]) -> None:
    asin = shop.list_product("BAG", 30.00)
    compete(asin, 28.00)

    def item(asin: str, marketplace: str = US, **more: Any) -> Json:
        uri = f"{PRICING}/items/{asin}/offers"
        return {"uri": uri, "method": "GET", "MarketplaceId": marketplace, "ItemCondition": "New", **more}

    wishes = [item(asin), item("B000000000"), item(asin, DE), item(asin, "X"), item(asin, uri="/x")]
    answers = shop.ok("POST", f"{BATCHES}/itemOffers", {"requests": wishes})["responses"]
    assert [each["status"]["statusCode"] for each in answers] == [200, 400, 400, 400, 400]
    assert answers[0]["body"]["payload"] == item_offers(shop, asin)
    assert answers[0]["request"] == {"MarketplaceId": US, "ItemCondition": "New", "Asin": asin}
    assert {"Date", "x-amzn-RequestId"} <= set(answers[0]["headers"])
    assert all(each["body"]["errors"] for each in answers[1:])
    american = new_shop(beside=shop, marketplaceIds=[US])
    answers = american.ok("POST", f"{BATCHES}/itemOffers", {"requests": [item(asin), item(asin, DE)]})["responses"]
    assert [each["status"]["statusCode"] for each in answers] == [200, 403]


def test_a_batch_of_skus(shop: Shop) -> None:
    shop.list_product("BAG", 30.00)
    shop.list_product("A/B", 31.00)
    wishes = [
        {
            "uri": f"{PRICING}/listings/{quote(sku, safe='')}/offers",
            "method": "GET",
            "MarketplaceId": US,
            "ItemCondition": "New",
        }
        for sku in ("BAG", "A/B", "NONE")
    ]
    answers = shop.ok("POST", f"{BATCHES}/listingOffers", {"requests": wishes})["responses"]
    assert [each["status"]["statusCode"] for each in answers] == [200, 200, 400]
    assert [each["request"]["SellerSKU"] for each in answers] == ["BAG", "A/B", "NONE"]
    assert answers[1]["body"]["payload"]["SKU"] == "A/B"


@pytest.mark.parametrize("requests", [None, []])
def test_an_empty_batch_is_refused(shop: Shop, requests: object) -> None:
    body = {} if requests is None else {"requests": requests}
    assert shop.refused("POST", f"{BATCHES}/itemOffers", body)[0]["code"] == "InvalidInput"


def wish(asin: str, **changes: Any) -> Json:
    """A request for the offers of a product, as it stands in a batch."""
    uri = f"{PRICING}/items/{asin}/offers"
    return {"uri": uri, "method": "GET", "MarketplaceId": US, "ItemCondition": "New", **changes}


def test_a_batch_that_asks_for_the_same_twice_is_refused(shop: Shop) -> None:
    asin = shop.list_product("BAG", 30.00)
    [error] = shop.refused("POST", f"{BATCHES}/itemOffers", {"requests": [wish(asin), wish(asin)]})
    assert error["message"].startswith("Duplicate requests submitted.")
    twice = [wish(asin), wish(asin, ItemCondition="Used")]
    answers = shop.ok("POST", f"{BATCHES}/itemOffers", {"requests": twice})["responses"]
    assert [each["status"]["statusCode"] for each in answers] == [200, 200]


def test_a_batch_of_skus_takes_no_addresses_of_products(shop: Shop) -> None:
    asin = shop.list_product("BAG", 30.00)
    [answer] = shop.ok("POST", f"{BATCHES}/listingOffers", {"requests": [wish(asin)]})["responses"]
    assert answer["status"]["statusCode"] == 400
    assert "payload" not in answer["body"]


def test_the_parameters_of_a_batched_request_are_not_wrapped(shop: Shop) -> None:
    asin = shop.list_product("BAG", 30.00)
    asked = {"MarketplaceId": US, "ItemCondition": "New"}
    wrapped = {"uri": f"{PRICING}/items/{asin}/offers", "method": "GET", "queryParams": asked}
    errors = shop.refused("POST", f"{BATCHES}/itemOffers", {"requests": [wrapped]})
    assert {each["details"].partition(":")[0] for each in errors} == {
        "requests[0].MarketplaceId",
        "requests[0].ItemCondition",
    }


def test_a_batch_has_twenty_at_most(shop: Shop) -> None:
    asins = [f"B{number:09}" for number in range(21)]
    many = [wish(each) for each in asins]
    assert shop.refused("POST", f"{BATCHES}/itemOffers", {"requests": many})[0]["code"] == "InvalidInput"
    assert len(shop.ok("POST", f"{BATCHES}/itemOffers", {"requests": many[:20]})["responses"]) == 20
