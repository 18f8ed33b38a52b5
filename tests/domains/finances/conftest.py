"""A server whose worlds can be told that something was shipped or refunded, as the orders area tells it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import ServerThread
from tests.domains.finances.selling import Story
from tests.shop import Shop
from tradepost.serving import Settings


@pytest.fixture(scope="module")
def finance_server(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerThread]:
    """A running server, whose inside can be reached."""
    folder = tmp_path_factory.mktemp("finances")
    server = ServerThread(Settings(port=0, data=folder, database=database_url, scenario="none"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def server_url(finance_server: ServerThread) -> str:
    """The address of that server."""
    return f"http://127.0.0.1:{finance_server.running.port}"


@pytest.fixture
def story(shop: Shop, finance_server: ServerThread) -> Story:
    """A seller's orders."""
    return Story(shop, finance_server)
