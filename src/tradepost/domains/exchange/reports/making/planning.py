"""Reports that plan stock in the network: how old it is, how fast it sells, and what should be sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import ceil
from typing import Final

import msgspec

from tradepost.accounts.marketplaces import Marketplace
from tradepost.domains.exchange.reports.declaring import Cell, Kind, Reading, empty, flat, roles
from tradepost.domains.exchange.reports.making.fba_inventory import DAILY, NEAR_REAL_TIME
from tradepost.domains.exchange.reports.making.goods import Stocked, stocked
from tradepost.domains.fba.inventory import records
from tradepost.domains.measures.amounts import smallest_coin
from tradepost.domains.money.fees import keeping
from tradepost.domains.money.fees.engine import size_tier
from tradepost.domains.selling.catalog.ranks import IN_DEPARTMENT, rank
from tradepost.domains.selling.orders import records as orders
from tradepost.simulation.clock import from_milliseconds, to_milliseconds

_WINDOWS: Final = (7, 30, 60, 90)
#: How long stock is to last, and how long it is on its way (our choice).
COVER_DAYS, TRANSIT_DAYS = 60, 14
_LOW_DAYS: Final = 14
#: More than this is too much (our choice).
EXCESS_DAYS: Final = 90
_TENTH: Final = Decimal("0.1")


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """An item with its pace: units shipped and money sold in the last 7, 30, 60 and 90 days, and its units by age."""

    stock: Stocked
    shipped: dict[int, int]
    sold: dict[int, Decimal]
    ages: list[tuple[int, int]]
    snapshot: str
    currency: str
    sales_rank: int
    storage_rate: Decimal
    ships_on: str

    def aged(self, first: int, last: int | None) -> int:
        """Units that have been there for so many days."""
        return sum(units for days, units in self.ages if days >= first and (last is None or days <= last))

    @property
    def a_day(self) -> float:
        """Units that leave on a day."""
        return self.shipped[30] / 30

    def lasts(self, units: int) -> int | None:
        """For how many days units last; None where none leave."""
        return int(units / self.a_day) if self.a_day else None

    @property
    def excess(self) -> int:
        """Units beyond what sells in ninety days."""
        return max(0, self.stock.fulfillable - ceil(self.a_day * EXCESS_DAYS))

    @property
    def replenishment(self) -> int:
        """Units that should be sent."""
        wanted = ceil(self.a_day * (COVER_DAYS + TRANSIT_DAYS))
        return max(0, wanted - self.stock.fulfillable - self.stock.inbound)

    @property
    def alert(self) -> str:
        """What is wrong with the stock."""
        days = self.lasts(self.stock.fulfillable)
        if days is None:
            return ""
        if not self.stock.fulfillable:
            return "out_of_stock"
        return "low_stock" if days < _LOW_DAYS else ""


async def planned(reading: Reading) -> AsyncIterator[list[Planned]]:
    """The seller's items in the network, each with its pace and the age of its units."""
    paces: dict[str, tuple[dict[int, dict[str, int]], dict[int, dict[str, tuple[int, int]]]]] = {}
    async for page in stocked(reading):
        marketplace = page[0].marketplace
        if marketplace.id not in paces:
            paces[marketplace.id] = await _pace(reading, marketplace)
        shipped, sold = paces[marketplace.id]
        ctx, coin = reading.ctx, smallest_coin(marketplace.currency)
        skus = [each.item.seller_sku for each in page]
        arrived = await records.arrivals(ctx.tx, ctx.seller_id, marketplace.id, skus)
        yield [
            Planned(
                stock=each,
                shipped={days: shipped[days].get(each.item.seller_sku, 0) for days in _WINDOWS},
                sold={days: sold[days].get(each.item.seller_sku, (0, 0))[1] * coin for days in _WINDOWS},
                ages=_ages(reading, each.fulfillable, arrived.get(each.item.seller_sku, [])),
                snapshot=f"{ctx.now:%Y-%m-%d}",
                currency=marketplace.currency,
                sales_rank=rank(ctx.seed, each.item.asin, shipped[30].get(each.item.seller_sku, 0), IN_DEPARTMENT),
                storage_rate=keeping.storage_rate(each.goods, marketplace.id, ctx.now.month),
                ships_on=f"{ctx.now + timedelta(days=1):%m/%d/%Y}",
            )
            for each in page
        ]


