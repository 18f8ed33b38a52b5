"""Situations in which others called FBA Inbound v0, made again."""

from __future__ import annotations

import httpx

from tests.domains.fba.inbound.sending import (
    FREIGHT,
    OWN,
    PALLETS,
    PARTNER,
    box,
    choose,
    done,
    option_of,
    packed,
    placed,
    quoted,
    ready,
    shipment,
)
from tests.shop import CA, US, Json, Shop

V0 = "/fba/inbound/v0"


def shipments_by_time_alone(shop: Shop) -> httpx.Response:
    within: Json = {"LastUpdatedAfter": "2020-10-25T14:18:49Z", "LastUpdatedBefore": "2020-12-24T13:18:49Z"}
    return shop.call("GET", f"{V0}/shipments", MarketplaceId=US, QueryType="DATE_RANGE", **within)


def shipments_by_status(shop: Shop) -> httpx.Response:
    _ready(shop, PARTNER)
    return shop.call("GET", f"{V0}/shipments", MarketplaceId=US, QueryType="SHIPMENT", ShipmentStatusList="WORKING")


def items_by_a_token_that_is_none(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{V0}/shipmentItems", MarketplaceId=US, QueryType="NEXT_TOKEN", NextToken="none")


def preparation_of_a_sku_in_canada(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 0, CA)
    return shop.call("GET", f"{V0}/prepInstructions", ShipToCountryCode="CA", SellerSKUList="MUG")


def preparation_of_an_asin(shop: Shop) -> httpx.Response:
    asin = shop.list_product("MUG", fba=True, quantity=0)
    return shop.call("GET", f"{V0}/prepInstructions", ShipToCountryCode="US", ASINList=asin)


def labels_of_an_own_carrier_without_their_number(shop: Shop) -> httpx.Response:
    query: Json = {"PageType": "PackageLabel_Thermal", "LabelType": "DEFAULT"}
    return shop.call("GET", f"{V0}/shipments/{_ready(shop, OWN)}/labels", **query)


def labels_of_any_type(shop: Shop) -> httpx.Response:
    query: Json = {"PageType": "PackageLabel_Plain_Paper", "PageSize": "10"}
    return shop.call("GET", f"{V0}/shipments/{_ready(shop, OWN)}/labels", **query)


def labels_of_boxes_that_there_are_not(shop: Shop) -> httpx.Response:
    query: Json = {"PageType": "PackageLabel_Plain_Paper", "LabelType": "UNIQUE"}
    return shop.call(
        "GET", f"{V0}/shipments/{_ready(shop, OWN)}/labels", PackageLabelsToPrint="FBA15AAAAAAAU000001", **query
    )


def labels_for_a_thermal_printer(shop: Shop) -> httpx.Response:
    query: Json = {"PageType": "PackageLabel_Thermal_No_Carrier_Rotation", "LabelType": "BARCODE_2D"}
    return shop.call("GET", f"{V0}/shipments/{_ready(shop, PARTNER)}/labels", **query)


def labels_before_a_carrier_is_confirmed(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 0)
    plan_id = packed(shop, {"MUG": 2}, [box({"MUG": 2})])
    confirmation = shipment(shop, plan_id, placed(shop, plan_id)[0])["shipmentConfirmationId"]
    query: Json = {"PageType": "PackageLabel_Thermal", "LabelType": "BARCODE_2D"}
    return shop.call("GET", f"{V0}/shipments/{confirmation}/labels", **query)


def labels_of_pallets_for_a_thermal_printer(shop: Shop) -> httpx.Response:
    query: Json = {"PageType": "PackageLabel_Thermal", "LabelType": "PALLET", "NumberOfPallets": 1}
    return shop.call("GET", f"{V0}/shipments/{_freight(shop)}/labels", **query)


def items_of_a_shipment(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{V0}/shipments/{_ready(shop, PARTNER)}/items", MarketplaceId=US)


def a_bill_of_lading(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{V0}/shipments/{_freight(shop)}/billOfLading")


def _ready(shop: Shop, solution: str) -> str:
    """The id of the label of a shipment that is ready."""
    shop.stock("MUG", 0)
    found = shipment(shop, *ready(shop, {"MUG": 2}, [box({"MUG": 2})], solution))
    return str(found["shipmentConfirmationId"])


def _freight(shop: Shop) -> str:
    """The id of the labels of pallets that Amazon's partner carries."""
    shop.stock("MUG", 0)
    plan_id = packed(shop, {"MUG": 2}, [box({"MUG": 2})])
    [shipment_id] = placed(shop, plan_id)
    options = quoted(shop, plan_id, [shipment_id], pallets=PALLETS, freightInformation=FREIGHT)
    done(shop, choose(shop, plan_id, [option_of(options, shipment_id, PARTNER, "FREIGHT_LTL")]))
    return str(shipment(shop, plan_id, shipment_id)["shipmentConfirmationId"])
