"""Plans: what may be sent in, what is refused, and how a plan ends."""

from __future__ import annotations

import re

import pytest
from tests.domains.fba.inbound.sending import (
    INBOUND,
    PLANS,
    asked,
    done,
    failed,
    items,
    line,
    listed,
    plan,
    plan_body,
    planned,
    status,
)
from tests.shop import CA, DE, US, Json, Shop


def test_a_plan_is_made_by_an_operation_that_takes_its_time(shop: Shop) -> None:
    shop.stock("MUG", 0)
    answer = asked(shop.call("POST", PLANS, plan_body({"MUG": 20}, name="Autumn")))
    assert re.fullmatch(r"wf[0-9a-f-]{36}", answer["inboundPlanId"])
    told = status(shop, answer["operationId"])
    assert (told["operation"], told["operationStatus"]) == ("createInboundPlan", "IN_PROGRESS")
    shop.advance("PT5S")
    assert status(shop, answer["operationId"])["operationStatus"] == "SUCCESS"
    found = plan(shop, answer["inboundPlanId"])
    assert (found["name"], found["status"], found["marketplaceIds"]) == ("Autumn", "ACTIVE", [US])
    assert (found["packingOptions"], found["placementOptions"], found["shipments"]) == ([], [], [])
    [item] = listed(shop, f"{PLANS}/{answer['inboundPlanId']}/items", "items")
    assert (item["msku"], item["quantity"], item["labelOwner"]) == ("MUG", 20, "SELLER")
    assert item["fnsku"] == shop.summary("MUG")["fnSku"]
    assert [each["prepType"] for each in item["prepInstructions"]] == ["ITEM_LABELING", "ITEM_NO_PREP"]


def test_nothing_goes_on_before_the_plan_is_made(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = asked(shop.call("POST", PLANS, plan_body({"MUG": 20})))["inboundPlanId"]
    [error] = shop.refused("POST", f"{PLANS}/{plan_id}/packingOptions")
    assert error["code"] == "BadRequest"
    assert "has not succeeded yet" in error["message"]
    shop.advance("PT5S")
    assert plan(shop, plan_id)["packingOptions"] == []


def test_skus_that_there_are_not_are_named_at_once_and_nothing_is_made(shop: Shop) -> None:
    shop.stock("MUG", 0)
    [error] = shop.refused("POST", PLANS, plan_body({"MUG": 1, "GONE": 2, "NEVER": 3}))
    assert (error["code"], error["message"]) == (
        "BadRequest",
        "ERROR: The following MSKUs are not available for inbound. If these were recently added, please try again"
        " later. MSKUs: [GONE, NEVER]",
    )
    assert shop.ok("GET", PLANS)["inboundPlans"] == []


def test_every_item_that_may_not_be_sent_in_is_told_and_the_plan_is_errored(shop: Shop) -> None:
    shop.stock("MUG", 0)
    listed_as(shop, "TEA", "TEA")
    listed_as(shop, "SHAMPOO", "SHAMPOO")
    body = plan_body({}, items=[line("MUG", 1), line("TEA", 2), line("SHAMPOO", 3, expiration="2099-01-31")])
    answer = asked(shop.call("POST", PLANS, body))
    shop.advance("PT5S")
    problems = status(shop, answer["operationId"])["operationProblems"]
    assert [(each["code"], each["severity"]) for each in problems] == [
        ("FBA_INB_0180", "ERROR"),
        ("FBA_INB_0182", "ERROR"),
    ]
    assert ["TEA" in problems[0]["details"], "SHAMPOO" in problems[1]["details"]] == [True, True]
    assert plan(shop, answer["inboundPlanId"])["status"] == "ERRORED"
    assert items(shop, answer["inboundPlanId"]) == {}
    [error] = shop.refused("POST", f"{PLANS}/{answer['inboundPlanId']}/packingOptions")
    assert "whose creation has failed" in error["message"]


def test_who_labels_and_prepares_is_refused_at_once(shop: Shop) -> None:
    shop.stock("MUG", 0)
    lines = [line("MUG", 1, labelOwner="AMAZON", prepOwner="SELLER")]
    errors = shop.refused("POST", PLANS, plan_body({}, items=lines))
    assert [each["message"] for each in errors] == [
        "ERROR: MUG does not accept AMAZON as labelOwner. Accepted values: [SELLER]",
        "ERROR: MUG does not require prepOwner but SELLER was assigned. Accepted values: [NONE]",
    ]
    assert {each["code"] for each in errors} == {"BadRequest"}
    assert shop.ok("GET", PLANS)["inboundPlans"] == []


def test_items_that_speak_of_the_same_units_are_refused_and_those_of_another_lot_are_not(shop: Shop) -> None:
    shop.stock("MUG", 0)
    [error] = shop.refused("POST", PLANS, plan_body({}, items=[line("MUG", 1), line("MUG", 2)]))
    wanted = "ERROR: Items contain multiple identical MSKUs [MUG]. Please remove duplicated MSKUs and try again."
    assert (error["code"], error["message"]) == ("BadRequest", wanted)
    assert "'MUG' stands in an earlier item already" in error["details"]
    assert shop.ok("GET", PLANS)["inboundPlans"] == []
    planned(shop, {}, items=[line("MUG", 1), line("MUG", 2, manufacturingLotCode="L-2")])


def test_amazon_labels_where_it_does_and_says_its_fee(shop: Shop) -> None:
    shop.stock("MUG", 0, CA)
    plan_id = planned(shop, {}, CA, items=[line("MUG", 3, labelOwner="AMAZON")])
    [item] = listed(shop, f"{PLANS}/{plan_id}/items", "items")
    fee = item["prepInstructions"][0]
    assert (fee["prepType"], fee["prepOwner"], fee["fee"]["code"]) == ("ITEM_LABELING", "AMAZON", "CAD")
    assert fee["fee"]["amount"] > 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"destinationMarketplaces": ["A0000000000000"]}, "destinationMarketplaces[0]"),
        ({"items": [line("MUG", 1, expiration="2001-01-01")]}, "items[0].expiration"),
        ({"items": []}, "items"),
    ],
)
def test_a_faulty_request_names_its_field_and_makes_nothing(shop: Shop, changes: Json, field: str) -> None:
    shop.stock("MUG", 0)
    [error] = shop.refused("POST", PLANS, plan_body({"MUG": 1}, **changes))
    assert error["code"] == "InvalidInput"
    assert field in error["details"]
    assert shop.ok("GET", PLANS)["inboundPlans"] == []


