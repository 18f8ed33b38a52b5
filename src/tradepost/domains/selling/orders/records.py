"""The SQL of orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

import msgspec

from tradepost.domains.selling.orders.order import Order
from tradepost.simulation.clock import to_milliseconds
from tradepost.store.database import Transaction, Value

_DECODER = msgspec.json.Decoder(Order)


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """Which orders are asked for. ``by`` is the time that they are ordered and limited by; ends are inclusive."""

    by: str = "purchased_at"
    start: int = 0
    end: int = 0
    marketplaces: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    payment_methods: tuple[str, ...] = ()
    order_ids: tuple[str, ...] = ()
    buyer_email: str = ""
    seller_order_id: str = ""
    supply_source_id: str = ""
    store_id: str = ""
    pickup: bool | None = None
    electronic_invoices: tuple[str, ...] = ()
    easy_ship_statuses: tuple[str, ...] = ()
    earliest_delivery: tuple[int | None, int | None] = (None, None)
    latest_delivery: tuple[int | None, int | None] = (None, None)


async def find(tx: Transaction, seller_id: str, order_id: str) -> Order | None:
    """One order, by its primary key."""
    row = await tx.one("SELECT document FROM orders WHERE seller_id = $1 AND order_id = $2", seller_id, order_id)
    return None if row is None else _DECODER.decode(row[0])


async def of_seller_order_id(tx: Transaction, seller_id: str, seller_order_id: str) -> Order | None:
    """The newest order that its seller has given this id (by ``orders_by_seller_order``)."""
    row = await tx.one(
        "SELECT document FROM orders WHERE seller_id = $1 AND seller_order_id = $2"
        " ORDER BY purchased_at DESC, order_id DESC LIMIT 1",
        seller_id,
        seller_order_id,
    )
    return None if row is None else _DECODER.decode(row[0])


async def next_number(tx: Transaction, seller_id: str) -> int:
    """Counts one more order of this seller; its number, from 1."""
    row = await tx.one(
        "INSERT INTO order_numbers (seller_id, orders) VALUES ($1, 1)"
        " ON CONFLICT (seller_id) DO UPDATE SET orders = order_numbers.orders + 1 RETURNING orders",
        seller_id,
    )
    assert row is not None
    return int(row[0])


async def how_many(tx: Transaction, seller_id: str) -> int:
    """How many orders a seller has ever got."""
    row = await tx.one("SELECT orders FROM order_numbers WHERE seller_id = $1", seller_id)
    return 0 if row is None else int(row[0])


async def add(tx: Transaction, seller_id: str, order: Order) -> bool:
    """Adds an order with its lines; false when its id is taken. Lines are what was sold: a replacement has none."""
    added = await tx.run(
        "INSERT INTO orders (seller_id, order_id, marketplace_id, status, channel, payment_method, buyer_email,"
        " seller_order_id, purchased_at, updated_at, earliest_delivery_at, latest_delivery_at, pickup, store_id,"
        " supply_source_id, electronic_invoice, easy_ship_status, document)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"
        " ON CONFLICT (seller_id, order_id) DO NOTHING",
        seller_id,
        order.id,
        order.marketplace_id,
        order.status,
        order.channel,
        order.payment_method,
        order.buyer.email,
        order.seller_order_id,
        to_milliseconds(order.purchased_at),
        to_milliseconds(order.updated_at),
        to_milliseconds(order.dates.earliest_delivery),
        to_milliseconds(order.dates.latest_delivery),
        int(order.pickup),
        order.store_chain_store_id,
        order.supply_source_id,
        order.electronic_invoice or "",
        order.easy_ship_status,
        msgspec.json.encode(order).decode(),
    )
    if added and not order.replaces:
        await tx.many(
            "INSERT INTO order_lines (seller_id, order_id, item_id, marketplace_id, purchased_at, seller_sku, asin,"
            " channel, business, units, amount, currency) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            [
                (
                    seller_id,
                    order.id,
                    item.id,
                    order.marketplace_id,
                    to_milliseconds(order.purchased_at),
                    item.seller_sku,
                    item.asin,
                    order.channel,
                    int(order.buyer.business),
                    item.quantity,
                    str(item.amounts.principal),
                    order.currency,
                )
                for item in order.items
            ],
        )
    return bool(added)


async def save(tx: Transaction, seller_id: str, order: Order) -> None:
    """Keeps an order as it is now."""
    await tx.run(
        "UPDATE orders SET status = $1, updated_at = $2, seller_order_id = $3, easy_ship_status = $4, document = $5,"
        " electronic_invoice = $6 WHERE seller_id = $7 AND order_id = $8",
        order.status,
        to_milliseconds(order.updated_at),
        order.seller_order_id,
        order.easy_ship_status,
        msgspec.json.encode(order).decode(),
        order.electronic_invoice or "",
        seller_id,
        order.id,
    )


async def remove_units(tx: Transaction, seller_id: str, order_id: str, item_id: str, units: int, amount: str) -> None:
    """Units of a line that were not sold after all; ``amount`` is what the rest costs."""
    await tx.run(
        "UPDATE order_lines SET units = units - $1, amount = $2 WHERE seller_id = $3 AND order_id = $4"
        " AND item_id = $5",
        units,
        amount,
        seller_id,
        order_id,
        item_id,
    )


async def page(tx: Transaction, seller_id: str, query: Query, after: tuple[int, str] | None, limit: int) -> list[Order]:
    """A page of orders, oldest first by the query's time."""
    where, values = _where(query, after)
    rows = await tx.all(
        f"SELECT document FROM orders WHERE seller_id = $1{where} ORDER BY {query.by}, order_id"
        f" LIMIT ${len(values) + 2}",
        seller_id,
        *values,
        limit,
    )
    return [_DECODER.decode(row[0]) for row in rows]


