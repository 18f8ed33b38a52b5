"""What holds whatever a seller does with a plan, in whatever order: units are conserved, and states move forward."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.domains.fba.inbound.sending import PLANS, box, configured, listed, pack, parcels, plan, planned, shipment
from tests.shop import Json, Shop
from tradepost.domains.fba.inbound.contents import Line, by_sku
from tradepost.domains.fba.inbound.planning.splitting import share_units
from tradepost.domains.fba.inbound.receiving.receipt import receipt
from tradepost.domains.fba.inbound.shipment import STEPS
from tradepost.simulation.seed import Seed

UNITS = {"MUG": 9, "POT": 4}
LINE = st.builds(
    Line,
    msku=st.sampled_from(["A", "B", "C"]),
    asin=st.just("B0"),
    fnsku=st.just("X0"),
    quantity=st.integers(1, 500),
    label_owner=st.just("SELLER"),
    prep_owner=st.just("NONE"),
)


@given(lines=st.lists(LINE, max_size=8), count=st.integers(1, 6))
def test_shares_of_units_are_together_what_was_there_and_nearly_equal(lines: list[Line], count: int) -> None:
    shares = share_units(lines, count)
    assert by_sku(line for share in shares for line in share) == by_sku(lines)
    sizes = [sum(line.quantity for line in share) for share in shares]
    assert max(sizes) - min(sizes) <= 1


@given(seed=st.text(max_size=5), announced=st.integers(1, 5000), lost=st.floats(0, 1))
def test_what_was_announced_is_good_damaged_found_or_missing(seed: str, announced: int, lost: float) -> None:
    gone = int(announced * lost)
    found = receipt(Seed(seed), "sh", "SKU", announced, gone)
    parts = (found.good, found.damaged, found.found, found.missing)
    assert sum(parts) == announced
    assert min(parts) >= 0
    assert found.missing >= gone
    assert 0 <= found.at_first <= found.good


class Sender(RuleBasedStateMachine):
    """A seller who calls anything at any time, and a clock that goes on."""

    make_shop: Callable[[], Shop]

    @initialize()
    def open(self) -> None:
        self.shop = type(self).make_shop()
        for sku in UNITS:
            self.shop.stock(sku, 0)
        self.plan_id = planned(self.shop, UNITS)
        self.states: dict[str, str] = {}

    def shipments(self) -> list[str]:
        found = plan(self.shop, self.plan_id)
        return [each["shipmentId"] for each in found["shipments"]]

    def picture(self) -> list[Any]:
        """Everything that a refused call must leave as it was."""
        path = f"{PLANS}/{self.plan_id}"
        return [
            plan(self.shop, self.plan_id),
            [self.shop.summary(sku)["inventoryDetails"] for sku in UNITS],
            listed(self.shop, f"{path}/boxes", "boxes"),
            [shipment(self.shop, self.plan_id, each) for each in self.shipments()],
        ]

    def call(self, method: str, path: str, body: Json | None = None) -> None:
        before = self.picture()
        response = self.shop.call(method, f"{PLANS}/{self.plan_id}{path}", body)
        assert response.status_code in (200, 201, 202, 204, 400, 404), response.text
        if response.status_code >= 400:
            assert self.picture() == before

    @rule()
    def offer_packing(self) -> None:
        self.call("POST", "/packingOptions")

    @rule()
    def choose_packing(self) -> None:
        for each in plan(self.shop, self.plan_id)["packingOptions"]:
            self.call("POST", f"/packingOptions/{each['packingOptionId']}/confirmation")

    @rule(wrong=st.booleans(), split=st.booleans())
    def tell_boxes(self, wrong: bool, split: bool) -> None:
        path = f"{PLANS}/{self.plan_id}"
        for option in listed(self.shop, f"{path}/packingOptions", "packingOptions"):
            for group in option["packingGroups"]:
                units = {**UNITS, "MUG": UNITS["MUG"] + wrong}
                boxes = [box({sku: many}) for sku, many in units.items()] if split else [box(units)]
                before = self.picture()
                response = pack(self.shop, self.plan_id, boxes, packingGroupId=group)
                assert not (wrong and response.status_code == 202)
                if response.status_code >= 400:
                    assert self.picture() == before
        for shipment_id in self.shipments():
            held = listed(self.shop, f"{path}/shipments/{shipment_id}/items", "items")
            boxes = [box({each["msku"]: each["quantity"] for each in held})]
            pack(self.shop, self.plan_id, boxes, shipmentId=shipment_id)

    @rule()
    def offer_placements(self) -> None:
        self.call("POST", "/placementOptions", {})

    @rule(number=st.integers(0, 2))
    def choose_placement(self, number: int) -> None:
        for each in plan(self.shop, self.plan_id)["placementOptions"][number : number + 1]:
            self.call("POST", f"/placementOptions/{each['placementOptionId']}/confirmation")

    @rule()
    def offer_transportation(self) -> None:
        for option in plan(self.shop, self.plan_id)["placementOptions"]:
            shipments = self.shipments() or [self.plan_id]
            body = {
                "placementOptionId": option["placementOptionId"],
                "shipmentTransportationConfigurations": configured(self.shop, shipments),
            }
            self.call("POST", "/transportationOptions", body)

    @rule(own=st.booleans())
    def choose_transportation(self, own: bool) -> None:
        chosen = []
        for each in self.shipments():
            path = f"{PLANS}/{self.plan_id}/transportationOptions"
            found = listed(self.shop, path, "transportationOptions", shipmentId=each)
            if found:
                option = found[-1 if own else 0]["transportationOptionId"]
                chosen.append({"shipmentId": each, "transportationOptionId": option})
        if chosen:
            self.call("POST", "/transportationOptions/confirmation", {"transportationSelections": chosen})

    @rule()
    def choose_windows(self) -> None:
        for each in self.shipments():
            self.call("POST", f"/shipments/{each}/deliveryWindowOptions")
            path = f"{PLANS}/{self.plan_id}/shipments/{each}/deliveryWindowOptions"
            for window in listed(self.shop, path, "deliveryWindowOptions")[:1]:
                identifier = window["deliveryWindowOptionId"]
                self.call("POST", f"/shipments/{each}/deliveryWindowOptions/{identifier}/confirmation")

    @rule()
    def tell_tracking(self) -> None:
        for each in self.shipments():
            if "shipmentConfirmationId" in shipment(self.shop, self.plan_id, each):
                boxes = listed(self.shop, f"{PLANS}/{self.plan_id}/shipments/{each}/boxes", "boxes")
                numbers = ["1Z12345E1512345676"] * len(boxes)
                body = {"trackingDetails": parcels(self.shop, self.plan_id, each, *numbers)}
                self.call("PUT", f"/shipments/{each}/trackingDetails", body)

    @rule(really=st.sampled_from([False, False, False, True]))
    def cancel(self, really: bool) -> None:
        if really:
            self.call("PUT", "/cancellation")

    @rule(duration=st.sampled_from(["PT5S", "PT5S", "PT5S", "PT5S", "PT10H", "P2D", "P9D"]))
    def wait(self, duration: str) -> None:
        self.shop.advance(duration)

    @invariant()
    def units_are_conserved(self) -> None:
        if not hasattr(self, "shop"):
            return
        moves = [
            each["body"] | {"sku": each["subject"], "type": each["type"]}
            for each in self.shop.events()
            if each["type"].startswith("inventory.") and "quantity" in each["body"]
        ]
        for sku in UNITS:
            summary = self.shop.summary(sku)
            mine = [each for each in moves if each["sku"] == sku]
            outside = sum(each["quantity"] for each in mine if each["from"] is None)
            outside -= sum(each["quantity"] for each in mine if each["to"] is None)
            assert summary["totalQuantity"] == outside
            over = sum(each["quantity"] for each in mine if each["type"] == "inventory.received" and not each["from"])
            assert 0 <= summary["totalQuantity"] <= UNITS[sku] + over

    @invariant()
    def states_only_move_along_the_diagram(self) -> None:
        for each in self.shipments() if hasattr(self, "shop") else ():
            after = shipment(self.shop, self.plan_id, each)["status"]
            assert after in reachable(self.states.get(each, "UNCONFIRMED"))
            self.states[each] = after


def reachable(before: str) -> set[str]:
    """Every state that can follow, after any number of steps."""
    found, grown = {before}, True
    while grown:
        more = {after for state, _, after in STEPS.rows if state in found} - found
        found, grown = found | more, bool(more)
    return found


@pytest.mark.parametrize("steps", [25])
def test_units_are_conserved_and_refusals_change_nothing(new_shop: Callable[..., Shop], steps: int) -> None:
    class InThisServer(Sender):
        make_shop = staticmethod(new_shop)

    run_state_machine_as_test(
        InThisServer,
        settings=settings(
            max_examples=8, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
