"""The reference page in a browser: it loads from this server alone, finds, sends, and its samples work as printed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Watched

ORDERS = "/fba/outbound/2020-07-01/fulfillmentOrders"


def open_reference(watched: Watched, url: str) -> Page:
    page = watched.page
    page.goto(f"{url}/_tradepost/reference")
    expect(page.get_by_role("button", name="Search").first).to_be_visible(timeout=30_000)
    return page


def find(page: Page, operation: str) -> None:
    """Finds an operation by keyboard alone. Its name is put in at once: the page searches again at every letter."""
    page.keyboard.press("Control+k")
    search = page.locator("[role=dialog]")
    search.locator("input").wait_for()
    page.keyboard.insert_text(operation)
    search.get_by_text(f"{operation}: ").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"{operation}: ").first).to_be_visible()


def api(url: str, path: str) -> Any:
    made = httpx.get(f"{url}/_tradepost/v1/credentials").json()
    form = {"grant_type": "refresh_token", **{n: made[n] for n in ("refresh_token", "client_id", "client_secret")}}
    token = httpx.post(f"{url}/auth/o2/token", data=form).json()["access_token"]
    return httpx.get(url + path, headers={"x-amz-access-token": token}).json()


def order(url: str, order_id: str) -> Any:
    return api(url, f"{ORDERS}/{order_id}")["payload"]["fulfillmentOrder"]


def status(url: str, order_id: str) -> str:
    return str(order(url, order_id)["fulfillmentOrderStatus"])


def units(url: str) -> int:
    """Units of the SKU that the samples name."""
    query = "granularityType=Marketplace&granularityId=ATVPDKIKX0DER&marketplaceIds=ATVPDKIKX0DER&sellerSkus=LAMP-DESK"
    return int(api(url, f"/fba/inventory/v1/summaries?{query}")["payload"]["inventorySummaries"][0]["totalQuantity"])


def test_an_operation_is_found_and_sent_and_changes_the_order(watched: Watched, tradepost_url: str) -> None:
    before = status(tradepost_url, "STARTER-1")
    page = open_reference(watched, tradepost_url)
    find(page, "cancelFulfillmentOrder")
    page.get_by_role("button", name="/cancel)").click()
    page.get_by_role("button", name="Send put request").first.click()
    expect(page.get_by_text("200 OK").first).to_be_visible()
    assert (before, status(tradepost_url, "STARTER-1")) == ("New", "Cancelled")
    assert watched.elsewhere == []
    assert watched.complaints == []


def test_an_order_is_made_from_the_page(watched: Watched, tradepost_url: str) -> None:
    page = open_reference(watched, tradepost_url)
    find(page, "createFulfillmentOrder")
    page.get_by_role("button", name="fulfillmentOrders)").and_(page.get_by_role("button", name="post")).first.click()
    page.get_by_role("button", name="Send post request").first.click()
    expect(page.get_by_text("200 OK").first).to_be_visible()
    assert status(tradepost_url, "EXAMPLE-1") == "New"
    assert watched.complaints == []


def test_the_browser_itself_lets_the_page_call_nobody_else(watched: Watched, tradepost_url: str) -> None:
    page = open_reference(watched, tradepost_url)
    called = page.evaluate("fetch('https://proxy.scalar.com').then(() => 'answered', () => 'refused')")
    assert called == "refused"
    assert watched.elsewhere == []
    assert [each for each in watched.complaints if 'Content Security Policy directive: "connect-src' in each]


def test_a_grantless_operation_is_sent_with_the_applications_own_token(watched: Watched, tradepost_url: str) -> None:
    page = open_reference(watched, tradepost_url)
    find(page, "getDestinations")
    page.get_by_role("button", name="/destinations)").and_(page.get_by_role("button", name="get")).first.click()
    page.get_by_role("button", name="Send get request").first.click()
    page.get_by_text("Response Headers").first.wait_for()
    log = httpx.get(f"{tradepost_url}/_tradepost/v1/requests").json()["requests"]
    assert [each["status"] for each in log if each["operation"] == "notifications.getDestinations"] not in ([], [403])


def brightness(page: Page) -> int:
    """The brightest part of the page's background, 0 to 255."""
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return max(int(part) for part in re.findall(r"\d+", background)[:3])


def test_light_and_dark_follow_the_system_and_the_switch(watched: Watched, tradepost_url: str) -> None:
    watched.page.emulate_media(color_scheme="light")
    page = open_reference(watched, tradepost_url)
    assert brightness(page) > 200
    page.emulate_media(color_scheme="dark")
    page.reload()
    page.get_by_role("heading", name="Tradepost").first.wait_for()
    assert brightness(page) < 80
    page.get_by_role("button", name="Set light mode").click()
    expect(page.locator("body")).to_have_class(re.compile("light-mode"))
    assert brightness(page) > 200