async def _pace(
    reading: Reading, marketplace: Marketplace
) -> tuple[dict[int, dict[str, int]], dict[int, dict[str, tuple[int, int]]]]:
    ctx = reading.ctx
    shipped, sold = {}, {}
    for days in _WINDOWS:
        since = ctx.now - timedelta(days=days)
        shipped[days] = await records.shipped_since(ctx.tx, ctx.seller_id, marketplace.id, to_milliseconds(since))
        sold[days] = await orders.sold_by_sku(ctx.tx, ctx.seller_id, marketplace.id, "AFN", since)
    return shipped, sold


def _ages(reading: Reading, units: int, arrived: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """How many days units have been there, and how many of them: what came first leaves first (our choice)."""
    found = []
    for moved_at, quantity in arrived:
        if units <= 0:
            break
        found.append(((reading.ctx.now - from_milliseconds(moved_at)).days, min(units, quantity)))
        units -= quantity
    return found


def _aged(first: int, last: int | None) -> Cell[Planned]:
    return lambda row: row.aged(first, last)


def _shipped(days: int) -> Cell[Planned]:
    return lambda row: row.shipped[days]


def _sold(days: int) -> Cell[Planned]:
    return lambda row: row.stock.money(row.sold[days])


def _weeks(days: int) -> Cell[Planned]:
    return lambda row: _rounded(row.stock.fulfillable * days / 7 / row.shipped[days]) if row.shipped[days] else ""


def _rounded(value: float) -> str:
    return str(Decimal(value).quantize(_TENTH, ROUND_HALF_UP))


def _sell_through(row: Planned) -> str:
    average = row.stock.fulfillable + row.shipped[90] / 2
    return _rounded(row.shipped[90] / average) if average else ""


def _action(row: Planned) -> str:
    if row.excess:
        return "Create sale"
    return "Go to restock page" if row.alert else "No action required"


def _zero(row: Planned) -> int:
    return 0


_SURCHARGED: Final = (181, 211, 241, 271, 301, 331)


def _surcharge_columns() -> dict[str, Cell[Planned]]:
    """Aged inventory is charged more, which no fee of ours does yet: quantities are told, amounts are zero."""
    bands = [(first, first + 29 if first < _SURCHARGED[-1] else 365) for first in _SURCHARGED]
    names = [f"{first}-{last}-days" for first, last in bands]
    amounts: dict[str, Cell[Planned]] = {f"estimated-ais-{name}": _zero for name in (*names, "365-plus-days")}
    units: dict[str, Cell[Planned]] = {
        f"quantity-to-be-charged-ais-{name}": _aged(first, last)
        for name, (first, last) in zip(names, bands, strict=True)
    }
    return {**amounts, **units, "quantity-to-be-charged-ais-365-plus-days": _aged(366, None)}


_PLANNING: Final[dict[str, Cell[Planned]]] = {
    "snapshot-date": lambda row: row.snapshot,
    "sku": lambda row: row.stock.item.seller_sku,
    "fnsku": lambda row: row.stock.item.fn_sku,
    "asin": lambda row: row.stock.item.asin,
    "product-name": lambda row: row.stock.title,
    "condition": lambda row: "New",
    "available": lambda row: row.stock.fulfillable,
    "pending-removal-quantity": _zero,
    "inv-age-0-to-90-days": _aged(0, 90),
    "inv-age-91-to-180-days": _aged(91, 180),
    "inv-age-181-to-270-days": _aged(181, 270),
    "inv-age-271-to-365-days": _aged(271, 365),
    "inv-age-365-plus-days": _aged(366, None),
    "currency": lambda row: row.currency,
    "qty-to-be-charged-ltsf-9-mo": _zero,
    "projected-ltsf-9-mo": _zero,
    "qty-to-be-charged-ltsf-12-mo": _zero,
    "estimated-ltsf-next-charge": _zero,
    **{f"units-shipped-t{days}": _shipped(days) for days in _WINDOWS},
    "alert": lambda row: row.alert,
    "your-price": lambda row: row.stock.money(row.stock.price),
    "sales-price": lambda row: row.stock.money(row.stock.price),
    "lowest-price-new-plus-shipping": empty,
    "lowest-price-used": empty,
    "recommended-action": _action,
    "healthy-inventory-level": lambda row: ceil(row.a_day * COVER_DAYS),
    "recommended-sales-price": empty,
    "recommended-sale-duration-days": empty,
    "recommended-removal-quantity": _zero,
    "estimated-cost-savings-of-recommended-actions": empty,
    "sell-through": _sell_through,
    "item-volume": lambda row: row.stock.volume,
    "volume-unit-measurement": lambda row: "cubic feet" if row.stock.american else "cubic meters",
    "storage-type": lambda row: size_tier(row.stock.goods, row.stock.marketplace.id).name,
    "storage-volume": lambda row: row.stock.volume * row.stock.in_warehouse,
    "marketplace": lambda row: row.stock.marketplace.country,
    "product-group": lambda row: row.stock.product.node().display_group if row.stock.product else "",
    "sales-rank": lambda row: row.sales_rank,
    "days-of-supply": lambda row: row.lasts(row.stock.fulfillable),
    "estimated-excess-quantity": lambda row: row.excess,
    "weeks-of-cover-t30": _weeks(30),
    "weeks-of-cover-t90": _weeks(90),
    "featuredoffer-price": empty,
    **{f"sales-shipped-last-{days}-days": _sold(days) for days in _WINDOWS},
    "inv-age-0-to-30-days": _aged(0, 30),
    "inv-age-31-to-60-days": _aged(31, 60),
    "inv-age-61-to-90-days": _aged(61, 90),
    "inv-age-181-to-330-days": _aged(181, 330),
    "inv-age-331-to-365-days": _aged(331, 365),
    "estimated-storage-cost-next-month": lambda row: row.stock.money(
        row.storage_rate * row.stock.volume * row.stock.in_warehouse
    ),
    "inbound-quantity": lambda row: row.stock.inbound,
    "inbound-working": lambda row: row.stock.units("inbound_working"),
    "inbound-shipped": lambda row: row.stock.units("inbound_shipped"),
    "inbound-received": lambda row: row.stock.units("inbound_receiving"),
    "no-sale-last-6-months": empty,
    "reserved-quantity": lambda row: row.stock.reserved,
    "unfulfillable-quantity": lambda row: row.stock.unfulfillable,
    **_surcharge_columns(),
}
_RESTOCK: Final[dict[str, Cell[Planned]]] = {
    "Country": lambda row: row.stock.marketplace.country,
    "Product Name": lambda row: row.stock.title,
    "FNSKU": lambda row: row.stock.item.fn_sku,
    "Merchant SKU": lambda row: row.stock.item.seller_sku,
    "ASIN": lambda row: row.stock.item.asin,
    "Condition": lambda row: "New",
    "Supplier": lambda row: "unassigned",
    "Supplier part no.": empty,
    "Currency code": lambda row: row.currency,
    "Price": lambda row: row.stock.money(row.stock.price),
    "Sales last 30 days": _sold(30),
    "Units Sold Last 30 Days": _shipped(30),
    "Total Units": lambda row: row.stock.total,
    "Inbound": lambda row: row.stock.inbound,
    "Available": lambda row: row.stock.fulfillable,
    "FC transfer": lambda row: row.stock.units("reserved_transshipment"),
    "FC Processing": lambda row: row.stock.units("reserved_processing"),
    "Customer Order": lambda row: row.stock.units("reserved_customer_order"),
    "Unfulfillable": lambda row: row.stock.unfulfillable,
    "Working": lambda row: row.stock.units("inbound_working"),
    "Shipped": lambda row: row.stock.units("inbound_shipped"),
    "Receiving": lambda row: row.stock.units("inbound_receiving"),
    "Fulfilled by": lambda row: "Amazon",
    "Total Days of Supply (including units from open shipments)": lambda row: row.lasts(
        row.stock.fulfillable + row.stock.inbound
    ),
    "Days of Supply at Amazon Fulfillment Network": lambda row: row.lasts(row.stock.fulfillable),
    "Alert": lambda row: row.alert,
    "Recommended replenishment qty": lambda row: row.replenishment,
    "Recommended ship date": lambda row: row.ships_on if row.replenishment else "none",
    "Recommended action": lambda row: "Create shipping plan" if row.replenishment else "No action required",
    "Unit storage size": lambda row: f"{row.stock.volume} {'ft3' if row.stock.american else 'm3'}",
}
_READERS: Final = roles("AF")
_AGED_TYPE: Final = "GET_FBA_INVENTORY_PLANNING_DATA"

KINDS: Final[dict[str, Kind]] = {
    _AGED_TYPE: Kind(
        makes=flat(planned, _PLANNING),
        made_of="items of the network, how fast they sell, and how old their units are",
        roles=_READERS,
        fresh_for=DAILY,
    ),
    "GET_RESTOCK_INVENTORY_RECOMMENDATIONS_REPORT": Kind(
        makes=flat(planned, _RESTOCK),
        made_of="items of the network, how fast they sell, and what should be sent",
        roles=_READERS,
        fresh_for=NEAR_REAL_TIME,
        latin=True,
    ),
}
