"""One server for each database, one world for each test."""

from __future__ import annotations

import asyncio
import io
import os
import shutil
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvloop
from hypothesis import settings

from tests.shop import PLAIN, Shop
from tradepost.serving import Running, Settings, running

#: What these show is the same on both databases, and is shown on SQLite: the door and its steps, forms and pages, what
#: product types say, other faces of the same rows, what chance does in the long run. Whatever has SQL of its own to
#: show runs on both.
ON_ONE_DATABASE = (
    "accounts/test_grantless.py",
    "accounts/test_login_refusals.py",
    "accounts/test_restricted_operations.py",
    "accounts/test_secrets.py",
    "admission/",
    "consent/",
    "control/test_worlds.py::test_fifty_worlds",
    "domains/account/",
    "domains/exchange/feeds/test_documents_of_feeds.py",
    "domains/exchange/feeds/test_legacy_feeds.py",
    "domains/fba/fulfillment_outbound/test_marketplace_rules.py",
    "domains/fba/fulfillment_outbound/test_previews_and_features.py",
    "domains/fba/fulfillment_outbound/test_shipments_and_returns.py::test_a_small_share",
    "domains/fba/fulfillment_outbound/test_shipments_and_returns.py::test_units_of_packages_that_never_arrived",
    "domains/fba/inbound/test_papers.py",
    "domains/fba/inbound/test_v0.py::test_changes_are_listed_by_their_time",
    "domains/money/fees/test_estimates.py",
    "domains/selling/catalog/test_v0.py",
    "domains/selling/catalog/test_v2020.py",
    "domains/selling/definitions/",
    "domains/shipping/test_v1.py",
    "evidence/",
    "gateway/test_bodies.py",
    "gateway/test_causes.py",
    "gateway/test_headers.py",
    "gateway/test_queries.py",
    "gateway/test_routing.py",
    "gateway/test_the_door.py",
    "reference/",
    "recording/",
    "sandbox/",
    "testing/",
    "walk/",
)


#: Elsewhere the further cases of a test show rules, and PostgreSQL is shown the first of them. Here each has SQL of its
#: own, or signs that the databases might take for something.
EACH_CASE_ON_BOTH = (
    "console/test_pages.py",
    "control/",
    "domains/exchange/reports/test_every_type.py",
    "domains/fba/inventory/",
    "domains/selling/catalog/test_search.py",
    "domains/selling/listings/test_search.py",
    "properties/",
    "store/",
)


#: What properties are tried with is the same in every run, so that nobody's change fails by another one's luck.
#: ``pytest --hypothesis-profile=default`` looks further.
settings.register_profile("steady", derandomize=True)
settings.load_profile("steady")

#: Folders of tests are in memory where there is room: SQLite waits for the disk at each of a hundred thousand commits.
_MEMORY, _ROOM = Path("/dev/shm"), 6_000_000_000


def pytest_configure() -> None:
    """Says where tests have their folders, before the first is made."""
    usable = os.access(_MEMORY, os.W_OK) and not os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC  # tests install programs
    if usable and shutil.disk_usage(_MEMORY).free > _ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out on PostgreSQL what one database shows."""
    here = Path(__file__).parent
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    shown: set[str] = set()
    for item in items:
        params = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        path = str(item.path.relative_to(here)) + f"::{item.name}" if item.path.is_relative_to(here) else ""
        test = item.nodeid.partition("[")[0]
        twice = params.get("database_url") == "postgresql"
        further = test in shown and not path.startswith(EACH_CASE_ON_BOTH)
        if twice and (further or path.startswith(ON_ONE_DATABASE)):
            left_out.append(item)
        else:
            kept.append(item)
            shown |= {test} if twice else set()
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


#: When the clock of a test's world begins: a Tuesday without a holiday near, at noon in London. What a test shows does
#: not depend on the day on which it runs; tests of midnights, months and holidays name their own.
#: Its times have milliseconds, as times mostly do.
A_DAY = "2026-06-09T11:00:00.250Z"


class ServerThread:
    """A whole Tradepost in a thread of its own."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._ready = threading.Event()
        self._fault: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop
        self._stop: asyncio.Event
        self.running: Running
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        try:
            uvloop.run(self._serve())
        except BaseException as fault:
            self._fault = fault
            self._ready.set()

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        async with running(self._settings) as self.running:
            self._ready.set()
            await self._stop.wait()

    def start(self) -> str:
        self._thread.start()
        assert self._ready.wait(60)
        if self._fault is not None:
            raise self._fault
        return f"http://127.0.0.1:{self.running.port}"

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(30)
        assert not self._thread.is_alive(), f"the server did not stop; it waits here:\n{self._waiting()}"

    def _waiting(self) -> str:
        """Where the tasks of the server stand, and its thread."""
        said = io.StringIO()
        for task in asyncio.all_tasks(self._loop):
            task.print_stack(file=said)
        frame = sys._current_frames().get(self._thread.ident or 0)
        return said.getvalue() + "".join(traceback.format_stack(frame))


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The database of a server: empty for SQLite."""
    if request.param == "sqlite":
        return ""
    url: str = request.getfixturevalue("postgresql_url")
    return url


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """A real PostgreSQL, one for the whole run; every worker has a database of its own in it."""
    from tests.postgres import postgresql

    root = tmp_path_factory.getbasetemp()
    with postgresql(root if worker_id == "master" else root.parent, worker_id) as url:
        yield url


@pytest.fixture(scope="session")
def server_url(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running server."""
    folder = tmp_path_factory.mktemp("server")
    server = ServerThread(Settings(port=0, data=folder, database=database_url, scenario="none"))
    yield server.start()
    server.stop()


@pytest.fixture
def new_shop(server_url: str) -> Iterator[Callable[..., Shop]]:
    """Makes selling partners, each in a new world, or in the world of another shop."""
    shops: list[Shop] = []
    http = httpx.Client(base_url=server_url, timeout=30, verify=PLAIN)

    def make(*, beside: Shop | None = None, seed: str = "test", start: str = A_DAY, **seller: Any) -> Shop:
        if beside is None:
            wish = {"seed": seed, "startAt": start, "frozen": True, "scale": 10000}
            made = http.post("/_tradepost/v1/worlds", json=wish)
            assert made.status_code == 201, made.text
            shop = Shop(server_url, made.json()["world"], made.json())
        else:
            shop = Shop(server_url, beside.world, beside.controlled("POST", "sellers", seller))
        shop.log_in()
        shops.append(shop)
        return shop

    yield make
    for world in {shop.world for shop in shops}:
        http.delete(f"/_tradepost/v1/worlds/{world}")
    for shop in shops:
        shop.close()
    http.close()


@pytest.fixture
def shop(new_shop: Callable[..., Shop]) -> Shop:
    """A selling partner that takes part in every marketplace, in a new world."""
    return new_shop()


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A folder for a server's data."""
    return tmp_path / "data"
