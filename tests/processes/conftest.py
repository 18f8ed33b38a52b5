"""Three servers on one PostgreSQL and one Valkey."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.postgres import another
from tests.processes.serving import Servers
from tests.valkey import ValkeyServer


@pytest.fixture(scope="module")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ValkeyServer]:
    server = ValkeyServer(tmp_path_factory.mktemp("valkey"))
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def servers(postgresql_url: str, valkey: ValkeyServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """What is done to the processes by one test is done to them for the next one."""
    with another(postgresql_url, "processes") as database:
        found = Servers(tmp_path_factory.mktemp("processes"), database, "--valkey", valkey.url)
        found.start(3)
        yield found
        found.stop()