async def newest(
    tx: Transaction, seller_id: str, status: str, before: tuple[int, str] | None, limit: int
) -> list[Order]:
    """Orders of a status, or of any where it is empty, newest first, bought before a time and id."""
    values: list[Value] = [seller_id]
    conditions = ""
    if status:
        values.append(status)
        conditions += " AND status = $2"
    if before is not None:
        conditions += f" AND (purchased_at, order_id) < (${len(values) + 1}, ${len(values) + 2})"
        values.extend(before)
    rows = await tx.all(
        f"SELECT document FROM orders WHERE seller_id = $1{conditions} ORDER BY purchased_at DESC, order_id DESC"
        f" LIMIT ${len(values) + 1}",
        *values,
        limit,
    )
    return [_DECODER.decode(row[0]) for row in rows]


async def by_status(tx: Transaction, seller_id: str) -> dict[str, int]:
    """How many orders a seller has in each status (by ``orders_by_status``)."""
    rows = await tx.all("SELECT status, COUNT(*) FROM orders WHERE seller_id = $1 GROUP BY status", seller_id)
    return {row[0]: row[1] for row in rows}


def _where(query: Query, after: tuple[int, str] | None) -> tuple[str, list[Value]]:
    values: list[Value] = []
    conditions: list[str] = []

    def also(condition: str, *more: Value) -> None:
        numbers = [f"${len(values) + 2 + index}" for index in range(len(more))]
        conditions.append(condition.format(*numbers))
        values.extend(more)

    def one_of(column: str, wanted: Sequence[str]) -> None:
        if wanted:
            also(f"{column} IN ({', '.join(f'{{{index}}}' for index in range(len(wanted)))})", *wanted)

    if query.by not in ("purchased_at", "updated_at"):
        raise ValueError(query.by)
    if after is not None:
        also(f"({query.by}, order_id) > ({{0}}, {{1}})", *after)
    elif not query.order_ids:
        also(f"{query.by} >= {{0}}", query.start)
    if query.end:
        also(f"{query.by} <= {{0}}", query.end)
    one_of("order_id", query.order_ids)
    one_of("marketplace_id", query.marketplaces)
    one_of("status", query.statuses)
    one_of("channel", query.channels)
    one_of("payment_method", query.payment_methods)
    one_of("electronic_invoice", query.electronic_invoices)
    one_of("easy_ship_status", query.easy_ship_statuses)
    for column in ("buyer_email", "seller_order_id", "supply_source_id", "store_id"):
        if getattr(query, column):
            also(f"{column} = {{0}}", getattr(query, column))
    if query.pickup is not None:
        also("pickup = {0}", int(query.pickup))
    for column, (least, most) in (
        ("earliest_delivery_at", query.earliest_delivery),
        ("latest_delivery_at", query.latest_delivery),
    ):
        if least is not None:
            also(f"{column} >= {{0}}", least)
        if most is not None:
            also(f"{column} <= {{0}}", most)
    return "".join(f" AND {each}" for each in conditions), values


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """Which lines of orders are counted; what is None or empty does not matter."""

    marketplace_id: str
    business: bool | None = None
    channel: str = ""
    asin: str = ""
    seller_sku: str = ""


class Sold(msgspec.Struct, frozen=True):
    """What buyers bought: units, lines and orders, and the price of the units in the currency's smallest unit.

    Tax, shipping and promotions are not in the price.
    """

    units: int
    lines: int
    orders: int
    amount: int


