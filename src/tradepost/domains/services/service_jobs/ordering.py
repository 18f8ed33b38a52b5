"""What buyers of services do: they order, pay after all, ask for another time, and call off."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import msgspec

from tradepost.domains.context import Context
from tradepost.domains.measures.amounts import rounded
from tradepost.domains.selling.orders.order import Buyer, Order
from tradepost.domains.services.service_jobs import booking, records
from tradepost.domains.services.service_jobs.capacity import reading
from tradepost.domains.services.service_jobs.capacity import records as resources
from tradepost.domains.services.service_jobs.capacity.resource import Resource, Service
from tradepost.domains.services.service_jobs.capacity.rules import Span
from tradepost.domains.services.service_jobs.job import Appointment, BoughtItem, LinkedAsset, ServiceBuyer, ServiceJob
from tradepost.domains.services.service_jobs.model import GIVEN_UP_AFTER, JOB_STEPS, JobTrigger
from tradepost.domains.services.service_jobs.refusals import ServiceNotSold, SlotNotAvailable, WrongJobStatus
from tradepost.simulation.seed import CAPITALS_AND_DIGITS

RECEIVE_PRODUCT: Final = "service_jobs.receive_product"
#: The most of one service that is bought at once, so that it fits into a day (our choice).
MOST_MINUTES: Final = 24 * 60
_DIGITS: Final = "0123456789"


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a buyer wants: a service of a store, how often, when, and for which products of an order."""

    marketplace_id: str
    store_id: str
    asin: str
    buyer: ServiceBuyer
    quantity: int = 1
    preferred: tuple[datetime, ...] = ()
    products: Order | None = None
    assets: tuple[LinkedAsset, ...] = ()
    instrument: str = "CreditCard"
    paid: bool = True


async def place(ctx: Context, wish: Wish) -> ServiceJob:
    """A buyer orders a service of this seller's. Raises ServiceNotSold, and then nothing has happened.

    Without a payment the job waits for it. Where none of the times that the buyer prefers is an available slot, it is
    on hold (published meaning of the status; when it is taken is our choice).
    """
    store = await resources.find(ctx.tx, ctx.seller_id, wish.store_id)
    service = _service(store, wish)
    number = await records.next_number(ctx.tx, ctx.seller_id, "jobs")
    digits = ctx.seed.letters(_DIGITS, 14, "service order", ctx.seller_id, number)
    job = ServiceJob(
        id=ctx.seed.uuid("service job", ctx.seller_id, number),
        order_id=f"903-{digits[:7]}-{digits[7:]}",
        marketplace_id=wish.marketplace_id,
        store_id=wish.store_id,
        status="PENDING_SCHEDULE" if wish.paid else "PAYMENT_DECLINED",
        created_at=ctx.now,
        updated_at=ctx.now,
        service=service,
        quantity=wish.quantity,
        total=rounded(service.price * wish.quantity, service.currency),
        instrument=wish.instrument,
        buyer=wish.buyer,
        preferred=list(wish.preferred),
        items=[] if wish.products is None else items_of(wish.products),
        assets=list(wish.assets),
        tracking_ids=[] if wish.products is None else tracking_of(wish.products),
    )
    await records.add(ctx.tx, ctx.seller_id, job)
    _say_created(ctx, job)
    if wish.paid:
        await _wait(ctx, job)
    return job


def _service(store: Resource | None, wish: Wish) -> Service:
    if store is None or store.kind != "store" or store.marketplace_id != wish.marketplace_id:
        raise ServiceNotSold(
            "Invalid Input", f"storeId: '{wish.store_id[:60]}' is not a store of the seller in {wish.marketplace_id}"
        )
    service = store.service(wish.asin)
    if service is None:
        sold = ", ".join(each.asin for each in store.services) or "nothing"
        raise ServiceNotSold("Invalid Input", f"asin: '{wish.asin[:60]}' is not sold by {store.id}; it sells {sold}")
    if service.minutes * wish.quantity > MOST_MINUTES:
        raise ServiceNotSold(
            "Invalid Input", f"quantity: '{wish.quantity}' times {service.minutes} minutes is more than a day"
        )
    return service


