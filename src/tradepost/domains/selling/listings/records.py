"""The SQL of listings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from tradepost.domains.selling.listings.listing import Channel, Document, Listing
from tradepost.simulation.clock import from_milliseconds, to_milliseconds
from tradepost.store.database import Row, Transaction, Value

_COLUMNS = (
    "seller_id, marketplace_id, seller_sku, asin, parent_sku, contained_sku, channel, units, sellable, discoverable,"
    " issues, created_at, updated_at, document"
)
_DECODER = msgspec.json.Decoder(Document)


async def find(tx: Transaction, seller_id: str, marketplace_id: str, seller_sku: str) -> Listing | None:
    """One listing, by its primary key."""
    row = await tx.one(
        f"SELECT {_COLUMNS} FROM listings WHERE seller_id = $1 AND marketplace_id = $2 AND seller_sku = $3",
        seller_id,
        marketplace_id,
        seller_sku,
    )
    return None if row is None else _listing(row)


async def of_asin(tx: Transaction, marketplace_id: str, asin: str) -> list[Listing]:
    """Every seller's listings of a product, by ``listings_by_asin``."""
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM listings WHERE marketplace_id = $1 AND asin = $2 ORDER BY seller_id, seller_sku",
        marketplace_id,
        asin,
    )
    return [_listing(row) for row in rows]


async def of_seller(tx: Transaction, seller_id: str, marketplace_id: str) -> list[Listing]:
    """All listings of a seller in a marketplace."""
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM listings WHERE seller_id = $1 AND marketplace_id = $2 ORDER BY seller_sku",
        seller_id,
        marketplace_id,
    )
    return [_listing(row) for row in rows]


async def named(
    tx: Transaction, seller_id: str, marketplace_id: str, beginning: str, after: tuple[str, str], limit: int
) -> list[Listing]:
    """Listings in the order of marketplace and SKU, after such a pair; those whose SKU begins so, of one marketplace
    or of all where it is empty."""
    values: list[Value] = [seller_id, *after]
    conditions = " AND (marketplace_id, seller_sku) > ($2, $3)"
    if marketplace_id:
        values.append(marketplace_id)
        conditions += f" AND marketplace_id = ${len(values)}"
    if beginning:
        values += [len(beginning), beginning]
        conditions += f" AND substr(seller_sku, 1, ${len(values) - 1}) = ${len(values)}"
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM listings WHERE seller_id = $1{conditions} ORDER BY marketplace_id, seller_sku"
        f" LIMIT ${len(values) + 1}",
        *values,
        limit,
    )
    return [_listing(row) for row in rows]


async def of_asins(tx: Transaction, seller_id: str, marketplace_id: str, asins: Sequence[str]) -> list[Listing]:
    """One seller's listings of some products."""
    if not asins:
        return []
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM listings WHERE marketplace_id = $1 AND seller_id = $2"
        f" AND asin IN ({_numbers(3, len(asins))}) ORDER BY seller_sku",
        marketplace_id,
        seller_id,
        *asins,
    )
    return [_listing(row) for row in rows]


async def has_rivals(tx: Transaction, seller_id: str, marketplace_id: str, seller_sku: str) -> bool:
    """Whether somebody else's offer of the same product can be bought just now (by ``listings_by_asin``)."""
    row = await tx.one(
        "SELECT 1 FROM listings AS mine JOIN listings AS other"
        " ON other.marketplace_id = mine.marketplace_id AND other.asin = mine.asin"
        " AND other.seller_id <> mine.seller_id AND other.sellable = 1 AND other.units > 0"
        " WHERE mine.seller_id = $1 AND mine.marketplace_id = $2 AND mine.seller_sku = $3 AND mine.asin <> '' LIMIT 1",
        seller_id,
        marketplace_id,
        seller_sku,
    )
    return row is not None


async def buyable(tx: Transaction, seller_id: str, marketplace_id: str, most: int) -> list[str]:
    """The SKUs that can be bought, oldest listing first, by ``listings_sellable``."""
    rows = await tx.all(
        "SELECT seller_sku FROM listings WHERE seller_id = $1 AND marketplace_id = $2 AND sellable = 1 AND units > 0"
        " ORDER BY created_at, seller_sku LIMIT $3",
        seller_id,
        marketplace_id,
        most,
    )
    return [row[0] for row in rows]


