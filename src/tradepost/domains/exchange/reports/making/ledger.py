"""The ledger of the fulfillment network: every movement, and what they come to by day, week or month."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from tradepost.accounts.marketplaces import Marketplace
from tradepost.domains.exchange.reports.declaring import PAGE, Cell, Kind, Reading, empty, flat, roles
from tradepost.domains.exchange.reports.making.fba_inventory import DAILY
from tradepost.domains.fba.inbound import records as inbound
from tradepost.domains.fba.inbound.shipment import Shipment
from tradepost.domains.fba.inventory import records
from tradepost.domains.fba.inventory.model import RESEARCHING, RESERVED, UNFULFILLABLE
from tradepost.domains.fba.inventory.records import Entry, Item
from tradepost.domains.measures.sizes import item_size, size_tier
from tradepost.domains.places.centers import stocked_at
from tradepost.simulation.clock import from_milliseconds, to_milliseconds

#: How the ledger calls the places of the network; what is inbound has not come to it yet.
DISPOSITION: Final[dict[str, str]] = {
    **dict.fromkeys(("fulfillable", *RESERVED, *RESEARCHING), "SELLABLE"),
    **{each: each.upper() for each in UNFULFILLABLE},
}
#: What the ledger calls movements; what only changes its place within the network is none.
EVENT: Final = {
    "received": "Receipts",
    "shipped": "Shipments",
    "returned": "CustomerReturns",
    "removed": "VendorReturns",
}
_START: Final = ("", "", 0)


def center_of(reading: Reading, seller_sku: str, marketplace: Marketplace) -> str:
    """The fulfillment center that holds a SKU."""
    ctx = reading.ctx
    bulky = size_tier(item_size(ctx.seed, ctx.seller_id, seller_sku)) in ("LargeBulky", "ExtraLarge")
    return stocked_at(ctx.seed, ctx.seller_id, seller_sku, marketplace.country, bulky=bulky).id


async def entries(reading: Reading, marketplace: Marketplace) -> AsyncIterator[list[Entry]]:
    """The ledger of a marketplace up to the end of the time asked for, SKU by SKU."""
    ctx, after, until = reading.ctx, _START, to_milliseconds(reading.end)
    while page := await records.ledger(ctx.tx, ctx.seller_id, marketplace.id, after, until, PAGE):
        last = page[-1]
        after = (last.seller_sku, last.disposition, last.number)
        yield page


async def _items(reading: Reading, marketplace: Marketplace, skus: set[str]) -> dict[str, Item]:
    found = await records.items_named(reading.ctx.tx, reading.ctx.seller_id, marketplace.id, sorted(skus))
    return {each.seller_sku: each for each in found}


class Moved(msgspec.Struct, frozen=True):
    """A movement, with its item, where it happened and what for; an item that was deleted is not known any more."""

    entry: Entry
    item: Item | None
    marketplace: Marketplace
    center: str
    reference: str

    @property
    def at(self) -> datetime:
        """When, by the clocks of the marketplace."""
        return from_milliseconds(self.entry.moved_at).astimezone(ZoneInfo(self.marketplace.time_zone))


async def movements(reading: Reading) -> AsyncIterator[list[Moved]]:
    """What came to the network and went from it in the time asked for, SKU by SKU."""
    start = to_milliseconds(reading.start)
    for marketplace in reading.marketplaces:
        async for page in entries(reading, marketplace):
            chosen = [
                each
                for each in page
                if each.moved_at >= start and each.cause in EVENT and each.disposition in DISPOSITION
            ]
            if chosen:
                items = await _items(reading, marketplace, {each.seller_sku for each in chosen})
                shipments = await _received(reading, chosen)
                yield [_moved(reading, marketplace, each, items, shipments.get(each.reference)) for each in chosen]
            else:
                yield []


async def _received(reading: Reading, chosen: list[Entry]) -> dict[str, Shipment]:
    """The shipments to Amazon by which units were received."""
    named = sorted({each.reference for each in chosen if EVENT[each.cause] == "Receipts"})
    found = await inbound.shipments_named(reading.ctx.tx, reading.ctx.seller_id, named)
    return {each.id: each for each in found}


def _moved(
    reading: Reading, marketplace: Marketplace, entry: Entry, items: dict[str, Item], received: Shipment | None
) -> Moved:
    """What a shipment brought came to its own center, and is known by the id on its labels."""
    center = received.center_id if received else center_of(reading, entry.seller_sku, marketplace)
    reference = received.confirmation_id if received else entry.reference
    return Moved(entry, items.get(entry.seller_sku), marketplace, center, reference)


_DETAIL: Final[dict[str, Cell[Moved]]] = {
    "Date": lambda row: f"{row.at:%m/%d/%Y}",
    "FNSKU": lambda row: row.item.fn_sku if row.item else "",
    "ASIN": lambda row: row.item.asin if row.item else "",
    "MSKU": lambda row: row.entry.seller_sku,
    "Title": lambda row: row.item.product_name if row.item else "",
    "Event Type": lambda row: EVENT[row.entry.cause],
    "Reference ID": lambda row: row.reference,
    "Quantity": lambda row: row.entry.quantity,
    "Fulfillment Center": lambda row: row.center,
    "Disposition": lambda row: DISPOSITION[row.entry.disposition],
    "Reason": empty,
    "Country": lambda row: row.marketplace.country,
    "Reconciled Quantity": lambda row: abs(row.entry.quantity),
    "Unreconciled Quantity": lambda row: 0,
    "Date and Time": lambda row: row.at.isoformat(timespec="seconds"),
    "Store": empty,
}


class Period(msgspec.Struct, frozen=True):
    """A day, week or month of the summary; ``start`` in milliseconds."""

    name: str
    start: int


def periods(reading: Reading, marketplace: Marketplace) -> list[Period]:
    """The periods that the time asked for touches, by the clocks of the marketplace."""
    zone = ZoneInfo(marketplace.time_zone)
    length = reading.options.get("aggregatedByTimePeriod", "MONTHLY")
    day = reading.start.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    if length == "WEEKLY":
        day -= timedelta(days=(day.weekday() + 1) % 7)
    if length == "MONTHLY":
        day = day.replace(day=1)
    found = []
    while day <= reading.end:
        name = f"{day:%m/%Y}" if length == "MONTHLY" else f"{day:%m/%d/%Y}"
        found.append(Period(name, to_milliseconds(day.astimezone(UTC))))
        day = _next(day, length)
    return found


def _next(day: datetime, length: str) -> datetime:
    if length == "MONTHLY":
        return (day + timedelta(days=32)).replace(day=1)
    return day + timedelta(days=7 if length == "WEEKLY" else 1)


class Summed(msgspec.Struct, frozen=True):
    """What became of a SKU of one disposition in a period."""

    period: str
    seller_sku: str
    item: Item | None
    disposition: str
    country: str
    starting: int
    events: Counter[str]
    ending: int


class _Fold:
    """The movements of one SKU, folded into periods as they are read."""

    def __init__(self, seller_sku: str, starts: list[int]) -> None:
        self.seller_sku = seller_sku
        self._starts = starts
        self._before: Counter[str] = Counter()
        self._moved: dict[str, list[Counter[str]]] = {}

    def add(self, entry: Entry) -> None:
        """Counts one movement."""
        disposition = DISPOSITION.get(entry.disposition)
        if disposition is None:
            return
        at = bisect_right(self._starts, entry.moved_at) - 1
        if at < 0:
            self._before[disposition] += entry.quantity
            return
        moved = self._moved.setdefault(disposition, [Counter() for _ in self._starts])
        moved[at][EVENT.get(entry.cause, "")] += entry.quantity

    def rows(self, names: list[str], country: str, item: Item | None) -> Iterator[Summed]:
        """A row for each disposition and period in which there were units, or something happened."""
        for disposition in sorted({*self._before, *self._moved}):
            balance = self._before[disposition]
            for name, events in zip(names, self._moved.get(disposition) or [Counter()] * len(names), strict=True):
                ending = balance + events.total()
                if balance or ending or any(events[each] for each in EVENT.values()):
                    yield Summed(name, self.seller_sku, item, disposition, country, balance, events, ending)
                balance = ending


async def summary(reading: Reading) -> AsyncIterator[list[Summed]]:
    """Balances and events of each SKU by period, SKU by SKU."""
    for marketplace in reading.marketplaces:
        chosen = periods(reading, marketplace)
        names, starts = [each.name for each in chosen], [each.start for each in chosen]
        folds: list[_Fold] = []
        async for page in entries(reading, marketplace):
            for entry in page:
                if not folds or folds[-1].seller_sku != entry.seller_sku:
                    folds.append(_Fold(entry.seller_sku, starts))
                folds[-1].add(entry)
            if len(folds) > 1:
                yield await _rows(reading, marketplace, names, folds[:-1])
                folds = folds[-1:]
        if folds:
            yield await _rows(reading, marketplace, names, folds)


async def _rows(reading: Reading, marketplace: Marketplace, names: list[str], folds: list[_Fold]) -> list[Summed]:
    items = await _items(reading, marketplace, {each.seller_sku for each in folds})
    return [row for each in folds for row in each.rows(names, marketplace.country, items.get(each.seller_sku))]


def _event(name: str) -> Cell[Summed]:
    return lambda row: row.events[name]


def _zero(row: Summed) -> int:
    return 0


_SUMMARY: Final[dict[str, Cell[Summed]]] = {
    "Date": lambda row: row.period,
    "FNSKU": lambda row: row.item.fn_sku if row.item else "",
    "ASIN": lambda row: row.item.asin if row.item else "",
    "MSKU": lambda row: row.seller_sku,
    "Title": lambda row: row.item.product_name if row.item else "",
    "Disposition": lambda row: row.disposition,
    "Starting Warehouse Balance": lambda row: row.starting,
    "In Transit Between Warehouses": _zero,
    "Receipts": _event("Receipts"),
    "Customer Shipments": _event("Shipments"),
    "Customer Returns": _event("CustomerReturns"),
    "Vendor Returns": _event("VendorReturns"),
    "Warehouse Transfer In/Out": _zero,
    "Found": _zero,
    "Lost": _zero,
    "Damaged": _zero,
    "Disposed": _zero,
    "Other Events": _zero,
    "Ending Warehouse Balance": lambda row: row.ending,
    "Unknown Events": _zero,
    "Location": lambda row: row.country,
    "Store": empty,
}

_READERS: Final = roles("AF")
#: The ledger goes eighteen months back (published guide).
_LONGEST: Final = timedelta(days=550)
_MONTH: Final = timedelta(days=31)

KINDS: Final[dict[str, Kind]] = {
    "GET_LEDGER_SUMMARY_VIEW_DATA": Kind(
        makes=flat(summary, _SUMMARY),
        made_of="the ledger of the network, summed up by day, week or month",
        roles=_READERS,
        longest=_LONGEST,
        usual=_MONTH,
        fresh_for=DAILY,
        options={
            "aggregateByLocation": ("COUNTRY",),
            "aggregatedByTimePeriod": ("DAILY", "WEEKLY", "MONTHLY"),
        },
    ),
    "GET_LEDGER_DETAIL_VIEW_DATA": Kind(
        makes=flat(movements, _DETAIL),
        made_of="the ledger of the network, movement by movement",
        roles=_READERS,
        longest=_LONGEST,
        usual=_MONTH,
        fresh_for=DAILY,
    ),
}
