"""What AWD costs: storage by the month, and processing and transportation by what is moved; told to the finances.

The rates are the public base rates of 2026, in US dollars: those for sellers who replenish by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from tradepost.domains.context import Context
from tradepost.domains.fba.awd import records
from tradepost.domains.fba.awd.centers import BY_ID, Region
from tradepost.domains.fba.awd.eligibility import US
from tradepost.domains.fba.awd.lots import Lot
from tradepost.domains.measures.amounts import rounded, text
from tradepost.domains.money.fees.lost import paid_for
from tradepost.domains.selling.listings import offers
from tradepost.simulation.clock import from_milliseconds, to_milliseconds

CHARGE_STORAGE: Final = "awd.charge_storage"

#: What such fees are called (as integrators have met them).
STORAGE: Final = "STARStorageFee"
PROCESSING: Final = "AmazonUpstreamProcessingFee"
TRANSPORTATION: Final = "AmazonUpstreamStorageTransportationFee"

#: For a box, when it is received and again when it has come to a fulfillment center.
PER_BOX: Final = Decimal("1.40")
#: For a cubic foot that goes on to a fulfillment center.
PER_CUBIC_FOOT: Final = Decimal("1.40")
#: For a cubic foot that is stored for a month.
PER_MONTH: Final[dict[Region, Decimal]] = {
    "us-west": Decimal("0.57"),
    "us-east": Decimal("0.48"),
    "us-southcentral": Decimal("0.48"),
    "us-southeast": Decimal("0.48"),
}
#: The day on which the month before is charged.
_BILLED_ON: Final = 6
_CURRENCY: Final = "USD"


def charge_processing(ctx: Context, boxes: int, shipment_id: str) -> None:
    """Boxes were received, here or at a fulfillment center."""
    _charge(ctx, PROCESSING, PER_BOX * boxes, shipment_id)


def charge_transportation(ctx: Context, cubic_feet: Decimal, shipment_id: str) -> None:
    """Boxes were brought to a fulfillment center."""
    _charge(ctx, TRANSPORTATION, PER_CUBIC_FOOT * cubic_feet, shipment_id)


def _charge(ctx: Context, about: str, amount: Decimal, reference: str) -> None:
    if rounded(amount, _CURRENCY):
        body = {"marketplaceId": US, "about": about, "amount": text(amount, _CURRENCY), "reference": reference}
        ctx.record("awd.charged", reference, body)


async def count_storage(ctx: Context) -> None:
    """Boxes are stored: this month is charged on the sixth of the next one (public help page)."""
    await _bill(ctx, month_of(ctx.now))


async def _bill(ctx: Context, month: str) -> None:
    await ctx.schedule(CHARGE_STORAGE, month, end_of(month) + timedelta(days=_BILLED_ON - 1))


def month_of(at: datetime) -> str:
    """The month of a time, as the subject of its bill."""
    return f"{at:%Y-%m}"


def end_of(month: str) -> datetime:
    """When a month ends, in UTC (our choice)."""
    return (datetime.fromisoformat(f"{month}-01T00:00:00+00:00") + timedelta(days=32)).replace(day=1)


async def charge_storage(ctx: Context, month: str) -> None:
    """A month's storage is charged, by region; what is stored at its end is charged again a month later."""
    end = end_of(month)
    start = datetime.fromisoformat(f"{month}-01T00:00:00+00:00")
    changes = await records.stored_changes(ctx.tx, ctx.seller_id, to_milliseconds(end))
    for region, average in average_volumes(changes, start, end).items():
        _charge(ctx, STORAGE, average * PER_MONTH[region], f"{month} {region}")
    if sum(each.boxes for each in changes):
        await _bill(ctx, month_of(end))


def average_volumes(changes: Iterable[records.StoredChange], start: datetime, end: datetime) -> dict[Region, Decimal]:
    """The room that was taken over a time on average, in cubic feet (public help page)."""
    found: dict[Region, Decimal] = {}
    for each in changes:
        stored = end - max(from_milliseconds(each.moved_at), start)
        share = Decimal(stored / timedelta(seconds=1)) / Decimal((end - start) / timedelta(seconds=1))
        region = BY_ID[each.center_id].region
        found[region] = found.get(region, Decimal(0)) + each.boxes * each.cubic_feet * share
    return found


async def reimburse(ctx: Context, lot: Lot, boxes: int, shipment_id: str) -> None:
    """Pays for boxes that never turned up, as FBA Inbound does (our choice); nothing where the SKU has no price."""
    offer = await offers.offer(ctx, US, lot.sku)
    if offer is None:
        return
    units = boxes * lot.units_per_box
    body = {
        "marketplaceId": US,
        "sellerSku": lot.sku,
        "asin": lot.asin,
        "quantity": units,
        "amount": paid_for(offer.regular_price, units, _CURRENCY),
        "shipmentId": shipment_id,
    }
    ctx.record("awd.reimbursed", lot.id, body)
