"""Other contents for a shipment whose carrier is confirmed: previewed with their cost, then taken."""

from __future__ import annotations

from tests.domains.fba.inbound.sending import (
    PLANS,
    box,
    charged,
    done,
    inbound,
    line,
    listed,
    ready,
    shipment,
    shipped_items,
    until,
)
from tests.shop import Json, Shop


def test_a_preview_tells_the_cost_and_is_taken_when_confirmed(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id, shipment_id = ready(shop, {"MUG": 12}, [box({"MUG": 6}, 2)])
    path = f"{PLANS}/{plan_id}/shipments/{shipment_id}"
    kept, _ = [each["packageId"] for each in listed(shop, f"{path}/boxes", "boxes")]
    boxes = [{**box({"MUG": 6}), "packageId": kept}, box({"MUG": 5}), box({"MUG": 4})]
    body = {"items": [line("MUG", 15)], "boxes": boxes}
    done(shop, shop.call("POST", f"{path}/contentUpdatePreviews", body))
    [preview] = listed(shop, f"{path}/contentUpdatePreviews", "contentUpdatePreviews")
    preview_path = f"{path}/contentUpdatePreviews/{preview['contentUpdatePreviewId']}"
    assert shop.ok("GET", preview_path) == preview
    before = quote(shop, plan_id, shipment_id)
    cost = preview["transportationOption"]["quote"]["cost"]["amount"]
    assert cost > before
    assert (shipped_items(shop, plan_id, shipment_id), inbound(shop, "MUG")) == ({"MUG": 12}, (12, 0, 0))
    done(shop, shop.call("POST", f"{preview_path}/confirmation"))
    assert (shipped_items(shop, plan_id, shipment_id), inbound(shop, "MUG")) == ({"MUG": 15}, (15, 0, 0))
    assert quote(shop, plan_id, shipment_id) == cost
    found = listed(shop, f"{path}/boxes", "boxes")
    assert (found[0]["packageId"], len(found), found[2]["boxId"][-7:]) == (kept, 3, "U000003")
    [error] = shop.refused("POST", f"{preview_path}/confirmation")
    assert error["message"].endswith("because the content update preview is already confirmed.")
    until(shop, plan_id, shipment_id, "CLOSED")
    shop.advance("PT1H")
    assert shop.fulfillable("MUG") == 15
    assert ("FBAInboundTransportationFee", -cost) in charged(shop)


def quote(shop: Shop, plan_id: str, shipment_id: str) -> float:
    chosen = shipment(shop, plan_id, shipment_id)["selectedTransportationOptionId"]
    options = listed(shop, f"{PLANS}/{plan_id}/transportationOptions", "transportationOptions", shipmentId=shipment_id)
    [option] = [each for each in options if each["transportationOptionId"] == chosen]
    return float(option["quote"]["cost"]["amount"])


def test_a_quantity_changes_by_a_little_only_and_no_sku_is_new(shop: Shop) -> None:
    shop.stock("MUG", 0)
    shop.stock("TEAPOT", 0)
    plan_id, shipment_id = ready(shop, {"MUG": 12}, [box({"MUG": 12})])
    path = f"{PLANS}/{plan_id}/shipments/{shipment_id}/contentUpdatePreviews"

    def wanted(units: dict[str, int]) -> Json:
        return {"items": [line(*each) for each in units.items()], "boxes": [box(units)]}

    [error] = shop.refused("POST", path, wanted({"MUG": 19}))
    assert error["message"] == "ERROR: The quantity of MUG can change by at most 6 units."
    [error] = shop.refused("POST", path, wanted({"MUG": 12, "TEAPOT": 1}))
    assert "items[1].msku" in error["details"]
    [error] = shop.refused("POST", path, {"items": [line("MUG", 13)], "boxes": [box({"MUG": 12})]})
    assert "did not contain expected items" in error["message"]
    assert listed(shop, path, "contentUpdatePreviews") == []