async def sold(tx: Transaction, seller_id: str, chosen: Chosen, start: datetime, end: datetime) -> Sold:
    """What was bought from ``start`` up to, not including, ``end``, without what was cancelled.

    Amounts are kept with all digits of their currency, so that without the point they are whole numbers.
    """
    conditions = ""
    values: list[Value] = [seller_id, chosen.marketplace_id, to_milliseconds(start), to_milliseconds(end)]
    for column, value in (
        ("business", None if chosen.business is None else int(chosen.business)),
        ("channel", chosen.channel or None),
        ("asin", chosen.asin or None),
        ("seller_sku", chosen.seller_sku or None),
    ):
        if value is not None:
            values.append(value)
            conditions += f" AND {column} = ${len(values)}"
    row = await tx.one(
        "SELECT SUM(units), COUNT(*), COUNT(DISTINCT order_id), SUM(CAST(REPLACE(amount, '.', '') AS BIGINT))"
        " FROM order_lines WHERE seller_id = $1 AND marketplace_id = $2 AND purchased_at >= $3 AND purchased_at < $4"
        f" AND units > 0{conditions}",
        *values,
    )
    assert row is not None
    return Sold(int(row[0] or 0), row[1], row[2], int(row[3] or 0))


async def sold_by_sku(
    tx: Transaction, seller_id: str, marketplace_id: str, channel: str, start: datetime
) -> dict[str, tuple[int, int]]:
    """Units of each SKU that were bought since then, and their price in the currency's smallest unit."""
    rows = await tx.all(
        "SELECT seller_sku, SUM(units), SUM(CAST(REPLACE(amount, '.', '') AS BIGINT)) FROM order_lines"
        " WHERE seller_id = $1 AND marketplace_id = $2 AND purchased_at >= $3 AND channel = $4 AND units > 0"
        " GROUP BY seller_sku",
        seller_id,
        marketplace_id,
        to_milliseconds(start),
        channel,
    )
    return {row[0]: (int(row[1]), int(row[2])) for row in rows}


class Bought(msgspec.Struct, frozen=True):
    """A line of an order as sales are counted; ``amount`` is the price of its units."""

    purchased_at: int
    order_id: str
    item_id: str
    seller_sku: str
    asin: str
    business: bool
    units: int
    amount: Decimal


async def bought(
    tx: Transaction,
    seller_id: str,
    marketplace_id: str,
    span: tuple[datetime, datetime],
    after: tuple[int, str, str] | None,
    limit: int,
) -> list[Bought]:
    """A page of what was bought, both ends included, oldest first (by ``order_lines_by_purchase``)."""
    start, end = map(to_milliseconds, span)
    rows = await tx.all(
        "SELECT purchased_at, order_id, item_id, seller_sku, asin, business, units, amount FROM order_lines"
        " WHERE seller_id = $1 AND marketplace_id = $2 AND purchased_at <= $3"
        " AND (purchased_at, order_id, item_id) > ($4, $5, $6) AND units > 0"
        " ORDER BY purchased_at, order_id, item_id LIMIT $7",
        seller_id,
        marketplace_id,
        end,
        *(after or (start, "", "")),
        limit,
    )
    return [Bought(row[0], row[1], row[2], row[3], row[4], bool(row[5]), row[6], Decimal(row[7])) for row in rows]


class SoldProduct(msgspec.Struct, frozen=True):
    """What was bought of a product: lines of orders, units, and their price in the currency's smallest unit."""

    marketplace_id: str
    asin: str
    units: int
    amount: int
    lines: int


async def sold_by_product(tx: Transaction, seller_id: str, start: datetime, end: datetime) -> list[SoldProduct]:
    """What was bought of each product from ``start`` up to, not including, ``end``, without what was cancelled."""
    rows = await tx.all(
        "SELECT marketplace_id, asin, SUM(units), SUM(CAST(REPLACE(amount, '.', '') AS BIGINT)), COUNT(*)"
        " FROM order_lines"
        " WHERE seller_id = $1 AND purchased_at >= $2 AND purchased_at < $3 AND units > 0"
        " GROUP BY marketplace_id, asin ORDER BY marketplace_id, asin",
        seller_id,
        to_milliseconds(start),
        to_milliseconds(end),
    )
    return [SoldProduct(row[0], row[1], int(row[2]), int(row[3]), int(row[4])) for row in rows]


async def paid(tx: Transaction, marketplace_id: str, asin: str, start: datetime) -> list[tuple[Decimal, int]]:
    """Prices of a unit of a product with how many were bought at each, by ``order_lines_by_product``."""
    rows = await tx.all(
        "SELECT amount, units FROM order_lines"
        " WHERE marketplace_id = $1 AND asin = $2 AND purchased_at >= $3 AND units > 0",
        marketplace_id,
        asin,
        to_milliseconds(start),
    )
    return [(Decimal(row[0]) / row[1], row[1]) for row in rows]


def query_of(kept: object) -> Query:
    """A query as a page token keeps it."""
    return msgspec.convert(kept, Query)
