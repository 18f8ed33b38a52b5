"""What sending in costs, and what is paid for units that Amazon or its carriers have lost: told to the finances."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from tradepost.domains.context import Context
from tradepost.domains.fba.inbound import records
from tradepost.domains.fba.inbound.contents import Box, Line, units
from tradepost.domains.fba.inbound.plan import Plan
from tradepost.domains.fba.inbound.planning import preparation
from tradepost.domains.fba.inbound.shipment import Shipment
from tradepost.domains.measures.amounts import text
from tradepost.domains.money.fees.lost import paid_for
from tradepost.domains.selling.listings import offers

CARRIAGE = "FBAInboundTransportationFee"
PLACEMENT = "FBAInboundPlacementServiceFee"
MANUAL_PROCESSING = "FBAManualProcessingFee"  # the name is our choice, after the public help pages
DISCOUNT = "FBAFulfillmentFeeDiscount"  # the name is our choice, after the published target of such incentives
#: What a unit costs whose box has to be opened to find out what is in it, where there is such a fee, in the country's
#: currency: from January to September, and from October on (public help pages).
_MANUAL: Final[dict[str, tuple[Decimal, Decimal]]] = {
    "US": (Decimal("0.15"), Decimal("0.30")),
    "GB": (Decimal("0.12"), Decimal("0.12")),
    **dict.fromkeys(("DE", "FR", "IT", "ES"), (Decimal("0.14"), Decimal("0.14"))),
}
_FOURTH_QUARTER: Final = 10


def charge(ctx: Context, shipment: Shipment, about: str, amount: Decimal) -> None:
    """Says that something is charged for a shipment; a negative amount is given back. Nothing is said of nothing."""
    if amount:
        body = {
            "marketplaceId": shipment.marketplace_id,
            "about": about,
            "amount": text(amount, shipment.currency),
            "shipmentId": shipment.confirmation_id,
        }
        ctx.record("inbound.charged", shipment.id, body)


def charge_carriage(ctx: Context, shipment: Shipment) -> None:
    """The quote of Amazon's partner, once it can no longer be called off."""
    option = shipment.transportation
    if option is not None and option.cost is not None and not shipment.carriage_charged:
        shipment.carriage_charged = True
        charge(ctx, shipment, CARRIAGE, option.cost)


async def charge_services(ctx: Context, plan: Plan, shipment: Shipment, lines: list[Line]) -> None:
    """Labels, preparation and opening boxes by Amazon, for each shipment; the placement, with the first of a plan.

    The discount of a packing that Amazon recommends is given back with the first one, too. At Amazon it is set off
    against fulfillment fees to come (our choice).
    """
    for about, amount in preparation.charged(lines, plan.marketplace_id).items():
        charge(ctx, shipment, about, amount)
    if plan.discount and not plan.discount_given:
        plan.discount_given = True
        charge(ctx, shipment, DISCOUNT, -plan.discount)
    await _charge_opening(ctx, plan, shipment, lines)
    if plan.placement is not None and not plan.placement_fee_charged:
        plan.placement_fee_charged = True
        charge(ctx, shipment, PLACEMENT, plan.placement.fee)


async def _charge_opening(ctx: Context, plan: Plan, shipment: Shipment, lines: list[Line]) -> None:
    """Where contents of a box were not told, all units of its shipment are charged (public help page)."""
    rates = _MANUAL.get(plan.marketplace.country)
    if rates is None:
        return
    boxes = await records.contents(ctx.tx, ctx.seller_id, shipment.id, Box)
    if any(each.source == "MANUAL_PROCESS" for each in boxes):
        rate = rates[ctx.now.month >= _FOURTH_QUARTER]
        charge(ctx, shipment, MANUAL_PROCESSING, rate * units(lines))


async def reimburse(ctx: Context, shipment: Shipment, msku: str, asin: str, missing: int) -> None:
    """Pays for units that never turned up; nothing where the SKU has no price."""
    offer = await offers.offer(ctx, shipment.marketplace_id, msku)
    if offer is None:
        return
    body = {
        "marketplaceId": shipment.marketplace_id,
        "sellerSku": msku,
        "asin": asin,
        "quantity": missing,
        "amount": paid_for(offer.regular_price, missing, shipment.currency),
        "shipmentId": shipment.confirmation_id,
    }
    ctx.record("inbound.reimbursed", shipment.id, body)
