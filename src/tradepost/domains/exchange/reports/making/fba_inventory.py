"""Reports of stock in the fulfillment network, as it is now."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Final

from tradepost.domains.exchange.reports.declaring import Cell, Kind, Reading, Source, empty, flat, roles, stamp
from tradepost.domains.exchange.reports.making.goods import Stocked, stocked

_NEW: Final = "New"
_SUPPRESSED: Final = "LISTING_SUPPRESSED"


def suppressed(row: Stocked) -> bool:
    """Whether an issue keeps the listing of an item from being shown."""
    return row.listing is not None and any(each.enforcement == _SUPPRESSED for each in row.listing.document.issues)


def is_stranded(row: Stocked) -> bool:
    """Whether units lie in the network that nobody can buy: there is no listing that can sell them."""
    return row.in_warehouse > 0 and not (row.listing is not None and row.listing.sellable)


async def _unsuppressed(reading: Reading) -> AsyncIterator[list[Stocked]]:
    async for page in stocked(reading):
        yield [each for each in page if not suppressed(each)]


async def _stranded(reading: Reading) -> AsyncIterator[list[Stocked]]:
    async for page in stocked(reading):
        yield [each for each in page if is_stranded(each)]


async def _reserved(reading: Reading) -> AsyncIterator[list[Stocked]]:
    async for page in stocked(reading):
        yield [each for each in page if each.reserved]


def _yes(value: bool) -> str:
    return "Yes" if value else "No"


_NAMED: Final[dict[str, Cell[Stocked]]] = {
    "sku": lambda row: row.item.seller_sku,
    "fnsku": lambda row: row.item.fn_sku,
    "asin": lambda row: row.item.asin,
    "product-name": lambda row: row.title,
}
_MYI: Final[dict[str, Cell[Stocked]]] = {
    **_NAMED,
    "condition": lambda row: _NEW,
    "your-price": lambda row: row.money(row.price),
    "mfn-listing-exists": lambda row: _yes(row.listing is not None and row.listing.channel == "MERCHANT"),
    "mfn-fulfillable-quantity": lambda row: (
        row.listing.units if row.listing is not None and row.listing.channel == "MERCHANT" else ""
    ),
    "afn-listing-exists": lambda row: _yes(row.listing is None or row.listing.channel == "AMAZON"),
    "afn-warehouse-quantity": lambda row: row.in_warehouse,
    "afn-fulfillable-quantity": lambda row: row.fulfillable,
    "afn-unsellable-quantity": lambda row: row.unfulfillable,
    "afn-reserved-quantity": lambda row: row.reserved,
    "afn-total-quantity": lambda row: row.total,
    "per-unit-volume": lambda row: row.volume,
    "afn-inbound-working-quantity": lambda row: row.units("inbound_working"),
    "afn-inbound-shipped-quantity": lambda row: row.units("inbound_shipped"),
    "afn-inbound-receiving-quantity": lambda row: row.units("inbound_receiving"),
    "afn-researching-quantity": lambda row: row.researching,
    "afn-reserved-future-supply": lambda row: 0,
    "afn-future-supply-buyable": lambda row: 0,
    "store": empty,
}
_CONDITIONS: Final = (("SELLABLE", "fulfillable"), ("UNSELLABLE", "unfulfillable"))


async def _by_condition(reading: Reading) -> AsyncIterator[list[tuple[Stocked, str, int]]]:
    """A row for what can be sold of an item, and one for what cannot."""
    async for page in stocked(reading):
        found = [(each, name, getattr(each, field)) for each in page for name, field in _CONDITIONS]
        yield [row for row in found if row[1] == "SELLABLE" or row[2]]


_AFN: Final[dict[str, Cell[tuple[Stocked, str, int]]]] = {
    "seller-sku": lambda row: row[0].item.seller_sku,
    "fulfillment-channel-sku": lambda row: row[0].item.fn_sku,
    "asin": lambda row: row[0].item.asin,
    "condition-type": lambda row: "NewItem",
    "Warehouse-Condition-code": lambda row: row[1],
    "Quantity Available": lambda row: row[2],
}
_RESERVED: Final[dict[str, Cell[Stocked]]] = {
    **_NAMED,
    "reserved_qty": lambda row: row.reserved,
    "reserved_customerorders": lambda row: row.units("reserved_customer_order"),
    "reserved_fc-transfers": lambda row: row.units("reserved_transshipment"),
    "reserved_fc-processing": lambda row: row.units("reserved_processing"),
}


def _reason(row: Stocked) -> str:
    if row.listing is None:
        return "Listing deleted"
    if suppressed(row):
        return "Listing suppressed"
    return "No offer" if row.prices is None else "Listing inactive"


def _action(row: Stocked) -> str:
    return "Relist" if row.listing is None else "Edit listing"


_STRANDED: Final[dict[str, Cell[Stocked]]] = {
    "primary-action": _action,
    "date-stranded": lambda row: stamp(row.listing.updated_at) if row.listing else "",
    "Date-to-take-auto-removal": empty,
    "status-primary": lambda row: "Stranded",
    "status-secondary": empty,
    "error-message": lambda row: (
        next((each.message for each in row.listing.document.issues), "") if row.listing else ""
    ),
    "stranded-reason": _reason,
    "asin": lambda row: row.item.asin,
    "sku": lambda row: row.item.seller_sku,
    "fnsku": lambda row: row.item.fn_sku,
    "product-name": lambda row: row.title,
    "condition": lambda row: _NEW,
    "fulfilled-by": lambda row: "Amazon",
    "fulfillable-qty": lambda row: row.fulfillable,
    "your-price": lambda row: row.money(row.price),
    "unfulfillable-qty": lambda row: row.unfulfillable,
    "reserved-quantity": lambda row: row.reserved,
    "inbound-shipped-qty": lambda row: row.units("inbound_shipped"),
}

_READERS: Final = roles("PR AF IOT PL")
#: A report of the network that is near real time is made anew after half an hour, a daily one after four hours; in
#: between Amazon answers the last or cancels the request (published guide). It is cancelled here (our choice).
NEAR_REAL_TIME: Final = timedelta(minutes=30)
DAILY: Final = timedelta(hours=4)


def _kind(makes: Source, made_of: str, fresh_for: timedelta, *, latin: bool = False) -> Kind:
    return Kind(makes=makes, made_of=made_of, roles=_READERS, fresh_for=fresh_for, latin=latin)


KINDS: Final[dict[str, Kind]] = {
    "GET_AFN_INVENTORY_DATA": _kind(
        flat(_by_condition, _AFN), "items of the network, by whether they can be sold", NEAR_REAL_TIME
    ),
    "GET_FBA_MYI_UNSUPPRESSED_INVENTORY_DATA": _kind(
        flat(_unsuppressed, _MYI), "items of the network whose listing is not suppressed", NEAR_REAL_TIME, latin=True
    ),
    "GET_FBA_MYI_ALL_INVENTORY_DATA": _kind(flat(stocked, _MYI), "items of the network", NEAR_REAL_TIME, latin=True),
    "GET_RESERVED_INVENTORY_DATA": _kind(
        flat(_reserved, _RESERVED), "items with units set aside", NEAR_REAL_TIME, latin=True
    ),
    "GET_STRANDED_INVENTORY_UI_DATA": _kind(
        flat(_stranded, _STRANDED), "items with units and without a listing that sells them", DAILY, latin=True
    ),
}
