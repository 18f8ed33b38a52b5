"""What holds whatever a seller does with boxes, in whatever order: units are conserved from his door to the shelf of a
fulfillment center, states move along their diagrams, and what is refused changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.domains.fba.awd.bringing import AWD, ORDERS, SHIPMENTS, order_body, package, stored
from tests.shop import Json, Shop
from tradepost.domains.fba.awd import distribution, inbound
from tradepost.domains.steps import Steps

SKUS = ("MUG", "POT")
REPLENISHMENT = f"{AWD}/replenishmentOrders"


class Storer(RuleBasedStateMachine):
    """A seller who calls anything at any time, and a clock that goes on."""

    make_shop: Callable[[], Shop]

    @initialize()
    def open(self) -> None:
        self.shop = type(self).make_shop()
        for sku in SKUS:
            self.shop.stock(sku, 0)
        stored(self.shop, package("MUG", 3, 4), package("POT", 2, 5))
        self.orders: list[str] = []
        self.states: dict[str, str] = {}

    def shipments(self) -> list[Json]:
        found = self.shop.ok("GET", SHIPMENTS, maxResults=200)["shipments"]
        return [self.shop.ok("GET", f"{SHIPMENTS}/{each['shipmentId']}", skuQuantities="SHOW") for each in found]

    def replenishments(self) -> list[Json]:
        found: list[Json] = self.shop.ok("GET", REPLENISHMENT, maxResults=100)["orders"]
        return found

    def stored(self) -> dict[str, list[int]]:
        """Of each SKU: inbound, available, reserved, outbound."""
        found = {sku: [0, 0, 0, 0] for sku in SKUS}
        for each in self.shop.ok("GET", f"{AWD}/inventory", details="SHOW")["inventory"]:
            details = each["inventoryDetails"]
            names = ("availableDistributableQuantity", "reservedDistributableQuantity", "replenishmentQuantity")
            found[each["sku"]] = [each["totalInboundQuantity"], *(details[name] for name in names)]
        return found

    def picture(self) -> list[Any]:
        """Everything that a refused call must leave as it was."""
        orders = [self.shop.ok("GET", f"{ORDERS}/{each}") for each in self.orders]
        return [orders, self.shipments(), self.replenishments(), self.stored()]

    def call(self, method: str, path: str, body: Json | None = None) -> Json:
        before = self.picture()
        response = self.shop.call(method, path, body)
        assert response.status_code in (200, 201, 204, 400, 409), response.text
        if response.status_code >= 400:
            assert self.picture() == before
        found: Json = response.json() if response.content and response.status_code < 400 else {}
        return found

    @rule(sku=st.sampled_from(SKUS), units=st.integers(0, 7), boxes=st.integers(0, 5))
    def draft(self, sku: str, units: int, boxes: int) -> None:
        made = self.call("POST", ORDERS, order_body(package(sku, units, boxes), package("MUG", 3, 2)))
        self.orders += [made["orderId"]] if made else []

    @rule(boxes=st.integers(1, 4))
    def change(self, boxes: int) -> None:
        for each in self.orders[-2:]:
            order = self.shop.ok("GET", f"{ORDERS}/{each}")
            self.call("PUT", f"{ORDERS}/{each}", {**order, "packagesToInbound": [package("POT", 2, boxes)]})

    @rule()
    def confirm(self) -> None:
        for each in self.orders[-2:]:
            self.call("POST", f"{ORDERS}/{each}/confirmation")

    @rule()
    def cancel(self) -> None:
        for each in self.orders[-1:]:
            self.call("POST", f"{ORDERS}/{each}/cancellation")

    @rule(number=st.integers(0, 3))
    def send(self, number: int) -> None:
        for each in self.shipments()[number : number + 2]:
            body = {"trackingDetails": [{"bookingId": f"BOOK-{number}"}]}
            self.call("PUT", f"{SHIPMENTS}/{each['shipmentId']}/transport", body)

    @rule(sku=st.sampled_from(SKUS), units=st.integers(0, 14), mode=st.sampled_from(["AUTO", "AUTO", "MANUAL"]))
    def replenish(self, sku: str, units: int, mode: str) -> None:
        products = [{"sku": sku, "quantity": units}]
        self.call("POST", REPLENISHMENT, {"products": products, "preferences": {"confirmation": mode}})

    @rule()
    def confirm_replenishments(self) -> None:
        for each in self.replenishments()[:3]:
            self.call("POST", f"{REPLENISHMENT}/{each['orderId']}/confirmation")

    @rule(duration=st.sampled_from(["PT5S", "PT5S", "PT10H", "P2D", "P9D", "P25D"]))
    def wait(self, duration: str) -> None:
        self.shop.advance(duration)

    @invariant()
    def units_are_conserved(self) -> None:
        if not hasattr(self, "shop"):
            return
        sent = dict.fromkeys(SKUS, 0)
        for each in self.shipments():
            for of_sku in (
                each["shipmentSkuQuantities"] if each["shipmentStatus"] not in ("CREATED", "CANCELLED") else ()
            ):
                closed = each["shipmentStatus"] == "CLOSED"
                known = of_sku["receivedQuantity" if closed else "expectedQuantity"]
                sent[of_sku["sku"]] += int(known["quantity"])
        for sku, places in self.stored().items():
            at_fba = self.shop.summary(sku)
            details = at_fba["inventoryDetails"]
            on_the_way = sum(details[f"inbound{each}Quantity"] for each in ("Working", "Shipped", "Receiving"))
            assert min(places) >= 0
            assert sum(places) + at_fba["totalQuantity"] - on_the_way == sent[sku]

    @invariant()
    def states_only_move_along_the_diagram(self) -> None:
        if not hasattr(self, "shop"):
            return
        for each in self.orders:
            self.moved(each, inbound.ORDER_STEPS, self.shop.ok("GET", f"{ORDERS}/{each}")["orderStatus"], "DRAFT")
        for one in self.shipments():
            self.moved(one["shipmentId"], inbound.SHIPMENT_STEPS, one["shipmentStatus"], "CREATED")
        for one in self.replenishments():
            self.moved(one["orderId"], distribution.STEPS, one["status"], "CREATED")

    def moved(self, name: str, steps: Steps[Any, Any], after: str, first: str) -> None:
        found, grown = {self.states.get(name, first)}, True
        while grown:
            more = {state for before, _, state in steps.rows if before in found} - found
            found, grown = found | more, bool(more)
        assert after in found
        self.states[name] = after


@pytest.mark.parametrize("steps", [25])
def test_units_are_conserved_and_refusals_change_nothing(new_shop: Callable[..., Shop], steps: int) -> None:
    class InThisServer(Storer):
        make_shop = staticmethod(new_shop)

    run_state_machine_as_test(
        InThisServer,
        settings=settings(
            max_examples=5, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
