"""What is asked before there is an order: previews, offers, and the features that an order can have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.shop import DE, GB, ORDERS, OUTBOUND, SEATTLE, US, Json, Shop

FEATURES = f"{OUTBOUND}/features"
AU = "A39IBJ37TRP1C6"


def preview(shop: Shop, units: dict[str, int], **changes: Any) -> list[Json]:
    items = [
        {"sellerSku": sku, "quantity": count, "sellerFulfillmentOrderItemId": f"item-{sku}"}
        for sku, count in units.items()
    ]
    found = shop.ok("POST", f"{ORDERS}/preview", {"address": SEATTLE, "items": items, "marketplaceId": US, **changes})
    previews: list[Json] = found["payload"]["fulfillmentPreviews"]
    return previews


def offers(shop: Shop, sku: str = "MUG", amount: str = "1", origin: str = "US", **destination: Any) -> Json:
    return {
        "product": {
            "productIdentifier": {"merchantSku": sku},
            "amount": {"unitOfMeasure": "Eaches", "value": amount},
        },
        "terms": {
            "origin": {"countryCode": origin},
            "destination": destination or {"deliveryAddress": {"postalCode": "98101", "countryCode": "US"}},
        },
    }


@pytest.mark.parametrize("speed", ["Standard", "Expedited", "Priority"])
def test_an_order_ships_in_the_shipments_and_at_the_dates_of_its_preview(shop: Shop, speed: str) -> None:
    skus = {f"SKU-{number}": 2 for number in range(12)}
    for sku in skus:
        shop.stock(sku, 5)
    (seen,) = preview(shop, skus, shippingSpeedCategories=[speed])
    assert seen["isFulfillable"]
    shop.order("O-1", skus, shippingSpeedCategory=speed)
    for item in shop.shown("O-1")["fulfillmentOrderItems"]:
        assert item["estimatedShipDate"] == seen["fulfillmentPreviewShipments"][0]["latestShipDate"]
        assert item["estimatedArrivalDate"] == seen["fulfillmentPreviewShipments"][0]["latestArrivalDate"]
    order = shop.shipped("O-1")

    def units(items: list[Json]) -> dict[str, int]:
        found: dict[str, int] = {}
        for each in items:
            found[each["sellerSku"]] = found.get(each["sellerSku"], 0) + each["quantity"]
        return found

    assert [units(each["fulfillmentShipmentItem"]) for each in order["fulfillmentShipments"]] == [
        units(each["fulfillmentPreviewItems"]) for each in seen["fulfillmentPreviewShipments"]
    ]
    for shipment, foreseen in zip(order["fulfillmentShipments"], seen["fulfillmentPreviewShipments"], strict=True):
        assert foreseen["earliestShipDate"] <= shipment["shippingDate"] <= foreseen["latestShipDate"]
        assert shipment["estimatedArrivalDate"] == foreseen["latestArrivalDate"]


def test_the_dates_of_a_shipment_are_in_order_and_faster_costs_more(shop: Shop) -> None:
    shop.stock("MUG", 5)
    previews = preview(shop, {"MUG": 2}, shippingSpeedCategories=["Standard", "Expedited", "Priority"])
    for each in previews:
        (shipment,) = each["fulfillmentPreviewShipments"]
        dates = [
            shipment[name]
            for name in ("earliestShipDate", "latestShipDate", "earliestArrivalDate", "latestArrivalDate")
        ]
        assert dates == sorted(dates)
    arrivals = [each["fulfillmentPreviewShipments"][0]["latestArrivalDate"] for each in previews]
    assert arrivals == sorted(arrivals, reverse=True)
    costs = [sum(float(fee["amount"]["value"]) for fee in each["estimatedFees"]) for each in previews]
    assert costs == sorted(costs)
    assert previews == preview(shop, {"MUG": 2}, shippingSpeedCategories=["Standard", "Expedited", "Priority"])


def test_a_preview_without_any_stock_is_not_fulfillable_and_says_why(shop: Shop) -> None:
    shop.stock("MUG", 0)
    for each in preview(shop, {"MUG": 1, "NONE": 2}):
        assert not each["isFulfillable"]
        assert [
            (item["sellerSku"], item["quantity"], item["itemUnfulfillableReasons"])
            for item in each["unfulfillablePreviewItems"]
        ] == [("MUG", 1, ["InsufficientInventory"]), ("NONE", 2, ["InvalidSKU"])]
        assert "estimatedFees" not in each


def test_a_preview_needs_items(shop: Shop) -> None:
    (error,) = shop.refused("POST", f"{ORDERS}/preview", {"address": SEATTLE, "items": []})
    assert "items" in error["details"]
    (error,) = shop.refused("POST", f"{ORDERS}/preview", {"address": SEATTLE})
    assert "items" in error["details"]


def test_a_preview_to_an_address_that_cannot_be_says_so(shop: Shop) -> None:
    shop.stock("MUG", 5)
    for each in preview(shop, {"MUG": 1}, address={**SEATTLE, "postalCode": "ABC"}):
        assert (each["isFulfillable"], each["orderUnfulfillableReasons"]) == (False, ["InvalidDestinationAddress"])


def test_a_preview_reserves_nothing_and_counts_what_orders_have_reserved(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 4})
    before = shop.summary("MUG")
    (missing,) = preview(shop, {"MUG": 3})[0]["unfulfillablePreviewItems"]
    assert missing["quantity"] == 2
    assert shop.summary("MUG") == before


# Delivery offers


def test_offers_come_fastest_first_and_end_before_they_would_be_late(shop: Shop) -> None:
    shop.stock("MUG", 5)
    found = shop.ok("POST", f"{OUTBOUND}/deliveryOffers", offers(shop))["payload"]["deliveryOffers"]
    assert len(found) == 3
    latest = [each["dateRange"]["latest"] for each in found]
    assert latest == sorted(latest)
    for each in found:
        assert shop.now() < each["expiresAt"] < each["dateRange"]["earliest"] < each["dateRange"]["latest"]
        assert each["policy"]["message"]["text"].startswith("Arrives by ")
        assert each["policy"]["message"]["locale"] == "en_US"


def test_an_offer_is_in_the_language_of_its_marketplace(shop: Shop) -> None:
    shop.stock("MUG", 5, DE)
    body = offers(shop, origin="DE", deliveryAddress={"postalCode": "10115", "countryCode": "DE"})
    (first, *_) = shop.ok("POST", f"{OUTBOUND}/deliveryOffers", body)["payload"]["deliveryOffers"]
    assert first["policy"]["message"]["text"].startswith("Lieferung bis ")


def test_there_are_no_offers_for_more_units_than_there_are(shop: Shop) -> None:
    shop.stock("MUG", 5)
    assert shop.ok("POST", f"{OUTBOUND}/deliveryOffers", offers(shop, amount="6"))["payload"] == {"deliveryOffers": []}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"sku": "NONE"}, "'NONE' is not in this inventory"),
        ({"amount": "many"}, "product.amount.value: 'many'"),
        ({"origin": "XX"}, "terms.origin.countryCode: 'XX'"),
        ({"deliveryAddress": {"postalCode": "ABC", "countryCode": "US"}}, "postalCode: 'ABC'"),
    ],
)
def test_offers_for_what_cannot_be_are_refused(shop: Shop, changes: Json, told: str) -> None:
    shop.stock("MUG", 5)
    (error,) = shop.refused("POST", f"{OUTBOUND}/deliveryOffers", offers(shop, **changes))
    assert told in error["details"]


# Features


def test_each_marketplace_has_features_of_its_own(shop: Shop) -> None:
    def named(marketplace: str) -> set[str]:
        found = shop.ok("GET", FEATURES, marketplaceId=marketplace)["payload"]["features"]
        assert all(each["sellerEligible"] and each["featureDescription"] for each in found)
        return {each["featureName"] for each in found}

    assert named(US) - named(GB) == {"SIGNATURE_CONFIRMATION"}
    assert {"BLANK_BOX", "BLOCK_AMZL"} <= named(GB)


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    """A shop with 130 products."""
    for number in range(130):
        shop.stock(f"SKU-{number:03}", 0)
    shop.add("SKU-000", 7)
    return shop


def inventory(shop: Shop, feature: str, **query: Any) -> list[Json]:
    found: list[Json] = []
    token: dict[str, str] = {}
    while True:
        path = f"{FEATURES}/inventory/{feature}"
        payload = shop.ok("GET", path, marketplaceId=US, **query, **token)["payload"]
        assert len(payload["featureSkus"]) <= 50
        found += payload["featureSkus"]
        if "nextToken" not in payload:
            return found
        token = {"nextToken": payload["nextToken"]}


def test_the_inventory_of_a_feature_and_its_skus_say_the_same(stocked: Shop) -> None:
    listed = {each["sellerSku"]: each["skuCount"] for each in inventory(stocked, "BLANK_BOX")}
    assert 90 < len(listed) < 130
    for number in range(0, 130, 5):
        sku = f"SKU-{number:03}"
        path = f"{FEATURES}/inventory/BLANK_BOX/{sku}"
        one = stocked.ok("GET", path, marketplaceId=US)["payload"]
        assert one["isEligible"] == (sku in listed)
        assert one["ineligibleReasons"] == ([] if sku in listed else ["SKU_NOT_ELIGIBLE"])
        assert one.get("skuCount") == listed.get(sku)


def test_a_feature_that_every_product_can_have_lists_each_once(stocked: Shop) -> None:
    found = inventory(stocked, "PACKING_SLIP")
    assert [each["sellerSku"] for each in found] == [f"SKU-{number:03}" for number in range(130)]
    assert [found[0]["skuCount"], found[1]["skuCount"]] == [7, 0]


def test_the_inventory_of_a_feature_since_a_time_is_what_has_changed(stocked: Shop) -> None:
    stocked.advance("P1D")
    start = stocked.now()
    stocked.add("SKU-101", 2)
    assert [each["sellerSku"] for each in inventory(stocked, "PACKING_SLIP", queryStartDate=start)] == ["SKU-101"]


def test_a_page_token_of_one_feature_does_not_open_another(stocked: Shop, new_shop: Callable[..., Shop]) -> None:
    token = stocked.ok("GET", f"{FEATURES}/inventory/PACKING_SLIP", marketplaceId=US)["payload"]["nextToken"]
    stocked.refused("GET", f"{FEATURES}/inventory/BLANK_BOX", marketplaceId=US, nextToken=token)
    new_shop(beside=stocked).refused("GET", f"{FEATURES}/inventory/PACKING_SLIP", marketplaceId=US, nextToken=token)


def test_an_unknown_feature_or_sku_is_told_so(shop: Shop) -> None:
    shop.stock("MUG", 5)
    (error,) = shop.refused("GET", f"{FEATURES}/inventory/GLITTER", marketplaceId=US)
    assert error["message"].startswith("Must be BLOCK_AMZL or BLANK_BOX or ")
    assert error["details"].startswith("featureName: 'GLITTER' must be one of ")
    found = shop.ok("GET", f"{FEATURES}/inventory/BLANK_BOX/NONE", marketplaceId=US)["payload"]
    assert (found["isEligible"], found["ineligibleReasons"]) == (False, ["INVALID_SKU"])


def test_a_feature_that_a_marketplace_does_not_have_is_told_so(shop: Shop) -> None:
    shop.stock("MUG", 5, AU)
    (error,) = shop.refused("GET", f"{FEATURES}/inventory/BLANK_BOX/MUG", marketplaceId=AU)
    assert error["message"] == "Region does not support feature: BLANK_BOX"
    shop.refused("GET", f"{FEATURES}/inventory/BLANK_BOX", marketplaceId=AU)
    assert shop.ok("GET", f"{FEATURES}/inventory/DELIVER_TOGETHER/MUG", marketplaceId=AU)["payload"]["isEligible"]


def test_a_feature_that_is_required_and_cannot_be_had_refuses_the_order(stocked: Shop) -> None:
    listed = {each["sellerSku"] for each in inventory(stocked, "BLANK_BOX")}
    without = next(f"SKU-{n:03}" for n in range(130) if f"SKU-{n:03}" not in listed)
    stocked.add(without, 3)
    wish = {"featureName": "BLANK_BOX", "featureFulfillmentPolicy": "Required"}
    body = stocked.order_body("O-1", {without: 1}, featureConstraints=[wish])
    (error,) = stocked.refused("POST", ORDERS, body)
    assert "BLANK_BOX" in error["details"]
    assert without in error["details"]
    assert stocked.reserved(without) == 0
    (seen, *_) = preview(stocked, {without: 1}, featureConstraints=[wish])
    assert not seen["isFulfillable"]
    stocked.order("O-2", {without: 1}, featureConstraints=[{**wish, "featureFulfillmentPolicy": "NotRequired"}])
    assert stocked.reserved(without) == 1


def test_a_held_order_gets_no_product_that_cannot_have_its_required_feature(stocked: Shop) -> None:
    listed = [each["sellerSku"] for each in inventory(stocked, "BLANK_BOX")]
    without = next(f"SKU-{n:03}" for n in range(130) if f"SKU-{n:03}" not in listed)
    wish = {"featureName": "BLANK_BOX", "featureFulfillmentPolicy": "Required"}
    stocked.order("O-1", {listed[0]: 1}, featureConstraints=[wish], fulfillmentAction="Hold")
    before = stocked.shown("O-1")
    item = {"sellerFulfillmentOrderItemId": "new", "sellerSku": without, "quantity": 1}
    (error,) = stocked.refused("PUT", f"{ORDERS}/O-1", {"items": [item]})
    assert without in error["details"]
    assert stocked.shown("O-1") == before
