"""Other sellers compete: the featured offer follows from price, fulfillment and feedback."""

from __future__ import annotations

import pytest
from tests.domains.selling.pricing.conftest import PRICING, Compete, item_offers, price, winner
from tests.shop import DE, US, Shop


def test_the_cheaper_offer_is_featured_and_a_price_change_turns_it_round(shop: Shop, compete: Compete) -> None:
    asin = shop.list_product("BAG", 30.00)
    me = shop.credentials["seller_id"]
    assert winner(shop, asin) == me
    other = compete(asin, 28.00)
    assert winner(shop, asin) == other["sellerId"]
    price(shop, "BAG", 27.99)
    assert winner(shop, asin) == me


def test_an_offer_that_amazon_ships_may_cost_two_percent_more(shop: Shop, compete: Compete) -> None:
    asin = shop.list_product("BAG", 100.00)
    network = compete(asin, 102.01, fulfillment="FBA")
    assert winner(shop, asin) == shop.credentials["seller_id"]
    compete(asin, 101.99, fulfillment="FBA", sellerId=network["sellerId"])
    assert winner(shop, asin) == network["sellerId"]


def test_at_one_price_the_better_feedback_wins_and_bad_feedback_never(shop: Shop, compete: Compete) -> None:
    asin = shop.list_product("BAG", 30.00)
    shop.controlled("PUT", "feedback", {"rating": 92, "count": 50})
    other = compete(asin, 30.00, feedback={"rating": 93, "count": 10})["sellerId"]
    assert winner(shop, asin) == other
    shop.controlled("PUT", "feedback", {"sellerId": other, "rating": 79})
    assert winner(shop, asin) == shop.credentials["seller_id"]
    shop.controlled("PUT", "feedback", {"rating": 10})
    assert winner(shop, asin) is None


def test_what_is_sold_out_competes_no_more(shop: Shop, compete: Compete) -> None:
    asin = shop.list_product("BAG", 30.00)
    other = compete(asin, 20.00, quantity=1)["sellerId"]
    assert winner(shop, asin) == other
    order = shop.controlled("POST", "buyers/orders", {"items": [{"asin": asin}]})
    assert order["sellerId"] == other
    assert winner(shop, asin) == shop.credentials["seller_id"]
    order = shop.controlled("POST", "buyers/orders", {"items": [{"asin": asin}]})
    assert order["sellerId"] == shop.credentials["seller_id"]


def test_used_offers_are_shown_and_never_featured(shop: Shop, compete: Compete) -> None:
    asin = shop.list_product("BAG", 30.00)
    compete(asin, 9.50, condition="used_very_good")
    found = item_offers(shop, asin, "Used")
    [offer] = found["Offers"]
    assert (offer["SubCondition"], offer["ListingPrice"]["Amount"], offer["IsBuyBoxWinner"]) == (
        "very_good",
        9.5,
        False,
    )
    assert {(each["condition"], each["OfferCount"]) for each in found["Summary"]["NumberOfOffers"]} == {
        ("new", 1),
        ("used", 1),
    }
    assert found["Summary"]["TotalOfferCount"] == 2
    assert winner(shop, asin) == shop.credentials["seller_id"]


def test_a_buyer_of_a_product_takes_the_featured_offer_and_not_the_sellers_cheaper_used_one(shop: Shop) -> None:
    asin = shop.list_product("NEW", 30.00)
    used = [{"value": "used_good", "marketplace_id": US}]
    offer = {"marketplace_id": US, "currency": "USD", "our_price": [{"schedule": [{"value_with_tax": 9}]}]}
    attributes = shop.attributes(
        requirements="LISTING_OFFER_ONLY",
        merchant_suggested_asin=[{"value": asin, "marketplace_id": US}],
        condition_type=used,
        purchasable_offer=[offer],
        list_price=None,
    )
    assert shop.put_listing("USED", attributes, requirements="LISTING_OFFER_ONLY")["status"] == "ACCEPTED"
    shop.advance("PT10S")
    order = shop.controlled("POST", "buyers/orders", {"items": [{"asin": asin}]})
    assert [each["sku"] for each in order["items"]] == ["NEW"]
    named = {"items": [{"asin": asin}], "sellerId": shop.credentials["seller_id"]}
    assert [each["sku"] for each in shop.controlled("POST", "buyers/orders", named)["items"]] == ["NEW"]


