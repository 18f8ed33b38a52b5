"""Situations in which others called Uploads, made again."""

from __future__ import annotations

import hashlib
from urllib.parse import parse_qs, urlsplit

import httpx
from lxml import etree

from tests.shop import BARE, US, Shop

_UPLOADS = "/uploads/2020-11-01/uploadDestinations"
_DISCLOSURE = f"{_UPLOADS}/messaging/v1/orders/903-1/messages/legalDisclosure"
_MD5 = hashlib.md5(b"terms").hexdigest()


def a_destination_by_an_md5_in_hex(shop: Shop) -> httpx.Response:
    return shop.call("POST", _DISCLOSURE, marketplaceIds=US, contentMD5=_MD5)


def the_link_of_a_destination(shop: Shop) -> httpx.Response:
    """The query of the link, as JSON."""
    query = parse_qs(urlsplit(a_destination_by_an_md5_in_hex(shop).json()["payload"]["url"]).query)
    return httpx.Response(200, json={name: value for name, [value] in query.items()})


def _told(answer: httpx.Response) -> httpx.Response:
    """What the store says, as JSON."""
    said = {each.tag: each.text for each in etree.fromstring(answer.content)}
    return httpx.Response(answer.status_code, json=said)


def a_file_with_its_md5_in_hex(shop: Shop) -> httpx.Response:
    place = a_destination_by_an_md5_in_hex(shop).json()["payload"]
    return _told(BARE.put(place["url"], content=b"terms", headers=place["headers"]))


def a_file_that_is_posted(shop: Shop) -> httpx.Response:
    place = a_destination_by_an_md5_in_hex(shop).json()["payload"]
    return _told(BARE.post(place["url"], content=b"terms"))


def a_destination_whose_parameters_are_in_the_body(shop: Shop) -> httpx.Response:
    return shop.call("POST", _DISCLOSURE, {"marketplaceIds": [US], "contentMD5": _MD5})
