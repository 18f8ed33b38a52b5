"""The consent page in a browser, from the start to the exchange of the code."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
from playwright.sync_api import expect

from tests.browser.conftest import Watched


def test_a_person_confirms_and_the_code_is_exchanged(watched: Watched, tradepost_url: str) -> None:
    made = httpx.get(f"{tradepost_url}/_tradepost/v1/credentials").json()
    callback = f"{tradepost_url}/_tradepost/health"  # any page that answers
    query = {"application_id": made["application_id"], "state": "s-1", "version": "beta", "redirect_uri": callback}
    page = watched.page
    page.goto(f"{tradepost_url}/apps/authorize/consent?{urlencode(query)}")
    expect(page.get_by_role("heading", name="Authorize Tradepost Store")).to_be_visible()
    page.keyboard.press("Tab")  # the selling partner
    expect(page.get_by_role("radio", name=made["seller_id"])).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Confirm")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{callback}?*")
    sent = {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}
    assert (sent["state"], sent["selling_partner_id"]) == ("s-1", made["seller_id"])
    form = {
        "grant_type": "authorization_code",
        "code": sent["spapi_oauth_code"],
        "redirect_uri": callback,
        "client_id": made["client_id"],
        "client_secret": made["client_secret"],
    }
    granted = httpx.post(f"{tradepost_url}/auth/o2/token", data=form).json()
    called = httpx.get(f"{tradepost_url}/sellers/v1/account", headers={"x-amz-access-token": granted["access_token"]})
    assert called.status_code == 200
    assert watched.elsewhere == []


def test_an_application_is_disabled_in_the_browser(watched: Watched, tradepost_url: str) -> None:
    page = watched.page
    page.goto(f"{tradepost_url}/apps/manage")
    page.get_by_role("button", name="Disable Tradepost Store").click()
    expect(page.get_by_text("None.")).to_be_visible()
    assert watched.complaints == []
