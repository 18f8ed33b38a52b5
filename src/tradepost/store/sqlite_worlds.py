"""Worlds on SQLite: a file each, made and restored by copying files.

registry.db           which client id belongs to which world
worlds/NAME.db        the worlds
snapshots/WORLD/NAME.db
template.db           an empty world with the newest schema, which new worlds are copies of
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import IO

from tradepost.store.aside import aside
from tradepost.store.buckets import Buckets
from tradepost.store.database import Database
from tradepost.store.errors import (
    AlreadyExists,
    FolderInUse,
    FolderNotWritable,
    NewerDatabase,
    NoSuchSnapshot,
    NoSuchWorld,
    Unavailable,
)
from tradepost.store.migrations import fingerprint, newest
from tradepost.store.peers import Peers
from tradepost.store.sqlite import SqliteDatabase, connect, migrate
from tradepost.store.worlds import Connections, Snapshot, checked_name


class SqliteWorlds:
    """The worlds of one data folder; one process at a time may have it."""

    peers: Peers | None = None
    buckets: Buckets | None = None

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, SqliteDatabase] = {}
        try:
            for each in (folder, folder / "worlds", folder / "snapshots"):
                each.mkdir(parents=True, exist_ok=True)
            self._lock = _lock(folder)
        except OSError as fault:
            raise FolderNotWritable(folder, fault) from fault
        try:
            self._registry = _registry(folder)
            self._template = folder / f"template-{newest()}-{fingerprint()}.db"
            if not self._template.exists():
                self._make_template()
        except BaseException:
            self._lock.close()
            raise

    def _make_template(self) -> None:
        for old in self._folder.glob("template-*"):
            old.unlink()
        draft = self._template.with_suffix(".draft")
        _remove(draft)
        with closing(connect(draft)) as connection:
            migrate(connection, str(draft))
        draft.rename(self._template)

    def _path(self, name: str) -> Path:
        return self._folder / "worlds" / f"{checked_name(name)}.db"

    def _snapshot_path(self, name: str, snapshot: str) -> Path:
        return self._folder / "snapshots" / checked_name(name) / f"{checked_name(snapshot)}.db"

    def _existing(self, name: str) -> Path:
        path = self._path(name)
        if not path.exists():
            raise NoSuchWorld(name)
        return path

    def _existing_snapshot(self, name: str, snapshot: str) -> Path:
        path = self._snapshot_path(name, snapshot)
        if not path.exists():
            raise NoSuchSnapshot(name, snapshot)
        return path

    async def names(self) -> list[str]:
        """See ``Worlds``."""
        return sorted(each.stem for each in (self._folder / "worlds").glob("*.db"))

    async def open(self, name: str) -> SqliteDatabase:
        """See ``Worlds``."""
        found = self._open.get(name)
        if found is None:
            path = self._existing(name)
            found = SqliteDatabase(path)
            try:
                migrate(found.connection, str(path))
            except BaseException:
                found.close()
                raise
            self._open[name] = found
        return found

    async def gone(self, opened: Mapping[str, Database]) -> list[str]:
        """See ``Worlds``. No other process has these files."""
        return []

    async def create(self, name: str, from_snapshot: tuple[str, str] | None = None) -> SqliteDatabase:
        """See ``Worlds``."""
        path = self._path(name)
        if path.exists():
            raise AlreadyExists("world", name)
        origin = self._template if from_snapshot is None else self._existing_snapshot(*from_snapshot)
        draft = path.with_suffix(".draft")
        shutil.copyfile(origin, draft)
        _remove(path)  # a log that a crash left behind
        draft.rename(path)
        return await self.open(name)

    async def delete(self, name: str) -> None:
        """See ``Worlds``."""
        path = self._existing(name)
        database = self._open.pop(name, None)
        if database is not None:
            async with database.alone():
                database.close()
        shutil.rmtree(self._folder / "snapshots" / name, ignore_errors=True)
        _remove(path)

    async def snapshot(self, name: str, snapshot: str) -> Snapshot:
        """See ``Worlds``."""
        database = await self.open(name)
        target = self._snapshot_path(name, snapshot)
        if target.exists():
            raise AlreadyExists("snapshot", snapshot)
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(".draft")
        async with database.alone():
            _remove(draft)
            await aside(partial(_copy, database, draft))
            draft.rename(target)
        return _described(target)

    async def snapshots(self, name: str) -> list[Snapshot]:
        """See ``Worlds``."""
        self._existing(name)
        return [_described(each) for each in sorted((self._folder / "snapshots" / name).glob("*.db"))]

    async def delete_snapshot(self, name: str, snapshot: str) -> None:
        """See ``Worlds``."""
        self._existing_snapshot(name, snapshot).unlink()

    async def restore(self, name: str, snapshot: str, keep: AbstractSet[str]) -> None:
        """See ``Worlds``."""
        await self._replace(await self.open(name), self._existing_snapshot(name, snapshot), keep)

    async def reset(self, name: str, keep: AbstractSet[str]) -> None:
        """See ``Worlds``."""
        await self._replace(await self.open(name), self._template, keep)

    async def _replace(self, database: SqliteDatabase, origin: Path, keep: AbstractSet[str]) -> None:
        """Puts a copy of another file in a world's place, with the kept tables of the old.

        The new file takes the place of the old one in a single step, at a moment when neither has a log beside it: a
        crash leaves one of them, whole. Those who hold the database go on with the new file.
        """
        draft = database.path.with_suffix(".draft")
        async with database.alone():
            try:
                await aside(partial(_prepare, database, draft, origin, keep))
                database.close()
                try:
                    os.replace(draft, database.path)
                finally:
                    database.open()
            except sqlite3.OperationalError as fault:
                raise Unavailable(str(fault)) from fault
            finally:
                _remove(draft)

    async def add_client(self, client_id: str, world: str) -> None:
        """See ``Worlds``."""
        self._registry.execute("INSERT OR REPLACE INTO clients (client_id, world) VALUES (?, ?)", (client_id, world))

    async def find_client(self, client_id: str) -> str | None:
        """See ``Worlds``."""
        row = self._registry.execute("SELECT world FROM clients WHERE client_id = ?", (client_id,)).fetchone()
        return None if row is None else row[0]

    async def remove_clients(self, world: str) -> None:
        """See ``Worlds``."""
        self._registry.execute("DELETE FROM clients WHERE world = ?", (world,))

    def connections(self) -> Connections | None:
        """See ``Worlds``. A file has no pool."""
        return None

    async def close(self) -> None:
        """See ``Worlds``."""
        for database in self._open.values():
            async with database.alone():
                database.close()
        self._open.clear()
        self._registry.close()
        self._lock.close()


def _prepare(database: SqliteDatabase, draft: Path, origin: Path, keep: AbstractSet[str]) -> None:
    """Makes the file that is to take a database's place, and has neither of them a log beside it."""
    _remove(draft)
    shutil.copyfile(origin, draft)
    _carry_over(database.path, draft, keep)
    _write_through(draft)
    _fold_log(database)


