"""POST_ORDER_FULFILLMENT_DATA and its flat file: what confirmShipment does, for as many packages as there are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from tradepost.contract import orders_v0 as api
from tradepost.domains.exchange.feeds.carrying_out.orders import item_of, order_of, whole_number
from tradepost.domains.exchange.feeds.message import FaultyMessageError, Message, Result, Task
from tradepost.domains.exchange.feeds.reading.envelope import Element
from tradepost.domains.exchange.feeds.reading.flat_file import Row
from tradepost.domains.selling.orders.operations.shipping import confirm_shipment
from tradepost.domains.selling.orders.order import Order

FAULTY: Final = "18028"
_OTHER: Final = "Other"


async def confirm(task: Task, message: Message) -> list[Result]:
    """An OrderFulfillment: a package has left with what it names, or with all that was left of the order.

    One that names no ``MerchantFulfillmentID`` is a new package, unless nothing of what it names is left and a package
    holds just that: then it corrects that package's carrier and number (our choice). Raises FaultyMessageError, and
    what confirmShipment refuses with.
    """
    said = message.body.find("OrderFulfillment")
    if said is None:
        raise FaultyMessageError(FAULTY, "The message has no OrderFulfillment.")
    order = await order_of(task, said.said("AmazonOrderID"), said.said("MerchantOrderID"))
    items = [
        _wanted(order, each.said("AmazonOrderItemCode"), each.said("MerchantOrderItemID"), each.said("Quantity"), each)
        for each in said.all("Item")
    ]
    await _confirm(
        task,
        order,
        items,
        reference=said.said("MerchantFulfillmentID"),
        sent=said.said("FulfillmentDate"),
        carrier=said.said("FulfillmentData/CarrierCode"),
        carrier_name=said.said("FulfillmentData/CarrierName"),
        method=said.said("FulfillmentData/ShippingMethod"),
        number=said.said("FulfillmentData/ShipperTrackingNumber"),
        source=said.said("ShipFromSupplySourceId"),
    )
    return []


async def confirm_row(task: Task, message: Message) -> list[Result]:
    """A row of the flat file: a package with one item, or with all that was left of the order."""
    row: Row = message.body[0]
    order = await order_of(task, row.get("order-id", ""), "")
    item_id = row.get("order-item-id", "")
    items = [_wanted(order, item_id, "", row.get("quantity", ""), None)] if item_id else []
    await _confirm(
        task,
        order,
        items,
        reference="",
        sent=row.get("ship-date", ""),
        carrier=row.get("carrier-code", ""),
        carrier_name=row.get("carrier-name", ""),
        method=row.get("ship-method", ""),
        number=row.get("tracking-number", ""),
        source=row.get("ship-from-supply-source-id", ""),
    )
    return []


def _wanted(
    order: Order, item_code: str, seller_item_id: str, quantity: str, said: Element | None
) -> api.ConfirmShipmentOrderItem:
    item = item_of(order, item_code, seller_item_id)
    units = whole_number("Quantity", quantity) if quantity else item.open or item.shipped
    codes = [each.text for each in said.all("TransparencyCode")] if said is not None else []
    return api.ConfirmShipmentOrderItem(order_item_id=item.id, quantity=units, transparency_codes=codes or None)


async def _confirm(
    task: Task,
    order: Order,
    items: list[api.ConfirmShipmentOrderItem],
    *,
    reference: str,
    sent: str,
    carrier: str,
    carrier_name: str,
    method: str,
    number: str,
    source: str,
) -> None:
    corrected = None if reference else _package_of(order, items)
    if not items:
        left = {each.id: each.open for each in order.items if each.open}
        if not left and order.packages:
            left = {each.item_id: each.quantity for each in order.packages[-1].items}
        items = [api.ConfirmShipmentOrderItem(order_item_id=id, quantity=units) for id, units in left.items()]
    known = bool(carrier) and carrier.lower() != _OTHER.lower()
    detail = api.PackageDetail(
        package_reference_id=reference or corrected or _free_reference(order),
        carrier_code=carrier if known else _OTHER,
        carrier_name=carrier_name or (None if known else carrier or None),
        shipping_method=method or None,
        tracking_number=number,
        ship_date=_instant(sent),
        ship_from_supply_source_id=source or None,
        order_items=items,
    )
    request = api.ConfirmShipmentRequest(package_detail=detail, marketplace_id=order.marketplace_id)
    await confirm_shipment(task.ctx, api.ConfirmShipmentArguments(order_id=order.id, body=request))


def _package_of(order: Order, items: list[api.ConfirmShipmentOrderItem]) -> str | None:
    """The package that a message corrects, where nothing of what it names is left to be shipped."""
    wanted: dict[str, int] = {}
    for each in items:
        wanted[each.order_item_id] = wanted.get(each.order_item_id, 0) + each.quantity
    open_units = {each.id: each.open for each in order.items}
    if not order.packages or any(open_units[item_id] for item_id in wanted or open_units):
        return None
    if not wanted:
        return order.packages[-1].reference_id
    holding = [each for each in order.packages if {p.item_id: p.quantity for p in each.items} == wanted]
    return holding[-1].reference_id if holding else None


def _free_reference(order: Order) -> str:
    """A reference id that no package of the order has."""
    taken = {each.reference_id for each in order.packages}
    return next(str(number) for number in range(1, len(taken) + 2) if str(number) not in taken)


def _instant(told: str) -> datetime:
    try:
        found = datetime.fromisoformat(told)
    except ValueError:
        raise FaultyMessageError(FAULTY, f"The ship date '{told[:40]}' is not a date such as 2026-01-31.") from None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
