"""Transportation: what is offered, what it costs, what has to come first, and what a seller may still change."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from tests.domains.fba.inbound.sending import (
    FREIGHT,
    OWN,
    PALLETS,
    PARTNER,
    PLANS,
    PORTLAND,
    box,
    charged,
    choose,
    configured,
    done,
    failed,
    listed,
    option_of,
    pack,
    packed,
    parcels,
    placed,
    plan,
    planned,
    quoted,
    ready,
    shipment,
    track,
    windowed,
)
from tests.shop import IN, Shop


def test_parcels_go_by_amazons_partner_for_a_quote_or_by_an_own_carrier(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = packed(shop, {"MUG": 12}, [box({"MUG": 6}, 2)])
    [shipment_id] = placed(shop, plan_id)
    options = quoted(shop, plan_id, [shipment_id])
    assert {each["shippingMode"] for each in options} == {"GROUND_SMALL_PARCEL"}
    partner = option_of(options, shipment_id, PARTNER)
    assert re.fullmatch(r"to[0-9a-f-]{36}", partner["transportationOptionId"])
    assert (partner["carrier"]["alphaCode"], partner["preconditions"]) == ("UPSN", [])
    assert (partner["quote"]["cost"]["code"], partner["quote"]["cost"]["amount"] > 10) == ("USD", True)
    own = option_of(options, shipment_id, OWN)
    assert (own["preconditions"], "quote" in own) == (["CONFIRMED_DELIVERY_WINDOW"], False)
    assert quoted(shop, plan_id, [shipment_id])[0]["transportationOptionId"] != partner["transportationOptionId"]


def test_twice_as_many_boxes_cost_twice_as_much(shop: Shop) -> None:
    shop.stock("MUG", 0)
    costs = []
    for count in (1, 2):
        plan_id = packed(shop, {"MUG": count}, [box({"MUG": 1}, count)])
        [shipment_id] = placed(shop, plan_id)
        option = option_of(quoted(shop, plan_id, [shipment_id]), shipment_id, PARTNER)
        costs.append(option["quote"]["cost"]["amount"])
    assert abs(costs[1] - 2 * costs[0]) < 0.02


def test_a_confirmed_shipment_is_ready_and_has_the_ids_of_its_labels(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id, shipment_id = ready(shop, {"MUG": 12}, [box({"MUG": 6}, 2)])
    found = shipment(shop, plan_id, shipment_id)
    confirmation = found["shipmentConfirmationId"]
    assert re.fullmatch(r"FBA15[0-9A-Z]{7}", confirmation)
    assert found["status"] == "READY_TO_SHIP"
    assert found["destination"]["destinationType"] == "AMAZON_WAREHOUSE"
    boxes = listed(shop, f"{PLANS}/{plan_id}/shipments/{shipment_id}/boxes", "boxes")
    assert [each["boxId"] for each in boxes] == [f"{confirmation}U000001", f"{confirmation}U000002"]
    path = f"{PLANS}/{plan_id}/transportationOptions"
    [option] = [
        each
        for each in listed(shop, path, "transportationOptions", shipmentId=shipment_id)
        if each["transportationOptionId"] == found["selectedTransportationOptionId"]
    ]
    until = datetime.fromisoformat(option["quote"]["voidableUntil"])
    assert timedelta(hours=23, minutes=59) < until - datetime.fromisoformat(shop.now()) <= timedelta(hours=24)
    [error] = choose(shop, plan_id, [option]).json()["errors"]
    assert error["message"].endswith("because transportation options are already confirmed.")


def test_an_own_carrier_needs_a_delivery_window_first(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = packed(shop, {"MUG": 12}, [box({"MUG": 12})])
    [shipment_id] = placed(shop, plan_id)
    own = option_of(quoted(shop, plan_id, [shipment_id]), shipment_id, OWN)
    [error] = choose(shop, plan_id, [own]).json()["errors"]
    assert "CONFIRMED_DELIVERY_WINDOW" in error["details"]
    assert shipment(shop, plan_id, shipment_id)["status"] == "WORKING"
    window = windowed(shop, plan_id, shipment_id)
    assert re.fullmatch(r"dw[0-9a-f-]{36}", window["deliveryWindowOptionId"])
    selected = shipment(shop, plan_id, shipment_id)["selectedDeliveryWindow"]
    assert selected["startDate"] == window["startDate"]
    path = f"{PLANS}/{plan_id}/shipments/{shipment_id}/deliveryWindowOptions"
    assert shop.refused("POST", path)[0]["message"].endswith("because a delivery window option is already confirmed.")
    other = listed(shop, path, "deliveryWindowOptions")[3]["deliveryWindowOptionId"]
    done(shop, shop.call("POST", f"{path}/{other}/confirmation"))
    assert shipment(shop, plan_id, shipment_id)["selectedDeliveryWindow"]["deliveryWindowOptionId"] == other
    done(shop, choose(shop, plan_id, [own]))


def test_every_shipment_of_a_placement_is_confirmed_at_once(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = packed(shop, {"MUG": 12}, [box({"MUG": 6}, 2)])
    shipments = placed(shop, plan_id, spread=1)
    options = quoted(shop, plan_id, shipments)
    chosen = [option_of(options, each, PARTNER) for each in shipments]
    [error] = choose(shop, plan_id, chosen[:1]).json()["errors"]
    assert error["message"] == (
        f"ERROR: Provided shipment ids [{shipments[0]}] do not match the shipments in the confirmed placement option"
    )
    assert {shipment(shop, plan_id, each)["status"] for each in shipments} == {"WORKING"}
    done(shop, choose(shop, plan_id, chosen))
    assert {shipment(shop, plan_id, each)["status"] for each in shipments} == {"READY_TO_SHIP"}


def test_options_are_listed_by_placement_by_shipment_or_by_both(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = packed(shop, {"MUG": 12}, [box({"MUG": 3}, 4)])
    shipment_ids = placed(shop, plan_id, spread=1)
    options = quoted(shop, plan_id, shipment_ids)
    placement_id = shipment(shop, plan_id, shipment_ids[0])["placementOptionId"]
    path = f"{PLANS}/{plan_id}/transportationOptions"
    of_first = [each for each in options if each["shipmentId"] == shipment_ids[0]]
    assert 0 < len(of_first) < len(options)
    both = {"placementOptionId": placement_id, "shipmentId": shipment_ids[0]}
    assert listed(shop, path, "transportationOptions", shipmentId=shipment_ids[0]) == of_first
    assert listed(shop, path, "transportationOptions", **both) == of_first
    nowhere = "sh00000000-0000-4000-8000-000000000000"
    [error] = shop.refused("GET", path, status=404, **{**both, "shipmentId": nowhere})
    assert error["details"] == f"shipmentId: '{nowhere}' is not a shipment of placement option {placement_id}"
    [error] = shop.refused("GET", path)
    assert error["details"] == "placementOptionId: '' or shipmentId is required"


def test_freight_is_offered_for_pallets_and_has_a_pickup(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = packed(shop, {"MUG": 12}, [box({"MUG": 6}, 2)])
    [shipment_id] = placed(shop, plan_id)
    options = quoted(shop, plan_id, [shipment_id], pallets=PALLETS, freightInformation=FREIGHT)
    freight = option_of(options, shipment_id, PARTNER, "FREIGHT_LTL")
    assert freight["quote"]["cost"]["amount"] > 200
    assert "startTime" in freight["carrierAppointment"]
    [pallet] = listed(shop, f"{PLANS}/{plan_id}/pallets", "pallets")
    assert (pallet["quantity"], pallet["stackability"]) == (2, "STACKABLE")
    assert listed(shop, f"{PLANS}/{plan_id}/shipments/{shipment_id}/pallets", "pallets") == [pallet]
    done(shop, choose(shop, plan_id, [freight]))
    found = shipment(shop, plan_id, shipment_id)
    assert re.fullmatch(r"[0-9A-Z]{8}", found["amazonReferenceId"])
    assert found["freightInformation"] == FREIGHT


def test_a_plan_packed_later_is_packed_by_shipment(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = planned(shop, {"MUG": 12})
    shipments = placed(shop, plan_id, spread=1)
    [option] = plan(shop, plan_id)["placementOptions"]
    body = {
        "placementOptionId": option["placementOptionId"],
        "shipmentTransportationConfigurations": configured(shop, shipments),
    }
    [error] = shop.refused("POST", f"{PLANS}/{plan_id}/transportationOptions", body)
    assert "packing information of shipment" in error["message"]
    for each in shipments:
        done(shop, pack(shop, plan_id, [box({"MUG": 6})], shipmentId=each))
    assert len(listed(shop, f"{PLANS}/{plan_id}/boxes", "boxes")) == 2
    assert len({each["shipmentId"] for each in quoted(shop, plan_id, shipments)}) == 2


def test_another_source_voids_what_was_quoted(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = packed(shop, {"MUG": 12}, [box({"MUG": 12})])
    [shipment_id] = placed(shop, plan_id)
    quoted(shop, plan_id, [shipment_id])
    address = {**PORTLAND, "city": "Boston", "postalCode": "02108", "stateOrProvinceCode": "MA"}
    path = f"{PLANS}/{plan_id}/shipments/{shipment_id}"
    done(shop, shop.call("PUT", f"{path}/sourceAddress", {"address": address}))
    assert shipment(shop, plan_id, shipment_id)["source"]["address"]["city"] == "Boston"
    assert (
        listed(shop, f"{PLANS}/{plan_id}/transportationOptions", "transportationOptions", shipmentId=shipment_id) == []
    )
    done(shop, choose(shop, plan_id, [option_of(quoted(shop, plan_id, [shipment_id]), shipment_id, PARTNER)]))
    [error] = shop.refused("PUT", f"{path}/sourceAddress", {"address": PORTLAND})
    assert error["message"].endswith("because the carrier of the shipment is already confirmed.")
    assert shop.call("PUT", f"{path}/name", {"name": "Boston one"}).status_code == 204
    assert shipment(shop, plan_id, shipment_id)["name"] == "Boston one"


def test_carriage_is_charged_as_quoted_when_it_cannot_be_called_off_any_more(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = packed(shop, {"MUG": 12}, [box({"MUG": 12})])
    [shipment_id] = placed(shop, plan_id)
    later = (datetime.fromisoformat(shop.now()) + timedelta(days=4)).isoformat()
    options = quoted(shop, plan_id, [shipment_id], readyToShipWindow={"start": later})
    option = option_of(options, shipment_id, PARTNER)
    done(shop, choose(shop, plan_id, [option]))
    shop.advance("PT23H50M")
    assert charged(shop) == []
    shop.advance("PT15M")
    cost = option["quote"]["cost"]["amount"]
    assert charged(shop) == [("FBAInboundTransportationFee", -cost)]
    done(shop, shop.call("PUT", f"{PLANS}/{plan_id}/cancellation"))
    assert charged(shop) == [("FBAInboundTransportationFee", -cost)]
    assert shipment(shop, plan_id, shipment_id)["status"] == "CANCELLED"


def test_carriage_that_is_called_off_in_time_costs_nothing(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id, _ = ready(shop, {"MUG": 12}, [box({"MUG": 12})])
    done(shop, shop.call("PUT", f"{PLANS}/{plan_id}/cancellation"))
    shop.advance("P3D")
    assert charged(shop) == []
    assert plan(shop, plan_id)["status"] == "VOIDED"


def test_tracking_is_told_for_own_carriers_and_is_looked_at(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id, shipment_id = ready(shop, {"MUG": 12}, [box({"MUG": 6}, 2)], OWN)
    wrong = {"spdTrackingDetail": {"spdTrackingItems": [{"boxId": "FBA15AAAAAAAU000001", "trackingId": "1Z"}]}}
    [error] = track(shop, plan_id, shipment_id, wrong).json()["errors"]
    assert error["message"].endswith("the following invalid boxIds were found in the request: [FBA15AAAAAAAU000001]")
    [error] = track(shop, plan_id, shipment_id, {"ltlTrackingDetail": {"freightBillNumber": ["PRO-1"]}}).json()[
        "errors"
    ]
    assert "spdTrackingDetail" in error["details"]
    assert shipment(shop, plan_id, shipment_id)["status"] == "READY_TO_SHIP"
    told = parcels(shop, plan_id, shipment_id, "1Z12345E1512345676", "1Z12345E1512345670")
    done(shop, track(shop, plan_id, shipment_id, told))
    assert shipment(shop, plan_id, shipment_id)["status"] == "SHIPPED"
    shop.advance("PT2H")
    found = shipment(shop, plan_id, shipment_id)["trackingDetails"]["spdTrackingDetail"]["spdTrackingItems"]
    assert [each["trackingNumberValidationStatus"] for each in found] == ["VALIDATED", "NOT_SUPPORTED"]


def test_a_partners_parcels_are_not_tracked_by_the_seller(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id, shipment_id = ready(shop, {"MUG": 12}, [box({"MUG": 12})])
    told = parcels(shop, plan_id, shipment_id, "1Z12345E1512345676")
    [error] = track(shop, plan_id, shipment_id, told).json()["errors"]
    assert error["message"].endswith("because an Amazon partnered carrier brings the shipment.")


def test_in_india_a_seller_takes_a_slot_and_brings_the_goods_himself(shop: Shop) -> None:
    shop.stock("TEA", 0, IN)
    address = {**PORTLAND, "city": "Mumbai", "postalCode": "400001", "countryCode": "IN", "stateOrProvinceCode": "MH"}
    plan_id = packed(shop, {"TEA": 4}, [box({"TEA": 4})], marketplace=IN, sourceAddress=address)
    [shipment_id] = placed(shop, plan_id)
    own = option_of(quoted(shop, plan_id, [shipment_id]), shipment_id, OWN)
    windowed(shop, plan_id, shipment_id)
    done(shop, choose(shop, plan_id, [own]))
    path = f"{PLANS}/{plan_id}/shipments/{shipment_id}"
    done(shop, shop.call("POST", f"{path}/selfShipAppointmentSlots", {}))
    slots = shop.ok("GET", f"{path}/selfShipAppointmentSlots", pageSize=100)
    first, second, *_ = slots["selfShipAppointmentSlotsAvailability"]["slots"]
    taken = shop.ok("POST", f"{path}/selfShipAppointmentSlots/{first['slotId']}/schedule", {})
    assert taken["selfShipAppointmentDetails"]["appointmentStatus"] == "CONFIRMED"
    other = f"{path}/selfShipAppointmentSlots/{second['slotId']}/schedule"
    [error] = shop.refused("POST", other, {})
    assert "reasonComment" in error["details"]
    shop.ok("POST", other, {"reasonComment": "VEHICLE_DELAY"})
    found = shipment(shop, plan_id, shipment_id)["selfShipAppointmentDetails"]
    assert [each["appointmentStatus"] for each in found] == ["RESCHEDULED", "CONFIRMED"]
    done(shop, shop.call("PUT", f"{path}/selfShipAppointmentCancellation", {"reasonComment": "OTHER"}))
    [error] = shop.refused("PUT", f"{path}/selfShipAppointmentCancellation", {})
    assert error["message"].endswith("because the shipment has no appointment.")


def test_appointments_are_for_some_marketplaces_only(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id, shipment_id = ready(shop, {"MUG": 12}, [box({"MUG": 12})], OWN)
    [error] = shop.refused("POST", f"{PLANS}/{plan_id}/shipments/{shipment_id}/selfShipAppointmentSlots", {})
    assert error["message"] == "ERROR: Self-ship appointments are not available in US."


def test_what_was_voided_meanwhile_is_told_by_the_operation(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = packed(shop, {"MUG": 12}, [box({"MUG": 12})])
    [shipment_id] = placed(shop, plan_id)
    option = option_of(quoted(shop, plan_id, [shipment_id]), shipment_id, PARTNER)
    shop.call("PUT", f"{PLANS}/{plan_id}/cancellation")
    [problem] = failed(shop, choose(shop, plan_id, [option]))
    assert problem["message"] == (
        "ERROR: Operation ConfirmTransportationOptions cannot be processed on a cancelled inbound plan."
    )
    assert shipment(shop, plan_id, shipment_id)["status"] == "CANCELLED"


def test_a_day_that_is_gone_or_far_away_is_refused(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = packed(shop, {"MUG": 12}, [box({"MUG": 12})])
    shipments = placed(shop, plan_id)
    [option] = plan(shop, plan_id)["placementOptions"]
    for start in ("2001-01-01T00:00:00Z", "9999-12-31T00:00:00Z"):
        body = {
            "placementOptionId": option["placementOptionId"],
            "shipmentTransportationConfigurations": configured(shop, shipments, readyToShipWindow={"start": start}),
        }
        [error] = shop.refused("POST", f"{PLANS}/{plan_id}/transportationOptions", body)
        assert "readyToShipWindow.start" in error["details"]


def test_an_item_that_was_deleted_meanwhile_is_there_again_once_it_is_sent(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = packed(shop, {"MUG": 12}, [box({"MUG": 12})])
    fnsku = shop.summary("MUG")["fnSku"]
    shop.ok("DELETE", "/fba/inventory/v1/items/MUG", marketplaceId="ATVPDKIKX0DER")
    placed(shop, plan_id)
    found = shop.summary("MUG")
    assert (found["fnSku"], found["inventoryDetails"]["inboundWorkingQuantity"]) == (fnsku, 12)
