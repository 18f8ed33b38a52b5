"""Secrets: in the key file and with their owners, as hashes in the database, and nowhere in the request log."""

from __future__ import annotations

import base64
import json
import stat
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.accounts.home import Home
from tests.shop import ORDERS, SEATTLE, Shop
from tradepost.accounts.keys import InstallationKey, new_token, new_world_uid, world_of_token

TOKEN = "/auth/o2/token"
NAMES = ("client_id", "client_secret", "refresh_token")


def log_of(shop: Shop) -> str:
    worlds = (shop.world, "main")
    return "".join(
        shop.http.get("/_tradepost/v1/requests", params={"world": each, "limit": 1000}).text for each in worlds
    )


def hidden(shop: Shop, *secrets: str) -> None:
    text = log_of(shop)
    for secret in secrets:
        for form in (secret, quote(secret, safe=""), quote(secret), base64.b64encode(secret.encode()).decode()):
            assert form not in text


def test_the_key_file_is_its_owners_alone_and_stays_as_it_is(home: Home, data_folder: Path) -> None:
    credentials = home.start().credentials
    path = data_folder / "installation.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    key = path.read_text()
    assert len(bytes.fromhex(key.strip())) == 32
    home.stop()
    assert home.start().credentials == credentials
    assert path.read_text() == key


def test_no_file_of_the_data_folder_holds_a_secret_in_plain_text(home: Home, data_folder: Path) -> None:
    shop = home.start()
    code = shop.controlled("POST", "authorization-codes")["spapi_oauth_code"]
    resource = {"method": "GET", "path": "/orders/v0/orders"}
    answer = shop.ok("POST", "/tokens/2021-03-01/restrictedDataToken", {"restrictedResources": [resource]})
    shop.control("GET", "requests")
    home.stop()
    secrets = [shop.credentials["client_secret"], shop.credentials["refresh_token"], shop.token, code]
    secrets.append(answer["restrictedDataToken"])
    files = [each for each in data_folder.rglob("*") if each.is_file()]
    assert files
    for file in files:
        content = file.read_bytes()
        for secret in secrets:
            plain = secret.rpartition("|")[2].removeprefix("amzn1.oa2-cs.v1.")
            assert plain.encode() not in content, file
            assert base64.b64encode(secret.encode()) not in content, file


def test_no_table_holds_a_secret_in_plain_text(home: Home) -> None:
    shop = home.start()
    shop.call("GET", "/sellers/v1/account")
    shop.control("GET", "requests")
    home.stop()
    found: list[str] = []

    async def read(tx: object) -> None:
        for table in ("applications", "application_secrets", "grants", "access_tokens", "requests", "settings"):
            found.extend(str(row) for row in await tx.all(f"SELECT * FROM {table}"))  # type: ignore[attr-defined]

    home.meanwhile(read)
    assert len(found) > 4
    for secret in (shop.credentials["client_secret"], shop.credentials["refresh_token"], shop.token):
        assert secret not in "".join(found)


@pytest.mark.parametrize("content_type", ["application/json", "application/x-www-form-urlencoded", "text/plain", ""])
@pytest.mark.parametrize("as_json", [True, False])
def test_the_log_hides_the_secrets_of_a_token_request_however_it_is_sent(
    shop: Shop, content_type: str, as_json: bool
) -> None:
    shop.http.headers["user-agent"] = "test"
    asked = {"grant_type": "refresh_token", **{name: shop.credentials[name] for name in NAMES}}
    body = shop.http.build_request("POST", TOKEN, json=asked if as_json else None, data=None if as_json else asked)
    headers = {"content-type": content_type} if content_type else {}
    shop.http.post(TOKEN, content=body.read(), headers=headers)
    hidden(shop, shop.credentials["client_secret"], shop.credentials["refresh_token"], shop.token)
    assert "lwa.requestAccessToken" in log_of(shop)


def test_the_log_hides_secrets_of_any_form_by_their_names(shop: Shop) -> None:
    secret, code = "0123456789abcdef" * 4, "ANabcdefghijklmnopqr"
    asked = {"client_secret": secret, "code": code, "client_id": shop.credentials["client_id"]}
    shop.ask_token(grant_type="authorization_code", **asked)
    shop.http.post(TOKEN, json={"grant_type": "authorization_code", **asked})
    shop.http.get(TOKEN, params=asked)
    shop.http.get("/auth/callback", params={"spapi_oauth_code": code, "state": "kept"})
    hidden(shop, secret, code)
    assert "state=kept" in log_of(shop)
    assert shop.credentials["client_id"] in log_of(shop)


