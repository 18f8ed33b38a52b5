"""Packing: options, groups, and boxes whose contents are told or not."""

from __future__ import annotations

import re

import pytest
from tests.domains.fba.inbound.sending import (
    OWN,
    PLANS,
    box,
    charged,
    choose,
    done,
    failed,
    grouped,
    groups,
    line,
    listed,
    option_of,
    pack,
    packed,
    parcels,
    placed,
    placements,
    planned,
    quoted,
    shipment,
    track,
    until,
    windowed,
)
from tests.shop import DE, Json, Shop


def boxes(shop: Shop, plan_id: str) -> list[Json]:
    return listed(shop, f"{PLANS}/{plan_id}/boxes", "boxes")


def test_packing_options_are_there_once_they_were_generated_and_stay_the_same(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = planned(shop, {"MUG": 12})
    path = f"{PLANS}/{plan_id}/packingOptions"
    assert listed(shop, path, "packingOptions") == []
    done(shop, shop.call("POST", path))
    [option] = listed(shop, path, "packingOptions")
    assert re.fullmatch(r"po[0-9a-f-]{36}", option["packingOptionId"])
    assert option["status"] == "OFFERED"
    assert option["supportedConfigurations"][0]["boxRequirements"]["weight"]["maximum"] == 50
    [group] = option["packingGroups"]
    assert grouped(shop, plan_id, group) == {"MUG": 12}
    assert listed(shop, path, "packingOptions") == [option]
    done(shop, shop.call("POST", path))
    [again] = listed(shop, path, "packingOptions")
    assert again["packingOptionId"] != option["packingOptionId"]
    [error] = shop.refused("POST", f"{path}/{option['packingOptionId']}/confirmation", status=404)
    assert "packingOptionId" in error["details"]


def test_an_option_expires_after_a_day_and_can_be_had_anew(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = planned(shop, {"MUG": 12})
    path = f"{PLANS}/{plan_id}/packingOptions"
    done(shop, shop.call("POST", path))
    shop.advance("PT24H")
    [option] = listed(shop, path, "packingOptions")
    assert option["status"] == "EXPIRED"
    [error] = shop.refused("POST", f"{path}/{option['packingOptionId']}/confirmation")
    assert error["message"].endswith("because the requested packing option is expired.")
    assert len(groups(shop, plan_id)) == 1
    [error] = shop.refused("POST", path)
    assert error["message"].endswith("because a packing option is already confirmed.")


def test_boxes_that_hold_what_was_planned_are_kept_each_by_itself(shop: Shop) -> None:
    shop.stock("MUG", 0)
    shop.stock("TEAPOT", 0)
    plan_id = planned(shop, {"MUG": 12, "TEAPOT": 5})
    [group] = groups(shop, plan_id)
    done(shop, pack(shop, plan_id, [box({"MUG": 6}, 2), box({"TEAPOT": 5})], packingGroupId=group))
    found = boxes(shop, plan_id)
    assert [[(each["msku"], each["quantity"]) for each in one["items"]] for one in found] == [
        [("MUG", 6)],
        [("MUG", 6)],
        [("TEAPOT", 5)],
    ]
    assert len({each["packageId"] for each in found}) == 3
    assert [re.fullmatch(r"pk[0-9a-f-]{36}", each["packageId"]) is None for each in found] == [False] * 3
    path = f"{PLANS}/{plan_id}/packingGroups/{group}/boxes"
    assert [each.pop("templateName") for each in found] == ["P1 - B1", "P1 - B2", "P1 - B3"]
    assert listed(shop, path, "boxes", pageSize=2) == found
    done(shop, pack(shop, plan_id, [box({"MUG": 12, "TEAPOT": 5})], packingGroupId=group))
    assert len(boxes(shop, plan_id)) == 1


@pytest.mark.parametrize("contents", [{"MUG": 11}, {"MUG": 13}, {"MUG": 12, "GONE": 1}])
def test_boxes_that_hold_something_else_are_refused(shop: Shop, contents: dict[str, int]) -> None:
    shop.stock("MUG", 0)
    plan_id = planned(shop, {"MUG": 12})
    [group] = groups(shop, plan_id)
    response = pack(shop, plan_id, [box(contents)], packingGroupId=group)
    assert response.status_code == 400
    [error] = response.json()["errors"]
    assert error["message"] == f"ERROR: Package group {group} did not contain expected items and/or quantities."
    assert "planned" in error["details"]
    assert boxes(shop, plan_id) == []


def test_other_owners_than_planned_are_other_units(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = planned(shop, {"MUG": 1})
    [group] = groups(shop, plan_id)
    wrong = box({}, items=[line("MUG", 1, prepOwner="SELLER")])
    [error] = pack(shop, plan_id, [wrong], packingGroupId=group).json()["errors"]
    assert "prepOwner SELLER" in error["details"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"weight": {"unit": "LB", "value": 51}}, "weight.value"),
        ({"weight": {"unit": "KG", "value": 0}}, "weight.value"),
        ({"dimensions": {"length": 0, "width": 1, "height": 1, "unitOfMeasurement": "CM"}}, "dimensions.length"),
        ({"contentInformationSource": "MANUAL_PROCESS"}, "items"),
        ({"items": []}, "items"),
    ],
)
def test_an_impossible_box_names_its_field(shop: Shop, changes: Json, field: str) -> None:
    shop.stock("MUG", 0)
    plan_id = planned(shop, {"MUG": 12})
    [group] = groups(shop, plan_id)
    [error] = pack(shop, plan_id, [box({"MUG": 12}, **changes)], packingGroupId=group).json()["errors"]
    assert error["code"] == "InvalidInput"
    assert f"packageGroupings[0].boxes[0].{field}" in error["details"]
    assert boxes(shop, plan_id) == []


