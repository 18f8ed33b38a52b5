"""An order is scheduled: its slot is chosen, its label is bought, and Amazon's carrier comes for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import easy_ship_2022_03_23 as api
from tradepost.domains.carriage.promising import Promised
from tradepost.domains.carriage.rating import Asked, Ineligible, Package, Rate
from tradepost.domains.context import Context
from tradepost.domains.places.calendar import Window
from tradepost.domains.problems import Problem, refuse
from tradepost.domains.selling.catalog import products
from tradepost.domains.selling.catalog.model import Product
from tradepost.domains.selling.orders import fulfilling, reading
from tradepost.domains.selling.orders import records as orders
from tradepost.domains.selling.orders.model import EASY_SHIP_COUNTRIES
from tradepost.domains.selling.orders.order import Order
from tradepost.domains.shipping.easy_ship import model, records, slots
from tradepost.domains.shipping.easy_ship.package import Box, ScheduledPackage, Slot
from tradepost.domains.shipping.easy_ship.refusals import (
    InvalidOrderState,
    InvalidTimeSlotId,
    RegionNotSupported,
    ResourceNotFound,
    RetryableAfterGettingNewSlots,
    ScheduledPackageAlreadyExists,
    ScheduleWindowExpired,
    TimeSlotNotAvailable,
)
from tradepost.domains.shipping.parcels import buying
from tradepost.domains.shipping.parcels import records as parcels
from tradepost.domains.shipping.parcels.buying import Purchase
from tradepost.domains.shipping.parcels.confirming import destination_of, origin_of
from tradepost.domains.shipping.parcels.parcel import Content, Parcel

SOURCE: Final = "easy_ship"
_DIGITS: Final = "0123456789"
#: Where Amazon writes the invoice of an order (published guide).
_INVOICED: Final = frozenset({"IN"})
#: What a unit is taken for that the catalog does not have any more (our choice).
_UNKNOWN: Final = Box(length=Decimal(25), width=Decimal(20), height=Decimal(10), grams=Decimal(500))
_LONGEST: Final = 100


async def order_of(ctx: Context, marketplace_id: str, order_id: str) -> Order:
    """The caller's order of Easy Ship. Raises RegionNotSupported, ResourceNotFound, InvalidOrderState."""
    marketplace = MARKETPLACES.get(marketplace_id)
    if marketplace is None or marketplace_id not in ctx.marketplaces:
        raise ResourceNotFound("marketplaceId", marketplace_id, "a marketplace that you take part in")
    if marketplace.country not in EASY_SHIP_COUNTRIES:
        raise RegionNotSupported(marketplace_id)
    order = await reading.find(ctx, order_id)
    if order is None or order.marketplace_id != marketplace_id:
        raise ResourceNotFound("amazonOrderId", order_id, f"an order of yours in {marketplace_id}")
    if not order.easy_ship:
        raise InvalidOrderState(order.id, "is not an Easy Ship order")
    return order


def check_one_by_one(marketplace_id: str) -> None:
    """Raises RegionNotSupported where packages are scheduled in bulk alone."""
    marketplace = MARKETPLACES.get(marketplace_id)
    if marketplace is not None and marketplace.country in model.IN_BULK:
        raise RegionNotSupported(marketplace_id, "schedules packages in bulk alone, with createScheduledPackageBulk")


async def parcel_of(ctx: Context, package: ScheduledPackage) -> Parcel:
    """The parcel of a package."""
    found = await parcels.find(ctx.tx, ctx.seller_id, package.id)
    assert found is not None
    return found


async def listed(ctx: Context, order: Order, box: Box) -> list[Slot]:
    """The slots of an order that waits to be scheduled, or to be fetched.

    They begin before the order would be called off for not being shipped. Raises InvalidOrderState,
    TimeSlotNotAvailable.
    """
    package = await records.find(ctx.tx, ctx.seller_id, order.id)
    if package is None:
        _check_unshipped(order)
    else:
        _check_postponable(order, await parcel_of(ctx, package))
    found = slots.slots(ctx.now, MARKETPLACES[order.marketplace_id], order.dates.latest_ship + fulfilling.PATIENCE)
    if not found:
        raise TimeSlotNotAvailable(order.id, [])
    rate = await _rate(ctx, order, box, found[0])
    if not isinstance(rate, Rate):
        raise TimeSlotNotAvailable(order.id, rate)
    return found