async def children(tx: Transaction, seller_id: str, marketplace_id: str, parent_sku: str) -> list[str]:
    """The SKUs that name this one as their parent."""
    rows = await tx.all(
        "SELECT seller_sku FROM listings WHERE seller_id = $1 AND marketplace_id = $2 AND parent_sku = $3"
        " AND parent_sku <> '' ORDER BY seller_sku",
        seller_id,
        marketplace_id,
        parent_sku,
    )
    return [row[0] for row in rows]


async def containers(tx: Transaction, seller_id: str, marketplace_id: str, contained_sku: str) -> list[str]:
    """The SKUs of cases and pallets that are made of this one."""
    rows = await tx.all(
        "SELECT seller_sku FROM listings WHERE seller_id = $1 AND marketplace_id = $2 AND contained_sku = $3"
        " AND contained_sku <> '' ORDER BY seller_sku",
        seller_id,
        marketplace_id,
        contained_sku,
    )
    return [row[0] for row in rows]


async def asins(tx: Transaction, seller_id: str, marketplace_id: str, skus: Sequence[str]) -> dict[str, str]:
    """The ASINs of these SKUs; one that has none yet is left out."""
    if not skus:
        return {}
    rows = await tx.all(
        "SELECT seller_sku, asin FROM listings WHERE seller_id = $1 AND marketplace_id = $2"
        f" AND seller_sku IN ({_numbers(3, len(skus))}) AND asin <> ''",
        seller_id,
        marketplace_id,
        *skus,
    )
    return {row[0]: row[1] for row in rows}


async def keep(tx: Transaction, listing: Listing) -> None:
    """Writes a listing as it is now, new or known."""
    values: tuple[Value, ...] = (
        listing.seller_id,
        listing.marketplace_id,
        listing.seller_sku,
        listing.asin,
        listing.parent_sku,
        listing.contained_sku,
        listing.channel,
        listing.units,
        int(listing.sellable),
        int(listing.discoverable),
        listing.severities,
        to_milliseconds(listing.created_at),
        to_milliseconds(listing.updated_at),
        msgspec.json.encode(listing.document).decode(),
    )
    changes = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS.split(", ")[3:])
    await tx.run(
        f"INSERT INTO listings ({_COLUMNS}) VALUES ({_numbers(1, len(values))})"
        f" ON CONFLICT (seller_id, marketplace_id, seller_sku) DO UPDATE SET {changes}",
        *values,
    )


async def remove(tx: Transaction, seller_id: str, marketplace_id: str, seller_sku: str, now: int) -> None:
    """Deletes a listing; it stays among the cancelled ones, as it last was."""
    changes = ", ".join(f"{name} = excluded.{name}" for name in [*_COLUMNS.split(", ")[3:], "cancelled_at"])
    await tx.run(
        f"INSERT INTO cancelled_listings ({_COLUMNS}, cancelled_at) SELECT {_COLUMNS}, $4 FROM listings"
        " WHERE seller_id = $1 AND marketplace_id = $2 AND seller_sku = $3"
        f" ON CONFLICT (seller_id, marketplace_id, seller_sku) DO UPDATE SET {changes}",
        seller_id,
        marketplace_id,
        seller_sku,
        now,
    )
    await tx.run(
        "DELETE FROM listings WHERE seller_id = $1 AND marketplace_id = $2 AND seller_sku = $3",
        seller_id,
        marketplace_id,
        seller_sku,
    )


