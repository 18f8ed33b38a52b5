"""Faults on purpose, as a program meets them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.shop import DE, INVENTORY, ORDERS, US, Json, Shop

ACCOUNT = "/sellers/v1/account"
STORES = "/sellers/v1/marketplaceParticipations"


def set_fault(shop: Shop, **rule: Any) -> Json:
    return shop.controlled("POST", "faults", rule)


def statuses(shop: Shop, times: int, path: str = ACCOUNT) -> list[int]:
    return [shop.call("GET", path).status_code for _ in range(times)]


def logged(shop: Shop, **query: Any) -> list[Json]:
    found: list[Json] = shop.controlled("GET", "requests", **query)["requests"]
    return found


def test_an_operation_fails_with_the_status_and_code_asked_for(shop: Shop) -> None:
    fault = set_fault(shop, operation="sellers.getAccount", status=503, code="ServiceUnavailable", message="Not now.")
    response = shop.call("GET", ACCOUNT)
    assert response.status_code == 503
    assert response.json() == {"errors": [{"message": "Not now.", "code": "ServiceUnavailable", "details": ""}]}
    assert response.headers["x-tradepost-reason"] == f"injected by fault {fault['id']} (error)"
    assert statuses(shop, 1, STORES) == [200]


@pytest.mark.parametrize(
    ("status", "code"), [(400, "InvalidInput"), (403, "Unauthorized"), (404, "NotFound"), (500, "InternalFailure")]
)
def test_a_status_brings_its_usual_code(shop: Shop, status: int, code: str) -> None:
    set_fault(shop, operation="getAccount", status=status)
    [error] = shop.refused("GET", ACCOUNT, status=status)
    assert error["code"] == code


def test_what_was_called_is_in_the_log_as_injected(shop: Shop) -> None:
    fault = set_fault(shop, operation="getAccount", status=500, times=1)
    assert statuses(shop, 2) == [500, 200]
    after, struck = logged(shop, operation="getAccount")
    assert (struck["status"], struck["injected"]) == (500, f"fault {fault['id']}: error")
    assert (after["status"], after["injected"]) == (200, "")


def test_a_whole_api_or_everything_can_fail(shop: Shop) -> None:
    set_fault(shop, operation="sellers", status=503)
    assert statuses(shop, 1, ACCOUNT) + statuses(shop, 1, STORES) == [503, 503]
    summaries = f"{INVENTORY}/summaries?granularityType=Marketplace&granularityId={US}&marketplaceIds={US}"
    assert statuses(shop, 1, summaries) == [200]
    set_fault(shop, status=503)
    assert statuses(shop, 1, summaries) == [503]


def test_a_fault_strikes_so_many_times_after_so_many_calls(shop: Shop) -> None:
    fault = set_fault(shop, operation="getAccount", status=500, after=2, times=2)
    assert statuses(shop, 6) == [200, 200, 500, 500, 200, 200]
    [listed] = shop.controlled("GET", "faults")["faults"]
    assert listed == {**fault, "calls": 6, "strikes": 2}


def test_chance_comes_from_the_seed(new_shop: Callable[..., Shop]) -> None:
    runs = []
    for _ in range(2):
        shop = new_shop(seed="chance")
        set_fault(shop, operation="getAccount", status=500, probability=0.5)
        runs.append(statuses(shop, 20))
    assert runs[0] == runs[1]
    assert 4 <= runs[0].count(500) <= 16


def test_a_delay_lets_the_answer_wait(shop: Shop) -> None:
    set_fault(shop, operation="getAccount", delayMs=150, delaySpreadMs=50)
    began = time.monotonic()
    assert statuses(shop, 1) == [200]
    assert time.monotonic() - began >= 0.1
    assert logged(shop, operation="getAccount")[0]["injected"].endswith(": delay")


def test_a_delay_and_an_error_come_together(shop: Shop) -> None:
    set_fault(shop, operation="getAccount", delayMs=120, status=504)
    began = time.monotonic()
    assert statuses(shop, 1) == [504]
    assert time.monotonic() - began >= 0.12


def test_a_dropped_connection_leaves_nothing_done(shop: Shop) -> None:
    set_fault(shop, operation="createInventoryItem", kind="drop", times=1)
    item = {"sellerSku": "MUG", "marketplaceId": US, "productName": "Mug"}
    with pytest.raises(httpx.RemoteProtocolError):
        shop.call("POST", f"{INVENTORY}/items", item)
    assert logged(shop, operation="createInventoryItem")[0]["status"] == 0
    assert shop.ok("POST", f"{INVENTORY}/items", item) == {}


def test_an_answer_can_be_lost_after_the_work_is_done(shop: Shop) -> None:
    shop.stock("MUG", 5)
    set_fault(shop, operation="createFulfillmentOrder", kind="drop", carriedOut=True, times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        shop.call("POST", ORDERS, shop.order_body("A-1", {"MUG": 1}))
    assert shop.status("A-1") == "New"


def test_an_answer_can_be_refused_after_the_work_is_done(shop: Shop) -> None:
    shop.stock("MUG", 5)
    set_fault(shop, operation="createFulfillmentOrder", status=500, carriedOut=True, times=1)
    assert shop.call("POST", ORDERS, shop.order_body("A-1", {"MUG": 1})).status_code == 500
    assert shop.status("A-1") == "New"


def test_a_body_is_cut_before_its_end(shop: Shop) -> None:
    set_fault(shop, operation="getMarketplaceParticipations", kind="cut")
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete"):
        shop.call("GET", STORES)


def test_a_page_of_html_comes_instead_of_json(shop: Shop) -> None:
    set_fault(shop, operation="getAccount", kind="html")
    response = shop.call("GET", ACCOUNT)
    assert (response.status_code, response.headers["content-type"]) == (503, "text/html")
    assert response.text.startswith("<!DOCTYPE html>")


def test_any_answer_can_be_put_in_place(shop: Shop) -> None:
    set_fault(shop, operation="getAccount", body={"payload": {"new": True}}, times=1)
    response = shop.call("GET", ACCOUNT)
    assert (response.status_code, response.json()) == (200, {"payload": {"new": True}})
    set_fault(shop, operation="getAccount", body="{broken", status=200, contentType="text/plain")
    response = shop.call("GET", ACCOUNT)
    assert (response.text, response.headers["content-type"]) == ("{broken", "text/plain")


def test_a_client_meets_an_enum_value_that_it_does_not_know(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.order("A-1", {"MUG": 1})
    set_fault(shop, operation="getFulfillmentOrder", kind="unknownValue", field="fulfillmentOrderStatus", times=1)
    order = shop.shown("A-1")["fulfillmentOrder"]
    assert order["fulfillmentOrderStatus"] == "TRADEPOST_NEW_VALUE"
    assert order["shippingSpeedCategory"] == "Standard"
    set_fault(shop, operation="getFulfillmentOrder", kind="unknownValue", times=1)
    order = shop.shown("A-1")["fulfillmentOrder"]
    assert order["fulfillmentOrderStatus"] == order["shippingSpeedCategory"] == "TRADEPOST_NEW_VALUE"
    assert shop.status("A-1") == "New"


def test_a_token_ends_before_its_time(shop: Shop) -> None:
    set_fault(shop, kind="expiredToken", times=1)
    [error] = shop.refused("GET", ACCOUNT, status=403)
    assert (error["code"], error["details"]) == ("Unauthorized", "The access token you provided has expired.")
    assert statuses(shop, 1) == [200]


def test_a_throttle_storm_passes(shop: Shop) -> None:
    set_fault(shop, kind="throttle", times=3)
    responses = [shop.call("GET", ACCOUNT) for _ in range(4)]
    assert [each.status_code for each in responses] == [429, 429, 429, 200]
    assert responses[0].json()["errors"][0]["code"] == "QuotaExceeded"
    assert "x-amzn-ratelimit-limit" not in responses[0].headers


def test_a_storm_can_last_some_seconds(shop: Shop) -> None:
    set_fault(shop, kind="throttle", seconds=0.3)
    began = time.monotonic()
    assert statuses(shop, 1) == [429]
    while statuses(shop, 1) == [429]:
        assert time.monotonic() - began < 20
    assert time.monotonic() - began >= 0.25


def test_login_fails_too(shop: Shop) -> None:
    set_fault(shop, operation="lwa", status=503, times=1)
    form = {name: shop.credentials[name] for name in ("client_id", "client_secret", "refresh_token")}
    response = shop.ask_token(grant_type="refresh_token", **form)
    assert (response.status_code, response.json()["error"]) == (503, "server_error")
    assert shop.ask_token(grant_type="refresh_token", **form).status_code == 200


def test_only_one_seller_is_struck(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    other = new_shop(beside=shop)
    set_fault(shop, status=500, sellerId=other.credentials["seller_id"])
    assert statuses(shop, 1) + statuses(other, 1) == [200, 500]


def test_faults_are_the_worlds_own_and_can_be_taken_away(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    other = new_shop()
    first, second = set_fault(shop, status=500), set_fault(shop, status=503)
    assert statuses(shop, 1) + statuses(other, 1) == [500, 200]
    assert shop.control("DELETE", f"faults/{first['id']}").status_code == 204
    assert statuses(shop, 1) == [503]
    assert shop.control("DELETE", f"faults/{first['id']}").status_code == 404
    assert shop.control("DELETE", "faults").status_code == 204
    assert shop.controlled("GET", "faults") == {"faults": []}
    assert statuses(shop, 1) == [200]
    assert second["id"] != first["id"]


def test_a_reset_ends_every_fault(shop: Shop) -> None:
    set_fault(shop, status=500)
    shop.controlled("POST", "reset")
    assert shop.controlled("GET", "faults") == {"faults": []}
    assert statuses(shop, 1) == [200]


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        ({"operation": "getshipment", "status": 500}, "neither an operation"),
        ({"operation": "nothing", "status": 500}, "neither an operation"),
        ({"body": "x", "contentType": "text/html\r\nSet-Cookie: a=b"}, "contentType: 'text/html"),
        ({"status": 99}, "status: 99 is not between 200 and 599"),
        ({"status": 204}, "is no error"),
        ({"probability": 1.5}, "probability"),
        ({"kind": "answer"}, "body"),
        ({"kind": "delay"}, "delayMs"),
        ({"kind": "sabotage"}, "kind"),
        ({"surprise": 1}, "surprise"),
        ({"times": 0}, "times"),
    ],
)
def test_a_rule_that_means_nothing_is_refused(shop: Shop, rule: Json, named: str) -> None:
    response = shop.control("POST", "faults", rule)
    assert response.status_code == 400
    assert named in response.text
    assert shop.controlled("GET", "faults") == {"faults": []}


def test_a_plan_may_be_one_sellers_or_one_applications(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    other = new_shop(beside=shop)
    plan = {"operations": {"getAccount": {"rate": 0.001, "burst": 1}}, "scale": 1}
    shop.controlled("PUT", "usage-plans", {"sellers": {other.credentials["seller_id"]: plan}})
    assert statuses(other, 2) + statuses(shop, 2) == [200, 429, 200, 200]
    application = {"applications": {shop.credentials["application_id"]: plan}, "sellers": {}}
    changed = shop.controlled("PUT", "usage-plans", application)
    assert list(changed["applications"]) == [shop.credentials["application_id"]]
    assert statuses(other, 2) + statuses(shop, 2) == [200, 200, 200, 429]
    assert shop.control("PUT", "usage-plans", {"sellers": {DE: plan}}).status_code == 400
