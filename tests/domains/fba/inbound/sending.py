"""How a seller sends stock in: plans, boxes, shipments, and waiting for what takes its time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx
from tests.shop import US, Json, Shop

INBOUND = "/inbound/fba/2024-03-20"
PLANS = f"{INBOUND}/inboundPlans"
PORTLAND = {
    "name": "Robin Berger",
    "companyName": "Northlea Goods",
    "addressLine1": "12 Harbor Street",
    "city": "Portland",
    "stateOrProvinceCode": "OR",
    "postalCode": "97204",
    "countryCode": "US",
    "phoneNumber": "503-555-0101",
}


def line(msku: str, quantity: int, **changes: Any) -> Json:
    return {"msku": msku, "quantity": quantity, "labelOwner": "SELLER", "prepOwner": "NONE", **changes}


def plan_body(units: Mapping[str, int], marketplace: str = US, **changes: Any) -> Json:
    return {
        "destinationMarketplaces": [marketplace],
        "sourceAddress": PORTLAND,
        "items": [line(msku, quantity) for msku, quantity in units.items()],
        **changes,
    }


def asked(response: httpx.Response) -> Json:
    """What was answered to a call that takes its time."""
    assert response.status_code in (201, 202), response.text
    found: Json = response.json()
    return found


def status(shop: Shop, operation_id: str) -> Json:
    return shop.ok("GET", f"{INBOUND}/operations/{operation_id}")


def done(shop: Shop, response: httpx.Response) -> Json:
    """What was answered, once the operation has succeeded."""
    answer = asked(response)
    shop.advance("PT5S")
    told = status(shop, answer["operationId"])
    assert told["operationStatus"] == "SUCCESS", told
    return answer


def failed(shop: Shop, response: httpx.Response) -> list[Json]:
    """The problems of an operation that has failed."""
    answer = asked(response)
    shop.advance("PT5S")
    told = status(shop, answer["operationId"])
    assert told["operationStatus"] == "FAILED", told
    problems: list[Json] = told["operationProblems"]
    return problems


def planned(shop: Shop, units: Mapping[str, int], marketplace: str = US, **changes: Any) -> str:
    """A new plan; its id."""
    body = plan_body(units, marketplace, **changes)
    return str(done(shop, shop.call("POST", PLANS, body))["inboundPlanId"])


def plan(shop: Shop, plan_id: str) -> Json:
    return shop.ok("GET", f"{PLANS}/{plan_id}")


def listed(shop: Shop, path: str, name: str, **query: Any) -> list[Json]:
    """Everything of a list, page by page."""
    found: list[Json] = []
    token = None
    while True:
        more: Json = {"paginationToken": token} if token else {}
        answer = shop.ok("GET", path, **query, **more)
        found += answer[name]
        token = answer.get("pagination", {}).get("nextToken")
        if token is None:
            return found


def items(shop: Shop, plan_id: str) -> dict[str, int]:
    return {each["msku"]: each["quantity"] for each in listed(shop, f"{PLANS}/{plan_id}/items", "items")}


def box(contents: Mapping[str, int] | None, quantity: int = 1, **changes: Any) -> Json:
    """A box with these units; one whose contents are not told without."""
    told = {"items": [line(*each) for each in contents.items()]} if contents is not None else {}
    return {
        "contentInformationSource": "BOX_CONTENT_PROVIDED" if contents is not None else "BARCODE_2D",
        "quantity": quantity,
        "dimensions": {"length": 16, "width": 12, "height": 10, "unitOfMeasurement": "IN"},
        "weight": {"unit": "LB", "value": 20},
        **told,
        **changes,
    }


def groups(shop: Shop, plan_id: str) -> list[str]:
    """The packing groups of a plan, whose first packing option is chosen."""
    done(shop, shop.call("POST", f"{PLANS}/{plan_id}/packingOptions"))
    [option] = listed(shop, f"{PLANS}/{plan_id}/packingOptions", "packingOptions")
    done(shop, shop.call("POST", f"{PLANS}/{plan_id}/packingOptions/{option['packingOptionId']}/confirmation"))
    found: list[str] = option["packingGroups"]
    return found


def grouped(shop: Shop, plan_id: str, group_id: str) -> dict[str, int]:
    path = f"{PLANS}/{plan_id}/packingGroups/{group_id}/items"
    return {each["msku"]: each["quantity"] for each in listed(shop, path, "items")}


def pack(shop: Shop, plan_id: str, boxes: list[Json], **owner: str) -> httpx.Response:
    body = {"packageGroupings": [{**owner, "boxes": boxes}]}
    return shop.call("POST", f"{PLANS}/{plan_id}/packingInformation", body)


def packed(shop: Shop, units: Mapping[str, int], boxes: list[Json], marketplace: str = US, **changes: Any) -> str:
    """A plan of SKUs of one kind, whose boxes are known."""
    plan_id = planned(shop, units, marketplace, **changes)
    [group] = groups(shop, plan_id)
    done(shop, pack(shop, plan_id, boxes, packingGroupId=group))
    return plan_id


def placements(shop: Shop, plan_id: str) -> list[Json]:
    """The placement options of a plan, fewest shipments first."""
    done(shop, shop.call("POST", f"{PLANS}/{plan_id}/placementOptions", {}))
    return listed(shop, f"{PLANS}/{plan_id}/placementOptions", "placementOptions")


def placed(shop: Shop, plan_id: str, spread: int = 0) -> list[str]:
    """Its shipments, once the placement of this place in the list is confirmed."""
    option = placements(shop, plan_id)[spread]
    path = f"{PLANS}/{plan_id}/placementOptions/{option['placementOptionId']}/confirmation"
    done(shop, shop.call("POST", path))
    found: list[str] = option["shipmentIds"]
    return found


def shipment(shop: Shop, plan_id: str, shipment_id: str) -> Json:
    return shop.ok("GET", f"{PLANS}/{plan_id}/shipments/{shipment_id}")


def shipped_items(shop: Shop, plan_id: str, shipment_id: str) -> dict[str, int]:
    found = listed(shop, f"{PLANS}/{plan_id}/shipments/{shipment_id}/items", "items")
    return {each["msku"]: each["quantity"] for each in found}


def inbound(shop: Shop, sku: str, marketplace: str = US) -> tuple[int, int, int]:
    """The units of a SKU that are planned, on their way, and being received."""
    details = shop.summary(sku, marketplace)["inventoryDetails"]
    return (
        details["inboundWorkingQuantity"],
        details["inboundShippedQuantity"],
        details["inboundReceivingQuantity"],
    )


def configured(shop: Shop, shipments: list[str], **changes: Any) -> list[Json]:
    """What is asked for every shipment: ready now, with somebody to call."""
    window = {"start": shop.now()}
    contact = {"name": "Robin Berger", "phoneNumber": "503-555-0101", "email": "robin@example.com"}
    return [
        {"shipmentId": each, "readyToShipWindow": window, "contactInformation": contact, **changes}
        for each in shipments
    ]


def quoted(shop: Shop, plan_id: str, shipments: list[str], **changes: Any) -> list[Json]:
    """The transportation options of all shipments of a confirmed placement."""
    [option] = plan(shop, plan_id)["placementOptions"]
    body = {
        "placementOptionId": option["placementOptionId"],
        "shipmentTransportationConfigurations": configured(shop, shipments, **changes),
    }
    path = f"{PLANS}/{plan_id}/transportationOptions"
    done(shop, shop.call("POST", path, body))
    return listed(shop, path, "transportationOptions", placementOptionId=option["placementOptionId"])


def option_of(options: list[Json], shipment_id: str, solution: str, mode: str = "GROUND_SMALL_PARCEL") -> Json:
    """The last option of a shipment of this kind."""
    return [
        each
        for each in options
        if (each["shipmentId"], each["shippingSolution"], each["shippingMode"]) == (shipment_id, solution, mode)
    ][-1]


def choose(shop: Shop, plan_id: str, options: list[Json]) -> httpx.Response:
    selections = [
        {"shipmentId": each["shipmentId"], "transportationOptionId": each["transportationOptionId"]} for each in options
    ]
    path = f"{PLANS}/{plan_id}/transportationOptions/confirmation"
    return shop.call("POST", path, {"transportationSelections": selections})


def windowed(shop: Shop, plan_id: str, shipment_id: str) -> Json:
    """The first delivery window of a shipment, which is confirmed."""
    path = f"{PLANS}/{plan_id}/shipments/{shipment_id}/deliveryWindowOptions"
    done(shop, shop.call("POST", path))
    found = listed(shop, path, "deliveryWindowOptions")[0]
    done(shop, shop.call("POST", f"{path}/{found['deliveryWindowOptionId']}/confirmation"))
    return found


PARTNER, OWN = "AMAZON_PARTNERED_CARRIER", "USE_YOUR_OWN_CARRIER"
PALLETS = [
    {
        "quantity": 2,
        "dimensions": {"length": 48, "width": 40, "height": 50, "unitOfMeasurement": "IN"},
        "weight": {"unit": "LB", "value": 400},
        "stackability": "STACKABLE",
    }
]
FREIGHT = {"declaredValue": {"amount": 900.0, "code": "USD"}, "freightClass": "FC_70"}


def ready(shop: Shop, units: Mapping[str, int], boxes: list[Json], solution: str = PARTNER) -> tuple[str, str]:
    """A plan of one shipment by parcels, which is ready to ship; the ids of both."""
    plan_id = packed(shop, units, boxes)
    [shipment_id] = placed(shop, plan_id)
    option = option_of(quoted(shop, plan_id, [shipment_id]), shipment_id, solution)
    if solution == OWN:
        windowed(shop, plan_id, shipment_id)
    done(shop, choose(shop, plan_id, [option]))
    return plan_id, shipment_id


def track(shop: Shop, plan_id: str, shipment_id: str, tracking: Json) -> httpx.Response:
    path = f"{PLANS}/{plan_id}/shipments/{shipment_id}/trackingDetails"
    return shop.call("PUT", path, {"trackingDetails": tracking})


def parcels(shop: Shop, plan_id: str, shipment_id: str, *numbers: str) -> Json:
    """Tracking details that give each box its number."""
    boxes = listed(shop, f"{PLANS}/{plan_id}/shipments/{shipment_id}/boxes", "boxes")
    told = [{"boxId": box["boxId"], "trackingId": number} for box, number in zip(boxes, numbers, strict=True)]
    return {"spdTrackingDetail": {"spdTrackingItems": told}}


def until(shop: Shop, plan_id: str, shipment_id: str, wanted: str) -> list[str]:
    """The states of a shipment until it comes to one, as the days go by."""
    seen: list[str] = []
    for _ in range(200):
        state = shipment(shop, plan_id, shipment_id)["status"]
        if seen[-1:] != [state]:
            seen.append(state)
        if state == wanted:
            return seen
        shop.advance("PT6H")
    raise AssertionError(seen)


def charged(shop: Shop) -> list[tuple[str, float]]:
    """The fees of sending in that were posted."""
    events = shop.ok("GET", "/finances/v0/financialEvents")["payload"]["FinancialEvents"]
    return [
        (fee["FeeType"], fee["FeeAmount"]["CurrencyAmount"])
        for each in events.get("ServiceFeeEventList", [])
        for fee in each["FeeList"]
        if fee["FeeType"] not in ("Subscription", "FBAStorageFee")
    ]