def test_the_log_hides_tokens_in_headers_answers_paths_and_queries(shop: Shop) -> None:
    resource = {"method": "GET", "path": "/orders/v0/orders"}
    restricted = shop.ok("POST", "/tokens/2021-03-01/restrictedDataToken", {"restrictedResources": [resource]})
    token = restricted["restrictedDataToken"]
    shop.call("GET", "/sellers/v1/account", headers={"authorization": "Bearer very-secret", "cookie": "a=biscuit"})
    shop.call("GET", f"/sellers/v1/account?x={quote(token)}&access_token=abc123")
    shop.call("GET", f"{ORDERS}/{quote(shop.token, safe='')}")
    hidden(shop, token, shop.token, "very-secret", "biscuit", "abc123")


def test_the_log_hides_the_buyer_and_keeps_what_a_test_looks_for(shop: Shop) -> None:
    shop.stock("MUG", 5)
    address = {**SEATTLE, "addressLine2": "Flat 7b", "phone": "206-555-0100"}
    shop.order("O-1", {"MUG": 1}, destinationAddress=address, notificationEmails=["jo@example.com"])
    shop.shown("O-1")
    hidden(shop, "Jo Doe", "1 Main Street", "Flat 7b", "206-555-0100", "jo@example.com")
    assert "Seattle" in log_of(shop)
    assert "O-1" in log_of(shop)


def test_the_log_hides_what_a_restricted_token_shows_of_a_buyer(shop: Shop) -> None:
    shop.list_product("MUG", 20, 10)
    order = shop.controlled(
        "POST",
        "buyers/orders",
        {
            "items": [{"sku": "MUG", "giftWrap": True, "giftMessage": "Sorry for everything"}],
            "paid": True,
            "regulated": [{"id": "vet", "label": "Veterinarian", "value": "Dr. Rexham"}],
            "buyer": {
                "name": "Jo Doe",
                "email": "jo@example.com",
                "business": True,
                "company": "Doe Partners",
                "purchaseOrderNumber": "PO-778812",
                "address": {"name": "Jo Doe", "company": "Doe Holding", "phone": "206-555-0100"},
            },
        },
    )["orderId"]
    own, seen = shop.token, ""
    for part in ("", "/buyerInfo", "/address", "/orderItems", "/orderItems/buyerInfo", "/regulatedInfo"):
        path = f"/orders/v0/orders/{order}{part}"
        elements = {"": ["buyerInfo", "shippingAddress"], "/orderItems": ["buyerInfo"]}.get(part, [])
        resource = {"method": "GET", "path": path, "dataElements": elements}
        asked = shop.ok("POST", "/tokens/2021-03-01/restrictedDataToken", {"restrictedResources": [resource]})
        shop.token = asked["restrictedDataToken"]
        seen += shop.call("GET", path).text
        shop.token = own
    whole = "BUYER,RECIPIENT,FULFILLMENT,PACKAGES,TAX"
    seen += shop.call("GET", f"/orders/2026-01-01/orders/{order}", includedData=whole).text
    personal = ("Sorry for everything", "Dr. Rexham", "Jo Doe", "jo@example.com", "PO-778812", "206-555-0100")
    for each in personal:
        assert each in seen
    hidden(shop, *personal, "Doe Partners", "Doe Holding")
    assert order in log_of(shop)


@pytest.mark.parametrize(
    "address",
    [
        {"name": "Josephine Doe-Quotation " * 20},
        {"phone": "206 555 0100 ext. 12345678901234567890"},
        {"name": 'Jo "the \\ buyer" Doe' * 10},
        {"addressLine1": "Number One, Main Street " * 20},
        {"email": 5, "phone": ["206-555-0100"]},
    ],
)
def test_the_log_hides_the_buyer_in_a_refusal_that_quotes_him(shop: Shop, address: dict[str, object]) -> None:
    shop.stock("MUG", 5)
    body = shop.order_body("O-1", {"MUG": 1}, destinationAddress={**SEATTLE, **address})
    response = shop.call("POST", ORDERS, body)
    (logged,) = shop.controlled("GET", "requests", operation="createFulfillmentOrder")["requests"]
    assert logged["status"] == response.status_code
    for value in address.values():
        text = value[0] if isinstance(value, list) else value
        if isinstance(text, str):
            for quoted in (text[:20], text[:20].replace("\\", "\\\\").replace('"', '\\"')):
                assert quoted not in f"{logged['reason']} {logged['responseBody']} {logged['requestBody']}"
                assert quoted not in f"{logged['responseHeaders']}"


