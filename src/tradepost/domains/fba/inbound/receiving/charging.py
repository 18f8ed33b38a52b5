"""What sending in costs, and what is paid for units that Amazon or its carriers have lost: told to the finances."""

from __future__ import annotations

from decimal import Decimal

from tradepost.domains.context import Context
from tradepost.domains.fba.inbound.contents import Line
from tradepost.domains.fba.inbound.plan import Plan
from tradepost.domains.fba.inbound.planning import preparation
from tradepost.domains.fba.inbound.shipment import Shipment
from tradepost.domains.measures.amounts import rounded, text
from tradepost.domains.selling.listings import offers

CARRIAGE = "FBAInboundTransportationFee"
PLACEMENT = "FBAInboundPlacementServiceFee"
#: What a lost unit is paid with: this share of its price, for what it cost to make is not known (our choice).
PAID_SHARE = Decimal("0.5")


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


def charge_services(ctx: Context, plan: Plan, shipment: Shipment, lines: list[Line]) -> None:
    """Labels and preparation by Amazon, for each shipment; the placement, with the first one of a plan."""
    for about, amount in preparation.charged(lines, plan.marketplace_id).items():
        charge(ctx, shipment, about, amount)
    if plan.placement is not None and not plan.placement_fee_charged:
        plan.placement_fee_charged = True
        charge(ctx, shipment, PLACEMENT, plan.placement.fee)


async def reimburse(ctx: Context, shipment: Shipment, msku: str, asin: str, units: int) -> None:
    """Pays for units that never turned up; nothing where the SKU has no price."""
    offer = await offers.offer(ctx, shipment.marketplace_id, msku)
    if offer is None:
        return
    amount = rounded(offer.regular_price * PAID_SHARE, shipment.currency) * units
    body = {
        "marketplaceId": shipment.marketplace_id,
        "sellerSku": msku,
        "asin": asin,
        "quantity": units,
        "amount": text(amount, shipment.currency),
        "shipmentId": shipment.confirmation_id,
    }
    ctx.record("inbound.reimbursed", shipment.id, body)
