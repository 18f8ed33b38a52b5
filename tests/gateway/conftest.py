"""Installations of their own, for faults that a healthy one does not have, and one that lacks an area of business."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.accounts.conftest import home, open_world, own_database
from tests.conftest import ServerThread
from tests.shop import Shop
from tradepost.contract import invoices_api_model_2024_06_19 as invoices
from tradepost.domains import handling
from tradepost.domains.areas import Area, owner_of
from tradepost.serving import Settings

__all__ = ["home", "open_world", "own_database"]


@pytest.fixture
def unanswered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Shop]:
    """A seller at a server without the area that answers the Invoices API, as it was before that was written."""

    def owner_but_for_invoices(module: str) -> Area | None:
        return None if module == "invoices_api_model_2024_06_19" else owner_of(module)

    monkeypatch.setattr(handling, "owner_of", owner_but_for_invoices)
    for operation in invoices.OPERATIONS:
        monkeypatch.delitem(handling.HANDLERS, operation, raising=False)
    server = ServerThread(Settings(port=0, data=tmp_path, scenario="none"))
    url = server.start()
    shop = Shop(url, "main", httpx.get(f"{url}/_tradepost/v1/credentials").json())
    shop.controlled("PUT", "usage-plans", {"scale": 10000})
    shop.log_in()
    yield shop
    shop.close()
    server.stop()
