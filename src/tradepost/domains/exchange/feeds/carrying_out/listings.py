"""JSON_LISTINGS_FEED: each message is the Listings Items call that it stands for."""

from __future__ import annotations

from typing import Any, Final, Literal

import msgspec

from tradepost.contract import listings_items_2021_08_01 as api
from tradepost.contract.bodies import nuls
from tradepost.domains.exchange.feeds.message import FaultyMessageError, Message, Result, Task
from tradepost.domains.exchange.feeds.reading.listings_json import LARGEST_ID
from tradepost.domains.selling.listings import processing
from tradepost.domains.selling.listings.operations import items as operations

#: What a report says of a message that its schema does not allow (seen in reports).
NOT_OF_SCHEMA: Final = "4002008"
BRIEF: Final = "The provided message did not meet the schema validation requirements for a feed message."


class ListingMessage(msgspec.Struct, rename="camel"):
    """A message, by its published schema."""

    message_id: int
    sku: str
    operation_type: Literal["UPDATE", "PARTIAL_UPDATE", "PATCH", "DELETE"]
    product_type: str | None = None
    requirements: Literal["LISTING", "LISTING_PRODUCT_ONLY", "LISTING_OFFER_ONLY"] | None = None
    attributes: dict[str, Any] | None = None
    patches: list[api.PatchOperation] | None = None


class _Sku(msgspec.Struct):
    sku: str = ""


_SKU: Final = msgspec.json.Decoder(_Sku)
_DECODER: Final = msgspec.json.Decoder(ListingMessage)
#: What each operation needs, and what is no part of it (published schema).
_NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "UPDATE": ("productType", "attributes"),
    "PARTIAL_UPDATE": ("productType", "attributes"),
    "PATCH": ("productType", "patches"),
    "DELETE": (),
}
_FOREIGN: Final[dict[str, tuple[str, ...]]] = {
    "UPDATE": ("patches",),
    "PARTIAL_UPDATE": ("requirements", "patches"),
    "PATCH": ("requirements", "attributes"),
    "DELETE": ("requirements", "attributes", "productType", "patches"),
}


async def submit(task: Task, message: Message) -> list[Result]:
    """Submits a listing, changes it or deletes it, and has it processed at once.

    ``PARTIAL_UPDATE`` is a patch that replaces each attribute which is given (published schema). What the definition of
    the product type does not allow is said by attribute, and nothing of the message is taken then. Raises
    FaultyMessageError, and what Listings Items refuses with.
    """
    said = _read(message)
    found = await _call(task, said)
    if found.status == "ACCEPTED":
        for marketplace_id in task.feed.marketplace_ids:
            await processing.at_once(task.ctx, marketplace_id, said.sku)
    return [result for issue in found.issues or () for result in _told(message.id, said.sku, issue)]


def _read(message: Message) -> ListingMessage:
    try:
        said = _DECODER.decode(message.body)
        nul = b"\\u0000" in message.body and bool(nuls(msgspec.json.decode(message.body)))
    except (msgspec.DecodeError, RecursionError) as fault:
        raise FaultyMessageError(NOT_OF_SCHEMA, f"{BRIEF} {fault}") from None
    given: dict[str, Any] = {
        "productType": said.product_type,
        "requirements": said.requirements,
        "attributes": said.attributes,
        "patches": said.patches,
    }
    kind = said.operation_type
    missing = [each for each in _NEEDED[kind] if not given[each]]
    foreign = [each for each in _FOREIGN[kind] if given[each] is not None]
    if not message.id:
        raise FaultyMessageError(NOT_OF_SCHEMA, f"{BRIEF} messageId: is not a whole number from 1 to {LARGEST_ID}")
    if nul:
        raise FaultyMessageError(NOT_OF_SCHEMA, f"{BRIEF} It has a NUL character, which no text has")
    if not said.sku:
        raise FaultyMessageError(NOT_OF_SCHEMA, f"{BRIEF} sku: is empty")
    if missing or foreign:
        faults = [f"{each}: is required for {kind}" for each in missing]
        faults += [f"{each}: is no part of {kind}" for each in foreign]
        raise FaultyMessageError(NOT_OF_SCHEMA, f"{BRIEF} {'; '.join(faults)}", SKU=said.sku)
    return said


async def _call(task: Task, said: ListingMessage) -> api.ListingsItemSubmissionResponse:
    ctx, marketplaces = task.ctx, list(task.feed.marketplace_ids)
    locale = task.header.issue_locale if task.header else None
    if said.operation_type == "DELETE":
        return await operations.delete_listings_item(
            ctx,
            api.DeleteListingsItemArguments(
                seller_id=ctx.seller_id, sku=said.sku, marketplace_ids=marketplaces, issue_locale=locale
            ),
        )
    product_type = said.product_type or ""
    if said.operation_type == "UPDATE":
        body = api.ListingsItemPutRequest(
            product_type=product_type, requirements=said.requirements, attributes=said.attributes or {}
        )
        return await operations.put_listings_item(
            ctx,
            api.PutListingsItemArguments(
                seller_id=ctx.seller_id, sku=said.sku, marketplace_ids=marketplaces, issue_locale=locale, body=body
            ),
        )
    patches = said.patches or [_replacing(name, value) for name, value in (said.attributes or {}).items()]
    return await patch(task, said.sku, product_type, patches)


async def patch(
    task: Task, sku: str, product_type: str, patches: list[api.PatchOperation]
) -> api.ListingsItemSubmissionResponse:
    """Changes attributes of a listing in the marketplaces of the feed."""
    ctx = task.ctx
    return await operations.patch_listings_item(
        ctx,
        api.PatchListingsItemArguments(
            seller_id=ctx.seller_id,
            sku=sku,
            marketplace_ids=list(task.feed.marketplace_ids),
            issue_locale=task.header.issue_locale if task.header else None,
            body=api.ListingsItemPatchRequest(product_type=product_type, patches=patches),
        ),
    )


def sku_of(message: Message) -> str:
    """The SKU that a message names; empty where it cannot be told."""
    try:
        return _SKU.decode(message.body).sku
    except (msgspec.DecodeError, RecursionError):
        return ""


def _replacing(name: str, value: Any) -> api.PatchOperation:
    if not isinstance(value, list):
        raise FaultyMessageError(NOT_OF_SCHEMA, f"{BRIEF} attributes.{name}: is not an array")
    return api.PatchOperation(
        op="replace", path=f"/attributes/{name.replace('~', '~0').replace('/', '~1')}", value=value
    )


def _told(message_id: int, sku: str, issue: api.Issue) -> list[Result]:
    """An issue as reports tell it: once for each attribute that it is about."""
    return [
        Result(
            message_id=message_id,
            code=issue.code,
            text=issue.message,
            severity=issue.severity,
            about={"SKU": sku},
            attribute=name,
        )
        for name in issue.attribute_names or [""]
    ]
