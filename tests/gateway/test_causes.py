"""The true cause of a refusal: in ``x-tradepost-reason`` and in the request log, never in the body."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.shop import DE, INVENTORY, JP, ORDERS, US, Shop

ACCOUNT = "/sellers/v1/account"
SUMMARIES = f"{INVENTORY}/summaries"
RDT = "/tokens/2021-03-01/restrictedDataToken"
EUROPE = {"host": "sellingpartnerapi-eu.amazon.com"}
DENIED = {"message": "Access to requested resource is denied.", "code": "Unauthorized"}


def summaries(marketplace: str) -> dict[str, Any]:
    return {"granularityType": "Marketplace", "granularityId": marketplace, "marketplaceIds": marketplace}


def cause(shop: Shop, response: httpx.Response, status: int, details: str = "") -> str:
    """The reason of a refusal, once it is seen to be the log's as well and not in the body."""
    assert response.status_code == status, response.text
    reason = response.headers["x-tradepost-reason"]
    if status == 403:
        assert response.json() == {"errors": [{**DENIED, "details": details}]}
        assert reason not in response.text
    request_id = response.headers["x-amzn-requestid"]
    for world in (shop.world, "main"):
        for each in shop.http.get("/_tradepost/v1/requests", params={"world": world}).json()["requests"]:
            if each["requestId"] == request_id:
                assert (each["status"], each["reason"]) == (status, reason)
                return str(reason)
    raise AssertionError("the request is in no log")


def test_no_token(shop: Shop) -> None:
    shop.token = ""
    details = "Access token is missing in the request header."
    assert cause(shop, shop.call("GET", ACCOUNT), 403, details) == "the header x-amz-access-token is missing"


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        ("x", "no world has given this access token"),
        ("Atza|", "no world has given this access token"),
        ("Atza|AAAAAAAAAAAA", "no world has given this access token"),
        ("Bearer abc", "no world has given this access token"),
        ("ü€", "no world has given this access token"),
        ("x" * 2049, "the access token is longer than 2048 bytes"),
    ],
)
def test_a_malformed_token(shop: Shop, token: str, reason: str) -> None:
    response = shop.http.get(ACCOUNT, headers={b"x-amz-access-token": token.encode()})
    details = "The access token you provided is revoked, malformed or invalid."
    assert cause(shop, response, 403, details) == reason


def test_a_token_with_one_letter_changed(shop: Shop) -> None:
    shop.token = shop.token[:-1] + ("A" if shop.token[-1] != "A" else "B")
    details = "The access token you provided is revoked, malformed or invalid."
    assert cause(shop, shop.call("GET", ACCOUNT), 403, details) == "no such access token was given"


def test_an_expired_token(shop: Shop) -> None:
    assert shop.call("GET", ACCOUNT).status_code == 200
    shop.controlled("POST", "tokens/expire")
    details = "The access token you provided has expired."
    assert cause(shop, shop.call("GET", ACCOUNT), 403, details) == "the access token has expired"


def test_a_revoked_grant(shop: Shop) -> None:
    assert shop.call("GET", ACCOUNT).status_code == 200
    assert shop.controlled("POST", "grants/revoke") == {"revoked": 1}
    details = "The access token you provided is revoked, malformed or invalid."
    reason = cause(shop, shop.call("GET", ACCOUNT), 403, details)
    assert reason == "the grant behind this access token was revoked"


