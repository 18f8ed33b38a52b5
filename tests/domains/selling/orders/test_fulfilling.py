"""Orders are paid, shipped, picked up, called off, sent back and refunded."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from tests.domains.selling.orders.conftest import confirm, items, shown
from tests.shop import CA, US, Json, Shop

WEIGHT = {"id": "pet_weight", "label": "Weight of the pet", "value": "4 kg"}


def status(shop: Shop, order_id: str) -> str:
    return str(shown(shop, order_id)["OrderStatus"])


def units(shop: Shop, sku: str) -> int:
    """What can be bought of a SKU."""
    return int(shop.listing(sku)["fulfillmentAvailability"][0]["quantity"])


def why(response: Any) -> str:
    assert response.status_code == 400, response.text
    return str(response.json()["errors"][0]["details"])


class TestTheSellersOwn:
    def test_an_order_goes_from_pending_to_shipped(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(paid=False, MUG=2, TRAY=1)["orderId"]
        assert (status(store, order), units(store, "MUG"), units(store, "TRAY")) == ("Pending", 8, 9)
        store.advance("PT30M")
        assert status(store, order) == "Unshipped"
        mug, tray = (each["OrderItemId"] for each in items(store, order))
        assert confirm(store, order, {mug: 1}).status_code == 204
        assert status(store, order) == "PartiallyShipped"
        assert [each["QuantityShipped"] for each in items(store, order)] == [1, 0]
        assert confirm(store, order, {mug: 1, tray: 1}, "2").status_code == 204
        seen = shown(store, order)
        assert (seen["OrderStatus"], seen["NumberOfItemsShipped"], seen["NumberOfItemsUnshipped"]) == ("Shipped", 3, 0)
        changes = [(each["body"]["from"], each["body"]["to"]) for each in store.events("orders.status_changed")]
        assert changes == [("Pending", "Unshipped"), ("Unshipped", "PartiallyShipped"), ("PartiallyShipped", "Shipped")]
        assert units(store, "MUG") == 8

    def test_parts_of_a_line_cost_together_what_the_line_costs(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(MUG=3, promotion="1.00")["orderId"]
        [mug] = (each["OrderItemId"] for each in items(store, order))
        for number in (1, 2, 3):
            confirm(store, order, {mug: 1}, str(number))
        told = [each["body"]["items"][0]["amounts"] for each in store.events("orders.shipped")]
        assert [each["promotion"] for each in told] == ["0.33", "0.34", "0.33"]
        assert sum(round(float(each["tax"]) * 100) for each in told) == round(59 * 6.5)

    def test_more_than_was_ordered_is_not_shipped(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(MUG=2)["orderId"]
        [mug] = (each["OrderItemId"] for each in items(store, order))
        assert why(confirm(store, order, {mug: 3})) == f"quantity: 3 of item {mug} cannot be shipped; 2 are left"
        assert confirm(store, order, {mug: 1}).status_code == 204
        assert "1 are left" in why(confirm(store, order, {mug: 2}, "2"))
        assert shown(store, order)["NumberOfItemsShipped"] == 1

    def test_a_package_that_is_confirmed_again_is_corrected(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(MUG=2)["orderId"]
        [mug] = (each["OrderItemId"] for each in items(store, order))
        confirm(store, order, {mug: 2})
        assert confirm(store, order, {mug: 2}, trackingNumber="NEW-1").status_code == 204
        assert "already, with other items" in why(confirm(store, order, {mug: 1}))
        assert len(store.events("orders.shipped")) == 1

    def test_an_order_that_is_shipped_takes_no_further_package(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(MUG=1)["orderId"]
        [mug] = (each["OrderItemId"] for each in items(store, order))
        confirm(store, order, {mug: 1})
        refused = confirm(store, order, {mug: 1}, "2")
        assert "order already fulfilled" in refused.json()["errors"][0]["message"]
        assert why(refused) == f"packageReferenceId: order {order} is Shipped, and none of its packages is '2'"
        assert len(store.events("orders.shipped")) == 1

    def test_an_item_in_two_lines_of_a_package_is_paid_once(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(MUG=3, promotion="10.01")["orderId"]
        [mug] = items(store, order)
        line = {"orderItemId": mug["OrderItemId"], "quantity": 1}
        assert "3 are left" in why(confirm(store, order, {}, orderItems=[line, line, line, line]))
        assert confirm(store, order, {}, orderItems=[line, line]).status_code == 204
        assert confirm(store, order, {}, "2", orderItems=[line]).status_code == 204
        told = [line for each in store.events("orders.shipped") for line in each["body"]["items"]]
        for name, field in (("tax", "ItemTax"), ("promotion", "PromotionDiscount")):
            assert sum(Decimal(each["amounts"][name]) for each in told) == Decimal(mug[field]["Amount"])

    @pytest.mark.parametrize(
        ("changes", "details"),
        [
            ({"orderItems": []}, "orderItems"),
            ({"orderItems": [{"orderItemId": "1", "quantity": 1}]}, "orderItemId: order"),
            ({"carrierCode": "Other"}, "carrierName: is needed"),
            ({"shipDate": "2001-01-01T00:00:00Z"}, "shipDate: 2001"),
            ({"shipDate": "2999-01-01T00:00:00Z"}, "shipDate: 2999"),
        ],
    )
    def test_a_confirmation_must_make_sense(
        self, store: Shop, buy: Callable[..., Json], changes: Json, details: str
    ) -> None:
        order = buy(MUG=2)["orderId"]
        [mug] = (each["OrderItemId"] for each in items(store, order))
        assert why(confirm(store, order, {mug: 2}, **changes)).startswith(details)
        assert status(store, order) == "Unshipped"

    def test_only_what_is_open_and_in_this_marketplace_is_shipped(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(paid=False, MUG=1)["orderId"]
        [mug] = (each["OrderItemId"] for each in items(store, order))
        assert why(confirm(store, order, {mug: 1})) == f"orderId: order {order} is Pending"
        store.advance("PT30M")
        detail = {
            "packageReferenceId": "1",
            "carrierCode": "USPS",
            "trackingNumber": "1",
            "shipDate": store.now(),
            "orderItems": [{"orderItemId": mug, "quantity": 1}],
        }
        path = f"/orders/v0/orders/{order}/shipmentConfirmation"
        response = store.call("POST", path, {"marketplaceId": CA, "packageDetail": detail})
        assert why(response) == f"marketplaceId: order {order} was not placed in {CA}"

    def test_an_order_that_is_not_shipped_is_late_and_then_called_off(
        self, store: Shop, buy: Callable[..., Json]
    ) -> None:
        order = buy(MUG=1)["orderId"]
        store.controlled("POST", "clock/advance", {"to": shown(store, order)["LatestShipDate"]})
        store.advance("PT1S")
        assert [each["subject"] for each in store.events("orders.late")] == [order]
        assert status(store, order) == "Unshipped"
        store.advance("P7D")
        assert status(store, order) == "Canceled"
        assert units(store, "MUG") == 10


class TestTheNetworks:
    def test_an_order_ships_itself(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(paid=False, LAMP=2)["orderId"]
        assert (units(store, "LAMP"), store.reserved("LAMP")) == (3, 2)
        store.advance("PT30M")
        assert status(store, order) == "Unshipped"
        store.advance("P5D")
        seen = shown(store, order)
        assert (seen["OrderStatus"], seen["FulfillmentChannel"], seen["IsPrime"]) == ("Shipped", "AFN", True)
        assert (store.reserved("LAMP"), store.summary("LAMP")["totalQuantity"]) == (0, 3)
        [sent] = store.events("orders.shipped")
        assert sent["body"]["channel"] == "AFN"

    def test_it_is_not_the_sellers_to_ship_or_to_list(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(LAMP=1)["orderId"]
        [lamp] = (each["OrderItemId"] for each in items(store, order))
        assert why(confirm(store, order, {lamp: 1})) == f"orderId: order {order} is fulfilled by Amazon"
        listed = store.ok("GET", "/fba/outbound/2020-07-01/fulfillmentOrders", queryStartDate="2000-01-01T00:00:00Z")
        assert listed["payload"].get("fulfillmentOrders", []) == []

    def test_what_comes_back_is_in_the_network_again(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(LAMP=1)["orderId"]
        store.advance("P5D")
        store.controlled("POST", f"buyers/orders/{order}/return", {"reason": "Defective"})
        store.advance("P7D")
        assert store.fulfillable("LAMP") == 5
        [given] = store.events("orders.refunded")
        assert given["body"]["items"][0]["amounts"]["principal"] == "50.00"


class TestBuyersThinkAgain:
    def test_a_cancelled_order_frees_its_stock(self, store: Shop, buy: Callable[..., Json]) -> None:
        mine, theirs = buy(paid=False, MUG=4)["orderId"], buy(LAMP=2)["orderId"]
        for order in (mine, theirs):
            assert store.controlled("POST", f"buyers/orders/{order}/cancel")["calledOff"] is True
            assert status(store, order) == "Canceled"
        assert (units(store, "MUG"), units(store, "LAMP")) == (10, 5)

    def test_a_seller_decides_on_his_own_paid_orders(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(MUG=1)["orderId"]
        assert store.controlled("POST", f"buyers/orders/{order}/cancel", {"reason": "Oops"})["calledOff"] is False
        [line] = items(store, order)
        assert line["BuyerRequestedCancel"] == {"IsBuyerRequestedCancel": "true", "BuyerCancelReason": "Oops"}
        assert status(store, order) == "Unshipped"

    def test_what_is_sent_back_is_refunded_when_it_arrives(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(MUG=2)["orderId"]
        [mug] = (each["OrderItemId"] for each in items(store, order))
        confirm(store, order, {mug: 2})
        one = {"items": [{"orderItemId": mug, "quantity": 1}]}
        store.controlled("POST", f"buyers/orders/{order}/return", one)
        store.advance("P6D")
        assert store.events("orders.refunded") == []
        store.advance("P1D")
        assert units(store, "MUG") == 9
        [line] = store.controlled("GET", f"buyers/orders/{order}")["items"]
        assert (line["shipped"], line["refunded"]) == (2, 1)
        for both in ([{**one["items"][0], "quantity": 2}], one["items"] * 2):
            response = store.control("POST", f"buyers/orders/{order}/return", {"items": both})
            assert why(response) == f"quantity: 2 of item {mug} cannot be returned; 1 are left"

    def test_a_refund_without_a_return(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(MUG=2)["orderId"]
        assert "nothing of" in why(store.control("POST", f"buyers/orders/{order}/refund", {}))
        [mug] = (each["OrderItemId"] for each in items(store, order))
        confirm(store, order, {mug: 2})
        store.controlled("POST", f"buyers/orders/{order}/refund", {"reason": "Late"})
        [event] = store.events("orders.refunded")
        assert event["body"]["items"][0]["amounts"]["principal"] == "40.00"
        assert units(store, "MUG") == 8

    def test_what_was_called_off_is_no_sale_any_more(self, store: Shop, buy: Callable[..., Json]) -> None:
        asin = store.listing("MUG")["summaries"][0]["asin"]
        path = f"/catalog/2022-04-01/items/{asin}"
        order = buy(paid=False, MUG=4)["orderId"]
        sold = store.ok("GET", path, marketplaceIds=US, includedData="salesRanks")
        store.controlled("POST", f"buyers/orders/{order}/cancel")
        unsold = store.ok("GET", path, marketplaceIds=US, includedData="salesRanks")
        assert sold["salesRanks"] != unsold["salesRanks"]


class TestWhatCannotBeBought:
    @pytest.mark.parametrize(
        ("line", "named"),
        [
            ({"sku": "NONE"}, "'NONE' has no offer in ATVPDKIKX0DER: it is not listed"),
            ({"sku": "MUG", "quantity": 11}, "'MUG' has 10 units, 11 are wanted"),
            ({"asin": "B000000000"}, "asin: nobody sells 'B000000000'"),
            ({"quantity": 1}, "items: each needs a sku or an asin"),
        ],
    )
    def test_it_is_refused_by_name(self, store: Shop, line: Json, named: str) -> None:
        assert named in why(store.control("POST", "buyers/orders", {"items": [line]}))
        assert units(store, "MUG") == 10

    def test_a_cart_is_sent_by_one_channel(self, store: Shop) -> None:
        response = store.control("POST", "buyers/orders", {"items": [{"sku": "MUG"}, {"sku": "LAMP"}]})
        assert "sent by another channel" in why(response)
        assert (units(store, "MUG"), units(store, "LAMP")) == (10, 5)

    @pytest.mark.parametrize(("sku", "stock"), [("MUG", 10), ("LAMP", 5)])
    def test_the_same_sku_in_two_lines_is_not_sold_beyond_its_stock(self, store: Shop, sku: str, stock: int) -> None:
        response = store.control("POST", "buyers/orders", {"items": [{"sku": sku, "quantity": stock - 1}] * 2})
        assert why(response).endswith(f"'{sku}' has {stock} units, {2 * stock - 2} are wanted")
        assert units(store, sku) == stock
        store.controlled("POST", "buyers/orders", {"items": [{"sku": sku, "quantity": stock - 1}, {"sku": sku}]})
        assert units(store, sku) == 0

    def test_money_is_money(self, store: Shop) -> None:
        for amount in ("NaN", "-1", "Infinity"):
            response = store.control("POST", "buyers/orders", {"items": [{"sku": "MUG"}], "promotion": amount})
            assert why(response).startswith("promotion: ")


class TestPreOrdersAndPickUp:
    def test_a_pre_order_waits_for_its_product(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(paid=False, MUG=1, availableAt="2026-07-01T00:00:00Z")["orderId"]
        seen = shown(store, order)
        assert (seen["OrderStatus"], seen["OrderType"]) == ("PendingAvailability", "Preorder")
        store.controlled("POST", "clock/advance", {"to": "2026-07-01T00:00:00Z"})
        assert status(store, order) == "Pending"
        store.advance("PT30M")
        assert status(store, order) == "Unshipped"

    def test_an_order_is_picked_up_in_a_store(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(MUG=2, pickupStore="STORE-7")["orderId"]
        path = f"/orders/v0/orders/{order}/shipment"
        for step in ("ReadyForPickup", "PickedUp"):
            body = {"marketplaceId": US, "shipmentStatus": step}
            assert store.call("POST", path, body).status_code == 204
        assert status(store, order) == "Shipped"
        assert why(store.call("POST", path, body)) == f"orderId: order {order} is Shipped"

    def test_a_part_of_an_order_is_picked_up(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(MUG=3, pickupStore="STORE-7")["orderId"]
        [mug] = (each["OrderItemId"] for each in items(store, order))
        path = f"/orders/v0/orders/{order}/shipment"
        body = {"marketplaceId": US, "shipmentStatus": "PickedUp"}
        for quantity in (0, -1):
            part = {**body, "orderItems": [{"orderItemId": mug, "quantity": quantity}]}
            assert why(store.call("POST", path, part)) == f"orderItems[0].quantity: {quantity} is not at least 1"
        assert (status(store, order), units(store, "MUG")) == ("Unshipped", 7)
        part = {**body, "orderItems": [{"orderItemId": mug, "quantity": 1}]}
        assert store.call("POST", path, part).status_code == 204
        assert shown(store, order)["NumberOfItemsShipped"] == 1
        assert store.call("POST", path, {**body, "orderItems": [{"orderItemId": mug}]}).status_code == 204
        assert (status(store, order), shown(store, order)["NumberOfItemsShipped"]) == ("Shipped", 3)

    def test_an_order_that_nobody_picks_up_is_called_off(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(MUG=2, pickupStore="STORE-7")["orderId"]
        body = {"marketplaceId": US, "shipmentStatus": "RefusedPickup"}
        assert store.call("POST", f"/orders/v0/orders/{order}/shipment", body).status_code == 204
        assert (status(store, order), units(store, "MUG")) == ("Canceled", 10)

    def test_what_is_sent_is_not_picked_up(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(MUG=2)["orderId"]
        body = {"marketplaceId": US, "shipmentStatus": "ReadyForPickup"}
        response = store.call("POST", f"/orders/v0/orders/{order}/shipment", body)
        assert why(response) == f"orderId: order {order} is not picked up in a store"


class TestRegulated:
    def test_a_seller_approves_what_the_buyer_has_stated(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(MUG=1, regulated=[WEIGHT])["orderId"]
        assert shown(store, order)["HasRegulatedItems"] is True
        info = self.info(store, order)
        assert info["RegulatedInformation"]["Fields"][0]["FieldValue"] == "4 kg"
        verification = info["RegulatedOrderVerificationStatus"]
        assert (verification["Status"], verification["RequiresMerchantAction"]) == ("Pending", True)
        body = {"regulatedOrderVerificationStatus": {"status": "Approved", "externalReviewerId": "vet-1"}}
        assert store.call("PATCH", f"/orders/v0/orders/{order}/regulatedInfo", body).status_code == 204
        assert self.info(store, order)["RegulatedOrderVerificationStatus"]["Status"] == "Approved"
        assert "is Approved already" in why(store.call("PATCH", f"/orders/v0/orders/{order}/regulatedInfo", body))

    def test_a_rejected_order_is_called_off(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(MUG=1, regulated=[WEIGHT])["orderId"]
        path = f"/orders/v0/orders/{order}/regulatedInfo"
        rejected = {"status": "Rejected", "externalReviewerId": "vet-1"}
        assert "rejectionReasonId" in why(store.call("PATCH", path, {"regulatedOrderVerificationStatus": rejected}))
        reason = self.info(store, order)["RegulatedOrderVerificationStatus"]["ValidRejectionReasons"][0]
        rejected["rejectionReasonId"] = reason["RejectionReasonId"]
        assert store.call("PATCH", path, {"regulatedOrderVerificationStatus": rejected}).status_code == 204
        assert (status(store, order), units(store, "MUG")) == ("Canceled", 10)

    def test_how_it_stands_meanwhile_goes_with_pending_alone(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(MUG=1, regulated=[WEIGHT])["orderId"]
        meanwhile = {"interimStatusDetail": {"statusCode": "awaiting_vet_response", "statusDateTime": store.now()}}
        for given, expected in (("Approved", 400), ("Pending", 204)):
            verdict = {"status": given, "externalReviewerId": "vet-1", "verificationDetails": meanwhile}
            body = {"regulatedOrderVerificationStatus": verdict}
            assert store.call("PATCH", f"/orders/v0/orders/{order}/regulatedInfo", body).status_code == expected
            assert self.info(store, order)["RegulatedOrderVerificationStatus"]["Status"] == "Pending"

    def info(self, shop: Shop, order_id: str) -> Json:
        token = shop.token
        path = f"/orders/v0/orders/{order_id}/regulatedInfo"
        body = {"restrictedResources": [{"method": "GET", "path": path}]}
        shop.token = shop.ok("POST", "/tokens/2021-03-01/restrictedDataToken", body)["restrictedDataToken"]
        found: Json = shown(shop, order_id, "regulatedInfo")
        shop.token = token
        return found

    def test_most_orders_have_nothing_regulated(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(MUG=1)["orderId"]
        body = {"regulatedOrderVerificationStatus": {"status": "Approved", "externalReviewerId": "vet-1"}}
        response = store.call("PATCH", f"/orders/v0/orders/{order}/regulatedInfo", body)
        assert why(response) == f"orderId: order {order} has no regulated items"