@pytest.mark.parametrize("source", ["BARCODE_2D", "MANUAL_PROCESS"])
def test_what_is_in_no_box_that_was_told_is_in_those_that_were_not(shop: Shop, source: str) -> None:
    shop.stock("MUG", 0)
    told = [box({"MUG": 4}), box(None, 3, contentInformationSource=source)]
    plan_id = packed(shop, {"MUG": 11}, told)
    found = boxes(shop, plan_id)
    assert [each["items"] != [] for each in found] == [True, False, False, False]
    assert [each["contentInformationSource"] for each in found[1:]] == [source] * 3
    assert len(placed(shop, plan_id)) == 1


def test_groups_cannot_be_packed_out_of_turn(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = planned(shop, {"MUG": 12})
    done(shop, shop.call("POST", f"{PLANS}/{plan_id}/packingOptions"))
    [option] = listed(shop, f"{PLANS}/{plan_id}/packingOptions", "packingOptions")
    [group] = option["packingGroups"]
    early = pack(shop, plan_id, [box({"MUG": 12})], packingGroupId=group)
    assert "is not confirmed" in early.json()["errors"][0]["message"]
    confirmed = shop.call("POST", f"{PLANS}/{plan_id}/packingOptions/{option['packingOptionId']}/confirmation")
    done(shop, confirmed)
    both = pack(shop, plan_id, [box({"MUG": 12})], packingGroupId=group, shipmentId=f"sh{plan_id[2:]}")
    assert "packageGroupings[0]" in both.json()["errors"][0]["details"]
    done(shop, pack(shop, plan_id, [box({"MUG": 12})], packingGroupId=group))
    placed(shop, plan_id)
    late = pack(shop, plan_id, [box({"MUG": 12})], packingGroupId=group)
    assert late.json()["errors"][0]["message"].startswith("ERROR: Packing groups can be packed before")


def test_what_has_changed_before_its_turn_is_told_by_the_operation(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = planned(shop, {"MUG": 12})
    path = f"{PLANS}/{plan_id}/packingOptions"
    done(shop, shop.call("POST", path))
    [option] = listed(shop, path, "packingOptions")
    shop.call("POST", path)
    [problem] = failed(shop, shop.call("POST", f"{path}/{option['packingOptionId']}/confirmation"))
    assert (problem["code"], problem["severity"]) == ("NotFound", "ERROR")
    [again] = listed(shop, path, "packingOptions")
    assert again["status"] == "OFFERED"


def test_more_boxes_or_contents_than_anybody_packs_are_refused(shop: Shop) -> None:
    skus = [f"MUG-{number}" for number in range(11)]
    for sku in skus:
        shop.stock(sku, 0)
    plan_id = planned(shop, dict.fromkeys(skus, 5000))
    [group] = groups(shop, plan_id)
    many = pack(shop, plan_id, [box({"MUG-0": 1}, 5001)], packingGroupId=group)
    assert many.json()["errors"][0]["message"] == "ERROR: There are 5001 boxes, 5000 are allowed."
    full = pack(shop, plan_id, [box(dict.fromkeys(skus, 1), 5000)], packingGroupId=group)
    assert full.json()["errors"][0]["message"] == "ERROR: There are 55000 items in all boxes, 50000 are allowed."
    assert boxes(shop, plan_id) == []


def recommended(shop: Shop, plan_id: str) -> tuple[Json, Json]:
    """The two packing options of a plan in Europe: the usual one, and the one that Amazon recommends."""
    done(shop, shop.call("POST", f"{PLANS}/{plan_id}/packingOptions"))
    usual, better = listed(shop, f"{PLANS}/{plan_id}/packingOptions", "packingOptions")
    assert (usual["discounts"], len(usual["packingGroups"]), len(better["packingGroups"])) == ([], 1, 2)
    return usual, better


def test_packing_as_amazon_recommends_brings_a_discount_on_fulfillment_fees(shop: Shop) -> None:
    for sku in ("BECHER", "KANNE", "TELLER"):
        shop.stock(sku, 0, DE)
    plan_id = planned(shop, {"BECHER": 10, "KANNE": 4, "TELLER": 6}, DE)
    _, better = recommended(shop, plan_id)
    [discount] = better["discounts"]
    assert (discount["type"], discount["target"]) == ("DISCOUNT", "Fulfillment Fee Discount")
    held = [grouped(shop, plan_id, each) for each in better["packingGroups"]]
    assert held == [{"BECHER": 10, "TELLER": 6}, {"KANNE": 4}]
    path = f"{PLANS}/{plan_id}/packingOptions/{better['packingOptionId']}/confirmation"
    done(shop, shop.call("POST", path))
    for group, contents in zip(better["packingGroups"], held, strict=True):
        done(shop, pack(shop, plan_id, [box(contents)], packingGroupId=group))
    assert [each["templateName"] for each in boxes(shop, plan_id)] == ["P1 - B1", "P2 - B1"]
    [placement] = placements(shop, plan_id)
    assert ([each["value"]["amount"] for each in placement["fees"]], len(placement["shipmentIds"])) == ([0.0], 2)
    path = f"{PLANS}/{plan_id}/placementOptions/{placement['placementOptionId']}/confirmation"
    done(shop, shop.call("POST", path))
    centers = {shipment(shop, plan_id, each)["destination"]["warehouseId"] for each in placement["shipmentIds"]}
    assert len(centers) == 2
    options = quoted(shop, plan_id, placement["shipmentIds"])
    for each in placement["shipmentIds"]:
        windowed(shop, plan_id, each)
    done(shop, choose(shop, plan_id, [option_of(options, each, OWN) for each in placement["shipmentIds"]]))
    for each in placement["shipmentIds"]:
        done(shop, track(shop, plan_id, each, parcels(shop, plan_id, each, "00340434161094042557")))
    until(shop, plan_id, placement["shipmentIds"][0], "CLOSED")
    shop.advance("P10D")
    given = [amount for name, amount in charged(shop) if name == "FBAFulfillmentFeeDiscount"]
    assert given == [discount["value"]["amount"]]
    assert discount["value"]["amount"] > 0


def test_a_recommendation_that_is_not_followed_brings_nothing(shop: Shop) -> None:
    for sku in ("BECHER", "KANNE"):
        shop.stock(sku, 0, DE)
    plan_id = planned(shop, {"BECHER": 10, "KANNE": 4}, DE)
    usual, better = recommended(shop, plan_id)
    done(shop, shop.call("POST", f"{PLANS}/{plan_id}/packingOptions/{usual['packingOptionId']}/confirmation"))
    assert listed(shop, f"{PLANS}/{plan_id}/packingOptions", "packingOptions")[0]["discounts"] == []
    [error] = shop.refused(
        "POST", f"{PLANS}/{plan_id}/packingOptions/{better['packingOptionId']}/confirmation", status=404
    )
    assert "is not a packing option of this inbound plan" in error["details"]
