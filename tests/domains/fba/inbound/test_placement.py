"""Placement: splits that add up, their fees, and the one that is chosen."""

from __future__ import annotations

from collections import Counter

from tests.domains.fba.inbound.sending import (
    PLANS,
    box,
    done,
    grouped,
    groups,
    inbound,
    line,
    listed,
    packed,
    placed,
    placements,
    plan,
    planned,
)
from tests.shop import DE, IN, Json, Shop


def test_units_are_split_over_centers_for_a_fee_or_for_none_and_add_up(shop: Shop) -> None:
    for sku in ("MUG", "TEAPOT"):
        shop.stock(sku, 0)
    plan_id = planned(shop, {"MUG": 13, "TEAPOT": 6})
    options = placements(shop, plan_id)
    assert [len(each["shipmentIds"]) for each in options] == [1, 2, 4]
    fees = [sum(fee["value"]["amount"] for fee in each["fees"]) for each in options]
    assert fees == [8.55, 4.70, 0]
    assert {each["status"] for each in options} == {"OFFERED"}
    assert inbound(shop, "MUG") == (0, 0, 0)


def test_no_option_changes_until_they_are_generated_anew(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = planned(shop, {"MUG": 13})
    before = placements(shop, plan_id)
    assert listed(shop, f"{PLANS}/{plan_id}/placementOptions", "placementOptions", pageSize=1) == before
    after = placements(shop, plan_id)
    assert {each["placementOptionId"] for each in before} & {each["placementOptionId"] for each in after} == set()
    gone = before[0]["placementOptionId"]
    shop.refused("POST", f"{PLANS}/{plan_id}/placementOptions/{gone}/confirmation", status=404)
    assert plan(shop, plan_id)["shipments"] == []


def test_a_placement_is_confirmed_once_and_its_units_are_inbound(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = planned(shop, {"MUG": 13})
    shipments = placed(shop, plan_id, spread=1)
    found = plan(shop, plan_id)
    assert [each["status"] for each in found["placementOptions"]] == ["ACCEPTED"]
    assert {each["shipmentId"]: each["status"] for each in found["shipments"]} == dict.fromkeys(shipments, "WORKING")
    assert inbound(shop, "MUG") == (13, 0, 0)
    assert shop.fulfillable("MUG") == 0
    [error] = shop.refused("POST", f"{PLANS}/{plan_id}/placementOptions", {})
    assert error["message"].endswith("because a placement option is already confirmed.")
    assert inbound(shop, "MUG") == (13, 0, 0)


def test_units_on_their_way_keep_an_item_from_being_deleted(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = planned(shop, {"MUG": 13})
    placed(shop, plan_id)
    [error] = shop.refused("DELETE", "/fba/inventory/v1/items/MUG", marketplaceId="ATVPDKIKX0DER")
    assert "13 inbound" in error["details"]
    done(shop, shop.call("PUT", f"{PLANS}/{plan_id}/cancellation"))
    assert inbound(shop, "MUG") == (0, 0, 0)
    assert [each["status"] for each in plan(shop, plan_id)["shipments"]] == ["CANCELLED"]


def test_an_offer_expires_after_three_days(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = planned(shop, {"MUG": 13})
    [first, *_] = placements(shop, plan_id)
    shop.advance("PT72H")
    assert plan(shop, plan_id)["placementOptions"][0]["status"] == "EXPIRED"
    path = f"{PLANS}/{plan_id}/placementOptions/{first['placementOptionId']}/confirmation"
    assert shop.refused("POST", path)[0]["message"].endswith("because the requested placement option is expired.")
    placed(shop, plan_id)


def test_boxes_that_are_known_stay_whole(shop: Shop) -> None:
    shop.stock("MUG", 0)
    shop.stock("TEAPOT", 0)
    plan_id = packed(shop, {"MUG": 12, "TEAPOT": 3}, [box({"MUG": 4, "TEAPOT": 1}, 3)])
    options = placements(shop, plan_id)
    assert [len(each["shipmentIds"]) for each in options] == [1, 2, 3]
    everywhere: Counter[str] = Counter()
    for shipment_id in options[1]["shipmentIds"]:
        for one in listed(shop, f"{PLANS}/{plan_id}/shipments/{shipment_id}/boxes", "boxes"):
            assert [(each["msku"], each["quantity"]) for each in one["items"]] == [("MUG", 4), ("TEAPOT", 1)]
            everywhere.update({each["msku"]: each["quantity"] for each in one["items"]})
    assert everywhere == {"MUG": 12, "TEAPOT": 3}


def test_in_germany_no_placement_has_a_fee(shop: Shop) -> None:
    shop.stock("TASSE", 0, DE)
    plan_id = planned(shop, {"TASSE": 8}, DE)
    free = {"amount": 0.0, "code": "EUR"}
    assert [[fee["value"] for fee in each["fees"]] for each in placements(shop, plan_id)] == [[free], [free]]


def test_a_seller_in_india_chooses_the_warehouses(shop: Shop) -> None:
    shop.stock("TEA", 0, IN)
    plan_id = planned(shop, {"TEA": 8}, IN)
    path = f"{PLANS}/{plan_id}/placementOptions"

    def wanted(*units: int) -> Json:
        places = zip(("BLR7", "DEL4"), units, strict=True)
        return {"customPlacement": [{"warehouseId": id, "items": [line("TEA", many)]} for id, many in places]}

    [error] = shop.refused("POST", path, wanted(5, 4))
    assert error["message"] == "ERROR: The custom placement did not contain expected items and/or quantities."
    assert listed(shop, path, "placementOptions") == []
    done(shop, shop.call("POST", path, wanted(5, 3)))
    [option] = listed(shop, path, "placementOptions")
    assert len(option["shipmentIds"]) == 2
    shop.stock("MUG", 0)
    other = planned(shop, {"MUG": 8})
    [error] = shop.refused("POST", f"{PLANS}/{other}/placementOptions", wanted(5, 3))
    assert error["message"] == (
        "ERROR: CustomPlacement details is only supported for inbound plans with destinations in IN."
    )
    assert "customPlacement[0].warehouseId" in error["details"]
    assert listed(shop, f"{PLANS}/{other}/placementOptions", "placementOptions") == []


def test_a_plan_without_packing_information_of_every_group_is_packed_later(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = planned(shop, {"MUG": 8})
    [group] = groups(shop, plan_id)
    assert grouped(shop, plan_id, group) == {"MUG": 8}
    [shipment_id] = placed(shop, plan_id)
    assert listed(shop, f"{PLANS}/{plan_id}/shipments/{shipment_id}/boxes", "boxes") == []
