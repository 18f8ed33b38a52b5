"""Situations in which programs asked for Brazilian invoices, made again."""

from __future__ import annotations

import httpx

from tests.domains.brazil.selling import INVOICES, buy, export, shipped
from tests.evidence.roles import without_shipping
from tests.shop import BR, US, Json, Shop

_DAY: Json = {"dateStart": "2031-03-03T00:00:00Z", "dateEnd": "2031-03-04T00:00:00Z"}


def an_export_of_a_day(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{INVOICES}/exports", {"marketplaceId": BR, **_DAY})


def an_export_that_is_done(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{INVOICES}/exports/{_exported(shop)['exportId']}")


def a_document_of_an_export(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{INVOICES}/documents/{_exported(shop)['invoicesDocumentIds'][0]}")


def invoices_outside_brazil(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{INVOICES}/invoices", marketplaceId=US)


def the_attributes_of_no_marketplace(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{INVOICES}/attributes")


def an_export_without_the_role(shop: Shop) -> httpx.Response:
    return an_export_of_a_day(without_shipping(shop))


def an_export_shown_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("GET", f"{INVOICES}/exports/none")


def exports_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("GET", f"{INVOICES}/exports", marketplaceId=BR)


def a_document_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("GET", f"{INVOICES}/documents/none")


def invoices_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("GET", f"{INVOICES}/invoices", marketplaceId=BR)


def an_invoice_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("GET", f"{INVOICES}/invoices/none", marketplaceId=BR)


def attributes_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("GET", f"{INVOICES}/attributes", marketplaceId=BR)


def _exported(shop: Shop) -> Json:
    shop.list_product("MALA", 199.9, 10, fba=True, marketplace=BR)
    shipped(shop, buy(shop))
    return export(shop)
