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
    destine,
    number_of,
    package,
    purchase,
    question,
)
from tests.domains.shipping.test_easy_ship import WARSAW
from tests.domains.shipping.test_v2_shipments import for_order, ordered
from tests.evidence.roles import without_shipping
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


def rates_for_a_paid_order(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{V2}/shipments/rates", question(**for_order(ordered(shop))))


def rates_for_a_shipped_order(shop: Shop) -> httpx.Response:
    order = ordered(shop)
    shop.ok("POST", f"{V2}/shipments", purchase(ask(shop, **for_order(order)), form=ORDERED_PNG))
    return shop.call("POST", f"{V2}/shipments/rates", question(**for_order(order)))


def rates_of_usps_for_a_paid_order(shop: Shop) -> httpx.Response:
    return of_carrier(rates_for_a_paid_order(shop), "USPS")


def rates_for_what_was_sold_elsewhere(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{V2}/shipments/rates", question())


def rates_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("POST", f"{V2}/shipments/rates", question())


def rates_of_an_item_without_a_weight(shop: Shop) -> httpx.Response:
    return of_packages(shop, {**package(), "items": [{"quantity": 1}]})


def rates_of_items_heavier_than_their_package(shop: Shop) -> httpx.Response:
    heavy = {"quantity": 3, "weight": {"value": 0.6, "unit": "POUND"}}
    return of_packages(shop, package(weight={"value": 1.52, "unit": "POUND"}, items=[heavy]))


def rates_for_an_order_that_is_none_of_amazons(shop: Shop) -> httpx.Response:
    channel = {"channelType": "EXTERNAL", "amazonOrderDetails": {"orderId": "902-1234567-1234567"}}
    return shop.call("POST", f"{V2}/shipments/rates", question(channelDetails=channel))


def rates_of_two_packages(shop: Shop) -> httpx.Response:
    return of_packages(shop, package(), package())


def rates_of_no_items(shop: Shop) -> httpx.Response:
    return of_packages(shop, package(items=[]))


def of_packages(shop: Shop, *packages: Json) -> httpx.Response:
    return shop.call("POST", f"{V2}/shipments/rates", question(packages=list(packages)))


def a_purchase_of_a_pdf_without_its_slip(shop: Shop) -> httpx.Response:
    return bought_for_an_order(shop, format="PDF")


def a_purchase_of_files_apart(shop: Shop) -> httpx.Response:
    return bought_for_an_order(shop, needFileJoining=False)


def a_purchase_of_a_zpl_at_another_resolution(shop: Shop) -> httpx.Response:
    return bought_for_an_order(shop, format="ZPL", dpi=203)


def a_purchase_without_a_confirmation(shop: Shop) -> httpx.Response:
    rates = ask(shop, **for_order(ordered(shop)))
    return shop.call("POST", f"{V2}/shipments", purchase(rates, "USPS_PTP_PRI", form=ORDERED_PNG))


def a_purchase_with_a_confirmation_that_is_not_offered(shop: Shop) -> httpx.Response:
    rates = ask(shop, **for_order(ordered(shop)))
    none = [{"id": "NO_CONFIRMATION"}]
    body = purchase(rates, "USPS_PTP_PRI", form=ORDERED_PNG, requestedValueAddedServices=none)
    return shop.call("POST", f"{V2}/shipments", body)


def a_purchase_for_a_paid_order(shop: Shop) -> httpx.Response:
    return bought_for_an_order(shop)


def a_purchase_of_a_pdf_for_a_paid_order(shop: Shop) -> httpx.Response:
    return bought_for_an_order(shop, format="PDF", requestedDocumentTypes=["PACKSLIP", "LABEL"])


def a_purchase_of_what_was_sold_elsewhere(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{V2}/shipments", purchase(ask(shop)))


def bought_for_an_order(shop: Shop, **form: object) -> httpx.Response:
    rates = ask(shop, **for_order(ordered(shop)))
    return shop.call("POST", f"{V2}/shipments", purchase(rates, form={**ORDERED_PNG, **form}))


def a_parcel_for_a_paid_order(shop: Shop) -> httpx.Response:
    number = number_of(bought_for_an_order(shop).json()["payload"])
    return shop.call("GET", f"{V2}/tracking", trackingId=number, carrierId="AMZN_US")


def inputs_of_a_rate_that_needs_none(shop: Shop) -> httpx.Response:
    rates = ask(shop, **for_order(ordered(shop)))
    asked = {"requestToken": rates["requestToken"], "rateId": rates["rates"][0]["rateId"]}
    return shop.call("GET", f"{V2}/shipments/additionalInputs/schema", **asked)


def a_label_for_a_paid_order_called_off(shop: Shop) -> httpx.Response:
    bought = bought_for_an_order(shop).json()["payload"]
    return shop.call("PUT", f"{V2}/shipments/{bought['shipmentId']}/cancel")


def a_label_of_what_was_sold_elsewhere_called_off(shop: Shop) -> httpx.Response:
    return shop.call("PUT", f"{V2}/shipments/{buy(shop)['shipmentId']}/cancel")


def documents_of_what_was_sold_elsewhere_again(shop: Shop) -> httpx.Response:
    return printed_again(shop, buy(shop))


def documents_for_a_paid_order_in_another_form(shop: Shop) -> httpx.Response:
    return printed_again(shop, bought_for_an_order(shop).json()["payload"])


def printed_again(shop: Shop, bought: Json) -> httpx.Response:
    path = f"{V2}/shipments/{bought['shipmentId']}/documents"
    return shop.call("GET", path, packageClientReferenceId="box-1", format="ZPL")


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
    return of_carrier(answer, *(f"AMZN_{each}" for each in ("US", "UK")), "ATS")


def of_carrier(answer: httpx.Response, *carriers: str) -> httpx.Response:
    body = answer.json()
    body["payload"]["rates"] = [each for each in body["payload"]["rates"] if each["carrierId"] in carriers]
    return httpx.Response(answer.status_code, json=body)


def one_click_for_what_was_sold_elsewhere(shop: Shop) -> httpx.Response:
    box = {
        "dimensions": {"length": 8, "width": 6, "height": 4, "unit": "INCH"},
        "weight": {"value": 2, "unit": "POUND"},
        "insuredValue": {"value": 0, "unit": "USD"},
        "items": [{"quantity": 1, "description": "Mug", "weight": {"value": 1, "unit": "POUND"}}],
    }
    return one_click(shop, packages=[package(**box)])


def one_click_in_another_format(shop: Shop) -> httpx.Response:
    return one_click(shop, labelSpecifications={**PNG, "format": "JPG"})


def one_click_to_nobody(shop: Shop) -> httpx.Response:
    return one_click(shop, shipTo=None)


def one_click(shop: Shop, **changes: object) -> httpx.Response:
    form = {"labelSpecifications": {**PNG, "dpi": 300}, "serviceSelection": {"serviceId": ["std-us-swa-mfn"]}}
    return shop.call("POST", f"{V2}/oneClickShipment", question(**{**form, **changes}))


def another_attempt_without_a_word_about_the_address(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{V2}/ndrFeedback", {"trackingId": nobody_at_home(shop), "ndrAction": "REATTEMPT"})


def another_day_that_is_not_said(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{V2}/ndrFeedback", {"trackingId": nobody_at_home(shop), "ndrAction": "RESCHEDULE"})


def a_parcel_called_back(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{V2}/ndrFeedback", {"trackingId": nobody_at_home(shop), "ndrAction": "RTO"})


def nobody_at_home(shop: Shop) -> str:
    parcel: Json = {"shipFrom": MUMBAI, "shipTo": MUMBAI, "packages": [priced("INR", 500)]}
    number = number_of(buy(shop, "SWA-IN-OA", **parcel))
    destine(shop, number, "returned")
    while shop.events("parcels.tracked")[-1]["body"]["state"] != "Undeliverable":
        shop.advance("PT12H")
    return number
