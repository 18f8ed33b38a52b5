"""The SQL of establishments."""

from __future__ import annotations

import msgspec

from tradepost.domains.brazil.establishments.establishment import Establishment
from tradepost.store.database import Transaction

_DECODER = msgspec.json.Decoder(Establishment)


async def find(tx: Transaction, seller_id: str) -> Establishment | None:
    """What was said of a seller's establishment; None where nothing was."""
    row = await tx.one("SELECT document FROM establishments WHERE seller_id = $1", seller_id)
    return None if row is None else _DECODER.decode(row[0])


async def put(tx: Transaction, seller_id: str, made: Establishment) -> None:
    """Keeps a seller's establishment."""
    await tx.run(
        "INSERT INTO establishments (seller_id, document) VALUES ($1, $2)"
        " ON CONFLICT (seller_id) DO UPDATE SET document = excluded.document",
        seller_id,
        msgspec.json.encode(made).decode(),
    )