def test_nothing_stands_over_the_edge_of_a_narrow_screen(watched: Watched, tradepost_url: str) -> None:
    page = watched.page
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(f"{tradepost_url}/_tradepost/reference")
    page.get_by_role("heading", name="Tradepost").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    find(page, "createFulfillmentOrder")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


LANGUAGES = {
    *("Shell", "JavaScript", "Java", "Swift", "Go", "PHP", "Python", "HTTP"),
    *("C", "C#", "Objective-C", "Ruby", "OCaml", "Dart", "R"),
}


def test_samples_are_in_every_language_and_send_what_is_needed_with_commas_in_arrays(
    watched: Watched, tradepost_url: str
) -> None:
    page = open_reference(watched, tradepost_url)
    find(page, "searchCatalogItems")
    section_of(page, "searchCatalogItems").get_by_test_id("client-picker").click()
    page.get_by_role("option", name="Curl", exact=True).first.wait_for()
    assert set(page.locator("[role=listbox]").inner_text().splitlines()) >= LANGUAGES
    first, *_ = chosen(page, "searchCatalogItems", "Curl", 0).splitlines()
    assert re.fullmatch(
        rf"curl '{tradepost_url}/catalog/2022-04-01/items\?marketplaceIds=ATVPDKIKX0DER&keywords=\w+' \\", first
    )


#: Runs a sample of PHP, which is printed without its opening tag.
PHP = ["php", "-r", "eval(file_get_contents($argv[1]));"]
#: Language, the client as the page offers it, which of several of that name, the file, and what runs it.
SAMPLES = [
    ("Shell", "Curl", 0, "sample.sh", ["bash"]),
    ("Python", "http.client", 0, "sample.py", [sys.executable]),
    ("Node", "Fetch", 1, "sample.mjs", ["node"]),
    ("PHP", "cURL", 0, "sample.php", PHP),
    ("Go", "NewRequest", 0, "sample.go", ["go", "run"]),
]
OPERATIONS = ("getFulfillmentOrder", "addInventory", "updateFulfillmentOrder", "cancelFulfillmentOrder")


def section_of(page: Page, operation: str) -> Locator:
    return page.get_by_role("heading", name=f"{operation}: ").first.locator("xpath=ancestor::section[1]")


def chosen(page: Page, operation: str, client: str, number: int) -> str:
    """The sample of an operation for a client of the open list, as its copy button gives it."""
    page.get_by_role("option", name=client, exact=True).nth(number).click()
    section_of(page, operation).locator("button[class*='copy-button']").first.click()
    return str(page.evaluate("navigator.clipboard.readText()"))


def can_run(command: list[str]) -> bool:
    """Whether what runs a sample is on this machine."""
    if shutil.which(command[0]) is None:
        return False
    return (
        command is not PHP or "curl" in subprocess.run(["php", "-m"], capture_output=True, text=True, check=True).stdout
    )


def test_samples_run_as_they_are_printed(watched: Watched, tradepost_url: str, tmp_path: Path) -> None:
    """In each language that this machine has, from the same state of the world."""
    languages = [each for each in SAMPLES if can_run(each[4])]
    assert {"Shell", "Python"} <= {each[0] for each in languages}
    page = open_reference(watched, tradepost_url)
    for operation in OPERATIONS:
        find(page, operation)
        for language, client, number, file, _ in languages:
            section_of(page, operation).get_by_test_id("client-picker").click()
            (tmp_path / f"{language}-{operation}-{file}").write_text(chosen(page, operation, client, number))
    httpx.post(f"{tradepost_url}/_tradepost/v1/snapshots", json={"name": "before"}).raise_for_status()
    before = units(tradepost_url)
    for language, _, _, file, command in languages:
        httpx.post(f"{tradepost_url}/_tradepost/v1/snapshots/before/restore").raise_for_status()
        httpx.delete(f"{tradepost_url}/_tradepost/v1/requests").raise_for_status()
        for operation in OPERATIONS:
            sample = tmp_path / f"{language}-{operation}-{file}"
            done = subprocess.run([*command, str(sample)], capture_output=True, text=True, timeout=60, check=False)
            assert done.returncode == 0, (language, done.stderr)
        log = httpx.get(f"{tradepost_url}/_tradepost/v1/requests", params={"limit": 20}).json()["requests"]
        sent = {each["operation"].partition(".")[2]: each["status"] for each in log}
        assert {name: sent.get(name) for name in OPERATIONS} == dict.fromkeys(OPERATIONS, 200), language
        assert units(tradepost_url) == before + 1
        assert order(tradepost_url, "STARTER-2")["displayableOrderComment"] == "It comes in two boxes."
        assert status(tradepost_url, "STARTER-1") == "Cancelled"