def _carry_over(old: Path, new: Path, keep: AbstractSet[str]) -> None:
    """Brings a file to the newest schema, and fills its kept tables with the rows and running numbers of the old."""
    with closing(connect(new)) as connection:
        migrate(connection, str(new))
        connection.execute("ATTACH DATABASE ? AS old", (str(old),))
        connection.execute("BEGIN IMMEDIATE")
        for table in sorted(keep):
            connection.execute(f"DELETE FROM main.{table}")
            connection.execute(f"INSERT INTO main.{table} SELECT * FROM old.{table}")
            connection.execute("DELETE FROM main.sqlite_sequence WHERE name = ?", (table,))
            connection.execute(
                "INSERT INTO main.sqlite_sequence (name, seq) SELECT name, seq FROM old.sqlite_sequence WHERE name = ?",
                (table,),
            )
        connection.execute("COMMIT")
        connection.execute("DETACH DATABASE old")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _fold_log(database: SqliteDatabase) -> None:
    """Writes the log into the file, so that the file alone is the whole database. Raises Unavailable."""
    busy, _, _ = database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise Unavailable(f"{database.path} is being read by another program")


def _write_through(path: Path) -> None:
    """Has a file on the disk before it takes another's place, so that a power cut cannot leave an empty one."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _copy(database: SqliteDatabase, target: Path) -> None:
    """Copies a database into one file, by SQLite itself.

    A file that is open as a database must not be opened beside it: when this process closes it anywhere, the system
    takes every lock away that the process has on it. The next program that looks into the database would take itself
    for the only one, and remove the log that is still written.
    """
    with closing(sqlite3.connect(target)) as copy:
        database.connection.backup(copy)


def _remove(path: Path) -> None:
    """Removes a database file and what SQLite keeps beside it; the log must not meet another file of this name."""
    for suffix in ("-wal", "-shm", ""):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _described(path: Path) -> Snapshot:
    status = path.stat()
    return Snapshot(path.stem, int(status.st_mtime * 1000), status.st_size)


def _registry(folder: Path) -> sqlite3.Connection:
    """The registry, which also knows the newest schema that ever was in this folder. Raises NewerDatabase."""
    registry = connect(folder / "registry.db")
    found = registry.execute("PRAGMA user_version").fetchone()[0]
    if found > newest():
        registry.close()
        raise NewerDatabase(str(folder), found, newest())
    registry.execute("CREATE TABLE IF NOT EXISTS clients (client_id TEXT PRIMARY KEY, world TEXT NOT NULL)")
    if found < newest():
        registry.execute(f"PRAGMA user_version = {newest()}")
    return registry


def _lock(folder: Path) -> IO[str]:
    """Takes the folder for this process, until it ends. Raises FolderInUse."""
    file = (folder / "lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        pid = file.read().strip() or "unknown"
        file.close()
        raise FolderInUse(folder, pid) from None
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file