def test_a_large_body_is_left_out_of_the_log(shop: Shop) -> None:
    shop.stock("MUG", 1)
    shop.call("POST", ORDERS, shop.order_body("O-1", {"MUG": 1}, displayableOrderComment="x" * 200_000))
    (logged,) = shop.controlled("GET", "requests", operation="createFulfillmentOrder")["requests"]
    assert logged["requestBody"].endswith(' bytes)"')
    assert len(logged["responseBody"]) < 2000


def test_a_refusal_of_a_large_body_hides_the_buyer_as_well(shop: Shop) -> None:
    shop.stock("MUG", 5)
    named = {**SEATTLE, "name": "Josephine Doe-Quotation " * 20}
    large = shop.order_body("O-1", {"MUG": 1}, destinationAddress=named, unknownToAmazon="x" * 200_000)
    assert "Josephine" in shop.call("POST", ORDERS, large).text
    (logged,) = shop.controlled("GET", "requests", operation="createFulfillmentOrder")["requests"]
    assert logged["requestBody"].endswith(' bytes)"')
    assert "Josephine" not in json.dumps(logged)


def test_a_large_body_in_the_log_is_told_by_its_size(shop: Shop) -> None:
    shop.call("POST", "/fba/inventory/v1/items", {"sellerSku": "x" * 50_000})
    (logged,) = shop.controlled("GET", "requests", operation="createInventoryItem")["requests"]
    assert logged["requestBody"] == "(50016 bytes)"


def test_keys_of_two_installations_share_nothing(tmp_path: Path) -> None:
    keys = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        keys.append(InstallationKey.load(tmp_path / name))
    uid, other = new_world_uid(), new_world_uid()
    made = [key.client_secret(world, number) for key in keys for world in (uid, other) for number in (1, 2)]
    assert len(set(made)) == 8
    assert InstallationKey.load(tmp_path / "one").client_secret(uid, 1) == made[0]


def test_a_token_says_which_world_gave_it() -> None:
    uid = new_world_uid()
    tokens = {new_token("Atza|", uid) for _ in range(100)}
    assert len(tokens) == 100
    assert {world_of_token(token) for token in tokens} == {uid}
    assert [world_of_token(text) for text in ("", "Atza|", "Atza|short", "Atza|????????")] == [None] * 2 + [
        world_of_token("Atza|short"),
        world_of_token("Atza|????????"),
    ]


def test_the_log_hides_what_opens_a_document(shop: Shop) -> None:
    body = {"contentType": "text/xml; charset=UTF-8"}
    url = shop.call("POST", "/feeds/2021-06-30/documents", body).json()["url"]
    signature = url.partition("X-Amz-Signature=")[2]
    assert len(signature) == 64
    hidden(shop, signature)
    assert "X-Amz-Signature=***" in log_of(shop)


def test_the_log_hides_how_a_parcel_finds_its_recipient(shop: Shop) -> None:
    shop.stock("MUG", 5)
    wishes = {"deliveryInstructions": "Ring at Rexham's, key under the mat"}
    shop.refused("POST", ORDERS, shop.order_body("O-1", {"MUG": 1}, deliveryPreferences=wishes))
    hidden(shop, "key under the mat")
    assert "deliveryInstructions" in log_of(shop)


def test_the_log_hides_what_a_refusal_quotes_of_a_body_full_of_buyers(shop: Shop) -> None:
    emails = [f"jo{number}@example.com" for number in range(2000)]
    body = shop.order_body("O-1", {"NOBODY": 1}, notificationEmails=emails, shippingSpeedCategory="Someday")
    shop.refused("POST", ORDERS, body)
    hidden(shop, "jo1@example.com", "jo1999@example.com", "Jo Doe")
    [refused] = [each for each in shop.controlled("GET", "requests")["requests"] if each["status"] == 400]
    assert (refused["reason"], refused["responseBody"]) == ("***", "***")  # to look for each took seconds
