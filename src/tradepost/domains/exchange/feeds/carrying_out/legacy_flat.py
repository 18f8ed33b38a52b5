"""The flat-file listings feeds that Amazon ended in July 2025, for worlds that take them still."""

from __future__ import annotations

from typing import Any, Final

from tradepost.contract import listings_items_2021_08_01 as api
from tradepost.domains.exchange.feeds.carrying_out import legacy_listing as listing
from tradepost.domains.exchange.feeds.message import FaultyMessageError, Message, Result, Task
from tradepost.domains.exchange.feeds.reading.flat_file import Row
from tradepost.domains.selling.definitions.terms import fulfillment_channels
from tradepost.domains.selling.listings.offering import AVAILABILITY, OFFER, OWN_CHANNEL

#: The codes of inventory files (published templates).
_NUMBERS: Final = {"1": "ASIN", "2": "ISBN", "3": "UPC", "4": "EAN"}
_CONDITIONS: Final = {
    "1": "used_like_new",
    "2": "used_very_good",
    "3": "used_good",
    "4": "used_acceptable",
    "5": "collectible_like_new",
    "6": "collectible_very_good",
    "7": "collectible_good",
    "8": "collectible_acceptable",
    "10": "refurbished_refurbished",
    "11": "new_new",
}
_NETWORKS: Final = ("amazon", "AMAZON_NA", "AMAZON_EU", "AMAZON_FE")


async def price_and_quantity(task: Task, message: Message) -> list[Result]:
    """POST_FLAT_FILE_PRICEANDQUANTITYONLY_UPDATE_DATA: what a row says changes, what it leaves empty stays."""
    row, sku = _row(message)
    patches = _patches(task, row)
    if not patches:
        raise FaultyMessageError(listing.FAULTY, "The row changes nothing.", SKU=sku)
    return await listing.change(task, message.id, sku, patches)


async def inventory_loader(task: Task, message: Message) -> list[Result]:
    """POST_FLAT_FILE_INVLOADER_DATA: products of the catalog are offered, changed or taken back (``add-delete``)."""
    row, sku = _row(message)
    deed = row.get("add-delete", "").lower() or "a"
    if deed in ("d", "x"):
        return await listing.delete(task, message.id, sku)
    if deed != "a":
        raise FaultyMessageError(listing.FAULTY, f"add-delete: '{deed[:10]}' is none of a, d and x.", SKU=sku)
    if await listing.known_listing(task, sku) is not None:
        return await price_and_quantity(task, message)
    kind = row.get("product-id-type", "")
    name, number = listing.product_number(_NUMBERS.get(kind, kind), row.get("product-id", ""))
    condition = row.get("item-condition", "11")
    if condition not in _CONDITIONS:
        raise FaultyMessageError(listing.FAULTY, f"item-condition: '{condition[:10]}' is no condition.", SKU=sku)
    attributes: dict[str, list[dict[str, Any]]] = {name: [number]}
    attributes["condition_type"] = [{"value": _CONDITIONS[condition]}]
    for each in _patches(task, row):
        if each.op != "delete":
            attributes[each.path.removeprefix("/attributes/")] = each.value or []
    return await listing.offer(task, message.id, sku, attributes)


def _row(message: Message) -> tuple[Row, str]:
    row: Row = message.body[0]
    sku = row.get("sku", "")
    if not sku:
        raise FaultyMessageError("41004", "There is no SKU in this row.")
    return row, sku


def _patches(task: Task, row: Row) -> list[api.PatchOperation]:
    prices = {
        "our_price": row.get("price", ""),
        "minimum_seller_allowed_price": row.get("minimum-seller-allowed-price", ""),
        "maximum_seller_allowed_price": row.get("maximum-seller-allowed-price", ""),
    }
    found = []
    if any(prices.values()):
        found.append(listing.patched("merge", OFFER, listing.price_of(task, row.get("currency", ""), **prices)))
    channel = row.get("fulfillment-channel") or row.get("fulfillment-center-id", "")
    if channel in _NETWORKS:
        network = fulfillment_channels(task.feed.marketplace_ids[0])[1]
        found.append(listing.patched("delete", AVAILABILITY, {"fulfillment_channel_code": OWN_CHANNEL}))
        found.append(listing.patched("add", AVAILABILITY, {"fulfillment_channel_code": network}))
        return found
    days = row.get("handling-time") or row.get("leadtime-to-ship", "")
    if row.get("quantity") or days:
        quantity = listing.count("quantity", row["quantity"]) if row.get("quantity") else None
        entry = listing.own_stock(quantity, listing.count("handling-time", days) if days else None)
        found.append(listing.patched("merge", AVAILABILITY, entry))
    return found
