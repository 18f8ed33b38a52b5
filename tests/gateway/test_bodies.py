"""Bodies: what counts as absent, what is ignored, and what is no body that an operation can take."""

from __future__ import annotations

import socket
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.shop import INVENTORY, ORDERS, SEATTLE, US, Shop

ITEMS = f"{INVENTORY}/items"
ITEM = {"sellerSku": "MUG", "marketplaceId": US, "productName": "A mug"}


def send(shop: Shop, body: bytes, content_type: str = "application/json", path: str = ITEMS) -> httpx.Response:
    headers = {"x-amz-access-token": shop.token, "content-type": content_type}
    return shop.http.post(path, content=body, headers={name: value for name, value in headers.items() if value})


def details(response: httpx.Response) -> list[str]:
    assert response.status_code == 400, response.text
    errors = response.json()["errors"]
    assert {(each["code"], each["message"]) for each in errors} == {("InvalidInput", "Invalid Input")}
    return [each["details"] for each in errors]


def test_null_means_absent_and_unknown_keys_are_ignored(shop: Shop) -> None:
    shop.stock("MUG", 1)
    body = shop.order_body("O-1", {"MUG": 1})
    body |= {"codSettings": None, "shipFromCountryCode": None, "notificationEmails": None, "fulfillmentPolicy": None}
    body |= {"MarketplaceIds": [US], "marketplaceIds": ["nowhere"], "path": {"a": [None]}, "": 1}
    body["destinationAddress"] = {**SEATTLE, "addressLine2": None, "Phone": 5}
    assert shop.ok("POST", ORDERS, body) == {}
    shown = shop.shown("O-1")["fulfillmentOrder"]
    assert shown["fulfillmentPolicy"] == "FillOrKill"
    assert "codSettings" not in shown
    assert "addressLine2" not in shown["destinationAddress"]


def test_null_does_not_fill_what_is_required(shop: Shop) -> None:
    assert details(shop.call("POST", ITEMS, {**ITEM, "sellerSku": None})) == ["sellerSku: is required and missing"]


@pytest.mark.parametrize("body", [b"", b"{}", b" {} ", b"\n"])
def test_no_body_and_an_empty_object_are_the_same(shop: Shop, body: bytes) -> None:
    names = [each.partition(":")[0] for each in details(send(shop, body))]
    assert names == ["sellerSku", "marketplaceId", "productName"]


@pytest.mark.parametrize("content", [None, b"", b"{}"])
def test_a_call_without_parameters_may_carry_an_empty_object(shop: Shop, content: bytes | None) -> None:
    shop.stock("MUG", 2)
    shop.order("O-1", {"MUG": 1})
    headers = {"x-amz-access-token": shop.token, "content-type": "application/json"}
    response = shop.http.put(f"{ORDERS}/O-1/cancel", content=content, headers=headers)
    assert (response.status_code, response.json()) == (200, {})
    assert shop.status("O-1") == "Cancelled"


def test_what_clients_put_into_the_body_of_a_cancellation_is_ignored(shop: Shop) -> None:
    shop.stock("MUG", 2)
    shop.order("O-1", {"MUG": 1})
    extras = {name: [US] for name in ("MarketplaceId", "MarketplaceIds", "marketplace_ids", "marketplaceIds")}
    assert shop.ok("PUT", f"{ORDERS}/O-1/cancel", extras) == {}


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"{", "body: must be JSON (Input data was truncated)"),
        (b"not json", "body: must be JSON (invalid character"),
        (b'{"sellerSku": NaN}', "body: must be JSON (invalid character"),
        (b'{"sellerSku": Infinity}', "body: must be JSON (invalid character"),
        (b'{"sellerSku": "MUG",}', "body: must be JSON (trailing comma in object"),
        (b"{'sellerSku': 1}", "body: must be JSON (object keys must be strings"),
        (b'{"sellerSku": "\\ud800", "marketplaceId": "x"}', "body: must be JSON ("),
        (b'{"sellerSku": 1e999}', "body: must be JSON (Number out of range"),
        (b"{} {}", "body: must be JSON (trailing characters"),
        (b"[" * 60_000, "body: must be JSON (it is nested too deeply)"),
        (b'{"a":' * 12_000, "body: must be JSON (it is nested too deeply)"),
        (b"[]", "body: [] must be an object"),
        (b"null", "body: null must be an object"),
        (b'"text"', "body: 'text' must be an object"),
        (b"12345678901234567890123", "body: "),
    ],
)
def test_what_is_no_object_of_json_is_refused_in_words(shop: Shop, body: bytes, fault: str) -> None:
    (found,) = details(send(shop, body))
    assert found.startswith(fault)


def test_bytes_that_are_no_utf_8_are_refused(shop: Shop) -> None:
    (found,) = details(send(shop, b'{"sellerSku":"\xff"}'))
    assert found.startswith("body: must be JSON ('utf-8' codec can't decode byte 0xff")


def test_of_a_key_that_comes_twice_the_last_one_counts(shop: Shop) -> None:
    body = b'{"sellerSku":"A","marketplaceId":"%s","productName":"P","sellerSku":"B"}' % US.encode()
    assert send(shop, body).status_code == 200
    assert shop.fulfillable("B") == 0


