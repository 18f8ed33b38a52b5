"""How a seller puts documents, makes feeds of them and waits for their ends."""

from __future__ import annotations

from typing import Any

import httpx

from tests.shop import BARE, US, Json, Shop

FEEDS = "/feeds/2021-06-30"
XML = "text/xml; charset=UTF-8"


def promised(shop: Shop, content_type: str = XML) -> Json:
    response = shop.call("POST", f"{FEEDS}/documents", {"contentType": content_type})
    assert response.status_code == 201, response.text
    found: Json = response.json()
    return found


def put(url: str, body: bytes | str, content_type: str = XML, **headers: str) -> httpx.Response:
    return BARE.put(url, content=body, headers={"Content-Type": content_type, **headers}, timeout=60)


def uploaded(shop: Shop, body: bytes | str, content_type: str = XML) -> str:
    document = promised(shop, content_type)
    response = put(document["url"], body, content_type)
    assert response.status_code == 200, response.text
    return str(document["feedDocumentId"])


def feed(shop: Shop, type: str, body: bytes | str, content_type: str = XML, **more: Any) -> str:
    """Makes a feed; its id."""
    specification = {
        "feedType": type,
        "marketplaceIds": [US],
        "inputFeedDocumentId": uploaded(shop, body, content_type),
        **more,
    }
    response = shop.call("POST", f"{FEEDS}/feeds", specification)
    assert response.status_code == 202, response.text
    return str(response.json()["feedId"])


def shown(shop: Shop, feed_id: str) -> Json:
    return shop.ok("GET", f"{FEEDS}/feeds/{feed_id}")


def ended(shop: Shop, feed_id: str) -> Json:
    """The feed once it has ended, by the clock."""
    for _ in range(10):
        found = shown(shop, feed_id)
        if found["processingStatus"] in ("DONE", "FATAL", "CANCELLED"):
            return found
        shop.advance("PT1M")
    raise AssertionError(f"feed {feed_id} has not ended: {found}")


def report(shop: Shop, feed_id: str) -> httpx.Response:
    """The processing report of a feed, once it has ended."""
    document = shop.ok("GET", f"{FEEDS}/documents/{ended(shop, feed_id)['resultFeedDocumentId']}")
    response = BARE.get(document["url"])
    assert response.status_code == 200, response.text
    return response
