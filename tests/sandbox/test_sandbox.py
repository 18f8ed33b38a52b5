"""A request for a published case is answered by the case; what is none is answered by the shop."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner, Result

from tests.accounts.home import Home
from tests.sandbox.models import CREATE, FIRST, INVENTORY, LISTING, LISTINGS, MODEL, ORDERS, REFUSED, SECOND, written
from tests.shop import CA, US, Json, Shop
from tradepost.cli import cli
from tradepost.sandbox.cases import holds
from tradepost.sandbox.published import read_model

HOST = "sandbox.sellingpartnerapi-na.amazon.com"
BOTH = f"{US},{CA}"


@pytest.fixture
def shop(home: Home, tmp_path: Path) -> Shop:
    """A server that has the cases, and is not strict."""
    shop = home.start()
    told = tradepost(shop, "import", str(written(tmp_path / "published")))
    assert told.output == "6 cases of 1 models\n", told.output
    return shop


def tradepost(shop: Shop, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["sandbox", *arguments, "--url", shop.url])


def ask(shop: Shop, method: str, path: str, host: str = HOST, json: Any = None, **query: Any) -> httpx.Response:
    headers = {"host": host, "x-amz-access-token": shop.token}
    return shop.http.request(method, path, params=query, json=json, headers=headers)


def test_a_case_is_known_by_the_parameters_that_it_names(shop: Shop) -> None:
    answer = ask(shop, "GET", ORDERS, CreatedAfter="TEST_CASE_200", MarketplaceIds=BOTH)
    assert (answer.status_code, answer.json()) == (200, FIRST)
    assert answer.headers["x-amzn-RateLimit-Limit"] == "5.0"
    assert answer.headers["Content-Type"] == "application/json"
    for same in (f"{CA},{US}", [US, CA]):
        assert ask(shop, "GET", ORDERS, CreatedAfter="TEST_CASE_200", MarketplaceIds=same).json() == FIRST


def test_of_two_cases_the_one_that_asks_for_more_is_meant(shop: Shop) -> None:
    wish = {"CreatedAfter": "TEST_CASE_200", "MarketplaceIds": BOTH}
    assert ask(shop, "GET", ORDERS, NextToken="next=/", **wish).json() == SECOND
    assert ask(shop, "GET", ORDERS, NextToken="another", MaxResultsPerPage=1, **wish).json() == FIRST


def test_a_refusal_is_a_case_like_others(shop: Shop) -> None:
    answer = ask(shop, "GET", ORDERS, CreatedAfter="TEST_CASE_400", MarketplaceIds=US)
    assert (answer.status_code, answer.json()) == (400, REFUSED)


def test_a_body_may_hold_more_than_its_case(shop: Shop) -> None:
    path = f"{ORDERS}/902/regulatedInfo"
    body = {"status": {"code": 1.0, "tags": ["a", "b"], "more": None}, "note": "x"}
    answer = ask(shop, "PATCH", path, json=body)
    assert (answer.status_code, answer.content) == (204, b"")
    for other in ({"status": {"code": True, "tags": ["a", "b"]}}, {"status": {"code": 1, "tags": ["b", "a"]}}, [1]):
        assert ask(shop, "PATCH", path, json=other).status_code == 400
    assert ask(shop, "PATCH", f"{ORDERS}/903/regulatedInfo", json=body).status_code == 400


def test_a_case_that_names_nothing_is_for_every_request_that_no_other_is_for(home: Home, tmp_path: Path) -> None:
    """getListingsItem, a GET, is published with a body that has no value, and deleteListingsItem with no parameters."""
    shop = home.start()
    assert tradepost(shop, "import", str(written(tmp_path, LISTINGS))).output == "5 cases of 1 models\n"
    path = LISTING.format(sellerId="ANYBODY", sku="ANYTHING")
    assert ask(shop, "GET", path, marketplaceIds=US).json() == {"sku": "ANY"}
    assert ask(shop, "DELETE", path, marketplaceIds=US).json() == {"sku": "GONE"}
    bad = ask(shop, "GET", LISTING.format(sellerId="ANYBODY", sku="BadSKU"), marketplaceIds=US)
    assert (bad.status_code, bad.json()) == (400, REFUSED)
    assert tradepost(shop, "check").exit_code == 0


def test_cases_of_older_models_are_read_too(home: Home, tmp_path: Path) -> None:
    shop = home.start()
    tradepost(shop, "import", str(written(tmp_path, LISTINGS)))
    for true in ("true", "True"):
        assert ask(shop, "GET", INVENTORY, details=true).json() == {"payload": {}}
    assert ask(shop, "GET", INVENTORY, details="false").status_code == 400


def test_whatever_no_case_is_for_is_answered_by_the_shop(shop: Shop) -> None:
    shop.list_product("MUG")
    shop.controlled("POST", "buyers/orders", {"items": [{"sku": "MUG", "quantity": 1}], "paid": True})
    answer = ask(shop, "GET", ORDERS, CreatedAfter="2020-01-01T00:00:00Z", MarketplaceIds=US)
    assert len(answer.json()["payload"]["Orders"]) == 1
    unmet = ask(shop, "GET", ORDERS, CreatedAfter="TEST_CASE_200", MarketplaceIds=US)
    assert unmet.status_code == 400
    assert "CreatedAfter" in unmet.text


def test_other_hosts_know_no_cases(shop: Shop) -> None:
    wish = {"CreatedAfter": "TEST_CASE_400", "MarketplaceIds": US}
    for host in ("sellingpartnerapi-na.amazon.com", "127.0.0.1"):
        assert ask(shop, "GET", ORDERS, host, **wish).json() != REFUSED


def test_cases_are_answered_in_every_region_whatever_stores_the_seller_has(shop: Shop) -> None:
    american = Shop(shop.url, shop.world, shop.controlled("POST", "sellers", {"region": "na"}))
    american.log_in()
    for region in ("na", "eu", "fe"):
        host = f"sandbox.sellingpartnerapi-{region}.amazon.com"
        answer = ask(american, "GET", ORDERS, host, CreatedAfter="TEST_CASE_200", MarketplaceIds=BOTH)
        assert (answer.status_code, answer.json()) == (200, FIRST)
        stores = ask(american, "GET", "/sellers/v1/marketplaceParticipations", host)
        assert stores.status_code == (200 if region == "na" else 403)
    american.close()


def test_a_restricted_case_asks_for_a_restricted_token_which_the_production_host_gives(shop: Shop) -> None:
    path = f"{ORDERS}/902/regulatedInfo"
    assert ask(shop, "GET", path).status_code == 403
    wish = {"restrictedResources": [{"method": "GET", "path": path}]}
    made = ask(shop, "POST", "/tokens/2021-03-01/restrictedDataToken", HOST.removeprefix("sandbox."), json=wish)
    shop.token = made.json()["restrictedDataToken"]
    assert ask(shop, "GET", path).json() == FIRST


def test_a_case_asks_for_a_token_too(shop: Shop) -> None:
    shop.token = "Atza|nobody"
    assert ask(shop, "GET", ORDERS, CreatedAfter="TEST_CASE_400").status_code == 403


def test_a_strict_sandbox_refuses_what_no_case_is_for(shop: Shop, tmp_path: Path) -> None:
    shop.controlled("PUT", "sandbox", {"strict": True})
    wish = {"CreatedAfter": "2020-01-01T00:00:00Z", "MarketplaceIds": US}
    answer = ask(shop, "GET", ORDERS, **wish)
    said = {"code": "InvalidInput", "message": "Could not match input arguments", "details": ""}
    assert (answer.status_code, answer.json()) == (400, {"errors": [said]})
    assert "none of the 3 published cases" in answer.headers["x-tradepost-reason"]
    assert ask(shop, "GET", ORDERS, "sellingpartnerapi-na.amazon.com", **wish).status_code == 200
    assert ask(shop, "GET", CREATE).status_code == 200, "a dynamic operation is answered from state"
    assert ask(shop, "GET", "/sellers/v1/marketplaceParticipations").status_code == 200, "it has no case"


def test_cases_are_there_after_a_restart_and_gone_when_they_are_forgotten(home: Home, tmp_path: Path) -> None:
    shop = home.start()
    assert tradepost(shop, "import", str(written(tmp_path / "published")), "--strict").exit_code == 0
    home.stop()
    shop = home.start()
    wish = {"CreatedAfter": "TEST_CASE_400"}
    assert ask(shop, "GET", ORDERS, **wish).json() == REFUSED
    assert shop.controlled("GET", "sandbox")["strict"] is True
    assert tradepost(shop, "forget").output == "no cases are left\n"
    assert ask(shop, "GET", ORDERS, **wish).json() != REFUSED
    assert shop.controlled("GET", "sandbox") == {"strict": False, "models": [], "operations": []}


def test_a_model_that_is_imported_again_takes_the_place_of_the_first(shop: Shop) -> None:
    one = {"operation": "orders_v0.getOrders", "status": 200, "parameters": {}, "response": {"new": True}}
    shop.controlled("PUT", "sandbox/models/orders%20v0%20(100%25)", {"cases": [one]})
    assert shop.controlled("GET", "sandbox")["operations"] == [{"operation": "orders_v0.getOrders", "cases": 1}]
    assert ask(shop, "GET", ORDERS).json() == {"new": True}


@pytest.mark.parametrize("status", [0, -1, 101, 99999])
def test_a_case_with_a_status_that_is_none_is_refused(shop: Shop, status: int) -> None:
    before = shop.controlled("GET", "sandbox")
    case = {"operation": "orders_v0.getOrders", "status": status, "response": {}}
    refused = shop.control("PUT", "sandbox/models/odd", {"cases": [case]})
    assert (refused.status_code, "cases[0].status" in refused.text) == (400, True)
    assert shop.controlled("GET", "sandbox") == before


def test_checking_sends_every_case(shop: Shop) -> None:
    worlds = shop.controlled("GET", "worlds")
    told = tradepost(shop, "check")
    assert told.exit_code == 0, told.output
    assert told.output.splitlines() == [
        "   1 of   1  fulfillment_outbound_2020_07_01.listAllFulfillmentOrders",
        "   1 of   1  orders_v0.getOrderRegulatedInfo",
        "   3 of   3  orders_v0.getOrders",
        "   1 of   1  orders_v0.updateVerificationStatus",
    ]
    assert shop.controlled("GET", "worlds") == worlds
    one: Json = {"operation": "orders_v0.getOrder", "status": 200, "parameters": {}}
    twice = [{**one, "response": {}}, {**one, "response": []}]
    shop.controlled("PUT", "sandbox/models/twice", {"cases": twice})
    told = tradepost(shop, "check")
    assert told.exit_code == 1
    assert "   1 of   2  orders_v0.getOrder\n             200 instead of 200: {}\n" in told.output


def test_a_folder_without_models_is_refused(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    told = tradepost(shop, "import", str(tmp_path / "empty"))
    assert told.exit_code == 1
    assert "has cases of the sandbox" in told.output


def test_operations_that_are_not_known_are_passed_over() -> None:
    assert read_model("x", MODEL, lambda method, path: None).cases == []


def test_a_part_is_held_by_its_whole() -> None:
    assert holds({"a": [1, {"b": "c", "d": 2}]}, {"a": [1.0, {"b": "c"}]})
    assert not holds({"a": 1}, {"a": True})
    assert not holds({"a": None}, {"b": None})
