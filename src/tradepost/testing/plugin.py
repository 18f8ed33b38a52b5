"""The plugin of pytest: a world for each test, one server for all of them.

Every pytest loads this where Tradepost is installed, so what it needs is loaded by the fixtures.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from tradepost.testing.server import Server
    from tradepost.testing.worlds import World

#: Settings on the command line (``--tradepost-seed``) and in the configuration (``tradepost_seed``).
SETTINGS: Final = {
    "url": "A server that runs already; without it one is started, and ends with the tests. Also TRADEPOST_URL.",
    "seed": "What identifiers, people and chance in each test's world derive from.",
    "scenario": "What each test's world is filled with.",
    "snapshot": "What each test's world begins from: WORLD/NAME.",
    "clock": "How its clock stands: frozen (as without it), running, or a date-time at which it begins, frozen.",
    "scale": "What its usage plans are multiplied by: 1000 without it; 1 is what Amazon has published.",
}
_OF_A_TEST: Final = ("seed", "scenario", "options", "snapshot", "clock", "scale")
#: What tells the calls of a test.
_CALLS: Final = pytest.StashKey[Callable[[], str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the settings."""
    group = parser.getgroup("tradepost", "Tradepost, Amazon's Selling Partner API for tests")
    for name, text in SETTINGS.items():
        group.addoption(f"--tradepost-{name}", help=text, metavar=name.upper())
        parser.addini(f"tradepost_{name}", text)
    group.addoption("--tradepost-offline", action="store_true", help="Refuse calls to hosts that are not Amazon's.")
    parser.addini("tradepost_offline", "Refuse calls to hosts that are not Amazon's.", type="bool", default=False)


def pytest_configure(config: pytest.Config) -> None:
    """Makes the marker known."""
    config.addinivalue_line(
        "markers",
        f"tradepost({', '.join(f'{name}=' for name in _OF_A_TEST)}): gives the test a world of its own, like this",
    )


def pytest_itemcollected(item: pytest.Item) -> None:
    """A test with the marker has the fixture, whether it names it or not."""
    if isinstance(item, pytest.Function) and item.get_closest_marker("tradepost") is not None:
        names = item.fixturenames
        if "tradepost" not in names:
            names.insert(0, "tradepost")


@pytest.fixture(scope="session")
def tradepost_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server of this test run; workers of pytest-xdist share it."""
    folder = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        folder = folder.parent
    config = request.config
    offline = config.getoption("--tradepost-offline") or config.getini("tradepost_offline")
    with ExitStack() as stack:
        with _plainly():
            from tradepost.testing.server import shared

            sharing = shared(folder / "tradepost", _setting(config, "url"), offline=offline)
            server = stack.enter_context(sharing)
        yield server


@pytest.fixture
def tradepost(request: pytest.FixtureRequest, tradepost_server: Server) -> Iterator[World]:
    """A world of this test's own. While it runs, calls to Amazon's hosts go there, and credentials are in place."""
    from tradepost.simulation.clock import from_milliseconds, real_milliseconds
    from tradepost.testing.failed import calls_of

    since = from_milliseconds(real_milliseconds())
    wish = _wish(request)
    with ExitStack() as stack:
        with _plainly():
            world = stack.enter_context(tradepost_server.new_world(**wish))
        request.node.stash[_CALLS] = partial(calls_of, tradepost_server, world, since)
        yield world


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Shows what a failed test has called, and why calls were refused."""
    report = yield
    calls = item.stash.get(_CALLS, None)
    if calls is not None and report.failed and call.when != "teardown":
        report.sections.append(("Tradepost: what was called", calls()))
    return report


@contextmanager
def _plainly() -> Iterator[None]:
    """Says in one line why there is no server or no such world."""
    from tradepost.control.calling import ControlError
    from tradepost.extras import MissingExtra

    reason = None
    try:
        yield
    except (ControlError, MissingExtra) as fault:
        reason = str(fault)
    if reason is not None:
        pytest.fail(f"tradepost: {reason}", pytrace=False)


def _setting(config: pytest.Config, name: str) -> str | None:
    found: str | None = config.getoption(f"--tradepost-{name}") or config.getini(f"tradepost_{name}") or None
    return found


def _wish(request: pytest.FixtureRequest) -> dict[str, Any]:
    """What the test's world is to be like: as its markers say, the nearest first, and else as the settings do."""
    said = {name: _setting(request.config, name) for name in SETTINGS if name in _OF_A_TEST}
    wish: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
    for marker in reversed(list(request.node.iter_markers("tradepost"))):
        unknown = [*marker.args, *(set(marker.kwargs) - set(_OF_A_TEST))]
        if unknown:
            pytest.fail(f"tradepost: the marker does not know {unknown[0]!r}; it knows {', '.join(_OF_A_TEST)}", False)
        wish |= marker.kwargs
    if wish.get("clock") not in (None, "frozen", "running") and not isinstance(wish["clock"], datetime):
        try:
            wish["clock"] = datetime.fromisoformat(wish["clock"])
        except (TypeError, ValueError):
            pytest.fail(f"tradepost: clock: {wish['clock']!r} is neither frozen, nor running, nor a date-time", False)
    try:
        wish |= {"scale": float(wish["scale"])} if "scale" in wish else {}
    except (TypeError, ValueError):
        pytest.fail(f"tradepost: scale: {wish['scale']!r} is not a number", False)
    return wish
