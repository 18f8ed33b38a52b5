"""How Login with Amazon refuses: status, body and headers to the letter, and the cause beside them."""

from __future__ import annotations

import json
from collections.abc import Callable

import httpx
import pytest

from tests.shop import Shop

TOKEN = "/auth/o2/token"
MISSING = "The request is missing a required parameter : {}"
UNSUPPORTED = "The authorization grant type is not supported by the authorization server"
INVALID_GRANT = "The request has an invalid grant parameter : {}"


def form(shop: Shop, grant_type: str = "refresh_token", **changes: str | None) -> dict[str, str]:
    known = {name: shop.credentials[name] for name in ("refresh_token", "client_id", "client_secret")}
    asked = {"grant_type": grant_type, **known, **changes}
    return {name: value for name, value in asked.items() if value is not None}


def check(response: httpx.Response, status: int, error: str, description: str) -> str:
    """The reason of a refusal, once all else of it is as it has to be."""
    assert response.status_code == status, response.text
    request_id = response.headers["x-amzn-requestid"]
    body = {"error_description": description, "error": error, "request_id": request_id}
    assert response.text == json.dumps(body, separators=(",", ":"))
    assert response.headers["content-type"] == "application/json;charset=UTF-8"
    assert response.headers["cache-control"] == "no-cache, no-store, must-revalidate"
    assert response.headers["pragma"] == "no-cache"
    assert "x-amzn-ratelimit-limit" not in response.headers
    return str(response.headers["x-tradepost-reason"])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"client_id": "amzn1.application-oa2-client.0"}, "no application has this client id"),
        ({"client_id": "a\0b'\"%_"}, "no application has this client id"),
        ({"client_id": "x" * 5000}, "no application has this client id"),
        ({"client_secret": "wrong"}, "the client secret is wrong or has expired"),
        ({"client_secret": "ü\0"}, "the client secret is wrong or has expired"),
        ({"client_secret": "wrong", "refresh_token": "wrong"}, "the client secret is wrong or has expired"),
    ],
)
@pytest.mark.parametrize("as_json", [False, True])
def test_a_wrong_client_is_401(shop: Shop, changes: dict[str, str], reason: str, as_json: bool) -> None:
    asked = form(shop, **changes)
    response = shop.http.post(TOKEN, json=asked) if as_json else shop.http.post(TOKEN, data=asked)
    assert check(response, 401, "invalid_client", "Client authentication failed") == reason


