"""The console as somebody new meets it: in a browser, by clicking, with nothing read before."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched

CONSOLE = "/_tradepost/console"


def open_console(watched: Watched, url: str) -> Page:
    """The overview of the first seller."""
    watched.page.goto(url + CONSOLE)
    expect(watched.page.get_by_role("link", name="Overview")).to_have_attribute("aria-current", "page")
    return watched.page


def go(page: Page, name: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("navigation").get_by_role("link", name=name, exact=True)).to_have_attribute(
        "aria-current", "page"
    )


def make_product(page: Page, title: str, price: str, *, by_amazon: bool = False) -> None:
    go(page, "Products")
    page.get_by_role("link", name="Make a product").click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Price").fill(price)
    if by_amazon:
        page.get_by_label("Shipped by").select_option("AMAZON")
    page.get_by_role("button", name="List it").click()
    expect(page.get_by_role("status").filter(has_text="It is listed")).to_be_visible()
    expect(page.get_by_text("BUYABLE", exact=True)).to_be_visible()


def order_it(page: Page) -> None:
    page.get_by_role("link", name="Order it as a buyer").click()
    page.get_by_role("button", name="Add to cart").click()
    page.get_by_role("region", name="Cart").get_by_role("button", name="Place the order").click()
    expect(page.get_by_role("status").filter(has_text="Ordered: 902-")).to_be_visible()


def test_a_product_is_made_ordered_and_shipped_and_the_money_is_seen(watched: Watched, tradepost_url: str) -> None:
    page = open_console(watched, tradepost_url)
    make_product(page, "Canvas tote, sand", "25.00")
    order_it(page)
    page.get_by_role("button", name="Confirm shipment").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Shipped")
    money = page.locator("#money")
    expect(money).to_contain_text("Principal")
    expect(money).to_contain_text("$25.00")
    expect(money).to_contain_text("Commission")
    money.get_by_role("link", name="settlement").click()
    expect(page.get_by_role("heading", name="What it comes to")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Shipment")).first).to_be_visible()
    assert (watched.complaints, watched.elsewhere) == ([], [])


def test_what_amazon_ships_leaves_as_the_clock_is_moved(watched: Watched, tradepost_url: str) -> None:
    page = open_console(watched, tradepost_url)
    make_product(page, "Wool blanket, grey", "80.00", by_amazon=True)
    order_it(page)
    for _ in range(4):
        if page.get_by_role("button", name="Let a day go by").count() == 0:
            break
        address = page.url
        page.get_by_role("button", name="Let a day go by").click()
        expect(page.get_by_role("status").filter(has_text="things happened")).to_be_visible()
        page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Shipped")
    expect(page.locator("#money")).to_contain_text("FBAPerUnitFulfillmentFee")


def test_a_competitor_takes_the_featured_offer(watched: Watched, tradepost_url: str) -> None:
    page = open_console(watched, tradepost_url)
    make_product(page, "Steel bottle, red", "30.00")
    market = page.locator("section", has=page.get_by_role("heading", name="Who sells it"))
    expect(market.get_by_role("row", name="you")).to_contain_text("featured")
    market.get_by_label("Price").fill("19.00")
    market.get_by_role("button", name="Let another seller in").click()
    expect(market.get_by_role("row", name=re.compile(r"\$19\.00"))).to_contain_text("featured")
    expect(market.get_by_role("row", name="you")).not_to_contain_text("featured")


def test_a_mistake_in_a_form_is_named_beside_the_form(watched: Watched, tradepost_url: str) -> None:
    page = open_console(watched, tradepost_url)
    go(page, "Products")
    page.get_by_role("link", name="Make a product").click()
    page.get_by_label("Title").fill("Paper lantern")
    page.get_by_label("Price").fill("cheap")
    page.get_by_role("button", name="List it").click()
    expect(page.get_by_role("alert")).to_contain_text("'cheap' is not an amount")
    expect(page.get_by_label("Title")).to_have_value("Paper lantern")


def test_calls_come_in_live_and_can_be_sent_again(watched: Watched, tradepost_url: str) -> None:
    page = open_console(watched, tradepost_url)
    go(page, "Keys")
    keys = {name: page.locator(f"#{name}").inner_text() for name in ("client-id", "client-secret", "refresh-token")}
    go(page, "Requests")
    token = httpx.post(
        f"{tradepost_url}/auth/o2/token",
        data={
            "grant_type": "refresh_token",
            "client_id": keys["client-id"],
            "client_secret": keys["client-secret"],
            "refresh_token": keys["refresh-token"],
        },
    ).json()["access_token"]
    httpx.get(f"{tradepost_url}/sellers/v1/account", headers={"x-amz-access-token": token})
    page.get_by_role("link", name="getAccount", exact=True).click()
    expect(page.get_by_text("GET /sellers/v1/account").first).to_be_visible()
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("status").filter(has_text="Sent again: 200")).to_be_visible()
    go(page, "Requests")
    expect(page.get_by_role("link", name="getAccount", exact=True)).to_have_count(2)
    assert (watched.complaints, watched.elsewhere) == ([], [])


def test_events_come_in_live(watched: Watched, tradepost_url: str) -> None:
    page = open_console(watched, tradepost_url)
    go(page, "Events")
    httpx.post(f"{tradepost_url}/_tradepost/v1/buyers/orders", json={"items": [{"sku": "NOTEBOOK"}]}).raise_for_status()
    expect(page.get_by_role("cell", name="orders.created", exact=True).first).to_be_visible()


def test_a_fault_is_set_strikes_and_is_ended(watched: Watched, tradepost_url: str) -> None:
    page = open_console(watched, tradepost_url)
    go(page, "Keys")
    form = {
        "grant_type": "refresh_token",
        "client_id": page.locator("#client-id").inner_text(),
        "client_secret": page.locator("#client-secret").inner_text(),
        "refresh_token": page.locator("#refresh-token").inner_text(),
    }
    go(page, "Faults")
    page.get_by_label("Operation").fill("lwa")
    page.get_by_label("Status").fill("503")
    page.get_by_role("button", name="Let it go wrong").click()
    expect(page.get_by_role("row", name=re.compile("lwa"))).to_be_visible()
    assert httpx.post(f"{tradepost_url}/auth/o2/token", data=form).status_code == 503
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_text("Nothing goes wrong on purpose.")).to_be_visible()
    assert httpx.post(f"{tradepost_url}/auth/o2/token", data=form).status_code == 200


def test_the_keyboard_leads_everywhere(watched: Watched, tradepost_url: str) -> None:
    page = open_console(watched, tradepost_url)
    for key, name in (("r", "Orders"), ("p", "Products"), ("s", "Shop"), ("m", "Settlements"), ("k", "Keys")):
        page.keyboard.press("g")
        page.keyboard.press(key)
        expect(page.get_by_role("link", name=name, exact=True)).to_have_attribute("aria-current", "page")
    page.keyboard.press("g")
    page.keyboard.press("p")
    expect(page.get_by_role("link", name="Products", exact=True)).to_have_attribute("aria-current", "page")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.get_by_role("heading", name="Products").click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_light_and_dark_are_kept(watched: Watched, tradepost_url: str) -> None:
    page = open_console(watched, tradepost_url)
    ground = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(ground)
    page.get_by_title("Light or dark").click()
    after = page.evaluate(ground)
    assert before != after
    go(page, "Orders")
    page.reload()
    assert page.evaluate(ground) == after


def test_keys_are_copied(watched: Watched, tradepost_url: str) -> None:
    page = open_console(watched, tradepost_url)
    go(page, "Keys")
    page.locator("button[data-copy=refresh-token]").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#refresh-token").inner_text()
    assert urlsplit(page.url).path.endswith("/keys")


def test_the_pages_work_without_script(watched: Watched, tradepost_url: str) -> None:
    browser = watched.page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(tradepost_url + CONSOLE)
    make_product(page, "Paper lantern", "12.00")
    order_it(page)
    page.get_by_role("button", name="Confirm shipment").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Shipped")
    context.close()