async def cancelled(
    tx: Transaction, seller_id: str, marketplace_id: str, beginning: str, after: tuple[str, str], limit: int
) -> list[Listing]:
    """Listings of a marketplace that were deleted and not listed again, after a marketplace and SKU."""
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM cancelled_listings AS gone WHERE seller_id = $1 AND marketplace_id = $2"
        " AND seller_sku > $3 AND NOT EXISTS (SELECT 1 FROM listings AS now WHERE now.seller_id = gone.seller_id"
        " AND now.marketplace_id = gone.marketplace_id AND now.seller_sku = gone.seller_sku)"
        " ORDER BY seller_sku LIMIT $4",
        seller_id,
        marketplace_id,
        after[1],
        limit,
    )
    return [_listing(row) for row in rows]


async def units_of(
    tx: Transaction, seller_id: str, marketplace_id: str, seller_sku: str
) -> tuple[Channel, int, bool] | None:
    """Who ships a SKU, how many units were there when it was last noted, and whether only units can be missing."""
    row = await tx.one(
        "SELECT channel, units, sellable FROM listings"
        " WHERE seller_id = $1 AND marketplace_id = $2 AND seller_sku = $3",
        seller_id,
        marketplace_id,
        seller_sku,
    )
    return None if row is None else (row[0], row[1], bool(row[2]))


async def note_units(tx: Transaction, seller_id: str, marketplace_id: str, seller_sku: str, units: int) -> None:
    """Keeps how many units of a SKU can be sold just now."""
    await tx.run(
        "UPDATE listings SET units = $4 WHERE seller_id = $1 AND marketplace_id = $2 AND seller_sku = $3",
        seller_id,
        marketplace_id,
        seller_sku,
        units,
    )


async def touch(tx: Transaction, seller_id: str, marketplace_id: str, seller_sku: str, now: int) -> None:
    """A listing has changed its status at this time."""
    await tx.run(
        "UPDATE listings SET updated_at = $4 WHERE seller_id = $1 AND marketplace_id = $2 AND seller_sku = $3",
        seller_id,
        marketplace_id,
        seller_sku,
        now,
    )


class StockLevels(msgspec.Struct, frozen=True):
    """How a seller's listings stand: how many there are, can be bought, are sold out; and those with few units."""

    listings: int
    buyable: int
    sold_out: int
    short: list[tuple[str, str, int]]


async def stock_levels(tx: Transaction, seller_id: str, few: int, most: int = 6) -> StockLevels:
    """How a seller's listings stand; ``short`` are marketplace, SKU and units of those with ``few`` units or less."""
    row = await tx.one(
        "SELECT COUNT(*), SUM(CASE WHEN sellable = 1 AND units > 0 THEN 1 ELSE 0 END),"
        " SUM(CASE WHEN sellable = 1 AND units = 0 THEN 1 ELSE 0 END) FROM listings WHERE seller_id = $1",
        seller_id,
    )
    assert row is not None
    rows = await tx.all(
        "SELECT marketplace_id, seller_sku, units FROM listings WHERE seller_id = $1 AND sellable = 1 AND units <= $2"
        " ORDER BY units, seller_sku, marketplace_id LIMIT $3",
        seller_id,
        few,
        most,
    )
    return StockLevels(row[0], row[1] or 0, row[2] or 0, [(each[0], each[1], each[2]) for each in rows])


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """Which listings are asked for; ends of times are inclusive. ``skus`` None is any, an empty one is none."""

    marketplaces: tuple[str, ...]
    skus: tuple[str, ...] | None = None
    asins: tuple[str, ...] | None = None
    parent_sku: str = ""
    contained_sku: str = ""
    created: tuple[int | None, int | None] = (None, None)
    updated: tuple[int | None, int | None] = (None, None)
    issues: tuple[int, ...] = ()
    with_status: frozenset[str] = frozenset()
    without_status: frozenset[str] = frozenset()


_STATUSES = {"BUYABLE": "(sellable = 1 AND units > 0)", "DISCOVERABLE": "(discoverable = 1)"}
SORTS = {"sku": "seller_sku", "createdDate": "created_at", "lastUpdatedDate": "updated_at"}


