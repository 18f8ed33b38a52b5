"""What belongs to shipping besides rates and labels: accounts, collection forms, access points, feedback, claims."""

from __future__ import annotations

import base64

import pytest

from tests.domains.shipping.sending import (
    V2,
    ask,
    buy,
    destine,
    number_of,
    postage,
    purchase,
    question,
    track,
)
from tests.shop import Json, Shop

FORM = {
    "carrierAccountType": "SHIPPER_ACCOUNT",
    "carrierAccountAttributes": [
        {"attributeName": "ACCOUNT_NUMBER", "value": "A1B2C3"},
        {"attributeName": "POSTAL_CODE", "value": "98101"},
    ],
}


def until(shop: Shop, number: str, state: str) -> None:
    for _ in range(400):
        if next(each for each in shop.events("parcels.tracked")[::-1])["body"]["state"] == state:
            return
        shop.advance("PT1H")
    raise AssertionError(track(shop, number))


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_an_account_is_linked_by_its_form_and_its_labels_are_not_charged(shop: Shop, method: str) -> None:
    linkable = shop.ok("GET", f"{V2}/carrierAccountFormInputs")["linkableCarriersList"]
    assert [each["carrierId"] for each in linkable] == ["DHL", "DPD", "FEDEX", "UPS"]
    names = [each["name"] for each in linkable[0]["linkableAccountTypes"][0]["carrierAccountInputs"]]
    assert names == ["ACCOUNT_NUMBER", "POSTAL_CODE"]
    linked = shop.ok(method, f"{V2}/carrierAccounts/UPS", FORM)
    assert linked["registrationStatus"] == "ACTIVE"
    assert shop.ok(method, f"{V2}/carrierAccounts/UPS", FORM) == linked
    active = [{"accountId": linked["accountId"], "carrierId": "UPS"}]
    assert shop.ok("PUT", f"{V2}/carrierAccounts", {}) == {"activeAccounts": active}
    own = [{"carrierAccountId": linked["accountId"], "carrierId": "UPS"}]
    answer = ask(shop, carrierAccounts=own)
    paid = {each["carrierId"]: each["paymentType"] for each in answer["rates"]}
    assert (paid["UPS"], paid["USPS"]) == ("PAY_DIRECT_TO_CARRIER", "PAY_THROUGH_AMAZON")
    shop.ok("POST", f"{V2}/shipments", purchase(answer, "UPS_PTP_GND"))
    assert postage(shop) == []
    assert shop.ok("PUT", f"{V2}/carrierAccounts/UPS/unlink", {"accountId": linked["accountId"]}) == {
        "isUnlinked": True
    }
    assert shop.ok("PUT", f"{V2}/carrierAccounts", {}) == {"activeAccounts": []}
    [error] = shop.refused("POST", f"{V2}/shipments/rates", question(carrierAccounts=own))
    assert error["details"].startswith("carrierAccounts[0].carrierAccountId")
    shop.refused("PUT", f"{V2}/carrierAccounts/UPS/unlink", {}, status=404)


def test_a_form_that_is_filled_in_wrong_links_nothing(shop: Shop) -> None:
    said = [{"attributeName": "ACCOUNT_NUMBER", "value": "x"}, {"attributeName": "HAT"}]
    wrong = {**FORM, "carrierAccountAttributes": said}
    errors = shop.refused("PUT", f"{V2}/carrierAccounts/UPS", wrong)
    assert [each["details"].split(":")[0] for each in errors] == [
        "carrierAccountAttributes",
        "carrierAccountAttributes.ACCOUNT_NUMBER",
        "carrierAccountAttributes.POSTAL_CODE",
    ]
    [error] = shop.refused("PUT", f"{V2}/carrierAccounts/ROYAL_MAIL", FORM)
    assert "is not one of DHL, DPD, FEDEX, UPS" in error["details"]
    assert shop.ok("PUT", f"{V2}/carrierAccounts", {}) == {"activeAccounts": []}


def test_put_and_post_of_one_operation_have_plans_of_their_own(shop: Shop) -> None:
    shop.controlled("PUT", "usage-plans", {"scale": 1})
    path = f"{V2}/carrierAccounts/UPS"
    assert shop.call("PUT", path, FORM).headers["x-amzn-RateLimit-Limit"] == "80.0"
    assert shop.call("POST", path, FORM).headers["x-amzn-RateLimit-Limit"] == "5.0"
    assert 429 in {shop.call("POST", path, FORM).status_code for _ in range(40)}
    assert shop.call("PUT", path, FORM).status_code == 200


def test_what_waits_for_a_carrier_goes_on_one_collection_form(shop: Shop) -> None:
    numbers = {number_of(buy(shop, "USPS_PTP_PRI")) for _ in range(2)}
    buy(shop)  # Amazon's own carrier wants no form
    [waiting] = shop.ok("PUT", f"{V2}/unmanifestedShipments", {})["unmanifestedCarrierInformationList"]
    assert (waiting["carrierId"], len(waiting["unmanifestedShipmentLocationList"])) == ("USPS", 1)
    key = {"x-amzn-IdempotencyKey": "f-1"}
    made = shop.call("POST", f"{V2}/collectionForms", {"carrierId": "USPS"}, key).json()
    document = made["collectionsFormDocument"]
    assert document["documentFormat"] == "application/pdf"
    assert base64.b64decode(document["base64EncodedContent"]).startswith(b"%PDF-")
    assert shop.call("POST", f"{V2}/collectionForms", {"carrierId": "USPS"}, key).json() == made
    assert shop.ok("PUT", f"{V2}/unmanifestedShipments", {}) == {"unmanifestedCarrierInformationList": []}
    [error] = shop.refused("POST", f"{V2}/collectionForms", {"carrierId": "USPS"})
    assert "has nothing to collect" in error["details"]
    [record] = shop.ok("PUT", f"{V2}/collectionForms/history", {"carrierId": "USPS"})[
        "collectionFormsHistoryRecordList"
    ]
    assert record["shipFromAddress"]["city"] == "Portland"
    again = shop.ok("GET", f"{V2}/collectionForms/{record['collectionFormId']}")
    assert again == made
    assert len(numbers) == 2
    assert shop.ok("PUT", f"{V2}/collectionForms/history", {"carrierId": "UPS"}) == {
        "collectionFormsHistoryRecordList": [],
        "lastRefreshedDate": shop.now()[:19] + "Z",
    }
    shop.refused("GET", f"{V2}/collectionForms/none", status=404)


