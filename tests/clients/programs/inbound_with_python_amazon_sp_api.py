"""Stock is sent to Amazon with python-amazon-sp-api: parcels by a partner, parcels by an own carrier, and freight.

Knows nothing of Tradepost, but for its clock and its buyers, which nobody has at Amazon.
"""

from __future__ import annotations

import json
import os
import urllib.request
from typing import Any

from sp_api.api import FulfillmentInboundV0, FulfillmentInboundV20240320, Inventories
from sp_api.base import Marketplaces, SellingApiBadRequestException

US = Marketplaces.US.marketplace_id
PARTNER, OWN = "AMAZON_PARTNERED_CARRIER", "USE_YOUR_OWN_CARRIER"
SOURCE = {
    "name": "Robin Berger",
    "addressLine1": "12 Harbor Street",
    "city": "Portland",
    "stateOrProvinceCode": "OR",
    "postalCode": "97204",
    "countryCode": "US",
    "phoneNumber": "503-555-0101",
}
SIZE = {"length": 16, "width": 12, "height": 10, "unitOfMeasurement": "IN"}
PALLETS = [{"quantity": 1, "dimensions": SIZE, "weight": {"unit": "LB", "value": 300}, "stackability": "STACKABLE"}]
FREIGHT = {"freightClass": "FC_70", "declaredValue": {"amount": 500.0, "code": "USD"}}
CONTACT = {"name": "Robin Berger", "phoneNumber": "503-555-0101", "email": "robin@example.com"}


def say(name: str, value: Any) -> None:
    print(json.dumps([name, value]), flush=True)


def control(method: str, path: str, body: Any = None) -> Any:
    url = f"{os.environ['TRADEPOST_URL']}/_tradepost/v1/{path}"
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data, method=method)) as answer:
        return json.loads(answer.read() or b"null")


def advance(duration: str) -> None:
    control("POST", "clock/advance", {"by": duration})


inbound, labels, inventory = FulfillmentInboundV20240320(), FulfillmentInboundV0(), Inventories()


def carried_out(answer: Any) -> Any:
    """Waits for an operation, as everybody has to."""
    for _ in range(10):
        told = inbound.get_inbound_operation_status(answer.payload["operationId"]).payload
        if told["operationStatus"] != "IN_PROGRESS":
            assert told["operationStatus"] == "SUCCESS", told
            return answer.payload
        advance("PT5S")
    raise AssertionError(told)


