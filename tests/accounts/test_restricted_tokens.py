"""Restricted data tokens: what may be asked for, what is given, and what it opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.accounts.home import Home
from tests.shop import US, Shop

PATH = "/tokens/2021-03-01/restrictedDataToken"
ORDERS = "/orders/v0/orders"
LIST = f"{ORDERS}?MarketplaceIds={US}&CreatedAfter=2024-01-01"
NO_RESOURCE = "Application do not have access to some or all requested resource"
FIRST, SECOND = "902-1111111-1111111", "902-2222222-2222222"
OPEN, CLOSED = {200, 404, 501}, 403  # no such order: 404 is what comes after the door; 501 where nothing answers yet


def resource(path: str, method: str = "GET", *elements: str) -> dict[str, Any]:
    return {"method": method, "path": path, **({"dataElements": list(elements)} if elements else {})}


def ask(shop: Shop, *resources: dict[str, Any], **more: Any) -> str:
    answer = shop.ok("POST", PATH, {"restrictedResources": list(resources), **more})
    assert answer.keys() == {"restrictedDataToken", "expiresIn"}
    assert answer["expiresIn"] == 3600
    return str(answer["restrictedDataToken"])


def refusal(shop: Shop, *resources: object, **more: Any) -> dict[str, Any]:
    (error,) = shop.refused("POST", PATH, {"restrictedResources": list(resources), **more})
    return error


def test_a_token_is_given_bare_in_its_own_form(shop: Shop) -> None:
    token = ask(shop, resource(ORDERS))
    assert token.startswith("Atz.sprdt|")
    assert 350 <= len(token) <= 2048
    assert token != ask(shop, resource(ORDERS))


def test_a_generic_path_opens_every_identifier(shop: Shop) -> None:
    shop.token = ask(shop, resource(f"{ORDERS}/{{orderId}}/address"))
    assert shop.call("GET", f"{ORDERS}/{FIRST}/address").status_code in OPEN
    assert shop.call("GET", f"{ORDERS}/{SECOND}/address").status_code in OPEN
    assert shop.call("GET", f"{ORDERS}/{SECOND}/buyerInfo").status_code == CLOSED


def test_a_specific_path_opens_that_identifier(shop: Shop) -> None:
    shop.token = ask(shop, resource(f"{ORDERS}/{FIRST}/address"))
    assert shop.call("GET", f"{ORDERS}/{FIRST}/address").status_code in OPEN
    assert shop.call("GET", f"{ORDERS}/{SECOND}/address").status_code == CLOSED


def test_one_token_opens_all_that_it_names(shop: Shop) -> None:
    shop.token = ask(shop, resource(ORDERS, "GET", "buyerInfo"), resource(f"{ORDERS}/{{orderId}}/buyerInfo"))
    assert shop.call("GET", LIST).status_code in OPEN
    assert shop.call("GET", f"{ORDERS}/{FIRST}/buyerInfo").status_code in OPEN
    assert shop.call("GET", "/sellers/v1/account").status_code == CLOSED


def test_the_method_belongs_to_the_resource(shop: Shop) -> None:
    shop.token = ask(shop, resource("/mfn/v0/shipments/{shipmentId}"))
    assert shop.call("GET", "/mfn/v0/shipments/6f77095e-9f75-47eb-aaab-a42d5428fa1a").status_code in OPEN
    assert shop.call("DELETE", "/mfn/v0/shipments/6f77095e-9f75-47eb-aaab-a42d5428fa1a").status_code == CLOSED


def test_a_path_with_a_slash_at_the_end_is_given_a_token_that_opens_nothing(shop: Shop) -> None:
    shop.token = ask(shop, resource(f"{ORDERS}/"))
    response = shop.call("GET", LIST)
    assert response.status_code == CLOSED
    assert "does not cover GET /orders/v0/orders" in response.headers["x-tradepost-reason"]


def test_a_restricted_token_does_not_make_another(shop: Shop) -> None:
    shop.token = ask(shop, resource(ORDERS))
    assert shop.call("POST", PATH, {"restrictedResources": [resource(ORDERS)]}).status_code == CLOSED


def test_several_tokens_are_valid_side_by_side_and_leave_the_access_token_alone(shop: Shop) -> None:
    access = shop.token
    tokens = [ask(shop, resource(ORDERS)) for _ in range(3)]
    for shop.token in tokens:
        assert shop.call("GET", LIST).status_code in OPEN
    shop.token = access
    assert shop.call("GET", "/sellers/v1/account").status_code == 200


def test_null_for_what_is_optional_is_accepted(shop: Shop) -> None:
    assert ask(shop, {**resource(ORDERS), "dataElements": None}, targetApplication=None)
    assert ask(shop, {**resource(ORDERS), "dataElements": []})


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/sellers/v1/account", "GET"),
        (ORDERS, "POST"),
        (f"{ORDERS}/{FIRST}/nothing", "GET"),
        ("/nowhere", "GET"),
        (f"{ORDERS}//address", "GET"),
        (f"{ORDERS}/{{id}}/address", "GET"),
        ("/fba/inventory/v1/summaries", "GET"),
    ],
)
def test_a_path_that_is_not_restricted_is_refused(shop: Shop, path: str, method: str) -> None:
    assert refusal(shop, resource(path, method)) == {"code": "InvalidInput", "message": NO_RESOURCE, "details": ""}


@pytest.mark.parametrize(
    "path",
    [
        "/reports/2021-06-30/documents/{reportDocumentId}",
        "/reports/2021-06-30/documents/nothing",
        "/reports/2021-06-30/documents/",
        "/reports/2021-06-30/documents/amzn1.tortuga.4.na.0d1f44d6-0ab4-4b27-a7d9-4a8e1e2a9c3e.T2ABCDEFGHIJKL",
    ],
)
def test_a_report_is_named_by_a_document_that_there_is(shop: Shop, path: str) -> None:
    assert refusal(shop, resource(path))["message"] == "Invalid or unsupported document ID found"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"path": ORDERS}, "restrictedResources[0].method: is required and missing"),
        ({"method": "GET"}, "restrictedResources[0].path: is required and missing"),
        ({"method": "PATCH", "path": ORDERS}, "restrictedResources[0].method: 'PATCH' must be one of"),
        ({"method": "get", "path": ORDERS}, "restrictedResources[0].method: 'get' must be one of"),
        ({"method": "GET", "path": f"{ORDERS}?x=1"}, f"restrictedResources[0].path: '{ORDERS}?x=1' is no bare path"),
        ({"method": "GET", "path": "orders/v0/orders"}, "is no bare path"),
        ({"method": "GET", "path": ORDERS, "dataElements": ["shoeSize"]}, "dataElements: 'shoeSize' is not one of"),
        ({"method": "GET", "path": ORDERS, "dataElements": "buyerInfo"}, "dataElements: 'buyerInfo' must be an array"),
        ("GET", "restrictedResources[0]: 'GET' must be an object"),
    ],
)
def test_a_malformed_resource_is_refused(shop: Shop, wrong: object, words: str) -> None:
    error = refusal(shop, wrong)
    assert (error["code"], error["message"]) == ("InvalidInput", "Invalid Input")
    assert words in error["details"]


def test_there_are_one_to_fifty_resources(shop: Shop) -> None:
    many = [resource(f"{ORDERS}/902-{number}") for number in range(51)]
    assert ask(shop, *many[:50])
    assert refusal(shop, *many)["message"] == "Invalid Input"
    assert refusal(shop)["message"] == "Invalid Input"
    (error,) = shop.refused("POST", PATH, {})
    assert error["details"] == "restrictedResources: is required and missing"


def test_one_bad_resource_refuses_all(shop: Shop) -> None:
    assert refusal(shop, resource(ORDERS), resource("/nowhere"))["message"] == NO_RESOURCE


def test_a_resource_needs_one_of_its_roles(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    invoicer = new_shop(beside=shop, roles=["Tax Invoicing"])
    assert ask(invoicer, resource(ORDERS))
    response = invoicer.call("POST", PATH, {"restrictedResources": [resource("/mfn/v0/shipments", "POST")]})
    assert response.status_code == 400
    assert response.json()["errors"][0]["message"] == NO_RESOURCE
    assert response.headers["x-tradepost-reason"] == "/mfn/v0/shipments needs one of the roles DTC"


@pytest.mark.parametrize(
    ("roles", "asked", "closed"),
    [
        (["DTC"], ["buyerInfo", "shippingAddress"], "buyerInfo"),
        (["DTC"], ["buyerInfo", "buyerTaxInformation"], "buyerInfo, buyerTaxInformation"),
        (["TI"], ["buyerInfo", "shippingAddress"], "shippingAddress"),
        (["TR"], ["shippingAddress"], "shippingAddress"),
    ],
)
def test_a_data_element_needs_its_role(
    shop: Shop, new_shop: Callable[..., Shop], roles: list[str], asked: list[str], closed: str
) -> None:
    other = new_shop(beside=shop, roles=roles)
    assert refusal(other, resource(ORDERS, "GET", *asked)) == {
        "code": "InvalidInput",
        "message": f"Application does not have access to one or more requested data elements: [{closed}]",
        "details": "",
    }


def test_an_application_without_a_restricted_role_gets_none(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    other = new_shop(beside=shop, roles=["AF", "PL"])
    assert other.call("POST", PATH, {"restrictedResources": [resource(ORDERS)]}).status_code == 403


def test_a_delegatees_token_has_the_delegatees_roles(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    shipper, pricer = new_shop(beside=shop, roles=["DTC"]), new_shop(beside=shop, roles=["PR"])
    target = shipper.credentials["application_id"]
    path = "/mfn/v0/shipments/{shipmentId}"
    shop.token, access = ask(shop, resource(path), targetApplication=target), shop.token
    assert shop.call("GET", "/mfn/v0/shipments/6f77095e-9f75-47eb-aaab-a42d5428fa1a").status_code in OPEN
    shop.token = access
    shop.token = ask(shop, resource(path), targetApplication=pricer.credentials["application_id"])
    response = shop.call("GET", "/mfn/v0/shipments/6f77095e-9f75-47eb-aaab-a42d5428fa1a")
    assert response.status_code == CLOSED
    assert "none of the roles" in response.headers["x-tradepost-reason"]


@pytest.mark.parametrize("name", ["amzn1.sp.solution.none", "\u00fc"])
def test_a_delegatee_must_exist(shop: Shop, name: str) -> None:
    error = refusal(shop, resource(ORDERS), targetApplication=name)
    assert error["details"] == f"targetApplication: there is no '{name}'"


def test_a_delegatees_token_ends_with_the_grant_of_who_asked_for_it(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    other = new_shop(beside=shop)
    shop.token = ask(shop, resource(ORDERS), targetApplication=other.credentials["application_id"])
    assert shop.call("GET", LIST).status_code in OPEN
    parties = {
        name: shop.credentials[key] for name, key in (("sellerId", "seller_id"), ("applicationId", "application_id"))
    }
    assert shop.controlled("POST", "grants/revoke", parties) == {"revoked": 1}
    (error,) = shop.refused("GET", LIST, status=403)
    assert error["details"] == "The access token you provided is revoked, malformed or invalid."


def test_a_token_ends_with_its_grant_and_with_all_others(shop: Shop) -> None:
    first = ask(shop, resource(ORDERS))
    shop.controlled("POST", "tokens/expire")
    shop.token = first
    (error,) = shop.refused("GET", LIST, status=403)
    assert error["details"] == "The access token you provided has expired."
    shop.log_in()
    shop.token = ask(shop, resource(ORDERS))
    shop.controlled("POST", "grants/revoke")
    (error,) = shop.refused("GET", LIST, status=403)
    assert error["details"] == "The access token you provided is revoked, malformed or invalid."


def test_a_token_is_asked_for_once_a_second_after_ten(shop: Shop) -> None:
    shop.controlled("PUT", "usage-plans", {"scale": 1})
    response = shop.call("POST", PATH, {"restrictedResources": [resource(ORDERS)]})
    assert response.headers["x-amzn-ratelimit-limit"] == "1.0"


def test_a_token_ends_by_itself(home: Home) -> None:
    shop = home.start()
    token = ask(shop, resource(ORDERS))
    home.stop()
    home.meanwhile(lambda tx: tx.run("UPDATE access_tokens SET expires_at = 1 WHERE resources IS NOT NULL"))
    shop = home.start(token)
    (error,) = shop.refused("GET", LIST, status=403)
    assert error["details"] == "The access token you provided has expired."
