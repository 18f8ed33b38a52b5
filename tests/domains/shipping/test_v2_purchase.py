"""Rates asked for and bought by Shipping v2."""

from __future__ import annotations

import base64
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from tests.domains.shipping.sending import (
    MUMBAI,
    PNG,
    V2,
    VANCOUVER,
    ask,
    buy,
    number_of,
    package,
    postage,
    purchase,
    question,
    track,
)
from tests.shop import SEATTLE, Shop


def scanned(document: dict[str, str]) -> set[str]:
    picture = Image.open(BytesIO(base64.b64decode(document["contents"])))
    return {each.text for each in zxingcpp.read_barcodes(picture)}


def test_every_carrier_says_what_it_costs_and_when_it_comes(shop: Shop) -> None:
    answer = ask(shop)
    assert answer["requestToken"].startswith("amzn1.rq.")
    by_service = {each["serviceId"]: each for each in answer["rates"]}
    assert {each["carrierId"] for each in answer["rates"]} == {"AMZN_US", "UPS", "USPS", "FEDEX"}
    ground = by_service["std-us-swa-mfn"]
    assert ground["totalCharge"] == {"value": 4.94, "unit": "USD"}
    assert ground["billedWeight"] == {"value": 1.0, "unit": "KILOGRAM"}
    assert [(each["rateItemID"], each["rateItemCharge"]["value"]) for each in ground["rateItemList"]] == [
        ("BASE_RATE", 4.75),
        ("FUEL_SURCHARGE", 0.19),
    ]
    assert ground["promise"]["pickupWindow"]["start"] < ground["promise"]["deliveryWindow"]["end"]
    assert ground["requiresAdditionalInputs"] is False
    reasons = {each["serviceId"]: each["ineligibilityReasons"][0]["code"] for each in answer["ineligibleRates"]}
    assert reasons["UPS_WORLDWIDE_SAVER"] == "NO_COVERAGE"


def test_a_bought_rate_is_a_label_with_a_number_that_can_be_scanned(shop: Shop) -> None:
    bought = buy(shop)
    [details] = bought["packageDocumentDetails"]
    assert details["packageClientReferenceId"] == "box-1"
    [document] = details["packageDocuments"]
    assert (document["type"], document["format"]) == ("LABEL", "PNG")
    assert number_of(bought) in scanned(document)
    assert number_of(bought).startswith("TBA")
    assert postage(shop) == [("PostageBilling", -4.94)]
    assert track(shop, number_of(bought))["summary"]["status"] == "PreTransit"


def test_rates_can_be_bought_for_ten_minutes(shop: Shop) -> None:
    body = purchase(ask(shop))
    shop.advance("PT11M")
    [error] = shop.refused("POST", f"{V2}/shipments", body)
    assert error["code"] == "TOKEN_EXPIRED"
    shop.advance("P2D")
    [error] = shop.refused("POST", f"{V2}/shipments", body)
    assert "is not a token" in error["details"]
    assert postage(shop) == []


def test_rates_can_be_bought_once(shop: Shop) -> None:
    body = purchase(ask(shop))
    shipment = shop.ok("POST", f"{V2}/shipments", body)["payload"]["shipmentId"]
    [error] = shop.refused("POST", f"{V2}/shipments", body)
    assert shipment in error["details"]
    assert len(shop.events("parcels.bought")) == 1
    assert len(postage(shop)) == 1


def test_an_idempotency_key_gives_the_same_shipment_again_and_no_other(shop: Shop) -> None:
    body, key = purchase(ask(shop)), {"x-amzn-IdempotencyKey": "k-1"}
    first = shop.call("POST", f"{V2}/shipments", body, key).json()["payload"]
    shop.advance("PT1H")
    assert shop.call("POST", f"{V2}/shipments", body, key).json()["payload"] == first
    other = shop.call("POST", f"{V2}/shipments", purchase(ask(shop)), key)
    assert other.status_code == 400
    assert "came with another request" in other.json()["errors"][0]["details"]
    assert len(postage(shop)) == 1


