"""Shipments of Shipping v2 after they were bought: tracked, printed again, called off; and orders of Amazon's."""

from __future__ import annotations

import base64
from io import BytesIO

import zxingcpp
from PIL import Image

from tests.domains.shipping.merchant import order
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
    postage,
    purchase,
    question,
    track,
)
from tests.printing.reading import texts_of
from tests.shop import Json, Shop

_ALONG = ["ReadyForReceive", "PickupDone", "Departed", "ArrivedAtCarrierFacility"]


def statuses(shop: Shop) -> list[str]:
    """The states that a parcel has gone through, as its events tell them."""
    found = [each["body"]["state"] for each in shop.events("parcels.tracked")]
    return [state for place, state in enumerate(found) if place == 0 or found[place - 1] != state]


def ordered(shop: Shop, units: int = 2) -> Json:
    shop.list_product("MUG-1")
    order = shop.controlled("POST", "buyers/orders", {"items": [{"sku": "MUG-1", "quantity": units}], "paid": True})
    found: Json = shop.ok("GET", f"/orders/v0/orders/{order['orderId']}/orderItems")["payload"]
    return {"id": order["orderId"], "item": found["OrderItems"][0]["OrderItemId"]}


def for_order(order: Json, units: int = 2) -> Json:
    channel = {"channelType": "AMAZON", "amazonOrderDetails": {"orderId": order["id"]}}
    items = [{"itemIdentifier": order["item"], "quantity": units, "itemValue": {"value": 24.99, "unit": "USD"}}]
    return {"shipTo": None, "channelDetails": channel, "packages": [package(items=items)]}


def test_a_parcel_goes_its_way_by_the_clock_and_is_told_step_by_step(shop: Shop) -> None:
    number = number_of(buy(shop))
    destine(shop, number)
    shop.advance("P30D")
    shown = track(shop, number)
    codes = [each["eventCode"] for each in shown["eventHistory"]]
    assert codes[0] == "ReadyForReceive"
    assert codes[1] == "PickupDone"
    assert codes[-2:] == ["OutForDelivery", "Delivered"]
    assert statuses(shop) == ["PreTransit", "InTransit", "OutForDelivery", "Delivered"]
    assert [each["body"]["eventCode"] for each in shop.events("parcels.tracked")] == codes
    times = [each["eventTime"] for each in shown["eventHistory"]]
    assert times == sorted(times)
    assert times[-1] <= shown["promisedDeliveryDate"]
    assert shown["summary"] == {
        "status": "Delivered",
        "trackingDetailCodes": {"forward": ["DeliveredToPorch"], "returns": []},
    }
    assert shown["eventHistory"][-1]["location"] == {
        "stateOrRegion": "WA",
        "city": "Seattle",
        "countryCode": "US",
        "postalCode": "98101",
    }


def test_a_parcel_is_found_by_its_seller_and_carrier_alone(shop: Shop, new_shop: object) -> None:
    number = number_of(buy(shop))
    shop.refused("GET", f"{V2}/tracking", status=404, trackingId=number, carrierId="UPS")
    other = new_shop(beside=shop)  # type: ignore[operator]
    other.refused("GET", f"{V2}/tracking", status=404, trackingId=number, carrierId="AMZN_US")


def test_a_shipment_can_be_called_off_until_it_is_picked_up_and_its_cost_comes_back(shop: Shop) -> None:
    bought = buy(shop)
    path = f"{V2}/shipments/{bought['shipmentId']}/cancel"
    assert shop.ok("PUT", path) == {"payload": {}}
    shown = track(shop, number_of(bought))
    assert shown["summary"]["status"] == "PickupCancelled"
    assert [each["eventCode"] for each in shown["eventHistory"]] == ["ReadyForReceive", "PickupCancelled"]
    shop.advance("P10D")
    assert track(shop, number_of(bought)) == shown
    [error] = shop.refused("PUT", path)
    assert "is PickupCancelled" in error["details"]
    assert postage(shop) == [("PostageBilling", -4.94), ("PostageRefund", 4.94)]