def test_the_secret_of_another_application_is_wrong(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    other = new_shop(beside=shop)
    response = shop.ask_token(**form(shop, client_secret=other.credentials["client_secret"]))
    check(response, 401, "invalid_client", "Client authentication failed")


@pytest.mark.parametrize("refresh_token", ["Atzr|made-up", "x", "Atzr|" + "A" * 3000, "\0"])
def test_an_unknown_refresh_token_is_400(shop: Shop, refresh_token: str) -> None:
    response = shop.ask_token(**form(shop, refresh_token=refresh_token))
    reason = check(response, 400, "invalid_grant", INVALID_GRANT.format("refresh_token"))
    assert reason == "no grant has this refresh token"


def test_a_refresh_token_of_another_application_or_world_is_400(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    beside, elsewhere = new_shop(beside=shop), new_shop()
    for other, cause in (
        (beside, "the refresh token is another application's"),
        (elsewhere, "no grant has this refresh token"),
    ):
        response = shop.ask_token(**form(shop, refresh_token=other.credentials["refresh_token"]))
        assert check(response, 400, "invalid_grant", INVALID_GRANT.format("refresh_token")) == cause


def test_a_revoked_grant_is_400_in_its_own_words(shop: Shop) -> None:
    shop.controlled("POST", "grants/revoke")
    description = INVALID_GRANT.format("refresh_token. User may have revoked or didn't grant the permission.")
    assert check(shop.ask_token(**form(shop)), 400, "invalid_grant", description) == "the grant was revoked"


def test_an_access_token_is_no_refresh_token(shop: Shop) -> None:
    response = shop.ask_token(**form(shop, refresh_token=shop.token))
    check(response, 400, "invalid_grant", INVALID_GRANT.format("refresh_token"))


@pytest.mark.parametrize("grant_type", ["password", "REFRESH_TOKEN", "refresh_token ", "x" * 500, "ü"])
def test_an_unknown_grant_type_is_400(shop: Shop, grant_type: str) -> None:
    reason = check(shop.ask_token(**form(shop, grant_type)), 400, "unsupported_grant_type", UNSUPPORTED)
    assert reason.startswith("there is no grant type ")
    assert len(reason) < 100


@pytest.mark.parametrize(
    ("grant_type", "name"),
    [
        ("refresh_token", "client_id"),
        ("refresh_token", "client_secret"),
        ("refresh_token", "refresh_token"),
        ("authorization_code", "code"),
        ("client_credentials", "scope"),
    ],
)
@pytest.mark.parametrize("value", [None, ""])
def test_a_parameter_that_a_grant_needs_is_named(shop: Shop, grant_type: str, name: str, value: str | None) -> None:
    check(shop.ask_token(**form(shop, grant_type, **{name: value})), 400, "invalid_request", MISSING.format(name))


@pytest.mark.parametrize("content", [b"", b"grant_type", b"&&&", b"\xff\xfe", b"=refresh_token"])
def test_a_form_without_a_grant_type_is_400(shop: Shop, content: bytes) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    response = shop.http.post(TOKEN, content=content, headers=headers)
    check(response, 400, "invalid_request", MISSING.format("grant_type"))


@pytest.mark.parametrize(
    ("content", "description"),
    [
        (b"", MISSING.format("grant_type")),
        (b"{}", MISSING.format("grant_type")),
        (b'{"grant_type":null}', MISSING.format("grant_type")),
        (b'{"grant_type":5}', MISSING.format("grant_type")),
        (b"[]", "The request body is not a JSON object."),
        (b'"x"', "The request body is not a JSON object."),
        (b"{", "The request body is not JSON."),
        (b"grant_type=refresh_token", "The request body is not JSON."),
        (b"[" * 60_000, "The request body is not JSON."),
        (b'{"grant_type":"\xff"}', "The request body is not JSON."),
    ],
)
def test_json_that_is_no_token_request_is_400(shop: Shop, content: bytes, description: str) -> None:
    response = shop.http.post(TOKEN, content=content, headers={"content-type": "application/json"})
    check(response, 400, "invalid_request", description)


def test_json_that_is_announced_as_a_form_is_no_grant(shop: Shop) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    response = shop.http.post(TOKEN, json=form(shop), headers=headers)
    reason = check(response, 400, "unsupported_grant_type", UNSUPPORTED)
    assert reason == "the body is JSON, its content type says that it is a form"


def test_a_form_of_hundreds_of_parameters_is_400(shop: Shop) -> None:
    response = shop.ask_token(**form(shop), **{f"more{number}": "x" for number in range(300)})
    check(response, 400, "invalid_request", "The request has too many parameters.")


@pytest.mark.parametrize("scope", ["all", "sellingpartnerapi::notifications all", "SELLINGPARTNERAPI::NOTIFICATIONS"])
def test_an_unknown_scope_is_400(shop: Shop, scope: str) -> None:
    response = shop.ask_token(**form(shop, "client_credentials", scope=scope))
    check(response, 400, "invalid_scope", "The request has an invalid scope")


@pytest.mark.parametrize("code", ["none", "AN" + "x" * 18, "\0", "x" * 3000])
def test_an_unknown_code_is_400(shop: Shop, code: str) -> None:
    response = shop.ask_token(**form(shop, "authorization_code", code=code))
    reason = check(response, 400, "invalid_grant", INVALID_GRANT.format("code"))
    assert reason == "the code is unknown or has been used"


def test_a_code_of_another_application_is_spent_by_the_attempt(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    other = new_shop(beside=shop)
    code = shop.controlled("POST", "authorization-codes")["spapi_oauth_code"]
    wrong = other.ask_token(**form(other, "authorization_code", code=code))
    assert check(wrong, 400, "invalid_grant", INVALID_GRANT.format("code")) == "the code is another application's"


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_only_a_post_is_a_token_request(shop: Shop, method: str) -> None:
    check(shop.http.request(method, TOKEN), 400, "invalid_request", "The request must be a POST.")


def test_the_secret_is_looked_at_before_the_grant(shop: Shop) -> None:
    shop.controlled("POST", "grants/revoke")
    response = shop.ask_token(**form(shop, client_secret="wrong"))
    check(response, 401, "invalid_client", "Client authentication failed")
