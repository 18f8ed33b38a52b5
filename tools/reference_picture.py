"""Makes docs/images/reference.png: the reference page of a fresh server, in Chromium."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools.fresh_server import fresh_server

_INTO = Path(__file__).parents[1] / "docs" / "images" / "reference.png"


def main() -> None:
    """Starts a server, opens an operation, and takes the picture."""
    with fresh_server(8765) as url:
        _take(url)


def _take(url: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{url}/_tradepost/reference")
        page.get_by_role("heading", name="Tradepost").first.wait_for()
        page.keyboard.press("Control+k")
        page.locator("[role=dialog] input").wait_for()
        page.keyboard.type("getFulfillmentOrder")
        page.locator("[role=dialog]").get_by_text("getFulfillmentOrder: ").first.wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="getFulfillmentOrder: ").first.wait_for()
        page.evaluate("document.activeElement.blur()")
        page.wait_for_timeout(1500)
        page.screenshot(path=_INTO)
        browser.close()


if __name__ == "__main__":
    main()