def test_plans_are_listed_by_page_in_the_order_that_is_asked_for(shop: Shop) -> None:
    shop.stock("MUG", 0)
    made = [planned(shop, {"MUG": 1}) for _ in range(3)]
    shop.advance("PT1S")
    assert shop.call("PUT", f"{PLANS}/{made[0]}/name", {"name": "First"}).status_code == 204
    first, *others = [each["inboundPlanId"] for each in listed(shop, PLANS, "inboundPlans", pageSize=1)]
    assert (first, set(others)) == (made[0], set(made[1:]))
    oldest = listed(shop, PLANS, "inboundPlans", pageSize=2, sortBy="CREATION_TIME", sortOrder="ASC")
    assert [each["inboundPlanId"] for each in oldest] == made
    assert oldest[0]["name"] == "First"


def test_a_plan_is_cancelled_and_stays_so(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = planned(shop, {"MUG": 5})
    done(shop, shop.call("PUT", f"{PLANS}/{plan_id}/cancellation"))
    assert plan(shop, plan_id)["status"] == "VOIDED"
    assert [each["inboundPlanId"] for each in listed(shop, PLANS, "inboundPlans", status="VOIDED")] == [plan_id]
    [error] = shop.refused("PUT", f"{PLANS}/{plan_id}/cancellation")
    assert error["message"] == (
        "ERROR: Operation CancelInboundPlan cannot be processed because the inbound plan is VOIDED."
    )
    [error] = shop.refused("POST", f"{PLANS}/{plan_id}/packingOptions")
    assert error["message"].endswith("on a cancelled inbound plan.")


def test_a_plan_that_nobody_goes_on_with_is_voided_after_thirty_days(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = planned(shop, {"MUG": 5})
    shop.advance("P29D")
    assert plan(shop, plan_id)["status"] == "ACTIVE"
    shop.advance("P2D")
    assert plan(shop, plan_id)["status"] == "VOIDED"


def test_a_rule_makes_the_creation_fail_or_voids_the_plan_seconds_later(shop: Shop) -> None:
    shop.stock("MUG", 0)
    rule = {"kind": "inbound", "type": "createInboundPlan", "times": 1}
    shop.controlled("POST", "jobs/rules", {**rule, "ending": "fatal"})
    shop.controlled("POST", "jobs/rules", {**rule, "after": 1, "ending": "cancelled"})
    first = asked(shop.call("POST", PLANS, plan_body({"MUG": 1})))
    second = asked(shop.call("POST", PLANS, plan_body({"MUG": 1})))
    shop.advance("PT5S")
    [problem] = status(shop, first["operationId"])["operationProblems"]
    assert (problem["code"], problem["message"]) == (
        "InternalServerError",
        "ERROR: Something went wrong. Please try again later.",
    )
    assert [plan(shop, each["inboundPlanId"])["status"] for each in (first, second)] == ["ERRORED", "VOIDED"]


def test_another_sellers_plan_and_operation_are_not_found(shop: Shop, new_shop: object) -> None:
    assert callable(new_shop)
    shop.stock("MUG", 0)
    answer = done(shop, shop.call("POST", PLANS, plan_body({"MUG": 1})))
    other: Shop = new_shop(beside=shop)
    assert other.refused("GET", f"{PLANS}/{answer['inboundPlanId']}", status=404)[0]["code"] == "NotFound"
    assert other.refused("GET", f"{INBOUND}/operations/{answer['operationId']}", status=404)[0]["code"] == "NotFound"


def test_what_a_seller_tells_of_preparation_is_what_plans_follow(shop: Shop) -> None:
    shop.stock("SCARF", 0, DE)
    told = {"msku": "SCARF", "prepCategory": "TEXTILE", "prepTypes": ["ITEM_POLYBAGGING"]}
    body = {"marketplaceId": DE, "mskuPrepDetails": [told]}
    done(shop, shop.call("POST", f"{INBOUND}/items/prepDetails", body))
    found = shop.ok("GET", f"{INBOUND}/items/prepDetails", marketplaceId=DE, mskus="SCARF")
    assert found["mskuPrepDetails"] == [told]
    [error] = shop.refused("POST", PLANS, plan_body({"SCARF": 2}, DE))
    assert error["message"] == (
        "ERROR: SCARF requires prepOwner but NONE was assigned. Accepted values: [AMAZON, SELLER]"
    )
    planned(shop, {}, DE, items=[line("SCARF", 2, prepOwner="AMAZON")])


def test_categories_that_amazon_gives_cannot_be_told(shop: Shop) -> None:
    shop.stock("MUG", 0)
    before = shop.ok("GET", f"{INBOUND}/items/prepDetails", marketplaceId=US, mskus="MUG")
    told = {"msku": "MUG", "prepCategory": "UNKNOWN", "prepTypes": []}
    [error] = shop.refused("POST", f"{INBOUND}/items/prepDetails", {"marketplaceId": US, "mskuPrepDetails": [told]})
    assert "mskuPrepDetails[0].prepCategory" in error["details"]
    assert shop.ok("GET", f"{INBOUND}/items/prepDetails", marketplaceId=US, mskus="MUG") == before


def test_preparation_of_skus_that_there_are_not_is_neither_told_nor_shown(shop: Shop) -> None:
    shop.stock("MUG", 0)
    path = f"{INBOUND}/items/prepDetails"
    before = shop.ok("GET", path, marketplaceId=US, mskus="MUG")
    told = [{"msku": each, "prepCategory": "SMALL", "prepTypes": ["ITEM_POLYBAGGING"]} for each in ("MUG", "GONE")]
    [error] = shop.refused("POST", path, {"marketplaceId": US, "mskuPrepDetails": told})
    assert error["message"].startswith("ERROR: The following MSKUs are not available for inbound.")
    assert error["message"].endswith("MSKUs: [GONE]")
    assert shop.ok("GET", path, marketplaceId=US, mskus="MUG") == before
    [error] = shop.refused("GET", path, marketplaceId=US, mskus="MUG,GONE")
    assert (error["code"], error["message"]) == ("BadRequest", "ERROR: The following MSKUs are not valid: [GONE].")


def test_taxes_are_told_for_india_alone(shop: Shop) -> None:
    india = "A21TJRUUN4KGV"
    shop.stock("TEA", 0, india)
    taxes = {"hsnCode": "0902", "taxRates": [{"taxType": "IGST", "gstRate": 5.0}]}
    path = f"{INBOUND}/items/compliance"
    [error] = shop.refused("PUT", path, {"msku": "TEA", "taxDetails": taxes}, marketplaceId=US)
    assert "marketplaceId" in error["details"]
    done(shop, shop.call("PUT", path, {"msku": "TEA", "taxDetails": taxes}, marketplaceId=india))
    [found] = shop.ok("GET", path, mskus="TEA", marketplaceId=india)["complianceDetails"]
    assert (found["msku"], found["taxDetails"]) == ("TEA", taxes)


def test_eligibility_names_published_codes(shop: Shop) -> None:
    path = "/fba/inbound/v1/eligibility/itemPreview"
    asin = shop.list_product("TROLLEY", fba=True, quantity=0)
    good = shop.ok("GET", path, asin=asin, program="INBOUND", marketplaceIds=US)["payload"]
    assert good == {"asin": asin, "marketplaceId": US, "program": "INBOUND", "isEligibleForProgram": True}
    nowhere = shop.ok("GET", path, asin=asin, program="INBOUND", marketplaceIds=DE)["payload"]
    assert (nowhere["isEligibleForProgram"], nowhere["ineligibilityReasonList"]) == (False, ["FBA_INB_0017"])
    assert shop.ok("GET", path, asin=asin, program="COMMINGLING")["payload"]["isEligibleForProgram"]
    [error] = shop.refused("GET", path, asin=asin, program="INBOUND")
    assert "marketplaceIds" in error["details"]


def listed_as(shop: Shop, sku: str, product_type: str) -> None:
    attributes = shop.attributes(product_type)
    assert shop.put_listing(sku, attributes, product_type)["status"] == "ACCEPTED"
    shop.advance("PT10S")


def test_what_expires_needs_a_date(shop: Shop) -> None:
    listed_as(shop, "TEA", "TEA")
    [problem] = failed(shop, shop.call("POST", PLANS, plan_body({"TEA": 5})))
    assert (problem["code"], problem["message"]) == ("FBA_INB_0180", "ERROR: Expiration date required.")
    plan_id = planned(
        shop, {}, items=[line("TEA", 3, expiration="2099-01-31"), line("TEA", 2, expiration="2099-02-28")]
    )
    found = listed(shop, f"{PLANS}/{plan_id}/items", "items")
    assert [(each["quantity"], each["expiration"]) for each in found] == [(3, "2099-01-31"), (2, "2099-02-28")]


def test_of_liquids_a_seller_has_to_tell_how_they_are_sealed(shop: Shop) -> None:
    listed_as(shop, "SHAMPOO", "SHAMPOO")
    asked = {"marketplaceId": US, "mskus": "SHAMPOO"}
    [before] = shop.ok("GET", f"{INBOUND}/items/prepDetails", **asked)["mskuPrepDetails"]
    assert before["prepCategory"] == "UNKNOWN"
    bottles = line("SHAMPOO", 5, expiration="2099-01-31")
    [problem] = failed(shop, shop.call("POST", PLANS, plan_body({}, items=[bottles])))
    assert problem["code"] == "FBA_INB_0182"
    told = {"msku": "SHAMPOO", "prepCategory": "LIQUID", "prepTypes": ["ITEM_POLYBAGGING"]}
    done(
        shop,
        shop.call("POST", f"{INBOUND}/items/prepDetails", {"marketplaceId": US, "mskuPrepDetails": [told]}),
    )
    planned(shop, {}, items=[{**bottles, "prepOwner": "SELLER"}])
