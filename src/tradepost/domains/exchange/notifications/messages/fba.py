"""Amazon's network: a seller's fulfillment orders, shipments of customer orders, and stock."""

from __future__ import annotations

from typing import Final

from tradepost.domains.context import Context
from tradepost.domains.exchange.notifications.messages.message import Message, Payload, stamp
from tradepost.domains.fba.fulfillment_outbound import records
from tradepost.domains.fba.fulfillment_outbound.order import Order, ReturnedUnit, Shipment
from tradepost.domains.fba.fulfillment_outbound.views import carrier_code
from tradepost.domains.fba.inventory import stock
from tradepost.domains.fba.inventory.model import RESEARCHING, UNFULFILLABLE, total
from tradepost.events.outbox import Event

#: What a shipment's status is to an order of a customer: created once its picking begins, or called off.
_OUTBOUND: Final = {
    "PENDING": "Created",
    "CANCELLED_BY_SELLER": "Cancelled",
    "CANCELLED_BY_FULFILLER": "Cancelled",
}

#: ``info`` is wanted by the published schema, which does not say what it is; its example has the first package.
_NO_PACKAGE: Final[Payload] = {"PackageNumber": 0, "CarrierCode": "", "TrackingNumber": ""}


async def fulfillment_order_status(ctx: Context, event: Event) -> list[Message]:
    """FULFILLMENT_ORDER_STATUS, for orders that the seller has made himself: the order, a shipment, or a return.

    A shipment is told of from the beginning of its picking on, as the API shows it; which type an event has is our
    choice of words. The published schema wants a shipment and a returned item in every one: they are what the event is
    about, or else the latest ones, and empty where there are none yet (our choice).
    """
    order = await records.find(ctx.tx, ctx.seller_id, event.subject)
    if order is None or order.origin:
        return []
    said: Payload = {
        "SellerId": ctx.seller_id,
        "EventType": "Order",
        "StatusUpdatedDateTime": stamp(event.occurred_at),
        "SellerFulfillmentOrderId": order.id,
        "FulfillmentOrderStatus": order.status.upper(),
        "FulfillmentShipment": _latest_shipment(order),
        "FulfillmentReturnItem": _latest_return(order),
    }
    if event.type == "fulfillment_outbound.shipment_status_changed":
        shipment = _shipment(order, event)
        if shipment.status == "PLANNED":
            return []
        said |= {"EventType": "Shipment", "FulfillmentShipment": _shown(shipment)}
    elif event.type == "fulfillment_outbound.return_received":
        unit = next(each for each in order.returns if each.return_item_id == event.body["sellerReturnItemId"])
        said |= {"EventType": "Return", "FulfillmentReturnItem": _returned(unit)}
    payload = {"FulfillmentOrderStatusNotification": said}
    return [Message(subject=order.id, payload=payload, marketplace_id=order.marketplace_id)]


def _shipment(order: Order, event: Event) -> Shipment:
    return next(each for each in order.shipments if each.id == event.body["amazonShipmentId"])


def _latest_shipment(order: Order) -> Payload:
    begun = [each for each in order.shipments if each.status != "PLANNED"]
    if begun:
        return _shown(max(begun, key=lambda each: each.number))
    arrival = "" if order.promise is None else stamp(order.promise.latest_arrival)
    return {
        "FulfillmentShipmentStatus": "",
        "AmazonShipmentId": "",
        "EstimatedArrivalDateTime": arrival,
        "info": _NO_PACKAGE,
        "FulfillmentShipmentPackages": [],
    }


def _latest_return(order: Order) -> Payload:
    there = [each for each in order.returns if each.condition is not None]
    if there:
        return _returned(max(there, key=lambda each: each.status_changed_at))
    return {"ReceivedDateTime": "", "ReturnedQuantity": 0, "SellerSKU": ""}


def _returned(unit: ReturnedUnit) -> Payload:
    return {
        "ReceivedDateTime": stamp(unit.status_changed_at),
        "ReturnedQuantity": 1,
        "SellerSKU": unit.seller_sku,
    }


def _shown(shipment: Shipment) -> Payload:
    packages = [
        {
            "PackageNumber": each.number,
            "CarrierCode": carrier_code(each.carrier),
            "TrackingNumber": each.tracking_number,
        }
        for each in shipment.parcels
    ]
    return {
        "FulfillmentShipmentStatus": shipment.status,
        "AmazonShipmentId": shipment.id,
        "EstimatedArrivalDateTime": stamp(shipment.promise.latest_arrival),
        "info": packages[0] if packages else _NO_PACKAGE,
        "FulfillmentShipmentPackages": packages,
    }


async def outbound_shipment_status(ctx: Context, event: Event) -> list[Message]:
    """FBA_OUTBOUND_SHIPMENT_STATUS, for orders of customers."""
    order = await records.find(ctx.tx, ctx.seller_id, event.subject)
    status = _OUTBOUND.get(event.body["status"])
    if order is None or not order.origin or status is None:
        return []
    said = {
        "SellerId": ctx.seller_id,
        "AmazonOrderId": order.id,
        "AmazonShipmentId": event.body["amazonShipmentId"],
        "ShipmentStatus": status,
    }
    payload = {"FBAOutboundShipmentStatusNotification": said}
    return [Message(subject=order.id, payload=payload, marketplace_id=order.marketplace_id)]


async def inventory_availability_changes(ctx: Context, event: Event) -> list[Message]:
    """FBA_INVENTORY_AVAILABILITY_CHANGES: all units of a SKU in the marketplace where some have moved."""
    marketplace_id = event.body["marketplaceId"]
    item = await stock.find(ctx, marketplace_id, event.subject)
    if item is None:
        return []
    units = await stock.on_hand(ctx, marketplace_id, event.subject)
    there = {
        "InboundQuantityBreakdown": {
            "Working": units.get("inbound_working", 0),
            "Shipped": units.get("inbound_shipped", 0),
            "Receiving": units.get("inbound_receiving", 0),
        },
        "Fulfillable": units.get("fulfillable", 0),
        "Unfulfillable": total(units, UNFULFILLABLE),
        "Researching": total(units, RESEARCHING),
        "ReservedQuantityBreakdown": {
            "WarehouseProcessing": units.get("reserved_processing", 0),
            "WarehouseTransfer": units.get("reserved_transshipment", 0),
            "PendingCustomerOrder": units.get("reserved_customer_order", 0),
        },
        "FutureSupplyBuyable": 0,
        "PendingCustomerOrderInTransit": 0,
    }
    payload = {
        "SellerId": ctx.seller_id,
        "FNSKU": item.fn_sku,
        "ASIN": item.asin,
        "SKU": item.seller_sku,
        "FulfillmentInventoryByMarketplace": [
            {
                "MarketplaceId": marketplace_id,
                "ItemName": item.product_name,
                "FulfillmentInventory": there,
                "Stores": [],
            }
        ],
    }
    return [Message(subject=item.seller_sku, payload=payload, marketplace_id=marketplace_id)]
