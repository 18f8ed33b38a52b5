"""Situations in which others called Shipping v2, made again."""

from __future__ import annotations

import httpx

from tests.domains.shipping.sending import (
    MUMBAI,
    ORDERED_PNG,
    PNG,
    V2,
    ask,
    buy,
    number_of,
    package,
    purchase,
    question,
)
from tests.domains.shipping.test_easy_ship import WARSAW
from tests.domains.shipping.test_v2_shipments import for_order, ordered
from tests.shop import Json, Shop

LONDON = {
    "name": "Jo Doe",
    "addressLine1": "1 High Street",
    "city": "London",
    "stateOrRegion": "London",
    "postalCode": "N1 1AA",
    "countryCode": "GB",
}

PARIS = {**LONDON, "city": "Paris", "stateOrRegion": "IDF", "postalCode": "75001", "countryCode": "FR"}
BERLIN = {**LONDON, "city": "Berlin", "stateOrRegion": "BE", "postalCode": "10115", "countryCode": "DE"}


def rates_for_an_order_that_there_is_not(shop: Shop) -> httpx.Response:
    channel = {"channelType": "AMAZON", "amazonOrderDetails": {"orderId": "902-1234567-1234567"}}
    return shop.call("POST", f"{V2}/shipments/rates", question(channelDetails=channel, shipTo=None))


def rates_within_great_britain(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{V2}/shipments/rates", british())


def rates_of_amazon_within_great_britain(shop: Shop) -> httpx.Response:
    return of_amazon(rates_within_great_britain(shop))


def rates_of_amazon_within_india(shop: Shop) -> httpx.Response:
    asked = question(shipFrom=MUMBAI, shipTo=MUMBAI, packages=[priced("INR", 500)])
    return of_amazon(shop.call("POST", f"{V2}/shipments/rates", asked))


def a_purchase_without_a_required_service(shop: Shop) -> httpx.Response:
    collected = {"collectOnDelivery": {"amount": {"value": 500, "unit": "INR"}}}
    parcel = {"shipFrom": MUMBAI, "shipTo": MUMBAI, "packages": [priced("INR", 500)]}
    rates = ask(shop, **parcel, valueAddedServices=collected)
    return shop.call("POST", f"{V2}/shipments", purchase(rates, "SWA-IN-OA"))


def a_purchase_with_documents_that_are_not_offered(shop: Shop) -> httpx.Response:
    wish = purchase(ask(shop), requestedDocumentSpecification={**PNG, "format": "PDF", "pageLayout": "LEFT"})
    return shop.call("POST", f"{V2}/shipments", wish)


def a_parcel_whose_label_was_bought_just_now(shop: Shop) -> httpx.Response:
    bought = buy(shop, "SWA-UK-2D", **british())
    return shop.call("GET", f"{V2}/tracking", trackingId=number_of(bought), carrierId="AMZN_UK")


def rates_within_france(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{V2}/shipments/rates", sent(PARIS, PARIS, "EUR"))


def rates_from_poland(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{V2}/shipments/rates", sent(WARSAW, WARSAW, "PLN"))


def rates_from_germany_to_great_britain(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{V2}/shipments/rates", sent(BERLIN, LONDON, "EUR"))


def rates_from_great_britain_to_poland(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{V2}/shipments/rates", sent(LONDON, WARSAW, "GBP"))


def a_purchase_within_great_britain(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{V2}/shipments", purchase(ask(shop, **british()), "SWA-UK-2D"))


def a_purchase_for_an_order_without_a_resolution(shop: Shop) -> httpx.Response:
    rates = ask(shop, **for_order(ordered(shop)))
    form = {name: value for name, value in ORDERED_PNG.items() if name != "dpi"}
    return shop.call("POST", f"{V2}/shipments", purchase(rates, form=form))


def sent(origin: Json, destination: Json, currency: str) -> Json:
    return question(shipFrom=origin, shipTo=destination, packages=[priced(currency, 20)])


def british() -> Json:
    return sent(LONDON, LONDON, "GBP")


def priced(currency: str, value: int) -> Json:
    """A package in another currency."""
    worth = {"value": value, "unit": currency}
    return package(insuredValue=worth, items=[{"quantity": 1, "itemValue": worth}])


def of_amazon(answer: httpx.Response) -> httpx.Response:
    """An answer with the rates of Amazon's own carrier alone, of which the source tells."""
    body = answer.json()
    body["payload"]["rates"] = [each for each in body["payload"]["rates"] if each["carrierName"] == "Amazon Shipping"]
    return httpx.Response(answer.status_code, json=body, headers=None)
