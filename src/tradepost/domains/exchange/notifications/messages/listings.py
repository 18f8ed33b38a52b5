"""A seller's listings, the products in the catalog that he has told of, and what definitions ask for."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.exchange.notifications.messages.message import Message, Payload, stamp
from tradepost.domains.fba.inventory import merchant
from tradepost.domains.selling.catalog import products
from tradepost.domains.selling.listings import records
from tradepost.events.outbox import Event

#: What the content of a branded item is, of all that the catalog knows of it (our choice).
_CONTENT = ("item_name", "bullet_point", "product_description")
_PICTURES = "product_image_locator"


async def status_change(ctx: Context, event: Event) -> list[Message]:
    """LISTINGS_ITEM_STATUS_CHANGE."""
    listing = await records.find(ctx.tx, ctx.seller_id, event.body["marketplaceId"], event.subject)
    said = {**_listing(ctx, event), "Status": event.body["status"]}
    if listing is not None:
        said["CreatedDate"] = stamp(listing.created_at)
    return [_message(event, said)]


async def issues_change(ctx: Context, event: Event) -> list[Message]:
    """LISTINGS_ITEM_ISSUES_CHANGE. Hints (INFO) are not told of; ``NONE`` says that nothing is wrong any more."""
    severities = [each for each in event.body["severities"] if each in ("ERROR", "WARNING")] or ["NONE"]
    actions = event.body["enforcementActions"]
    return [_message(event, {**_listing(ctx, event), "Severities": severities, "EnforcementActions": actions})]


async def mfn_quantity_change(ctx: Context, event: Event) -> list[Message]:
    """LISTINGS_ITEM_MFN_QUANTITY_CHANGE: how many can be sold of what the seller ships himself."""
    marketplace_id, sku = event.body["marketplaceId"], event.subject
    if "available" not in (event.body["from"], event.body["to"]):
        return []
    quantity = (await merchant.available(ctx, marketplace_id, [sku]))[sku]
    said = {"SellerId": ctx.seller_id, "FulfillmentChannelCode": "DEFAULT", "Sku": sku, "Quantity": quantity}
    return [_message(event, said)]


async def product_type_change(ctx: Context, event: Event) -> list[Message]:
    """ITEM_PRODUCT_TYPE_CHANGE, for the seller who may change what the product says."""
    before, after = event.body["previousProductType"], event.body["productType"]
    if before == after:
        return []
    said = {
        "MarketplaceId": event.body["marketplaceId"],
        "Asin": event.subject,
        "PreviousProductType": before,
        "CurrentProductType": after,
    }
    return [_message(event, said)]


async def branded_content_change(ctx: Context, event: Event) -> list[Message]:
    """BRANDED_ITEM_CONTENT_CHANGE: the name, the text or the pictures of a product that has a brand."""
    product = await products.find(ctx, event.body["marketplaceId"], event.subject)
    changed = [each for each in event.body["attributesChanged"] if each in _CONTENT or _PICTURES in each]
    if product is None or not product.brand or not changed:
        return []
    said = {
        "MarketplaceId": product.marketplace_id,
        "BrandName": product.brand,
        "Asin": product.asin,
        "AttributesChanged": changed,
    }
    return [_message(event, said)]


async def definitions_change(ctx: Context, event: Event) -> list[Message]:
    """PRODUCT_TYPE_DEFINITIONS_CHANGE, for every seller. No product type is ever new in a world."""
    said = {
        "AccountId": ctx.seller_id,
        "MarketplaceId": event.body["marketplaceId"],
        "ProductTypeVersion": event.body["versionOfAll"],
        "NewProductTypes": [],
    }
    return [_message(event, said)]


def _listing(ctx: Context, event: Event) -> Payload:
    said = {"SellerId": ctx.seller_id, "MarketplaceId": event.body["marketplaceId"], "Sku": event.subject}
    if event.body.get("asin"):
        said["Asin"] = event.body["asin"]
    return said


def _message(event: Event, payload: Payload) -> Message:
    return Message(subject=event.subject, payload=payload, marketplace_id=event.body["marketplaceId"])