async def schedule(ctx: Context, order: Order, details: api.PackageDetails | None) -> ScheduledPackage:
    """Schedules an order: its label is bought for the slot that was chosen, or else for the earliest one.

    An order goes in one package with all that is left of it, whichever items are named (our choice). Raises
    InvalidOrderState, ScheduledPackageAlreadyExists, Faulty, and what choosing a slot raises; then nothing has changed.
    """
    known = await records.find(ctx.tx, ctx.seller_id, order.id)
    if known is not None:
        raise ScheduledPackageAlreadyExists(order.id, known.id)
    _check_unshipped(order)
    serials = _serials(order, details)
    if details is None:
        box = await _box_of(ctx, order)
        slot = (await listed(ctx, order, box))[0]
        slot_id = slots.id_of(ctx.seed, ctx.seller_id, order.id, slot, box)
    else:
        slot, box = chosen(ctx, order, details.package_time_slot)
        slot_id = details.package_time_slot.slot_id
    rate = await _rate(ctx, order, box, slot)
    if not isinstance(rate, Rate):
        raise RetryableAfterGettingNewSlots(order.id, rate)
    country = MARKETPLACES[order.marketplace_id].country
    invoiced = country in _INVOICED
    package = ScheduledPackage(
        id=ctx.seed.uuid("easy ship package", ctx.seller_id, order.id),
        order_id=order.id,
        marketplace_id=order.marketplace_id,
        scheduled_at=ctx.now,
        slot=slot,
        slot_id=slot_id,
        box=box,
        identifier=(details.package_identifier or "") if details else "",
        serials=serials,
        invoice_number=f"{country}-{ctx.seed.letters(_DIGITS, 9, 'invoice', ctx.seller_id, order.id)}"
        if invoiced
        else "",
        invoiced_at=order.purchased_at if invoiced else None,
    )
    parcel = await buying.buy(ctx, _purchase(ctx, order, package, rate))
    await records.add(ctx.tx, ctx.seller_id, package)
    ctx.record("easy_ship.scheduled", package.id, _told(package))
    await _follow(ctx, order, package, parcel)
    return package


def chosen(ctx: Context, order: Order, wish: api.TimeSlot) -> tuple[Slot, Box]:
    """The slot that a seller has chosen, and its box. Raises InvalidTimeSlotId, ScheduleWindowExpired, Faulty."""
    found = slots.read(ctx.seed, ctx.seller_id, order.id, wish.slot_id)
    if found is None:
        raise InvalidTimeSlotId(order.id, wish.slot_id)
    slot = found[0]
    told = (("startTime", wish.start_time, slot.start), ("endTime", wish.end_time, slot.end))
    problems = [
        Problem(f"packageTimeSlot.{name}", said.isoformat(), f"is not {known:%Y-%m-%dT%H:%M:%SZ}, that of the slot")
        for name, said, known in told
        if said is not None and said != known
    ]
    if wish.handover_method not in (None, slot.method):
        problems.append(Problem("packageTimeSlot.handoverMethod", str(wish.handover_method), f"is not {slot.method}"))
    refuse(problems)
    if ctx.now >= slot.start:
        raise ScheduleWindowExpired(order.id, f"{slot.start:%Y-%m-%dT%H:%M:%SZ}")
    return found


class Postponement(msgspec.Struct, frozen=True):
    """A package that is handed over at another time, checked and not yet changed."""

    order: Order
    package: ScheduledPackage
    parcel: Parcel
    slot: Slot
    slot_id: str
    promised: Promised


async def postponement(ctx: Context, marketplace_id: str, update: api.UpdatePackageDetails) -> Postponement:
    """What another slot means for a package, until it is fetched; its box stays. Raises InvalidOrderState,
    ResourceNotFound, RetryableAfterGettingNewSlots, and what choosing a slot raises."""
    said = update.scheduled_package_id
    order = await order_of(ctx, marketplace_id, said.amazon_order_id)
    package = await records.find(ctx.tx, ctx.seller_id, order.id)
    if package is None:
        raise InvalidOrderState(order.id, "has not been scheduled")
    if said.package_id not in (None, package.id):
        raise ResourceNotFound("packageId", said.package_id or "", f"the package of order {order.id}")
    parcel = await parcel_of(ctx, package)
    _check_postponable(order, parcel)
    slot, _ = chosen(ctx, order, update.package_time_slot)
    rate = await _rate(ctx, order, package.box, slot)
    if not isinstance(rate, Rate):
        raise RetryableAfterGettingNewSlots(order.id, rate)
    return Postponement(order, package, parcel, slot, update.package_time_slot.slot_id, rate.promised)


async def postpone(ctx: Context, made: Postponement) -> None:
    """Has a package handed over at another time."""
    package = made.package
    package.slot, package.slot_id = made.slot, made.slot_id
    await buying.postpone(ctx, made.parcel, made.promised)
    await records.save(ctx.tx, ctx.seller_id, package)
    ctx.record("easy_ship.rescheduled", package.id, _told(package))
    await _follow(ctx, made.order, package, made.parcel)