def test_a_shipment_that_was_picked_up_cannot_be_called_off(shop: Shop) -> None:
    bought = buy(shop)
    shop.advance("P3D")
    [error] = shop.refused("PUT", f"{V2}/shipments/{bought['shipmentId']}/cancel")
    assert "can be canceled until it is picked up" in error["details"]
    assert postage(shop) == [("PostageBilling", -4.94)]


def test_in_india_a_shipment_on_its_way_is_turned_round(shop: Shop) -> None:
    rupees = package(insuredValue={"value": 500, "unit": "INR"}, items=[{"quantity": 1}])
    delhi = {**MUMBAI, "city": "Delhi", "stateOrRegion": "DL", "postalCode": "110001"}
    bought = buy(shop, "SWA-IN-OA", shipFrom=MUMBAI, shipTo=delhi, packages=[rupees])
    while track(shop, number_of(bought), "AMZN_IN")["summary"]["status"] == "PreTransit":
        shop.advance("PT3H")
    shop.ok("PUT", f"{V2}/shipments/{bought['shipmentId']}/cancel")
    assert track(shop, number_of(bought), "AMZN_IN")["eventHistory"][-1]["eventCode"] == "ReturnInitiated"
    shop.advance("P5D")
    last = track(shop, number_of(bought), "AMZN_IN")["eventHistory"][-1]
    assert (last["eventCode"], last["shipmentType"], last["location"]["city"]) == ("Delivered", "RETURNS", "Mumbai")


def test_documents_are_printed_again_in_other_forms(shop: Shop) -> None:
    bought = buy(shop, more={"requestedDocumentSpecification": {**PNG, "requestedDocumentTypes": ["LABEL", "RECEIPT"]}})
    path = f"{V2}/shipments/{bought['shipmentId']}/documents"
    shop.advance("P1D")
    again = shop.ok("GET", path, packageClientReferenceId="box-1")["payload"]["packageDocumentDetail"]
    assert again == bought["packageDocumentDetails"][0]
    zpl = shop.ok("GET", path, packageClientReferenceId="box-1", format="ZPL", dpi=300)["payload"]
    program = base64.b64decode(zpl["packageDocumentDetail"]["packageDocuments"][0]["contents"]).decode()
    assert program.startswith("^XA")
    assert number_of(bought) in program
    errors = shop.refused("GET", path, packageClientReferenceId="box-2", format="GIF", dpi=600)
    assert [each["details"].partition(":")[0] for each in errors] == ["packageClientReferenceId", "format", "dpi"]


def test_a_label_for_an_order_goes_to_its_buyer_and_confirms_its_shipment(shop: Shop) -> None:
    order = ordered(shop)
    answer = ask(shop, **for_order(order))
    assert answer["rates"][0]["benefits"]["excludedBenefits"] == []
    assert answer["rates"][0]["benefits"]["includedBenefits"] == ["CLAIMS_PROTECTED"]
    body = purchase(answer, answer["rates"][0]["serviceId"], form=ORDERED_PNG)
    bought = shop.ok("POST", f"{V2}/shipments", body)["payload"]
    assert bought["benefits"]["includedBenefits"] == ["CLAIMS_PROTECTED"]
    assert shop.ok("GET", f"/orders/v0/orders/{order['id']}")["payload"]["OrderStatus"] == "Shipped"
    picture = Image.open(
        BytesIO(base64.b64decode(bought["packageDocumentDetails"][0]["packageDocuments"][0]["contents"]))
    )
    assert number_of(bought) in {each.text for each in zxingcpp.read_barcodes(picture)}
    [shipped] = shop.events("orders.shipped")
    assert [each["quantity"] for each in shipped["body"]["items"]] == [2]