def test_another_sellers_token_is_none(shop: Shop, new_shop: object) -> None:
    other = new_shop(beside=shop)  # type: ignore[operator]
    [error] = other.refused("POST", f"{V2}/shipments", purchase(ask(shop)))
    assert "is not a token" in error["details"]


def test_what_is_wrong_with_a_package_is_told_at_once(shop: Shop) -> None:
    wrong = package(
        dimensions={"length": 0, "width": 15, "height": 10, "unit": "INCH"},
        insuredValue={"value": -1, "unit": "EUR"},
        items=[],
    )
    errors = shop.refused("POST", f"{V2}/shipments/rates", question(packages=[wrong], shipTo=None))
    assert [each["details"].partition(":")[0] for each in errors] == [
        "shipTo",
        "packages[0].dimensions.length",
        "packages[0].insuredValue.value",
        "packages[0].insuredValue.unit",
        "packages[0].items",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"insuredValue": {"value": 1e300, "unit": "USD"}},
        {"weight": {"value": 1e300, "unit": "KILOGRAM"}},
        {"items": [{"quantity": 9 * 10**18}]},
        {"items": [{"quantity": 1, "itemValue": {"value": 1e300, "unit": "USD"}}]},
        {"items": [{"quantity": 1, "liquidVolume": {"value": -1, "unit": "L"}}]},
        {"items": [{"quantity": 1}] * 201},
    ],
)
def test_numbers_that_no_goods_have_are_refused(shop: Shop, changes: dict[str, object]) -> None:
    [error] = shop.refused("POST", f"{V2}/shipments/rates", question(packages=[package(**changes)]))
    assert error["code"] == "InvalidInput"


def test_items_of_what_was_sold_elsewhere_are_no_heavier_than_their_package(shop: Shop) -> None:
    heavy = package(items=[{"quantity": 3, "weight": {"value": 0.4, "unit": "KILOGRAM"}}])
    [error] = shop.refused("POST", f"{V2}/shipments/rates", question(packages=[heavy]))
    assert error["details"].startswith("packages[0].items: '1.20 KILOGRAM' is more than the 1 KILOGRAM of the package")
    silent = package(items=[{"quantity": 1}])
    del silent["items"][0]["weight"]
    assert ask(shop, packages=[silent])["rates"]


def test_what_was_sold_elsewhere_names_no_order_of_amazons(shop: Shop) -> None:
    channel = {"channelType": "EXTERNAL", "amazonOrderDetails": {"orderId": "902-1234567-1234567"}}
    [error] = shop.refused("POST", f"{V2}/shipments/rates", question(channelDetails=channel))
    assert error["details"].endswith("is not supported where channelType is EXTERNAL")


