"""Uploads: large ones, broken ones, and where their bytes are kept."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

import boto3

from tests.accounts.home import Home
from tests.conftest import ServerThread
from tests.domains.exchange.exchanging import FEEDS, XML, promised, put
from tests.shop import BARE, Shop
from tradepost.serving import Settings


def kept(folder: Path) -> list[str]:
    return [each.name for each in (folder / "documents").rglob("*") if each.is_file()]


def send_half(url: str, body: bytes) -> None:
    """Promises a whole body, sends a half of it, and leaves."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 80)) as connection:
        head = f"PUT {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: {XML}\r\n"
        connection.sendall(head.encode() + b"Content-Length: %d\r\n\r\n" % (2 * len(body)) + body)


def test_an_upload_that_breaks_off_leaves_nothing(home: Home, data_folder: Path) -> None:
    shop = home.start()
    document = promised(shop)
    send_half(document["url"], b"x" * 3_000_000)
    [error] = shop.refused("GET", f"{FEEDS}/documents/{document['feedDocumentId']}")
    assert error["message"] == "Invalid feedDocumentId"
    assert put(document["url"], "<whole/>").status_code == 200
    url = shop.ok("GET", f"{FEEDS}/documents/{document['feedDocumentId']}")["url"]
    assert BARE.get(url).text == "<whole/>"
    deadline = time.monotonic() + 10
    while len(kept(data_folder)) > 1:  # the server may not have heard yet that the first one left
        assert time.monotonic() < deadline, kept(data_folder)


def test_what_was_put_twice_is_what_was_put_last(shop: Shop) -> None:
    document = promised(shop)
    put(document["url"], "<first/>")
    put(document["url"], "<second/>")
    url = shop.ok("GET", f"{FEEDS}/documents/{document['feedDocumentId']}")["url"]
    assert BARE.get(url).text == "<second/>"


def test_documents_are_kept_in_a_store_that_speaks_s3(s3: str, data_folder: Path) -> None:
    server = ServerThread(Settings(port=0, data=data_folder, scenario="none", documents="s3://documents/here"))
    url = server.start()
    shop = Shop(url, "main", BARE.get(f"{url}/_tradepost/v1/credentials").json())
    shop.log_in()
    body = b"<a>" + b"x" * 12_000_000 + b"</a>"
    document = promised(shop)
    assert put(document["url"], body).status_code == 200
    url = shop.ok("GET", f"{FEEDS}/documents/{document['feedDocumentId']}")["url"]
    assert BARE.get(url, headers={"Range": "bytes=0-5"}).content == b"<a>xxx"
    assert BARE.get(url).content == body
    listed = boto3.client("s3", endpoint_url=s3, region_name="us-east-1").list_objects_v2(Bucket="documents")
    assert [each["Size"] for each in listed["Contents"]] == [len(body)]
    assert kept(data_folder) == []
    shop.controlled("POST", "reset")
    assert "Contents" not in boto3.client("s3", endpoint_url=s3).list_objects_v2(Bucket="documents")
    shop.close()
    server.stop()
