"""Situations in which others called Merchant Fulfillment, made again."""

from __future__ import annotations

import httpx

from tests.domains.shipping.merchant import MFN, PORTLAND, VANCOUVER, create, details, opened, order
from tests.shop import Shop


def services_for_a_paid_order(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{MFN}/eligibleShippingServices", {"ShipmentRequestDetails": details(order(shop))})


def services_from_a_country_that_is_none(shop: Shop) -> httpx.Response:
    asked = details(order(shop))
    asked["ShipFromAddress"] = {**asked["ShipFromAddress"], "CountryCode": "UK"}
    return shop.call("POST", f"{MFN}/eligibleShippingServices", {"ShipmentRequestDetails": asked})


def services_asked_for_in_small_letters(shop: Shop) -> httpx.Response:
    asked = {name[0].lower() + name[1:]: value for name, value in details(order(shop)).items()}
    return shop.call("POST", f"{MFN}/eligibleShippingServices", {"shipmentRequestDetails": asked})


def services_that_do_not_arrive_in_time(shop: Shop) -> httpx.Response:
    asked = details(order(shop), MustArriveByDate=shop.now())
    return shop.call("POST", f"{MFN}/eligibleShippingServices", {"ShipmentRequestDetails": asked})


def a_label_of_a_service_that_is_not_offered(shop: Shop) -> httpx.Response:
    body = {"ShipmentRequestDetails": details(order(shop)), "ShippingServiceId": "USPS_PTP_FC"}
    return shop.call("POST", f"{MFN}/shipments", body)


def a_label_that_is_given_back(shop: Shop) -> httpx.Response:
    box = {"Length": 9.96, "Width": 15.1, "Height": 21.45, "Unit": "inches"}
    bought = create(shop, details(order(shop), PackageDimensions=box, Weight={"Value": 281.6, "Unit": "oz"}))
    return opened(shop).call("DELETE", f"{MFN}/shipments/{bought['ShipmentId']}")


def a_shipment_for_a_restricted_token(shop: Shop) -> httpx.Response:
    bought = create(shop, details(order(shop)))
    return opened(shop).call("GET", f"{MFN}/shipments/{bought['ShipmentId']}")


def inputs_of_a_service_that_needs_more(shop: Shop) -> httpx.Response:
    made = order(shop, to=VANCOUVER)
    asked = {"ShippingServiceId": "USPS_PTP_INTL", "ShipFromAddress": PORTLAND, "OrderId": made["id"]}
    return shop.call("POST", f"{MFN}/additionalSellerInputs", asked)


def services_of_which_some_need_more(shop: Shop) -> httpx.Response:
    asked = details(order(shop, to=VANCOUVER))
    return shop.call("POST", f"{MFN}/eligibleShippingServices", {"ShipmentRequestDetails": asked})
