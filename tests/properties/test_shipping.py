"""What holds whatever sellers do with labels, and carriers with parcels: of money, of states, of purchases."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.domains.shipping.sending import V2, ask, number_of, package, purchase
from tests.shop import Json, Shop
from tradepost.domains.shipping.parcels.parcel import STATES

WAYS = {(before, after) for before, _, after in STATES.rows}
FATES = ("on_time", "delayed", "missorted", "attempted", "returned", "refused", "damaged", "lost")


class Dock(RuleBasedStateMachine):
    """A seller buys labels and calls them off; parcels meet their fates; time goes by."""

    make_shop: Callable[[], Shop]

    @initialize()
    def open(self) -> None:
        self.shop = type(self).make_shop()
        self.offers: list[Json] = []
        self.shipments: dict[str, str] = {}
        self.sold: set[str] = set()

    @rule(kilograms=st.integers(1, 25), insured=st.integers(0, 900), at=st.integers(0, 3))
    def ask(self, kilograms: int, insured: int, at: int) -> None:
        asked = package(weight={"value": kilograms, "unit": "KILOGRAM"}, insuredValue={"value": insured, "unit": "USD"})
        answer = ask(self.shop, packages=[asked])
        rate = answer["rates"][at % len(answer["rates"])]
        self.offers.append(purchase(answer, rate["serviceId"]))

    @rule(at=st.integers(0, 9))
    def buy(self, at: int) -> None:
        """An offer is bought once; later, or again, it is not."""
        if not self.offers:
            return
        offer = self.offers[at % len(self.offers)]
        known = set(self.shipments)
        answer = self.shop.call("POST", f"{V2}/shipments", offer)
        assert answer.status_code in (200, 400), answer.text
        if answer.status_code == 200:
            assert offer["requestToken"] not in self.sold
            self.sold.add(offer["requestToken"])
            payload = answer.json()["payload"]
            self.shipments[payload["shipmentId"]] = number_of(payload)
            assert len(self.shipments) == len(known) + 1

    @rule(at=st.integers(0, 9))
    def cancel(self, at: int) -> None:
        if self.shipments:
            shipment = list(self.shipments)[at % len(self.shipments)]
            answer = self.shop.call("PUT", f"{V2}/shipments/{shipment}/cancel")
            assert answer.status_code in (200, 400), answer.text

    @rule(at=st.integers(0, 9), fate=st.sampled_from(FATES))
    def destine(self, at: int, fate: str) -> None:
        if self.shipments:
            number = list(self.shipments.values())[at % len(self.shipments)]
            answer = self.shop.control("POST", f"parcels/{number}/fate", {"fate": fate})
            assert answer.status_code in (200, 409), answer.text

    @rule(hours=st.sampled_from([1, 7, 30, 100, 400]))
    def wait(self, hours: int) -> None:
        self.shop.advance(f"PT{hours}H")

    @invariant()
    def what_was_paid_less_what_came_back_is_what_finances_say(self) -> None:
        if not hasattr(self, "shop"):
            return
        parcels = self.shop.controlled("GET", "parcels")["parcels"]
        paid = sum((Decimal(each["charge"]) - Decimal(each["refunded"]) for each in parcels), Decimal(0))
        posted = [
            Decimal(each["body"]["amount"])
            for each in self.shop.events("finances.event_posted")
            if each["body"]["type"] == "Adjustment"
        ]
        assert sum(posted, Decimal(0)) == -paid
        assert {each["reference"] for each in parcels} == set(self.shipments)

    @invariant()
    def states_move_along_their_diagram(self) -> None:
        if not hasattr(self, "shop"):
            return
        ways: dict[str, list[str]] = {}
        for each in self.shop.events("parcels.tracked"):
            ways.setdefault(each["subject"], []).append(each["body"]["state"])
        for states in ways.values():
            assert states[0] == "PreTransit"
            for before, after in pairwise(states):
                assert before == after or (before, after) in WAYS


def test_labels_and_parcels_keep_their_promises(new_shop: Callable[..., Shop]) -> None:
    class Docks(Dock):
        make_shop = staticmethod(new_shop)

    run_state_machine_as_test(
        Docks,
        settings=settings(
            max_examples=8,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