def test_more_of_an_order_than_is_open_cannot_be_sent(shop: Shop) -> None:
    order = ordered(shop)
    [error] = shop.refused("POST", f"{V2}/shipments/rates", question(**for_order(order, 3)))
    assert "is more than the 2 that are still to be shipped" in error["details"]
    body = {**for_order(order), "packages": [package()]}
    [error] = shop.refused("POST", f"{V2}/shipments/rates", question(**body))
    assert error["details"].startswith("packages[0].items[0].itemIdentifier")


def test_an_order_that_was_shipped_meanwhile_buys_nothing(shop: Shop) -> None:
    order = ordered(shop)
    confirmed: Json = {"form": ORDERED_PNG, "requestedValueAddedServices": [{"id": "DELIVERY_CONFIRMATION"}]}
    first, second = (purchase(ask(shop, **for_order(order)), "USPS_PTP_PRI", **confirmed) for _ in range(2))
    shop.ok("POST", f"{V2}/shipments", first)
    [error] = shop.refused("POST", f"{V2}/shipments", second)
    assert "is Shipped" in error["details"]
    assert len(shop.events("parcels.bought")) == 1


def test_an_order_that_was_shipped_is_rated_and_not_bought_for(shop: Shop) -> None:
    order = ordered(shop)
    shop.ok("POST", f"{V2}/shipments", purchase(ask(shop, **for_order(order)), form=ORDERED_PNG))
    rates = ask(shop, **for_order(order))
    [error] = shop.refused("POST", f"{V2}/shipments", purchase(rates, form=ORDERED_PNG))
    assert "is Shipped" in error["details"]
    assert len(shop.events("parcels.bought")) == 1


def test_a_label_for_an_order_has_the_forms_that_its_rate_says(shop: Shop) -> None:
    rates = ask(shop, **for_order(ordered(shop)))
    ups = next(each for each in rates["rates"] if each["carrierId"] == "UPS")
    slip = [{"name": "PACKSLIP", "isMandatory": True}, {"name": "LABEL", "isMandatory": True}]
    label = [{"name": "LABEL", "isMandatory": True}]
    told = [
        (form["format"], form["printOptions"][0]["supportedDPIs"], form["printOptions"][0]["supportedDocumentDetails"])
        for form in ups["supportedDocumentSpecifications"]
    ]
    assert told == [
        ("PDF", [], slip),
        ("ZPL", [300], label),
        ("PNG", [], label),
        ("PDF", [], slip),
    ]
    pdf = {**ORDERED_PNG, "format": "PDF"}
    error = shop.refused("POST", f"{V2}/shipments", purchase(rates, form={**ORDERED_PNG, "dpi": 72}))[0]
    assert error["details"].startswith("requestedDocumentSpecification.dpi: '72'")
    assert shop.events("parcels.bought") == []
    pdf["requestedDocumentTypes"] = ["PACKSLIP", "LABEL"]
    bought = shop.ok("POST", f"{V2}/shipments", purchase(rates, form=pdf))["payload"]
    [document] = bought["packageDocumentDetails"][0]["packageDocuments"]
    label_page, slip_page = texts_of(base64.b64decode(document["contents"]))
    assert document["type"] == "LABEL"
    assert "Packing Slip" in " ".join(slip_page)
    assert "Packing Slip" not in " ".join(label_page)
    path = f"{V2}/shipments/{bought['shipmentId']}/documents"
    again = shop.ok("GET", path, packageClientReferenceId="box-1")["payload"]
    assert again["packageDocumentDetail"] == bought["packageDocumentDetails"][0]
    other = shop.ok("GET", path, packageClientReferenceId="box-1", format="PNG", dpi=203)["payload"]
    assert {each["format"] for each in other["packageDocumentDetail"]["packageDocuments"]} == {"PNG"}


