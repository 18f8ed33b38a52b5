"""What reports of the fulfillment network are read from: a seller's items, with all that is known of each."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import msgspec

from tradepost.accounts.marketplaces import Marketplace
from tradepost.domains.exchange.reports.declaring import PAGE, Reading
from tradepost.domains.fba.inventory import records
from tradepost.domains.fba.inventory.model import (
    RESEARCHING,
    RESERVED,
    UNFULFILLABLE,
    Balances,
    Disposition,
    total,
)
from tradepost.domains.fba.inventory.records import Item
from tradepost.domains.measures.amounts import text
from tradepost.domains.money.fees import keeping
from tradepost.domains.money.fees.engine import Goods
from tradepost.domains.money.fees.goods import goods_of
from tradepost.domains.selling.catalog import products
from tradepost.domains.selling.catalog.model import Product
from tradepost.domains.selling.listings import offering
from tradepost.domains.selling.listings import records as listings
from tradepost.domains.selling.listings.listing import Listing
from tradepost.domains.selling.listings.offering import Prices

_INCH: Final = Decimal("2.54")
_POUND: Final = Decimal("0.45359237")
_HUNDREDTH: Final = Decimal("0.01")
_WAREHOUSE: Final[tuple[Disposition, ...]] = ("fulfillable", *RESERVED, *UNFULFILLABLE, *RESEARCHING)
_INBOUND: Final[tuple[Disposition, ...]] = ("inbound_working", "inbound_shipped", "inbound_receiving")


class Stocked(msgspec.Struct, frozen=True, kw_only=True):
    """An item of the network in a marketplace: its units by disposition, its listing, prices and product."""

    item: Item
    balances: Balances
    listing: Listing | None
    prices: Prices | None
    product: Product | None
    marketplace: Marketplace

    @property
    def title(self) -> str:
        """The name of the product."""
        found = self.listing.document.title if self.listing else ""
        return found or (self.product.title if self.product else "") or self.item.product_name

    @property
    def price(self) -> Decimal | None:
        """What it costs now; None where it is not offered."""
        return self.prices.price if self.prices else None

    def money(self, amount: Decimal | None) -> str:
        """An amount as reports write it; nothing without one."""
        return "" if amount is None else text(amount, self.marketplace.currency)

    def units(self, *dispositions: Disposition) -> int:
        """The units in these dispositions together."""
        return total(self.balances, dispositions)

    @property
    def fulfillable(self) -> int:
        """The units that can be sold."""
        return self.units("fulfillable")

    @property
    def reserved(self) -> int:
        """The units that are set aside."""
        return self.units(*RESERVED)

    @property
    def unfulfillable(self) -> int:
        """The units that cannot be sold."""
        return self.units(*UNFULFILLABLE)

    @property
    def researching(self) -> int:
        """The units that are looked for."""
        return self.units(*RESEARCHING)

    @property
    def in_warehouse(self) -> int:
        """The units in fulfillment centers."""
        return self.units(*_WAREHOUSE)

    @property
    def inbound(self) -> int:
        """The units on their way there."""
        return self.units(*_INBOUND)

    @property
    def total(self) -> int:
        """All units."""
        return total(self.balances)

    @property
    def goods(self) -> Goods:
        """What fees follow from."""
        return goods_of(self.product)

    @property
    def american(self) -> bool:
        """Whether inches, pounds and cubic feet are what it is measured in."""
        return self.marketplace.country == "US"

    @property
    def volume(self) -> Decimal:
        """One packed unit in cubic feet, or in cubic meters outside the US."""
        return keeping.volume(self.goods, self.marketplace.id)

    @property
    def sides(self) -> tuple[Decimal, ...]:
        """The sides of a packed unit, longest first, in inches or centimeters."""
        unit = _INCH if self.american else Decimal(1)
        return tuple((each / unit).quantize(_HUNDREDTH, ROUND_HALF_UP) for each in self.goods.sides)

    @property
    def weight(self) -> Decimal:
        """The weight of a packed unit in pounds or kilograms."""
        unit = _POUND if self.american else Decimal(1)
        return (self.goods.weight_kg / unit).quantize(_HUNDREDTH, ROUND_HALF_UP)


async def stocked(reading: Reading) -> AsyncIterator[list[Stocked]]:
    """The seller's items in the network of the marketplaces asked for, in the order of their SKUs."""
    ctx = reading.ctx
    for marketplace in reading.marketplaces:
        after = ""
        while page := await records.items_after(ctx.tx, ctx.seller_id, marketplace.id, after, PAGE):
            after = page[-1].seller_sku
            yield await around(reading, marketplace, page)


async def around(reading: Reading, marketplace: Marketplace, items: list[Item]) -> list[Stocked]:
    """Items with what is known of each."""
    ctx, skus = reading.ctx, [each.seller_sku for each in items]
    balances = await records.balances(ctx.tx, ctx.seller_id, marketplace.id, skus)
    offered = await listings.of_skus(ctx.tx, ctx.seller_id, [marketplace.id], skus)
    known = await products.find_many(ctx, marketplace.id, [each.asin for each in items if each.asin])
    found = []
    for item in items:
        listing = next(iter(offered.get(item.seller_sku, [])), None)
        found.append(
            Stocked(
                item=item,
                balances=balances.get(item.seller_sku, {}),
                listing=listing,
                prices=offering.prices(listing.document.attributes, ctx.now) if listing else None,
                product=known.get(item.asin),
                marketplace=marketplace,
            )
        )
    return found
