"""Which feed type is carried out by what, and what its documents must have."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

import msgspec

from tradepost.domains.exchange.feeds.carrying_out import (
    acknowledgements,
    adjustments,
    easy_ship,
    fulfillment_orders,
    invoices,
    legacy_flat,
    legacy_xml,
    listings,
    removals,
    shipments,
)
from tradepost.domains.exchange.feeds.message import Message, Result, Task

CarryOut = Callable[[Task, Message], Awaitable[list[Result]]]


class Family(msgspec.Struct, frozen=True):
    """What carries out the messages of a feed type.

    ``message_type`` is the type that an envelope of XML must name; ``columns`` are those that a flat file must have,
    and rows with the same ``grouped_by`` belong together. ``head`` are fields that may stand above its table, a name
    and a value in each line, and count for every row.
    """

    carry_out: CarryOut
    message_type: str = ""
    columns: tuple[str, ...] = ()
    grouped_by: str = ""
    head: tuple[str, ...] = ()


FAMILIES: Final[dict[str, Family]] = {
    "JSON_LISTINGS_FEED": Family(listings.submit),
    "POST_ORDER_FULFILLMENT_DATA": Family(shipments.confirm, "OrderFulfillment"),
    "POST_FLAT_FILE_FULFILLMENT_DATA": Family(shipments.confirm_row, columns=("order-id", "ship-date")),
    "POST_ORDER_ACKNOWLEDGEMENT_DATA": Family(acknowledgements.acknowledge, "OrderAcknowledgement"),
    "POST_FLAT_FILE_ORDER_ACKNOWLEDGEMENT_DATA": Family(acknowledgements.cancel_row, columns=("order-id",)),
    "POST_PAYMENT_ADJUSTMENT_DATA": Family(adjustments.adjust, "OrderAdjustment"),
    "POST_FLAT_FILE_PAYMENT_ADJUSTMENT_DATA": Family(
        adjustments.adjust_row, columns=("order-id", "order-item-id", "adjustment-reason-code")
    ),
    "POST_FULFILLMENT_ORDER_REQUEST_DATA": Family(fulfillment_orders.request, "FulfillmentOrderRequest"),
    "POST_FLAT_FILE_FULFILLMENT_ORDER_REQUEST_DATA": Family(
        fulfillment_orders.request_rows,
        columns=("merchantfulfillmentorderid", "merchantsku", "quantity"),
        grouped_by="merchantfulfillmentorderid",
    ),
    "POST_FULFILLMENT_ORDER_CANCELLATION_REQUEST_DATA": Family(
        fulfillment_orders.cancel, "FulfillmentOrderCancellationRequest"
    ),
    "POST_FLAT_FILE_FULFILLMENT_ORDER_CANCELLATION_REQUEST_DATA": Family(
        fulfillment_orders.cancel_row, columns=("merchantfulfillmentorderid",)
    ),
    "POST_FLAT_FILE_FBA_CREATE_REMOVAL": Family(
        removals.create, columns=("merchantsku",), grouped_by="merchantremovalorderid", head=removals.HEAD
    ),
    "UPLOAD_VAT_INVOICE": Family(invoices.upload),
    "POST_EASYSHIP_DOCUMENTS": Family(easy_ship.ask, "EasyShipDocument"),
    "POST_PRODUCT_DATA": Family(legacy_xml.product, "Product"),
    "POST_PRODUCT_PRICING_DATA": Family(legacy_xml.price, "Price"),
    "POST_INVENTORY_AVAILABILITY_DATA": Family(legacy_xml.inventory, "Inventory"),
    "POST_PRODUCT_IMAGE_DATA": Family(legacy_xml.image, "ProductImage"),
    "POST_PRODUCT_RELATIONSHIP_DATA": Family(legacy_xml.relationship, "Relationship"),
    "POST_FLAT_FILE_PRICEANDQUANTITYONLY_UPDATE_DATA": Family(legacy_flat.price_and_quantity, columns=("sku",)),
    "POST_FLAT_FILE_INVLOADER_DATA": Family(legacy_flat.inventory_loader, columns=("sku",)),
}
