"""The steps of sending in, in the form of the requests that clients were seen to send."""

from __future__ import annotations

from typing import Any

import httpx

from tests.domains.fba.inbound.sending import (
    FREIGHT,
    INBOUND,
    PALLETS,
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
    placed,
    placements,
    planned,
    quoted,
    ready,
)
from tests.shop import US, Json, Shop

UTF_8 = {"Content-Type": "application/json; charset=utf-8"}


def a_plan_renamed(shop: Shop) -> httpx.Response:
    return shop.call("PUT", f"{PLANS}/{_plan(shop)}/name", {"name": "Spring"}, UTF_8)


def a_plan_cancelled(shop: Shop) -> httpx.Response:
    return shop.call("PUT", f"{PLANS}/{_plan(shop)}/cancellation")


def a_plan_after_it_was_cancelled_with_its_shipments(shop: Shop) -> httpx.Response:
    id = _packed(shop)
    placed(shop, id)
    done(shop, shop.call("PUT", f"{PLANS}/{id}/cancellation"))
    return shop.call("GET", f"{PLANS}/{id}")


def a_plan_whose_placement_is_confirmed(shop: Shop) -> httpx.Response:
    id = _plan(shop)
    placed(shop, id)
    return shop.call("GET", f"{PLANS}/{id}")


