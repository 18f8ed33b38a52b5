"""Uploads: a place for a file, the file, and what is refused."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from tests.shop import BARE, US, Json, Shop

UPLOADS = "/uploads/2020-11-01/uploadDestinations"
DISCLOSURE = "messaging/v1/orders/903-1/messages/legalDisclosure"
APLUS = "aplus/2020-11-01/contentDocuments"
PICTURE = b"\xff\xd8\xff" + bytes(range(256)) * 40 + b"\r\n--almost\r\n"


def md5(content: bytes) -> str:
    return base64.b64encode(hashlib.md5(content).digest()).decode()


def promised(shop: Shop, resource: str, content: bytes, **query: Any) -> Json:
    response = shop.call("POST", f"{UPLOADS}/{resource}", marketplaceIds=US, contentMD5=md5(content), **query)
    assert response.status_code == 201, response.text
    found: Json = response.json()["payload"]
    return found


@pytest.mark.parametrize("resource", [DISCLOSURE, DISCLOSURE.replace("/", "%2F"), f"%2F{DISCLOSURE}", f"/{DISCLOSURE}"])
def test_a_file_is_put_with_the_headers_that_were_answered(shop: Shop, resource: str) -> None:
    place = promised(shop, resource, b"terms", contentType="application/pdf")
    assert place["headers"]["Content-MD5"] == md5(b"terms")
    assert BARE.put(place["url"], content=b"terms", headers=place["headers"]).status_code == 200


def test_a_file_with_another_md5_is_refused(shop: Shop) -> None:
    place = promised(shop, DISCLOSURE, b"terms")
    other = BARE.put(place["url"], content=b"other", headers={"Content-MD5": md5(b"other")})
    assert (other.status_code, "BadDigest" in other.text) == (400, True)
    assert BARE.put(place["url"], content=b"terms", headers={"Content-MD5": md5(b"terms")}).status_code == 200


def test_an_md5_in_hex_is_taken_for_the_place_and_not_for_the_file(shop: Shop) -> None:
    digest = hashlib.md5(b"terms").hexdigest()
    place = shop.call("POST", f"{UPLOADS}/{DISCLOSURE}", marketplaceIds=US, contentMD5=digest).json()["payload"]
    assert place["headers"]["Content-MD5"] == digest
    refused = BARE.put(place["url"], content=b"terms", headers=place["headers"])
    assert (refused.status_code, "<Code>InvalidDigest</Code>" in refused.text) == (400, True)
    right = {**place["headers"], "Content-MD5": md5(b"terms")}
    assert BARE.put(place["url"], content=b"terms", headers=right).status_code == 200


def test_a_file_is_put_and_not_posted(shop: Shop) -> None:
    place = promised(shop, DISCLOSURE, b"terms")
    refused = BARE.post(place["url"], content=b"terms", headers=place["headers"])
    assert (refused.status_code, "<Code>MethodNotAllowed</Code>" in refused.text) == (405, True)
    assert BARE.put(place["url"], content=b"terms", headers=place["headers"]).status_code == 200


def test_what_stands_in_the_body_is_missing_in_the_query(shop: Shop) -> None:
    body = {"marketplaceIds": [US], "contentMD5": md5(b"terms")}
    errors = shop.refused("POST", f"{UPLOADS}/{DISCLOSURE}", body)
    assert {each["message"] for each in errors} == {
        "Missing or invalid request parameters: [contentMD5, marketplaceIds]"
    }
    assert [each["details"].partition(":")[0] for each in errors] == ["marketplaceIds", "contentMD5"]


def posted(url: str, content: bytes, **change: str) -> httpx.Response:
    """What clients do: the fields of the link's query, and then the file, to the link without its query."""
    fields = {**dict(parse_qsl(urlsplit(url).query)), **change}
    return BARE.post(url.partition("?")[0], data=fields, files={"File": ("a.jpg", content, "image/jpeg")})


def test_a_picture_is_posted_as_a_form(shop: Shop) -> None:
    place = promised(shop, APLUS, PICTURE, contentType="image/jpeg")
    assert place["uploadDestinationId"].startswith("aplus-media/sc/")
    assert place["uploadDestinationId"].endswith(".jpg")
    assert "headers" not in place
    answer = posted(place["url"], PICTURE)
    assert (answer.status_code, answer.headers["ETag"]) == (204, f'"{hashlib.md5(PICTURE).hexdigest()}"')


def test_a_form_that_was_changed_is_refused(shop: Shop) -> None:
    url = promised(shop, APLUS, PICTURE, contentType="image/jpeg")["url"]
    assert posted(url, PICTURE, key="elsewhere").status_code == 403
    assert posted(url, PICTURE, policy="e30=").status_code == 403
    assert posted(url, PICTURE[:-1]).status_code == 400
    bare = url.partition("?")[0]
    assert BARE.post(bare, data={"key": "x"}).status_code == 400
    assert BARE.post(bare, files={"File": ("a.jpg", PICTURE, "image/jpeg")}).status_code == 403
    assert posted(url, PICTURE).status_code == 204


@pytest.mark.parametrize(
    ("resource", "query", "details"),
    [
        (DISCLOSURE, {"contentMD5": "short"}, "contentMD5: 'short' is not the base64 of an MD5"),
        (APLUS, {}, "contentType: '' is required for A+ content"),
        (APLUS, {"contentType": "text/plain"}, "contentType: 'text/plain' is required for A+ content"),
        ("messaging//v1", {}, "resource: 'messaging//v1' is not the path of a resource"),
    ],
)
def test_what_cannot_be_uploaded_is_refused(shop: Shop, resource: str, query: Json, details: str) -> None:
    asked = {"marketplaceIds": US, "contentMD5": md5(b"x"), **query}
    [error] = shop.refused("POST", f"{UPLOADS}/{resource}", **asked)
    assert details in error["details"]
