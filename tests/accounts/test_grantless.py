"""Grantless operations take a token of the application with their scope; all others take a selling partner's."""

from __future__ import annotations

import httpx
import pytest

from tests.shop import Json, Shop
from tests.walk.requests import Sent, every_request
from tradepost.gateway.authorize import SELLERS_TOO

DENIED = {"message": "Access to requested resource is denied.", "code": "Unauthorized", "details": ""}
EVERY = list(every_request())
GRANTLESS = {sent.operation.key: sent for sent in EVERY if sent.operation.grantless_scope}
SCOPES = (
    "sellingpartnerapi::notifications",
    "sellingpartnerapi::client_credential:rotation",
    "sellingpartnerapi::shipments:track",
    "sellingpartnerapi::migration",
)


def log_in(shop: Shop, *scopes: str) -> Json:
    client = {name: shop.credentials[name] for name in ("client_id", "client_secret")}
    response = shop.ask_token(grant_type="client_credentials", scope=" ".join(scopes), **client)
    assert response.status_code == 200, response.text
    found: Json = response.json()
    return found


def send(shop: Shop, sent: Sent, token: str) -> httpx.Response:
    headers = {"x-amz-access-token": token, **sent.headers}
    return shop.http.request(sent.method, sent.target, headers=headers, content=sent.body)


def is_refused(response: httpx.Response) -> bool:
    return response.status_code == 403 and response.json() == {"errors": [DENIED]}


def test_these_are_grantless() -> None:
    assert {key: sent.operation.grantless_scope for key, sent in GRANTLESS.items()} == dict.fromkeys(
        (
            "notifications.getSubscriptionById",
            "notifications.deleteSubscriptionById",
            "notifications.getDestinations",
            "notifications.createDestination",
            "notifications.getDestination",
            "notifications.deleteDestination",
            "notifications.sendTestNotification",
        ),
        "sellingpartnerapi::notifications",
    )


@pytest.mark.parametrize("key", GRANTLESS)
def test_a_grantless_operation_takes_its_scope_and_nothing_else(shop: Shop, key: str) -> None:
    sent = GRANTLESS[key]
    scope = str(sent.operation.grantless_scope)
    assert send(shop, sent, log_in(shop, scope)["access_token"]).status_code in (200, 400, 404, 409, 501)
    assert send(shop, sent, log_in(shop, *SCOPES)["access_token"]).status_code in (200, 400, 404, 409, 501)
    others = [each for each in SCOPES if each != scope]
    sellers = [] if key in SELLERS_TOO else [shop.token]
    for token in (*sellers, log_in(shop, *others)["access_token"]):
        refused = send(shop, sent, token)
        assert is_refused(refused), refused.text
        assert refused.headers["x-tradepost-reason"] == (
            f"{key} is grantless: it needs a client_credentials token with the scope {scope}"
        )


def test_every_other_operation_refuses_a_grantless_token(shop: Shop) -> None:
    token = log_in(shop, *SCOPES)["access_token"]
    for sent in EVERY:
        if sent.operation.key in GRANTLESS:
            continue
        refused = send(shop, sent, token)
        assert is_refused(refused), f"{sent.operation.key}: {refused.text}"
        assert refused.headers["x-tradepost-reason"] == (
            f"{sent.operation.key} acts for a selling partner: a grantless token does not open it"
        )


def test_a_grantless_token_says_its_scopes_and_cannot_be_refreshed(shop: Shop) -> None:
    given = log_in(shop, *SCOPES[:2])
    assert given.keys() == {"access_token", "token_type", "expires_in", "scope"}
    assert (given["token_type"], given["expires_in"]) == ("bearer", 3600)
    assert given["scope"] == "sellingpartnerapi::notifications sellingpartnerapi::client_credential:rotation"


def test_a_restricted_token_is_no_grantless_one(shop: Shop) -> None:
    wish = {"restrictedResources": [{"method": "GET", "path": "/orders/v0/orders"}]}
    token = shop.ok("POST", "/tokens/2021-03-01/restrictedDataToken", wish)["restrictedDataToken"]
    for sent in GRANTLESS.values():
        assert is_refused(send(shop, sent, token))