def packed(sku: str, units: int) -> str:
    """A plan of one SKU in two boxes; its id."""
    line = {"msku": sku, "labelOwner": "SELLER", "prepOwner": "NONE"}
    items = [{**line, "quantity": units}]
    made = inbound.create_inbound_plan(destinationMarketplaces=[US], sourceAddress=SOURCE, items=items)
    plan_id = carried_out(made)["inboundPlanId"]
    carried_out(inbound.generate_packing_options(plan_id))
    [option] = inbound.list_packing_options(plan_id).payload["packingOptions"]
    carried_out(inbound.confirm_packing_option(plan_id, option["packingOptionId"]))
    box = {
        "contentInformationSource": "BOX_CONTENT_PROVIDED",
        "items": [{**line, "quantity": units // 2}],
        "quantity": 2,
        "dimensions": SIZE,
        "weight": {"unit": "LB", "value": 20},
    }
    groupings = [{"packingGroupId": option["packingGroups"][0], "boxes": [box]}]
    carried_out(inbound.set_packing_information(plan_id, packageGroupings=groupings))
    return plan_id


def confirmed(plan_id: str, solution: str, mode: str, **more: Any) -> dict[str, Any]:
    """Its one shipment, by the carriage that is wanted."""
    carried_out(inbound.generate_placement_options(plan_id))
    option = inbound.list_placement_options(plan_id).payload["placementOptions"][0]
    carried_out(inbound.confirm_placement_option(plan_id, option["placementOptionId"]))
    [shipment_id] = option["shipmentIds"]
    configuration = {"shipmentId": shipment_id, "readyToShipWindow": {"start": control("GET", "clock")["now"]}, **more}
    carried_out(
        inbound.generate_transportation_options(
            plan_id,
            placementOptionId=option["placementOptionId"],
            shipmentTransportationConfigurations=[configuration],
        )
    )
    if solution == OWN:
        carried_out(inbound.generate_delivery_window_options(plan_id, shipment_id))
        window = inbound.list_delivery_window_options(plan_id, shipment_id).payload["deliveryWindowOptions"][0]
        carried_out(inbound.confirm_delivery_window_options(plan_id, shipment_id, window["deliveryWindowOptionId"]))
    offered = inbound.list_transportation_options(plan_id, shipmentId=shipment_id).payload["transportationOptions"]
    chosen = next(each for each in offered if (each["shippingSolution"], each["shippingMode"]) == (solution, mode))
    selection = {"shipmentId": shipment_id, "transportationOptionId": chosen["transportationOptionId"]}
    carried_out(inbound.confirm_transportation_options(plan_id, transportationSelections=[selection]))
    found: dict[str, Any] = inbound.get_shipment(plan_id, shipment_id).payload
    return found


def units(sku: str) -> list[int]:
    """What can be sold of a SKU, and what is on its way."""
    asked = inventory.get_inventory_summary_marketplace(details=True, sellerSkus=[sku]).payload
    details = asked["inventorySummaries"][0]["inventoryDetails"]
    return [details["fulfillableQuantity"], details["inboundWorkingQuantity"], details["inboundShippedQuantity"]]


control("POST", "clock/freeze", {})
control("PUT", "usage-plans", {"scale": 1000})
before = {sku: units(sku)[0] for sku in ("MUG-BLUE", "TEAPOT", "TOWEL-SET")}

try:
    inbound.create_inbound_plan(
        destinationMarketplaces=[US],
        sourceAddress=SOURCE,
        items=[{"msku": "TEAPOT", "labelOwner": "AMAZON", "prepOwner": "NONE", "quantity": 1}],
    )
except SellingApiBadRequestException as refusal:
    say("refused", refusal.error[0]["code"] if isinstance(refusal.error, list) else "BadRequest")

partner_plan = packed("MUG-BLUE", 40)
partner = confirmed(partner_plan, PARTNER, "GROUND_SMALL_PARCEL")
say("partner", [partner["status"], units("MUG-BLUE")[1]])
own_plan = packed("TEAPOT", 40)
own = confirmed(own_plan, OWN, "GROUND_SMALL_PARCEL")
boxes = inbound.list_shipment_boxes(own_plan, own["shipmentId"]).payload["boxes"]
tracking = [{"boxId": each["boxId"], "trackingId": "1Z12345E1512345676"} for each in boxes]
carried_out(
    inbound.update_shipment_tracking_details(
        own_plan, own["shipmentId"], trackingDetails={"spdTrackingDetail": {"spdTrackingItems": tracking}}
    )
)
say("own", [inbound.get_shipment(own_plan, own["shipmentId"]).payload["status"], units("TEAPOT")[2]])
freight_plan = packed("TOWEL-SET", 40)
freight = confirmed(
    freight_plan, PARTNER, "FREIGHT_LTL", pallets=PALLETS, freightInformation=FREIGHT, contactInformation=CONTACT
)
say("freight", [freight["status"], "amazonReferenceId" in freight])

link = labels.get_labels(partner["shipmentConfirmationId"], PageType="PackageLabel_Plain_Paper", LabelType="UNIQUE")
with urllib.request.urlopen(link.payload["DownloadURL"]) as file:
    say("labels", file.read(5).decode())
with urllib.request.urlopen(labels.bill_of_lading(freight["shipmentConfirmationId"]).payload["DownloadURL"]) as file:
    say("bill", file.read(5).decode())

advance("P30D")
plans = (partner_plan, own_plan, freight_plan)
say("plans", [inbound.get_inbound_plan(each).payload["status"] for each in plans])
shown = labels.get_shipments(QueryType="SHIPMENT", ShipmentStatusList="CLOSED", MarketplaceId=US).payload
say("closed", len(shown["ShipmentData"]))
say("more", [units(sku)[0] - count for sku, count in before.items()])
order = control(
    "POST", "buyers/orders", {"items": [{"sku": "TEAPOT", "quantity": before["TEAPOT"] + 20}], "paid": True}
)
say("ordered", [order["status"], units("TEAPOT")[0]])