@pytest.mark.parametrize(
    ("quantity", "rule"),
    [
        ("1000000000000000000000", "must be at most 9223372036854775807"),
        ("9223372036854775808", "must be at most 9223372036854775807"),
        ("1.5", "1.5 must be an integer"),
        ('"1"', "'1' must be an integer"),
        ("true", "true must be an integer"),
        ("-1", "-1 is not between 1 and 2147483647"),
    ],
)
def test_a_number_that_is_none_an_operation_can_take_is_named(shop: Shop, quantity: str, rule: str) -> None:
    shop.stock("MUG", 0)
    line = f'{{"sellerSku":"MUG","marketplaceId":"{US}","quantity":{quantity}}}'
    response = send(shop, f'{{"inventoryItems":[{line}]}}'.encode(), path=f"{ITEMS}/inventory")
    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert error["details"].startswith("inventoryItems[0].quantity: ")
    assert rule in error["details"]
    assert shop.fulfillable("MUG") == 0


def test_a_whole_number_may_be_written_with_a_point(shop: Shop) -> None:
    shop.stock("MUG", 0)
    line = f'{{"sellerSku":"MUG","marketplaceId":"{US}","quantity":2.0}}'
    assert send(shop, f'{{"inventoryItems":[{line}]}}'.encode(), path=f"{ITEMS}/inventory").status_code == 200
    assert shop.fulfillable("MUG") == 2


def test_every_fault_of_a_body_is_named_at_once_by_its_path(shop: Shop) -> None:
    shop.stock("MUG", 1)
    body: dict[str, Any] = shop.order_body("x" * 41, {"MUG": 1}, displayableOrderId="O-1")
    body["shippingSpeedCategory"] = "Soonish"
    body["displayableOrderDate"] = "tomorrow"
    body["items"][0] |= {"quantity": "one", "sellerFulfillmentOrderItemId": None}
    body["destinationAddress"] = {**SEATTLE, "name": None}
    found = {
        name: rest for name, _, rest in (each.partition(": ") for each in details(shop.call("POST", ORDERS, body)))
    }
    assert found.keys() == {
        "sellerFulfillmentOrderId",
        "shippingSpeedCategory",
        "displayableOrderDate",
        "destinationAddress.name",
        "items[0].quantity",
        "items[0].sellerFulfillmentOrderItemId",
    }
    assert found["sellerFulfillmentOrderId"] == f"'{'x' * 41}' must have at most 40 characters"
    assert found["shippingSpeedCategory"] == (
        "'Soonish' must be one of Expedited, Priority, ScheduledDelivery, Standard"
    )
    assert found["items[0].quantity"] == "'one' must be an integer"


def test_an_answer_names_at_most_fifty_faults(shop: Shop) -> None:
    items = [{"sellerSku": 5, "sellerFulfillmentOrderItemId": str(number), "quantity": 1} for number in range(80)]
    assert len(details(shop.call("POST", ORDERS, {**shop.order_body("O-1", {}), "items": items}))) == 50


@pytest.mark.parametrize(
    "content_type", ["application/json", "application/json; charset=utf-8", "Application/JSON", "text/plain", ""]
)
def test_the_type_of_a_body_that_looks_like_json_is_not_insisted_on(shop: Shop, content_type: str) -> None:
    body = b'{"sellerSku":"MUG","marketplaceId":"%s","productName":"P"}' % US.encode()
    assert send(shop, body, content_type).status_code == 200


@pytest.mark.parametrize(
    ("content_type", "body"),
    [("text/xml", b"<a/>"), ("application/x-www-form-urlencoded", b"a=b"), ("image/png", b"\x89PNG")],
)
def test_a_body_of_another_kind_is_415(shop: Shop, content_type: str, body: bytes) -> None:
    response = send(shop, body, content_type)
    assert response.status_code == 415
    (error,) = response.json()["errors"]
    assert error == {
        "message": "The media type of the request body is not supported.",
        "code": "UnsupportedMediaType",
        "details": f"Content-Type: {content_type}",
    }
    assert "x-amzn-ratelimit-limit" not in response.headers


@pytest.mark.parametrize(
    ("path", "longest"),
    [
        (ITEMS, 65_536),
        (f"{ORDERS}/O-1/cancel", 65_536),
        ("/no/such/path", 65_536),
        ("/auth/o2/token", 65_536),
        (ORDERS, 10_485_760),
        (f"{INVENTORY}/items/inventory", 10_485_760),
    ],
)
def test_how_long_a_body_may_be_depends_on_what_it_may_hold(shop: Shop, path: str, longest: int) -> None:
    """Of a few fields, or of none: 64 KiB. With lists in it: the 10 MiB of Amazon's gateway."""
    parts = urlsplit(shop.url)
    method = "PUT" if path.endswith("cancel") else "POST"
    for length, status in ((longest, b"100"), (longest + 1, b"413")):
        with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=30) as connection:
            head = f"{method} {path} HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: {length}\r\n\r\n"
            connection.sendall(head.encode())
            answer = connection.recv(65536)
        assert answer[9:12] == status
    assert b"\r\nx-amzn-RequestId: " in answer
    assert b'"code":"RequestTooLarge"' in answer


def test_a_large_body_within_the_limit_is_read(shop: Shop) -> None:
    shop.stock("MUG", 1)
    body = shop.order_body("O-1", {"MUG": 1}) | {"more": "x" * 9_000_000}
    assert shop.ok("POST", ORDERS, body) == {}
