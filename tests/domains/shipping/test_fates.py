"""What developers do to parcels and carriers."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.domains.shipping.sending import V2, ask, buy, destine, number_of, postage, purchase, track
from tests.shop import Shop
from tradepost.domains.shipping.parcels.parcel import STATES

ENDS = {
    "on_time": ("Delivered", ["DeliveredToPorch"], []),
    "delayed": ("Delivered", ["DeliveredToPorch"], []),
    "attempted": ("Delivered", ["DeliveredToPorch"], []),
    "returned": ("Delivered", ["CustomerUnavailable", "AddressNotFound"], ["Signed"]),
    "refused": ("Delivered", ["Rejected", "NotRequired"], ["Signed"]),
    "damaged": ("Delivered", ["Rejected", "Damaged"], ["Signed"]),
    "lost": ("Lost", [], []),
}


@pytest.mark.parametrize("fate", ENDS)
def test_a_parcel_ends_as_its_fate_says(shop: Shop, fate: str) -> None:
    number = number_of(buy(shop))
    assert destine(shop, number, fate)["fate"] == fate
    shop.advance("P45D")
    shown = track(shop, number)
    status, forward, back = ENDS[fate]
    assert shown["summary"] == {"status": status, "trackingDetailCodes": {"forward": forward, "returns": back}}
    late = shown["eventHistory"][-1]["eventTime"] > shown["promisedDeliveryDate"]
    assert late or fate in ("on_time", "attempted")
    assert not (late and fate == "on_time")


@pytest.mark.parametrize("first", ["on_time", "delayed", "attempted", "returned", "lost"])
@pytest.mark.parametrize("then", sorted(ENDS))
def test_a_fate_that_changes_on_the_way_keeps_to_the_diagram(shop: Shop, first: str, then: str) -> None:
    number = number_of(buy(shop))
    destine(shop, number, first)
    for _ in range(40):
        shop.advance("PT5H")
        changed = shop.control("POST", f"parcels/{number}/fate", {"fate": then})
        if changed.status_code == 409:
            break
        then = {"on_time": "returned", "returned": "on_time"}.get(then, then)
    shop.advance("P60D")
    states = [each["body"]["state"] for each in shop.events("parcels.tracked")]
    for before, after in pairwise(states):
        assert before == after or after in STATES.ways(before), states
    assert STATES.ended(states[-1])
    assert shop.control("POST", f"parcels/{number}/fate", {"fate": "lost"}).status_code == 409


def test_a_number_that_no_parcel_has(shop: Shop) -> None:
    assert shop.control("POST", "parcels/1Z/fate", {"fate": "lost"}).status_code == 404


def test_a_carrier_that_is_down_takes_nothing_until_it_is_up_again(shop: Shop) -> None:
    body = purchase(ask(shop))
    shop.controlled("PUT", "carriers/AMZN_US", {"down": True})
    assert [each["code"] for each in shop.controlled("GET", "carriers")["carriers"] if each["down"]] == ["AMZN_US"]
    reasons = {each["serviceId"]: each["ineligibilityReasons"] for each in ask(shop)["ineligibleRates"]}
    assert reasons["std-us-swa-mfn"] == [{"code": "UNKNOWN", "message": "The carrier takes no parcels at present."}]
    [error] = shop.refused("POST", f"{V2}/shipments", body)
    assert "takes no parcels at present" in error["details"]
    shop.controlled("PUT", "carriers/AMZN_US", {"down": False})
    shop.ok("POST", f"{V2}/shipments", body)
    assert shop.control("PUT", "carriers/NOBODY", {"down": True}).status_code == 404


def test_rates_of_ones_own_replace_a_carriers(shop: Shop) -> None:
    table = {"serviceId": "std-us-swa-mfn", "rows": [{"upToKilograms": 2, "prices": [5, 10]}]}
    shop.controlled("PUT", "rate-tables", {"tables": [table]})
    buy(shop)
    assert postage(shop) == [("PostageBilling", -10.4)]
    shop.controlled("PUT", "rate-tables", {"tables": []})
    assert shop.controlled("GET", "rate-tables") == {"tables": []}


@pytest.mark.parametrize(
    "table",
    [
        {"serviceId": "NOTHING", "rows": [{"upToKilograms": 2, "prices": [5]}]},
        {"serviceId": "std-us-swa-mfn", "rows": []},
        {"serviceId": "std-us-swa-mfn", "rows": [{"upToKilograms": 2, "prices": []}]},
        {"serviceId": "std-us-swa-mfn", "rows": [{"upToKilograms": 2, "prices": [-1]}]},
        {"serviceId": "std-us-swa-mfn", "rows": [{"upToKilograms": "NaN", "prices": [1]}]},
        {"serviceId": "std-us-swa-mfn", "rows": [{"upToKilograms": w, "prices": [1]} for w in (2, 1)]},
    ],
)
def test_a_table_that_makes_no_sense_is_refused(shop: Shop, table: dict[str, Any]) -> None:
    assert shop.control("PUT", "rate-tables", {"tables": [table]}).status_code == 400
    assert shop.controlled("GET", "rate-tables") == {"tables": []}
