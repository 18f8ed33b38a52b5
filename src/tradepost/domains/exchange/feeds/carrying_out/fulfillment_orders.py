"""Feeds of the fulfillment network: what createFulfillmentOrder and cancelFulfillmentOrder do, order by order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import fulfillment_outbound_2020_07_01 as api
from tradepost.domains.exchange.feeds.carrying_out.orders import FAULTY
from tradepost.domains.exchange.feeds.message import FaultyMessageError, Message, Result, Task
from tradepost.domains.fba.fulfillment_outbound.operations.changes import cancel_fulfillment_order
from tradepost.domains.fba.fulfillment_outbound.operations.orders import create_fulfillment_order

Get = Callable[[str], str]
_MOST_ID: Final = 40
#: The fields of a request by their names in XML; in flat files an address has its fields by names of their own.
_FIELDS: Final = {
    "sellerFulfillmentOrderId": "MerchantFulfillmentOrderID",
    "displayableOrderId": "DisplayableOrderID",
    "displayableOrderDate": "DisplayableOrderDate",
    "displayableOrderComment": "DisplayableOrderComment",
    "shippingSpeedCategory": "DeliverySLA",
    "fulfillmentPolicy": "FulfillmentPolicy",
    "fulfillmentAction": "FulfillmentAction",
}
_ADDRESS: Final = {
    "name": "Name",
    "addressLine1": "AddressFieldOne",
    "addressLine2": "AddressFieldTwo",
    "addressLine3": "AddressFieldThree",
    "city": "City",
    "districtOrCounty": "County",
    "stateOrRegion": "StateOrRegion",
    "postalCode": "PostalCode",
    "countryCode": "CountryCode",
    "phone": "PhoneNumber",
}
_ITEM: Final = {
    "sellerSku": "MerchantSKU",
    "sellerFulfillmentOrderItemId": "MerchantFulfillmentOrderItemID",
    "quantity": "Quantity",
    "giftMessage": "GiftMessage",
    "displayableComment": "DisplayableComment",
    "fulfillmentNetworkSku": "FulfillmentNetworkSKU",
}


async def request(task: Task, message: Message) -> list[Result]:
    """A FulfillmentOrderRequest. Raises FaultyMessageError, and what createFulfillmentOrder refuses with."""
    said = message.body.find("FulfillmentOrderRequest")
    if said is None:
        raise FaultyMessageError(FAULTY, "The message has no FulfillmentOrderRequest.")
    address = said.find("DestinationAddress")
    if address is None:
        raise FaultyMessageError(FAULTY, "The order has no DestinationAddress.")
    items = [
        _item(task, each.said, (each.find("PerUnitDeclaredValue") or each).attributes) for each in said.all("Item")
    ]
    emails = [each.text for each in said.all("NotificationEmail")]
    await _create(task, _order(said.said, address.said, items, emails))
    return []


async def request_rows(task: Task, message: Message) -> list[Result]:
    """Rows of the flat file that follow each other with one order id: an order, and an item in each row."""
    rows = message.body
    first: Get = _column(rows[0])
    items = [_item(task, _column(row), {}) for row in rows]
    email = first("NotificationEmail")
    # in flat files the fields of an address begin with Address, but for those that do so already
    address: Get = lambda name: first(name if name.startswith("Address") else f"Address{name}")  # noqa: E731
    order = _order(first, address, items, [email] if email else [])
    if first("MarketplaceID"):
        order["marketplaceId"] = first("MarketplaceID")
    await _create(task, order)
    return []


async def cancel(task: Task, message: Message) -> list[Result]:
    """A FulfillmentOrderCancellationRequest, of an order as a whole. Raises what cancelFulfillmentOrder refuses with.

    Single items cannot be cancelled, as the API cannot (our choice).
    """
    said = message.body.find("FulfillmentOrderCancellationRequest")
    if said is None:
        raise FaultyMessageError(FAULTY, "The message has no FulfillmentOrderCancellationRequest.")
    if said.find("Item") is not None:
        raise FaultyMessageError(FAULTY, "Items cannot be cancelled alone; leave them out to cancel the order.")
    await _cancel(task, said.said("MerchantFulfillmentOrderID"))
    return []


async def cancel_row(task: Task, message: Message) -> list[Result]:
    """A row of the flat file: an order is cancelled. Raises what cancelFulfillmentOrder refuses with."""
    await _cancel(task, message.body[0].get("merchantfulfillmentorderid", ""))
    return []


async def _cancel(task: Task, order_id: str) -> None:
    arguments = api.CancelFulfillmentOrderArguments(seller_fulfillment_order_id=order_id[:_MOST_ID])
    await cancel_fulfillment_order(task.ctx, arguments)


def _column(row: dict[str, str]) -> Get:
    return lambda name: row.get(name.lower(), "")


def _order(said: Get, address: Get, items: list[dict[str, Any]], emails: list[str]) -> dict[str, Any]:
    order: dict[str, Any] = _named(said, _FIELDS.items())
    order["destinationAddress"] = _named(address, _ADDRESS.items())
    order["items"] = items
    if emails:
        order["notificationEmails"] = emails
    return order


def _item(task: Task, said: Get, attributes: dict[str, str]) -> dict[str, Any]:
    item = _named(said, _ITEM.items())
    item.setdefault("sellerSku", said("SKU"))
    worth = said("PerUnitDeclaredValue")
    if worth:
        currency = attributes.get("currency") or MARKETPLACES[task.feed.marketplace_ids[0]].currency
        item["perUnitDeclaredValue"] = {"currencyCode": currency, "value": worth}
    return item


def _named(said: Get, names: Iterable[tuple[str, str]]) -> dict[str, Any]:
    return {ours: said(theirs) for ours, theirs in names if said(theirs)}


async def _create(task: Task, order: dict[str, Any]) -> None:
    try:
        body = msgspec.convert(order, api.CreateFulfillmentOrderRequest, strict=False)
    except msgspec.ValidationError as fault:
        raise FaultyMessageError(FAULTY, f"The order is not as required: {fault}") from None
    if body.marketplace_id is None:
        body.marketplace_id = task.feed.marketplace_ids[0]
    await create_fulfillment_order(task.ctx, api.CreateFulfillmentOrderArguments(body=body))
