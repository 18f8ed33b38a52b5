"""A server for one page of the documentation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ServerThread
from tradepost.serving import Settings


@pytest.fixture
def documented_server(tmp_path: Path) -> Iterator[str]:
    """The address of a server as ``make serve`` starts it, on data of its own."""
    server = ServerThread(Settings(port=0, data=tmp_path / "tradepost-data"))
    yield server.start()
    server.stop()
