"""Worlds and their snapshots, as databases: made, opened, copied, put back, removed. And which client is in which."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Protocol

import msgspec

from tradepost.store.buckets import Buckets
from tradepost.store.database import Database
from tradepost.store.errors import InvalidName
from tradepost.store.peers import Peers

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}")


class Snapshot(msgspec.Struct, frozen=True, rename="camel"):
    """A world's state, put aside. ``made_at`` is real time in milliseconds, ``bytes`` what it takes up."""

    name: str
    made_at: int
    bytes: int


class Connections(msgspec.Struct, frozen=True):
    """The connections of a process to its database: how many are in use, how many idle, and how many there may be."""

    in_use: int
    idle: int
    most: int


def checked_name(name: str) -> str:
    """The name itself. Raises InvalidName for one that a world or snapshot cannot have."""
    if _NAME.fullmatch(name) is None:
        raise InvalidName(name)
    return name


class Worlds(Protocol):
    """The databases of an installation. Every method raises InvalidName where a name is not one.

    ``peers`` is this process among those that serve the same database, ``buckets`` are the token buckets that they
    share; both are None where it serves it alone.
    """

    peers: Peers | None
    buckets: Buckets | None

    async def names(self) -> list[str]:
        """The names of all worlds, sorted."""

    async def open(self, name: str) -> Database:
        """The database of a world, always the same object. Raises NoSuchWorld, NewerDatabase."""

    async def gone(self, opened: Mapping[str, Database]) -> list[str]:
        """Which of these worlds, by name, have been removed since their databases were opened."""

    async def create(self, name: str, from_snapshot: tuple[str, str] | None = None) -> Database:
        """A new world: empty, or a copy of a snapshot ``(world, name)``. Raises AlreadyExists, NoSuchSnapshot."""

    async def delete(self, name: str) -> None:
        """Removes a world and its snapshots. Raises NoSuchWorld."""

    async def reset(self, name: str, keep: AbstractSet[str]) -> None:
        """Empties every table but the kept ones. Raises NoSuchWorld."""

    async def snapshot(self, name: str, snapshot: str) -> Snapshot:
        """Puts a world's state aside. Raises NoSuchWorld, AlreadyExists."""

    async def snapshots(self, name: str) -> list[Snapshot]:
        """The snapshots of a world, by name."""

    async def restore(self, name: str, snapshot: str, keep: AbstractSet[str]) -> None:
        """Puts a state back, but for the kept tables. Raises NoSuchWorld, NoSuchSnapshot."""

    async def delete_snapshot(self, name: str, snapshot: str) -> None:
        """Removes a snapshot. Raises NoSuchSnapshot."""

    async def add_client(self, client_id: str, world: str) -> None:
        """Notes which world a client id belongs to."""

    async def find_client(self, client_id: str) -> str | None:
        """The world of a client id, or None."""

    async def remove_clients(self, world: str) -> None:
        """Forgets every client id of a world."""

    def connections(self) -> Connections | None:
        """The pool of connections as it is at this moment; None where there is no pool."""

    async def close(self) -> None:
        """Closes everything."""
