"""The SQL of feeds: what came of messages until their report is written, and the settings of a world."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec

from tradepost.domains.context import Context
from tradepost.domains.exchange.feeds.message import FaultyMessageError, Result
from tradepost.errors import ApiError
from tradepost.store.database import Transaction


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """How a world takes feeds.

    ``legacy_types`` has the listings feeds work that Amazon ended in July 2025. A document may have ``most_messages``
    messages, any number where it is None.
    """

    legacy_types: bool = False
    most_messages: int | None = 25_000


class Piece(msgspec.Struct, omit_defaults=True):
    """What came of the messages that one transaction carried out: what is to be said, and which SKUs were accepted."""

    results: list[Result] = []
    skus: list[str] = []


async def settings(tx: Transaction) -> Settings:
    """How this world takes feeds."""
    row = await tx.one("SELECT settings FROM feed_settings WHERE id = 1")
    return Settings() if row is None else msgspec.json.decode(row[0], type=Settings)


async def set_settings(tx: Transaction, wanted: Settings) -> None:
    """Has a world take feeds like this from now on."""
    await tx.run(
        "INSERT INTO feed_settings (id, settings) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET settings = $1",
        msgspec.json.encode(wanted).decode(),
    )


async def add_piece(tx: Transaction, seller_id: str, feed_id: str, number: int, piece: Piece) -> None:
    """Keeps what came of messages, by the number of the first of them."""
    await tx.run(
        "INSERT INTO feed_pieces (seller_id, feed_id, first_message, document) VALUES ($1, $2, $3, $4)",
        seller_id,
        feed_id,
        number,
        msgspec.json.encode(piece).decode(),
    )


async def pieces(tx: Transaction, seller_id: str, feed_id: str, after: int, limit: int) -> list[tuple[int, Piece]]:
    """The next pieces of a feed after a number, in the order of their messages, with their numbers."""
    rows = await tx.all(
        "SELECT first_message, document FROM feed_pieces WHERE seller_id = $1 AND feed_id = $2 AND first_message > $3"
        " ORDER BY first_message LIMIT $4",
        seller_id,
        feed_id,
        after,
        limit,
    )
    return [(row[0], msgspec.json.decode(row[1], type=Piece)) for row in rows]


async def forget_pieces(tx: Transaction, seller_id: str, feed_id: str) -> None:
    """Removes what the report of a feed was made of."""
    await tx.run("DELETE FROM feed_pieces WHERE seller_id = $1 AND feed_id = $2", seller_id, feed_id)


@asynccontextmanager
async def undone_if_refused(ctx: Context) -> AsyncIterator[None]:
    """A message that is refused leaves nothing behind, and those beside it in the same transaction stay."""
    recorded = len(ctx.events)
    await ctx.tx.run("SAVEPOINT message")
    try:
        yield
    except (ApiError, FaultyMessageError):
        await ctx.tx.run("ROLLBACK TO SAVEPOINT message")
        await ctx.tx.run("RELEASE SAVEPOINT message")
        del ctx.events[recorded:]
        raise
    await ctx.tx.run("RELEASE SAVEPOINT message")