async def page(
    tx: Transaction,
    seller_id: str,
    query: Query,
    sort: str,
    after: tuple[int | str, str] | None,
    limit: int,
    *,
    down: bool,
) -> list[tuple[int | str, str]]:
    """A page of SKUs with what they are sorted by. A SKU of several marketplaces is there once, by its newest."""
    where, values = _where(query)
    column = SORTS[sort]
    chosen = f"{'MAX' if down else 'MIN'}({column})"
    having = ""
    if after is not None:
        sign, at = "<" if down else ">", len(values) + 2
        having = f" HAVING ({chosen}, seller_sku) {sign} (${at}, ${at + 1})"
        values = [*values, *after]
    direction = "DESC" if down else "ASC"
    rows = await tx.all(
        f"SELECT {chosen}, seller_sku FROM listings WHERE seller_id = $1{where} GROUP BY seller_sku{having}"
        f" ORDER BY 1 {direction}, seller_sku {direction} LIMIT ${len(values) + 2}",
        seller_id,
        *values,
        limit,
    )
    return [(row[0], row[1]) for row in rows]


async def count(tx: Transaction, seller_id: str, query: Query, most: int) -> int:
    """How many SKUs a query finds, counted up to ``most``."""
    where, values = _where(query)
    row = await tx.one(
        f"SELECT COUNT(*) FROM (SELECT DISTINCT seller_sku FROM listings WHERE seller_id = $1{where}"
        f" LIMIT ${len(values) + 2}) AS found",
        seller_id,
        *values,
        most,
    )
    assert row is not None
    return int(row[0])


async def of_skus(
    tx: Transaction, seller_id: str, marketplaces: Sequence[str], skus: Sequence[str]
) -> dict[str, list[Listing]]:
    """The listings of these SKUs in these marketplaces, by SKU, in the order of the marketplaces."""
    if not skus:
        return {}
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM listings WHERE seller_id = $1"
        f" AND marketplace_id IN ({_numbers(2, len(marketplaces))})"
        f" AND seller_sku IN ({_numbers(2 + len(marketplaces), len(skus))})",
        seller_id,
        *marketplaces,
        *skus,
    )
    found: dict[str, list[Listing]] = {}
    for listing in sorted(map(_listing, rows), key=lambda each: marketplaces.index(each.marketplace_id)):
        found.setdefault(listing.seller_sku, []).append(listing)
    return found


def _where(query: Query) -> tuple[str, list[Value]]:
    values: list[Value] = []
    conditions: list[str] = []

    def one_of(column: str, wanted: Iterable[str | int]) -> None:
        known = list(wanted)
        conditions.append(f"{column} IN ({_numbers(len(values) + 2, len(known))})" if known else "1 = 0")
        values.extend(known)

    def beyond(column: str, sign: str, value: str | int | None) -> None:
        if value is not None and value != "":
            conditions.append(f"{column} {sign} ${len(values) + 2}")
            values.append(value)

    one_of("marketplace_id", query.marketplaces)
    if query.skus is not None:
        one_of("seller_sku", query.skus)
    if query.asins is not None:
        one_of("asin", query.asins)
    if query.issues:
        one_of("issues", query.issues)
    beyond("parent_sku", "=", query.parent_sku)
    beyond("contained_sku", "=", query.contained_sku)
    for column, (least, most) in (("created_at", query.created), ("updated_at", query.updated)):
        beyond(column, ">=", least)
        beyond(column, "<=", most)
    conditions += [_STATUSES[each] for each in sorted(query.with_status)]
    conditions += [f"NOT {_STATUSES[each]}" for each in sorted(query.without_status)]
    return "".join(f" AND {each}" for each in conditions), values


def _numbers(first: int, many: int) -> str:
    return ", ".join(f"${number}" for number in range(first, first + many))


def _listing(row: Row) -> Listing:
    return Listing(
        seller_id=row[0],
        marketplace_id=row[1],
        seller_sku=row[2],
        asin=row[3],
        parent_sku=row[4],
        contained_sku=row[5],
        channel=row[6],
        units=row[7],
        sellable=bool(row[8]),
        discoverable=bool(row[9]),
        created_at=_time(row[11]),
        updated_at=_time(row[12]),
        document=_DECODER.decode(row[13]),
    )


def _time(milliseconds: int) -> datetime:
    return from_milliseconds(milliseconds)
