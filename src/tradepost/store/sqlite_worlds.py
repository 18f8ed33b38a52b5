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
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import IO

from tradepost.store.errors import AlreadyExists, FolderInUse, FolderNotWritable, NoSuchSnapshot, NoSuchWorld
from tradepost.store.migrations import newest
from tradepost.store.sqlite import SqliteDatabase, connect, migrate
from tradepost.store.worlds import Snapshot, checked_name


class SqliteWorlds:
    """The worlds of one data folder; one process at a time may have it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, SqliteDatabase] = {}
        try:
            for each in (folder, folder / "worlds", folder / "snapshots"):
                each.mkdir(parents=True, exist_ok=True)
            self._lock = _lock(folder)
        except OSError as fault:
            raise FolderNotWritable(folder, fault) from fault
        self._registry = connect(folder / "registry.db")
        self._registry.execute("CREATE TABLE IF NOT EXISTS clients (client_id TEXT PRIMARY KEY, world TEXT NOT NULL)")
        self._template = folder / f"template-{newest()}.db"
        if not self._template.exists():
            self._make_template()

    def _make_template(self) -> None:
        for old in self._folder.glob("template-*"):
            old.unlink()
        draft = self._template.with_suffix(".draft")
        draft.unlink(missing_ok=True)
        connection = connect(draft)
        migrate(connection, str(draft))
        connection.close()
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

    async def create(self, name: str, from_snapshot: tuple[str, str] | None = None) -> SqliteDatabase:
        """See ``Worlds``."""
        path = self._path(name)
        if path.exists():
            raise AlreadyExists("world", name)
        origin = self._template if from_snapshot is None else self._existing_snapshot(*from_snapshot)
        draft = path.with_suffix(".draft")
        shutil.copyfile(origin, draft)
        draft.rename(path)
        return await self.open(name)

    async def delete(self, name: str) -> None:
        """See ``Worlds``."""
        path = self._existing(name)
        database = self._open.pop(name, None)
        if database is not None:
            async with database.turn:
                database.close()
        for each in (path, _beside(path, "-wal"), _beside(path, "-shm")):
            each.unlink(missing_ok=True)
        shutil.rmtree(self._folder / "snapshots" / name, ignore_errors=True)

    async def snapshot(self, name: str, snapshot: str) -> Snapshot:
        """See ``Worlds``."""
        database = await self.open(name)
        target = self._snapshot_path(name, snapshot)
        if target.exists():
            raise AlreadyExists("snapshot", snapshot)
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(".draft")
        async with database.turn:
            database.commit()
            _copy(database, draft)
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
        """Puts a copy of another file in a world's place, with the kept tables of the old. Either file is whole."""
        draft = database.path.with_suffix(".draft")
        async with database.turn:
            database.commit()
            draft.unlink(missing_ok=True)
            shutil.copyfile(origin, draft)
            connection = connect(draft)
            migrate(connection, str(origin))
            connection.execute("ATTACH DATABASE ? AS old", (str(database.path),))
            connection.execute("BEGIN IMMEDIATE")
            for table in sorted(keep):
                connection.execute(f"DELETE FROM main.{table}")
                connection.execute(f"INSERT INTO main.{table} SELECT * FROM old.{table}")
            connection.execute("COMMIT")
            connection.execute("DETACH DATABASE old")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            database.close()
            for suffix in ("-wal", "-shm"):
                _beside(database.path, suffix).unlink(missing_ok=True)
            os.replace(draft, database.path)
            database.open()

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

    async def close(self) -> None:
        """See ``Worlds``."""
        for database in self._open.values():
            database.close()
        self._open.clear()
        self._registry.close()
        self._lock.close()


def _copy(database: SqliteDatabase, target: Path) -> None:
    """Copies a database into one file: the log is folded in first, so a plain copy of the file is whole."""
    busy, _, _ = database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if not busy:
        shutil.copyfile(database.path, target)
        return
    target.unlink(missing_ok=True)
    copy = sqlite3.connect(target)
    database.connection.backup(copy)
    copy.close()


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _described(path: Path) -> Snapshot:
    status = path.stat()
    return Snapshot(path.stem, int(status.st_mtime * 1000), status.st_size)


def _lock(folder: Path) -> IO[str]:
    """Takes the folder for this process, until it ends. Raises FolderInUse."""
    file = (folder / "lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        pid = file.read().strip()
        file.close()
        raise FolderInUse(folder, pid) from None
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file
