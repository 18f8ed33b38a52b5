"""Reading definitions as a seller's program does: ask, fetch the links, check the checksums."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from tests.shop import BARE, US, Json, Shop

DEFINITIONS = "/definitions/2020-09-01/productTypes"


def search(shop: Shop, marketplaces: str = US, **query: str) -> list[str]:
    """The names that a search finds, in their order."""
    found = shop.ok("GET", DEFINITIONS, marketplaceIds=marketplaces, **query)
    return [each["name"] for each in found["productTypes"]]


def definition(shop: Shop, product_type: str, marketplace: str = US, **query: str) -> Json:
    """A definition as it is answered."""
    return shop.ok("GET", f"{DEFINITIONS}/{product_type}", marketplaceIds=marketplace, **query)


def fetched(link: Json) -> Any:
    """The document behind a link, whose bytes are what the checksum says; fetched without a token."""
    assert link["link"]["verb"] == "GET"
    response = BARE.get(link["link"]["resource"], timeout=30)
    assert response.status_code == 200, response.text
    assert base64.b64encode(hashlib.md5(response.content).digest()).decode() == link["checksum"]
    return json.loads(response.content)


def schema(shop: Shop, product_type: str, marketplace: str = US, **query: str) -> Json:
    """The schema of a definition."""
    found: Json = fetched(definition(shop, product_type, marketplace, **query)["schema"])
    return found
