"""Login with Amazon, as clients use it."""

from __future__ import annotations

import base64
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.conftest import ServerThread
from tests.shop import Shop
from tradepost.serving import Settings


def form_of(shop: Shop, **changes: str) -> dict[str, str]:
    names = ("refresh_token", "client_id", "client_secret")
    return {"grant_type": "refresh_token", **{name: shop.credentials[name] for name in names}, **changes}


def test_a_refresh_token_gives_an_access_token_for_an_hour(shop: Shop) -> None:
    response = shop.ask_token(**form_of(shop))
    assert response.status_code == 200
    answer = response.json()
    assert answer["token_type"] == "bearer"
    assert answer["expires_in"] == 3600
    assert answer["refresh_token"] == shop.credentials["refresh_token"]
    assert answer["access_token"].startswith("Atza|")
    assert 350 <= len(answer["access_token"]) <= 2048
    assert response.headers["content-type"] == "application/json;charset=UTF-8"
    assert response.headers["cache-control"] == "no-cache, no-store, must-revalidate"
    assert response.headers["pragma"] == "no-cache"


@pytest.mark.parametrize("path", ["/auth/o2/token", "/auth/O2/token"])
@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8"])
def test_a_request_may_be_json(shop: Shop, path: str, content_type: str) -> None:
    response = shop.http.post(path, json=form_of(shop), headers={"content-type": content_type})
    assert response.status_code == 200


def test_a_form_may_carry_a_bar_as_it_stands(shop: Shop) -> None:
    body = "&".join(f"{name}={value}" for name, value in form_of(shop).items())
    assert "|" in body
    headers = {"content-type": "application/x-www-form-urlencoded;charset=UTF-8"}
    assert shop.http.post("/auth/o2/token", content=body, headers=headers).status_code == 200


def test_several_tokens_are_valid_side_by_side(shop: Shop) -> None:
    tokens = [shop.log_in() for _ in range(3)]
    assert len(set(tokens)) == 3
    for token in tokens:
        shop.token = token
        assert shop.call("GET", "/sellers/v1/account").status_code == 200


@pytest.mark.parametrize(
    ("changes", "status", "error", "description"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client", "Client authentication failed"),
        ({"client_id": "nobody"}, 401, "invalid_client", "Client authentication failed"),
        (
            {"refresh_token": "Atzr|made-up"},
            400,
            "invalid_grant",
            "The request has an invalid grant parameter : refresh_token",
        ),
        (
            {"grant_type": "password"},
            400,
            "unsupported_grant_type",
            "The authorization grant type is not supported by the authorization server",
        ),
        (
            {"grant_type": "authorization_code", "code": "none"},
            400,
            "invalid_grant",
            "The request has an invalid grant parameter : code",
        ),
        ({"grant_type": ""}, 400, "invalid_request", "The request is missing a required parameter : grant_type"),
        (
            {"grant_type": "client_credentials", "scope": "all"},
            400,
            "invalid_scope",
            "The request has an invalid scope",
        ),
    ],
)
def test_a_refusal_has_the_form_and_words_of_login_with_amazon(
    shop: Shop, changes: dict[str, str], status: int, error: str, description: str
) -> None:
    response = shop.ask_token(**form_of(shop, **changes))
    assert response.status_code == status
    assert list(response.json()) == ["error_description", "error", "request_id"]
    assert (response.json()["error"], response.json()["error_description"]) == (error, description)


def test_json_that_is_announced_as_a_form_is_no_grant(shop: Shop) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    response = shop.http.post("/auth/o2/token", json=form_of(shop), headers=headers)
    assert (response.status_code, response.json()["error"]) == (400, "unsupported_grant_type")


def test_another_applications_refresh_token_is_refused(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    other = new_shop(beside=shop)
    response = shop.ask_token(**form_of(shop, refresh_token=other.credentials["refresh_token"]))
    assert response.json()["error_description"] == "The request has an invalid grant parameter : refresh_token"


def test_an_authorization_code_is_exchanged_once(shop: Shop) -> None:
    code = shop.controlled("POST", "authorization-codes", {"redirectUri": "https://example.com/back"})
    form = form_of(shop, grant_type="authorization_code", code=code["spapi_oauth_code"])
    del form["refresh_token"]
    answer = shop.ask_token(**form).json()
    assert answer["refresh_token"].startswith("Atzr|")
    shop.token = answer["access_token"]
    assert shop.call("GET", "/sellers/v1/account").status_code == 200
    assert shop.ask_token(**form).json()["error"] == "invalid_grant"
    again = shop.ask_token(**form_of(shop, refresh_token=answer["refresh_token"]))
    assert again.status_code == 200


def test_moving_the_clock_ends_no_token(shop: Shop) -> None:
    shop.advance("P400D")
    assert shop.call("GET", "/sellers/v1/account").status_code == 200


def test_tokens_and_credentials_survive_a_restart_and_no_secret_is_on_the_disk(data_folder: Path) -> None:
    settings = Settings(port=0, data=data_folder, scenario="none")
    server = ServerThread(settings)
    url = server.start()
    shop = Shop(url, "main", httpx.get(f"{url}/_tradepost/v1/credentials").json())
    token = shop.log_in()
    server.stop()
    again = ServerThread(settings)
    url = again.start()
    later = Shop(url, "main", httpx.get(f"{url}/_tradepost/v1/credentials").json())
    assert later.credentials == shop.credentials
    later.token = token
    assert later.call("GET", "/sellers/v1/account").status_code == 200
    again.stop()
    assert stat.S_IMODE((data_folder / "installation.key").stat().st_mode) == 0o600
    database = sqlite3.connect(data_folder / "worlds" / "main.db")
    dump = "\n".join(database.iterdump())
    for secret in (shop.credentials["client_secret"], shop.credentials["refresh_token"], token):
        assert secret not in dump
        assert base64.b64encode(secret.encode()).decode() not in dump


def test_the_request_log_shows_no_secret_and_no_buyer(shop: Shop) -> None:
    shop.stock("MUG", 1)
    shop.order("O-1", {"MUG": 1})
    shop.shown("O-1")
    text = shop.control("GET", "requests", limit=100).text
    for hidden in (shop.token, shop.credentials["client_secret"], "Jo Doe", "1 Main Street"):
        assert hidden not in text
    assert "O-1" in text
