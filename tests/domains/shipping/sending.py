"""Sellers who send parcels, as tests see them."""

from __future__ import annotations

from typing import Any

from tests.shop import SEATTLE, Json, Shop

V2 = "/shipping/v2"
DOCK = {
    "name": "Dock Two",
    "addressLine1": "2 Dock Road",
    "city": "Portland",
    "stateOrRegion": "OR",
    "postalCode": "97201",
    "countryCode": "US",
}
VANCOUVER = {
    "name": "Jo Doe",
    "addressLine1": "1 Main Street",
    "city": "Vancouver",
    "stateOrRegion": "BC",
    "postalCode": "V6B 1A1",
    "countryCode": "CA",
}
MUMBAI = {
    "name": "Asha Rao",
    "addressLine1": "1 Hill Road",
    "city": "Mumbai",
    "stateOrRegion": "MH",
    "postalCode": "400050",
    "countryCode": "IN",
}
PNG = {
    "format": "PNG",
    "size": {"width": 4, "length": 6, "unit": "INCH"},
    "dpi": 203,
    "pageLayout": "DEFAULT",
    "needFileJoining": False,
    "requestedDocumentTypes": ["LABEL"],
}
#: What an order of Amazon's has to be printed like.
ORDERED_PNG = {**PNG, "pageLayout": "LEFT", "needFileJoining": True}
#: What an item weighs of which nothing else is said.
LIGHT = {"value": 5, "unit": "GRAM"}


def package(**changes: Any) -> Json:
    found = {
        "dimensions": {"length": 20, "width": 15, "height": 10, "unit": "CENTIMETER"},
        "weight": {"value": 1, "unit": "KILOGRAM"},
        "insuredValue": {"value": 50, "unit": "USD"},
        "packageClientReferenceId": "box-1",
        "items": [{"description": "Mug", "quantity": 2, "itemValue": {"value": 9.5, "unit": "USD"}}],
        **changes,
    }
    found["items"] = [{"weight": LIGHT, **each} for each in found["items"]]
    return {name: value for name, value in found.items() if value is not None}


def question(**changes: Any) -> Json:
    found = {
        "shipFrom": DOCK,
        "shipTo": SEATTLE,
        "packages": [package()],
        "channelDetails": {"channelType": "EXTERNAL"},
        **changes,
    }
    return {name: value for name, value in found.items() if value is not None}


def ask(shop: Shop, **changes: Any) -> Json:
    payload: Json = shop.ok("POST", f"{V2}/shipments/rates", question(**changes))["payload"]
    return payload


def purchase(answer: Json, service: str = "std-us-swa-mfn", *, form: Json | None = None, **changes: Any) -> Json:
    rate = next(each for each in answer["rates"] if each["serviceId"] == service)
    return {
        "requestToken": answer["requestToken"],
        "rateId": rate["rateId"],
        "requestedDocumentSpecification": form or PNG,
        **changes,
    }


def buy(shop: Shop, service: str = "std-us-swa-mfn", *, more: Json | None = None, **changes: Any) -> Json:
    """A shipment bought for the rate of a service; ``more`` goes into the purchase."""
    body = purchase(ask(shop, **changes), service, **(more or {}))
    payload: Json = shop.ok("POST", f"{V2}/shipments", body)["payload"]
    return payload


def number_of(bought: Json) -> str:
    return str(bought["packageDocumentDetails"][0]["trackingId"])


def track(shop: Shop, number: str, carrier: str = "AMZN_US") -> Json:
    payload: Json = shop.ok("GET", f"{V2}/tracking", trackingId=number, carrierId=carrier)["payload"]
    return payload


def postage(shop: Shop) -> list[tuple[str, float]]:
    """What finances have posted for labels, by its kind, seen three minutes later: the last two are not shown."""
    shop.advance("PT3M")
    found = shop.ok("GET", "/finances/v0/financialEvents", MaxResultsPerPage=100)["payload"]["FinancialEvents"]
    return sorted(
        (each["AdjustmentType"], each["AdjustmentAmount"]["CurrencyAmount"]) for each in found["AdjustmentEventList"]
    )


def destine(shop: Shop, number: str, fate: str = "on_time") -> Json:
    """What is to become of a parcel; without a word it comes in time."""
    return shop.controlled("POST", f"parcels/{number}/fate", {"fate": fate})


def adjustments(shop: Shop) -> float:
    """What all postage comes to."""
    return round(sum(amount for _, amount in postage(shop)), 2)
