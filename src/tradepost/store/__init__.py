"""The database: SQLite, embedded, or PostgreSQL, behind one small interface. It knows nothing of business."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from tradepost.store.errors import MissingDriver
from tradepost.store.worlds import Worlds


async def open_store(folder: Path, database: str = "", valkey: str = "") -> Worlds:
    """The worlds of a data folder, or of a PostgreSQL database when an address is given. Raises StoreError.

    ``valkey`` is the address of a Valkey that counts usage plans for all processes of such a database.
    """
    if database:
        if find_spec("asyncpg") is None:
            raise MissingDriver("postgres", "a PostgreSQL database")
        from tradepost.store.postgres_worlds import PostgresWorlds

        return await PostgresWorlds.connect(database, valkey)
    from tradepost.store.sqlite_worlds import SqliteWorlds

    return SqliteWorlds(folder)
