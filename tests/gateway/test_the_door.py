"""The door that every caller meets: statuses, codes, texts, headers, and the true cause beside them."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pytest

from tests.shop import DE, INVENTORY, ORDERS, US, Shop

DENIED = "Access to requested resource is denied."
STORES = "/sellers/v1/marketplaceParticipations"
SUMMARIES: dict[str, Any] = {"granularityType": "Marketplace", "granularityId": US, "marketplaceIds": US}


def raw(shop: Shop, *lines: str) -> bytes:
    """The bytes of an answer, headers in the case in which they were written."""
    parts = urlsplit(shop.url)
    with socket.create_connection((parts.hostname or "", parts.port or 80)) as connection:
        connection.sendall("\r\n".join([*lines, "connection: close", "", ""]).encode())
        answer = b""
        while data := connection.recv(65536):
            answer += data
    return answer


def error(response: httpx.Response) -> dict[str, Any]:
    (found,) = response.json()["errors"]
    return dict(found)


def test_every_answer_has_a_request_id_of_its_own(shop: Shop) -> None:
    answers = [shop.call("GET", STORES), shop.call("GET", STORES), shop.call("GET", "/nowhere"), shop.ask_token()]
    ids = {each.headers["x-amzn-requestid"] for each in answers}
    assert len(ids) == 4
    assert {len(each) for each in ids} == {36}


def test_the_rate_header_keeps_its_case_and_comes_with_200_400_and_404_only(shop: Shop) -> None:
    token = f"x-amz-access-token: {shop.token}"
    summaries = f"GET {INVENTORY}/summaries?granularityType=Marketplace&granularityId={US}&marketplaceIds={US} HTTP/1.1"
    assert b"\r\nx-amzn-RateLimit-Limit: 20000.0\r\n" in raw(shop, summaries, "host: localhost", token)
    assert b"\r\nx-amzn-RequestId: " in raw(shop, summaries, "host: localhost", token)
    assert shop.call("GET", f"{INVENTORY}/summaries").headers["x-amzn-ratelimit-limit"] == "20000.0"
    assert shop.call("GET", f"{ORDERS}/none").headers["x-amzn-ratelimit-limit"] == "20000.0"
    shop.token = ""
    assert "x-amzn-ratelimit-limit" not in shop.call("GET", STORES).headers


def test_a_rate_is_a_decimal_without_exponent(shop: Shop) -> None:
    shop.controlled("PUT", "usage-plans", {"scale": 1})
    assert shop.call("GET", STORES).headers["x-amzn-ratelimit-limit"] == "0.016"


@pytest.mark.parametrize(
    ("method", "path", "nearest"),
    [
        ("GET", "/orderz/v0/orders", "orders_v0.getOrders"),
        ("POST", STORES, "sellers.getMarketplaceParticipations"),
        ("GET", f"{ORDERS}/a/b", "fulfillment_outbound_2020_07_01."),
        ("OPTIONS", f"{ORDERS}", "fulfillment_outbound_2020_07_01."),
    ],
)
def test_an_unknown_path_is_refused_whatever_the_token(shop: Shop, method: str, path: str, nearest: str) -> None:
    shop.token = ""
    response = shop.call(method, path)
    assert response.status_code == 403
    assert response.text == f'{{"errors":[{{"message":"{DENIED}","code":"Unauthorized","details":""}}]}}'
    assert nearest in response.headers["x-tradepost-reason"]
    assert response.headers["x-amzn-errortype"] == "AccessDeniedException"


def test_the_type_of_an_unknown_path_stands_in_a_header(shop: Shop) -> None:
    answer = shop.call("GET", "/authorization/v1/authorizationCode")
    assert (answer.status_code, answer.headers["x-amzn-errortype"]) == (403, "AccessDeniedException")


@pytest.mark.parametrize(
    ("token", "details", "reason"),
    [
        ("", "Access token is missing in the request header.", "missing"),
        ("Atza|made-up", "The access token you provided is revoked, malformed or invalid.", "no world"),
        ("x" * 2100, "The access token you provided is revoked, malformed or invalid.", "2048"),
    ],
)
def test_a_bad_token_is_refused_in_the_published_words(shop: Shop, token: str, details: str, reason: str) -> None:
    shop.token = token
    response = shop.call("GET", STORES)
    assert response.status_code == 403
    body = '{"errors":[{"message":"%s","code":"Unauthorized","details":"%s"}]}'
    assert response.text == body % (DENIED, details)
    assert reason in response.headers["x-tradepost-reason"]


def test_an_expired_token_is_refused_in_the_published_words(shop: Shop) -> None:
    shop.controlled("POST", "tokens/expire")
    response = shop.call("GET", STORES)
    assert (response.status_code, error(response)["details"]) == (403, "The access token you provided has expired.")
    shop.log_in()
    assert shop.call("GET", STORES).status_code == 200


def test_a_revoked_grant_ends_its_tokens(shop: Shop) -> None:
    shop.controlled("POST", "grants/revoke")
    response = shop.call("GET", STORES)
    assert response.status_code == 403
    assert "revoked" in response.headers["x-tradepost-reason"]
    refusal = shop.ask_token(
        grant_type="refresh_token",
        **{name: shop.credentials[name] for name in ("refresh_token", "client_id", "client_secret")},
    )
    assert (refusal.status_code, refusal.json()["error"]) == (400, "invalid_grant")


def test_a_missing_role_is_named_in_the_reason_only(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    pricing = new_shop(beside=shop, roles=["Pricing"])
    response = pricing.call("GET", f"{INVENTORY}/summaries", **SUMMARIES)
    assert response.status_code == 403
    assert error(response) == {"message": DENIED, "code": "Unauthorized", "details": ""}
    assert "Amazon Fulfillment, Product Listing" in response.headers["x-tradepost-reason"]
    assert pricing.call("GET", STORES).status_code == 200


def test_a_grantless_token_does_not_act_for_a_seller(shop: Shop) -> None:
    form = {name: shop.credentials[name] for name in ("client_id", "client_secret")}
    answer = shop.ask_token(grant_type="client_credentials", scope="sellingpartnerapi::notifications", **form).json()
    shop.token = answer["access_token"]
    response = shop.call("GET", STORES)
    assert response.status_code == 403
    assert "grantless" in response.headers["x-tradepost-reason"]


def test_a_regional_host_takes_its_own_marketplaces(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    europe = {"host": "sellingpartnerapi-eu.amazon.com"}
    query: dict[str, Any] = {**SUMMARIES, "granularityId": US, "marketplaceIds": US}
    response = shop.call("GET", f"{INVENTORY}/summaries", headers=europe, **query)
    assert response.status_code == 403
    assert "region" in response.headers["x-tradepost-reason"]
    stores = shop.call("GET", STORES, headers=europe).json()["payload"]
    assert {each["marketplace"]["countryCode"] for each in stores} >= {"DE", "GB", "FR"}
    assert "US" not in {each["marketplace"]["countryCode"] for each in stores}
    american = new_shop(beside=shop, region="na")
    response = american.call("GET", STORES, headers={"host": "SELLINGPARTNERAPI-EU.amazon.com:443"})
    assert response.status_code == 403
    assert "takes part in no marketplace of the region eu" in response.headers["x-tradepost-reason"]


def test_a_marketplace_must_exist_and_be_the_sellers(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    query: dict[str, Any] = {**SUMMARIES, "granularityId": "NOWHERE", "marketplaceIds": "NOWHERE"}
    response = shop.call("GET", f"{INVENTORY}/summaries", **query)
    assert response.status_code == 400
    assert error(response)["message"] == "Invalid 'marketplaceIds' provided."
    german = new_shop(beside=shop, marketplaceIds=[DE])
    response = german.call("GET", f"{INVENTORY}/summaries", **SUMMARIES)
    assert response.status_code == 403
    assert f"does not take part in marketplace {US}" in response.headers["x-tradepost-reason"]


def test_an_operation_that_is_not_there_yet_answers_501_after_everything_else(unanswered: Shop) -> None:
    path = "/tax/invoices/2024-06-19/attributes"
    assert unanswered.call("GET", path).status_code == 400
    response = unanswered.call("GET", path, marketplaceId=US)
    assert response.status_code == 501
    assert error(response)["details"] == "invoices_api_model_2024_06_19.getInvoicesAttributes"
    unanswered.token = ""
    assert unanswered.call("GET", path).status_code == 403


def test_a_bucket_belongs_to_a_seller_and_an_operation_and_refills_in_real_time(
    shop: Shop, new_shop: Callable[..., Shop]
) -> None:
    other = new_shop(beside=shop)
    plan = {"fba_inventory.getInventorySummaries": {"rate": 20, "burst": 2}}
    shop.controlled("PUT", "usage-plans", {"scale": 1, "operations": plan})
    path = f"{INVENTORY}/summaries"
    codes = [shop.call("GET", path, **SUMMARIES).status_code for _ in range(6)]
    assert codes[:2] == [200, 200]
    assert 429 in codes
    response = next(each for each in iter(lambda: shop.call("GET", path, **SUMMARIES), None) if each.status_code == 429)
    assert response.text == (
        '{"errors":[{"message":"You exceeded your quota for the requested resource.","code":"QuotaExceeded"}]}'
    )
    assert "x-amzn-ratelimit-limit" not in response.headers
    assert "20 requests a second, 2 at once" in response.headers["x-tradepost-reason"]
    assert other.call("GET", path, **SUMMARIES).status_code == 200
    assert shop.call("GET", STORES).status_code == 200
    shop.controlled("PUT", "usage-plans", {"operations": {}})
    for _ in range(3):
        shop.controlled("POST", "clock/advance", {"by": "P1D"})
    assert shop.call("GET", path, **SUMMARIES).status_code == 200


def test_a_bad_token_spends_no_quota(shop: Shop) -> None:
    shop.controlled("PUT", "usage-plans", {"scale": 1, "operations": {"getAccount": {"rate": 0.001, "burst": 1}}})
    for _ in range(3):
        assert shop.http.get("/sellers/v1/account").status_code == 403
    assert shop.call("GET", "/sellers/v1/account").status_code == 200
    assert shop.call("GET", "/sellers/v1/account").status_code == 429


def test_the_sandbox_allows_five_a_second_and_fifteen_at_once(shop: Shop) -> None:
    shop.controlled("PUT", "usage-plans", {"scale": 1})
    host = {"host": "sandbox.sellingpartnerapi-na.amazon.com"}
    codes = [shop.call("GET", STORES, headers=host).status_code for _ in range(16)]
    assert codes[:15] == [200] * 15
    assert shop.call("GET", STORES, headers=host).headers.get("x-amzn-ratelimit-limit", "5.0") == "5.0"


@pytest.mark.parametrize("sku", ["a/b", "a b", "100%", "ü-ß", "it's!()*", "a+b", "{x}", "a?b#c"])
def test_a_sku_may_have_any_character_in_a_path(shop: Shop, sku: str) -> None:
    shop.stock(sku, 0)
    path = f"{INVENTORY}/items/{quote(sku, safe='')}"
    assert shop.call("DELETE", path, marketplaceId=US).json() == {}
    assert shop.call("DELETE", f"{path}/", marketplaceId=US).status_code == 404


def test_services_put_the_code_first_and_the_gateway_the_message(shop: Shop) -> None:
    assert shop.call("GET", f"{ORDERS}/none").text.startswith('{"errors":[{"code":"NotFound","message":')
    assert shop.call("GET", "/none").text.startswith('{"errors":[{"message":')


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("text/xml", b"<a/>", 415),
        ("application/x-www-form-urlencoded", b"a=b", 415),
        ("application/json; charset=utf-8", b"{", 400),
        ("application/json", b"\xff", 400),
        ("application/json", b"[" * 60_000, 400),
        ("application/json-patch+json", b"{}", 400),
    ],
)
def test_a_body_that_is_not_json_is_refused(shop: Shop, content_type: str, body: bytes, status: int) -> None:
    headers = {"x-amz-access-token": shop.token, "content-type": content_type}
    response = shop.http.post(f"{INVENTORY}/items", content=body, headers=headers)
    assert response.status_code == status
    assert response.json()["errors"]


def test_a_body_over_ten_megabytes_is_refused_in_the_apis_form(shop: Shop) -> None:
    headers = {"x-amz-access-token": shop.token, "content-type": "application/json", "content-length": "99999999"}
    answer = raw(shop, f"POST {INVENTORY}/items HTTP/1.1", "host: a", *(f"{k}: {v}" for k, v in headers.items()))
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b'"code":"RequestTooLarge"' in answer


def test_what_aws_signing_adds_is_ignored(shop: Shop) -> None:
    headers = {
        "authorization": "AWS4-HMAC-SHA256 Credential=x",
        "x-amz-date": "20190430T123600Z",
        "x-amz-security-token": "y",
    }
    assert shop.call("GET", STORES, headers=headers, MarketplaceId=US, marketplace_ids=US).status_code == 200


def test_a_restricted_token_opens_what_it_names_and_nothing_else(shop: Shop) -> None:
    resource = {"method": "GET", "path": "/orders/v0/orders", "dataElements": ["buyerInfo"]}
    path = "/tokens/2021-03-01/restrictedDataToken"
    answer = shop.ok("POST", path, {"restrictedResources": [resource]})
    assert answer["expiresIn"] == 3600
    shop.token = answer["restrictedDataToken"]
    assert shop.token.startswith("Atz.sprdt|")
    assert shop.call("GET", "/orders/v0/orders", MarketplaceIds=US, CreatedAfter="2024-01-01").status_code == 200
    response = shop.call("GET", STORES)
    assert response.status_code == 403
    assert "does not cover" in response.headers["x-tradepost-reason"]


@pytest.mark.parametrize(
    ("resource", "message"),
    [
        ({"method": "GET", "path": STORES}, "Application do not have access to some or all requested resource"),
        ({"method": "GET", "path": "/orders/v0/orders?x=1"}, "Invalid Input"),
        ({"method": "PATCH", "path": "/orders/v0/orders"}, "Invalid Input"),
        ({"method": "GET", "path": "/orders/v0/orders", "dataElements": ["shoeSize"]}, "Invalid Input"),
    ],
)
def test_a_restricted_token_is_for_restricted_resources(shop: Shop, resource: object, message: str) -> None:
    (found,) = shop.refused("POST", "/tokens/2021-03-01/restrictedDataToken", {"restrictedResources": [resource]})
    assert (found["code"], found["message"]) == ("InvalidInput", message)


def test_data_elements_need_their_roles(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    shipper = new_shop(beside=shop, roles=["DTC"])
    resource = {"method": "GET", "path": "/orders/v0/orders", "dataElements": ["buyerInfo", "shippingAddress"]}
    (found,) = shipper.refused("POST", "/tokens/2021-03-01/restrictedDataToken", {"restrictedResources": [resource]})
    assert found["message"] == ("Application does not have access to one or more requested data elements: [buyerInfo]")
