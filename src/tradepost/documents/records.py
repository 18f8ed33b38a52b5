"""The SQL of documents: what is known of each, beside its bytes."""

from __future__ import annotations

from datetime import datetime

import msgspec

from tradepost.simulation.clock import from_milliseconds, to_milliseconds
from tradepost.store.database import Row, Transaction

_COLUMNS = "document_id, purpose, content_type, compression, created_at, expires_at, object_key, size, md5"


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A document of a selling partner. Until its bytes are there, ``object_key`` is empty.

    ``purpose`` says what it belongs to (``feed``, ``report``); ``compression`` is ``GZIP`` or empty, and is about the
    bytes as they are kept. ``expires_at`` is virtual time. ``md5`` is in hex; before the upload it is the one that was
    promised, or empty.
    """

    id: str
    purpose: str
    content_type: str
    compression: str = ""
    created_at: datetime
    expires_at: datetime
    object_key: str = ""
    size: int = 0
    md5: str = ""

    @property
    def there(self) -> bool:
        """Whether its bytes have come."""
        return bool(self.object_key)


async def add(tx: Transaction, seller_id: str, document: Document) -> None:
    """Adds a document."""
    await tx.run(
        f"INSERT INTO documents (seller_id, {_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        seller_id,
        document.id,
        document.purpose,
        document.content_type,
        document.compression,
        to_milliseconds(document.created_at),
        to_milliseconds(document.expires_at),
        document.object_key,
        document.size,
        document.md5,
    )


async def find(tx: Transaction, seller_id: str, document_id: str) -> Document | None:
    """One document, by its primary key."""
    row = await tx.one(
        f"SELECT {_COLUMNS} FROM documents WHERE seller_id = $1 AND document_id = $2", seller_id, document_id
    )
    return None if row is None else _read(row)


async def fill(tx: Transaction, seller_id: str, document_id: str, key: str, size: int, md5: str) -> bool:
    """Says where the bytes of a document are; false when there is no such document any more."""
    changed = await tx.run(
        "UPDATE documents SET object_key = $3, size = $4, md5 = $5 WHERE seller_id = $1 AND document_id = $2",
        seller_id,
        document_id,
        key,
        size,
        md5,
    )
    return changed == 1


async def keep_until(tx: Transaction, seller_id: str, document_id: str, expires_at: datetime) -> None:
    """Gives a document another end."""
    await tx.run(
        "UPDATE documents SET expires_at = $3 WHERE seller_id = $1 AND document_id = $2",
        seller_id,
        document_id,
        to_milliseconds(expires_at),
    )


async def remove_expired(tx: Transaction, now: datetime) -> int:
    """Removes what is known of documents whose time is over, of every seller; says how many there were."""
    return await tx.run("DELETE FROM documents WHERE expires_at < $1", to_milliseconds(now))


async def keys(tx: Transaction) -> set[str]:
    """The keys of all objects that documents of this world refer to."""
    return {row[0] for row in await tx.all("SELECT object_key FROM documents WHERE object_key <> ''")}


def _read(row: Row) -> Document:
    return Document(
        id=row[0],
        purpose=row[1],
        content_type=row[2],
        compression=row[3],
        created_at=from_milliseconds(row[4]),
        expires_at=from_milliseconds(row[5]),
        object_key=row[6],
        size=row[7],
        md5=row[8],
    )
