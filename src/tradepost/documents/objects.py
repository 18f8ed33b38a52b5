"""Where the bytes of documents are kept: a folder, memory, or any store that speaks S3, behind obstore.

An object is written once and never changed; another version is another object. It is there whole or not at all: who
leaves in the midst of writing leaves nothing. So what refers to objects can be copied, put back and thrown away freely.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import AsyncIterable, AsyncIterator, Callable
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tradepost.simulation.clock import EPOCH, MILLISECOND, real_milliseconds

if TYPE_CHECKING:
    from obstore.store import ObjectStore

_PIECE = 1 << 20
_PARTS_AT_ONCE = 4


class Stored(msgspec.Struct, frozen=True):
    """What was written: its key within its folder, how many bytes, and their MD5 in hex."""

    key: str
    size: int
    md5: str


class TooLargeError(Exception):
    """More bytes came than were allowed; nothing was kept."""


class Objects:
    """All objects of an installation; those of a world have its folder, those of a snapshot one of their own.

    ``public_url`` is what links to them begin with; where it is empty, they follow the caller.
    """

    def __init__(self, open_store: Callable[[], ObjectStore], public_url: str = "") -> None:
        self._open_store = open_store
        self.public_url = public_url.rstrip("/")

    @cached_property
    def _store(self) -> ObjectStore:
        return self._open_store()

    @classmethod
    def open(cls, url: str, folder: Path, public_url: str = "") -> Objects:
        """A store by its address: ``s3://bucket/prefix``, ``memory://``, or a folder beside the worlds without one.

        What an S3 store needs besides (keys, endpoint, region) it reads from the usual ``AWS_*`` variables. A folder
        is opened when the first document comes: obstore takes as long to load as a tenth of a server's start.
        """
        if not url:
            folder.mkdir(parents=True, exist_ok=True)

            def local() -> ObjectStore:
                from obstore.store import LocalStore

                return LocalStore(prefix=folder)

            return cls(local, public_url)
        from obstore.store import MemoryStore, from_url

        store = MemoryStore() if url.startswith("memory:") else from_url(url)
        return cls(lambda: store, public_url)

    async def write(self, folder: str, pieces: AsyncIterable[bytes], most: int) -> Stored:
        """Writes an object of at most so many bytes, at the speed of the store. Raises TooLargeError.

        Whatever is raised by ``pieces`` goes through, and nothing is kept then.
        """
        key = secrets.token_hex(16)
        digest, size = hashlib.md5(usedforsecurity=False), 0

        async def measured() -> AsyncIterator[bytes]:
            nonlocal size
            async for piece in pieces:
                digest.update(piece)
                size += len(piece)
                if size > most:
                    raise TooLargeError
                if piece:
                    yield piece

        path = f"{folder}/{key}"
        await self._store.put_async(path, measured(), chunk_size=_PIECE * 5, max_concurrency=_PARTS_AT_ONCE)
        return Stored(key, size, digest.hexdigest())

    async def read(self, path: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The bytes of an object from ``start`` up to, not including, ``end``. Raises FileNotFoundError."""
        options = {"range": (start, end)} if end is not None else {"range": {"offset": start}} if start else {}
        found = await self._store.get_async(path, options=options)  # type: ignore[arg-type]
        async for piece in found.stream(min_chunk_size=_PIECE):
            yield bytes(piece)

    async def copy_folder(self, origin: str, target: str) -> None:
        """Has every object of one folder in another one, too, under the same names."""
        for path in await self.paths(origin):
            await self._store.copy_async(path, f"{target}/{path.rpartition('/')[2]}")

    async def remove_folder(self, folder: str) -> None:
        """Removes a folder with all its objects."""
        await self.remove(await self.paths(folder))

    async def remove(self, paths: list[str]) -> None:
        """Removes objects; one that is gone already is passed over."""
        for path in paths:
            try:
                await self._store.delete_async(path)
            except FileNotFoundError:
                continue

    async def older_than(self, folder: str, age: timedelta) -> list[str]:
        """The paths of a folder's objects that were written longer ago than this, in real time."""
        until = EPOCH + (real_milliseconds() * MILLISECOND) - age
        found: list[str] = []
        async for batch in self._store.list(f"{folder}/"):
            found += [each["path"] for each in batch if each["last_modified"] < until]
        return found

    async def paths(self, folder: str) -> list[str]:
        """The paths of a folder's objects."""
        found: list[str] = []
        async for batch in self._store.list(f"{folder}/"):
            found += [each["path"] for each in batch]
        return found


def in_pieces(body: bytes) -> AsyncIterator[bytes]:
    """Bytes that are there already, as what ``write`` takes."""

    async def pieces() -> AsyncIterator[bytes]:
        yield body

    return pieces()
