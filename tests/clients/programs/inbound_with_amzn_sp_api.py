"""A small-parcel plan with Amazon's own Python client, from its creation to stock that a buyer orders.

Knows nothing of Tradepost, but for its clock and its buyers, which nobody has at Amazon.
"""

from __future__ import annotations

import json
import os
import urllib.request
from typing import Any

from spapi import SPAPIClient, SPAPIConfig
from spapi.api.fba_inventory_v1.fba_inventory_api import FbaInventoryApi
from spapi.api.fulfillment_inbound_v0.fba_inbound_v0_api import FbaInboundV0Api
from spapi.api.fulfillment_inbound_v2024_03_20.fba_inbound_api import FbaInboundApi
from spapi.rest import ApiException

US = "ATVPDKIKX0DER"
LINE = {"msku": "TEAPOT", "labelOwner": "SELLER", "prepOwner": "NONE"}
SOURCE = {
    "name": "Robin Berger",
    "addressLine1": "12 Harbor Street",
    "city": "Portland",
    "stateOrProvinceCode": "OR",
    "postalCode": "97204",
    "countryCode": "US",
    "phoneNumber": "503-555-0101",
}
BOX = {
    "contentInformationSource": "BOX_CONTENT_PROVIDED",
    "items": [{**LINE, "quantity": 20}],
    "quantity": 2,
    "dimensions": {"length": 16, "width": 12, "height": 10, "unitOfMeasurement": "IN"},
    "weight": {"unit": "LB", "value": 24},
}


def say(name: str, value: Any) -> None:
    print(json.dumps([name, value]), flush=True)


def control(method: str, path: str, body: Any = None) -> Any:
    url = f"{os.environ['TRADEPOST_URL']}/_tradepost/v1/{path}"
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data, method=method)) as answer:
        return json.loads(answer.read() or b"null")


config = SPAPIConfig(
    client_id=os.environ["LWA_CLIENT_ID"],
    client_secret=os.environ["LWA_CLIENT_SECRET"],
    refresh_token=os.environ["LWA_REFRESH_TOKEN"],
    region="NA",
)
client = SPAPIClient(config).api_client
inbound, labels, inventory = FbaInboundApi(client), FbaInboundV0Api(client), FbaInventoryApi(client)


def carried_out(answer: Any) -> Any:
    """Waits for an operation, as everybody has to."""
    for _ in range(10):
        told = inbound.get_inbound_operation_status(answer.operation_id)
        if told.operation_status != "IN_PROGRESS":
            assert told.operation_status == "SUCCESS", told
            return answer
        control("POST", "clock/advance", {"by": "PT5S"})
    raise AssertionError(told)


def units() -> list[int]:
    """What can be sold of the SKU, and what is on its way."""
    asked = inventory.get_inventory_summaries("Marketplace", US, [US], details=True, seller_skus=["TEAPOT"])
    details = asked.payload.inventory_summaries[0].inventory_details
    return [details.fulfillable_quantity, details.inbound_working_quantity + details.inbound_shipped_quantity]


control("POST", "clock/freeze", {})
control("PUT", "usage-plans", {"scale": 1000})
before = units()[0]

request = {"destinationMarketplaces": [US], "sourceAddress": SOURCE, "items": [{**LINE, "quantity": 40}]}
try:
    inbound.create_inbound_plan({**request, "items": [{**LINE, "labelOwner": "AMAZON", "quantity": 40}]})
except ApiException as refusal:
    say("refused", [refusal.status, json.loads(refusal.body)["errors"][0]["code"]])
plan_id = carried_out(inbound.create_inbound_plan(request)).inbound_plan_id
carried_out(inbound.generate_packing_options(plan_id))
[option] = inbound.list_packing_options(plan_id).packing_options
carried_out(inbound.confirm_packing_option(plan_id, option.packing_option_id))
grouping = {"packingGroupId": option.packing_groups[0], "boxes": [BOX]}
carried_out(inbound.set_packing_information(plan_id, {"packageGroupings": [grouping]}))
carried_out(inbound.generate_placement_options(plan_id, {}))
placement = inbound.list_placement_options(plan_id).placement_options[0]
carried_out(inbound.confirm_placement_option(plan_id, placement.placement_option_id))
[shipment_id] = placement.shipment_ids
ready = {"shipmentId": shipment_id, "readyToShipWindow": {"start": control("GET", "clock")["now"]}}
wanted = {"placementOptionId": placement.placement_option_id, "shipmentTransportationConfigurations": [ready]}
carried_out(inbound.generate_transportation_options(plan_id, wanted))
offered = inbound.list_transportation_options(plan_id, shipment_id=shipment_id).transportation_options
chosen = next(each for each in offered if each.shipping_solution == "AMAZON_PARTNERED_CARRIER")
say("quoted", chosen.quote.cost.amount > 0)
selection = {"shipmentId": shipment_id, "transportationOptionId": chosen.transportation_option_id}
carried_out(inbound.confirm_transportation_options(plan_id, {"transportationSelections": [selection]}))
shipment = inbound.get_shipment(plan_id, shipment_id)
say("ready", [shipment.status, units()[1], len(inbound.list_shipment_boxes(plan_id, shipment_id).boxes)])
link = labels.get_labels(shipment.shipment_confirmation_id, "PackageLabel_Plain_Paper", "UNIQUE")
with urllib.request.urlopen(link.payload.download_url) as file:
    say("labels", file.read(5).decode())
control("POST", "clock/advance", {"by": "P30D"})
say("closed", [inbound.get_shipment(plan_id, shipment_id).status, inbound.get_inbound_plan(plan_id).status])
say("more", units()[0] - before)
order = control("POST", "buyers/orders", {"items": [{"sku": "TEAPOT", "quantity": before + 40}], "paid": True})
say("ordered", [order["status"], units()[0]])
