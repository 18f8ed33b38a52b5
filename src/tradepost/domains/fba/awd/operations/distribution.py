"""Orders that send boxes on: what both of their faces share, from the check to the work of the warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from tradepost.contract import awd_2024_05_09 as api
from tradepost.contract.operation import Operation
from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs import records as jobs
from tradepost.domains.fba.awd import asking, eligibility, loading, records, sending
from tradepost.domains.fba.awd.distribution import STEPS, DistributionOrder, Face, Reason
from tradepost.domains.fba.awd.operations.inbound_shipments import PAGE
from tradepost.domains.fba.awd.refusals import NotEligible, NotInThisState
from tradepost.domains.problems import Problem
from tradepost.simulation.clock import to_milliseconds

#: The most products or packages of an order. Our choice.
MOST_LINES: Final = 500
_CONFIRMATIONS: Final[dict[Face, Operation]] = {
    "replenishment": api.confirm_replenishment_order,
    "outbound": api.confirm_outbound,
}


async def new_id(ctx: Context, prefix: str) -> str:
    """The id of a new order."""
    number = await jobs.next_number(ctx.tx, ctx.seller_id, "awd distribution orders")
    return f"{prefix}{ctx.seed.uuid('awd distribution order', ctx.seller_id, number)}"


def problems_of(products: Sequence[api.DistributionProduct | api.ProductQuantity], at: str) -> list[Problem]:
    """What is wrong with products by themselves."""
    found, seen = [], set()
    if len(products) > MOST_LINES:
        found.append(Problem(at, f"{len(products)} products", f"are more than {MOST_LINES}"))
    for index, each in enumerate(products):
        if each.quantity < 1:
            found.append(Problem(f"{at}[{index}].quantity", str(each.quantity), "is not above 0"))
        if not each.sku.strip() or each.sku in seen:
            found.append(Problem(f"{at}[{index}].sku", each.sku, "is blank, or stands in an earlier product"))
        seen.add(each.sku)
    return found


async def begin(ctx: Context, order: DistributionOrder, operation: Operation) -> None:
    """Keeps an order that is new or was changed, and has it checked."""
    await sending.keep(ctx, order)
    await asking.ask(ctx, operation, order.id, order.generation)


async def page(
    ctx: Context, face: Face, request: api.ListOutboundsArguments | api.ListReplenishmentOrdersArguments
) -> tuple[list[DistributionOrder], str | None]:
    """A page of orders, those that changed last first where nothing else is asked for (published model)."""
    eligibility.in_the_us(ctx)
    down, size = request.sort_order != "ASCENDING", request.max_results or PAGE
    after, before = request.updated_after, request.updated_before
    between = (to_milliseconds(after) if after else None, to_milliseconds(before) if before else None)
    query = (f"awd {face} orders", repr(between), str(down))
    position = None
    if request.next_token:
        at, order_id = ctx.page_position(query, request.next_token)
        position = (int(at), str(order_id))
    found = await records.distribution_orders(ctx.tx, ctx.seller_id, face, between, position, size + 1, down=down)
    return ctx.page(query, found, size, lambda last: [to_milliseconds(last.updated_at), last.id])


async def confirm(ctx: Context, order: DistributionOrder) -> None:
    """Confirms an order that was found eligible. Boxes that others have taken since are looked for anew.

    Raises NotInThisState, and NotEligible where not enough is there any more.
    """
    if not STEPS.allows(order.status, "confirm"):
        shown = "DRAFT" if order.face == "outbound" and order.status == "CREATED" else order.status
        raise NotInThisState("orderId", order.id, shown, "one that is ELIGIBLE can be confirmed")
    picked, reasons = await sending.look(ctx, order)
    if not order.acceptable(picked, reasons):
        raise NotEligible([(each.sku, each.code, each.text) for each in reasons])
    order.reasons = reasons
    await sending.confirm(ctx, order, picked)
    await asking.ask(
        ctx,
        _CONFIRMATIONS[order.face],
        order.id,
        order.generation,
        queued_seconds=sending.WAITING.total_seconds(),
        working_seconds=sending.PICKING.total_seconds(),
    )


async def _order(ctx: Context, asked: asking.Asked) -> DistributionOrder | None:
    """The order that a job is about, as long as nobody has changed it since."""
    order = await records.distribution_order(ctx.tx, ctx.seller_id, asked.about)
    return order if order is not None and order.generation == msgspec.json.decode(asked.wanted) else None


async def _check_begins(ctx: Context, asked: asking.Asked) -> None:
    order = await _order(ctx, asked)
    if order is not None and STEPS.allows(order.status, "validate"):
        order.take("validate", ctx.now)
        await sending.keep(ctx, order)


async def _not_checked(ctx: Context, asked: asking.Asked, reason: str) -> None:
    order = await _order(ctx, asked)
    if order is not None and STEPS.allows(order.status, "refuse"):
        order.reasons = [Reason("VALIDATION_FAILED", reason)]
        order.take("refuse", ctx.now)
        await sending.keep(ctx, order)


@asking.carries_out(
    api.create_replenishment_order,
    api.create_outbound,
    api.update_outbound,
    give_up=_not_checked,
    begin=_check_begins,
)
async def check(ctx: Context, asked: asking.Asked) -> None:
    """An order is looked at: it is eligible with the boxes that are there, or not. One that confirms itself goes on."""
    order = await _order(ctx, asked)
    if order is None or order.status != "VALIDATING":
        return
    order.picked, order.reasons = await sending.look(ctx, order)
    passed = order.acceptable(order.picked, order.reasons)
    if not passed:
        order.picked = []
    order.take("pass" if passed else "refuse", ctx.now)
    await sending.keep(ctx, order)
    if passed and order.confirms_itself:
        await confirm(ctx, order)


async def _execution_begins(ctx: Context, asked: asking.Asked) -> None:
    order = await _order(ctx, asked)
    if order is not None and STEPS.allows(order.status, "execute"):
        order.take("execute", ctx.now)
        await sending.keep(ctx, order)


async def _not_executed(ctx: Context, asked: asking.Asked, reason: str) -> None:
    order = await _order(ctx, asked)
    if order is not None and STEPS.allows(order.status, "fail"):
        await sending.give_back(ctx, order, reason)


@asking.carries_out(
    api.confirm_replenishment_order, api.confirm_outbound, give_up=_not_executed, begin=_execution_begins
)
async def execute(ctx: Context, asked: asking.Asked) -> None:
    """The warehouse has picked the boxes of an order."""
    order = await _order(ctx, asked)
    if order is not None and order.status == "EXECUTING":
        await sending.ship(ctx, order)


async def of(ctx: Context, order_id: str, face: Face) -> DistributionOrder:
    """The caller's order. Raises NotInTheUnitedStates, Unknown."""
    eligibility.in_the_us(ctx)
    return await loading.distribution_order(ctx, order_id, face)