def test_a_token_of_a_world_that_is_gone(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    other = new_shop()
    assert other.call("GET", ACCOUNT).status_code == 200
    shop.controlled("DELETE", f"worlds/{other.world}")
    details = "The access token you provided is revoked, malformed or invalid."
    assert cause(shop, other.call("GET", ACCOUNT), 403, details) == "no world has given this access token"


def test_a_role_that_is_missing(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    pricing = new_shop(beside=shop, roles=["PR"])
    reason = cause(shop, pricing.call("GET", SUMMARIES), 403)
    assert reason == (
        "the application has none of the roles that open fba_inventory.getInventorySummaries:"
        " Amazon Fulfillment, Product Listing"
    )


def test_one_of_several_roles_is_enough(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    listing = new_shop(beside=shop, roles=["Product Listing"])
    assert listing.call("GET", SUMMARIES, **summaries(US)).status_code == 200
    assert listing.call("PUT", f"{ORDERS}/none/cancel").status_code == 404
    reason = cause(shop, listing.call("GET", f"{ORDERS}/none"), 403)
    assert reason.endswith("fulfillment_outbound_2020_07_01.getFulfillmentOrder: Amazon Fulfillment")


def test_a_grantless_token_where_a_seller_is_needed(shop: Shop) -> None:
    names = ("client_id", "client_secret")
    answer = shop.ask_token(
        grant_type="client_credentials",
        scope="sellingpartnerapi::notifications",
        **{name: shop.credentials[name] for name in names},
    )
    shop.token = answer.json()["access_token"]
    assert cause(shop, shop.call("GET", ACCOUNT), 403) == (
        "sellers.getAccount acts for a selling partner: a grantless token does not open it"
    )


def test_a_sellers_token_where_a_grantless_one_is_needed(shop: Shop) -> None:
    assert cause(shop, shop.call("GET", "/notifications/v1/destinations"), 403) == (
        "notifications.getDestinations is grantless: it needs a client_credentials token with the scope"
        " sellingpartnerapi::notifications"
    )


def test_a_scope_that_a_grantless_token_lacks(shop: Shop) -> None:
    names = ("client_id", "client_secret")
    form = {name: shop.credentials[name] for name in names}
    for scope, status in (
        ("sellingpartnerapi::client_credential:rotation", 403),
        ("sellingpartnerapi::client_credential:rotation sellingpartnerapi::notifications", 200),
    ):
        shop.token = shop.ask_token(grant_type="client_credentials", scope=scope, **form).json()["access_token"]
        assert shop.call("GET", "/notifications/v1/destinations").status_code == status


def test_a_region_in_which_the_seller_has_no_marketplace(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    american = new_shop(beside=shop, region="na")
    reason = cause(shop, american.call("GET", ACCOUNT, headers=EUROPE), 403)
    assert reason == (
        f"selling partner {american.credentials['seller_id']} takes part in no marketplace of the region eu"
    )
    sandbox = {"host": "sandbox.sellingpartnerapi-fe.amazon.com"}
    assert cause(shop, american.call("GET", ACCOUNT, headers=sandbox), 403).endswith("of the region fe")


def test_a_marketplace_of_another_region(shop: Shop) -> None:
    reason = cause(shop, shop.call("GET", SUMMARIES, headers=EUROPE, **summaries(JP)), 403)
    assert reason == f"marketplace {JP} is not in the region of sellingpartnerapi-eu.amazon.com"


def test_a_marketplace_in_which_the_seller_does_not_take_part(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    german = new_shop(beside=shop, marketplaceIds=[DE])
    expected = f"selling partner {german.credentials['seller_id']} does not take part in marketplace {US}"
    assert cause(shop, german.call("GET", SUMMARIES, **summaries(US)), 403) == expected
    body = {"sellerSku": "MUG", "marketplaceId": US, "productName": "A mug"}
    assert cause(shop, german.call("POST", f"{INVENTORY}/items", body), 403) == expected


def test_a_marketplace_that_does_not_exist(shop: Shop) -> None:
    response = shop.call("GET", SUMMARIES, **summaries("A0"))
    assert cause(shop, response, 400) == (
        "Invalid 'marketplaceIds' provided. marketplaceIds: 'A0' is not the id of a marketplace"
    )
    assert response.json()["errors"] == [
        {
            "code": "InvalidInput",
            "message": "Invalid 'marketplaceIds' provided.",
            "details": "marketplaceIds: 'A0' is not the id of a marketplace",
        }
    ]
    body = {"sellerSku": "MUG", "marketplaceId": "A0", "productName": "A mug"}
    (error,) = shop.refused("POST", f"{INVENTORY}/items", body)
    assert error["message"] == "Invalid 'marketplaceId' provided."


def test_a_resource_that_a_restricted_data_token_does_not_cover(shop: Shop) -> None:
    resource = {"method": "GET", "path": "/orders/v0/orders/902-1111111-1111111/address"}
    shop.token = shop.ok("POST", RDT, {"restrictedResources": [resource]})["restrictedDataToken"]
    assert cause(shop, shop.call("GET", "/orders/v0/orders/902-2/address"), 403) == (
        "the restricted data token does not cover GET /orders/v0/orders/902-2/address"
    )
    assert shop.call("GET", "/orders/v0/orders/902-1111111-1111111/address").status_code == 404


def test_a_path_that_does_not_exist_is_in_the_log_of_the_tokens_world(shop: Shop) -> None:
    response = shop.call("GET", "/sellers/v1/accounts")
    assert response.json() == {"errors": [{"message": DENIED["message"], "code": "Unauthorized", "details": ""}]}
    request_id = response.headers["x-amzn-requestid"]
    (logged,) = shop.controlled("GET", "requests", matched="false")["requests"]
    assert logged["requestId"] == request_id
    assert logged["reason"] == (
        "no operation answers GET /sellers/v1/accounts; the nearest is sellers.getAccount (GET /sellers/v1/account)"
    )


def test_an_empty_bucket(shop: Shop) -> None:
    shop.controlled("PUT", "usage-plans", {"scale": 1, "operations": {"getAccount": {"rate": 0.5, "burst": 1}}})
    assert shop.call("GET", ACCOUNT).status_code == 200
    assert cause(shop, shop.call("GET", ACCOUNT), 429) == "sellers.getAccount allows 0.5 requests a second, 1 at once"


def test_an_operation_that_is_not_there_yet(unanswered: Shop) -> None:
    response = unanswered.call("GET", "/tax/invoices/2024-06-19/attributes", marketplaceId=US)
    key = "invoices_api_model_2024_06_19.getInvoicesAttributes"
    assert cause(unanswered, response, 501) == f"This operation is not implemented by Tradepost yet. {key}"
    assert response.json()["errors"] == [
        {
            "message": "This operation is not implemented by Tradepost yet.",
            "code": "NotImplemented",
            "details": key,
        }
    ]


def test_a_parameter_that_is_wrong(shop: Shop) -> None:
    response = shop.call("GET", SUMMARIES, **{**summaries(US), "granularityType": "Planet"})
    assert cause(shop, response, 400) == "granularityType: 'Planet' must be one of Marketplace"


def test_a_thing_that_is_not_there(shop: Shop) -> None:
    assert "O-9" in cause(shop, shop.call("GET", f"{ORDERS}/O-9"), 404)
