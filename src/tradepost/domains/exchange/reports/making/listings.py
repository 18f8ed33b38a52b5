"""Reports of listings: all, active, inactive, open, cancelled ones, and what referral would cost."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from tradepost.accounts.marketplaces import Marketplace
from tradepost.domains.exchange.reports.declaring import (
    PAGE,
    Cell,
    Kind,
    Pages,
    Reading,
    empty,
    flat,
    roles,
)
from tradepost.domains.measures.amounts import text
from tradepost.domains.money.fees.engine import referral_fee
from tradepost.domains.money.fees.goods import goods_of
from tradepost.domains.selling.catalog import products
from tradepost.domains.selling.catalog.model import Product
from tradepost.domains.selling.definitions import terms
from tradepost.domains.selling.listings import offering, records
from tradepost.domains.selling.listings.listing import Listing
from tradepost.domains.selling.listings.offering import Prices, Tier
from tradepost.store.database import Transaction

_DIGITS: Final = "0123456789"
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
#: What a listing's condition is as a number (published inventory file definitions).
_CONDITIONS: Final = {
    "used_like_new": 1,
    "used_very_good": 2,
    "used_good": 3,
    "used_acceptable": 4,
    "collectible_like_new": 5,
    "collectible_very_good": 6,
    "collectible_good": 7,
    "collectible_acceptable": 8,
    "refurbished_refurbished": 10,
    "new_new": 11,
}
_ASIN_TYPE: Final = "1"
_TIERS: Final = 5


class Listed(msgspec.Struct, frozen=True):
    """A listing, with its prices just now and the product that it offers."""

    listing: Listing
    prices: Prices | None
    product: Product | None
    id: str
    marketplace: Marketplace

    def money(self, amount: Decimal | None) -> str:
        """An amount as reports write it; nothing without one."""
        return "" if amount is None else text(amount, self.marketplace.currency)

    @property
    def price(self) -> str:
        """What it costs now."""
        return "" if self.prices is None else self.money(self.prices.price)

    @property
    def own_units(self) -> str:
        """How many units there are; nothing where Amazon keeps them, as in Amazon's own reports."""
        return str(self.listing.units) if self.listing.channel == "MERCHANT" else ""

    @property
    def status(self) -> str:
        """Active while somebody can buy it, Incomplete while it has no product, otherwise Inactive."""
        if self.listing.buyable:
            return "Active"
        return "Inactive" if self.listing.asin else "Incomplete"

    def tier(self, number: int) -> Tier | None:
        """The quantity discount of that number, from 0 on."""
        tiers = () if self.prices is None else self.prices.tiers
        return tiers[number] if number < len(tiers) else None


Read = Callable[[Transaction, str, str, str, tuple[str, str], int], Awaitable[Sequence[Listing]]]


def listed(wanted: Callable[[Listing], bool], read: Read = records.named) -> Pages[Listed]:
    """The seller's listings in the marketplaces asked for, in the order of their SKUs, as far as they are wanted."""

    async def pages(reading: Reading) -> AsyncIterator[list[Listed]]:
        ctx = reading.ctx
        for marketplace in reading.marketplaces:
            after = (marketplace.id, "")
            while page := await read(ctx.tx, ctx.seller_id, marketplace.id, "", after, PAGE):
                after = (marketplace.id, page[-1].seller_sku)
                chosen = [each for each in page if wanted(each)]
                known = await products.find_many(ctx, marketplace.id, [each.asin for each in chosen if each.asin])
                yield [_listed(reading, each, known.get(each.asin), marketplace) for each in chosen]

    return pages


def _listed(reading: Reading, listing: Listing, product: Product | None, marketplace: Marketplace) -> Listed:
    ctx = reading.ctx
    key = ("listing id", ctx.seller_id, listing.marketplace_id, listing.seller_sku)
    drawn = ctx.seed.letters(_DIGITS, 4, *key) + "Z" + ctx.seed.letters(_LETTERS, 6, *key)
    prices = offering.prices(listing.document.attributes, ctx.now)
    return Listed(listing, prices, product, drawn, marketplace)


def _any(listing: Listing) -> bool:
    return True


def _active(listing: Listing) -> bool:
    return listing.buyable


def _inactive(listing: Listing) -> bool:
    return bool(listing.asin) and not listing.buyable


def _open_date(row: Listed) -> str:
    at = row.listing.created_at.astimezone(ZoneInfo(row.marketplace.time_zone))
    return f"{at:%Y-%m-%d %H:%M:%S} {at.tzname()}"


def _description(row: Listed) -> str:
    return (row.product.text("product_description") if row.product else None) or ""


def _channel(row: Listed) -> str:
    return "DEFAULT" if row.listing.channel == "MERCHANT" else terms.fulfillment_channels(row.marketplace.id)[1]


def _condition(row: Listed) -> int:
    return _CONDITIONS.get(offering.condition(row.listing.document.attributes), 11)


_HEAD: Final[dict[str, Cell[Listed]]] = {
    "item-name": lambda row: row.listing.document.title,
    "item-description": _description,
    "listing-id": lambda row: row.id,
    "seller-sku": lambda row: row.listing.seller_sku,
    "price": lambda row: row.price,
    "quantity": lambda row: row.own_units,
    "open-date": _open_date,
    "image-url": empty,
    "item-is-marketplace": lambda row: "y",
    "product-id-type": lambda row: _ASIN_TYPE if row.listing.asin else "",
    "zshop-shipping-fee": empty,
    "item-note": lambda row: offering.condition_note(row.listing.document.attributes),
    "item-condition": _condition,
    "zshop-category1": empty,
    "zshop-browse-path": empty,
    "zshop-storefront-feature": empty,
    "asin1": lambda row: row.listing.asin,
    "asin2": empty,
    "asin3": empty,
    "will-ship-internationally": empty,
    "expedited-shipping": empty,
    "zshop-boldface": empty,
    "product-id": lambda row: row.listing.asin,
    "bid-for-featured-placement": empty,
    "add-delete": empty,
    "pending-quantity": lambda row: 0 if row.listing.channel == "MERCHANT" else "",
}
_CHANNEL: Final[dict[str, Cell[Listed]]] = {"fulfillment-channel": _channel}
_GROUP: Final[dict[str, Cell[Listed]]] = {"merchant-shipping-group": empty}
_STATUS: Final[dict[str, Cell[Listed]]] = {"status": lambda row: row.status}


