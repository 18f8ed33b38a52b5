"""Makes docs/images/console-*.png: pages of the console of a shop with a past, in Chromium."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
from playwright.sync_api import Page

from tools.fresh_server import fresh_server
from tools.pictured import pictured

_INTO = Path(__file__).parents[1] / "docs" / "images"
_SHOP = {"name": "busy-shop", "options": {"days": 30, "ordersPerDay": 30, "skus": 24}}


def main() -> None:
    """Starts a server, fills a world, and takes the pictures."""
    with fresh_server(8766, "none") as url:
        httpx.post(f"{url}/_tradepost/v1/scenarios", json=_SHOP, timeout=600).raise_for_status()
        _take(url)


def _take(url: str) -> None:
    with pictured(f"{url}/_tradepost/console", 1240, 780) as page:
        page.screenshot(path=_INTO / "console-overview.png")
        _follow(page, "Orders")
        page.get_by_role("link", name=re.compile("^Shipped")).click()
        page.get_by_role("row", name=re.compile("MFN")).get_by_role("link", name=re.compile("^902-")).first.click()
        page.get_by_role("heading", name="Timeline").wait_for()
        page.screenshot(path=_INTO / "console-order.png")
        _follow(page, "Shop")
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        page.wait_for_timeout(500)
        page.screenshot(path=_INTO / "console-shop.png")


def _follow(page: Page, name: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=name, exact=True).click()
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_timeout(500)


if __name__ == "__main__":
    main()
