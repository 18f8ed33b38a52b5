"""Situations in which others called Supply Sources, made again."""

from __future__ import annotations

import httpx

from tests.shop import Shop

PATH = "/supplySources/2020-07-01/supplySources"
_ADDRESS = {
    "name": "Harbor Store",
    "addressLine1": "1 Pier",
    "city": "Seattle",
    "stateOrRegion": "WA",
    "postalCode": "98101",
    "countryCode": "US",
}


def the_stores_of_a_seller(shop: Shop) -> httpx.Response:
    shop.ok("POST", PATH, {"supplySourceCode": "S-1", "alias": "Harbor", "address": _ADDRESS})
    return shop.call("GET", PATH, pageSize=100)
