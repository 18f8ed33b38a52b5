"""Labels bought by Merchant Fulfillment: eligible services, purchases, refunds, and what the order shows of it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from tests.domains.shipping.merchant import (
    GROUND,
    MFN,
    PORTLAND,
    VANCOUVER,
    create,
    details,
    eligible,
    items,
    label_of,
    opened,
    options,
    order,
    status,
)
from tests.domains.shipping.sending import adjustments, destine, postage
from tests.printing.reading import texts_of
from tests.shop import GB, Json, Shop


def test_services_say_what_they_cost_and_when_they_come(shop: Shop) -> None:
    answer = eligible(shop, details(order(shop)))
    by_id = {each["ShippingServiceId"]: each for each in answer["ShippingServiceList"]}
    ground = by_id[GROUND]
    assert (ground["CarrierName"], ground["ShippingServiceName"]) == ("Amazon Shipping", "Amazon Shipping Ground")
    assert ground["Rate"] == ground["RateWithAdjustments"] == {"CurrencyCode": "USD", "Amount": 4.94}
    assert ground["ShipDate"] < ground["EarliestEstimatedDeliveryDate"] < ground["LatestEstimatedDeliveryDate"]
    assert ground["AvailableLabelFormats"] == ["PDF", "PNG", "ZPL203", "ZPL300"]
    assert ground["RequiresAdditionalSellerInputs"] is False
    assert ground["Benefits"] == {"IncludedBenefits": ["CLAIMS_PROTECTED"], "ExcludedBenefits": []}
    prices = [each["Rate"]["Amount"] for each in answer["ShippingServiceList"]]
    assert prices == sorted(prices)
    rejected = {each["ShippingServiceId"]: each for each in answer["RejectedShippingServiceList"]}
    assert rejected["UPS_WORLDWIDE_SAVER"]["RejectionReasonCode"] == "NO_COVERAGE"
    assert answer["TemporarilyUnavailableCarrierList"] == []


def test_a_signature_costs_what_the_complex_options_say(shop: Shop) -> None:
    made = order(shop)
    plain = eligible(shop, details(made), IncludeComplexShippingOptions=True)["ShippingServiceList"][0]
    offered = plain["AvailableShippingServiceOptions"]["AvailableDeliveryExperienceOptions"]
    charges = {each["DeliveryExperienceOption"]: each["Charge"]["Amount"] for each in offered}
    assert charges["DeliveryConfirmationWithSignature"] == 3.0
    signed = details(made, ShippingServiceOptions=options(DeliveryExperience="DeliveryConfirmationWithSignature"))
    found = {each["ShippingServiceId"]: each for each in eligible(shop, signed)["ShippingServiceList"]}
    dearer = found[plain["ShippingServiceId"]]
    assert dearer["Rate"]["Amount"] == pytest.approx(plain["Rate"]["Amount"] + 3)
    assert "AvailableShippingServiceOptions" not in dearer


def test_what_comes_too_late_is_rejected_and_a_carrier_that_is_down_stands_apart(shop: Shop) -> None:
    made = order(shop)
    shop.controlled("PUT", "carriers/UPS", {"down": True})
    first = min(each["LatestEstimatedDeliveryDate"] for each in eligible(shop, details(made))["ShippingServiceList"])
    answer = eligible(shop, details(made, MustArriveByDate=first))
    assert {each["LatestEstimatedDeliveryDate"] for each in answer["ShippingServiceList"]} == {first}
    codes = {each["ShippingServiceId"]: each["RejectionReasonCode"] for each in answer["RejectedShippingServiceList"]}
    assert codes["USPS_PTP_GROUND_ADVANTAGE"] == "LATE_DELIVERY"
    assert answer["TemporarilyUnavailableCarrierList"] == [{"CarrierName": "UPS"}]
    assert not any(each["CarrierName"] == "UPS" for each in answer["RejectedShippingServiceList"])


def test_a_pick_up_by_appointment_is_offered_by_few(shop: Shop) -> None:
    to = {"city": "Leeds", "postalCode": "LS1 1UR", "countryCode": "GB", "stateOrRegion": ""}
    made = order(shop, marketplace=GB, to=to)
    dock = {**PORTLAND, "City": "London", "StateOrProvinceCode": "LND", "PostalCode": "E1 6AN", "CountryCode": "GB"}
    wish = details(made, ShipFromAddress=dock, ShippingServiceOptions=options(CarrierWillPickUp=True))
    answer = eligible(shop, wish)
    assert {each["CarrierName"] for each in answer["ShippingServiceList"]} == {"DPD", "Royal Mail"}
    assert all(each["ShippingServiceOptions"]["CarrierWillPickUp"] for each in answer["ShippingServiceList"])


def test_a_bought_label_can_be_scanned_and_confirms_the_shipment(shop: Shop) -> None:
    made = order(shop)
    png = details(made, ShippingServiceOptions=options(LabelFormat="PNG"))
    offer = eligible(shop, png)["ShippingServiceList"][0]
    shipment = create(
        opened(shop), png, offer["ShippingServiceId"], ShippingServiceOfferId=offer["ShippingServiceOfferId"]
    )
    assert shipment["Status"] == "Purchased"
    assert shipment["ShippingService"]["ShippingServiceOfferId"] == offer["ShippingServiceOfferId"]
    assert shipment["ShippingService"]["Rate"] == offer["Rate"]
    assert shipment["ShipToAddress"]["AddressLine1"] == "1 Main Street"
    assert shipment["Label"]["FileContents"]["FileType"] == "image/png"
    codes = {each.text for each in zxingcpp.read_barcodes(Image.open(BytesIO(label_of(shipment))))}
    assert shipment["TrackingId"] in codes
    assert shop.ok("GET", f"{MFN}/shipments/{shipment['ShipmentId']}")["payload"] == shipment
    shop.log_in()
    assert status(shop, made["id"]) == "Shipped"
    assert items(shop, made["id"])[0]["QuantityShipped"] == 2
    assert postage(shop) == [("PostageBilling", -offer["Rate"]["Amount"])]


def test_a_normal_token_sees_neither_the_recipient_nor_the_label(shop: Shop) -> None:
    shipment = create(shop, details(order(shop)))
    to = shipment["ShipToAddress"]
    assert (to["Name"], to["AddressLine1"], to["Phone"], to["Email"]) == ("", "", "", "")
    assert (to["City"], to["PostalCode"], to["CountryCode"]) == ("Seattle", "98101", "US")
    assert shipment["Label"]["FileContents"]["Contents"] == ""
    path = f"{MFN}/shipments/{shipment['ShipmentId']}"
    assert shop.ok("GET", path)["payload"] == shipment
    shown = opened(shop).ok("GET", path)["payload"]
    assert shown["ShipToAddress"]["Name"] == "Jo Doe"
    assert label_of(shown).startswith(b"%PDF")


def test_a_packing_slip_comes_with_the_label_and_own_text_on_it_in_zpl(shop: Shop) -> None:
    made = order(shop, 3)
    custom = {"CustomTextForLabel": "Shelf 7", "StandardIdForLabel": "AmazonOrderId"}
    opened(shop)
    slip = {"IncludePackingSlipWithLabel": True}
    pdf = create(shop, details(made, 1, LabelCustomization=custom), LabelFormatOption=slip)
    pages = texts_of(label_of(pdf))
    assert len(pages) == 2
    assert made["id"] in pages[0]
    assert "Shelf 7" not in pages[0]
    assert "Packing Slip" in pages[1]
    zpl = details(made, 1, LabelCustomization=custom, ShippingServiceOptions=options(LabelFormat="ZPL203"))
    shipment = create(shop, zpl)
    assert b"Shelf 7" in label_of(shipment)
    assert shipment["Label"]["CustomTextForLabel"] == "Shelf 7"
    [error] = shop.refused(
        "POST",
        f"{MFN}/shipments",
        {
            "ShipmentRequestDetails": details(made, 1, ShippingServiceOptions=options(LabelFormat="PNG")),
            "ShippingServiceId": GROUND,
            "LabelFormatOption": slip,
        },
    )
    assert "LabelFormat: 'PNG'" in error["details"]


def test_an_order_goes_in_parts_and_a_label_is_bought_once(shop: Shop) -> None:
    made = order(shop)
    create(shop, details(made, 1))
    assert status(shop, made["id"]) == "PartiallyShipped"
    body = {"ShipmentRequestDetails": details(made, 2), "ShippingServiceId": GROUND}
    [error] = shop.refused("POST", f"{MFN}/shipments", body)
    assert "'2' is more than the 1 left" in error["details"]
    create(shop, details(made, 1))
    assert status(shop, made["id"]) == "Shipped"
    [error] = shop.refused("POST", f"{MFN}/shipments", {**body, "ShipmentRequestDetails": details(made, 1)})
    assert "'1' is more than the 0 left" in error["details"]
    assert len(shop.events("parcels.bought")) == 2
    assert adjustments(shop) == -9.88


def test_a_label_that_was_not_used_is_paid_back_a_day_later_and_another_one_takes_its_place(shop: Shop) -> None:
    made = order(shop)
    first = create(opened(shop), details(made))
    path = f"{MFN}/shipments/{first['ShipmentId']}"
    pending = shop.ok("DELETE", path)["payload"]
    assert pending["Status"] == "RefundPending"
    assert pending["Label"]["FileContents"]["Contents"] == ""
    [error] = shop.refused("DELETE", path)
    assert "is RefundPending" in error["details"]
    second = create(shop, details(made), "USPS_PTP_GROUND_ADVANTAGE")
    assert second["TrackingId"] != first["TrackingId"]
    shop.advance("P1D")
    assert shop.ok("GET", path)["payload"]["Status"] == "RefundApplied"
    shop.log_in()
    assert status(shop, made["id"]) == "Shipped"
    shown = shop.ok("GET", f"/orders/2026-01-01/orders/{made['id']}", includedData="PACKAGES")["order"]["packages"]
    assert [each["trackingNumber"] for each in shown] == [second["TrackingId"]]
    kinds = [kind for kind, _ in postage(shop)]
    assert kinds == ["PostageBilling", "PostageBilling", "PostageRefund"]
    assert adjustments(shop) == -second["ShippingService"]["Rate"]["Amount"]
    body = {"ShipmentRequestDetails": details(made), "ShippingServiceId": GROUND}
    shop.refused("POST", f"{MFN}/shipments", body)
    assert len(shop.events("orders.shipped")) == 1


def test_a_carrier_pays_nothing_back_for_what_it_has_picked_up(shop: Shop) -> None:
    shipment = create(shop, details(order(shop)))
    destine(shop, shipment["TrackingId"])
    shop.advance("P4D")
    path = f"{MFN}/shipments/{shipment['ShipmentId']}"
    assert shop.ok("DELETE", path)["payload"]["Status"] == "RefundPending"
    shop.advance("P20D")
    assert shop.ok("GET", path)["payload"]["Status"] == "RefundRejected"
    assert shop.controlled("GET", "parcels")["parcels"][0]["state"] == "Delivered"
    assert adjustments(shop) == -4.94


def test_an_offer_lapses_with_its_terms(shop: Shop) -> None:
    made = order(shop)
    offer = next(
        each for each in eligible(shop, details(made))["ShippingServiceList"] if each["ShippingServiceId"] == GROUND
    )
    body = {
        "ShipmentRequestDetails": details(made),
        "ShippingServiceId": GROUND,
        "ShippingServiceOfferId": offer["ShippingServiceOfferId"],
    }
    shop.advance("P2D")
    [error] = shop.refused("POST", f"{MFN}/shipments", body)
    assert offer["ShippingServiceOfferId"] in error["details"]
    assert shop.events("parcels.bought") == []
    assert status(shop, made["id"]) == "Unshipped"


def test_goods_that_cross_customs_need_more_said_of_them(shop: Shop) -> None:
    made = order(shop, to=VANCOUVER)
    service = "USPS_PTP_INTL"
    [offer] = [
        each for each in eligible(shop, details(made))["ShippingServiceList"] if each["ShippingServiceId"] == service
    ]
    assert offer["RequiresAdditionalSellerInputs"] is True
    assert "PNG" not in offer["AvailableLabelFormats"]
    asked = {"ShippingServiceId": service, "ShipFromAddress": PORTLAND, "OrderId": made["id"]}
    fields = shop.ok("POST", f"{MFN}/additionalSellerInputs", asked)["payload"]
    [instructions] = fields["ShipmentLevelFields"]
    assert instructions["AdditionalInputFieldName"] == "NON_DELIVERABLE_INSTRUCTIONS"
    assert instructions["SellerInputDefinition"]["RestrictedSetValues"] == ["ABANDON", "RETURN_TO_SELLER"]
    body = {"ShipmentRequestDetails": details(made), "ShippingServiceId": service}
    errors = shop.refused("POST", f"{MFN}/shipments", body)
    assert [each["details"].split(":")[0].rpartition(".")[2] for each in errors] == [
        "NON_DELIVERABLE_INSTRUCTIONS",
        "COUNTRY_OF_ORIGIN",
        "ITEM_DESCRIPTION",
    ]
    assert shop.events("parcels.bought") == []
    values = {"COUNTRY_OF_ORIGIN": "US", "ITEM_DESCRIPTION": "Coffee mug", "HS_CODE": "691200"}
    line = {
        "OrderItemId": made["item"],
        "Quantity": 2,
        "ItemLevelSellerInputsList": [said(*each) for each in values.items()],
    }
    shipment = create(
        opened(shop),
        details(made, ItemList=[line]),
        service,
        ShipmentLevelSellerInputsList=[said("NON_DELIVERABLE_INSTRUCTIONS", "RETURN_TO_SELLER")],
    )
    pages = texts_of(label_of(shipment))
    assert len(pages) == 2
    assert any("HS 691200" in line for line in pages[1])


def said(name: str, value: str) -> Json:
    return {"AdditionalInputFieldName": name, "AdditionalSellerInput": {"DataType": "STRING", "ValueAsString": value}}


def test_nothing_more_is_needed_at_home(shop: Shop) -> None:
    made = order(shop)
    asked = {"ShippingServiceId": GROUND, "ShipFromAddress": PORTLAND, "OrderId": made["id"]}
    answer = shop.ok("POST", f"{MFN}/additionalSellerInputs", asked)["payload"]
    assert answer["ShipmentLevelFields"] == []
    assert [each["AdditionalInputs"] for each in answer["ItemLevelFieldsList"]] == [[]]
    [error] = shop.refused("POST", f"{MFN}/additionalSellerInputs", {**asked, "ShippingServiceId": "X"})
    assert "'X' is no service" in error["details"]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"Weight": {"Value": 0, "Unit": "oz"}}, "Weight.Value"),
        ({"PackageDimensions": {"Length": 10, "Width": 10, "Unit": "inches"}}, "PackageDimensions.Height"),
        ({"PackageDimensions": {"Length": -1, "Width": 1, "Height": 1, "Unit": "inches"}}, "PackageDimensions.Length"),
        ({"ItemList": []}, "ItemList"),
        ({"ShipFromAddress": {**PORTLAND, "StateOrProvinceCode": None}}, "ShipFromAddress.StateOrProvinceCode"),
        ({"ShipFromAddress": {**PORTLAND, "CountryCode": "XX"}}, "ShipFromAddress.CountryCode"),
        ({"ShipFromAddress": {**PORTLAND, "CountryCode": "UK"}}, "ShipFromAddress.CountryCode"),
        (
            {"ShippingServiceOptions": options(DeclaredValue={"CurrencyCode": "EUR", "Amount": 5})},
            "ShippingServiceOptions.DeclaredValue.CurrencyCode",
        ),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_bought(shop: Shop, changes: Json, path: str) -> None:
    made = order(shop)
    wish = details(made, **changes)
    address = wish["ShipFromAddress"]
    wish["ShipFromAddress"] = {name: value for name, value in address.items() if value is not None}
    body = {"ShipmentRequestDetails": wish, "ShippingServiceId": GROUND}
    [error] = shop.refused("POST", f"{MFN}/shipments", body)
    assert error["details"].startswith(f"ShipmentRequestDetails.{path}: ")
    assert shop.events("parcels.bought") == []
    assert status(shop, made["id"]) == "Unshipped"


def test_fields_are_written_with_capitals(shop: Shop) -> None:
    small = {name[0].lower() + name[1:]: value for name, value in details(order(shop)).items()}
    [error] = shop.refused("POST", f"{MFN}/eligibleShippingServices", {"shipmentRequestDetails": small})
    assert (error["message"], error["details"]) == ("Invalid Input", "ShipmentRequestDetails: is required and missing")


def test_a_service_that_does_not_take_it_says_why(shop: Shop) -> None:
    made = order(shop)
    body = {"ShipmentRequestDetails": details(made, Weight={"Value": 30000, "Unit": "g"}), "ShippingServiceId": GROUND}
    [error] = shop.refused("POST", f"{MFN}/shipments", body)
    assert "WEIGHT_RESTRICTIONS" in error["details"]
    hazmat = {"ShipmentRequestDetails": details(made), "ShippingServiceId": GROUND, "HazmatType": "LQHazmat"}
    [error] = shop.refused("POST", f"{MFN}/shipments", hazmat)
    assert "PROGRAM_CONSTRAINTS" in error["details"]
    assert shop.events("parcels.bought") == []


def test_a_predefined_box_and_a_declared_value_make_the_price(shop: Shop) -> None:
    made = order(shop)
    box = details(made, PackageDimensions={"PredefinedPackageDimensions": "FedEx_Box_10kg"})
    plain = details(made, PackageDimensions={"Length": 15.81, "Width": 12.94, "Height": 10.19, "Unit": "inches"})
    assert prices(eligible(shop, box)) == prices(eligible(shop, plain))
    value = {"CurrencyCode": "USD", "Amount": 600}
    insured = details(made, ShippingServiceOptions=options(DeclaredValue=value))
    shipment = create(shop, insured)
    assert shipment["Insurance"] == value
    assert shipment["ShippingService"]["Rate"]["Amount"] == pytest.approx(4.94 + 500 * 0.012)


def prices(answer: Json) -> dict[str, float]:
    return {each["ShippingServiceId"]: each["Rate"]["Amount"] for each in answer["ShippingServiceList"]}


def test_orders_of_others_and_of_the_network_cannot_be_sent(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    made = order(shop)
    shipment = create(shop, details(made))
    other: Any = new_shop(beside=shop)
    body = {"ShipmentRequestDetails": details(made)}
    other.refused("POST", f"{MFN}/eligibleShippingServices", body, status=404)
    other.refused("GET", f"{MFN}/shipments/{shipment['ShipmentId']}", status=404)
    other.refused("DELETE", f"{MFN}/shipments/{shipment['ShipmentId']}", status=404)
    shop.list_product("BOX-1", fba=True)
    sent = shop.controlled("POST", "buyers/orders", {"items": [{"sku": "BOX-1"}], "paid": True})
    [item] = items(shop, sent["orderId"])
    network = {"id": sent["orderId"], "item": item["OrderItemId"]}
    [error] = shop.refused("POST", f"{MFN}/eligibleShippingServices", {"ShipmentRequestDetails": details(network, 1)})
    assert "is fulfilled by Amazon" in error["details"]
    unpaid = shop.controlled("POST", "buyers/orders", {"items": [{"sku": "MUG-1"}]})
    waiting = {"id": unpaid["orderId"], "item": made["item"]}
    [error] = shop.refused("POST", f"{MFN}/eligibleShippingServices", {"ShipmentRequestDetails": details(waiting, 1)})
    assert "is Pending" in error["details"]
