"""What is offered for a time, asked for too early or too late, and what is told of it, as integrators have met it."""

from __future__ import annotations

import itertools
from datetime import datetime

from tests.domains.fba.inbound.sending import (
    INBOUND,
    OWN,
    PALLETS,
    PLANS,
    box,
    choose,
    configured,
    done,
    failed,
    groups,
    line,
    listed,
    option_of,
    pack,
    packed,
    parcels,
    placed,
    placements,
    plan,
    plan_body,
    planned,
    quoted,
    ready,
    shipment,
    status,
    track,
    until,
)
from tests.shop import Json, Shop


def a_packed_plan(shop: Shop) -> str:
    shop.stock("MUG", 0)
    return packed(shop, {"MUG": 4}, [box({"MUG": 2}, 2)])


def windows(shop: Shop, plan_id: str, shipment_id: str) -> tuple[str, list[Json]]:
    path = f"{PLANS}/{plan_id}/shipments/{shipment_id}/deliveryWindowOptions"
    done(shop, shop.call("POST", path))
    return path, listed(shop, path, "deliveryWindowOptions", pageSize=100)


def test_windows_are_offered_before_a_placement_is_confirmed_and_chosen_after(shop: Shop) -> None:
    plan_id = a_packed_plan(shop)
    [option] = [each for each in placements(shop, plan_id) if len(each["shipmentIds"]) == 1]
    [shipment_id] = option["shipmentIds"]
    path, [first, *_] = windows(shop, plan_id, shipment_id)
    confirmation = f"{path}/{first['deliveryWindowOptionId']}/confirmation"
    shop.refused("POST", confirmation)
    assert "selectedDeliveryWindow" not in shipment(shop, plan_id, shipment_id)
    done(shop, shop.call("POST", f"{PLANS}/{plan_id}/placementOptions/{option['placementOptionId']}/confirmation"))
    done(shop, shop.call("POST", confirmation))
    chosen = shipment(shop, plan_id, shipment_id)["selectedDeliveryWindow"]
    assert chosen["deliveryWindowOptionId"] == first["deliveryWindowOptionId"]


def test_a_week_begins_on_every_day_of_the_next_weeks(shop: Shop) -> None:
    plan_id = a_packed_plan(shop)
    [shipment_id] = placed(shop, plan_id)
    _, offered = windows(shop, plan_id, shipment_id)
    starts = [datetime.fromisoformat(each["startDate"]) for each in offered]
    ends = [datetime.fromisoformat(each["endDate"]) for each in offered]
    assert {(after - before).days for before, after in itertools.pairwise(starts)} == {1}
    assert {(end - start).days for start, end in zip(starts, ends, strict=True)} == {7}
    assert 42 <= (ends[-1] - datetime.fromisoformat(shop.now())).days <= 45


def test_a_window_that_is_offered_no_more_fails_in_its_turn_and_is_had_anew(shop: Shop) -> None:
    plan_id = a_packed_plan(shop)
    [shipment_id] = placed(shop, plan_id)
    path, [first, *_] = windows(shop, plan_id, shipment_id)
    shop.advance("P3D")
    [problem] = failed(shop, shop.call("POST", f"{path}/{first['deliveryWindowOptionId']}/confirmation"))
    assert (problem["code"], problem["message"]) == (
        "FBA_INB_0469",
        "ERROR: Delivery window options are expired, please regenerate them.",
    )
    assert "selectedDeliveryWindow" not in shipment(shop, plan_id, shipment_id)
    _, [another, *_] = windows(shop, plan_id, shipment_id)
    done(shop, shop.call("POST", f"{path}/{another['deliveryWindowOptionId']}/confirmation"))