def items_of_a_plan(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{PLANS}/{_prepared(shop)}/items", pageSize=2)


def items_of_a_plan_that_need_no_preparation(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{PLANS}/{_plan(shop)}/items")


def items_of_a_shipment(shop: Shop) -> httpx.Response:
    id = _prepared(shop)
    [shipment_id] = placed(shop, id)
    return shop.call("GET", f"{PLANS}/{id}/shipments/{shipment_id}/items", pageSize=2)


def items_of_a_packing_group(shop: Shop) -> httpx.Response:
    id = _plan(shop)
    [group] = groups(shop, id)
    return shop.call("GET", f"{PLANS}/{id}/packingGroups/{group}/items")


def boxes_of_a_packing_group(shop: Shop) -> httpx.Response:
    id = _plan(shop)
    [group] = groups(shop, id)
    done(shop, pack(shop, id, [box({"MUG": 2})], packingGroupId=group))
    return shop.call("GET", f"{PLANS}/{id}/packingGroups/{group}/boxes", pageSize=2)


def packing_confirmed(shop: Shop) -> httpx.Response:
    return shop.call("POST", _packing(shop))


def packing_confirmed_by_an_empty_object(shop: Shop) -> httpx.Response:
    return shop.call("POST", _packing(shop), {})


def placement_at_a_center_of_ones_choice(shop: Shop) -> httpx.Response:
    wanted = [{"warehouseId": "ONT8", "items": [line("MUG", 2)]}]
    return shop.call("POST", f"{PLANS}/{_packed(shop)}/placementOptions", {"customPlacement": wanted})


def placements_that_fail_for_no_reason(shop: Shop) -> httpx.Response:
    id = _packed(shop)
    _fail(shop, "generatePlacementOptions")
    return _told(shop, shop.call("POST", f"{PLANS}/{id}/placementOptions", {}))


def placement_confirmed(shop: Shop) -> httpx.Response:
    return _told(shop, _confirm_placement(shop, _packed(shop)))


def placement_that_fails_for_no_reason(shop: Shop) -> httpx.Response:
    id = _packed(shop)
    _fail(shop, "confirmPlacementOption")
    return _told(shop, _confirm_placement(shop, id))


def a_shipment_whose_placement_is_confirmed(shop: Shop) -> httpx.Response:
    id = _packed(shop)
    return shop.call("GET", f"{PLANS}/{id}/shipments/{placed(shop, id)[0]}")


def windows_asked_for(shop: Shop) -> httpx.Response:
    id = _packed(shop)
    [shipment_id] = placed(shop, id)
    return shop.call("POST", f"{PLANS}/{id}/shipments/{shipment_id}/deliveryWindowOptions")


def windows_asked_for_by_an_empty_object_before_the_placement_is_confirmed(shop: Shop) -> httpx.Response:
    id = _packed(shop)
    [shipment_id] = placements(shop, id)[0]["shipmentIds"]
    return shop.call("POST", f"{PLANS}/{id}/shipments/{shipment_id}/deliveryWindowOptions", {})


def pallets_of_a_plan(shop: Shop) -> httpx.Response:
    id, _ = _freight(shop)
    return shop.call("GET", f"{PLANS}/{id}/pallets", pageSize=2)


def pallets_of_a_shipment(shop: Shop) -> httpx.Response:
    id, shipment_id = _freight(shop)
    return shop.call("GET", f"{PLANS}/{id}/shipments/{shipment_id}/pallets", pageSize=2)


def carriers_for_some_of_the_shipments(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 0)
    id = planned(shop, {"MUG": 400})
    option = placements(shop, id)[-1]
    shipment_ids = option["shipmentIds"]
    assert len(shipment_ids) > 1
    body: Json = {
        "placementOptionId": option["placementOptionId"],
        "shipmentTransportationConfigurations": configured(shop, shipment_ids[:1]),
    }
    return shop.call("POST", f"{PLANS}/{id}/transportationOptions", body)


def another_source(shop: Shop) -> httpx.Response:
    id = _packed(shop)
    [shipment_id] = placed(shop, id)
    body = {"address": {**PORTLAND, "addressLine1": "1 Dock Road"}}
    return shop.call("PUT", f"{PLANS}/{id}/shipments/{shipment_id}/sourceAddress", body, UTF_8)


def another_source_told(shop: Shop) -> httpx.Response:
    return _told(shop, another_source(shop))


def a_preview_of_other_contents(shop: Shop) -> httpx.Response:
    return shop.call("GET", _preview(shop))


def a_preview_confirmed(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{_preview(shop)}/confirmation")


def a_preview_confirmed_and_told(shop: Shop) -> httpx.Response:
    return _told(shop, a_preview_confirmed(shop))


def labels_on_paper(shop: Shop) -> httpx.Response:
    return _labels(shop, labelType="STANDARD_FORMAT", pageType="A4_21", localeCode="en_US")


def labels_one_by_one(shop: Shop) -> httpx.Response:
    return _labels(shop, labelType="THERMAL_PRINTING", width=60.0, height=40.0, localeCode="pt_BR")


def preparation_told(shop: Shop) -> httpx.Response:
    return _prepare(shop, "TEXTILE", "ITEM_LABELING", "ITEM_POLYBAGGING")


def preparation_told_of_what_needs_none(shop: Shop) -> httpx.Response:
    return _told(shop, _prepare(shop, "NONE", "ITEM_NO_PREP", "ITEM_LABELING"))


def preparation_of_what_was_told_to_need_none(shop: Shop) -> httpx.Response:
    done(shop, _prepare(shop, "NONE", "ITEM_NO_PREP"))
    return shop.call("GET", f"{INBOUND}/items/prepDetails", marketplaceId=US, mskus="MUG")


def preparation_told_of_what_there_is_not(shop: Shop) -> httpx.Response:
    told = {"msku": "NONE", "prepCategory": "SMALL", "prepTypes": ["ITEM_LABELING"]}
    return shop.call("POST", f"{INBOUND}/items/prepDetails", {"marketplaceId": US, "mskuPrepDetails": [told]})


def _plan(shop: Shop) -> str:
    shop.stock("MUG", 0)
    return planned(shop, {"MUG": 2})


def _packing(shop: Shop) -> str:
    """Where the packing of a plan is confirmed."""
    path = f"{PLANS}/{_plan(shop)}/packingOptions"
    done(shop, shop.call("POST", path))
    [option] = listed(shop, path, "packingOptions")
    return f"{path}/{option['packingOptionId']}/confirmation"


def _packed(shop: Shop) -> str:
    shop.stock("MUG", 0)
    return packed(shop, {"MUG": 2}, [box({"MUG": 2})])


def _prepared(shop: Shop) -> str:
    """A plan of units that their seller labels and prepares, and whose day of expiration is told."""
    shop.stock("MUG", 0)
    done(shop, _prepare(shop, "SMALL", "ITEM_POLYBAGGING", listed_already=True))
    return planned(shop, {}, items=[line("MUG", 2, prepOwner="SELLER", expiration="2027-03-31")])


def _confirm_placement(shop: Shop, id: str) -> httpx.Response:
    option = placements(shop, id)[0]
    return shop.call("POST", f"{PLANS}/{id}/placementOptions/{option['placementOptionId']}/confirmation")


def _freight(shop: Shop) -> tuple[str, str]:
    id = _packed(shop)
    [shipment_id] = placed(shop, id)
    options = quoted(shop, id, [shipment_id], pallets=PALLETS, freightInformation=FREIGHT)
    done(shop, choose(shop, id, [option_of(options, shipment_id, PARTNER, "FREIGHT_LTL")]))
    return id, shipment_id


def _preview(shop: Shop) -> str:
    shop.stock("MUG", 0)
    id, shipment_id = ready(shop, {"MUG": 2}, [box({"MUG": 2})])
    path = f"{PLANS}/{id}/shipments/{shipment_id}/contentUpdatePreviews"
    done(shop, shop.call("POST", path, {"items": [line("MUG", 3)], "boxes": [box({"MUG": 3})]}))
    [preview] = listed(shop, path, "contentUpdatePreviews")
    return f"{path}/{preview['contentUpdatePreviewId']}"


def _labels(shop: Shop, **how: Any) -> httpx.Response:
    shop.stock("MUG", 0)
    body = {"marketplaceId": US, "mskuQuantities": [{"msku": "MUG", "quantity": 2}], **how}
    return shop.call("POST", f"{INBOUND}/items/labels", body, UTF_8)


def _prepare(shop: Shop, category: str, *types: str, listed_already: bool = False) -> httpx.Response:
    if not listed_already:
        shop.stock("MUG", 0)
    told = {"msku": "MUG", "prepCategory": category, "prepTypes": list(types)}
    body = {"marketplaceId": US, "mskuPrepDetails": [told]}
    return shop.call("POST", f"{INBOUND}/items/prepDetails", body, UTF_8)


def _fail(shop: Shop, operation: str) -> None:
    shop.controlled("POST", "jobs/rules", {"kind": "inbound", "type": operation, "ending": "fatal"})


def _told(shop: Shop, asked: httpx.Response) -> httpx.Response:
    assert asked.status_code in (201, 202), asked.text
    shop.advance("PT5S")
    return shop.call("GET", f"{INBOUND}/operations/{asked.json()['operationId']}")
