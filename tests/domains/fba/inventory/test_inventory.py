"""FBA inventory, as a seller meets it: products, units, and what the summaries say of them."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from tests.shop import DE, INVENTORY, ORDERS, US, Json, Shop

ITEMS = f"{INVENTORY}/items"
STOCK = f"{INVENTORY}/items/inventory"
MOVED_BY_HAND = ("Received", "Planning", "Processing", "Complete")


def summaries(shop: Shop, marketplace: str = US, **query: object) -> list[Json]:
    found = shop.ok(
        "GET",
        f"{INVENTORY}/summaries",
        granularityType="Marketplace",
        granularityId=marketplace,
        marketplaceIds=marketplace,
        **query,
    )
    listed: list[Json] = found["payload"]["inventorySummaries"]
    return listed


def item(sku: str, marketplace: str = US, name: str = "Mug") -> Json:
    return {"sellerSku": sku, "marketplaceId": marketplace, "productName": name}


def lines(*units: tuple[str, int], marketplace: str = US) -> Json:
    return {
        "inventoryItems": [{"sellerSku": sku, "marketplaceId": marketplace, "quantity": count} for sku, count in units]
    }


def delete(shop: Shop, sku: str, marketplace: str = US) -> tuple[int, str]:
    answer = shop.call("DELETE", f"{ITEMS}/{quote(sku, safe='')}", marketplaceId=marketplace)
    return answer.status_code, answer.json().get("errors", [{}])[0].get("details", "")


def test_new_units_are_fulfillable_at_once(shop: Shop) -> None:
    shop.stock("MUG", 12)
    assert shop.fulfillable("MUG") == 12
    assert shop.summary("MUG")["totalQuantity"] == 12
    assert shop.reserved("MUG", US) == 0


def test_a_product_has_an_asin_and_an_fnsku_that_are_the_same_in_every_marketplace(shop: Shop) -> None:
    shop.stock("MUG", 0)
    shop.stock("MUG", 0, DE)
    found = shop.summary("MUG")
    assert (found["asin"][:2], len(found["asin"])) == ("B0", 10)
    assert (found["fnSku"][:3], len(found["fnSku"])) == ("X00", 10)
    assert (found["condition"], found["productName"]) == ("NewItem", "Product MUG")
    there = shop.summary("MUG", DE)
    assert (there["asin"], there["fnSku"]) == (found["asin"], found["fnSku"])


def test_a_summary_without_details_has_the_total_alone(shop: Shop) -> None:
    shop.stock("MUG", 3)
    (found,) = summaries(shop)
    assert "inventoryDetails" not in found
    assert found["totalQuantity"] == 3
    (same,) = summaries(shop, details="false")
    assert same == found


def test_a_new_product_has_every_number_and_all_are_zero(shop: Shop) -> None:
    shop.stock("MUG", 0)
    details = shop.summary("MUG")["inventoryDetails"]
    assert details["fulfillableQuantity"] == 0
    assert details["inboundWorkingQuantity"] == details["inboundShippedQuantity"] == 0
    assert details["inboundReceivingQuantity"] == 0
    assert details["reservedQuantity"] == {
        "totalReservedQuantity": 0,
        "pendingCustomerOrderQuantity": 0,
        "pendingTransshipmentQuantity": 0,
        "fcProcessingQuantity": 0,
    }
    assert details["researchingQuantity"]["totalResearchingQuantity"] == 0
    assert details["unfulfillableQuantity"]["totalUnfulfillableQuantity"] == 0


def test_an_order_reserves_units_and_shipping_takes_them_away(shop: Shop) -> None:
    shop.stock("MUG", 10)
    shop.order("O-1", {"MUG": 4})
    assert (shop.fulfillable("MUG"), shop.reserved("MUG")) == (6, 4)
    assert shop.summary("MUG")["totalQuantity"] == 10
    assert shop.summary("MUG")["inventoryDetails"]["reservedQuantity"]["totalReservedQuantity"] == 4
    shop.drive("O-1", *MOVED_BY_HAND)
    assert (shop.fulfillable("MUG"), shop.reserved("MUG")) == (6, 0)
    assert shop.summary("MUG")["totalQuantity"] == 6


def test_the_same_product_twice_is_refused_and_keeps_its_name(shop: Shop) -> None:
    shop.stock("MUG", 5)
    (error,) = shop.refused("POST", ITEMS, item("MUG", name="Another"))
    assert error["code"] == "InvalidInput"
    assert "'MUG' already exists" in error["details"]
    assert (shop.summary("MUG")["productName"], shop.fulfillable("MUG")) == ("Product MUG", 5)


def test_a_product_in_two_marketplaces_has_stock_in_each(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.stock("MUG", 2, DE)
    assert (shop.fulfillable("MUG"), shop.fulfillable("MUG", DE)) == (5, 2)
    assert delete(shop, "MUG", DE)[0] == 400


def test_two_sellers_use_the_same_sku_and_do_not_see_each_other(new_shop: Callable[..., Shop]) -> None:
    one = new_shop()
    other = new_shop(beside=one)
    one.stock("MUG", 5)
    other.stock("MUG", 2)
    assert (one.fulfillable("MUG"), other.fulfillable("MUG")) == (5, 2)
    assert one.summary("MUG")["fnSku"] != other.summary("MUG")["fnSku"]
    one.stock("CUP", 1)
    assert [each["sellerSku"] for each in summaries(other)] == ["MUG"]
    assert delete(other, "CUP")[0] == 404


@pytest.mark.parametrize("sku", ["A/B", "A B", "100%", "50%2F", "Größe-ß", "日本-1", "A+B", "A&B=C", "A?B#C", "'\""])
def test_a_sku_may_have_any_sign(shop: Shop, sku: str) -> None:
    shop.stock(sku, 2)
    assert shop.summary(sku)["sellerSku"] == sku
    shop.order("O-1", {sku: 2})
    shop.drive("O-1", *MOVED_BY_HAND)
    assert delete(shop, sku) == (200, "")
    assert summaries(shop) == []


@pytest.mark.parametrize(("field", "value"), [("sellerSku", " "), ("sellerSku", "x" * 51), ("productName", " ")])
def test_a_product_needs_a_sku_and_a_name_of_fitting_length(shop: Shop, field: str, value: str) -> None:
    (error,) = shop.refused("POST", ITEMS, {**item("MUG"), field: value})
    assert error["details"].startswith(f"{field}: '{value}'")
    assert summaries(shop) == []


# Adding units


def test_units_are_added_to_what_is_there(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.add("MUG", 7)
    assert shop.fulfillable("MUG") == 12


@pytest.mark.parametrize("units", [0, -1, 2_147_483_648])
def test_a_number_of_units_that_cannot_be_is_refused(shop: Shop, units: int) -> None:
    shop.stock("MUG", 5)
    (error,) = shop.refused("POST", STOCK, lines(("MUG", units)))
    assert str(units) in error["details"]
    assert shop.fulfillable("MUG") == 5


def test_one_unknown_sku_keeps_every_line_from_being_added(shop: Shop) -> None:
    shop.stock("MUG", 5)
    (error,) = shop.refused("POST", STOCK, lines(("MUG", 3), ("CUP", 1)))
    assert error["details"] == f"inventoryItems[1].sellerSku: 'CUP' does not exist in marketplace {US}"
    assert shop.fulfillable("MUG") == 5


def test_nothing_to_add_is_refused(shop: Shop) -> None:
    assert shop.refused("POST", STOCK, {"inventoryItems": []})[0]["code"] == "InvalidInput"
    assert shop.refused("POST", STOCK, {})[0]["code"] == "InvalidInput"


def test_an_idempotency_token_adds_once(shop: Shop) -> None:
    shop.stock("MUG", 0)
    for _ in range(3):
        answer = shop.call("POST", STOCK, lines(("MUG", 4)), headers={"x-amzn-idempotency-token": "first"})
        assert answer.status_code == 200
    assert shop.fulfillable("MUG") == 4
    assert (
        shop.call("POST", STOCK, lines(("MUG", 4)), headers={"x-amzn-idempotency-token": "second"}).status_code == 200
    )
    assert shop.fulfillable("MUG") == 8


def test_an_idempotency_token_with_another_body_is_refused(shop: Shop) -> None:
    shop.stock("MUG", 0)
    token = {"x-amzn-idempotency-token": "first"}
    assert shop.call("POST", STOCK, lines(("MUG", 4)), headers=token).status_code == 200
    answer = shop.call("POST", STOCK, lines(("MUG", 5)), headers=token)
    assert answer.status_code == 400
    assert "'first' was used with another request body" in answer.json()["errors"][0]["details"]
    assert shop.fulfillable("MUG") == 4


def test_a_refused_call_does_not_use_its_idempotency_token_up(shop: Shop) -> None:
    token = {"x-amzn-idempotency-token": "first"}
    assert shop.call("POST", STOCK, lines(("MUG", 4)), headers=token).status_code == 400
    shop.stock("MUG", 0)
    assert shop.call("POST", STOCK, lines(("MUG", 4)), headers=token).status_code == 200
    assert shop.fulfillable("MUG") == 4


def test_another_sellers_idempotency_token_is_another_one(new_shop: Callable[..., Shop]) -> None:
    one = new_shop()
    other = new_shop(beside=one)
    for shop, units in ((one, 4), (other, 5)):
        shop.stock("MUG", 0)
        shop.call("POST", STOCK, lines(("MUG", units)), headers={"x-amzn-idempotency-token": "first"})
    assert (one.fulfillable("MUG"), other.fulfillable("MUG")) == (4, 5)


# Deleting a product


def test_a_product_without_units_can_be_deleted_and_made_again(shop: Shop) -> None:
    shop.stock("MUG", 0)
    assert delete(shop, "MUG") == (200, "")
    assert summaries(shop) == []
    shop.stock("MUG", 1)
    assert shop.fulfillable("MUG") == 1


def test_a_product_with_units_cannot_be_deleted(shop: Shop) -> None:
    shop.stock("MUG", 5)
    status, details = delete(shop, "MUG")
    assert (status, "5 fulfillable and 0 reserved units" in details) == (400, True)
    assert shop.fulfillable("MUG") == 5


def test_a_product_with_reserved_units_cannot_be_deleted_until_they_have_left(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 5})
    status, details = delete(shop, "MUG")
    assert (status, "0 fulfillable and 5 reserved units" in details) == (400, True)
    shop.drive("O-1", *MOVED_BY_HAND)
    assert delete(shop, "MUG") == (200, "")


def test_an_unknown_product_cannot_be_deleted(shop: Shop) -> None:
    assert delete(shop, "MUG") == (404, f"SKU 'MUG' not found in marketplace {US}")


def test_an_order_of_a_deleted_product_is_refused(shop: Shop) -> None:
    shop.stock("MUG", 0)
    delete(shop, "MUG")
    (error,) = shop.refused("POST", ORDERS, shop.order_body("O-1", {"MUG": 1}))
    assert error["message"] == "the SellerSKU for Item Id: item-MUG is invalid."