def test_a_label_alone_is_taken_for_an_order_as_the_published_example_asks_for_it(shop: Shop) -> None:
    rates = ask(shop, **for_order(ordered(shop)))
    bought = shop.ok("POST", f"{V2}/shipments", purchase(rates, form=PNG))["payload"]
    [document] = bought["packageDocumentDetails"][0]["packageDocuments"]
    assert (document["type"], document["format"]) == ("LABEL", "PNG")


def test_a_picture_for_an_order_abroad_has_the_customs_form_beside_it(shop: Shop) -> None:
    abroad = order(shop, to={"city": "Vancouver", "stateOrRegion": "BC", "postalCode": "V6B 1A1", "countryCode": "CA"})
    rates = ask(shop, **for_order(abroad))
    rate = next(each for each in rates["rates"] if each["carrierId"] == "FEDEX")
    [png] = [each for each in rate["supportedDocumentSpecifications"] if each["format"] == "PNG"]
    assert png["printOptions"][0]["supportedFileJoiningOptions"] == [False]
    form = {**ORDERED_PNG, "needFileJoining": False, "requestedDocumentTypes": ["CUSTOM_FORM", "LABEL"]}
    code = {"additionalInputs": {"harmonizedSystemCode": "691200"}}
    bought = shop.ok("POST", f"{V2}/shipments", purchase(rates, rate["serviceId"], form=form, **code))["payload"]
    documents = bought["packageDocumentDetails"][0]["packageDocuments"]
    assert [each["type"] for each in documents] == ["LABEL", "CUSTOM_FORM"]


def test_a_label_for_an_order_with_ups_or_usps_has_a_confirmation(shop: Shop) -> None:
    rates = ask(shop, **for_order(ordered(shop)))
    offered = {
        each["carrierId"]: [
            (group["groupId"], group["isRequired"], [extra["id"] for extra in group["valueAddedServices"]])
            for group in each["availableValueAddedServiceGroups"]
        ]
        for each in rates["rates"]
        if each["carrierId"] in ("AMZN_US", "UPS", "USPS", "FEDEX")
    }
    confirmation = "VAS_GROUP_ID_CONFIRMATION"
    assert offered["AMZN_US"] == []
    assert offered["FEDEX"] == []
    assert offered["UPS"][0][:2] == (confirmation, True)
    assert offered["UPS"][0][2][0] == "NO_CONFIRMATION"
    assert offered["USPS"][0][2][0] == "DELIVERY_CONFIRMATION"
    body = purchase(rates, "USPS_PTP_PRI", form=ORDERED_PNG)
    body["requestedValueAddedServices"] = [{"id": "NO_CONFIRMATION"}]
    [error] = shop.refused("POST", f"{V2}/shipments", body)
    assert "NO_CONFIRMATION" in error["details"]
    assert shop.events("parcels.bought") == []
    del body["requestedValueAddedServices"]
    shop.ok("POST", f"{V2}/shipments", body)


def test_no_order_of_amazons_without_its_id(shop: Shop) -> None:
    body = question(channelDetails={"channelType": "AMAZON"})
    [error] = shop.refused("POST", f"{V2}/shipments/rates", body)
    assert error["details"].startswith("channelDetails.amazonOrderDetails.orderId: ")


def test_an_order_that_there_is_not_is_named_alone_since_its_address_is_nobody_elses(shop: Shop) -> None:
    channel = {"channelType": "AMAZON", "amazonOrderDetails": {"orderId": "902-0000000-0000000"}}
    for path in ("shipments/rates", "shipments/directPurchase"):
        [error] = shop.refused("POST", f"{V2}/{path}", question(channelDetails=channel, shipTo=None))
        assert error["details"].startswith("channelDetails.amazonOrderDetails.orderId: '902-0000000-0000000'")
    assert shop.events("parcels.bought") == []


def test_what_was_sold_elsewhere_says_where_it_goes(shop: Shop) -> None:
    [error] = shop.refused("POST", f"{V2}/shipments/rates", question(shipTo=None))
    assert error["details"] == "shipTo: '' is required where channelType is EXTERNAL"
