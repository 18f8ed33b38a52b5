"""Packing: options, groups, and boxes whose contents are told or not."""

from __future__ import annotations

import re

import pytest
from tests.domains.fba.inbound.sending import (
    PLANS,
    box,
    done,
    failed,
    grouped,
    groups,
    line,
    listed,
    pack,
    packed,
    placed,
    planned,
)
from tests.shop import Json, Shop


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
