"""The way of a shipment by the clock, until its units can be sold; what is lost on it, and what it costs."""

from __future__ import annotations

import pytest
from tests.domains.exchange.reports.reporting import rows
from tests.domains.fba.inbound.sending import (
    FREIGHT,
    OWN,
    PALLETS,
    PARTNER,
    PLANS,
    box,
    charged,
    choose,
    done,
    inbound,
    line,
    listed,
    option_of,
    packed,
    parcels,
    placed,
    plan,
    quoted,
    ready,
    shipment,
    shipped_items,
    track,
    until,
)
from tests.shop import CA, Shop

WAY = ["READY_TO_SHIP", "SHIPPED", "IN_TRANSIT", "DELIVERED", "CHECKED_IN", "RECEIVING", "CLOSED"]


def test_partnered_parcels_leave_by_themselves_and_end_on_the_shelf(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id, shipment_id = ready(shop, {"MUG": 40}, [box({"MUG": 20}, 2)])
    assert inbound(shop, "MUG") == (40, 0, 0)
    assert until(shop, plan_id, shipment_id, "SHIPPED") == WAY[:2]
    assert inbound(shop, "MUG") == (0, 40, 0)
    assert plan(shop, plan_id)["status"] == "SHIPPED"
    assert until(shop, plan_id, shipment_id, "CHECKED_IN") == WAY[1:5]
    assert inbound(shop, "MUG") == (0, 0, 40)
    assert shop.fulfillable("MUG") == 0
    until(shop, plan_id, shipment_id, "RECEIVING")
    assert (shop.fulfillable("MUG"), inbound(shop, "MUG")) == (28, (0, 0, 12))
    shop.advance("P1D")
    assert (shop.fulfillable("MUG"), inbound(shop, "MUG")) == (40, (0, 0, 0))
    until(shop, plan_id, shipment_id, "CLOSED")
    assert shop.fulfillable("MUG") == 40
    moves = [
        each["type"] for each in shop.events() if each["type"].startswith("inventory.") and each["subject"] == "MUG"
    ]
    assert moves[1:] == [
        "inventory.inbound_planned",
        "inventory.inbound_shipped",
        "inventory.inbound_arrived",
        "inventory.received",
        "inventory.received",
    ]


def test_an_own_carrier_has_left_when_its_numbers_are_told(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id, shipment_id = ready(shop, {"MUG": 10}, [box({"MUG": 10})], OWN)
    shop.advance("P5D")
    assert shipment(shop, plan_id, shipment_id)["status"] == "READY_TO_SHIP"
    done(shop, track(shop, plan_id, shipment_id, parcels(shop, plan_id, shipment_id, "1Z12345E1512345676")))
    assert until(shop, plan_id, shipment_id, "CLOSED") == WAY[1:]
    assert shop.fulfillable("MUG") == 10


def test_freight_takes_longer_than_parcels(shop: Shop) -> None:
    shop.stock("MUG", 0)
    days = []
    for mode in ("GROUND_SMALL_PARCEL", "FREIGHT_LTL"):
        plan_id = packed(shop, {"MUG": 10}, [box({"MUG": 10})])
        [shipment_id] = placed(shop, plan_id)
        options = quoted(shop, plan_id, [shipment_id], pallets=PALLETS, freightInformation=FREIGHT)
        done(shop, choose(shop, plan_id, [option_of(options, shipment_id, PARTNER, mode)]))
        until(shop, plan_id, shipment_id, "IN_TRANSIT")
        start = shop.now()
        until(shop, plan_id, shipment_id, "DELIVERED")
        days.append((int(shop.now()[8:10]) - int(start[8:10])) % 31)
    assert days[0] < days[1]


def test_a_lost_box_is_missing_and_paid_for_when_the_shipment_closes(shop: Shop) -> None:
    shop.list_product("TROLLEY", price=40.0, fba=True, quantity=0)
    plan_id, shipment_id = ready(shop, {"TROLLEY": 6}, [box({"TROLLEY": 2}, 3)])
    lost = listed(shop, f"{PLANS}/{plan_id}/shipments/{shipment_id}/boxes", "boxes")[1]["boxId"]
    shop.controlled("POST", "inbound/lost-boxes", {"boxId": lost})
    until(shop, plan_id, shipment_id, "RECEIVING")
    shop.advance("P1D")
    assert (shop.fulfillable("TROLLEY"), inbound(shop, "TROLLEY")) == (4, (0, 0, 2))
    until(shop, plan_id, shipment_id, "CLOSED")
    assert (shop.fulfillable("TROLLEY"), inbound(shop, "TROLLEY")) == (4, (0, 0, 0))
    shop.advance("PT1H")
    events = shop.ok("GET", "/finances/v0/financialEvents")["payload"]["FinancialEvents"]
    [adjustment] = events["AdjustmentEventList"]
    assert adjustment["AdjustmentType"] == "FBAInventoryReimbursement"
    assert adjustment["AdjustmentAmount"] == {"CurrencyCode": "USD", "CurrencyAmount": 40.0}
    [row] = rows(shop, "GET_FBA_REIMBURSEMENTS_DATA")
    assert (row["sku"], row["quantity-reimbursed-cash"], row["amount-total"]) == ("TROLLEY", "2", "40.00")
    assert (row["amount-per-unit"], row["currency-unit"]) == ("20.00", "USD")
    refused = shop.control("POST", "inbound/lost-boxes", {"boxId": lost})
    assert refused.status_code == 400
    assert "CLOSED" in refused.json()["errors"][0]["message"]


def test_every_fee_is_charged_as_it_was_quoted_and_once(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = packed(shop, {"MUG": 40}, [box({"MUG": 20}, 2)])
    [shipment_id] = placed(shop, plan_id)
    [fee] = listed(shop, f"{PLANS}/{plan_id}/placementOptions", "placementOptions")[0]["fees"]
    option = option_of(quoted(shop, plan_id, [shipment_id]), shipment_id, PARTNER)
    done(shop, choose(shop, plan_id, [option]))
    until(shop, plan_id, shipment_id, "CLOSED")
    shop.advance("PT1H")
    assert sorted(charged(shop)) == sorted(
        [
            ("FBAInboundTransportationFee", -option["quote"]["cost"]["amount"]),
            ("FBAInboundPlacementServiceFee", -fee["value"]["amount"]),
        ]
    )


def test_labels_by_amazon_are_charged_for_every_unit(shop: Shop) -> None:
    shop.stock("MUG", 0, CA)
    units = [line("MUG", 4, labelOwner="AMAZON")]
    plan_id = packed(shop, {}, [box({}, items=units)], CA, items=units)
    [item] = listed(shop, f"{PLANS}/{plan_id}/items", "items")
    each = item["prepInstructions"][0]["fee"]["amount"]
    [shipment_id] = placed(shop, plan_id)
    own = option_of(quoted(shop, plan_id, [shipment_id]), shipment_id, OWN)
    path = f"{PLANS}/{plan_id}/shipments/{shipment_id}/deliveryWindowOptions"
    done(shop, shop.call("POST", path))
    window = listed(shop, path, "deliveryWindowOptions")[0]["deliveryWindowOptionId"]
    done(shop, shop.call("POST", f"{path}/{window}/confirmation"))
    done(shop, choose(shop, plan_id, [own]))
    done(shop, track(shop, plan_id, shipment_id, parcels(shop, plan_id, shipment_id, "TRACK12345")))
    until(shop, plan_id, shipment_id, "CLOSED")
    assert charged(shop) == [("LabelingFee", -round(4 * each, 2))]


@pytest.mark.parametrize("source", ["BARCODE_2D", "MANUAL_PROCESS"])
def test_what_is_in_boxes_that_nobody_told_of_is_received_as_well(shop: Shop, source: str) -> None:
    shop.stock("MUG", 0)
    boxes = [box({"MUG": 4}), box(None, 2, contentInformationSource=source)]
    plan_id, shipment_id = ready(shop, {"MUG": 11}, boxes)
    assert shipped_items(shop, plan_id, shipment_id) == {"MUG": 11}
    until(shop, plan_id, shipment_id, "CLOSED")
    assert shop.fulfillable("MUG") == 11
    shop.advance("PT1H")
    received = [
        each for each in shop.events("inbound.shipment_status_changed") if each["body"]["status"] == "RECEIVING"
    ]
    rate = 0.30 if int(received[0]["occurredAt"][5:7]) >= 10 else 0.15
    fees = [fee for name, fee in charged(shop) if name == "FBAManualProcessingFee"]
    assert fees == ([round(-11 * rate, 2)] if source == "MANUAL_PROCESS" else [])


def test_a_plan_that_has_left_cannot_be_cancelled(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id, shipment_id = ready(shop, {"MUG": 10}, [box({"MUG": 10})])
    until(shop, plan_id, shipment_id, "SHIPPED")
    [error] = shop.refused("PUT", f"{PLANS}/{plan_id}/cancellation")
    assert "is SHIPPED" in error["message"]
    assert inbound(shop, "MUG") == (0, 10, 0)
