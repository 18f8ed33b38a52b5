"""The SQL of what a developer does to carriers: outages, and rate tables of one's own."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tradepost.domains.carriage.rating import RateTable
from tradepost.store.database import Transaction

_TABLES = msgspec.json.Decoder(RateTable)


async def outages(tx: Transaction) -> list[str]:
    """The carriers that take nothing now."""
    return [row[0] for row in await tx.all("SELECT carrier FROM carrier_outages ORDER BY carrier")]


async def set_outage(tx: Transaction, carrier: str, *, down: bool) -> None:
    """Says whether a carrier takes parcels."""
    if down:
        await tx.run("INSERT INTO carrier_outages (carrier) VALUES ($1) ON CONFLICT DO NOTHING", carrier)
    else:
        await tx.run("DELETE FROM carrier_outages WHERE carrier = $1", carrier)


async def tables(tx: Transaction) -> dict[str, RateTable]:
    """The rate tables of one's own, by service id."""
    rows = await tx.all("SELECT service_id, document FROM rate_tables ORDER BY service_id")
    return {row[0]: _TABLES.decode(row[1]) for row in rows}


async def replace_tables(tx: Transaction, found: Sequence[RateTable]) -> None:
    """Has these tables and no others."""
    await tx.run("DELETE FROM rate_tables")
    await tx.many(
        "INSERT INTO rate_tables (service_id, document) VALUES ($1, $2)",
        [(each.service_id, msgspec.json.encode(each).decode()) for each in found],
    )
