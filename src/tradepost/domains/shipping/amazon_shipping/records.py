"""The SQL of Amazon Shipping."""

from __future__ import annotations

import msgspec

from tradepost.domains.shipping.amazon_shipping.quote import Quote
from tradepost.store.database import Transaction

_QUOTES = msgspec.json.Decoder(Quote)


async def next_number(tx: Transaction, seller_id: str, kind: str) -> int:
    """Counts one more of a kind; its number, from 1."""
    row = await tx.one(
        "INSERT INTO shipping_numbers (seller_id, kind, counted) VALUES ($1, $2, 1)"
        " ON CONFLICT (seller_id, kind) DO UPDATE SET counted = shipping_numbers.counted + 1 RETURNING counted",
        seller_id,
        kind,
    )
    assert row is not None
    return int(row[0])


async def quote(tx: Transaction, seller_id: str, token: str) -> Quote | None:
    """The rates of a request token."""
    row = await tx.one(
        "SELECT document FROM shipping_quotes WHERE seller_id = $1 AND request_token = $2", seller_id, token
    )
    return None if row is None else _QUOTES.decode(row[0])


async def save_quote(tx: Transaction, seller_id: str, found: Quote) -> None:
    """Keeps rates as they are now."""
    await tx.run(
        "INSERT INTO shipping_quotes (seller_id, request_token, document) VALUES ($1, $2, $3)"
        " ON CONFLICT (seller_id, request_token) DO UPDATE SET document = excluded.document",
        seller_id,
        found.token,
        msgspec.json.encode(found).decode(),
    )


async def forget_quote(tx: Transaction, seller_id: str, token: str) -> None:
    """Rates that nobody can buy any more are gone."""
    await tx.run("DELETE FROM shipping_quotes WHERE seller_id = $1 AND request_token = $2", seller_id, token)


async def made_by_key(tx: Transaction, seller_id: str, key: str) -> tuple[str, str] | None:
    """The digest of the body that came with an idempotency key, and what came of it."""
    row = await tx.one(
        "SELECT digest, made FROM shipping_keys WHERE seller_id = $1 AND idempotency_key = $2", seller_id, key
    )
    return None if row is None else (row[0], row[1])


async def keep_key(tx: Transaction, seller_id: str, key: str, digest: str, made: str) -> None:
    """Remembers what an idempotency key has brought about."""
    await tx.run(
        "INSERT INTO shipping_keys (seller_id, idempotency_key, digest, made) VALUES ($1, $2, $3, $4)",
        seller_id,
        key,
        digest,
        made,
    )
