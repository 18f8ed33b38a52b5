"""Plans and shipments of the caller, by their ids; and whether something can be done with them just now."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.fba.inbound import records
from tradepost.domains.fba.inbound.plan import Plan
from tradepost.domains.fba.inbound.refusals import NotNow
from tradepost.domains.fba.inbound.shipment import Shipment
from tradepost.domains.problems import Unknown

_CLOSED = {
    "VOIDED": "on a cancelled inbound plan",
    "ERRORED": "on an inbound plan whose creation has failed",
    "SHIPPED": "on an inbound plan that has been shipped",
}


async def plan_of(ctx: Context, plan_id: str) -> Plan:
    """The caller's plan of this id. Raises Unknown."""
    plan = await records.plan(ctx.tx, ctx.seller_id, plan_id)
    if plan is None:
        raise Unknown("inboundPlanId", plan_id, "an inbound plan of yours")
    return plan


async def open_plan(ctx: Context, plan_id: str, operation: str, *, shipped: bool = False) -> Plan:
    """A plan that an operation can go on with; one that was shipped only with ``shipped``. Raises Unknown, NotNow."""
    plan = await plan_of(ctx, plan_id)
    if plan.status in _CLOSED and not (shipped and plan.status == "SHIPPED"):
        raise NotNow(operation, _CLOSED[plan.status])
    if not plan.made:
        raise NotNow(operation, "because the creation of the inbound plan has not succeeded yet")
    return plan


async def shipment_of(ctx: Context, plan_id: str, shipment_id: str) -> Shipment:
    """A shipment of a plan of the caller. Raises Unknown."""
    shipment = await records.shipment(ctx.tx, ctx.seller_id, shipment_id)
    if shipment is None or shipment.plan_id != plan_id:
        raise Unknown("shipmentId", shipment_id, "a shipment of this inbound plan")
    return shipment


async def placed_shipment(
    ctx: Context, plan_id: str, shipment_id: str, operation: str, *, shipped: bool = False
) -> tuple[Plan, Shipment]:
    """A shipment whose placement was confirmed, with its plan. Raises Unknown, NotNow."""
    plan = await open_plan(ctx, plan_id, operation, shipped=shipped)
    shipment = await shipment_of(ctx, plan_id, shipment_id)
    if shipment.status == "UNCONFIRMED":
        raise NotNow(operation, "because the placement option of the shipment is not confirmed")
    return plan, shipment


async def keep(ctx: Context, plan: Plan) -> None:
    """Keeps a plan that has changed now."""
    plan.updated_at = ctx.now
    await records.keep_plan(ctx.tx, ctx.seller_id, plan)


async def keep_shipment(ctx: Context, shipment: Shipment) -> None:
    """Keeps a shipment that has changed now."""
    shipment.updated_at = ctx.now
    await records.keep_shipment(ctx.tx, ctx.seller_id, shipment)
