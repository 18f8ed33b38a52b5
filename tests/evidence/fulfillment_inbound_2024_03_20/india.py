"""What sending in asks for in India alone, in the form of the requests that clients were seen to send."""

from __future__ import annotations

from datetime import datetime, timedelta

import httpx

from tests.domains.fba.inbound.sending import (
    INBOUND,
    OWN,
    PARTNER,
    PLANS,
    PORTLAND,
    box,
    choose,
    done,
    option_of,
    packed,
    placed,
    quoted,
    windowed,
)
from tests.shop import IN, Shop

MUMBAI = {**PORTLAND, "city": "Mumbai", "postalCode": "400001", "countryCode": "IN", "stateOrProvinceCode": "MH"}
UTF_8 = {"Content-Type": "application/json; charset=utf-8"}


def slots_asked_for(shop: Shop) -> httpx.Response:
    return _slots(shop, _shipment(shop, OWN))


def slots_that_are_offered(shop: Shop) -> httpx.Response:
    path = _shipment(shop, OWN)
    done(shop, _slots(shop, path))
    return shop.call("GET", f"{path}/selfShipAppointmentSlots", pageSize=2)


def a_slot_taken(shop: Shop) -> httpx.Response:
    return _take(shop, _shipment(shop, OWN))


def an_appointment_cancelled(shop: Shop) -> httpx.Response:
    path = _shipment(shop, OWN)
    assert _take(shop, path).status_code == 200
    return shop.call("PUT", f"{path}/selfShipAppointmentCancellation", {"reasonComment": "OTHER"}, UTF_8)


def a_delivery_challan(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{_shipment(shop, PARTNER)}/deliveryChallanDocument")


def taxes_of_two_skus(shop: Shop) -> httpx.Response:
    for sku in ("TEA", "CUP"):
        shop.stock(sku, 0, IN)
    return shop.call("GET", f"{INBOUND}/items/compliance", marketplaceId=IN, mskus="TEA,CUP")


def _shipment(shop: Shop, solution: str) -> str:
    """The path of a shipment in India whose carrier is confirmed."""
    shop.stock("TEA", 0, IN)
    plan_id = packed(shop, {"TEA": 4}, [box({"TEA": 4})], IN, sourceAddress=MUMBAI)
    [shipment_id] = placed(shop, plan_id)
    option = option_of(quoted(shop, plan_id, [shipment_id]), shipment_id, solution)
    if solution == OWN:
        windowed(shop, plan_id, shipment_id)
    done(shop, choose(shop, plan_id, [option]))
    return f"{PLANS}/{plan_id}/shipments/{shipment_id}"


def _slots(shop: Shop, path: str) -> httpx.Response:
    start = datetime.fromisoformat(shop.now())
    days = {"desiredStartDate": start + timedelta(days=2), "desiredEndDate": start + timedelta(days=30)}
    body = {name: f"{day:%Y-%m-%d}T00:00:00.000Z" for name, day in days.items()}
    return shop.call("POST", f"{path}/selfShipAppointmentSlots", body, UTF_8)


def _take(shop: Shop, path: str) -> httpx.Response:
    done(shop, _slots(shop, path))
    [slot, *_] = shop.ok("GET", f"{path}/selfShipAppointmentSlots")["selfShipAppointmentSlotsAvailability"]["slots"]
    taken = f"{path}/selfShipAppointmentSlots/{slot['slotId']}/schedule"
    return shop.call("POST", taken, {"reasonComment": "OTHER"}, UTF_8)
