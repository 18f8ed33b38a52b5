"""Returns of an order: requested, authorized, and some days later received, graded and back in the ledger."""

from __future__ import annotations

from collections.abc import Sequence

from tradepost.contract import fulfillment_outbound_2020_07_01 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.fulfillment_outbound.model import (
    RETURN_ITEM,
)
from tradepost.domains.fba.fulfillment_outbound.order import Order, ReturnedUnit
from tradepost.domains.fba.fulfillment_outbound.returning import returns
from tradepost.domains.fba.fulfillment_outbound.returning.return_reasons import return_reasons
from tradepost.domains.fba.fulfillment_outbound.returning.returns import (
    InvalidReason,
    ReturnAuthorization,
    ShippedItem,
    WantedReturn,
)
from tradepost.domains.fba.fulfillment_outbound.shipping.fulfilling import marketplace_of
from tradepost.domains.fba.inventory import stock

RECEIVE_RETURN = "fulfillment_outbound.receive_return"


async def request(
    ctx: Context, order: Order, items: Sequence[api.CreateReturnItem]
) -> tuple[list[ReturnedUnit], list[tuple[WantedReturn, InvalidReason]]]:
    """Takes in the units that may come back, and says why others may not."""
    wanted = [
        WantedReturn(
            each.seller_return_item_id,
            each.seller_fulfillment_order_item_id,
            each.amazon_shipment_id,
            each.return_reason_code,
        )
        for each in items
    ]
    comments = {each.seller_return_item_id: each.return_comment for each in items}
    accepted, invalid = returns.sort_returns(
        wanted, _shipped(order), {each.return_item_id for each in order.returns}, _reasons(ctx, order)
    )
    number = 1 + max((each.authorization_number for each in order.returns), default=0)
    units = []
    for each in accepted:
        line = order.line(each.order_item_id)
        assert line is not None
        unit = ReturnedUnit(
            return_item_id=each.return_item_id,
            item_id=each.order_item_id,
            seller_sku=line.seller_sku,
            shipment_id=each.shipment_id,
            reason_code=each.reason_code,
            comment=comments[each.return_item_id],
            authorization_number=number,
            status="New",
            status_changed_at=ctx.now,
        )
        order.returns.append(unit)
        units.append(unit)
        subject = f"{order.id}/{len(order.returns) - 1}"
        await ctx.schedule(RECEIVE_RETURN, subject, returns.received_at(ctx.seed, ctx.now, *_key(ctx, order, unit)))
        ctx.record("fulfillment_outbound.return_requested", order.id, {"sellerReturnItemId": unit.return_item_id})
    return units, invalid


async def receive(ctx: Context, order: Order, unit: ReturnedUnit) -> None:
    """A unit has come back: it is graded, and the ledger has it again, to be sold or by its damage."""
    unit.status = RETURN_ITEM.after(unit.status, "receive")
    unit.status_changed_at = ctx.now
    condition = returns.grade(ctx.seed, unit.reason_code, *_key(ctx, order, unit))
    unit.condition = condition
    unit.amazon_reason_code = returns.reason_found(unit.reason_code, condition)
    unit.center_id = authorization(ctx, order, unit.authorization_number).center.id
    disposition = returns.DISPOSITIONS[condition]
    await stock.take_back(ctx, order.marketplace_id, unit.seller_sku, 1, disposition, order.id)
    ctx.record(
        "fulfillment_outbound.return_received",
        order.id,
        {"sellerReturnItemId": unit.return_item_id, "condition": condition},
    )


def authorization(ctx: Context, order: Order, number: int) -> ReturnAuthorization:
    """The authorization of the order's returns that were requested together."""
    marketplace = marketplace_of(order)
    return returns.authorization(ctx.seed, ctx.seller_id, order.id, number, marketplace.country, marketplace.domain)


def _key(ctx: Context, order: Order, unit: ReturnedUnit) -> tuple[str, ...]:
    return (ctx.seller_id, order.id, unit.return_item_id)


def _shipped(order: Order) -> dict[tuple[str, str], ShippedItem]:
    found: dict[tuple[str, str], ShippedItem] = {}
    for shipment in order.shipments:
        for item_id in {each.item_id for each in shipment.items}:
            units = shipment.units(item_id) - shipment.astray(item_id)
            found[shipment.id, item_id] = ShippedItem(shipment.status, units, order.returned(shipment, item_id))
    return found


def _reasons(ctx: Context, order: Order) -> dict[str, frozenset[str]]:
    country = marketplace_of(order).country
    return {
        line.item_id: frozenset(each.code for each in return_reasons(ctx.seed, ctx.seller_id, line.seller_sku, country))
        for line in order.lines
    }