def buyer_of(ctx: Context, who: Buyer, number: int, *, prime: bool = False) -> ServiceBuyer:
    """Somebody as a buyer of services, by the number of what he buys; with an identifier of his own."""
    return ServiceBuyer(
        id="A" + ctx.seed.letters(CAPITALS_AND_DIGITS, 13, "service buyer", ctx.seller_id, number),
        name=who.name,
        phone=who.address.phone,
        prime=prime,
        address=who.address,
    )


def items_of(order: Order) -> list[BoughtItem]:
    """The products of an order, as a service for them knows them."""
    return [
        BoughtItem(
            order_id=order.id,
            order_item_id=each.id,
            asin=each.asin,
            title=each.title,
            quantity=each.quantity,
            status="SHIPPED" if each.shipped else "CANCELLED" if each.cancelled == each.quantity else "ACTIVE",
            earliest_delivery=order.dates.earliest_delivery,
            latest_delivery=order.dates.latest_delivery,
        )
        for each in order.items
    ]


def tracking_of(order: Order) -> list[str]:
    """The numbers by which an order's parcels are tracked."""
    return [each.tracking_number for each in order.packages if each.tracking_number]


def _say_created(ctx: Context, job: ServiceJob) -> None:
    body = {
        "serviceJobId": job.id,
        "serviceOrderId": job.order_id,
        "marketplaceId": job.marketplace_id,
        "storeId": job.store_id,
        "asin": job.service.asin,
        "status": job.status,
    }
    ctx.record("service_jobs.created", job.id, body)


async def _wait(ctx: Context, job: ServiceJob) -> None:
    """A job that is paid waits for its appointment; on hold where the buyer's times cannot be had."""
    if job.preferred and not await _any_available(ctx, job):
        await booking.step(ctx, job, "hold", "no time that the buyer prefers is available")
        await booking.keep(ctx, job)
    else:
        await ctx.schedule(booking.GIVE_UP, job.id, ctx.now + GIVEN_UP_AFTER)


async def _any_available(ctx: Context, job: ServiceJob) -> bool:
    store = await reading.load(ctx, job.store_id)
    for start in job.preferred:
        moment = Span(start, start + timedelta(seconds=1))
        found = await reading.slots(ctx, store, job.minutes, moment, real_time=job.service.real_time)
        if start > ctx.now and any(each.capacity for each in found):
            return True
    return False


async def pay(ctx: Context, job: ServiceJob) -> None:
    """The buyer's payment is through after all. Raises WrongJobStatus."""
    if not JOB_STEPS.allows(job.status, "pay"):
        raise WrongJobStatus(job.id, job.status, "only a declined payment can be made good")
    await booking.step(ctx, job, "pay")
    await _wait(ctx, job)
    await booking.keep(ctx, job)


async def ask_for_another_time(ctx: Context, job: ServiceJob, start: datetime, reason: str) -> Appointment:
    """The buyer moves the appointment to another slot. Raises WrongJobStatus, SlotNotAvailable."""
    before = job.active
    if before is None:
        raise WrongJobStatus(job.id, job.status, "it has no appointment that a buyer could move")
    if start <= ctx.now:
        raise SlotNotAvailable(start, job.store_id, "it is in the past")
    made, _ = await booking.reschedule(ctx, job, before, start, "buyer", reason)
    return made


async def cancel(ctx: Context, job: ServiceJob, reason: str) -> None:
    """It is not to be done any more; its time is given back. Raises WrongJobStatus."""
    if not JOB_STEPS.allows(job.status, "cancel"):
        raise WrongJobStatus(job.id, job.status, "it has ended")
    job.cancellation_reason = reason
    await _end(ctx, job, "cancel", reason)


async def fail(ctx: Context, job: ServiceJob, reason: str) -> None:
    """It can not be done any more, for a reason that nobody asked for."""
    await _end(ctx, job, "fail", reason)


async def _end(ctx: Context, job: ServiceJob, trigger: JobTrigger, reason: str) -> None:
    active = job.active
    if active is not None:
        await booking.release(ctx, active)
        active.status = "CANCELLED"
    await booking.step(ctx, job, trigger, reason)
    await booking.keep(ctx, job)
