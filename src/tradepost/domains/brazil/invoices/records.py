"""The SQL of fiscal documents."""

from __future__ import annotations

import msgspec

from tradepost.domains.brazil.invoices.invoice import Invoice
from tradepost.domains.brazil.invoices.listing import Wanted
from tradepost.simulation.clock import to_milliseconds
from tradepost.store.database import Transaction, Value

_INVOICE = msgspec.json.Decoder(Invoice)
Place = tuple[int, str]


async def next_number(tx: Transaction, seller_id: str, issuer: str, series: int) -> int:
    """Counts one more document of an issuer's series; its number, from 1."""
    row = await tx.one(
        "INSERT INTO invoice_numbers (seller_id, issuer, series, many) VALUES ($1, $2, $3, 1)"
        " ON CONFLICT (seller_id, issuer, series) DO UPDATE SET many = invoice_numbers.many + 1 RETURNING many",
        seller_id,
        issuer,
        series,
    )
    assert row is not None
    return int(row[0])


async def add(tx: Transaction, seller_id: str, made: Invoice) -> None:
    """Adds a document, with what it is looked up by."""
    await tx.run(
        "INSERT INTO invoices (seller_id, invoice_id, marketplace_id, issued_at, status, type, transaction_type,"
        " series, number, access_key, document) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        seller_id,
        made.id,
        made.marketplace_id,
        to_milliseconds(made.note.issued_at),
        made.status,
        made.note.type,
        made.transaction_type,
        str(made.note.series),
        str(made.note.number),
        made.note.key,
        msgspec.json.encode(made).decode(),
    )
    await tx.many(
        "INSERT INTO invoice_transactions (seller_id, name, transaction_id, invoice_id) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (seller_id, name, transaction_id, invoice_id) DO NOTHING",
        [(seller_id, name, id, made.id) for name, id in made.transactions],
    )


async def save(tx: Transaction, seller_id: str, changed: Invoice) -> None:
    """Keeps what a document has become."""
    await tx.run(
        "UPDATE invoices SET status = $3, document = $4 WHERE seller_id = $1 AND invoice_id = $2",
        seller_id,
        changed.id,
        changed.status,
        msgspec.json.encode(changed).decode(),
    )


async def find(tx: Transaction, seller_id: str, invoice_id: str) -> Invoice | None:
    """One document, by its primary key."""
    row = await tx.one("SELECT document FROM invoices WHERE seller_id = $1 AND invoice_id = $2", seller_id, invoice_id)
    return None if row is None else _INVOICE.decode(row[0])


async def of_transaction(tx: Transaction, seller_id: str, name: str, transaction_id: str) -> list[Invoice]:
    """The documents of a transaction, oldest first."""
    rows = await tx.all(
        "SELECT i.document FROM invoice_transactions t JOIN invoices i"
        " ON i.seller_id = t.seller_id AND i.invoice_id = t.invoice_id"
        " WHERE t.seller_id = $1 AND t.name = $2 AND t.transaction_id = $3 ORDER BY i.issued_at, i.invoice_id",
        seller_id,
        name,
        transaction_id,
    )
    return [_INVOICE.decode(row[0]) for row in rows]


async def page(
    tx: Transaction, seller_id: str, wanted: Wanted, after: Place | None, limit: int, *, oldest_first: bool
) -> list[Invoice]:
    """Documents in the order of their time, by ``invoices_by_time``; ``after`` is the place of the last one seen."""
    conditions, values = _conditions(seller_id, wanted)
    if after is not None:
        values += after
        sign = ">" if oldest_first else "<"
        conditions.append(f"(issued_at, invoice_id) {sign} (${len(values) - 1}, ${len(values)})")
    values.append(limit)
    way = "ASC" if oldest_first else "DESC"
    rows = await tx.all(
        f"SELECT document FROM invoices WHERE {' AND '.join(conditions)}"
        f" ORDER BY issued_at {way}, invoice_id {way} LIMIT ${len(values)}",
        *values,
    )
    return [_INVOICE.decode(row[0]) for row in rows]


async def how_many(tx: Transaction, seller_id: str, wanted: Wanted) -> int:
    """How many documents are wanted."""
    conditions, values = _conditions(seller_id, wanted)
    row = await tx.one(f"SELECT COUNT(*) FROM invoices WHERE {' AND '.join(conditions)}", *values)
    return 0 if row is None else int(row[0])


def _conditions(seller_id: str, wanted: Wanted) -> tuple[list[str], list[Value]]:
    values: list[Value] = [
        seller_id,
        wanted.marketplace_id,
        to_milliseconds(wanted.start),
        to_milliseconds(wanted.end),
    ]
    conditions = ["seller_id = $1", "marketplace_id = $2", "issued_at >= $3", "issued_at <= $4"]
    for column, value in (
        ("type", wanted.type),
        ("transaction_type", wanted.transaction_type),
        ("series", wanted.series),
    ):
        if value:
            values.append(value)
            conditions.append(f"{column} = ${len(values)}")
    if wanted.external_id:
        values.append(wanted.external_id)
        conditions.append(f"(number = ${len(values)} OR access_key = ${len(values)})")
    if wanted.statuses:
        places = [f"${len(values) + at}" for at in range(1, len(wanted.statuses) + 1)]
        values += wanted.statuses
        conditions.append(f"status IN ({', '.join(places)})")
    if wanted.transaction is not None:
        values += wanted.transaction
        conditions.append(
            "invoice_id IN (SELECT invoice_id FROM invoice_transactions WHERE seller_id = $1"
            f" AND name = ${len(values) - 1} AND transaction_id = ${len(values)})"
        )
    return conditions, values


async def newest(tx: Transaction, seller_id: str, before: Place | None, limit: int) -> list[Invoice]:
    """A seller's documents of every marketplace, newest first."""
    at, invoice_id = before or (1 << 62, "")
    rows = await tx.all(
        "SELECT document FROM invoices WHERE seller_id = $1 AND (issued_at, invoice_id) < ($2, $3)"
        " ORDER BY issued_at DESC, invoice_id DESC LIMIT $4",
        seller_id,
        at,
        invoice_id,
        limit,
    )
    return [_INVOICE.decode(row[0]) for row in rows]