def _bound(number: int) -> Cell[Listed]:
    return lambda row: each.from_quantity if (each := row.tier(number)) else ""


def _tier_price(number: int) -> Cell[Listed]:
    return lambda row: row.money(each.price) if (each := row.tier(number)) else ""


_BUSINESS: Final[dict[str, Cell[Listed]]] = {
    "Business Price": lambda row: row.money(row.prices.business) if row.prices else "",
    "Quantity Price Type": lambda row: "fixed" if row.tier(0) else "",
    **{
        name: cell
        for number in range(_TIERS)
        for name, cell in (
            (f"Quantity Lower Bound {number + 1}", _bound(number)),
            (f"Quantity Price {number + 1}", _tier_price(number)),
        )
    },
}
_PROGRESSIVE: Final[dict[str, Cell[Listed]]] = {
    "Progressive Price Type": empty,
    **{f"Progressive {what} {number}": empty for number in (1, 2, 3) for what in ("Lower Bound", "Price")},
}
_CANCELLED: Final[dict[str, Cell[Listed]]] = {
    name: cell
    for name, cell in _HEAD.items()
    if name not in ("listing-id", "open-date", "bid-for-featured-placement", "pending-quantity")
}
_OPEN: Final[dict[str, Cell[Listed]]] = {
    "sku": lambda row: row.listing.seller_sku,
    "asin": lambda row: row.listing.asin,
    "price": lambda row: row.price,
    "quantity": lambda row: row.own_units,
    **_BUSINESS,
    **_PROGRESSIVE,
}
_LITE: Final[dict[str, Cell[Listed]]] = {
    "seller-sku": lambda row: row.listing.seller_sku,
    "quantity": lambda row: row.listing.units,
    "price": lambda row: row.price,
    "product-id": lambda row: row.listing.asin,
}
_LITER: Final[dict[str, Cell[Listed]]] = {name: _LITE[name] for name in ("seller-sku", "quantity")}


def _referral(row: Listed) -> str:
    return row.money(referral_fee(goods_of(row.product), row.marketplace.id, Decimal(row.price or 0)))


_REFERRAL: Final[dict[str, Cell[Listed]]] = {
    "seller-sku": lambda row: row.listing.seller_sku,
    "asin": lambda row: row.listing.asin,
    "item-name": lambda row: row.listing.document.title,
    "price": lambda row: row.price,
    "estimated-referral-fee-per-item": _referral,
}

_READERS: Final = roles("IOT PR DTC PL")
#: Listings reports are answered from memory for one to six hours (published guide); one hour is our choice.
_CACHED: Final = timedelta(hours=1)
_OPTIONS: Final[dict[str, tuple[str, ...]]] = {"custom": ("true", "false")}


def _kind(pages: Pages[Listed], columns: dict[str, Cell[Listed]], made_of: str) -> Kind:
    return Kind(
        makes=flat(pages, columns),
        made_of=made_of,
        roles=_READERS,
        fresh_for=_CACHED,
        answers_last=True,
        one_marketplace=True,
        options=_OPTIONS,
        latin_in_europe=True,
    )


KINDS: Final[dict[str, Kind]] = {
    "GET_FLAT_FILE_OPEN_LISTINGS_DATA": _kind(listed(_active), _OPEN, "listings that can be bought"),
    "GET_MERCHANT_LISTINGS_ALL_DATA": _kind(
        listed(_any), {**_HEAD, **_CHANNEL, **_GROUP, **_STATUS}, "every listing, with its status"
    ),
    "GET_MERCHANT_LISTINGS_DATA": _kind(
        listed(_active),
        {**_HEAD, **_CHANNEL, **_BUSINESS, **_GROUP, **_PROGRESSIVE},
        "listings that can be bought",
    ),
    "GET_MERCHANT_LISTINGS_INACTIVE_DATA": _kind(
        listed(_inactive), {**_HEAD, **_CHANNEL, **_GROUP}, "listings that cannot be bought"
    ),
    "GET_MERCHANT_LISTINGS_DATA_BACK_COMPAT": _kind(
        listed(_active), {**_HEAD, **_BUSINESS, **_GROUP, **_PROGRESSIVE}, "listings that can be bought"
    ),
    "GET_MERCHANT_LISTINGS_DATA_LITE": _kind(listed(_active), _LITE, "listings with units"),
    "GET_MERCHANT_LISTINGS_DATA_LITER": _kind(listed(_active), _LITER, "listings with units"),
    "GET_MERCHANT_CANCELLED_LISTINGS_DATA": _kind(
        listed(_any, records.cancelled),
        {**_CANCELLED, **_BUSINESS, **_GROUP, **_PROGRESSIVE},
        "listings that were deleted, as they last were",
    ),
    "GET_REFERRAL_FEE_PREVIEW_REPORT": Kind(
        makes=flat(listed(_active), _REFERRAL),
        made_of="listings that can be bought, with the fee that Product Fees estimates",
        roles=_READERS,
        fresh_for=timedelta(days=1),
        answers_last=True,
        one_marketplace=True,
    ),
}
