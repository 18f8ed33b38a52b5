"""The documents of one world, as areas use them: made, filled, linked to and read."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator
from datetime import datetime, timedelta
from typing import Final

from tradepost.documents import links, records
from tradepost.documents.objects import Objects, Stored, in_pieces
from tradepost.documents.records import Document
from tradepost.store.database import Transaction

#: How long what a job made can be had, in virtual time (published model of feeds and reports).
KEPT: Final = timedelta(days=90)
#: The largest upload, in bytes.
MOST_BYTES: Final = 1 << 30


class Documents:
    """The documents of one world. Bytes are written before the transaction that tells of them; what a transaction that
    failed has left behind is swept."""

    def __init__(self, objects: Objects, world: str, world_uid: str, key: bytes) -> None:
        self.objects = objects
        self.folder = f"worlds/{world}"
        self._world_uid = world_uid
        self._key = key

    def upload_link(self, base_url: str, seller_id: str, document: Document) -> str:
        """A link by which the bytes of a document can be put, with the content type that it was promised."""
        return links.make(self._key, self._base(base_url), "PUT", (self._world_uid, seller_id, document.id), {})

    def upload_form(self, base_url: str, seller_id: str, document: Document, fields: dict[str, str]) -> str:
        """A link whose query holds the fields of a form, by which the bytes of a document can be posted."""
        place = (self._world_uid, seller_id, document.id)
        return links.make_form(self._key, self._base(base_url), place, fields)

    def download_link(
        self,
        base_url: str,
        seller_id: str,
        document: Document,
        *,
        gzip_header: bool = False,
        lifetime: int = links.LIFETIME_SECONDS,
    ) -> str:
        """A link by which they can be got. With ``gzip_header`` a gzipped one comes with ``Content-Encoding: gzip``,
        which most clients unpack by themselves; without it as the bytes that it is. It is good for ``lifetime``
        seconds."""
        encoding = "gzip" if gzip_header and document.compression == "GZIP" else "identity"
        asked = {"response-content-encoding": encoding}
        return links.make(
            self._key, self._base(base_url), "GET", (self._world_uid, seller_id, document.id), asked, lifetime
        )

    def _base(self, base_url: str) -> str:
        return self.objects.public_url or links.host_of_documents(base_url)

    def allowed(self, method: str, url: str) -> links.Link:
        """What a link to one of them allows. Raises BadLink."""
        return links.read(self._key, method, url)

    def allowed_form(self, path: str, fields: dict[str, str]) -> links.Link:
        """What the fields of a posted form allow. Raises BadLink."""
        return links.read_form(self._key, path, fields)

    async def write(self, pieces: AsyncIterable[bytes] | bytes, most: int = MOST_BYTES) -> Stored:
        """Writes bytes that a document is to refer to. Raises TooLargeError."""
        source = in_pieces(pieces) if isinstance(pieces, bytes) else pieces
        return await self.objects.write(self.folder, source, most)

    async def read(self, document: Document, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The bytes of a document that has come. Raises FileNotFoundError."""
        async for piece in self.objects.read(f"{self.folder}/{document.object_key}", start, end):
            yield piece

    async def whole(self, document: Document) -> bytes:
        """All of a document that is known to be small."""
        return b"".join([piece async for piece in self.read(document)])


async def promise(
    tx: Transaction,
    seller_id: str,
    document_id: str,
    purpose: str,
    *,
    content_type: str,
    now: datetime,
    kept: timedelta = KEPT,
    md5: str = "",
) -> Document:
    """Makes a document whose bytes are still to be put."""
    document = Document(
        id=document_id, purpose=purpose, content_type=content_type, created_at=now, expires_at=now + kept, md5=md5
    )
    await records.add(tx, seller_id, document)
    return document


async def keep(
    tx: Transaction,
    seller_id: str,
    document_id: str,
    purpose: str,
    stored: Stored,
    *,
    content_type: str,
    compression: str = "",
    now: datetime,
    kept: timedelta = KEPT,
) -> Document:
    """Makes a document of bytes that were written."""
    document = Document(
        id=document_id,
        purpose=purpose,
        content_type=content_type,
        compression=compression,
        created_at=now,
        expires_at=now + kept,
        object_key=stored.key,
        size=stored.size,
        md5=stored.md5,
    )
    await records.add(tx, seller_id, document)
    return document


async def keep_on(tx: Transaction, seller_id: str, document: Document, now: datetime) -> None:
    """Keeps an uploaded document as long as what is made of it."""
    await records.keep_until(tx, seller_id, document.id, now + KEPT)


async def find(tx: Transaction, seller_id: str, document_id: str, purpose: str, now: datetime) -> Document | None:
    """A seller's document of this purpose, or None where there is none, or its time is over."""
    document = await records.find(tx, seller_id, document_id)
    if document is None or document.purpose != purpose or document.expires_at <= now:
        return None
    return document