@pytest.mark.parametrize("day", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_pick_up_is_within_two_weeks(shop: Shop, day: str) -> None:
    answer = ask(shop, shipDate=day)
    assert answer["rates"] == []
    codes = {reason["code"] for each in answer["ineligibleRates"] for reason in each["ineligibilityReasons"]}
    assert codes == {"PICKUP_SLOT_RESTRICTION", "NO_COVERAGE"}


def test_strange_addresses_are_printed(shop: Shop) -> None:
    strange = {**SEATTLE, "name": "山田 😀 עברית", "city": "\u0001^XZ~", "postalCode": "é" * 4000}
    for form in ("PNG", "PDF", "ZPL"):
        bought = buy(shop, more={"requestedDocumentSpecification": {**PNG, "format": form}}, shipTo=strange)
        [document] = bought["packageDocumentDetails"][0]["packageDocuments"]
        assert len(base64.b64decode(document["contents"])) > 500


def test_a_business_is_that_of_the_country_that_the_parcel_starts_in(shop: Shop) -> None:
    british = {"x-amzn-shipping-business-id": "AmazonShipping_UK"}
    refused = shop.call("POST", f"{V2}/shipments/rates", question(), british)
    assert refused.status_code == 400
    assert "is not GB of AmazonShipping_UK" in refused.json()["errors"][0]["details"]
    american = {"x-amzn-shipping-business-id": "AmazonShipping_US"}
    assert shop.call("POST", f"{V2}/shipments/rates", question(), american).status_code == 200


def test_what_was_sold_elsewhere_starts_where_there_is_a_shipping_business(shop: Shop) -> None:
    warsaw = {**SEATTLE, "city": "Warszawa", "stateOrRegion": "MZ", "postalCode": "00-850", "countryCode": "PL"}
    worth = {"value": 50, "unit": "PLN"}
    parcel = package(insuredValue=worth, items=[{"quantity": 1, "itemValue": worth}])
    [error] = shop.refused("POST", f"{V2}/shipments/rates", question(shipFrom=warsaw, packages=[parcel]))
    assert error["details"] == "shipFrom.countryCode: 'PL' has no Amazon Shipping: no AmazonShipping_PL"


def test_a_signature_costs_on_top_and_two_of_a_group_cannot_be_had(shop: Shop) -> None:
    answer = ask(shop)
    two = [{"id": "SIGNATURE_CONFIRMATION"}, {"id": "ADULT_SIGNATURE"}]
    body = purchase(answer, requestedValueAddedServices=two)
    [error] = shop.refused("POST", f"{V2}/shipments", body)
    assert error["details"] == (
        "requestedValueAddedServices[1].id: 'ADULT_SIGNATURE' cannot be had together with SIGNATURE_CONFIRMATION"
    )
    body["requestedValueAddedServices"] = two[:1]
    shop.ok("POST", f"{V2}/shipments", body)
    assert postage(shop) == [("PostageBilling", -7.94)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"dpi": 600}, "dpi"),
        ({"size": {"width": 5, "length": 6, "unit": "INCH"}}, "size"),
        ({"pageLayout": "LEFT"}, "pageLayout"),
        ({"needFileJoining": True}, "needFileJoining"),
        ({"requestedDocumentTypes": ["PACKSLIP"]}, "requestedDocumentTypes"),
        ({"requestedDocumentTypes": ["LABEL", "CUSTOM_FORM"]}, "requestedDocumentTypes"),
    ],
)
def test_a_form_that_is_not_supported_buys_nothing(shop: Shop, changes: dict[str, object], field: str) -> None:
    body = purchase(ask(shop), requestedDocumentSpecification={**PNG, **changes})
    [error] = shop.refused("POST", f"{V2}/shipments", body)
    assert error["details"].startswith(f"requestedDocumentSpecification.{field}:")
    assert shop.events("parcels.bought") == []


def test_every_supported_form_can_be_had(shop: Shop) -> None:
    answer = ask(shop)
    for form in answer["rates"][0]["supportedDocumentSpecifications"]:
        [option] = form["printOptions"]
        for layout in option["supportedPageLayouts"]:
            wanted = {
                "format": form["format"],
                "size": form["size"],
                "dpi": option["supportedDPIs"][-1],
                "pageLayout": layout,
                "needFileJoining": option["supportedFileJoiningOptions"][-1],
                "requestedDocumentTypes": [each["name"] for each in option["supportedDocumentDetails"]],
            }
            bought = buy(shop, more={"requestedDocumentSpecification": wanted})
            documents = bought["packageDocumentDetails"][0]["packageDocuments"]
            starts = {"PNG": b"\x89PNG", "PDF": b"%PDF-", "ZPL": b"^XA"}[form["format"]]
            assert all(base64.b64decode(each["contents"]).startswith(starts) for each in documents)
            assert len(documents) == (1 if wanted["needFileJoining"] else 3)


