"""Situations in which others called FBA Inbound, made again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from tests.domains.fba.inbound.sending import (
    INBOUND,
    OWN,
    PARTNER,
    PLANS,
    PORTLAND,
    box,
    choose,
    configured,
    done,
    groups,
    line,
    listed,
    option_of,
    pack,
    packed,
    parcels,
    placed,
    placements,
    plan_body,
    planned,
    quoted,
    ready,
    track,
    until,
)
from tests.shop import US, Json, Shop

RULES = "jobs/rules"


def a_plan_whose_seller_prepares_what_needs_it_not(shop: Shop) -> httpx.Response:
    return _planned(shop, "prepOwner", "SELLER")


def a_plan_without_an_owner_of_labels(shop: Shop) -> httpx.Response:
    return _planned(shop, "labelOwner", None)


def a_plan_without_a_phone_number(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 0)
    address = {name: each for name, each in PORTLAND.items() if name != "phoneNumber"}
    return shop.call("POST", PLANS, plan_body({"MUG": 1}, sourceAddress=address))


def a_plan_just_made(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 0)
    return shop.call("POST", PLANS, plan_body({"MUG": 24}, name="2024-08-26_24_MUG"))


def a_plan_with_empty_lines_in_its_address(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 0)
    address = {**PORTLAND, "addressLine2": "", "companyName": "", "email": ""}
    return shop.call("POST", PLANS, plan_body({"MUG": 1}, sourceAddress=address))


def a_plan_with_a_quantity_in_text(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 0)
    return shop.call("POST", PLANS, plan_body({}, items=[{**line("MUG", 24), "quantity": "24"}]))


def packing_of_a_plan_that_was_voided(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{PLANS}/{_voided(shop)}/packingOptions")


def packing_of_a_plan(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{PLANS}/{_plan(shop)}/packingOptions", {})


def options_to_pack(shop: Shop) -> httpx.Response:
    id = _plan(shop)
    done(shop, shop.call("POST", f"{PLANS}/{id}/packingOptions"))
    return shop.call("GET", f"{PLANS}/{id}/packingOptions", pageSize=20)


def items_of_a_packing_group(shop: Shop) -> httpx.Response:
    id = _plan(shop, expiration="2027-07-31")
    [group] = groups(shop, id)
    return shop.call("GET", f"{PLANS}/{id}/packingGroups/{group}/items")


def boxes_that_hold_too_little(shop: Shop) -> httpx.Response:
    id = _plan(shop)
    [group] = groups(shop, id)
    return pack(shop, id, [box({"MUG": 1})], packingGroupId=group)


def boxes_whose_items_have_an_empty_expiration(shop: Shop) -> httpx.Response:
    id = _plan(shop)
    [group] = groups(shop, id)
    item = {**line("MUG", 2), "expiration": "", "manufacturingLotCode": None}
    return pack(shop, id, [box({}, items=[item])], packingGroupId=group)


def boxes_of_another_group(shop: Shop) -> httpx.Response:
    id = _plan(shop)
    groups(shop, id)
    return pack(shop, id, [box({"MUG": 2})], packingGroupId="pg" + "0" * 8 + "-0000-0000-0000-" + "0" * 12)


def plans_after_one_was_voided(shop: Shop) -> httpx.Response:
    _voided(shop)
    return shop.call("GET", PLANS, status="VOIDED")


def plans_of_any_status_after_one_was_voided(shop: Shop) -> httpx.Response:
    _voided(shop)
    planned(shop, {"MUG": 1})
    return shop.call("GET", PLANS)


def plans_after_a_token_that_is_none(shop: Shop) -> httpx.Response:
    return shop.call("GET", PLANS, paginationToken="none")


def boxes_of_a_plan_before_it_is_packed(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{PLANS}/{_plan(shop)}/boxes")


def boxes_of_a_plan_before_its_carrier_is_known(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{PLANS}/{_packed(shop)}/boxes")


def boxes_of_a_plan_whose_carrier_is_known(shop: Shop) -> httpx.Response:
    plan_id, _ = _ready(shop)
    return shop.call("GET", f"{PLANS}/{plan_id}/boxes")


def boxes_of_a_shipment(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 0)
    told = {**line("MUG", 2), "expiration": "2027-03-31"}
    plan_id = packed(shop, {}, [box({}, items=[told])], items=[told])
    [shipment_id] = placed(shop, plan_id)
    done(shop, choose(shop, plan_id, [option_of(quoted(shop, plan_id, [shipment_id]), shipment_id, PARTNER)]))
    return shop.call("GET", f"{PLANS}/{plan_id}/shipments/{shipment_id}/boxes")


def placements_that_are_offered(shop: Shop) -> httpx.Response:
    id = _packed(shop)
    done(shop, shop.call("POST", f"{PLANS}/{id}/placementOptions", {}))
    return shop.call("GET", f"{PLANS}/{id}/placementOptions")


def placements_before_there_are_any(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{PLANS}/{_plan(shop)}/placementOptions")


def placements_once_one_is_confirmed(shop: Shop) -> httpx.Response:
    id = _packed(shop)
    placed(shop, id)
    return shop.call("POST", f"{PLANS}/{id}/placementOptions", {})


def ways_to_send_a_shipment(shop: Shop) -> httpx.Response:
    id = _packed(shop)
    [shipment_id] = placed(shop, id)
    quoted(shop, id, [shipment_id])
    return shop.call("GET", f"{PLANS}/{id}/transportationOptions", shipmentId=shipment_id, pageSize=20)


def a_carrier_before_the_placement_is_confirmed(shop: Shop) -> httpx.Response:
    id = _packed(shop)
    [option] = placements(shop, id)
    shipment_id = option["shipmentIds"][0]
    return choose(shop, id, [{"shipmentId": shipment_id, "transportationOptionId": f"to{shipment_id[2:]}"}])


def a_carrier_for_a_shipment_of_no_placement(shop: Shop) -> httpx.Response:
    id = _packed(shop)
    [shipment_id] = placed(shop, id)
    [option, *_] = quoted(shop, id, [shipment_id])
    return choose(shop, id, [{**option, "shipmentId": f"sh{id[2:]}"}])


def carriers_asked_for_of_nothing(shop: Shop) -> httpx.Response:
    body: Json = {"placementOptionId": "", "shipmentTransportationConfigurations": []}
    return shop.call("POST", f"{PLANS}/{_plan(shop)}/transportationOptions", body)


def a_carrier_for_every_shipment(shop: Shop) -> httpx.Response:
    id = _packed(shop)
    [shipment_id] = placed(shop, id)
    contact = {"email": "robin@example.com", "name": "Robin Berger", "phoneNumber": "503-555-0101"}
    option = option_of(quoted(shop, id, [shipment_id]), shipment_id, PARTNER)
    chosen = {name: option[name] for name in ("shipmentId", "transportationOptionId")}
    body: Json = {"transportationSelections": [{**chosen, "contactInformation": contact}]}
    return shop.call("POST", f"{PLANS}/{id}/transportationOptions/confirmation", body)


def windows_of_a_shipment(shop: Shop) -> httpx.Response:
    id = _packed(shop)
    [shipment_id] = placed(shop, id)
    path = f"{PLANS}/{id}/shipments/{shipment_id}/deliveryWindowOptions"
    done(shop, shop.call("POST", path))
    return shop.call("GET", path)


def a_shipment_that_is_ready_with_its_window(shop: Shop) -> httpx.Response:
    plan_id, shipment_id = _ready(shop)
    return shop.call("GET", f"{PLANS}/{plan_id}/shipments/{shipment_id}")


def another_name_of_a_shipment_on_its_way(shop: Shop) -> httpx.Response:
    plan_id, shipment_id = _sent(shop)
    return shop.call("PUT", f"{PLANS}/{plan_id}/shipments/{shipment_id}/name", {"name": "Spring"})


def another_name_of_a_shipment_that_is_only_offered(shop: Shop) -> httpx.Response:
    id = _packed(shop)
    [option] = placements(shop, id)
    return shop.call("PUT", f"{PLANS}/{id}/shipments/{option['shipmentIds'][0]}/name", {"name": "Spring"})


def numbers_of_parcels(shop: Shop) -> httpx.Response:
    plan_id, shipment_id = _ready(shop)
    return track(shop, plan_id, shipment_id, parcels(shop, plan_id, shipment_id, "1Z0000000000000000"))


def numbers_of_boxes_that_there_are_not(shop: Shop) -> httpx.Response:
    plan_id, shipment_id = _ready(shop)
    told = [{"boxId": "FBA15AAAAAAAU000001", "trackingId": "1Z0000000000000000"}]
    return track(shop, plan_id, shipment_id, {"spdTrackingDetail": {"spdTrackingItems": told}})


def numbers_before_a_carrier_is_confirmed(shop: Shop) -> httpx.Response:
    id = _packed(shop)
    [shipment_id] = placed(shop, id)
    return track(shop, id, shipment_id, {"ltlTrackingDetail": {"freightBillNumber": ["1"]}})


def preparation_that_amazon_does_not_know(shop: Shop) -> httpx.Response:
    _liquid(shop)
    return shop.call("GET", f"{INBOUND}/items/prepDetails", marketplaceId=US, mskus="SHAMPOO")


def preparation_that_a_seller_told(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 0)
    told = {"msku": "MUG", "prepCategory": "SMALL", "prepTypes": ["ITEM_LABELING", "ITEM_POLYBAGGING"]}
    done(shop, shop.call("POST", f"{INBOUND}/items/prepDetails", {"marketplaceId": US, "mskuPrepDetails": [told]}))
    return shop.call("GET", f"{INBOUND}/items/prepDetails", marketplaceId=US, mskus="MUG")


def other_contents_with_fields_of_an_answer(shop: Shop) -> httpx.Response:
    return _changed(shop)[0]


def previews_of_other_contents(shop: Shop) -> httpx.Response:
    asked, path = _changed(shop)
    done(shop, asked)
    return shop.call("GET", path)


def a_plan_that_was_voided(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{PLANS}/{_voided(shop)}")


def an_operation_that_succeeded(shop: Shop) -> httpx.Response:
    return _told(shop, a_plan_just_made(shop))


def an_operation_that_failed_for_no_reason_of_its_request(shop: Shop) -> httpx.Response:
    shop.controlled("POST", RULES, {"kind": "inbound", "type": "createInboundPlan", "ending": "fatal"})
    return an_operation_that_succeeded(shop)


def a_plan_of_skus_that_there_are_not(shop: Shop) -> httpx.Response:
    return shop.call("POST", PLANS, plan_body({"NONE": 5}))


def a_plan_with_a_sku_twice(shop: Shop) -> httpx.Response:
    shop.list_product("MUG", fba=True, quantity=0)
    return shop.call("POST", PLANS, plan_body({}, items=[line("MUG", 1), line("MUG", 4)]))


def preparation_of_what_there_is_not(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{INBOUND}/items/prepDetails", marketplaceId=US, mskus="NONE")


def a_plan_of_what_amazon_does_not_know_to_prepare(shop: Shop) -> httpx.Response:
    return _told(shop, shop.call("POST", PLANS, plan_body({}, items=[_liquid(shop)])))


def carriers_asked_for_before_anything_is_packed(shop: Shop) -> httpx.Response:
    id = _plan(shop)
    return _carriers(shop, id, placements(shop, id)[0])


def carriers_asked_for_without_pallets(shop: Shop) -> httpx.Response:
    id = _packed(shop)
    return _carriers(shop, id, placements(shop, id)[0])


def boxes_told_a_day_too_late(shop: Shop) -> httpx.Response:
    id = _plan(shop)
    [group] = groups(shop, id)
    shop.advance("P1D")
    return _told(shop, pack(shop, id, [box({"MUG": 2})], packingGroupId=group))


def a_window_that_is_offered_no_more(shop: Shop) -> httpx.Response:
    id = _packed(shop)
    [shipment_id] = placed(shop, id)
    path = f"{PLANS}/{id}/shipments/{shipment_id}/deliveryWindowOptions"
    done(shop, shop.call("POST", path))
    first = listed(shop, path, "deliveryWindowOptions", pageSize=100)[0]
    shop.advance("P3D")
    return _told(shop, shop.call("POST", f"{path}/{first['deliveryWindowOptionId']}/confirmation"))


def _planned(shop: Shop, field: str, value: str | None) -> httpx.Response:
    shop.stock("MUG", 0)
    item = {name: each for name, each in {**line("MUG", 1), field: value}.items() if each is not None}
    return shop.call("POST", PLANS, plan_body({}, items=[item]))


def _plan(shop: Shop, **changes: Any) -> str:
    shop.stock("MUG", 0)
    return planned(shop, {}, items=[line("MUG", 2, **changes)])


def _packed(shop: Shop) -> str:
    shop.stock("MUG", 0)
    return packed(shop, {"MUG": 2}, [box({"MUG": 2})])


def _ready(shop: Shop) -> tuple[str, str]:
    shop.stock("MUG", 0)
    return ready(shop, {"MUG": 2}, [box({"MUG": 2})], OWN)


def _sent(shop: Shop) -> tuple[str, str]:
    plan_id, shipment_id = _ready(shop)
    done(shop, track(shop, plan_id, shipment_id, parcels(shop, plan_id, shipment_id, "1Z0000000000000000")))
    until(shop, plan_id, shipment_id, "IN_TRANSIT")
    return plan_id, shipment_id


def _voided(shop: Shop) -> str:
    shop.stock("MUG", 0)
    id = planned(shop, {"MUG": 1})
    assert shop.call("PUT", f"{PLANS}/{id}/cancellation").status_code == 202
    shop.advance("PT5S")
    return id


def _liquid(shop: Shop) -> Json:
    shop.put_listing("SHAMPOO", shop.attributes("SHAMPOO"), "SHAMPOO")
    shop.advance("PT10S")
    return line("SHAMPOO", 1, expiration="2099-01-31")


def _changed(shop: Shop) -> tuple[httpx.Response, str]:
    shop.stock("MUG", 0)
    plan_id, shipment_id = ready(shop, {"MUG": 40}, [box({"MUG": 20}, 2)])
    instructions = [{"prepType": "ITEM_LABELING", "prepOwner": "SELLER"}]
    item = {**line("MUG", 39), "prepInstructions": instructions, "QuantityPrepped": 8}
    held = [{**box({"MUG": units}), "items": [{**line("MUG", units), "expiration": ""}]} for units in (20, 19)]
    path = f"{PLANS}/{plan_id}/shipments/{shipment_id}/contentUpdatePreviews"
    return shop.call("POST", path, {"items": [item], "boxes": held}), path


def _carriers(shop: Shop, id: str, option: Mapping[str, Any]) -> httpx.Response:
    body: Json = {
        "placementOptionId": option["placementOptionId"],
        "shipmentTransportationConfigurations": configured(shop, option["shipmentIds"]),
    }
    return _told(shop, shop.call("POST", f"{PLANS}/{id}/transportationOptions", body))


def _told(shop: Shop, asked: httpx.Response) -> httpx.Response:
    assert asked.status_code in (201, 202), asked.text
    shop.advance("PT5S")
    return shop.call("GET", f"{INBOUND}/operations/{asked.json()['operationId']}")
