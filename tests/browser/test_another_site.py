"""A page of another site, in a browser that has kept the admin token."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route

from tests.conftest import ServerThread
from tradepost.serving import Settings

TOKEN = "let-me-in"
ELSEWHERE = "http://evil.example/"
SCRIPT = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A server that is bound to every address of this machine."""
    server = ServerThread(Settings(host="0.0.0.0", port=0, data=tmp_path, admin_token=TOKEN))
    yield server.start()
    server.stop()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page of somebody who has opened the console before."""
    context = browser.new_context(http_credentials={"username": "me", "password": TOKEN})
    page = context.new_page()
    page.goto(f"{address}/_tradepost/console")
    page.get_by_role("link", name="Orders", exact=True).wait_for()
    yield page
    context.close()


def listings(address: str) -> int:
    """How much there is of the shop that the server began with."""
    events = httpx.get(f"{address}/_tradepost/v1/events", headers=SCRIPT).json()["events"]
    return sum(each["type"] == "listings.submitted" for each in events)


def show(page: Page, html: str) -> None:
    """Opens a page of another site."""

    def answer(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html")

    page.route(ELSEWHERE, answer)
    page.goto(ELSEWHERE)


def test_its_form_empties_no_world(page: Page, address: str) -> None:
    before = listings(address)
    assert before > 0
    reset = f"{address}/_tradepost/v1/reset"
    show(page, f'<form method="post" enctype="text/plain" action="{reset}"><button>Win</button></form>')
    with page.expect_response(reset) as answered:
        page.get_by_role("button", name="Win").click()
    assert answered.value.status == 403
    assert listings(address) == before


def test_its_link_leads_to_the_console(page: Page, address: str) -> None:
    show(page, f'<a href="{address}/_tradepost/console">Have a look</a>')
    page.get_by_role("link", name="Have a look").click()
    page.get_by_role("link", name="Orders", exact=True).wait_for()
    assert page.url.startswith(f"{address}/_tradepost/console/main/")


def test_it_can_neither_show_nor_read_anything_of_ours(page: Page, address: str) -> None:
    clock = f"{address}/_tradepost/v1/clock"
    show(page, f'<iframe src="{address}/_tradepost/console"></iframe><img src="{clock}">')
    read = page.evaluate("url => fetch(url, {credentials: 'include'}).then(a => a.text(), () => 'nothing')", clock)
    assert read == "nothing"
    frame = page.frames[1]
    assert frame.get_by_role("link", name="Orders", exact=True).count() == 0
