"""v0 shows the shipments that the newer version has planned."""

from __future__ import annotations

from tests.domains.fba.inbound.sending import box, packed, placed, ready, shipment, until
from tests.shop import DE, US, Json, Shop

V0 = "/fba/inbound/v0"


def found(shop: Shop, **query: object) -> list[Json]:
    answer: list[Json] = shop.ok("GET", f"{V0}/shipments", MarketplaceId=US, **query)["payload"]["ShipmentData"]
    return answer


def test_a_confirmed_shipment_is_found_by_its_label_and_state(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id, shipment_id = ready(shop, {"MUG": 40}, [box({"MUG": 20}, 2)])
    confirmation = shipment(shop, plan_id, shipment_id)["shipmentConfirmationId"]
    [working] = found(shop, QueryType="SHIPMENT", ShipmentStatusList="WORKING")
    assert (working["ShipmentId"], working["ShipmentStatus"]) == (confirmation, "WORKING")
    assert working["ShipFromAddress"]["City"] == "Portland"
    until(shop, plan_id, shipment_id, "RECEIVING")
    assert found(shop, QueryType="SHIPMENT", ShipmentStatusList="WORKING") == []
    [receiving] = found(shop, QueryType="SHIPMENT", ShipmentIdList=confirmation)
    assert receiving["ShipmentStatus"] == "RECEIVING"
    shown = shop.ok("GET", f"{V0}/shipments/{confirmation}/items")["payload"]["ItemData"]
    assert [(each["SellerSKU"], each["QuantityShipped"], each["QuantityReceived"]) for each in shown] == [
        ("MUG", 40, 28)
    ]


def test_a_shipment_is_found_as_soon_as_its_placement_is_confirmed(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id = packed(shop, {"MUG": 40}, [box({"MUG": 20}, 2)])
    assert found(shop, QueryType="SHIPMENT", ShipmentStatusList="WORKING") == []
    [shipment_id] = placed(shop, plan_id)
    [working] = found(shop, QueryType="SHIPMENT", ShipmentStatusList="WORKING")
    assert working["ShipmentId"] == shipment(shop, plan_id, shipment_id)["shipmentConfirmationId"]
    [shown] = shop.ok("GET", f"{V0}/shipments/{working['ShipmentId']}/items")["payload"]["ItemData"]
    assert (shown["SellerSKU"], shown["QuantityShipped"]) == ("MUG", 40)


def test_changes_are_listed_by_their_time_a_page_at_a_time(shop: Shop) -> None:
    shop.stock("MUG", 0)
    start = shop.now()
    plans = [ready(shop, {"MUG": 2}, [box({"MUG": 2})]) for _ in range(51)]
    within = {"QueryType": "DATE_RANGE", "LastUpdatedAfter": start, "LastUpdatedBefore": "2100-01-01T00:00:00Z"}
    working = {"ShipmentStatusList": "WORKING", **within}
    first = shop.ok("GET", f"{V0}/shipments", MarketplaceId=US, **working)["payload"]
    assert len(first["ShipmentData"]) == 50
    token = {"QueryType": "NEXT_TOKEN", "NextToken": first["NextToken"]}
    [last] = found(shop, **token)
    assert len({each["ShipmentId"] for each in [*first["ShipmentData"], last]}) == len(plans)
    items = shop.ok("GET", f"{V0}/shipmentItems", MarketplaceId=US, **within)["payload"]
    more = shop.ok("GET", f"{V0}/shipmentItems", MarketplaceId=US, QueryType="NEXT_TOKEN", NextToken=items["NextToken"])
    assert len(items["ItemData"]) + len(more["payload"]["ItemData"]) == 51


def test_a_query_says_what_it_needs(shop: Shop) -> None:
    for type in ("SHIPMENT", "DATE_RANGE"):
        [error] = shop.refused("GET", f"{V0}/shipments", MarketplaceId=US, QueryType=type)
        assert error["message"] == "At least one of ShipmentStatusList and ShipmentIdList must be provided"
    asked: Json = {"MarketplaceId": US, "QueryType": "DATE_RANGE", "ShipmentStatusList": "WORKING"}
    errors = shop.refused("GET", f"{V0}/shipments", **asked)
    assert [each["details"].partition(":")[0] for each in errors] == ["LastUpdatedAfter", "LastUpdatedBefore"]
    [error] = shop.refused("GET", f"{V0}/shipmentItems", MarketplaceId=US, QueryType="NEXT_TOKEN")
    assert "NextToken" in error["details"]
    assert shop.refused("GET", f"{V0}/shipments/FBA15AAAAAAA/items", status=404)[0]["code"] == "NotFound"


def test_preparation_is_told_by_country(shop: Shop) -> None:
    shop.stock("TASSE", 0, DE)
    told = shop.ok("GET", f"{V0}/prepInstructions", ShipToCountryCode="DE", SellerSKUList="TASSE,GONE")["payload"]
    [one] = told["SKUPrepInstructionsList"]
    assert (one["SellerSKU"], one["PrepInstructionList"]) == ("TASSE", ["Labeling"])
    assert told["InvalidSKUList"] == [{"SellerSKU": "GONE", "ErrorReason": "DoesNotExist"}]
