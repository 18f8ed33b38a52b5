"""A server of its own, whose counts nobody else changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import ServerThread
from tests.shop import Shop
from tests.simulation.conftest import own_database
from tradepost.serving import Settings

__all__ = ["own_database"]


@pytest.fixture
def watched(own_database: str, tmp_path: Path) -> Iterator[Shop]:
    """The first selling partner of a server that has just started, with its clock frozen."""
    server = ServerThread(Settings(port=0, data=tmp_path, database=own_database, scenario="none"))
    url = server.start()
    shop = Shop(url, "main", httpx.get(f"{url}/_tradepost/v1/credentials").json())
    shop.controlled("POST", "clock/freeze")
    shop.log_in()
    yield shop
    shop.close()
    server.stop()
