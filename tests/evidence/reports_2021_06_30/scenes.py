"""Situations in which others called Reports, made again."""

from __future__ import annotations

import httpx

from tests.domains.exchange.reports.reporting import REPORTS, asked, ended
from tests.shop import Shop

_LISTINGS = "GET_MERCHANT_LISTINGS_ALL_DATA"


def a_report_of_nothing_that_was_named(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{REPORTS}/reports", {})


def a_report_whose_body_is_in_the_query(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{REPORTS}/reports", reportTypes=_LISTINGS, marketplaceIds="ATVPDKIKX0DER")


def a_finished_report(shop: Shop) -> httpx.Response:
    shop.list_product("MUG", 20, 10)
    id = asked(shop, _LISTINGS)
    ended(shop, id)
    return shop.call("GET", f"{REPORTS}/reports/{id}")


def a_report_in_work(shop: Shop) -> httpx.Response:
    shop.list_product("MUG", 20, 10)
    id = asked(shop, _LISTINGS)
    shop.advance("PT20S")
    return shop.call("GET", f"{REPORTS}/reports/{id}")


def a_document_by_the_id_of_its_report(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{REPORTS}/documents/{asked(shop, _LISTINGS)}")


def a_document_of_nobody(shop: Shop) -> httpx.Response:
    id = "amzn1.spdoc.1.3.00000000-0000-4000-8000-000000000000.T0000000000000.0"
    return shop.call("GET", f"{REPORTS}/documents/{id}")


def the_document_of_a_small_report(shop: Shop) -> httpx.Response:
    shop.list_product("MUG", 20, 10)
    return shop.call("GET", f"{REPORTS}/documents/{ended(shop, asked(shop, _LISTINGS))['reportDocumentId']}")


def a_token_that_is_revoked(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{REPORTS}/reports", headers={"x-amz-access-token": "Atza|revoked"}, reportTypes=_LISTINGS)


def one_call_too_many(shop: Shop) -> httpx.Response:
    shop.controlled("PUT", "usage-plans", {"scale": 1, "operations": {"getReports": {"rate": 0.001, "burst": 1}}})
    shop.call("GET", f"{REPORTS}/reports", reportTypes=_LISTINGS)
    return shop.call("GET", f"{REPORTS}/reports", reportTypes=_LISTINGS)
