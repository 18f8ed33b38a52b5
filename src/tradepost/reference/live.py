"""What the reference page takes from a world: identifiers that exist there, and a token that works."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tradepost.accounts import lwa
from tradepost.accounts.founding import Credentials
from tradepost.accounts.lwa import LwaError
from tradepost.domains.fba.fulfillment_outbound import records as outbound
from tradepost.domains.fba.fulfillment_outbound.order import Order
from tradepost.domains.fba.inventory import records as inventory
from tradepost.domains.fba.inventory.records import Item
from tradepost.simulation.clock import from_milliseconds, real_milliseconds
from tradepost.store.database import Transaction
from tradepost.worlds.world import World

_US = "ATVPDKIKX0DER"
_SEATTLE = {"addressLine1": "1 Main Street", "city": "Seattle", "stateOrRegion": "WA", "postalCode": "98101"}
_SEATTLE |= {"name": "Jo Doe", "countryCode": "US"}
_BUYER_OF_AN_ORDER = {"method": "GET", "path": "/orders/v0/orders/{orderId}", "dataElements": ["buyerInfo"]}


async def values(world: World, credentials: Credentials) -> dict[str, Any]:
    """Values by parameter name: marketplaces, SKUs and orders of the world's first selling partner.

    A name after an operation's is for that operation alone: an id that is free, or what it needs beside the required.
    """
    marketplace_id = _US if _US in credentials.marketplace_ids else credentials.marketplace_ids[0]
    async with world.database.reading() as tx:
        items = await inventory.items_after(tx, credentials.seller_id, marketplace_id, "", 1)
        free_id = await _free_order_id(tx, credentials.seller_id)
        orders = await outbound.updated_since(tx, credentials.seller_id, from_milliseconds(0), None, 200)
    found: dict[str, Any] = {
        "sellerId": credentials.seller_id,
        "marketplaceId": marketplace_id,
        "marketplaceIds": [marketplace_id],
        "granularityId": marketplace_id,
        "destinationMarketplaces": [marketplace_id],
        "listReturnReasonCodes.marketplaceId": marketplace_id,
        "createFulfillmentOrder.sellerFulfillmentOrderId": free_id,
        "createInventoryItem.sellerSku": "EXAMPLE-SKU",
        "createInventoryItem.productName": "Example",
        "updateFulfillmentOrder.body": {"displayableOrderComment": "It comes in two boxes."},
        "createRestrictedDataToken.restrictedResources": [_BUYER_OF_AN_ORDER],
        "getFeatureInventory.featureName": "BLANK_BOX",
        "getFeatureSKU.featureName": "BLANK_BOX",
    }
    for item in items[:1]:
        found |= _of_an_item(item)
    return found | _of_orders(orders)


def _of_an_item(item: Item) -> dict[str, Any]:
    sku, asin = item.seller_sku, item.asin
    return {
        **dict.fromkeys(("sellerSku", "sku", "msku"), sku),
        **{name: [sku] for name in ("skus", "sellerSkus", "mskus")},
        "asin": asin,
        "asins": [asin],
        "searchCatalogItems.keywords": item.product_name.split()[:1],
        "listCatalogItems.Query": item.product_name.partition(" ")[0],
        "listCatalogCategories.ASIN": asin,
        "deliveryOffers.product": {"productIdentifier": {"merchantSku": sku}},
        "deliveryOffers.terms": {"origin": {"countryCode": "US"}, "destination": {"deliveryAddress": _SEATTLE}},
    }


def _of_orders(orders: Sequence[Order]) -> dict[str, Any]:
    """Orders that an operation can do something with, where there are such, and a package."""
    found: dict[str, Any] = {}
    open_ones = [each for each in orders if each.status in ("New", "Received", "Planning")]
    for order in (open_ones or orders)[:1]:
        found["sellerFulfillmentOrderId"] = order.id
    for order in [each for each in open_ones if each.held][:1]:
        found["updateFulfillmentOrder.sellerFulfillmentOrderId"] = order.id
    for shipment in [shipment for order in orders for shipment in order.shipments if shipment.parcels][:1]:
        found["packageNumber"] = shipment.parcels[0].number
    return found


async def _free_order_id(tx: Transaction, seller_id: str) -> str:
    number = 1
    while await outbound.find(tx, seller_id, f"EXAMPLE-{number}") is not None:
        number += 1
    return f"EXAMPLE-{number}"


async def token(world: World, credentials: Credentials) -> str:
    """An access token for the world's first selling partner; empty where it has taken its grant back."""
    return await _issued(world, credentials, grant_type="refresh_token", refresh_token=credentials.refresh_token)


async def grantless_token(world: World, credentials: Credentials) -> str:
    """A token of the first selling partner's application itself, with every scope."""
    return await _issued(world, credentials, grant_type="client_credentials", scope=" ".join(sorted(lwa.SCOPES)))


async def _issued(world: World, credentials: Credentials, **form: str) -> str:
    form |= {"client_id": credentials.client_id, "client_secret": credentials.client_secret}
    try:
        async with world.database.writing("") as tx:
            answer = await lwa.issue(tx, form, world.uid, real_milliseconds())
    except LwaError:
        return ""
    return str(answer["access_token"])
