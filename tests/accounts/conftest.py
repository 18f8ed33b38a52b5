"""Installations of their own, for what only time or a restart brings about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.accounts.home import Home
from tests.simulation.conftest import OpenWorld, open_world, own_database
from tradepost.serving import Settings

__all__ = ["home", "open_world", "own_database"]


@pytest.fixture
def home(open_world: OpenWorld, own_database: str, data_folder: Path) -> Iterator[Home]:
    """An installation whose server can be stopped and started again."""
    home = Home(open_world, Settings(port=0, data=data_folder, database=own_database, scenario="none"))
    yield home
    home.stop()
