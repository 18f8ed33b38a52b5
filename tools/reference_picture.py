"""Makes docs/images/reference.png: the reference page of a fresh server, in Chromium."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
from playwright.sync_api import sync_playwright

_INTO = Path(__file__).parents[1] / "docs" / "images" / "reference.png"
_URL = "http://127.0.0.1:8765"


def main() -> None:
    """Starts a server, opens an operation, and takes the picture."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", "from tradepost.cli import main; main()", "serve", "--port", "8765"]
        server = subprocess.Popen([*command, "--data", folder], stdout=subprocess.DEVNULL)
        try:
            _wait()
            _take()
        finally:
            server.terminate()
            server.wait(30)


def _wait() -> None:
    for _ in range(100):
        try:
            httpx.get(f"{_URL}/_tradepost/health")
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def _take() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{_URL}/_tradepost/reference")
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
