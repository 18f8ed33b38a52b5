"""A seller's fortnight with python-amazon-sp-api, shipped by the seller or (``FBA``) by Amazon.

Knows nothing of Tradepost, but for its clock, its buyers and its other sellers, which nobody has at Amazon.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.request
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sp_api.api import (
    CatalogItems,
    CatalogItemsV20220401,
    Finances,
    FinancesV20240619,
    Inventories,
    ListingsItemsV20210801,
    OrdersV0,
    OrdersV20260101,
    ProductFees,
    ProductsV0,
    ProductsV20220501,
    ProductTypeDefinitions,
    Sales,
    Tokens,
)
from sp_api.base import Granularity, Marketplaces

US = Marketplaces.US.marketplace_id
FBA = sys.argv[1] == "FBA"
SELLER = os.environ["SP_API_SELLER_ID"]
SKU = "DOTTED/A5 2"
CODE = "4006381333931"


def say(name: str, value: Any) -> None:
    print(json.dumps([name, value]), flush=True)


def control(method: str, path: str, body: Any = None) -> Any:
    url = f"{os.environ['TRADEPOST_URL']}/_tradepost/v1/{path}"
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data, method=method)) as answer:
        return json.loads(answer.read() or b"null")


def advance(duration: str) -> None:
    control("POST", "clock/advance", {"by": duration})


def now() -> datetime:
    return datetime.fromisoformat(control("GET", "clock")["now"])


def spoken(text: str) -> list[dict[str, str]]:
    return [{"value": text, "language_tag": "en_US", "marketplace_id": US}]


def offer(price: float) -> list[dict[str, Any]]:
    prices = [{"schedule": [{"value_with_tax": price}]}]
    return [{"currency": "USD", "audience": "ALL", "our_price": prices, "marketplace_id": US}]


def attributes() -> dict[str, Any]:
    own = {"fulfillment_channel_code": "DEFAULT", "quantity": 20, "lead_time_to_ship_max_days": 2}
    return {
        "condition_type": [{"value": "new_new", "marketplace_id": US}],
        "purchasable_offer": offer(18.0),
        "fulfillment_availability": [{"fulfillment_channel_code": "AMAZON_NA"} if FBA else own],
        "country_of_origin": [{"value": "PT", "marketplace_id": US}],
        "supplier_declared_dg_hz_regulation": [{"value": "not_applicable", "marketplace_id": US}],
        "item_name": spoken("Quillon dotted notebook, A5"),
        "brand": spoken("Quillon"),
        "externally_assigned_product_identifier": [{"type": "ean", "value": CODE, "marketplace_id": US}],
        "item_type_keyword": [{"value": "hardcover-executive-notebooks", "marketplace_id": US}],
        "product_description": spoken("Ninety-six sheets that lie flat."),
        "bullet_point": spoken("Lies flat"),
        "color": spoken("Slate"),
        "ruling_type": [{"value": "Ruled", "marketplace_id": US}],
        "number_of_sheets": [{"value": 96, "marketplace_id": US}],
    }


control("PUT", "usage-plans", {"scale": 100})  # nobody has to wait for a price here

# A definition, a listing with a mistake, a listing
definition = ProductTypeDefinitions().get_definitions_product_type("BLANK_BOOK", marketplaceIds=[US]).payload
with urllib.request.urlopen(definition["schema"]["link"]["resource"]) as answer:
    schema = json.loads(answer.read())
say("required", sorted(set(schema["required"]) & {"item_name", "brand", "ruling_type"}))
listings = ListingsItemsV20210801()
wrong = {name: value for name, value in attributes().items() if name != "brand"}
refused = listings.put_listings_item(
    SELLER, SKU, marketplaceIds=[US], body={"productType": "BLANK_BOOK", "attributes": wrong}
)
say("mistake", [refused.payload["status"], [each["attributeNames"] for each in refused.payload["issues"]]])
accepted = listings.put_listings_item(
    SELLER, SKU, marketplaceIds=[US], body={"productType": "BLANK_BOOK", "attributes": attributes()}
)
say("listing", accepted.payload["status"])
advance("PT10S")
if FBA:
    Inventories().add_inventory(inventoryItems=[{"sellerSku": SKU, "marketplaceId": US, "quantity": 20}])
shown = listings.get_listings_item(SELLER, SKU, marketplaceIds=[US], includedData=["summaries"]).payload
asin = shown["summaries"][0]["asin"]
say("status", shown["summaries"][0]["status"])

# The catalog shows what the listing says
found = (
    CatalogItemsV20220401().search_catalog_items(marketplaceIds=[US], identifiers=[CODE], identifiersType="EAN").payload
)
say("found", [each["asin"] == asin and each["summaries"][0]["itemName"] for each in found["items"]])

older = CatalogItems().search_catalog_items(marketplaceIds=[US], keywords=[CODE]).payload
say("found by default", [each["asin"] == asin and each["summaries"][0]["itemName"] for each in older["items"]])

# A competitor, and a price that beats him
control("POST", "competitors", {"asin": asin, "price": 16, "feedback": {"rating": 99, "count": 900}})
me = [each["MyOffer"] for each in ProductsV0().get_item_offers(asin, "New").payload["Offers"] if each["IsBuyBoxWinner"]]
say("featured at 18", me)
wish = {
    "uri": "/products/pricing/2022-05-01/offer/featuredOfferExpectedPrice",
    "method": "GET",
    "marketplaceId": US,
    "sku": SKU,
}
batch = ProductsV20220501().get_featured_offer_expected_price_batch(requests_=[wish]).payload
result = batch["responses"][0]["body"]["featuredOfferExpectedPriceResults"][0]
price = result["featuredOfferExpectedPrice"]["listingPrice"]["amount"]
patch = {"op": "replace", "path": "/attributes/purchasable_offer", "value": offer(price)}
listings.patch_listings_item(SELLER, SKU, marketplaceIds=[US], body={"productType": "BLANK_BOOK", "patches": [patch]})
advance("PT1M")
me = [each["MyOffer"] for each in ProductsV0().get_item_offers(asin, "New").payload["Offers"] if each["IsBuyBoxWinner"]]
say("featured at the expected price", me)

# What selling will cost
fees = ProductFees().get_product_fees_estimate_for_sku(SKU, price=price, is_fba=FBA).payload
estimated = fees["FeesEstimateResult"]["FeesEstimate"]["TotalFeesEstimate"]["Amount"]
say("fees", estimated > 0)

# A buyer orders
began = now()
order = control("POST", "buyers/orders", {"items": [{"asin": asin, "quantity": 2}]})["orderId"]
advance("PT45M")
orders = OrdersV0()
seen = orders.get_orders(CreatedAfter=began.isoformat(), MarketplaceIds=[US]).payload["Orders"]
say("ordered", [[each["AmazonOrderId"] == order, each["OrderStatus"], each["FulfillmentChannel"]] for each in seen])
[item] = orders.get_order_items(order).payload["OrderItems"]
say("items", [item["SellerSKU"], item["QuantityOrdered"], item["ItemPrice"]["Amount"] == f"{2 * price:.2f}"])

# Restricted data, and the shipment
resource = {"method": "GET", "path": f"/orders/v0/orders/{order}/address"}
token = Tokens().create_restricted_data_token(restrictedResources=[resource]).payload["restrictedDataToken"]
address = OrdersV0(restricted_data_token=token).get_order_address(order).payload["ShippingAddress"]
say("address", bool(address["AddressLine1"]))
if FBA:
    advance("P2D")
else:
    orders.confirm_shipment(
        order,
        marketplaceId=US,
        packageDetail={
            "packageReferenceId": "1",
            "carrierCode": "USPS",
            "trackingNumber": "9400111",
            "shipDate": now().isoformat(),
            "orderItems": [{"orderItemId": item["OrderItemId"], "quantity": 2}],
        },
    )
whole = OrdersV20260101().get_order(order, includedData=["FULFILLMENT", "PACKAGES", "PROCEEDS"]).payload["order"]
say("shipped", [whole["fulfillment"]["fulfillmentStatus"], len(whole.get("packages", []))])

# One of the two is sent back
control(
    "POST",
    f"buyers/orders/{order}/return",
    {"reason": "NoLongerNeeded", "items": [{"orderItemId": item["OrderItemId"], "quantity": 1}]},
)
advance("P8D")

# Money: charged what was estimated, refunded half, and settled to the cent
finances = Finances()
events = finances.get_financial_events_for_order(order).payload["FinancialEvents"]
[sold], [back] = events["ShipmentEventList"], events["RefundEventList"]
charged = sum(
    Decimal(str(fee["FeeAmount"]["CurrencyAmount"])) for each in sold["ShipmentItemList"] for fee in each["ItemFeeList"]
)
principal = [
    Decimal(str(charge["ChargeAmount"]["CurrencyAmount"]))
    for each in sold["ShipmentItemList"]
    for charge in each["ItemChargeList"]
    if charge["ChargeType"] == "Principal"
]
say("charged", [float(sum(principal)) == round(2 * price, 2), abs(float(charged) + 2 * estimated) < 0.03])
refunded = [
    charge["ChargeAmount"]["CurrencyAmount"]
    for each in back["ShipmentItemAdjustmentList"]
    for charge in each["ItemChargeAdjustmentList"]
    if charge["ChargeType"] == "Principal"
]
say("refunded", refunded == [-price])
interval = (began.isoformat(), (began + timedelta(days=1)).isoformat())
metrics = Sales().get_order_metrics(interval, Granularity.TOTAL, sku=SKU).payload[0]
say(
    "sales",
    [metrics["unitCount"], metrics["orderCount"], float(metrics["totalSales"]["amount"]) == round(2 * price, 2)],
)
advance("P14D")
moved = FinancesV20240619().list_transactions(postedAfter=began.isoformat()).payload["transactions"]
mine = [each for each in moved if any(r["relatedIdentifierValue"] == order for r in each["relatedIdentifiers"])]
total = sum(Decimal(str(each["totalAmount"]["currencyAmount"])) for each in mine)
groups = finances.list_financial_event_groups(FinancialEventGroupStartedAfter="2020-01-01T00:00:00Z").payload
closed = [each for each in groups["FinancialEventGroupList"] if each["ProcessingStatus"] == "Closed"]
say("settled", [total > 0, any(each.get("FundTransferStatus") == "Succeeded" for each in closed)])
left = control("GET", f"buyers/orders/{order}")["items"][0]
say("left", [left["shipped"], left["refunded"]])
