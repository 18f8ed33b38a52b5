"""What service jobs follow: whether the products that they are for are sent, or called off."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.hearing import hears
from tradepost.domains.selling.orders import reading
from tradepost.domains.services.service_jobs import booking, ordering, records
from tradepost.domains.services.service_jobs.job import ServiceJob
from tradepost.domains.services.service_jobs.model import JOB_STEPS
from tradepost.events.outbox import Event


@hears("orders.shipped")
async def sent(ctx: Context, event: Event) -> None:
    """Products have left; they are there at the end of the time that they were promised for (our choice)."""
    for job in await _followed(ctx, event.body["orderId"]):
        await booking.keep(ctx, job)
        arrives = max(each.latest_delivery for each in job.items)
        await ctx.schedule(ordering.RECEIVE_PRODUCT, job.id, max(arrives, ctx.now))


@hears("orders.canceled")
async def called_off(ctx: Context, event: Event) -> None:
    """Products were called off; a service for which none are left can not be performed (our choice)."""
    for job in await _followed(ctx, event.body["orderId"]):
        if all(each.status == "CANCELLED" for each in job.items) and JOB_STEPS.allows(job.status, "fail"):
            await ordering.fail(ctx, job, "its products were called off")
        else:
            await booking.keep(ctx, job)


async def _followed(ctx: Context, order_id: str) -> list[ServiceJob]:
    """The jobs for products of an order, with what is known of those now."""
    order = await reading.find(ctx, order_id)
    found = await records.of_product_order(ctx.tx, ctx.seller_id, order_id)
    for job in found if order is not None else ():
        assert order is not None
        delivered = {each.order_item_id for each in job.items if each.status == "DELIVERED"}
        others = [each for each in job.items if each.order_id != order_id]
        fresh = ordering.items_of(order)
        for item in fresh:
            if item.order_item_id in delivered:
                item.status = "DELIVERED"
        job.items = [*others, *fresh]
        job.tracking_ids = list(dict.fromkeys([*job.tracking_ids, *ordering.tracking_of(order)]))
    return found
