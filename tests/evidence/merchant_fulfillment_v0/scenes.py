"""Situations in which others called Merchant Fulfillment, made again."""

from __future__ import annotations

import httpx

from tests.domains.shipping.merchant import MFN, details, order
from tests.shop import Shop


def services_for_a_paid_order(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{MFN}/eligibleShippingServices", {"ShipmentRequestDetails": details(order(shop))})


def services_from_a_country_that_is_none(shop: Shop) -> httpx.Response:
    asked = details(order(shop))
    asked["ShipFromAddress"] = {**asked["ShipFromAddress"], "CountryCode": "UK"}
    return shop.call("POST", f"{MFN}/eligibleShippingServices", {"ShipmentRequestDetails": asked})
