"""``services``: a store in Seattle that assembles furniture and fits tires, with a job in every status."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from tradepost.domains.context import Context
from tradepost.domains.selling.buyers import crowd
from tradepost.domains.services.service_jobs import booking, ordering, records
from tradepost.domains.services.service_jobs.capacity import reading, reserving
from tradepost.domains.services.service_jobs.capacity import records as resources
from tradepost.domains.services.service_jobs.capacity.resource import Reservation, Resource, Service
from tradepost.domains.services.service_jobs.capacity.rules import Availability, Span
from tradepost.domains.services.service_jobs.job import ServiceJob
from tradepost.domains.services.service_jobs.ordering import Wish
from tradepost.scenarios.acting import Player
from tradepost.scenarios.nothing import Options

__all__ = ["Options", "fill"]

US, STORE = "ATVPDKIKX0DER", "SEATTLE-NORTH"
ASSEMBLY, TIRES = "B0ASSEMBLY", "B0TIREFITS"
_TECHNICIANS = (("TECH1", "Ada Lowe"), ("TECH2", "Bo Reyes"))
_PAST = timedelta(days=10)
_OPENS, _OPEN_FOR = timedelta(hours=16), timedelta(hours=8)  # nine to five in Seattle, in winter
_SIX_DAYS = (0, 1, 2, 3, 4, 5)
_DAY = timedelta(days=1)
_SERVICES = [
    Service(
        asin=ASSEMBLY,
        title="Furniture assembly at home",
        minutes=120,
        price=Decimal("119.00"),
        currency="USD",
        skills=("Carpentry",),
    ),
    Service(
        asin=TIRES,
        title="Tire installation, set of four",
        minutes=60,
        price=Decimal("79.90"),
        currency="USD",
        skills=("Tires",),
        location_type="IN_STORE",
    ),
]


async def fill(seller: Player, options: Options) -> None:
    """A store in the US with two services and two technicians, open six days a week, and a job in every status."""
    async with seller.past(_PAST) as end:
        async with seller.acting() as ctx:
            await _open(ctx)
        seller.tell(1, 3, "jobs of the past")
        await _done(seller)
        await _missed(seller)
        await seller.wait_until(end)
        seller.tell(2, 3, "jobs of today")
        async with seller.acting() as ctx:
            await _today(ctx)
    seller.tell(3, 3, "done")


async def _open(ctx: Context) -> None:
    first = ctx.now.replace(hour=0, minute=0, second=0, microsecond=0) + _OPENS
    hours = Availability(
        start=first, end=first + _OPEN_FOR, until=first + timedelta(days=180), weekdays=_SIX_DAYS, capacity=2
    )
    store = Resource(id=STORE, kind="store", marketplace_id=US, name="Northlea Services Seattle", services=_SERVICES)
    store.schedule = [hours]
    await resources.put(ctx.tx, ctx.seller_id, store)
    for resource_id, name in _TECHNICIANS:
        who = Resource(id=resource_id, kind="technician", marketplace_id=US, name=name, schedule=[hours])
        await resources.put(ctx.tx, ctx.seller_id, who)
    lunch = Reservation(
        id=ctx.seed.uuid("service reservation", ctx.seller_id, "lunch"),
        resource_id=STORE,
        marketplace_id=US,
        type="BREAK",
        availability=Availability(
            start=first + timedelta(hours=4),
            end=first + timedelta(hours=5),
            until=first + timedelta(days=60),
            weekdays=_SIX_DAYS,
        ),
        created_at=ctx.now,
    )
    await reserving.put(ctx, lunch, "created")


async def _buy(ctx: Context, asin: str, preferred: tuple[datetime, ...] = (), *, paid: bool = True) -> ServiceJob:
    number = await records.how_many(ctx.tx, ctx.seller_id, "jobs")
    who = crowd.buyer(ctx, US, 40 + number)
    buyer = ordering.buyer_of(ctx, who, number, prime=number % 2 == 0)
    wish = Wish(marketplace_id=US, store_id=STORE, asin=asin, buyer=buyer, preferred=preferred, paid=paid)
    return await ordering.place(ctx, wish)


async def _free(ctx: Context, job: ServiceJob, after: timedelta = timedelta()) -> datetime:
    """The first slot that is free, from some time on."""
    store = await reading.load(ctx, STORE)
    start = (ctx.now + after).replace(microsecond=0) + timedelta(seconds=1)
    found = await reading.slots(ctx, store, job.minutes, Span(start, start + 7 * _DAY))
    return next(each.span.start for each in found if each.capacity)


async def _booked(ctx: Context, asin: str, after: timedelta = timedelta()) -> ServiceJob:
    job = await _buy(ctx, asin)
    made, _ = await booking.add(ctx, job, await _free(ctx, job, after), "seller")
    await booking.assign(ctx, job, made, [await reading.load(ctx, _TECHNICIANS[0][0])])
    return job


async def _done(seller: Player) -> None:
    """A job that was done as agreed on."""
    async with seller.acting() as ctx:
        job_id = (await _booked(ctx, ASSEMBLY)).id
        known = await records.find(ctx.tx, ctx.seller_id, job_id)
    assert known is not None
    assert known.active is not None
    await seller.wait_until(known.active.span.end - timedelta(minutes=5))
    async with seller.acting() as ctx:
        job = await records.find(ctx.tx, ctx.seller_id, job_id)
        assert job is not None
        kept = job.active
        assert kept is not None
        kept.fulfillment.started_at, kept.fulfillment.ended_at = kept.start, ctx.now.replace(microsecond=0)
        await booking.complete(ctx, job, kept)


async def _missed(seller: Player) -> None:
    """A job that nobody came for, so that it waits for another appointment; and one that its buyer called off."""
    async with seller.acting() as ctx:
        await _booked(ctx, TIRES)
        await ordering.cancel(ctx, await _booked(ctx, TIRES, timedelta(hours=2)), "BUYER_REQUESTED")


async def _today(ctx: Context) -> None:
    await _booked(ctx, ASSEMBLY, _DAY)
    waiting = await _buy(ctx, TIRES)
    await ordering.fail(ctx, await _buy(ctx, ASSEMBLY), "the buyer's address is outside of the area")
    free = await _free(ctx, waiting)
    await _buy(ctx, TIRES, (free,))
    closed = free.replace(hour=3)
    await _buy(ctx, ASSEMBLY, (closed,))
    await _buy(ctx, TIRES, paid=False)
