"""Reports of what the network costs: storage by month, and the fees that a sale would have."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from tradepost.domains.exchange.reports.declaring import Cell, Kind, Reading, empty, flat, roles
from tradepost.domains.exchange.reports.making.fba_inventory import DAILY
from tradepost.domains.exchange.reports.making.goods import Stocked, around, stocked
from tradepost.domains.exchange.reports.making.ledger import center_of
from tradepost.domains.fba.inventory import records
from tradepost.domains.fba.inventory.model import IN_CENTERS
from tradepost.domains.money.fees import keeping, promoting
from tradepost.domains.money.fees.engine import Fee, estimate, size_tier, total
from tradepost.domains.money.fees.promotion import Promotion, lessened
from tradepost.simulation.clock import to_milliseconds

_HUNDREDTH: Final = Decimal("0.01")


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """An item and how many units of it lay in the network on average over a month."""

    stock: Stocked
    average: Decimal
    month: str
    rate: Decimal
    center: str

    @property
    def fee(self) -> Decimal:
        """What their storage comes to."""
        return self.rate * self.stock.volume * self.average


async def stored(reading: Reading) -> AsyncIterator[list[Stored]]:
    """Items that lay in the network in the month that the time asked for begins in, with their average units."""
    for marketplace in reading.marketplaces:
        zone = ZoneInfo(marketplace.time_zone)
        first = reading.start.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        following = (first + timedelta(days=32)).replace(day=1)
        end = min(following, reading.ctx.now.astimezone(zone))
        span = (to_milliseconds(first.astimezone(UTC)), to_milliseconds(end.astimezone(UTC)))
        ctx = reading.ctx
        units = await records.averages(ctx.tx, ctx.seller_id, marketplace.id, *span, IN_CENTERS)
        skus = list(units)
        for at in range(0, len(skus), 100):
            items = await records.items_named(
                reading.ctx.tx, reading.ctx.seller_id, marketplace.id, skus[at : at + 100]
            )
            yield [
                Stored(
                    stock=each,
                    average=units[each.item.seller_sku],
                    month=f"{first:%Y-%m}",
                    rate=keeping.storage_rate(each.goods, marketplace.id, first.month),
                    center=center_of(reading, each.item.seller_sku, marketplace),
                )
                for each in await around(reading, marketplace, items)
            ]


_STORAGE: Final[dict[str, Cell[Stored]]] = {
    "asin": lambda row: row.stock.item.asin,
    "fnsku": lambda row: row.stock.item.fn_sku,
    "product-name": lambda row: row.stock.title,
    "fulfillment-center": lambda row: row.center,
    "country-code": lambda row: row.stock.marketplace.country,
    "longest-side": lambda row: row.stock.sides[0],
    "median-side": lambda row: row.stock.sides[1],
    "shortest-side": lambda row: row.stock.sides[2],
    "measurement-units": lambda row: "inches" if row.stock.american else "centimeters",
    "weight": lambda row: row.stock.weight,
    "weight-units": lambda row: "pounds" if row.stock.american else "kilograms",
    "item-volume": lambda row: row.stock.volume,
    "volume-units": lambda row: "cubic feet" if row.stock.american else "cubic meters",
    "product-size-tier": lambda row: size_tier(row.stock.goods, row.stock.marketplace.id).name,
    "average-quantity-on-hand": lambda row: row.average,
    "average-quantity-pending-removal": lambda row: "0.00",
    "estimated-total-item-volume": lambda row: (row.stock.volume * row.average).quantize(_HUNDREDTH),
    "month-of-charge": lambda row: row.month,
    "storage-utilization-ratio": empty,
    "storage-utilization-ratio-units": empty,
    "base-rate": lambda row: row.rate,
    "utilization-surcharge-rate": lambda row: "0.00",
    "currency": lambda row: row.stock.marketplace.currency,
    "estimated-monthly-storage-fee": lambda row: row.stock.money(row.fee),
    "dangerous-goods-storage-type": lambda row: "--",
    "eligible-for-inventory-discount": lambda row: "N",
    "qualifies-for-inventory-discount": lambda row: "N",
    "total-incentive-fee-amount": lambda row: "0.00",
    "breakdown-incentive-fee-amount": empty,
    "average-quantity-customer-orders": lambda row: "0.00",
}


class Priced(msgspec.Struct, frozen=True):
    """An item that is offered, and the fees that the sale of one unit would have."""

    stock: Stocked
    fees: list[Fee]

    def fee(self, name: str) -> str:
        """One of the fees."""
        return self.stock.money(sum((each.final for each in self.fees if each.type == name), Decimal(0)))


async def priced(reading: Reading) -> AsyncIterator[list[Priced]]:
    """Items of the network that are offered, with the fees that Product Fees estimates for them."""
    promotions = {each.id: await promoting.running(reading.ctx, each.id) for each in reading.marketplaces}
    async for page in stocked(reading):
        yield [Priced(each, _fees(each, each.price, promotions)) for each in page if each.price is not None]


def _fees(row: Stocked, price: Decimal, promotions: Mapping[str, list[Promotion]]) -> list[Fee]:
    place = row.marketplace.id
    found = estimate(row.goods, place, price, Decimal(0), "AMAZON")
    return lessened(found, promotions[place], row.item.asin, price)


def _girth(row: Priced) -> Decimal:
    longest, median, shortest = row.stock.sides
    return longest + 2 * (median + shortest)


def _brand(row: Priced) -> str:
    return row.stock.product.brand if row.stock.product else ""


def _group(row: Priced) -> str:
    return row.stock.product.node().display_group if row.stock.product else ""


_MEASURED: Final[dict[str, Cell[Priced]]] = {
    "your-price": lambda row: row.stock.money(row.stock.prices.regular if row.stock.prices else None),
    "sales-price": lambda row: row.stock.money(row.stock.price),
    "longest-side": lambda row: row.stock.sides[0],
    "median-side": lambda row: row.stock.sides[1],
    "shortest-side": lambda row: row.stock.sides[2],
    "length-and-girth": _girth,
    "unit-of-dimension": lambda row: "inches" if row.stock.american else "centimeters",
    "item-package-weight": lambda row: row.stock.weight,
    "unit-of-weight": lambda row: "pounds" if row.stock.american else "kilograms",
}
_TOTALS: Final[dict[str, Cell[Priced]]] = {
    "currency": lambda row: row.stock.marketplace.currency,
    "estimated-fee-total": lambda row: row.stock.money(total(row.fees)),
    "estimated-referral-fee-per-unit": lambda row: row.fee("ReferralFee"),
    "estimated-variable-closing-fee": lambda row: row.fee("VariableClosingFee"),
}
_NAMED: Final[dict[str, Cell[Priced]]] = {
    "sku": lambda row: row.stock.item.seller_sku,
    "fnsku": lambda row: row.stock.item.fn_sku,
    "asin": lambda row: row.stock.item.asin,
}


def _tier(row: Priced) -> str:
    return size_tier(row.stock.goods, row.stock.marketplace.id).name


_AMERICAN_FEES: Final[dict[str, Cell[Priced]]] = {
    **_NAMED,
    "amazon-store": lambda row: row.stock.marketplace.country,
    "product-name": lambda row: row.stock.title,
    "product-group": _group,
    "brand": _brand,
    "fulfilled-by": lambda row: "Amazon",
    **_MEASURED,
    "product-size-tier": _tier,
    **_TOTALS,
    "estimated-order-handling-fee-per-order": empty,
    "estimated-pick-pack-fee-per-unit": lambda row: row.fee("FBAFees"),
    "estimated-weight-handling-fee-per-unit": empty,
    "expected-fulfillment-fee-per-unit": lambda row: row.fee("FBAFees"),
}
_EUROPEAN_FEES: Final[dict[str, Cell[Priced]]] = {
    **_NAMED,
    "product-name": lambda row: row.stock.title,
    "product-group": _group,
    "brand": _brand,
    "fulfilled-by": lambda row: "Amazon",
    "has-local-inventory": lambda row: "Yes" if row.stock.in_warehouse else "No",
    **_MEASURED,
    "product-size-weight-band": _tier,
    **_TOTALS,
    "expected-domestic-fulfilment-fee-per-unit": lambda row: row.fee("FBAFees"),
    **{f"expected-efn-fulfilment-fee-per-unit-{each}": empty for each in ("uk", "de", "fr", "it", "es", "se")},
}


def _fee_columns(reading: Reading) -> dict[str, Cell[Priced]]:
    return _EUROPEAN_FEES if reading.marketplaces[0].region == "eu" else _AMERICAN_FEES


#: A fee preview is of three days ago at the latest (published guide).
_SETTLED: Final = timedelta(hours=72)
_ROLES: Final = roles("AF FA PR IOT PL")

KINDS: Final[dict[str, Kind]] = {
    "GET_FBA_STORAGE_FEE_CHARGES_DATA": Kind(
        makes=flat(stored, _STORAGE),
        made_of="the average units of a month, by the ledger, at our storage rates: what Finances charges",
        roles=_ROLES,
        longest=timedelta(days=62),
        usual=timedelta(0),
        fresh_for=DAILY,
        latin=True,
    ),
    "GET_FBA_ESTIMATED_FBA_FEES_TXT_DATA": Kind(
        makes=flat(priced, _fee_columns),
        made_of="offers of the network, with the fees that Product Fees estimates",
        roles=_ROLES,
        settled=_SETTLED,
        fresh_for=timedelta(days=1),
        latin=True,
    ),
}
