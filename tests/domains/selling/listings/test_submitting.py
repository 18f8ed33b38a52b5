"""A seller lists, changes and takes back what he sells."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.shop import DE, US, Json, Shop

OFFER = "/attributes/purchasable_offer"
AVAILABILITY = "/attributes/fulfillment_availability"


def change(shop: Shop, sku: str, *patches: Json, marketplace: str = US, **query: Any) -> Json:
    body = {"productType": "PRODUCT", "patches": list(patches)}
    return shop.ok("PATCH", shop.listing_path(sku), body, marketplaceIds=marketplace, **query)


def patch(op: str, path: str, *value: Json) -> Json:
    return {"op": op, "path": path, "value": list(value)}


def price(amount: float, marketplace: str = US, **changes: Any) -> Json:
    schedule = [{"schedule": [{"value_with_tax": amount}]}]
    return {"marketplace_id": marketplace, "currency": "USD", "audience": "ALL", "our_price": schedule, **changes}


def status(shop: Shop, sku: str) -> list[str]:
    found: list[str] = shop.listing(sku)["summaries"][0]["status"]
    return found


def codes(answer: Json) -> list[str]:
    return [each["code"] for each in answer["issues"]]


def test_a_submission_is_accepted_at_once_and_can_be_bought_when_it_is_processed(shop: Shop) -> None:
    answer = shop.put_listing("BAG", shop.attributes())
    assert (answer["sku"], answer["status"], answer["issues"]) == ("BAG", "ACCEPTED", [])
    waiting = shop.listing("BAG")
    assert (waiting["summaries"][0]["status"], waiting["attributes"], waiting["offers"]) == ([], {}, [])
    assert "asin" not in waiting["summaries"][0]
    shop.advance("PT10S")
    summary = shop.listing("BAG")["summaries"][0]
    assert summary["status"] == ["BUYABLE", "DISCOVERABLE"]
    found = shop.ok("GET", f"/catalog/2022-04-01/items/{summary['asin']}", marketplaceIds=US)
    assert found["summaries"][0]["itemName"] == summary["itemName"]
    assert [each["type"] for each in shop.events() if each["type"].startswith("listings.")] == [
        "listings.submitted",
        "listings.status_changed",
        "listings.offer_changed",
    ]


def test_a_mistake_is_told_with_its_attribute_and_changes_nothing(shop: Shop) -> None:
    answer = shop.put_listing("BAG", shop.attributes(brand=None))
    assert answer["status"] == "INVALID"
    [issue] = answer["issues"]
    assert (issue["code"], issue["severity"], issue["attributeNames"], issue["categories"]) == (
        "90220",
        "ERROR",
        ["brand"],
        ["MISSING_ATTRIBUTE"],
    )
    [error] = shop.refused("GET", shop.listing_path("BAG"), status=404, marketplaceIds=US)
    assert error["code"] == "NOT_FOUND"


def test_a_preview_only_checks(shop: Shop) -> None:
    good = shop.put_listing("BAG", shop.attributes(), mode="VALIDATION_PREVIEW")
    bad = shop.put_listing("BAG", shop.attributes(item_name=None), mode="VALIDATION_PREVIEW")
    assert (good["status"], bad["status"], codes(bad)) == ("VALID", "INVALID", ["90220"])
    shop.refused("GET", shop.listing_path("BAG"), status=404, marketplaceIds=US)
    shop.list_product("MUG", 20)
    assert change(shop, "MUG", patch("replace", OFFER, price(1)), mode="VALIDATION_PREVIEW")["status"] == "VALID"
    shop.advance("PT1M")
    assert shop.listing("MUG")["offers"][0]["price"]["amount"] == "20.00"


def test_an_attribute_that_the_product_type_has_not_is_a_warning(shop: Shop) -> None:
    answer = shop.put_listing("BAG", shop.attributes(flavor=[{"value": "Mint", "marketplace_id": US}]))
    assert (answer["status"], codes(answer)) == ("ACCEPTED", ["90000900"])
    shop.advance("PT10S")
    found = shop.ok("GET", shop.listing_path(), marketplaceIds=US, withIssueSeverity="WARNING", includedData="issues")
    assert codes(found["items"][0]) == ["90000900"]
    assert shop.ok("GET", shop.listing_path(), marketplaceIds=US, withIssueSeverity="ERROR")["items"] == []


def test_the_last_of_two_submissions_counts(shop: Shop) -> None:
    shop.put_listing("BAG", shop.attributes(purchasable_offer=[price(10)], list_price=None))
    shop.put_listing("BAG", shop.attributes(purchasable_offer=[price(12)], list_price=None))
    change(shop, "BAG", patch("merge", AVAILABILITY, {"fulfillment_channel_code": "DEFAULT", "quantity": 3}))
    shop.advance("PT10S")
    listing = shop.listing("BAG")
    assert listing["offers"][0]["price"] == {"currencyCode": "USD", "amount": "12.00"}
    assert listing["fulfillmentAvailability"] == [{"fulfillmentChannelCode": "DEFAULT", "quantity": 3}]


def test_put_says_all_of_a_listing_anew(shop: Shop) -> None:
    shop.put_listing("BAG", shop.attributes())
    shop.advance("PT10S")
    before = shop.listing("BAG")
    shop.put_listing("BAG", shop.attributes(special_feature=None))
    shop.advance("PT10S")
    after = shop.listing("BAG")
    assert "special_feature" in before["attributes"]
    assert "special_feature" not in after["attributes"]
    assert after["summaries"][0]["asin"] == before["summaries"][0]["asin"]


class TestPatches:
    def test_replace_changes_the_price_and_nothing_else(self, shop: Shop) -> None:
        shop.list_product("MUG", 20, 7)
        before = shop.listing("MUG")["attributes"]
        answer = change(shop, "MUG", patch("replace", OFFER, price(18.5)))
        assert answer["status"] == "ACCEPTED"
        shop.advance("PT10S")
        listing = shop.listing("MUG")
        assert listing["offers"][0]["price"]["amount"] == "18.50"
        assert {**listing["attributes"], "purchasable_offer": 0} == {**before, "purchasable_offer": 0}
        assert listing["summaries"][0]["productType"] == "LUGGAGE"

    def test_price_and_quantity_change_together(self, shop: Shop) -> None:
        shop.list_product("MUG", 20, 7)
        availability = {"fulfillment_channel_code": "DEFAULT", "quantity": 2}
        both = [patch("replace", OFFER, price(10.99)), patch("replace", AVAILABILITY, availability)]
        answer = shop.ok(
            "PATCH", shop.listing_path("MUG"), {"productType": "PRODUCT", "patches": both}, marketplaceIds=US
        )
        assert answer["status"] == "ACCEPTED"
        shop.advance("PT10S")
        listing = shop.listing("MUG")
        assert listing["offers"][0]["price"]["amount"] == "10.99"
        assert listing["fulfillmentAvailability"] == [{"fulfillmentChannelCode": "DEFAULT", "quantity": 2}]

    def test_patches_are_a_list(self, shop: Shop) -> None:
        shop.list_product("MUG", 20)
        body = {"productType": "PRODUCT", "patches": patch("replace", OFFER, price(10.99))}
        [error] = shop.refused("PATCH", shop.listing_path("MUG"), body, marketplaceIds=US)
        assert error["code"] == "InvalidInput"
        assert error["details"].startswith("patches: ")
        assert shop.listing("MUG")["offers"][0]["price"]["amount"] == "20.00"

    def test_entries_of_another_audience_stay(self, shop: Shop) -> None:
        shop.list_product("MUG", 20)
        change(shop, "MUG", patch("add", OFFER, price(17, audience="B2B")))
        shop.advance("PT10S")
        assert [(each["offerType"], each["price"]["amount"]) for each in shop.listing("MUG")["offers"]] == [
            ("B2C", "20.00"),
            ("B2B", "17.00"),
        ]
        change(shop, "MUG", patch("delete", OFFER, {"marketplace_id": US, "currency": "USD", "audience": "B2B"}))
        shop.advance("PT10S")
        assert [each["offerType"] for each in shop.listing("MUG")["offers"]] == ["B2C"]

    def test_merge_changes_a_field_and_null_takes_one_away(self, shop: Shop) -> None:
        shop.list_product("MUG", 20, 7)
        change(shop, "MUG", patch("merge", AVAILABILITY, {"fulfillment_channel_code": "DEFAULT", "quantity": 4}))
        shop.advance("PT10S")
        [kept] = shop.listing("MUG")["attributes"]["fulfillment_availability"]
        whole = {"fulfillment_channel_code": "DEFAULT", "quantity": 4, "marketplace_id": US}
        assert kept == {**whole, "lead_time_to_ship_max_days": 2}
        away = {"fulfillment_channel_code": "DEFAULT", "lead_time_to_ship_max_days": None}
        change(shop, "MUG", patch("merge", AVAILABILITY, away))
        shop.advance("PT10S")
        [kept] = shop.listing("MUG")["attributes"]["fulfillment_availability"]
        assert kept == whole

    def test_delete_takes_an_attribute_away(self, shop: Shop) -> None:
        shop.list_product("MUG")
        change(shop, "MUG", patch("delete", "/attributes/special_feature", {"marketplace_id": US}))
        shop.advance("PT10S")
        assert "special_feature" not in shop.listing("MUG")["attributes"]

    def test_what_must_be_there_cannot_be_deleted(self, shop: Shop) -> None:
        shop.list_product("MUG")
        answer = change(shop, "MUG", patch("delete", "/attributes/brand", {"marketplace_id": US}))
        assert (answer["status"], codes(answer)) == ("INVALID", ["90220"])

    def test_a_sku_that_is_not_listed_has_nothing_to_change(self, shop: Shop) -> None:
        answer = change(shop, "NONE", patch("replace", OFFER, price(18.5)))
        assert (answer["status"], codes(answer)) == ("INVALID", ["13013"])
        assert answer["issues"][0]["attributeNames"] == ["purchasable_offer"]

    @pytest.mark.parametrize(
        ("given", "details"),
        [
            ({"op": "replace", "path": "/summaries", "value": []}, "patches[0].path: '/summaries' is not of the form"),
            ({"op": "replace", "path": "/attributes/brand/0/value", "value": []}, "patches[0].path: "),
            ({"op": "delete", "path": "/attributes/brand"}, "patches[0].value: is needed"),
        ],
    )
    def test_a_patch_that_cannot_be_applied_is_refused(self, shop: Shop, given: Json, details: str) -> None:
        shop.list_product("MUG")
        body = {"productType": "PRODUCT", "patches": [given]}
        [error] = shop.refused("PATCH", shop.listing_path("MUG"), body, marketplaceIds=US)
        assert error["details"].startswith(details)


class TestProducts:
    def test_an_offer_is_made_on_a_product_by_its_asin(self, shop: Shop, new_shop: Any) -> None:
        asin = shop.list_product("MUG")
        other = new_shop(beside=shop)
        suggested = [{"value": asin, "marketplace_id": US}]
        attributes = other.attributes(requirements="LISTING_OFFER_ONLY", merchant_suggested_asin=suggested)
        answer = other.put_listing("THEIRS", attributes, requirements="LISTING_OFFER_ONLY")
        assert answer["status"] == "ACCEPTED", answer
        other.advance("PT10S")
        [summary] = other.listing("THEIRS")["summaries"]
        assert (summary["asin"], summary["itemName"]) == (asin, "Cabin Trolley MUG")

    def test_two_sellers_of_the_same_barcode_sell_the_same_product(self, shop: Shop, new_shop: Any) -> None:
        other = new_shop(beside=shop)
        for each in (shop, other):
            each.put_listing("BAG", each.attributes())
        shop.advance("PT10S")
        assert shop.listing("BAG")["summaries"][0]["asin"] == other.listing("BAG")["summaries"][0]["asin"]

    def test_another_brand_is_not_taken_for_the_same_product(self, shop: Shop, new_shop: Any) -> None:
        shop.put_listing("BAG", shop.attributes())
        shop.advance("PT10S")
        other = new_shop(beside=shop)
        brand = [{"value": "Quite Another", "language_tag": "en_US", "marketplace_id": US}]
        assert other.put_listing("BAG", other.attributes(brand=brand))["status"] == "ACCEPTED"
        other.advance("PT10S")
        listing = other.listing("BAG")
        assert (codes(listing), listing["summaries"]) == (["8541"], [])

    def test_an_offer_alone_needs_a_product(self, shop: Shop) -> None:
        suggested = [{"value": "B000000000", "marketplace_id": US}]
        attributes = shop.attributes(requirements="LISTING_OFFER_ONLY", merchant_suggested_asin=suggested)
        shop.put_listing("BAG", attributes, requirements="LISTING_OFFER_ONLY")
        shop.advance("PT10S")
        listing = shop.listing("BAG")
        assert (codes(listing), listing["summaries"]) == (["8560"], [])

    def test_an_offer_is_made_on_a_product_by_its_barcode(self, shop: Shop) -> None:
        asin = shop.list_product("MUG")
        number = shop.listing("MUG")["attributes"]["externally_assigned_product_identifier"]
        attributes = shop.attributes(
            requirements="LISTING_OFFER_ONLY",
            merchant_suggested_asin=None,
            externally_assigned_product_identifier=number,
        )
        answer = shop.put_listing("USED", attributes, requirements="LISTING_OFFER_ONLY")
        assert (answer["status"], answer["issues"]) == ("ACCEPTED", [])
        shop.advance("PT10S")
        assert shop.listing("USED")["summaries"][0]["asin"] == asin

    def test_an_offer_that_names_no_product_lacks_both_that_could(self, shop: Shop) -> None:
        attributes = shop.attributes(requirements="LISTING_OFFER_ONLY", merchant_suggested_asin=None)
        answer = shop.put_listing("BAG", attributes, requirements="LISTING_OFFER_ONLY")
        assert answer["status"] == "INVALID"
        assert [(each["code"], each["attributeNames"]) for each in answer["issues"]] == [
            ("90220", ["externally_assigned_product_identifier"]),
            ("90220", ["merchant_suggested_asin"]),
        ]
        assert shop.call("GET", shop.listing_path("BAG"), marketplaceIds=US).status_code == 404

    def test_a_product_alone_can_be_found_and_not_bought(self, shop: Shop) -> None:
        attributes = shop.attributes(requirements="LISTING_PRODUCT_ONLY")
        shop.put_listing("BAG", attributes, requirements="LISTING_PRODUCT_ONLY")
        shop.advance("PT10S")
        assert status(shop, "BAG") == ["DISCOVERABLE"]

    def test_the_same_sku_is_listed_in_two_marketplaces(self, shop: Shop, new_shop: Any) -> None:
        european = new_shop(region="eu")
        asins = {european.list_product("MUG", marketplace=each) for each in (DE, "A1F83G8C2ARO7P")}
        assert len(asins) == 1
        both = european.ok("GET", european.listing_path("MUG"), marketplaceIds=f"{DE},A1F83G8C2ARO7P")
        assert [each["marketplaceId"] for each in both["summaries"]] == [DE, "A1F83G8C2ARO7P"]


class TestStock:
    def test_units_that_are_sold_out_cannot_be_bought_until_more_are_said(self, shop: Shop) -> None:
        shop.list_product("MUG", quantity=0)
        assert status(shop, "MUG") == ["DISCOVERABLE"]
        change(shop, "MUG", patch("merge", AVAILABILITY, {"fulfillment_channel_code": "DEFAULT", "quantity": 2}))
        shop.advance("PT10S")
        assert status(shop, "MUG") == ["BUYABLE", "DISCOVERABLE"]

    def test_a_listing_says_what_was_submitted_and_what_is_left_of_it(self, shop: Shop) -> None:
        shop.list_product("MUG", quantity=7)
        shop.controlled("POST", "buyers/orders", {"items": [{"sku": "MUG", "quantity": 2}]})
        lead = {"fulfillment_channel_code": "DEFAULT", "lead_time_to_ship_max_days": 5}
        for entry in (lead, {**lead, "marketplace_id": US}):
            assert change(shop, "MUG", patch("merge", AVAILABILITY, entry))["status"] == "ACCEPTED"
            shop.advance("PT10S")
            listing = shop.listing("MUG")
            [said] = listing["attributes"]["fulfillment_availability"]
            assert said == {**lead, "quantity": 7, "marketplace_id": US}
            assert listing["fulfillmentAvailability"] == [{"fulfillmentChannelCode": "DEFAULT", "quantity": 5}]

    def test_what_a_listing_shows_can_be_put_again(self, shop: Shop) -> None:
        shop.list_product("MUG", quantity=7)
        shown = shop.listing("MUG")["attributes"]
        assert {each["marketplace_id"] for entries in shown.values() for each in entries} == {US}
        assert shop.put_listing("MUG", shown)["issues"] == []
        shop.advance("PT10S")
        assert shop.listing("MUG")["attributes"] == shown

    def test_what_the_network_receives_can_be_bought(self, shop: Shop) -> None:
        shop.list_product("MUG", quantity=0, fba=True)
        assert status(shop, "MUG") == ["DISCOVERABLE"]
        shop.add("MUG", 3)
        assert status(shop, "MUG") == ["BUYABLE", "DISCOVERABLE"]
        assert shop.listing("MUG")["summaries"][0]["fnSku"] == shop.summary("MUG")["fnSku"]
        shop.order("O-1", {"MUG": 3})
        assert status(shop, "MUG") == ["DISCOVERABLE"]
        told = [each["body"]["status"] for each in shop.events("listings.status_changed")]
        assert told == [["DISCOVERABLE"], ["BUYABLE", "DISCOVERABLE"], ["DISCOVERABLE"]]

    def test_a_change_of_the_price_leaves_the_stock_alone(self, shop: Shop) -> None:
        shop.list_product("MUG", quantity=5, fba=True)
        change(shop, "MUG", patch("replace", OFFER, price(9)))
        shop.advance("PT10S")
        assert shop.listing("MUG")["fulfillmentAvailability"] == [
            {"fulfillmentChannelCode": "AMAZON_NA", "quantity": 5}
        ]

    def test_a_quantity_of_the_sellers_own_waits_while_the_network_ships(self, shop: Shop) -> None:
        shop.list_product("MUG", quantity=5, fba=True)
        change(shop, "MUG", patch("replace", AVAILABILITY, {"fulfillment_channel_code": "DEFAULT", "quantity": 7}))
        shop.advance("PT10S")
        listing = shop.listing("MUG")
        own = {"fulfillment_channel_code": "DEFAULT", "quantity": 7, "marketplace_id": US}
        assert listing["fulfillmentAvailability"] == [{"fulfillmentChannelCode": "AMAZON_NA", "quantity": 5}]
        assert own in listing["attributes"]["fulfillment_availability"]
        change(shop, "MUG", patch("delete", AVAILABILITY, {"fulfillment_channel_code": "AMAZON_NA"}))
        shop.advance("PT10S")
        assert shop.listing("MUG")["fulfillmentAvailability"] == [{"fulfillmentChannelCode": "DEFAULT", "quantity": 7}]

    def test_a_channel_comes_beside_the_one_that_there_is_and_does_not_replace_it(self, shop: Shop) -> None:
        shop.list_product("MUG", quantity=5)
        amazon = {"fulfillment_channel_code": "AMAZON_NA", "quantity": 0}
        assert change(shop, "MUG", patch("replace", AVAILABILITY, amazon))["status"] == "ACCEPTED"
        shop.advance("PT10S")
        both = shop.listing("MUG")["attributes"]["fulfillment_availability"]
        assert [(each["fulfillment_channel_code"], each["quantity"]) for each in both] == [
            ("DEFAULT", 5),
            ("AMAZON_NA", 0),
        ]
        more = change(shop, "MUG", patch("replace", AVAILABILITY, {**amazon, "quantity": 3}))
        assert more["status"] == "INVALID", "what lies in Amazon's centers is counted there"


class TestPrices:
    def test_a_sale_goes_with_the_offer_that_has_none_and_with_null_but_not_with_nothing_in_it(
        self, shop: Shop
    ) -> None:
        shop.list_product("MUG", 20)
        sale = [{"schedule": [{"value_with_tax": 15, "start_at": "2020-01-01", "end_at": "2090-01-01"}]}]
        whole, key = price(20, discounted_price=sale), {"marketplace_id": US, "currency": "USD", "audience": "ALL"}
        for away in (patch("replace", OFFER, price(20)), patch("merge", OFFER, {**key, "discounted_price": None})):
            change(shop, "MUG", patch("replace", OFFER, whole))
            shop.advance("PT10S")
            assert shop.listing("MUG")["offers"][0]["price"]["amount"] == "15.00"
            empty = change(shop, "MUG", patch("replace", OFFER, {**whole, "discounted_price": [{}]}))
            assert (empty["status"], codes(empty)) == ("INVALID", ["99022"])
            assert change(shop, "MUG", away)["status"] == "ACCEPTED"
            shop.advance("PT10S")
            assert shop.listing("MUG")["offers"][0]["price"]["amount"] == "20.00"

    def test_a_limit_of_a_price_goes_when_it_is_given_with_nothing_in_it(self, shop: Shop) -> None:
        shop.list_product("MUG", 20)
        limits: Json = {
            f"{each}_seller_allowed_price": [{"schedule": [{"value_with_tax": amount}]}]
            for each, amount in (("minimum", 15), ("maximum", 25))
        }
        assert change(shop, "MUG", patch("replace", OFFER, price(20, **limits)))["status"] == "ACCEPTED"
        assert change(shop, "MUG", patch("merge", OFFER, price(9)))["status"] == "INVALID"
        emptied: Json = {name: [{}] for name in limits}
        assert change(shop, "MUG", patch("merge", OFFER, price(9, **emptied)))["status"] == "ACCEPTED"
        shop.advance("PT10S")
        [offer] = shop.listing("MUG")["attributes"]["purchasable_offer"]
        assert set(limits) & set(offer) == set()

    @pytest.mark.parametrize(("amount", "shown"), [(19.994, "19.99"), (19.995, "20.00"), (999_999_999, "999999999.00")])
    def test_a_price_is_in_whole_cents(self, shop: Shop, amount: float, shown: str) -> None:
        shop.put_listing("BAG", shop.attributes(purchasable_offer=[price(amount)], list_price=None))
        shop.advance("PT10S")
        assert shop.listing("BAG")["offers"][0]["price"]["amount"] == shown
        order = shop.controlled("POST", "buyers/orders", {"items": [{"sku": "BAG", "quantity": 2}]})
        assert Decimal(order["total"]) > 2 * Decimal(shown)

    @pytest.mark.parametrize("amount", [0, -1, 1_000_000_000, 1e300])
    def test_a_price_is_one_that_somebody_could_pay(self, shop: Shop, amount: float) -> None:
        answer = shop.put_listing("BAG", shop.attributes(purchasable_offer=[price(amount)], list_price=None))
        assert (answer["status"], answer["issues"][0]["attributeNames"]) == ("INVALID", ["purchasable_offer"])

    def test_a_sale_is_in_force_from_and_until_its_days(self, shop: Shop) -> None:
        now = datetime.fromisoformat(shop.now())
        start, end = ((now + timedelta(hours=hours)).isoformat() for hours in (12, 60))
        sale = [{"schedule": [{"value_with_tax": 15, "start_at": start, "end_at": end}]}]
        offer = price(20, discounted_price=sale)
        shop.put_listing("BAG", shop.attributes(purchasable_offer=[offer], list_price=None))
        amounts = []
        for _ in range(4):
            shop.advance("P1D")
            amounts.append(shop.listing("BAG")["offers"][0]["price"]["amount"])
        assert amounts == ["15.00", "15.00", "20.00", "20.00"]
        assert len(shop.events("listings.offer_changed")) == 3

    def test_a_sale_below_the_lowest_price_is_suppressed_while_it_lasts(self, shop: Shop) -> None:
        now = datetime.fromisoformat(shop.now())
        start, end = ((now + timedelta(days=days)).isoformat() for days in (1, 2))
        sale = [{"schedule": [{"value_with_tax": 5, "start_at": start, "end_at": end}]}]
        low = [{"schedule": [{"value_with_tax": 10}]}]
        offer = price(20, discounted_price=sale, minimum_seller_allowed_price=low)
        shop.put_listing("BAG", shop.attributes(purchasable_offer=[offer], list_price=None))
        shop.advance("PT10S")
        assert status(shop, "BAG") == ["BUYABLE", "DISCOVERABLE"]
        shop.advance("P1D")
        listing = shop.listing("BAG")
        [issue] = listing["issues"]
        assert (issue["code"], issue["categories"]) == ("18155", ["INVALID_PRICE"])
        assert issue["enforcements"]["actions"] == [{"action": "LISTING_SUPPRESSED"}]
        assert listing["summaries"][0]["status"] == []
        shop.advance("P1D")
        assert status(shop, "BAG") == ["BUYABLE", "DISCOVERABLE"]


class TestDeleting:
    def test_a_deleted_listing_is_gone_when_it_is_processed(self, shop: Shop) -> None:
        shop.list_product("MUG", quantity=4)
        answer = shop.ok("DELETE", shop.listing_path("MUG"), {}, marketplaceIds=US)
        assert answer["status"] == "ACCEPTED"
        assert shop.listing("MUG")["sku"] == "MUG"
        shop.advance("PT10S")
        shop.refused("GET", shop.listing_path("MUG"), status=404, marketplaceIds=US)
        assert shop.events("listings.deleted")[0]["body"]["sku"] == "MUG"

    def test_a_sku_that_is_listed_again_has_its_old_product(self, shop: Shop) -> None:
        asin = shop.list_product("MUG", quantity=4)
        shop.ok("DELETE", shop.listing_path("MUG"), {}, marketplaceIds=US)
        shop.advance("PT10S")
        assert shop.list_product("MUG", quantity=2) == asin
        assert shop.listing("MUG")["fulfillmentAvailability"][0]["quantity"] == 2

    def test_what_is_not_listed_cannot_be_deleted(self, shop: Shop) -> None:
        answer = shop.ok("DELETE", shop.listing_path("NONE"), {}, marketplaceIds=US)
        assert (answer["status"], codes(answer)) == ("INVALID", ["13013"])


class TestRefusals:
    def test_listings_of_another_seller_are_closed(self, shop: Shop) -> None:
        path = "/listings/2021-08-01/items/A1OTHERSELLER/MUG"
        [error] = shop.refused("GET", path, status=403, marketplaceIds=US)
        assert error["code"] == "Unauthorized"

    @pytest.mark.parametrize("sku", ["x" * 41, " MUG", "MUG "])
    def test_a_sku_has_forty_characters_and_no_space_around(self, shop: Shop, sku: str) -> None:
        body = {"productType": "LUGGAGE", "attributes": shop.attributes()}
        [error] = shop.refused("PUT", shop.listing_path(sku), body, marketplaceIds=US)
        assert error["message"] == "Invalid 'sku' provided."

    def test_an_asin_is_no_sku(self, shop: Shop) -> None:
        asin = shop.list_product("MUG")
        [error] = shop.refused("GET", shop.listing_path(asin), status=404, marketplaceIds=US)
        assert error["message"] == f"SKU '{asin}' not found in marketplace {US}"

    def test_a_product_type_must_exist(self, shop: Shop) -> None:
        body = {"productType": "SPACESHIP", "attributes": {}}
        [error] = shop.refused("PUT", shop.listing_path("MUG"), body, marketplaceIds=US)
        assert error["details"] == "productType: there is no 'SPACESHIP'"
