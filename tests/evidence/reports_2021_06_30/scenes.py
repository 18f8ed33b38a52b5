"""Situations in which others called Reports, made again."""

from __future__ import annotations

import httpx

from tests.domains.exchange.reports.reporting import REPORTS, asked, downloaded, ended, rows, table
from tests.shop import BARE, CA, DE, US, Json, Shop

_LISTINGS = "GET_MERCHANT_LISTINGS_ALL_DATA"
_RETURNS = "GET_XML_RETURNS_DATA_BY_RETURN_DATE"
_ORDERS = "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL"
_SHIPPING = "GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING"
_POLAND = "A1C3SOZRARQ6R3"


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


def a_report_in_work_that_was_to_be_canceled(shop: Shop) -> httpx.Response:
    id = a_report_in_work(shop).json()["reportId"]
    assert shop.call("DELETE", f"{REPORTS}/reports/{id}").status_code == 400
    return shop.call("GET", f"{REPORTS}/reports/{id}")


def a_report_of_a_text_of_marketplaces(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{REPORTS}/reports", {"reportType": _LISTINGS, "marketplaceIds": f"[{US}]"})


def a_report_of_listings(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{REPORTS}/reports", {"reportType": _LISTINGS, "marketplaceIds": [US]})


def a_report_whose_options_are_an_empty_text(shop: Shop) -> httpx.Response:
    body = {"reportOptions": "", "reportType": _RETURNS, "marketplaceIds": [US]}
    return shop.call("POST", f"{REPORTS}/reports", body)


def a_report_of_returns_where_there_are_none(shop: Shop) -> httpx.Response:
    times = {"dataStartTime": "2021-07-01T00:00:01-07:00", "dataEndTime": "2021-07-05T23:00:00-07:00"}
    id = asked(shop, _RETURNS, **times)
    ended(shop, id)
    return shop.call("GET", f"{REPORTS}/reports/{id}")


def a_report_of_a_settlement(shop: Shop) -> httpx.Response:
    body = {"reportType": "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2", "marketplaceIds": [US]}
    return shop.call("POST", f"{REPORTS}/reports", body)


def a_report_of_analytics_that_was_asked_for_wrongly(shop: Shop) -> httpx.Response:
    options: Json = {"reportOptions": {"reportPeriod": "WEEK"}}
    times: Json = {"dataStartTime": "2025-03-10T00:00:00.000Z", "dataEndTime": "2025-03-16T00:00:00.000Z"}
    id = asked(shop, "GET_BRAND_ANALYTICS_MARKET_BASKET_REPORT", **times, **options)
    ended(shop, id)
    return shop.call("GET", f"{REPORTS}/reports/{id}")


def the_document_of_a_report_of_analytics_that_was_asked_for_wrongly(shop: Shop) -> httpx.Response:
    return downloaded(shop, a_report_of_analytics_that_was_asked_for_wrongly(shop).json()["reportDocumentId"])


def a_report_of_nobody(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{REPORTS}/reports/744201019124")


def one_finished_report(shop: Shop) -> httpx.Response:
    shop.list_product("MUG", 20, 10)
    shop.controlled("PUT", "usage-plans", {"scale": 1})
    ended(shop, asked(shop, _LISTINGS))
    return shop.call("GET", f"{REPORTS}/reports", pageSize="10", reportTypes=_LISTINGS)


def _schedule(shop: Shop, type: str, period: str, *marketplaces: str) -> httpx.Response:
    body = {"reportType": type, "marketplaceIds": list(marketplaces), "period": period, "reportOptions": {}}
    return shop.call("POST", f"{REPORTS}/schedules", {**body, "nextReportCreationTime": "2030-12-21T12:00:00-05:00"})


def a_schedule_of_listings(shop: Shop) -> httpx.Response:
    return _schedule(shop, _LISTINGS, "P1D", US)


def making_a_schedule_of_all_orders(shop: Shop) -> httpx.Response:
    return _schedule(shop, _ORDERS, "PT30M", CA, US)


def a_schedule_of_all_orders(shop: Shop) -> httpx.Response:
    id = making_a_schedule_of_all_orders(shop).json()["reportScheduleId"]
    return shop.call("GET", f"{REPORTS}/schedules/{id}")


def the_schedules_of_a_type(shop: Shop) -> httpx.Response:
    assert _schedule(shop, _SHIPPING, "PT15M", US).status_code == 201
    return shop.call("GET", f"{REPORTS}/schedules", reportTypes=_SHIPPING)


def the_schedules_of_two_types(shop: Shop) -> httpx.Response:
    for type in (_ORDERS, _SHIPPING):
        assert _schedule(shop, type, "PT30M", US).status_code == 201
    return shop.call("GET", f"{REPORTS}/schedules", reportTypes=f"{_ORDERS},{_SHIPPING}")


def the_schedules_that_are_left_once_another_was_canceled(shop: Shop) -> httpx.Response:
    for each in the_schedules_of_two_types(shop).json()["reportSchedules"]:
        if each["reportType"] == _SHIPPING:
            shop.call("DELETE", f"{REPORTS}/schedules/{each['reportScheduleId']}")
    return shop.call("GET", f"{REPORTS}/schedules", reportTypes=f"{_ORDERS},{_SHIPPING}")


def what_a_download_of_listings_in_germany_says_it_is(shop: Shop) -> httpx.Response:
    shop.list_product("MUG", 20, 10, marketplace=DE)
    id = ended(shop, asked(shop, _LISTINGS, DE))["reportDocumentId"]
    answer = BARE.get(shop.ok("GET", f"{REPORTS}/documents/{id}")["url"])
    return httpx.Response(answer.status_code, headers={"Content-Type": answer.headers["content-type"]}, content=b"{}")


def listings_with_a_polish_name(shop: Shop) -> httpx.Response:
    """The names of the products in the file, as JSON."""
    shop.list_product("KRZESŁO", 20, 10, marketplace=_POLAND)
    answer = downloaded(shop, ended(shop, asked(shop, _LISTINGS, _POLAND))["reportDocumentId"])
    return httpx.Response(200, json={"names": [each["item-name"] for each in table(answer.text)]})


def the_rows_of_all_orders(shop: Shop) -> httpx.Response:
    """The rows of the file, as JSON."""
    shop.list_product("MUG", 16.95, 10, fba=True, marketplace=DE)
    body = {"marketplaceId": DE, "items": [{"sku": "MUG", "quantity": 1}], "paid": False}
    shop.controlled("POST", "buyers/orders", {**body, "serviceLevel": "Expedited", "shippingPrice": 0})
    return httpx.Response(200, json={"rows": rows(shop, _ORDERS, DE)})


def a_document_by_the_id_of_its_report(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{REPORTS}/documents/{asked(shop, _LISTINGS)}")


def a_document_of_nobody(shop: Shop) -> httpx.Response:
    id = "amzn1.spdoc.1.3.00000000-0000-4000-8000-000000000000.T0000000000000.0"
    return shop.call("GET", f"{REPORTS}/documents/{id}")


def the_document_of_a_small_report(shop: Shop) -> httpx.Response:
    shop.list_product("MUG", 20, 10)
    shop.controlled("PUT", "usage-plans", {"scale": 1})
    return shop.call("GET", f"{REPORTS}/documents/{ended(shop, asked(shop, _LISTINGS))['reportDocumentId']}")


def a_token_that_is_revoked(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{REPORTS}/reports", headers={"x-amz-access-token": "Atza|revoked"}, reportTypes=_LISTINGS)


def one_call_too_many(shop: Shop) -> httpx.Response:
    shop.controlled("PUT", "usage-plans", {"scale": 1, "operations": {"getReports": {"rate": 0.001, "burst": 1}}})
    shop.call("GET", f"{REPORTS}/reports", reportTypes=_LISTINGS)
    return shop.call("GET", f"{REPORTS}/reports", reportTypes=_LISTINGS)
