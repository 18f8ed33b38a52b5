"""What holds whatever a seller does and however time goes by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.shop import INVENTORY, ORDERS, OUTBOUND, US, Shop
from tradepost.domains.fba.fulfillment_outbound.model import ORDER

SKUS = ("MUG", "CUP", "POT")
STEPS = {(before, after) for before, _, after in ORDER.rows}
FINAL = {"Cancelled", "Complete", "CompletePartialled", "Unfulfillable", "Invalid"}


def reachable(before: str) -> set[str]:
    """Every status that can follow, after any number of steps."""
    found, grown = {before}, True
    while grown:
        more = {after for status, after in STEPS if status in found} - found
        found, grown = found | more, bool(more)
    return found


class Seller(RuleBasedStateMachine):
    """A seller who adds stock, orders, cancels, changes, takes back, while time goes by."""

    make_shop: Callable[[], Shop]

    @initialize()
    def open(self) -> None:
        self.shop = type(self).make_shop()
        self.orders: dict[str, str] = {}
        self.received = dict.fromkeys(SKUS, 0)
        for sku in SKUS:
            self.shop.stock(sku, 0)

    @rule(sku=st.sampled_from(SKUS), units=st.integers(1, 20))
    def add(self, sku: str, units: int) -> None:
        self.shop.add(sku, units)
        self.received[sku] += units

    @rule(
        items=st.dictionaries(st.sampled_from(SKUS), st.integers(1, 6), min_size=1),
        policy=st.sampled_from(["FillOrKill", "FillAll", "FillAllAvailable"]),
        speed=st.sampled_from(["Standard", "Expedited", "Priority"]),
        action=st.sampled_from(["Ship", "Ship", "Hold"]),
    )
    def order(self, items: dict[str, int], policy: str, speed: str, action: str) -> None:
        order_id = f"O-{len(self.orders)}"
        self.shop.order(
            order_id, items, fulfillmentPolicy=policy, shippingSpeedCategory=speed, fulfillmentAction=action
        )
        self.orders[order_id] = "New"

    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        if self.orders:
            self.shop.call("PUT", f"{ORDERS}/{data.draw(st.sampled_from(sorted(self.orders)))}/cancel")

    @rule(data=st.data(), status=st.sampled_from(sorted({after for _, after in STEPS})))
    def drive(self, data: st.DataObject, status: str) -> None:
        if self.orders:
            order_id = data.draw(st.sampled_from(sorted(self.orders)))
            self.shop.call("PUT", f"{ORDERS}/{order_id}/status", {"fulfillmentOrderStatus": status})

    @rule(data=st.data(), units=st.integers(0, 8))
    def change(self, data: st.DataObject, units: int) -> None:
        if self.orders:
            order_id = data.draw(st.sampled_from(sorted(self.orders)))
            item = {"sellerFulfillmentOrderItemId": "item-MUG", "sellerSku": "MUG", "quantity": units}
            self.shop.call("PUT", f"{ORDERS}/{order_id}", {"items": [item], "fulfillmentAction": "Ship"})

    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        if not self.orders:
            return
        order_id = data.draw(st.sampled_from(sorted(self.orders)))
        shown = self.shop.shown(order_id)
        items = [
            {
                "sellerReturnItemId": f"R-{len(shown['returnItems'])}",
                "sellerFulfillmentOrderItemId": each["sellerFulfillmentOrderItemId"],
                "amazonShipmentId": shipment["amazonShipmentId"],
                "returnReasonCode": "CR-UNWANTED_ITEM",
            }
            for shipment in shown["fulfillmentShipments"]
            for each in shipment["fulfillmentShipmentItem"][:1]
        ]
        if items:
            self.shop.ok("PUT", f"{ORDERS}/{order_id}/return", {"items": items})

    @rule(duration=st.sampled_from(["PT1M", "PT1H", "PT7H", "P1D", "P6D"]))
    def wait(self, duration: str) -> None:
        self.shop.advance(duration)

    @invariant()
    def stock_is_conserved(self) -> None:
        if not hasattr(self, "shop"):
            return
        summaries = self.shop.ok(
            "GET",
            f"{INVENTORY}/summaries",
            details="true",
            granularityType="Marketplace",
            granularityId=US,
            marketplaceIds=US,
        )["payload"]["inventorySummaries"]
        moves = [
            each for each in self.shop.events() if each["type"].startswith("inventory.") and "quantity" in each["body"]
        ]
        for summary in summaries:
            sku, details = summary["sellerSku"], summary["inventoryDetails"]
            outside = {"in": 0, "out": 0}
            for each in moves:
                if each["subject"] == sku:
                    outside["in"] += each["body"]["quantity"] * (each["body"]["from"] is None)
                    outside["out"] += each["body"]["quantity"] * (each["body"]["to"] is None)
            assert summary["totalQuantity"] == outside["in"] - outside["out"]
            assert summary["totalQuantity"] <= self.received[sku]
            assert details["fulfillableQuantity"] >= 0
            reserved = details["reservedQuantity"]["pendingCustomerOrderQuantity"]
            assert reserved == self.open_units(sku)
            least, most = self.units_to_ship(sku)
            assert least <= reserved <= most

    def units_to_ship(self, sku: str) -> tuple[int, int]:
        """Units of orders of which nothing final is known: without those that may wait for stock, and with them."""
        least = most = 0
        for order_id in self.orders:
            shown = self.shop.shown(order_id)
            shipped = self.shipped_units(shown)
            for item in shown["fulfillmentOrderItems"]:
                if item["sellerSku"] == sku:
                    gone = item["cancelledQuantity"] + item["unfulfillableQuantity"]
                    left = item["quantity"] - gone - shipped.get(item["sellerFulfillmentOrderItemId"], 0)
                    most += left
                    least += left * (shown["fulfillmentOrder"]["fulfillmentPolicy"] != "FillAll")
        return least, most

    def open_units(self, sku: str) -> int:
        """Units that orders hold: ordered, and neither shipped nor given up nor waiting for stock."""
        held = 0
        for each in self.shop.events():
            if (
                each["type"] in ("inventory.reserved", "inventory.released", "inventory.shipped")
                and each["subject"] == sku
            ):
                held += each["body"]["quantity"] * (1 if each["type"] == "inventory.reserved" else -1)
        return held

    @invariant()
    def states_only_move_along_the_diagram(self) -> None:
        for order_id, before in getattr(self, "orders", {}).items():
            shown = self.shop.shown(order_id)
            after = shown["fulfillmentOrder"]["fulfillmentOrderStatus"]
            assert after in reachable(before)
            self.orders[order_id] = after
            self.check_units(shown, after)

    def shipped_units(self, shown: dict[str, Any]) -> dict[str, int]:
        shipped: dict[str, int] = {}
        for shipment in shown["fulfillmentShipments"]:
            if shipment["fulfillmentShipmentStatus"] == "SHIPPED":
                for each in shipment["fulfillmentShipmentItem"]:
                    item = each["sellerFulfillmentOrderItemId"]
                    shipped[item] = shipped.get(item, 0) + each["quantity"]
        return shipped

    def check_units(self, shown: dict[str, Any], status: str) -> None:
        shipped = self.shipped_units(shown)
        for item in shown["fulfillmentOrderItems"]:
            gone = item["cancelledQuantity"] + item["unfulfillableQuantity"]
            done = gone + shipped.get(item["sellerFulfillmentOrderItemId"], 0)
            assert done <= item["quantity"]
            if status in FINAL:
                assert done == item["quantity"]
        if status == "Complete":
            assert all(
                item["cancelledQuantity"] + item["unfulfillableQuantity"] == 0
                for item in shown["fulfillmentOrderItems"]
            )


def test_stock_is_conserved_and_states_move_forward(new_shop: Callable[..., Shop]) -> None:
    class InThisServer(Seller):
        make_shop = staticmethod(new_shop)

    run_state_machine_as_test(
        InThisServer,
        settings=settings(
            max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_the_same_calls_give_the_same_answers_in_worlds_of_one_seed(new_shop: Callable[..., Shop]) -> None:
    answers = []
    for _ in range(2):
        shop = new_shop(seed="fixed")
        shop.stock("MUG", 9)
        shop.order("O-1", {"MUG": 4})
        shop.advance("P9D")
        shown = shop.shown("O-1")
        number = shown["fulfillmentShipments"][0]["fulfillmentShipmentPackage"][0]["packageNumber"]
        answers.append(
            (
                shop.credentials["seller_id"],
                shop.summary("MUG"),
                shown,
                shop.ok("GET", f"{OUTBOUND}/tracking", packageNumber=number),
            )
        )
    assert answers[0] == answers[1]


def test_another_seed_makes_another_world(new_shop: Callable[..., Shop]) -> None:
    one, other = new_shop(seed="one"), new_shop(seed="two")
    one.stock("MUG", 1)
    other.stock("MUG", 1)
    assert one.summary("MUG")["asin"] != other.summary("MUG")["asin"]
    assert one.credentials["client_id"] != other.credentials["client_id"]