async def _follow(ctx: Context, order: Order, package: ScheduledPackage, parcel: Parcel) -> None:
    fulfilling.set_easy_ship_status(ctx, order, model.order_status(parcel, package.slot.method))
    await orders.save(ctx.tx, ctx.seller_id, order)


def _told(package: ScheduledPackage) -> dict[str, str]:
    return {
        "orderId": package.order_id,
        "marketplaceId": package.marketplace_id,
        "slotStart": f"{package.slot.start:%Y-%m-%dT%H:%M:%SZ}",
        "handoverMethod": package.slot.method,
    }


def _check_unshipped(order: Order) -> None:
    if order.status != "Unshipped":
        raise InvalidOrderState(order.id, f"is {order.status}, not Unshipped")


def _check_postponable(order: Order, parcel: Parcel) -> None:
    if not buying.postponable(parcel):
        raise InvalidOrderState(order.id, f"has a package that is {model.package_status(parcel)}")


def _serials(order: Order, details: api.PackageDetails | None) -> dict[str, list[str]]:
    """Serial numbers by order item. Raises Faulty."""
    problems, found = [], {}
    for index, each in enumerate((details.package_items if details else None) or ()):
        item_id = each.order_item_id or ""
        if order.item(item_id) is None:
            rule = f"is not an item of order {order.id}"
            problems.append(Problem(f"packageDetails.packageItems[{index}].orderItemId", item_id, rule))
        elif each.order_item_serial_numbers:
            found[item_id] = each.order_item_serial_numbers
    identifier = (details.package_identifier or "") if details else ""
    if len(identifier) > _LONGEST:
        rule = f"has more than {_LONGEST} characters"
        problems.append(Problem("packageDetails.packageIdentifier", identifier, rule))
    refuse(problems)
    return found


async def _rate(ctx: Context, order: Order, box: Box, slot: Slot) -> Rate | Sequence[Ineligible]:
    """What Amazon's own carrier asks for a box in a slot, and promises; or why it does not take it."""
    origin = origin_of(ctx, order)
    found = await buying.quote(
        ctx,
        Asked(
            package=_packed(box),
            origin=origin,
            destination=destination_of(order),
            currency=order.currency,
            now=ctx.now,
            ships_at=slot.start,
            carriers=frozenset({f"AMZN_{origin.country}"}),
        ),
    )
    rate = next((each for each in found if isinstance(each, Rate)), None)
    if rate is None:
        return [each for each in found if isinstance(each, Ineligible)]
    promised = Promised(Window(slot.start, slot.end), rate.promised.delivery)
    return msgspec.structs.replace(rate, promised=promised)


def _packed(box: Box) -> Package:
    return Package(length=box.length, width=box.width, height=box.height, kilograms=box.grams / 1000)


def _purchase(ctx: Context, order: Order, package: ScheduledPackage, rate: Rate) -> Purchase:
    return Purchase(
        source=SOURCE,
        reference=order.id,
        parcel_id=package.id,
        marketplace_id=order.marketplace_id,
        rate=rate,
        package=_packed(package.box),
        origin=origin_of(ctx, order),
        destination=destination_of(order),
        contents=[
            Content(
                description=each.title,
                quantity=each.open,
                value=each.unit_price,
                seller_sku=each.seller_sku,
                order_item_id=each.id,
            )
            for each in order.items
            if each.open
        ],
        package_reference=package.identifier,
        order_id=order.id,
        arrive_by=order.dates.latest_delivery,
    )


async def _box_of(ctx: Context, order: Order) -> Box:
    """A box for all that is left of an order, from the measures of the catalog: as long and wide as the largest unit,
    and as high as all of them on top of each other (our choice)."""
    known = await products.find_many(ctx, order.marketplace_id, [each.asin for each in order.items])
    units = {each.asin: _unit(known, each.asin) for each in order.items}
    lines = [(units[each.asin], each.open) for each in order.items if each.open]
    return Box(
        length=max(unit.length for unit, _ in lines),
        width=max(unit.width for unit, _ in lines),
        height=sum((unit.height * count for unit, count in lines), Decimal(0)),
        grams=sum((unit.grams * count for unit, count in lines), Decimal(0)),
    )


def _unit(known: Mapping[str, Product], asin: str) -> Box:
    if asin not in known:
        return _UNKNOWN
    unit = known[asin].package
    length, width, height = sorted((unit.length_cm, unit.width_cm, unit.height_cm), reverse=True)
    return Box(length=length, width=width, height=height, grams=unit.weight_kg * 1000)
