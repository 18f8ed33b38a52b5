"""A real browser, and a server of its own for the pages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import ServerThread
from tradepost.serving import Settings

_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window, for one file: its driver keeps an event loop that other files' tests must not meet.

    ``TRADEPOST_CHROMIUM`` names another program than the usual ones.
    """
    program = os.environ.get("TRADEPOST_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("there is no Chromium on this machine, and make test could not install it")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=list(_QUIET))
        yield launched
        launched.close()


@pytest.fixture
def tradepost_url(tmp_path: Path) -> Iterator[str]:
    """A server as ``make serve`` starts it."""
    server = ServerThread(Settings(port=0, data=tmp_path / "data"))
    yield server.start()
    server.stop()


class Watched:
    """A page whose calls to other hosts fail, and what it complained of."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []
        page.on("console", lambda message: self._heard(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.route(lambda target: not target.startswith((url, "data:", "blob:")), self._refuse)

    def _heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)

    def _refuse(self, route: object) -> None:
        self.elsewhere.append(route.request.url)  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]


@pytest.fixture
def watched(browser: Browser, tradepost_url: str) -> Iterator[Watched]:
    """A page in a fresh profile, with only this server in reach."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    yield Watched(context.new_page(), tradepost_url)
    context.close()