def test_twenty_offers_are_shown_cheapest_first_and_all_are_counted(shop: Shop, compete: Compete) -> None:
    asin = shop.list_product("BAG", 30.00)
    for number in range(22):
        compete(asin, 50 - number)
    found = item_offers(shop, asin)
    amounts = [each["ListingPrice"]["Amount"] for each in found["Offers"]]
    assert (len(amounts), amounts) == (20, sorted(amounts))
    assert found["Summary"]["TotalOfferCount"] == 23
    assert len({each["SellerId"] for each in found["Offers"]}) == 20
    [lowest] = found["Summary"]["LowestPrices"]
    assert (lowest["LandedPrice"]["Amount"], lowest["fulfillmentChannel"]) == (29.0, "Merchant")


def test_competitors_are_listed_and_leave(shop: Shop, compete: Compete) -> None:
    asin = shop.list_product("BAG", 30.00)
    first, second = compete(asin, 28.00)["sellerId"], compete(asin, 27.00, fulfillment="FBA")["sellerId"]
    assert first != second
    listed = shop.controlled("GET", "competitors", asin=asin)["competitors"]
    assert {each["sellerId"]: each["fulfillment"] for each in listed} == {first: "MFN", second: "FBA"}
    assert shop.control("DELETE", "competitors", sellerId=second).status_code == 204
    assert winner(shop, asin) == first
    assert shop.control("DELETE", "competitors").status_code == 204
    assert shop.controlled("GET", "competitors")["competitors"] == []
    assert shop.control("DELETE", "competitors", sellerId=second).status_code == 404


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"asin": "B000000000"}, "invalid ASIN"),
        ({"price": 0}, "price"),
        ({"condition": "rotten"}, "condition"),
        ({"marketplaceId": "X"}, "marketplaceId"),
        ({"quantity": -1}, "quantity"),
    ],
)
def test_what_cannot_be_offered_is_refused(shop: Shop, change: dict[str, object], named: str) -> None:
    asin = shop.list_product("BAG", 30.00)
    refused = shop.control("POST", "competitors", {"asin": asin, "price": 20, **change})
    assert refused.status_code == 400
    assert named in refused.text
    assert shop.controlled("GET", "competitors")["competitors"] == []


def test_a_seller_with_an_account_is_no_competitor(shop: Shop) -> None:
    asin = shop.list_product("BAG", 30.00)
    me = shop.credentials["seller_id"]
    assert shop.control("POST", "competitors", {"asin": asin, "price": 20, "sellerId": me}).status_code == 400


def test_a_marketplace_is_a_market_of_its_own(shop: Shop, compete: Compete) -> None:
    asin = shop.list_product("BAG", 30.00)
    shop.list_product("BAG", 30.00, marketplace=DE)
    compete(asin, 20.00)
    german = shop.ok("GET", f"{PRICING}/items/{asin}/offers", MarketplaceId=DE, ItemCondition="New")["payload"]
    [offer] = german["Offers"]
    assert (offer["MyOffer"], offer["ListingPrice"]["CurrencyCode"]) == (True, "EUR")
    assert len(item_offers(shop, asin)["Offers"]) == 2
    assert item_offers(shop, asin)["marketplaceId"] == US


def test_simulated_buyers_go_to_whoever_is_featured(shop: Shop, compete: Compete) -> None:
    asin = shop.list_product("BAG", 30.00, quantity=1000)
    other = compete(asin, 20.00, quantity=1000)
    shop.controlled("PUT", "traffic", {"marketplaceId": US, "ordersPerDay": 60})
    shop.advance("P3D")
    mine = len(shop.ok("GET", "/orders/v0/orders", MarketplaceIds=US, CreatedAfter="2020-01-01")["payload"]["Orders"])
    [theirs] = shop.controlled("GET", "competitors")["competitors"]
    sold = 1000 - theirs["quantity"]
    assert theirs["sellerId"] == other["sellerId"]
    assert sold > 3 * mine > 0
