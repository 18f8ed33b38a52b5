"""What a stranger, a neighbor or a page in somebody's browser may try with links to documents."""

from __future__ import annotations

import socket
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import httpx
import pytest

from tests.documents.test_links import BODY, code, downloadable
from tests.domains.exchange.exchanging import FEEDS, XML, promised, put
from tests.domains.exchange.test_uploads import APLUS, PICTURE
from tests.domains.exchange.test_uploads import promised as upload
from tests.shop import BARE, Shop


def test_a_page_that_was_put_as_a_document_is_not_a_page_of_this_server(shop: Shop) -> None:
    document = promised(shop, "text/html")
    assert put(document["url"], "<script>fetch('/_tradepost/v1/reset')</script>", "text/html").status_code == 200
    got = BARE.get(shop.ok("GET", f"{FEEDS}/documents/{document['feedDocumentId']}")["url"])
    assert got.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert got.headers["x-content-type-options"] == "nosniff"


def test_parameters_that_are_drawn_together_open_nothing(shop: Shop) -> None:
    parts = urlsplit(downloadable(shop))
    query = dict(parse_qsl(parts.query))
    ends = query.pop("X-Amz-Expires")
    query["X-Amz-Date"] += f"\nX-Amz-Expires={ends}"
    drawn = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items())
    response = BARE.get(parts._replace(query=drawn).geturl())
    assert (response.status_code, code(response)) == (403, "SignatureDoesNotMatch")


@pytest.mark.parametrize("asked", ["bytes=0-" + "9" * 5000, "bytes=" + "9" * 5000 + "-", "bytes=0-٣", "bytes=0-1,3-4"])
def test_a_range_that_is_none_is_passed_over(shop: Shop, asked: str) -> None:
    response = BARE.get(downloadable(shop), headers={b"Range": asked.encode()})
    assert (response.status_code, response.content) == (200, BODY)


@pytest.mark.parametrize(
    "content_type",
    ['text/xml; charset="€"', "text/xml;\ncharset=UTF-8", "téxt/xml", 'text/xml; a="b\r\nSet-Cookie: c"'],
)
def test_a_content_type_that_no_header_can_hold_is_refused(shop: Shop, content_type: str) -> None:
    [error] = shop.refused("POST", f"{FEEDS}/documents", {"contentType": content_type})
    assert "contentType" in error["details"]


def post(link: str, fields: dict[str, Any], file: bytes = PICTURE) -> httpx.Response:
    return BARE.post(link.partition("?")[0], data=fields, files={"file": ("a.jpg", file)})


def test_a_large_form_that_nothing_allows_is_refused_before_it_has_come(shop: Shop) -> None:
    place = upload(shop, APLUS, PICTURE, contentType="image/jpeg")
    parts = urlsplit(place["url"])
    boundary = "x" * 30
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="key"\r\n\r\nnothing\r\n'
    part += f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'

    head = (
        f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Length: {40 << 20}\r\n"
        f"Content-Type: multipart/form-data; boundary={boundary}\r\n\r\n"
    )
    with socket.create_connection((parts.hostname, parts.port or 80), timeout=20) as caller:
        caller.sendall(head.encode() + part.encode() + b"a" * 60_000)
        answered = caller.recv(4096)
    assert answered.startswith(b"HTTP/1.1 403 ")


def test_a_form_without_end_before_its_file_is_refused(shop: Shop) -> None:
    place = upload(shop, APLUS, PICTURE, contentType="image/jpeg")
    fields = dict(parse_qsl(urlsplit(place["url"]).query, keep_blank_values=True))
    response = post(place["url"], {**fields, "note": "x" * 30_000})
    assert (response.status_code, code(response)) == (400, "MaxPostPreDataLengthExceeded")
    assert post(place["url"], fields).status_code == 204


def test_a_link_of_one_world_opens_nothing_in_another(shop: Shop, new_shop: Any) -> None:
    other = new_shop()
    url, mine = promised(other, XML)["url"], urlsplit(downloadable(shop))
    theirs = urlsplit(url)
    for path in (theirs.path, mine.path.replace(mine.path.split("/")[3], theirs.path.split("/")[3])):
        response = BARE.get(mine._replace(path=path).geturl())
        assert (response.status_code, code(response)) == (403, "SignatureDoesNotMatch")