def test_access_points_are_near_and_a_parcel_can_go_to_one(shop: Shop) -> None:
    path = f"{V2}/accessPoints"
    found = shop.ok("GET", path, accessPointTypes="HELIX,CORE_LOCKER", countryCode="US", postalCode="98101")["payload"]
    assert {kind: len(each) for kind, each in found["accessPointsMap"].items()} == {"HELIX": 3, "CORE_LOCKER": 3}
    point = found["accessPointsMap"]["HELIX"][0]
    assert point["address"]["postalCode"] == "98101"
    assert point["standardOperatingHours"]["MONDAY"]["openingTime"]["hourOfDay"] == 7
    number = number_of(buy(shop, destinationAccessPointDetails={"accessPointId": point["accessPointId"]}))
    destine(shop, number)
    until(shop, number, "AwaitingCustomerPickup")
    assert track(shop, number)["summary"]["status"] == "AwaitingCustomerPickup"
    shop.advance("P2D")
    codes = [each["eventCode"] for each in track(shop, number)["eventHistory"]]
    assert codes[-2:] == ["AvailableForPickup", "Delivered"]
    wrong = question(destinationAccessPointDetails={"accessPointId": "none"})
    [error] = shop.refused("POST", f"{V2}/shipments/rates", wrong)
    assert "is no access point near 98101" in error["details"]


def not_at_home(shop: Shop) -> str:
    number = number_of(buy(shop))
    destine(shop, number, "returned")
    until(shop, number, "Undeliverable")
    return number


def test_another_attempt_finds_somebody_at_home(shop: Shop) -> None:
    number = not_at_home(shop)
    body: Json = {"trackingId": number, "ndrAction": "REATTEMPT"}
    [error] = shop.refused("POST", f"{V2}/ndrFeedback", body)
    assert error["details"].startswith("ndrRequestData.additionalAddressNotes")
    body["ndrRequestData"] = {"additionalAddressNotes": "Second door on the left"}
    assert shop.call("POST", f"{V2}/ndrFeedback", body).status_code == 204
    shop.advance("P5D")
    assert track(shop, number)["summary"]["status"] == "Delivered"
    assert track(shop, number)["eventHistory"][-1]["shipmentType"] == "FORWARD"
    [error] = shop.refused("POST", f"{V2}/ndrFeedback", body)
    assert "is Delivered" in error["details"]


def test_a_parcel_that_nobody_takes_is_sent_back_at_once(shop: Shop) -> None:
    number = not_at_home(shop)
    assert shop.call("POST", f"{V2}/ndrFeedback", {"trackingId": number, "ndrAction": "RTO"}).status_code == 204
    assert track(shop, number)["eventHistory"][-1]["eventCode"] == "ReturnInitiated"
    shop.advance("P5D")
    assert track(shop, number)["summary"]["trackingDetailCodes"]["returns"] == ["Signed"]


def test_a_lost_parcel_is_claimed_for_once_and_paid_as_far_as_it_is_covered(shop: Shop) -> None:
    number = number_of(buy(shop))
    destine(shop, number, "lost")
    claim = {
        "trackingId": number,
        "declaredValue": {"value": 250, "unit": "USD"},
        "claimReason": "LOST_IN_TRANSIT",
        "settlementType": "REFUND",
    }
    [error] = shop.refused("POST", f"{V2}/claims", claim)
    assert "LOST_IN_TRANSIT cannot be claimed" in error["details"]
    shop.advance("P20D")
    made = shop.call("POST", f"{V2}/claims", claim)
    assert made.status_code == 201
    assert len(made.json()["claimId"]) == 13
    [error] = shop.refused("POST", f"{V2}/claims", claim)
    assert made.json()["claimId"] in error["details"]
    shop.advance("P4D")
    assert postage(shop)[0] == ("LostOrDamagedReimbursement", 100.0)
    shop.advance("P10D")
    assert len(postage(shop)) == 2


def test_a_certificate_moves_no_money(shop: Shop) -> None:
    number = number_of(buy(shop))
    destine(shop, number, "damaged")
    shop.advance("P20D")
    claim = {"trackingId": number, "claimReason": "DAMAGED_IN_TRANSIT", "settlementType": "CERTIFICATE_OF_FACT"}
    [error] = shop.refused("POST", f"{V2}/claims", claim)
    assert error["details"].startswith("declaredValue")
    claim["declaredValue"] = {"value": 19, "unit": "USD"}  # type: ignore[assignment]
    assert shop.call("POST", f"{V2}/claims", claim).status_code == 201
    shop.advance("P4D")
    assert [kind for kind, _ in postage(shop)] == ["PostageBilling"]
    assert len(shop.events("amazon_shipping.claim_granted")) == 1
