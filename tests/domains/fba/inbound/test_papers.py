"""Papers that can be read again: labels of items, boxes and pallets, bills of lading, delivery challans."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.domains.fba.inbound.sending import (
    FREIGHT,
    INBOUND,
    OWN,
    PALLETS,
    PARTNER,
    PLANS,
    PORTLAND,
    box,
    choose,
    done,
    listed,
    option_of,
    packed,
    placed,
    quoted,
    ready,
    shipment,
)
from tests.printing.reading import barcodes_of as pages
from tests.shop import BARE, IN, US, Json, Shop

V0 = "/fba/inbound/v0/shipments"


def fetched(url: str, type: str) -> bytes:
    response = BARE.get(url, timeout=60)
    assert (response.status_code, response.headers["content-type"]) == (200, type), response.text
    return response.content


def labels(shop: Shop, confirmation_id: str, page_type: str, **query: Any) -> str:
    asked = {"LabelType": "UNIQUE", **query}
    found = shop.ok("GET", f"{V0}/{confirmation_id}/labels", PageType=page_type, **asked)
    return str(found["payload"]["DownloadURL"])


def wanted(units: int, **changes: Any) -> Json:
    body = {
        "marketplaceId": US,
        "labelType": "STANDARD_FORMAT",
        "pageType": "A4_27",
        "mskuQuantities": [{"msku": "MUG", "quantity": units}],
        **changes,
    }
    return {name: value for name, value in body.items() if value is not None}


@pytest.mark.parametrize(("page_type", "a_page"), [("A4_21", 21), ("A4_44_48x25", 44), ("Letter_30", 30)])
def test_items_are_labeled_on_sheets_of_paper(shop: Shop, page_type: str, a_page: int) -> None:
    skus = [f"MUG-{number}" for number in range(7)]
    for sku in skus:
        shop.stock(sku, 0)
    units = [{"msku": sku, "quantity": 1} for sku in skus]
    [download] = shop.ok("POST", f"{INBOUND}/items/labels", wanted(1, pageType=page_type, mskuQuantities=units))[
        "documentDownloads"
    ]
    assert download["downloadType"] == "URL"
    [codes] = pages(fetched(download["uri"], "application/pdf"))
    assert sorted(codes) == sorted(shop.summary(sku)["fnSku"] for sku in skus)
    units = [{"msku": sku, "quantity": 20} for sku in skus]
    [many] = shop.ok("POST", f"{INBOUND}/items/labels", wanted(1, pageType=page_type, mskuQuantities=units))[
        "documentDownloads"
    ]
    assert len(pages(fetched(many["uri"], "application/pdf"))) == -(-140 // a_page)


def test_items_are_labeled_one_by_one_on_a_thermal_printer(shop: Shop) -> None:
    shop.stock("MUG", 0)
    body = wanted(3, labelType="THERMAL_PRINTING", pageType=None, width=57, height=32)
    [download] = shop.ok("POST", f"{INBOUND}/items/labels", body)["documentDownloads"]
    printed = fetched(download["uri"], "application/pdf")
    assert pages(printed) == [[shop.summary("MUG")["fnSku"]]] * 3
    sizes = {
        tuple(float(part) for part in each.split()) for each in re.findall(rb"/MediaBox ?\[ ?([^]]+?) ?\]", printed)
    }
    assert {tuple(round(part / 72 * 25.4) for part in each) for each in sizes} == {(0, 0, 57, 32)}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"pageType": None}, "pageType"),
        ({"labelType": "THERMAL_PRINTING"}, "width"),
        ({"mskuQuantities": [{"msku": "GONE", "quantity": 1}]}, "mskuQuantities[0].msku"),
        ({"mskuQuantities": [{"msku": "MUG", "quantity": 9000}]}, "mskuQuantities"),
    ],
)
def test_labels_that_cannot_be_printed_are_refused(shop: Shop, changes: Json, field: str) -> None:
    shop.stock("MUG", 0)
    [error] = shop.refused("POST", f"{INBOUND}/items/labels", wanted(1, **changes))
    assert field in error["details"]


def test_boxes_have_their_id_and_the_partners_number_on_paper(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id, shipment_id = ready(shop, {"MUG": 12}, [box({"MUG": 6}, 2)])
    found = shipment(shop, plan_id, shipment_id)
    confirmation = found["shipmentConfirmationId"]
    parcels = found["trackingDetails"]["spdTrackingDetail"]["spdTrackingItems"]
    printed = pages(fetched(labels(shop, confirmation, "PackageLabel_Plain_Paper"), "application/pdf"))
    expected = [code for each in parcels for code in ([each["boxId"]], [each["trackingId"]])]
    assert printed == expected
    two = pages(fetched(labels(shop, confirmation, "PackageLabel_Letter_2"), "application/pdf"))
    assert [sorted(each) for each in two] == [sorted([one["boxId"], one["trackingId"]]) for one in parcels]


def test_an_own_carriers_boxes_are_printed_page_by_page(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id, shipment_id = ready(shop, {"MUG": 12}, [box({"MUG": 4}, 3)], OWN)
    confirmation = shipment(shop, plan_id, shipment_id)["shipmentConfirmationId"]
    path = f"{V0}/{confirmation}/labels"
    [error] = shop.refused("GET", path, PageType="PackageLabel_Thermal", LabelType="UNIQUE")
    assert "PageSize" in error["details"]
    last_two = labels(shop, confirmation, "PackageLabel_Thermal", PageSize=2, PageStartIndex=1)
    program = fetched(last_two, "application/zpl").decode()
    assert [f"U00000{number}" in program for number in (1, 2, 3)] == [False, True, True]
    one = labels(shop, confirmation, "PackageLabel_Plain_Paper", PackageLabelsToPrint=f"{confirmation}U000003")
    assert pages(fetched(one, "application/pdf")) == [[f"{confirmation}U000003"]]
    [error] = shop.refused("GET", path, PageType="PackageLabel_Thermal", LabelType="UNIQUE", PackageLabelsToPrint="X")
    assert "PackageLabelsToPrint" in error["details"]


def test_there_are_no_labels_before_a_carrier_is_confirmed(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = packed(shop, {"MUG": 12}, [box({"MUG": 6}, 2)])
    [shipment_id] = placed(shop, plan_id)
    confirmation = shipment(shop, plan_id, shipment_id)["shipmentConfirmationId"]
    query: Json = {"PageType": "PackageLabel_Plain_Paper", "LabelType": "BARCODE_2D", "PageSize": 10}
    [error] = shop.refused("GET", f"{V0}/{confirmation}/labels", **query)
    assert (error["code"], error["message"]) == ("InvalidInput", "Carrier estimate is not yet confirmed.")
    done(shop, choose(shop, plan_id, [option_of(quoted(shop, plan_id, [shipment_id]), shipment_id, PARTNER)]))
    assert fetched(labels(shop, confirmation, "PackageLabel_Plain_Paper"), "application/pdf")


def test_labels_of_all_boxes_are_had_by_default(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id, shipment_id = ready(shop, {"MUG": 12}, [box({"MUG": 4}, 3)], OWN)
    path = f"{V0}/{shipment(shop, plan_id, shipment_id)['shipmentConfirmationId']}/labels"
    asked: Json = {"PageType": "PackageLabel_Plain_Paper", "PageSize": 10}
    for query in (asked, {**asked, "LabelType": "DEFAULT"}):
        url = shop.ok("GET", path, **query)["payload"]["DownloadURL"]
        assert len(pages(fetched(url, "application/pdf"))) == 3
    [error] = shop.refused("GET", path, PageType="PackageLabel_Plain_Paper", LabelType="SELLER_LABEL")
    assert "LabelType" in error["details"]


def test_freight_has_a_bill_of_lading_and_four_labels_a_pallet(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = packed(shop, {"MUG": 12}, [box({"MUG": 6}, 2)])
    [shipment_id] = placed(shop, plan_id)
    options = quoted(shop, plan_id, [shipment_id], pallets=PALLETS, freightInformation=FREIGHT)
    done(shop, choose(shop, plan_id, [option_of(options, shipment_id, PARTNER, "FREIGHT_LTL")]))
    found = shipment(shop, plan_id, shipment_id)
    confirmation = found["shipmentConfirmationId"]
    bill = shop.ok("GET", f"{V0}/{confirmation}/billOfLading")["payload"]["DownloadURL"]
    assert pages(fetched(bill, "application/pdf")) == [[found["amazonReferenceId"]]]
    pallets = labels(shop, confirmation, "PackageLabel_Plain_Paper", LabelType="PALLET", NumberOfPallets=2)
    assert pages(fetched(pallets, "application/pdf")) == [[confirmation]] * 8


def test_parcels_have_no_bill_of_lading(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id, shipment_id = ready(shop, {"MUG": 12}, [box({"MUG": 12})])
    confirmation = shipment(shop, plan_id, shipment_id)["shipmentConfirmationId"]
    [error] = shop.refused("GET", f"{V0}/{confirmation}/billOfLading")
    assert "no bill of lading" in error["details"]
    challan = f"{PLANS}/{plan_id}/shipments/{shipment_id}/deliveryChallanDocument"
    [error] = shop.refused("GET", challan)
    assert error["message"] == f"ERROR: There is no delivery challan for shipment {shipment_id}."


def test_a_partnered_shipment_in_india_has_a_delivery_challan(shop: Shop) -> None:
    shop.stock("TEA", 0, IN)
    address = {**PORTLAND, "city": "Mumbai", "postalCode": "400001", "countryCode": "IN", "stateOrProvinceCode": "MH"}
    plan_id = packed(shop, {"TEA": 4}, [box({"TEA": 4})], IN, sourceAddress=address)
    [shipment_id] = placed(shop, plan_id)
    done(shop, choose(shop, plan_id, [option_of(quoted(shop, plan_id, [shipment_id]), shipment_id, PARTNER)]))
    download = shop.ok("GET", f"{PLANS}/{plan_id}/shipments/{shipment_id}/deliveryChallanDocument")["documentDownload"]
    confirmation = shipment(shop, plan_id, shipment_id)["shipmentConfirmationId"]
    assert pages(fetched(download["uri"], "application/pdf")) == [[confirmation]]
    assert len(listed(shop, f"{PLANS}/{plan_id}/boxes", "boxes")) == 1