def test_groups_that_are_packed_too_late_are_had_anew(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = planned(shop, {"MUG": 2})
    [group] = groups(shop, plan_id)
    shop.advance("P1D")
    [problem] = failed(shop, pack(shop, plan_id, [box({"MUG": 2})], packingGroupId=group))
    assert problem["code"] == "FBA_INB_0364"
    assert listed(shop, f"{PLANS}/{plan_id}/boxes", "boxes") == []
    [another] = groups(shop, plan_id)
    assert another != group
    done(shop, pack(shop, plan_id, [box({"MUG": 2})], packingGroupId=another))
    shop.advance("P2D")
    done(shop, pack(shop, plan_id, [box({"MUG": 1}, 2)], packingGroupId=another))


def test_boxes_of_another_group_name_those_that_are_expected(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = planned(shop, {"MUG": 2})
    [group] = groups(shop, plan_id)
    other = f"pg{plan_id[2:]}"
    [error] = pack(shop, plan_id, [box({"MUG": 2})], packingGroupId=other).json()["errors"]
    assert error["message"] == f"ERROR: Provided package grouping ids are incorrect. Expected all of [{group}]"
    assert listed(shop, f"{PLANS}/{plan_id}/boxes", "boxes") == []


def test_carriers_are_asked_for_in_vain_before_anything_is_packed_or_placed(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = planned(shop, {"MUG": 2})
    option = placements(shop, plan_id)[0]
    body = {
        "placementOptionId": option["placementOptionId"],
        "shipmentTransportationConfigurations": configured(shop, option["shipmentIds"]),
    }
    path = f"{PLANS}/{plan_id}/transportationOptions"
    problems = failed(shop, shop.call("POST", path, body))
    assert [each["details"] for each in problems] == [
        f"There's an input error with the resource '{each}'." for each in option["shipmentIds"]
    ]
    assert listed(shop, path, "transportationOptions", placementOptionId=option["placementOptionId"]) == []


def test_carriers_are_asked_for_every_shipment_of_a_placement_at_once(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = packed(shop, {"MUG": 400}, [box({"MUG": 100}, 4)])
    option = placements(shop, plan_id)[-1]
    first, *_ = option["shipmentIds"]
    body = {
        "placementOptionId": option["placementOptionId"],
        "shipmentTransportationConfigurations": configured(shop, [first]),
    }
    path = f"{PLANS}/{plan_id}/transportationOptions"
    [error] = shop.refused("POST", path, body)
    assert error["message"] == (
        "ERROR: Operation GenerateTransportationOptions cannot be processed because shipment configuration is not"
        " provided for all the shipments of the placement option."
    )
    assert listed(shop, path, "transportationOptions", shipmentId=first) == []


def test_shipments_without_pallets_bring_a_warning_and_go_on(shop: Shop) -> None:
    plan_id = a_packed_plan(shop)
    [shipment_id] = placed(shop, plan_id)
    [option] = plan(shop, plan_id)["placementOptions"]
    body: Json = {"placementOptionId": option["placementOptionId"]}
    path = f"{PLANS}/{plan_id}/transportationOptions"
    asked = done(
        shop, shop.call("POST", path, {**body, "shipmentTransportationConfigurations": configured(shop, [shipment_id])})
    )
    told = status(shop, asked["operationId"])
    assert (told["operationStatus"], [each["severity"] for each in told["operationProblems"]]) == (
        "SUCCESS",
        ["WARNING"],
    )
    assert told["operationProblems"][0]["message"].endswith(f"the following shipment IDs: [{shipment_id}]")
    assert listed(shop, path, "transportationOptions", shipmentId=shipment_id)


def test_any_other_carrier_has_no_code(shop: Shop) -> None:
    plan_id = a_packed_plan(shop)
    [shipment_id] = placed(shop, plan_id)
    found = option_of(quoted(shop, plan_id, [shipment_id], pallets=PALLETS), shipment_id, OWN, "FREIGHT_LTL")
    assert found["carrier"] == {"name": "Other"}
    assert found["preconditions"] == ["CONFIRMED_DELIVERY_WINDOW"]


def test_no_carrier_is_confirmed_before_the_placement_is(shop: Shop) -> None:
    plan_id = a_packed_plan(shop)
    option = placements(shop, plan_id)[0]
    chosen = [{"shipmentId": each, "transportationOptionId": f"to{each[2:]}"} for each in option["shipmentIds"]]
    [error] = choose(shop, plan_id, chosen).json()["errors"]
    assert error["message"] == f"ERROR: No placement option is confirmed for inboundPlan {plan_id}."


def test_a_shipment_is_renamed_until_it_has_left(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id, shipment_id = ready(shop, {"MUG": 2}, [box({"MUG": 2})], OWN)
    path = f"{PLANS}/{plan_id}/shipments/{shipment_id}"
    assert shop.call("PUT", f"{path}/name", {"name": "Spring"}).status_code == 204
    done(shop, track(shop, plan_id, shipment_id, parcels(shop, plan_id, shipment_id, "1Z0000000000000000")))
    until(shop, plan_id, shipment_id, "IN_TRANSIT")
    [error] = shop.refused("PUT", f"{path}/name", {"name": "Summer"})
    assert error["message"].endswith(f"because shipment {shipment_id} is in an invalid status.")
    assert shipment(shop, plan_id, shipment_id)["name"] == "Spring"


def test_boxes_are_named_after_their_group_and_place(shop: Shop) -> None:
    plan_id = a_packed_plan(shop)
    found = listed(shop, f"{PLANS}/{plan_id}/boxes", "boxes")
    assert [each["templateName"] for each in found] == ["P1 - B1", "P1 - B2"]
    assert "boxId" not in found[0]
    [shipment_id] = placed(shop, plan_id)
    done(shop, choose(shop, plan_id, [quoted(shop, plan_id, [shipment_id])[0]]))
    confirmation = shipment(shop, plan_id, shipment_id)["shipmentConfirmationId"]
    ids = [f"{confirmation}U00000{number}" for number in (1, 2)]
    assert [each["boxId"] for each in listed(shop, f"{PLANS}/{plan_id}/boxes", "boxes")] == ids


def test_what_may_be_left_out_may_be_sent_empty_or_as_null(shop: Shop) -> None:
    shop.stock("MUG", 0)
    address = {**plan_body({})["sourceAddress"], "addressLine2": "", "email": "", "districtOrCounty": None}
    plan_id = planned(shop, {"MUG": 2}, sourceAddress=address)
    assert "addressLine2" not in plan(shop, plan_id)["sourceAddress"]
    [group] = groups(shop, plan_id)
    item = {**line("MUG", 2), "expiration": "", "manufacturingLotCode": None}
    done(shop, pack(shop, plan_id, [box({}, items=[item])], packingGroupId=group))
    [only] = listed(shop, f"{PLANS}/{plan_id}/boxes", "boxes")
    assert [each["quantity"] for each in only["items"]] == [2]
    [error] = shop.refused("POST", PLANS, plan_body({"MUG": 1}, sourceAddress={**address, "city": ""}))
    assert "sourceAddress.city" in error["details"]


def test_active_plans_are_listed_where_no_status_is_named(shop: Shop) -> None:
    shop.stock("MUG", 0)
    kept, gone = planned(shop, {"MUG": 1}), planned(shop, {"MUG": 1})
    done(shop, shop.call("PUT", f"{PLANS}/{gone}/cancellation"))
    assert [each["inboundPlanId"] for each in listed(shop, PLANS, "inboundPlans")] == [kept]
    assert [each["inboundPlanId"] for each in listed(shop, PLANS, "inboundPlans", status="VOIDED")] == [gone]
    capitals = {"Status": "VOIDED", "SortBy": "CREATION_TIME"}
    assert [each["inboundPlanId"] for each in listed(shop, PLANS, "inboundPlans", **capitals)] == [kept]


def test_a_page_token_is_good_for_its_own_query_alone(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plans = [planned(shop, {"MUG": 1}) for _ in range(2)]
    token = shop.ok("GET", PLANS, pageSize=1)["pagination"]["nextToken"]
    [error] = shop.refused("GET", PLANS, pageSize=1, sortOrder="ASC", paginationToken=token)
    assert error["message"].startswith("ERROR: The specified pagination token is invalid or not compatible")
    rest = shop.ok("GET", PLANS, pageSize=1, paginationToken=token)
    assert (rest["inboundPlans"][0]["inboundPlanId"] in plans, rest["pagination"]) == (True, {})


def test_an_operation_answers_by_the_id_that_it_was_asked_by(shop: Shop) -> None:
    shop.stock("MUG", 0)
    asked = shop.call("POST", PLANS, plan_body({"MUG": 1})).json()
    told = shop.ok("GET", f"{INBOUND}/operations/{asked['operationId']}")
    assert (told["operationId"], told["operationStatus"], told["operationProblems"]) == (
        asked["operationId"],
        "IN_PROGRESS",
        [],
    )
