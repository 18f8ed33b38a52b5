"""From an order to what the API shows of it. Pure, but for the seed that its dates come from."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from tradepost.contract import fulfillment_outbound_2020_07_01 as api
from tradepost.domains.carriage import tracking
from tradepost.domains.carriage.carriers import BY_CODE
from tradepost.domains.context import Context
from tradepost.domains.fba.fulfillment_outbound.asking.intake import displayable_id
from tradepost.domains.fba.fulfillment_outbound.order import Line, Order, ReturnedUnit, Shipment
from tradepost.domains.fba.fulfillment_outbound.returning.returns import ReturnAuthorization
from tradepost.domains.fba.fulfillment_outbound.returning.sending_back import authorization
from tradepost.domains.fba.fulfillment_outbound.shipping.fulfilling import marketplace_of, promised
from tradepost.domains.fba.fulfillment_outbound.shipping.underway import way_of
from tradepost.domains.places.calendar import in_days
from tradepost.domains.places.centers import FulfillmentCenter

#: What callers see as the code of Amazon's own carrier, whichever country it drives in (two sources show it).
AMAZONS_CARRIER: Final = "Amazon Logistics"


def carrier_code(code: str) -> str:
    """The code of a carrier as FBA Outbound tells it."""
    return AMAZONS_CARRIER if BY_CODE[code].amazon else code


def order_head(order: Order) -> api.FulfillmentOrder:
    """The order itself, as both getFulfillmentOrder and listAllFulfillmentOrders show it."""
    asked = order.request
    return api.FulfillmentOrder(
        seller_fulfillment_order_id=order.id,
        marketplace_id=order.marketplace_id,
        displayable_order_id=displayable_id(asked.displayable_order_id),
        displayable_order_date=asked.displayable_order_date.replace(microsecond=0),
        displayable_order_comment=asked.displayable_order_comment,
        shipping_speed_category=asked.shipping_speed_category,
        delivery_window=asked.delivery_window,
        destination_address=asked.destination_address,
        fulfillment_action=asked.fulfillment_action or "Ship",
        fulfillment_policy=order.policy,
        cod_settings=asked.cod_settings,
        received_date=order.received_at.replace(microsecond=0),
        fulfillment_order_status=order.status,
        status_updated_date=order.status_updated_at.replace(microsecond=0),
        notification_emails=asked.notification_emails,
        feature_constraints=asked.feature_constraints,
    )


def whole_order(ctx: Context, order: Order) -> api.GetFulfillmentOrderResult:
    """An order with everything that has happened to it."""
    numbers = dict.fromkeys(each.authorization_number for each in order.returns)
    return api.GetFulfillmentOrderResult(
        fulfillment_order=order_head(order),
        fulfillment_order_items=[_item(ctx, order, line) for line in order.lines],
        fulfillment_shipments=[_shipment(ctx, order, each) for each in order.shipments if each.status != "PLANNED"],
        return_items=[returned_item(ctx, order, each) for each in order.returns],
        return_authorizations=[shown_authorization(authorization(ctx, order, number)) for number in numbers],
        payment_information=order.request.payment_information,
    )


def _item(ctx: Context, order: Order, line: Line) -> api.FulfillmentOrderItem:
    asked = next(each for each in order.request.items if each.seller_fulfillment_order_item_id == line.item_id)
    ships_at, arrives_at = _dates(order, line)
    return api.FulfillmentOrderItem(
        seller_sku=line.seller_sku,
        seller_fulfillment_order_item_id=line.item_id,
        quantity=line.quantity,
        gift_message=asked.gift_message,
        displayable_comment=asked.displayable_comment,
        fulfillment_network_sku=asked.fulfillment_network_sku,
        order_item_disposition="Sellable",
        cancelled_quantity=line.cancelled,
        unfulfillable_quantity=line.unfulfillable,
        estimated_ship_date=ships_at,
        estimated_arrival_date=arrives_at,
        per_unit_price=asked.per_unit_price,
        per_unit_tax=asked.per_unit_tax,
        per_unit_declared_value=asked.per_unit_declared_value,
    )


def _dates(order: Order, line: Line) -> tuple[datetime | None, datetime | None]:
    """When the last units of a line are to leave and arrive, as promised; none where none will.

    Amazon was seen to keep the promise beside the ``shippingDate`` of what has left.
    """
    if not line.reserved and not line.shipped:
        return None, None
    last = order.last_shipment(line.item_id)
    given = promised(order) if line.reserved or last is None else last.promise
    shown = in_days(given, order.request.shipping_speed_category, marketplace_of(order).time_zone)
    return shown.latest_ship, shown.latest_arrival


def _shipment(ctx: Context, order: Order, shipment: Shipment) -> api.FulfillmentShipment:
    shipped = shipment.status == "SHIPPED"
    shown = in_days(shipment.promise, order.request.shipping_speed_category, marketplace_of(order).time_zone)
    return api.FulfillmentShipment(
        amazon_shipment_id=shipment.id,
        fulfillment_center_id=shipment.center_id,
        fulfillment_shipment_status=shipment.status,  # type: ignore[arg-type]
        shipping_date=shipment.ships_at.replace(microsecond=0) if shipment.open_or_shipped else None,
        estimated_arrival_date=shown.latest_arrival if shipment.open_or_shipped else None,
        fulfillment_shipment_item=[
            api.FulfillmentShipmentItem(
                seller_sku=each.seller_sku,
                seller_fulfillment_order_item_id=each.item_id,
                quantity=each.quantity,
                package_number=shipment.parcels[each.package].number if shipped else None,
            )
            for each in shipment.items
        ],
        fulfillment_shipment_package=[_package(ctx, order, shipment, index) for index in range(len(shipment.parcels))]
        or None,
    )


def _package(ctx: Context, order: Order, shipment: Shipment, index: int) -> api.FulfillmentShipmentPackage:
    parcel = shipment.parcels[index]
    way = way_of(ctx, order, shipment, parcel)
    return api.FulfillmentShipmentPackage(
        package_number=parcel.number,
        carrier_code=carrier_code(parcel.carrier),
        tracking_number=parcel.tracking_number,
        estimated_arrival_date=tracking.estimated_arrival(way, ctx.now),
    )


def returned_item(ctx: Context, order: Order, unit: ReturnedUnit) -> api.ReturnItem:
    """One unit that comes back."""
    return api.ReturnItem(
        seller_return_item_id=unit.return_item_id,
        seller_fulfillment_order_item_id=unit.item_id,
        amazon_shipment_id=unit.shipment_id,
        seller_return_reason_code=unit.reason_code,
        return_comment=unit.comment,
        amazon_return_reason_code=unit.amazon_reason_code,
        status=unit.status,  # type: ignore[arg-type]
        status_changed_date=unit.status_changed_at.replace(microsecond=0),
        return_authorization_id=authorization(ctx, order, unit.authorization_number).id,
        return_received_condition=unit.condition,  # type: ignore[arg-type]
        fulfillment_center_id=unit.center_id,
    )


def shown_authorization(given: ReturnAuthorization) -> api.ReturnAuthorization:
    """The leave to send units back."""
    return api.ReturnAuthorization(
        return_authorization_id=given.id,
        fulfillment_center_id=given.center.id,
        return_to_address=_address(given.center),
        amazon_rma_id=given.rma_id,
        rma_page_url=given.page_url,
    )


def _address(center: FulfillmentCenter) -> api.Address:
    return api.Address(
        name=f"Returns {center.id}",
        address_line1=center.street,
        city=center.city or None,
        state_or_region=center.state or None,
        postal_code=center.postal_code,
        country_code=center.country,
    )
