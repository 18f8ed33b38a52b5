"""Shipping v1: shipments created, their labels bought, tracked and called off."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any

import zxingcpp
from PIL import Image

from tests.domains.shipping.merchant import create as buy_for_an_order
from tests.domains.shipping.merchant import details, opened, order
from tests.domains.shipping.sending import DOCK, destine, postage
from tests.shop import SEATTLE, Json, Shop

V1 = "/shipping/v1"
LABEL = {"labelFormat": "PNG", "labelStockSize": "4x6"}


def container(reference: str = "c-1", **changes: Any) -> Json:
    return {
        "containerReferenceId": reference,
        "value": {"value": 20, "unit": "USD"},
        "dimensions": {"length": 20, "width": 15, "height": 10, "unit": "CM"},
        "weight": {"unit": "kg", "value": 1},
        "items": [
            {
                "quantity": 2,
                "unitPrice": {"value": 9.5, "unit": "USD"},
                "unitWeight": {"unit": "g", "value": 400},
                "title": "Mug",
            }
        ],
        **changes,
    }


def body(*containers: Json, **changes: Any) -> Json:
    return {
        "clientReferenceId": "ref-1",
        "shipTo": SEATTLE,
        "shipFrom": DOCK,
        "containers": list(containers) or [container()],
        **changes,
    }


def create(shop: Shop, *containers: Json) -> Json:
    payload: Json = shop.ok("POST", f"{V1}/shipments", body(*containers))["payload"]
    return payload


def bought(shop: Shop, created: Json, **changes: Any) -> Json:
    wish = {"rateId": created["eligibleRates"][0]["rateId"], "labelSpecification": LABEL, **changes}
    payload: Json = shop.ok("POST", f"{V1}/shipments/{created['shipmentId']}/purchaseLabels", wish)["payload"]
    return payload


def test_every_seller_has_an_account(shop: Shop) -> None:
    assert len(shop.ok("GET", f"{V1}/account")["payload"]["accountId"]) == 10


def test_rates_of_amazons_carrier_for_all_containers_together(shop: Shop) -> None:
    wish = {
        "shipTo": SEATTLE,
        "shipFrom": DOCK,
        "serviceTypes": ["Amazon Shipping Ground"],
        "containerSpecifications": [
            {"dimensions": container()["dimensions"], "weight": {"unit": "kg", "value": 1}} for _ in range(2)
        ],
    }
    [rate] = shop.ok("POST", f"{V1}/rates", wish)["payload"]["serviceRates"]
    assert rate["totalCharge"] == {"value": 9.88, "unit": "USD"}
    assert rate["billableWeight"] == {"unit": "kg", "value": 2.0}


def test_labels_are_bought_for_a_created_shipment_once_and_can_be_scanned(shop: Shop) -> None:
    created = create(shop, container("c-1"), container("c-2"))
    assert [each["serviceType"] for each in created["eligibleRates"]] == [
        "Amazon Shipping Ground",
        "Amazon Shipping Premium",
    ]
    assert postage(shop) == []
    labels = bought(shop, created)
    assert labels["acceptedRate"]["totalCharge"]["value"] == 9.88
    for each, reference in zip(labels["labelResults"], ("c-1", "c-2"), strict=True):
        assert each["containerReferenceId"] == reference
        picture = Image.open(BytesIO(base64.b64decode(each["label"]["labelStream"])))
        assert each["trackingId"] in {code.text for code in zxingcpp.read_barcodes(picture)}
    assert postage(shop) == [("PostageBilling", -4.94)] * 2
    path = f"{V1}/shipments/{created['shipmentId']}"
    wish = {"rateId": created["eligibleRates"][0]["rateId"], "labelSpecification": LABEL}
    [error] = shop.refused("POST", f"{path}/purchaseLabels", wish)
    assert "has its labels" in error["details"]
    number = labels["labelResults"][1]["trackingId"]
    again = shop.ok("POST", f"{path}/containers/{number}/label", {"labelSpecification": LABEL})["payload"]
    assert again["labelStream"] == labels["labelResults"][1]["label"]["labelStream"]
    assert len(postage(shop)) == 2


def test_rates_expire(shop: Shop) -> None:
    created = create(shop)
    shop.advance("PT11M")
    wish = {"rateId": created["eligibleRates"][0]["rateId"], "labelSpecification": LABEL}
    [error] = shop.refused("POST", f"{V1}/shipments/{created['shipmentId']}/purchaseLabels", wish)
    assert "has expired" in error["details"]


def test_a_shipment_bought_at_once_is_tracked_to_its_end(shop: Shop) -> None:
    wish = body(serviceType="Amazon Shipping Ground", labelSpecification=LABEL)
    payload = shop.ok("POST", f"{V1}/purchaseShipment", wish)["payload"]
    [label] = payload["labelResults"]
    destine(shop, label["trackingId"])
    shop.advance("P14D")
    tracked = shop.ok("GET", f"{V1}/tracking/{label['trackingId']}")["payload"]
    assert tracked["summary"] == {"status": "Delivered"}
    assert [each["eventCode"] for each in tracked["eventHistory"]][:2] == ["ReadyForReceive", "PickupDone"]
    shop.refused("GET", f"{V1}/tracking/none")
    wish["serviceType"] = "Amazon Shipping Standard"
    shop.refused("POST", f"{V1}/purchaseShipment", wish)
    assert len(postage(shop)) == 1


def test_a_shipment_or_parcel_that_there_is_not_is_an_invalid_input(shop: Shop) -> None:
    for method, path in (("POST", "shipments/89108749065090/cancel"), ("GET", "tracking/1Z999AA10123456784")):
        [error] = shop.refused(method, f"{V1}/{path}")
        assert (error["code"], error["message"]) == ("InvalidInput", "Invalid input.")
        assert "not found" in error["details"]


def test_a_label_of_merchant_fulfillment_is_not_followed_by_v1(shop: Shop) -> None:
    asked = details(order(shop))
    bought = buy_for_an_order(opened(shop), asked)
    shop.log_in()
    [error] = shop.refused("GET", f"{V1}/tracking/{bought['TrackingId']}")
    assert error["details"].startswith("TrackingId not found")


def test_fields_that_are_null_are_as_if_left_out_and_a_list_is_no_object(shop: Shop) -> None:
    empty = dict.fromkeys(("addressLine2", "addressLine3", "email", "copyEmails", "phoneNumber"))
    wish = body(shipTo={**SEATTLE, **empty}, shipDate=None)
    assert len(shop.ok("POST", f"{V1}/shipments", wish)["payload"]["eligibleRates"]) == 2
    [error] = shop.refused("POST", f"{V1}/shipments", {**wish, "containers": {"0": container()}})
    assert error["details"].endswith("must be an array")


def test_a_shipment_is_called_off_with_all_its_labels(shop: Shop) -> None:
    created = create(shop, container("c-1"), container("c-2"))
    bought(shop, created)
    path = f"{V1}/shipments/{created['shipmentId']}/cancel"
    assert shop.ok("POST", path) == {}
    assert round(sum(amount for _, amount in postage(shop)), 2) == 0
    shop.refused("POST", path)
    unbought = create(shop)
    shop.ok("POST", f"{V1}/shipments/{unbought['shipmentId']}/cancel")
    wish = {"rateId": unbought["eligibleRates"][0]["rateId"], "labelSpecification": LABEL}
    [error] = shop.refused("POST", f"{V1}/shipments/{unbought['shipmentId']}/purchaseLabels", wish)
    assert "was canceled" in error["details"]


def test_a_shipment_of_v1_is_none_of_v2(shop: Shop) -> None:
    created = create(shop)
    bought(shop, created)
    shop.refused("PUT", f"/shipping/v2/shipments/{created['shipmentId']}/cancel", status=404)
    assert len(shop.events("parcels.refunded")) == 0


def test_what_is_wrong_with_containers_is_told_at_once(shop: Shop) -> None:
    wrong = container(value={"value": -1, "unit": "EUR"}, weight={"unit": "kg", "value": 0})
    errors = shop.refused("POST", f"{V1}/shipments", body(wrong))
    assert [each["details"].split(":")[0] for each in errors] == [
        "containers[0].weight.value",
        "containers[0].value.unit",
        "containers[0].value.value",
    ]


def test_a_shipment_is_shown_to_who_may_see_addresses(shop: Shop) -> None:
    created = create(shop)
    path = f"{V1}/shipments/{created['shipmentId']}"
    assert shop.call("GET", path).status_code == 403
    wish = {"restrictedResources": [{"method": "GET", "path": path}]}
    token = shop.ok("POST", "/tokens/2021-03-01/restrictedDataToken", wish)["restrictedDataToken"]
    shown = shop.call("GET", path, headers={"x-amz-access-token": token}).json()["payload"]
    assert shown["shipTo"] == SEATTLE
    assert "acceptedRate" not in shown
    bought(shop, created)
    shown = shop.call("GET", path, headers={"x-amz-access-token": token}).json()["payload"]
    assert shown["acceptedRate"]["serviceType"] == "Amazon Shipping Ground"
