"""Links to documents: what whoever holds one may do, and for how long."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest

from tests.conftest import ServerThread
from tests.domains.exchange.exchanging import FEEDS, XML, feed, promised, put, report
from tests.shop import BARE, Shop
from tradepost.documents import links
from tradepost.serving import Settings

BODY = bytes(range(256)) * 4


def code(response: httpx.Response) -> str:
    assert response.headers["content-type"].startswith("application/xml")
    return str(ElementTree.fromstring(response.content).findtext("Code"))


def downloadable(shop: Shop) -> str:
    """A link to the bytes of a document that was put."""
    document = promised(shop, "application/octet-stream")
    assert put(document["url"], BODY, "application/octet-stream").status_code == 200
    return str(shop.ok("GET", f"{FEEDS}/documents/{document['feedDocumentId']}")["url"])


def test_what_was_put_is_got_with_its_type_and_digest(shop: Shop) -> None:
    got = BARE.get(downloadable(shop))
    assert got.content == BODY
    assert got.headers["content-type"] == "application/octet-stream"
    assert got.headers["etag"] == f'"{hashlib.md5(BODY).hexdigest()}"'
    assert got.headers["content-length"] == "1024"


@pytest.mark.parametrize(
    ("asked", "got"),
    [("bytes=0-9", slice(0, 10)), ("bytes=1000-", slice(1000, 1024)), ("bytes=-24", slice(1000, 1024))],
)
def test_a_part_of_a_document_is_got_by_its_range(shop: Shop, asked: str, got: slice) -> None:
    response = BARE.get(downloadable(shop), headers={"Range": asked})
    assert response.status_code == 206
    assert response.content == BODY[got]
    assert response.headers["content-range"] == f"bytes {got.start}-{got.stop - 1}/1024"


def test_a_range_beyond_the_document_is_refused(shop: Shop) -> None:
    response = BARE.get(downloadable(shop), headers={"Range": "bytes=1024-"})
    assert (response.status_code, code(response)) == (416, "InvalidRange")


def test_head_tells_of_a_document_without_its_bytes(shop: Shop) -> None:
    response = BARE.head(downloadable(shop))
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["content-length"] == "1024"


@pytest.mark.parametrize(
    "change",
    [
        lambda url: url.replace("X-Amz-Expires=300", "X-Amz-Expires=3000000"),
        lambda url: url.replace("response-content-encoding=identity", "response-content-encoding=gzip"),
        lambda url: url[:-1] + ("0" if url[-1] != "0" else "1"),
        lambda url: url.replace("amzn1.tortuga", "amzn1.tortugo"),
        lambda url: url + "&X-Amz-Expires=3000000",
    ],
    ids=["lifetime", "encoding", "signature", "document", "twice"],
)
def test_a_changed_link_opens_nothing(shop: Shop, change: object) -> None:
    assert callable(change)
    response = BARE.get(change(downloadable(shop)))
    assert (response.status_code, code(response)) == (403, "SignatureDoesNotMatch")


def test_a_link_without_a_signature_opens_nothing(shop: Shop) -> None:
    response = BARE.get(downloadable(shop).partition("?")[0])
    assert (response.status_code, code(response)) == (403, "AccessDenied")


def test_a_link_to_get_does_not_let_put(shop: Shop) -> None:
    url = downloadable(shop)
    assert put(url, b"other", "application/octet-stream").status_code == 403
    assert BARE.get(url).content == BODY


def test_a_link_ends_when_its_time_is_over() -> None:
    def opened(lifetime: int) -> links.Link:
        url = links.make(b"key", "http://here", "GET", ("world", "seller", "document"), {}, lifetime)
        return links.read(b"key", "GET", url.removeprefix("http://here"))

    assert opened(links.LIFETIME_SECONDS).document_id == "document"
    with pytest.raises(links.BadLink) as refused:
        opened(-2)
    assert (refused.value.code, refused.value.message) == ("AccessDenied", "Request has expired")
    assert links.LIFETIME_SECONDS == 300


def test_another_content_type_than_promised_is_refused_and_nothing_is_put(shop: Shop) -> None:
    document = promised(shop)
    response = put(document["url"], "<a/>", "text/plain")
    assert (response.status_code, code(response)) == (403, "SignatureDoesNotMatch")
    [error] = shop.refused("GET", f"{FEEDS}/documents/{document['feedDocumentId']}")
    assert error["message"] == "Invalid feedDocumentId"


def test_an_upload_that_is_not_what_its_digest_says_is_refused(shop: Shop) -> None:
    document = promised(shop)
    wrong = base64.b64encode(hashlib.md5(b"other").digest()).decode()
    response = put(document["url"], "<a/>", XML, **{"Content-MD5": wrong})
    assert (response.status_code, code(response)) == (400, "BadDigest")
    right = base64.b64encode(hashlib.md5(b"<a/>").digest()).decode()
    assert put(document["url"], "<a/>", XML, **{"Content-MD5": right}).status_code == 200


def test_links_follow_the_caller(shop: Shop) -> None:
    def url(**headers: str) -> str:
        body = {"contentType": XML}
        return str(shop.call("POST", f"{FEEDS}/documents", body, headers=headers).json()["url"])

    assert url(**{"X-Forwarded-Host": "api.example.org", "X-Forwarded-Proto": "https"}).startswith(
        "https://api.example.org/_tradepost/documents/"
    )
    assert url(Host="sellingpartnerapi-eu.amazon.com").startswith(
        "https://tortuga-prod-eu.s3.amazonaws.com/_tradepost/documents/"
    )


def test_a_document_of_another_seller_is_not_found(shop: Shop, new_shop: object) -> None:
    assert callable(new_shop)
    other: Shop = new_shop(beside=shop)
    document = promised(shop)
    put(document["url"], "<a/>")
    other.refused("GET", f"{FEEDS}/documents/{document['feedDocumentId']}")


def test_a_snapshot_brings_documents_back(shop: Shop) -> None:
    feed_id = feed(shop, "POST_PRODUCT_DATA", "<a/>")
    before = report(shop, feed_id).content
    shop.controlled("POST", "snapshots", {"name": "kept"})
    shop.controlled("POST", "reset")
    shop.log_in()
    shop.refused("GET", f"{FEEDS}/feeds/{feed_id}", status=404)
    shop.controlled("POST", "snapshots/kept/restore")
    assert report(shop, feed_id).content == before
    shop.control("DELETE", "snapshots/kept")
    assert report(shop, feed_id).content == before


def test_a_world_made_of_a_snapshot_has_its_documents_too(shop: Shop, new_shop: object) -> None:
    feed_id = feed(shop, "POST_PRODUCT_DATA", "<a/>")
    before = report(shop, feed_id).content
    shop.controlled("POST", "snapshots", {"name": "shared"})
    made = shop.controlled("POST", "worlds", {"from": "shared"})
    copy = Shop(shop.url, made["world"], made)
    copy.log_in()
    shop.controlled("POST", "reset")
    assert report(copy, feed_id).content == before
    BARE.delete(f"{shop.url}/_tradepost/v1/worlds/{copy.world}")
    copy.close()


def test_links_begin_with_the_public_url_where_there_is_one(tmp_path: Path) -> None:
    server = ServerThread(Settings(port=0, data=tmp_path, scenario="none", public_url="https://seller.example.org/"))
    url = server.start()
    shop = Shop(url, "main", BARE.get(f"{url}/_tradepost/v1/credentials").json())
    shop.log_in()
    assert promised(shop)["url"].startswith("https://seller.example.org/_tradepost/documents/")
    shop.close()
    server.stop()
