"""What the ended listings feeds share: a change of a listing's attributes, as Listings Items makes it."""

from __future__ import annotations

import re
from typing import Any, Final

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import listings_items_2021_08_01 as api
from tradepost.domains.exchange.feeds.carrying_out.listings import patch
from tradepost.domains.exchange.feeds.message import FaultyMessageError, Result, Task
from tradepost.domains.selling.listings import patching, processing, records
from tradepost.domains.selling.listings.judging import IDENTIFIER, OFFER_ONLY, PRODUCT_ONLY, SUGGESTED
from tradepost.domains.selling.listings.listing import Attributes, Listing
from tradepost.domains.selling.listings.offering import AVAILABILITY, OFFER, OWN_CHANNEL
from tradepost.domains.selling.listings.operations import items as operations
from tradepost.domains.selling.listings.submitting import ANY_PRODUCT

#: What reports say of a message that lacks something or has a wrong value (seen in reports of listings feeds).
FAULTY: Final = "90057"
_PRICE: Final = re.compile(r"\d{1,9}(\.\d{1,4})?")


async def known_listing(task: Task, sku: str) -> Listing | None:
    """The listing of a SKU in the first marketplace of the feed."""
    return await records.find(task.ctx.tx, task.ctx.seller_id, task.feed.marketplace_ids[0], sku)


async def change(task: Task, message_id: int, sku: str, patches: list[api.PatchOperation]) -> list[Result]:
    """Changes attributes of a listing.

    One that was made as a product alone is offered as soon as it has a price and a quantity (our choice): these feeds
    say the parts of a listing one after another.
    """
    known = await known_listing(task, sku)
    if known is not None and known.document.requirements == PRODUCT_ONLY:
        attributes = patching.patched(known.document.attributes, patches, known.marketplace_id)
        if OFFER in attributes and AVAILABILITY in attributes:
            return await put(task, message_id, sku, known.document.product_type, "LISTING", attributes)
    return await _processed(task, message_id, sku, await patch(task, sku, ANY_PRODUCT, patches))


async def put(
    task: Task, message_id: int, sku: str, product_type: str, requirements: str, attributes: Attributes
) -> list[Result]:
    """Makes a listing, or says all of it anew."""
    ctx = task.ctx
    body = api.ListingsItemPutRequest(
        product_type=product_type,
        requirements=requirements,  # type: ignore[arg-type]
        attributes=attributes,
    )
    arguments = api.PutListingsItemArguments(
        seller_id=ctx.seller_id, sku=sku, marketplace_ids=list(task.feed.marketplace_ids), body=body
    )
    return await _processed(task, message_id, sku, await operations.put_listings_item(ctx, arguments))


async def offer(task: Task, message_id: int, sku: str, attributes: Attributes) -> list[Result]:
    """Offers a product that the catalog has."""
    return await put(task, message_id, sku, ANY_PRODUCT, OFFER_ONLY, attributes)


async def delete(task: Task, message_id: int, sku: str) -> list[Result]:
    """Takes a listing back."""
    ctx = task.ctx
    arguments = api.DeleteListingsItemArguments(
        seller_id=ctx.seller_id, sku=sku, marketplace_ids=list(task.feed.marketplace_ids)
    )
    return await _processed(task, message_id, sku, await operations.delete_listings_item(ctx, arguments))


async def _processed(task: Task, message_id: int, sku: str, found: api.ListingsItemSubmissionResponse) -> list[Result]:
    if found.status == "ACCEPTED":
        for marketplace_id in task.feed.marketplace_ids:
            await processing.at_once(task.ctx, marketplace_id, sku)
    return [
        Result(message_id=message_id, code=each.code, text=each.message, severity=_severity(each), about={"SKU": sku})
        for each in found.issues or ()
    ]


def _severity(issue: api.Issue) -> Any:
    return issue.severity


def patched(op: Any, name: str, *entries: dict[str, Any]) -> api.PatchOperation:
    """A patch of a whole attribute."""
    return api.PatchOperation(op=op, path=f"/attributes/{name}", value=list(entries))


def own_stock(quantity: int | None, days: int | None = None) -> dict[str, Any]:
    """How many units the seller has, and in how many days he ships them."""
    found: dict[str, Any] = {"fulfillment_channel_code": OWN_CHANNEL}
    if quantity is not None:
        found["quantity"] = quantity
    if days is not None:
        found["lead_time_to_ship_max_days"] = days
    return found


def price_of(task: Task, currency: str, **prices: str) -> dict[str, Any]:
    """An offer to everybody; ``prices`` are by the names of its attribute."""
    found: dict[str, Any] = {"currency": currency or MARKETPLACES[task.feed.marketplace_ids[0]].currency}
    for name, told in prices.items():
        if told:
            found[name] = [{"schedule": [{"value_with_tax": price(name, told)}]}]
    return {**found, "audience": "ALL"}


def price(name: str, told: str) -> float:
    """A price. Raises FaultyMessageError."""
    if not _PRICE.fullmatch(told):
        raise FaultyMessageError(FAULTY, f"{name}: '{told[:40]}' is not a price.")
    return float(told)


def count(name: str, told: str) -> int:
    """A whole number, 0 or more. Raises FaultyMessageError."""
    if not told.isdecimal() or len(told) > 9:
        raise FaultyMessageError(FAULTY, f"{name}: '{told[:40]}' is not a whole number.")
    return int(told)


def product_number(kind: str, number: str) -> tuple[str, dict[str, Any]]:
    """The attribute that names a product by its ASIN or barcode. Raises FaultyMessageError."""
    if kind.upper() == "ASIN":
        return SUGGESTED, {"value": number}
    if kind.upper() not in ("UPC", "EAN", "GTIN", "ISBN"):
        raise FaultyMessageError(FAULTY, f"'{kind[:20]}' is none of ASIN, UPC, EAN, GTIN and ISBN.")
    return IDENTIFIER, {"type": kind.lower(), "value": number}


def condition_of(told: str) -> str:
    """A condition, such as ``UsedLikeNew``, by its name in listings."""
    words = [each.lower() for each in re.findall(r"[A-Z][a-z]*", told)]
    if words in (["new"], ["refurbished"], ["club"]):
        return f"{words[0]}_{words[0]}"
    return "_".join(words) or "new_new"