def test_what_crosses_customs_needs_the_code_of_its_goods_and_has_a_form(shop: Shop) -> None:
    answer = ask(shop, shipTo=VANCOUVER)
    rate = next(each for each in answer["rates"] if each["serviceId"] == "USPS_PTP_INTL")
    assert rate["requiresAdditionalInputs"] is True
    schema = shop.ok(
        "GET",
        f"{V2}/shipments/additionalInputs/schema",
        requestToken=answer["requestToken"],
        rateId=rate["rateId"],
    )["payload"]
    assert schema["required"] == ["harmonizedSystemCode"]
    papers = {**PNG, "requestedDocumentTypes": ["LABEL", "CUSTOM_FORM"]}
    body = purchase(answer, "USPS_PTP_INTL", requestedDocumentSpecification=papers)
    [error] = shop.refused("POST", f"{V2}/shipments", body)
    assert "'harmonizedSystemCode' is a required property" in error["details"]
    body["additionalInputs"] = {"harmonizedSystemCode": "691200"}
    bought = shop.ok("POST", f"{V2}/shipments", body)["payload"]
    documents = bought["packageDocumentDetails"][0]["packageDocuments"]
    assert [each["type"] for each in documents] == ["LABEL", "CUSTOM_FORM"]
    assert all(number_of(bought) in scanned(each) for each in documents)
    where = f"{V2}/shipments/{bought['shipmentId']}/documents"
    zpl = shop.ok("GET", where, packageClientReferenceId="box-1", format="ZPL")["payload"]["packageDocumentDetail"]
    assert "HS 691200" in base64.b64decode(zpl["packageDocuments"][1]["contents"]).decode()


def test_money_is_collected_at_the_door_where_carriers_do_that(shop: Shop) -> None:
    eu = Shop(shop.url, shop.world, shop.credentials)
    eu.log_in()
    rupees = package(
        insuredValue={"value": 500, "unit": "INR"},
        items=[{"quantity": 1, "itemValue": {"value": 500, "unit": "INR"}}],
    )
    answer = ask(
        eu,
        shipFrom=MUMBAI,
        shipTo=MUMBAI,
        packages=[rupees],
        valueAddedServices={"collectOnDelivery": {"amount": {"value": 500, "unit": "INR"}}},
    )
    ground = next(each for each in answer["rates"] if each["serviceId"] == "SWA-IN-OA")
    required = [each["groupId"] for each in ground["availableValueAddedServiceGroups"] if each["isRequired"]]
    assert required == ["COLLECT_ON_DELIVERY"]
    body = purchase(answer, "SWA-IN-OA")
    assert "needs COD" in eu.refused("POST", f"{V2}/shipments", body)[0]["details"]
    body["requestedValueAddedServices"] = [{"id": "COD"}]
    eu.ok("POST", f"{V2}/shipments", body)
    refused = {each["serviceId"]: each["ineligibilityReasons"] for each in answer["ineligibleRates"]}
    assert refused["SWA-IN-PREM"][0]["code"] == "UNSUPPORTED_VAS"


def test_one_click_takes_the_first_service_that_takes_the_parcel(shop: Shop) -> None:
    services = {"serviceId": ["UPS_WORLDWIDE_SAVER", "USPS_PTP_PRI", "std-us-swa-mfn"]}
    body = {**question(), "labelSpecifications": PNG, "serviceSelection": services}
    payload = shop.ok("POST", f"{V2}/oneClickShipment", body)["payload"]
    assert payload["carrier"] == {"id": "USPS", "name": "USPS"}
    assert payload["service"] == {"id": "USPS_PTP_PRI", "name": "USPS Priority Mail"}
    assert postage(shop) == [("PostageBilling", -payload["totalCharge"]["value"])]
    body["serviceSelection"] = {"serviceId": ["UPS_WORLDWIDE_SAVER"]}
    [error] = shop.refused("POST", f"{V2}/oneClickShipment", body)
    assert error["details"].startswith("UPS_WORLDWIDE_SAVER: NO_COVERAGE")
    assert len(postage(shop)) == 1


def test_a_direct_purchase_buys_what_is_cheapest_and_prints_it(shop: Shop) -> None:
    cheapest = min(each["totalCharge"]["value"] for each in ask(shop)["rates"])
    key = {"x-amzn-IdempotencyKey": "d-1"}
    answer = shop.call("POST", f"{V2}/shipments/directPurchase", question(), key).json()["payload"]
    [details] = answer["packageDocumentDetailList"]
    assert details["trackingId"] in scanned(details["packageDocuments"][0])
    assert shop.call("POST", f"{V2}/shipments/directPurchase", question(), key).json()["payload"] == answer
    assert postage(shop) == [("PostageBilling", -cheapest)]
