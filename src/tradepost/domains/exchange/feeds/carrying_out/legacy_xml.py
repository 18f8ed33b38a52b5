"""The XML listings feeds that Amazon ended in July 2025, for worlds that take them still."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import listings_items_2021_08_01 as api
from tradepost.domains.exchange.feeds.carrying_out import legacy_listing as listing
from tradepost.domains.exchange.feeds.message import FaultyMessageError, Message, Result, Task
from tradepost.domains.exchange.feeds.reading.envelope import Element
from tradepost.domains.selling.definitions.terms import fulfillment_channels
from tradepost.domains.selling.listings.judging import PRODUCT_ONLY
from tradepost.domains.selling.listings.offering import AVAILABILITY, OFFER, OWN_CHANNEL
from tradepost.domains.selling.listings.submitting import ANY_PRODUCT

#: What a Product says, by the attributes that it becomes; texts are in the first language of the marketplace.
_TEXTS: Final = {
    "Title": "item_name",
    "Brand": "brand",
    "Description": "product_description",
    "BulletPoint": "bullet_point",
    "Manufacturer": "manufacturer",
}
_VALUES: Final = {
    "MfrPartNumber": "part_number",
    "ItemType": "item_type_keyword",
    "CountryOfOrigin": "country_of_origin",
    "SupplierDeclaredDGHZRegulation": "supplier_declared_dg_hz_regulation",
}
_IMAGES: Final = {
    "Main": "main_product_image_locator",
    "Swatch": "swatch_product_image_locator",
    **{f"PT{number}": f"other_product_image_locator_{number}" for number in range(1, 9)},
}


async def product(task: Task, message: Message) -> list[Result]:
    """POST_PRODUCT_DATA: a product is described, changed or deleted.

    A new SKU is made as a product alone, of the type PRODUCT; price and quantity follow by their own feeds.
    """
    said, sku = _said(message, "Product")
    if message.body.said("OperationType") == "Delete":
        return await listing.delete(task, message.id, sku)
    attributes = _described(task, said)
    if await listing.known_listing(task, sku) is None:
        return await listing.put(task, message.id, sku, ANY_PRODUCT, PRODUCT_ONLY, attributes)
    return await listing.change(task, message.id, sku, [_replaced(*each) for each in attributes.items()])


async def price(task: Task, message: Message) -> list[Result]:
    """POST_PRODUCT_PRICING_DATA: the prices of a SKU, all of them anew."""
    said, sku = _said(message, "Price")
    standard = said.find("StandardPrice")
    if standard is None:
        raise FaultyMessageError(listing.FAULTY, "StandardPrice is required.", SKU=sku)
    entry = listing.price_of(
        task,
        standard.attributes.get("currency", ""),
        our_price=standard.text,
        minimum_seller_allowed_price=said.said("MinimumSellerAllowedPrice"),
        maximum_seller_allowed_price=said.said("MaximumSellerAllowedPrice"),
    )
    sale = said.find("Sale")
    if sale is not None:
        dated = {"start_at": sale.said("StartDate"), "end_at": sale.said("EndDate")}
        schedule = {"value_with_tax": listing.price("SalePrice", sale.said("SalePrice"))}
        entry["discounted_price"] = [{"schedule": [{**schedule, **{k: v for k, v in dated.items() if v}}]}]
    return await listing.change(task, message.id, sku, [listing.patched("replace", OFFER, entry)])


async def inventory(task: Task, message: Message) -> list[Result]:
    """POST_INVENTORY_AVAILABILITY_DATA: how many units the seller has, or that the network ships from now on."""
    said, sku = _said(message, "Inventory")
    network = fulfillment_channels(task.feed.marketplace_ids[0])[1]
    if said.said("Lookup") == "FulfillmentNetwork" or said.said("SwitchFulfillmentTo") == "AFN":
        patches = [
            listing.patched("delete", AVAILABILITY, {"fulfillment_channel_code": OWN_CHANNEL}),
            listing.patched("add", AVAILABILITY, {"fulfillment_channel_code": network}),
        ]
        return await listing.change(task, message.id, sku, patches)
    days, available = said.said("FulfillmentLatency"), said.said("Available")
    if said.said("Quantity"):
        quantity = listing.count("Quantity", said.said("Quantity"))
    elif available in ("true", "false"):
        quantity = 1 if available == "true" else 0
    else:
        raise FaultyMessageError(listing.FAULTY, "Quantity, Available or Lookup is required.", SKU=sku)
    entry = listing.own_stock(quantity, listing.count("FulfillmentLatency", days) if days else None)
    patches = [listing.patched("merge", AVAILABILITY, entry)]
    if said.said("SwitchFulfillmentTo") == "MFN":
        patches.insert(0, listing.patched("delete", AVAILABILITY, {"fulfillment_channel_code": network}))
    return await listing.change(task, message.id, sku, patches)


async def image(task: Task, message: Message) -> list[Result]:
    """POST_PRODUCT_IMAGE_DATA: where a picture of a product is, or that there is none any more."""
    said, sku = _said(message, "ProductImage")
    name = _IMAGES.get(said.said("ImageType"))
    if name is None:
        raise FaultyMessageError(
            listing.FAULTY, f"ImageType: '{said.said('ImageType')[:20]}' is none of {', '.join(_IMAGES)}.", SKU=sku
        )
    if message.body.said("OperationType") == "Delete":
        return await listing.change(task, message.id, sku, [listing.patched("delete", name, {})])
    place = said.said("ImageLocation")
    if not place:
        raise FaultyMessageError(listing.FAULTY, "ImageLocation is required.", SKU=sku)
    return await listing.change(task, message.id, sku, [listing.patched("replace", name, {"media_location": place})])


async def relationship(task: Task, message: Message) -> list[Result]:
    """POST_PRODUCT_RELATIONSHIP_DATA: children are put under a parent of variations."""
    said = message.body.find("Relationship")
    parent = "" if said is None else said.said("ParentSKU")
    children: Iterable[Element] = () if said is None else said.all("Relation")
    found: list[Result] = []
    relations = [(each.said("SKU"), each.said("Type")) for each in children]
    if not parent or not relations or any(not sku or type != "Variation" for sku, type in relations):
        raise FaultyMessageError(listing.FAULTY, "A ParentSKU and Relations with SKU and Type Variation are required.")
    for sku, _ in relations:
        patches = [
            listing.patched("replace", "parentage_level", {"value": "child"}),
            listing.patched(
                "replace",
                "child_parent_sku_relationship",
                {"child_relationship_type": "variation", "parent_sku": parent},
            ),
        ]
        found += await listing.change(task, message.id, sku, patches)
        if any(each.severity == "ERROR" for each in found):
            raise FaultyMessageError(found[-1].code, found[-1].text, SKU=sku)
    return found


def _said(message: Message, name: str) -> tuple[Element, str]:
    said: Element | None = message.body.find(name)
    sku = "" if said is None else said.said("SKU")
    if said is None or not sku:
        raise FaultyMessageError(listing.FAULTY, f"The message has no {name} with a SKU.")
    return said, sku


def _described(task: Task, said: Element) -> dict[str, list[dict[str, Any]]]:
    language = MARKETPLACES[task.feed.marketplace_ids[0]].language
    found: dict[str, list[dict[str, Any]]] = {}
    for part in said.all("DescriptionData"):
        for child in part.children:
            if child.name in _TEXTS and child.text:
                entry = {"value": child.text, "language_tag": language}
                found.setdefault(_TEXTS[child.name], []).append(entry)
            elif child.name in _VALUES and child.text:
                found.setdefault(_VALUES[child.name], []).append({"value": child.text})
    number = said.find("StandardProductID")
    if number is not None:
        name, entry = listing.product_number(number.said("Type"), number.said("Value"))
        found[name] = [entry]
    if said.said("Condition/ConditionType"):
        found["condition_type"] = [{"value": listing.condition_of(said.said("Condition/ConditionType"))}]
    if said.said("Condition/ConditionNote"):
        found["condition_note"] = [{"value": said.said("Condition/ConditionNote"), "language_tag": language}]
    return found


def _replaced(name: str, entries: list[dict[str, Any]]) -> api.PatchOperation:
    return listing.patched("replace", name, *entries)
