"""Every operation meets the same door: nobody gets in without a token, a role, or in another seller's name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.shop import US, Shop
from tests.walk.requests import Sent, every_request
from tradepost.accounts.roles import roles_for
from tradepost.domains.handling import handler_of
from tradepost.gateway.authorize import SELLERS_TOO

DENIED = "Access to requested resource is denied."
EVERY = list(every_request())
NA, SANDBOX = "sellingpartnerapi-na.amazon.com", "sandbox.sellingpartnerapi-na.amazon.com"


def send(shop: Shop, sent: Sent, token: str | None = None, host: str | None = None) -> httpx.Response:
    headers = dict(sent.headers)
    if token:
        headers["x-amz-access-token"] = token
    if host:
        headers["host"] = host
    return shop.http.request(sent.method, sent.target, content=sent.body or None, headers=headers)


def unlike(shop: Shop, token: str | None, status: int, code: str, details: str | None) -> list[str]:
    """The operations that do not answer so."""
    found = []
    for sent in EVERY:
        response = send(shop, sent, token)
        [error] = response.json()["errors"]
        if (response.status_code, error["code"], error.get("details")) != (status, code, details):
            found.append(f"{sent.operation.key}: {response.status_code} {response.text[:200]}")
        assert response.headers["x-tradepost-reason"]
    return found


def test_there_are_requests_for_the_whole_mission() -> None:
    assert len(EVERY) >= 203
    assert all("{" not in each.target for each in EVERY)


def test_without_a_token(shop: Shop) -> None:
    missing = "Access token is missing in the request header."
    assert unlike(shop, None, 403, "Unauthorized", missing) == []


def test_with_a_made_up_token(shop: Shop) -> None:
    invalid = "The access token you provided is revoked, malformed or invalid."
    assert unlike(shop, "Atza|made-up", 403, "Unauthorized", invalid) == []


def test_with_a_changed_token(shop: Shop) -> None:
    invalid = "The access token you provided is revoked, malformed or invalid."
    at = len(shop.token) // 2
    other = "A" if shop.token[at] != "A" else "B"
    assert unlike(shop, shop.token[:at] + other + shop.token[at + 1 :], 403, "Unauthorized", invalid) == []


def test_with_an_expired_token(shop: Shop) -> None:
    shop.controlled("POST", "tokens/expire")
    expired = "The access token you provided has expired."
    assert unlike(shop, shop.token, 403, "Unauthorized", expired) == []


def test_with_an_application_without_roles(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    nobody = new_shop(beside=shop, roles=[])
    for sent in EVERY:
        if not roles_for(sent.operation) or sent.operation.grantless_scope:
            continue
        response = send(nobody, sent, nobody.token)
        [error] = response.json()["errors"]
        assert (response.status_code, error) == (403, {"message": DENIED, "code": "Unauthorized", "details": ""}), sent
        assert "role" in response.headers["x-tradepost-reason"]


def grantless_token(shop: Shop, scope: str) -> str:
    client = {name: shop.credentials[name] for name in ("client_id", "client_secret")}
    return str(shop.ask_token(grant_type="client_credentials", scope=scope, **client).json()["access_token"])


def test_grantless_operations_and_others_refuse_each_others_tokens(shop: Shop) -> None:
    grantless = grantless_token(shop, "sellingpartnerapi::notifications")
    rotation = grantless_token(shop, "sellingpartnerapi::client_credential:rotation")
    seen = 0
    for sent in EVERY:
        scope = sent.operation.grantless_scope
        if scope is None:
            assert send(shop, sent, grantless).status_code == 403, sent
        else:
            seen += 1
            if sent.operation.key not in SELLERS_TOO:
                assert send(shop, sent, shop.token).status_code == 403, sent
            assert send(shop, sent, rotation).status_code == 403, sent
            assert send(shop, sent, grantless).status_code in (200, 400, 404, 409, 501), sent
    assert seen == 7


def test_operations_that_show_personal_data_alone_need_a_restricted_token(shop: Shop) -> None:
    seen = []
    for sent in EVERY:
        if not sent.operation.restricted:
            continue
        seen.append(sent.operation.id)
        refused = send(shop, sent, shop.token)
        assert refused.status_code == 403
        assert "needs a restricted data token" in refused.headers["x-tradepost-reason"]
        resource = {"method": sent.method, "path": sent.target.partition("?")[0]}
        made = shop.ok("POST", "/tokens/2021-03-01/restrictedDataToken", {"restrictedResources": [resource]})
        assert send(shop, sent, made["restrictedDataToken"]).status_code in (200, 400, 404, 501)
    assert sorted(seen) == [
        "createScheduledPackageBulk",
        "getOrderRegulatedInfo",
        "getShipment",
        "getShipmentDetails",
    ]


def behind_the_door(shop: Shop) -> Iterator[tuple[Sent, httpx.Response]]:
    for sent in EVERY:
        if sent.operation.grantless_scope is None and not sent.operation.restricted:
            yield sent, send(shop, sent, shop.token)


def test_what_has_no_business_yet_answers_501_at_the_end(shop: Shop) -> None:
    for sent, response in behind_the_door(shop):
        if handler_of(sent.operation) is None:
            assert response.status_code == 501, f"{sent.operation.key}: {response.text[:200]}"
            [error] = response.json()["errors"]
            assert error["code"] == "NotImplemented"
        else:
            assert response.status_code < 500, f"{sent.operation.key}: {response.text[:200]}"


def test_marketplaces_of_another_region_and_none_at_all(shop: Shop) -> None:
    for name, host in (("A1PA6795UKMFR9", NA), ("A0000000000000", None)):
        for sent in every_request(marketplaceIds=name, MarketplaceIds=name, marketplaceId=name, MarketplaceId=name):
            asked = {each.name.lower().rstrip("s") for each in sent.operation.parameters if each.place == "query"}
            if "marketplaceid" not in asked or sent.operation.grantless_scope or sent.operation.restricted:
                continue
            response = send(shop, sent, shop.token, host)
            assert response.status_code in (400, 403), f"{sent.operation.key}: {response.text[:200]}"


def test_the_sandbox_has_every_operation(shop: Shop) -> None:
    for sent in EVERY:
        response = send(shop, sent, shop.token, SANDBOX)
        assert response.status_code < 500 or response.status_code == 501, f"{sent.operation.key}: {response.text[:200]}"


@pytest.fixture
def neighbors(shop: Shop, new_shop: Callable[..., Shop]) -> tuple[Shop, Shop]:
    """A seller with stock and an order, and another seller of the same world."""
    shop.stock("SECRET-SKU", 9)
    shop.order("SECRET-ORDER", {"SECRET-SKU": 2})
    return shop, new_shop(beside=shop)


def test_another_sellers_things_do_not_exist(neighbors: tuple[Shop, Shop]) -> None:
    owner, other = neighbors
    before = owner.shown("SECRET-ORDER")
    values = {
        "sellerFulfillmentOrderId": "SECRET-ORDER",
        "sellerSku": "SECRET-SKU",
        "sellerSkus": "SECRET-SKU",
        "SellerSKU": "SECRET-SKU",
        "sku": "SECRET-SKU",
        "sellerId": owner.credentials["seller_id"],
    }
    for sent in every_request(**values):
        if handler_of(sent.operation) is None or sent.operation.grantless_scope:
            continue
        response = send(other, sent, other.token)
        assert "Jo Doe" not in response.text
        assert "Product SECRET-SKU" not in response.text
        if "{sellerFulfillmentOrderId}" in sent.operation.path:
            assert response.status_code in (400, 404), f"{sent.operation.key}: {response.text[:200]}"
    assert owner.shown("SECRET-ORDER") == before
    assert owner.fulfillable("SECRET-SKU") == 7
    assert owner.summary("SECRET-SKU", US)["totalQuantity"] == 9
