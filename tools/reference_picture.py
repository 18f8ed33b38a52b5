"""Makes docs/images/reference.png: the reference page of a fresh server, in Chromium."""

from __future__ import annotations

from pathlib import Path

from tools.fresh_server import fresh_server
from tools.pictured import pictured

_INTO = Path(__file__).parents[1] / "docs" / "images" / "reference.png"


def main() -> None:
    """Starts a server, opens an operation, and takes the picture."""
    with fresh_server(8765) as url:
        _take(url)


def _take(url: str) -> None:
    with pictured(f"{url}/_tradepost/reference", 1280, 800) as page:
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


if __name__ == "__main__":
    main()
