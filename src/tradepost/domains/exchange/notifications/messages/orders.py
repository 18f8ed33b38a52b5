"""Customer orders: their status, and what a buyer asks for."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.exchange.notifications.messages.message import Message, Payload, stamp
from tradepost.domains.selling.orders import records
from tradepost.domains.selling.orders.model import payable
from tradepost.domains.selling.orders.order import Item, Order
from tradepost.events.outbox import Event

#: What has changed, in words of our choice but for the buyer's wish (published example).
_REASONS = {
    "orders.created": "Order Created",
    "orders.status_changed": "Order Status Change",
    "orders.cancel_requested": "Buyer Requested Cancel",
}


async def order_change(ctx: Context, event: Event) -> list[Message]:
    """ORDER_CHANGE, for the order as a whole."""
    order = await records.find(ctx.tx, ctx.seller_id, event.subject)
    if order is None:
        return []
    change = "BuyerRequestedChange" if event.type == "orders.cancel_requested" else "OrderStatusChange"
    payload = {
        "OrderChangeNotification": {
            "NotificationLevel": "OrderLevel",
            "SellerId": ctx.seller_id,
            "AmazonOrderId": order.id,
            "OrderChangeType": change,
            "OrderChangeTrigger": {
                "TimeOfOrderChange": stamp(event.occurred_at),
                "ChangeReason": _REASONS[event.type],
            },
            "Summary": _summary(order),
        }
    }
    return [Message(subject=order.id, payload=payload, marketplace_id=order.marketplace_id, order_change_type=change)]


def _summary(order: Order) -> Payload:
    known = (("Business", order.buyer.business), ("Prime", order.channel == "AFN"))
    return {
        "MarketplaceId": order.marketplace_id,
        "OrderStatus": order.status,
        "PurchaseDate": stamp(order.purchased_at),
        "DestinationPostalCode": order.buyer.address.postal_code if payable(order.status) else None,
        "FulfillmentType": order.channel,
        "OrderType": "Preorder" if order.available_at is not None else "StandardOrder",
        "NumberOfItemsShipped": order.shipped,
        "NumberOfItemsUnshipped": 0 if order.status == "Canceled" else order.open,
        "EarliestDeliveryDate": stamp(order.dates.earliest_delivery),
        "LatestDeliveryDate": stamp(order.dates.latest_delivery),
        "EarliestShipDate": stamp(order.dates.earliest_ship),
        "LatestShipDate": stamp(order.dates.latest_ship),
        "OrderPrograms": [name for name, holds in known if holds],
        "OrderItems": [_item(order, each) for each in order.items],
    }


def _item(order: Order, item: Item) -> Payload:
    return {
        "OrderItemId": item.id,
        "SellerSKU": item.seller_sku,
        "SupplySourceId": order.supply_source_id or None,
        "OrderItemStatus": "Shipped" if item.shipped and not item.open else "Unshipped",
        "Quantity": item.quantity,
        "QuantityShipped": item.shipped,
        "IsBuyerRequestedCancel": bool(item.cancel_reason) and item.open > 0,
        "ItemEarliestDeliveryDate": stamp(order.dates.earliest_delivery),
        "ItemLatestDeliveryDate": stamp(order.dates.latest_delivery),
    }


async def order_status_change(ctx: Context, event: Event) -> list[Message]:
    """ORDER_STATUS_CHANGE, the predecessor that Amazon has ended: one for each item, for programs that still read it.

    Its form is no longer published; the fields are those that older guides name.
    """
    order = await records.find(ctx.tx, ctx.seller_id, event.subject)
    return [] if order is None else [_status_of(ctx, order, each) for each in order.items]


def _status_of(ctx: Context, order: Order, item: Item) -> Message:
    said = {
        "SellerId": ctx.seller_id,
        "MarketplaceId": order.marketplace_id,
        "AmazonOrderId": order.id,
        "PurchaseDate": stamp(order.purchased_at),
        "OrderStatus": order.status,
        "DestinationPostalCode": order.buyer.address.postal_code if payable(order.status) else None,
        "SupplySourceId": order.supply_source_id or None,
        "OrderItemId": item.id,
        "SellerSKU": item.seller_sku,
        "Quantity": item.quantity,
        "FulfillmentChannel": order.channel,
    }
    return Message(
        subject=order.id, payload={"OrderStatusChangeNotification": said}, marketplace_id=order.marketplace_id
    )
