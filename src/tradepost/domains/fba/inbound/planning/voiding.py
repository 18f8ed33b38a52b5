"""Plans that come to nothing: their creation fails, their time runs out, or their seller cancels them."""

from __future__ import annotations

from typing import Final, Literal

from tradepost.domains.context import Context
from tradepost.domains.fba.inbound import loading, records, told
from tradepost.domains.fba.inbound.contents import Line, by_sku
from tradepost.domains.fba.inbound.plan import STEPS, Plan
from tradepost.domains.fba.inbound.refusals import NotNow
from tradepost.domains.fba.inbound.shipment import CHARGE_CARRIAGE, SEND, Shipment
from tradepost.domains.fba.inbound.shipment import STEPS as SHIPMENT_STEPS
from tradepost.domains.fba.inventory import stock

EXPIRE: Final = "inbound.expire_plan"
_OPERATION: Final = "cancelInboundPlan"


async def end(ctx: Context, plan: Plan, trigger: Literal["fail", "void"]) -> None:
    """A plan is voided, or its creation has failed."""
    plan.status = STEPS.after(plan.status, trigger)
    await ctx.unschedule(EXPIRE, plan.id)
    await loading.keep(ctx, plan)
    ctx.record("inbound.plan_ended", plan.id, {"marketplaceId": plan.marketplace_id, "status": plan.status})


async def check(ctx: Context, plan: Plan) -> None:
    """Raises NotNow where a plan has ended, or one of its shipments has left."""
    if plan.status != "ACTIVE":
        raise NotNow(_OPERATION, f"because the inbound plan is {plan.status}")
    for each in await _placed(ctx, plan):
        if not SHIPMENT_STEPS.allows(each.status, "cancel"):
            raise NotNow(_OPERATION, f"because shipment {each.id} is {each.status}")


async def cancel(ctx: Context, plan: Plan) -> None:
    """A plan is cancelled with its shipments; nothing is charged for carriage whose void window is still open."""
    for each in await _placed(ctx, plan):
        each.take("cancel", ctx.now)
        await ctx.unschedule(CHARGE_CARRIAGE, each.id)
        await ctx.unschedule(SEND, each.id)
        lines = await records.contents(ctx.tx, ctx.seller_id, each.id, Line)
        for msku, units in by_sku(lines).items():
            await stock.cancel_inbound(ctx, plan.marketplace_id, msku, units, each.id)
        await loading.keep_shipment(ctx, each)
        told.tell(ctx, each)
    await end(ctx, plan, "void")


async def _placed(ctx: Context, plan: Plan) -> list[Shipment]:
    found = await records.shipments_of(ctx.tx, ctx.seller_id, plan.id) if plan.placement else []
    return [each for each in found if each.status != "UNCONFIRMED"]
