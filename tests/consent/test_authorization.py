"""The authorization workflows, as a browser without script goes through them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.shop import Json, Shop
from tradepost.accounts.marketplaces import MARKETPLACES, SELLER_CENTRAL_HOSTS

CONSENT = "/apps/authorize/consent"
CALLBACK = "http://localhost:9/callback?kept=yes"
LOGIN = "https://app.example/login"


@pytest.fixture
def browser(shop: Shop) -> Iterator[httpx.Client]:
    """A browser with its cookies, which follows no redirect by itself."""
    with httpx.Client(base_url=shop.url, timeout=30) as client:
        yield client


def register(shop: Shop, **changes: object) -> Json:
    return shop.controlled("PUT", f"applications/{shop.credentials['application_id']}", changes)


def ask(browser: httpx.Client, shop: Shop, **query: str) -> httpx.Response:
    return browser.get(CONSENT, params={"application_id": shop.credentials["application_id"], **query})


def form_of(page: httpx.Response) -> str:
    assert page.status_code == 200, page.text
    found = re.search(r'name="form" value="([^"]+)"', page.text)
    assert found is not None
    return unescape(found[1])


def confirm(browser: httpx.Client, shop: Shop, page: httpx.Response, **changes: str) -> httpx.Response:
    fields = {"form": form_of(page), "seller_id": shop.credentials["seller_id"], "decision": "confirm", **changes}
    return browser.post(page.url.path, data=fields)


def parameters(response: httpx.Response) -> dict[str, str]:
    assert response.status_code == 302, response.text
    return {name: values[0] for name, values in parse_qs(urlsplit(response.headers["location"]).query).items()}


def exchange(shop: Shop, code: str, **changes: str) -> httpx.Response:
    client = {name: shop.credentials[name] for name in ("client_id", "client_secret")}
    return shop.ask_token(grant_type="authorization_code", code=code, **client, **changes)


def test_a_seller_confirms_and_the_application_calls_in_its_name(shop: Shop, browser: httpx.Client) -> None:
    page = ask(browser, shop, state="a b&c", version="beta", redirect_uri=CALLBACK)
    sent = parameters(confirm(browser, shop, page))
    assert sent["kept"] == "yes"
    assert sent["state"] == "a b&c"
    assert sent["selling_partner_id"] == shop.credentials["seller_id"]
    granted = exchange(shop, sent["spapi_oauth_code"], redirect_uri=CALLBACK)
    assert granted.status_code == 200, granted.text
    shop.token = granted.json()["access_token"]
    assert shop.call("GET", "/sellers/v1/account").status_code == 200
    again = shop.ask_token(
        grant_type="refresh_token",
        refresh_token=granted.json()["refresh_token"],
        client_id=shop.credentials["client_id"],
        client_secret=shop.credentials["client_secret"],
    )
    assert again.status_code == 200


def test_a_code_serves_once(shop: Shop, browser: httpx.Client) -> None:
    code = parameters(confirm(browser, shop, ask(browser, shop, redirect_uri=CALLBACK)))["spapi_oauth_code"]
    assert exchange(shop, code).status_code == 200
    assert exchange(shop, code).json()["error"] == "invalid_grant"


def test_the_person_picks_the_selling_partner(shop: Shop, new_shop: Callable[..., Shop], browser: httpx.Client) -> None:
    other = new_shop(beside=shop, name="Second store")
    page = ask(browser, shop, redirect_uri=CALLBACK)
    assert "Second store" in page.text
    sent = parameters(confirm(browser, shop, page, seller_id=other.credentials["seller_id"]))
    assert sent["selling_partner_id"] == other.credentials["seller_id"]
    shop.token = exchange(shop, sent["spapi_oauth_code"]).json()["access_token"]
    name = shop.ok("GET", "/sellers/v1/account")["payload"]
    other_name = other.ok("GET", "/sellers/v1/account")["payload"]
    assert name == other_name


def test_without_a_redirect_uri_the_first_registered_one_gets_the_code(shop: Shop, browser: httpx.Client) -> None:
    register(shop, redirectUris=["https://app.example/one", "https://app.example/two"])
    response = confirm(browser, shop, ask(browser, shop, state="s"))
    assert response.headers["location"].startswith("https://app.example/one?state=s&")
    named = confirm(browser, shop, ask(browser, shop, redirect_uri="https://app.example/two"))
    assert named.headers["location"].startswith("https://app.example/two?selling_partner_id=")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"redirect_uri": "https://elsewhere.example/"}, "MD5101"),
        ({"redirect_uri": "https://app.example/one#part"}, "MD5110"),
        ({"application_id": "amzn1.sp.solution.none"}, "MD5100"),
        ({"application_id": ""}, "MD5100"),
    ],
)
def test_what_cannot_be_authorized_is_said_on_the_page(
    shop: Shop, browser: httpx.Client, query: dict[str, str], code: str
) -> None:
    register(shop, redirectUris=["https://app.example/one"])
    page = ask(browser, shop, **query)
    assert page.status_code == 400
    assert f"<strong>{code}</strong>" in page.text


def test_a_draft_wants_version_beta(shop: Shop, browser: httpx.Client) -> None:
    register(shop, draft=True)
    page = ask(browser, shop, redirect_uri=CALLBACK)
    assert (page.status_code, "MD1000" in page.text) == (400, True)
    assert ask(browser, shop, redirect_uri=CALLBACK, version="beta").status_code == 200


def test_no_address_to_send_the_code_to(shop: Shop, browser: httpx.Client) -> None:
    page = ask(browser, shop)
    assert (page.status_code, "MD9100" in page.text) == (400, True)


def test_who_declines_grants_nothing(shop: Shop, browser: httpx.Client) -> None:
    page = ask(browser, shop, redirect_uri=CALLBACK)
    declined = confirm(browser, shop, page, decision="decline")
    assert declined.status_code == 200
    assert "was granted nothing" in declined.text


def test_the_appstore_workflow_goes_through_the_application(shop: Shop, browser: httpx.Client) -> None:
    application_id = shop.credentials["application_id"]
    register(shop, redirectUris=["https://app.example/code"], loginUri=f"{LOGIN}?lang=en", draft=True)
    store = browser.get("/selling-partner-appstore", params={"world": shop.world})
    assert f"/selling-partner-appstore/dp/{application_id}" in store.text
    to_login = parameters(confirm(browser, shop, browser.get(f"/selling-partner-appstore/dp/{application_id}")))
    assert to_login["lang"] == "en"
    assert to_login["version"] == "beta"
    assert to_login["selling_partner_id"] == shop.credentials["seller_id"]
    assert to_login["amazon_callback_uri"] == f"{shop.url}/apps/authorize/confirm/{application_id}"
    back = {"redirect_uri": "https://app.example/code", "amazon_state": to_login["amazon_state"], "state": "mine"}
    refused = browser.get(to_login["amazon_callback_uri"], params=back)
    assert (refused.status_code, "MD1000" in refused.text) == (400, True)
    sent = parameters(browser.get(to_login["amazon_callback_uri"], params={**back, "version": "beta"}))
    assert (sent["state"], sent["selling_partner_id"]) == ("mine", shop.credentials["seller_id"])
    assert exchange(shop, sent["spapi_oauth_code"]).status_code == 200


def test_a_made_up_amazon_state_is_refused(shop: Shop, browser: httpx.Client) -> None:
    register(shop, redirectUris=["https://app.example/code"], loginUri=LOGIN)
    path = f"/apps/authorize/confirm/{shop.credentials['application_id']}"
    for state in ("", "made-up", "AAAA" * 20):
        assert browser.get(path, params={"amazon_state": state}).status_code == 400


def test_a_form_of_another_browser_is_refused(shop: Shop, browser: httpx.Client) -> None:
    form = form_of(ask(browser, shop, redirect_uri=CALLBACK))
    fields = {"form": form, "seller_id": shop.credentials["seller_id"], "decision": "confirm"}
    assert httpx.post(shop.url + CONSENT, data=fields).status_code == 400
    assert httpx.post(shop.url + CONSENT, data=fields, cookies={"tradepost_browser": "guess"}).status_code == 400
    assert browser.post(CONSENT, data={**fields, "form": form[:-4] + "AAAA"}).status_code == 400
    assert browser.post(CONSENT, data=fields).status_code == 302


def test_another_site_cannot_send_the_form(shop: Shop, browser: httpx.Client) -> None:
    page = ask(browser, shop, redirect_uri=CALLBACK)
    fields = {"form": form_of(page), "seller_id": shop.credentials["seller_id"], "decision": "confirm"}
    for origin in ("https://evil.example", "null", "http://localhost:1"):
        assert browser.post(CONSENT, data=fields, headers={"origin": origin}).status_code == 403
    own = {"origin": shop.url}
    assert browser.post(CONSENT, data=fields, headers=own).status_code == 302


def test_the_pages_cannot_be_framed_and_load_nothing(shop: Shop, browser: httpx.Client) -> None:
    page = ask(browser, shop, redirect_uri=CALLBACK)
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script" not in page.text.lower().replace("description", "")
    assert page.headers["cache-control"] == "no-store"
    assert "HttpOnly" in page.headers["set-cookie"]


def test_the_pages_are_this_machines_and_seller_centrals(shop: Shop, browser: httpx.Client) -> None:
    query = {"application_id": shop.credentials["application_id"], "redirect_uri": CALLBACK}
    for host in (*SELLER_CENTRAL_HOSTS, "sellercentral.amazon.com:443", "127.0.0.1:8008", "[::1]:8008", "localhost"):
        assert browser.get(CONSENT, params=query, headers={"host": host}).status_code == 200, host
    for host in ("evil.example", "sellercentral.amazon.com.evil.example", "sellercentral.amazon.evil", "amazon.com"):
        assert browser.get(CONSENT, params=query, headers={"host": host}).status_code == 403, host


def test_every_marketplace_has_its_seller_central() -> None:
    assert len(SELLER_CENTRAL_HOSTS) == len(MARKETPLACES) + 1
    assert {"sellercentral.amazon.co.uk", "sellercentral.amazon.com.mx"} < SELLER_CENTRAL_HOSTS


def test_names_are_escaped(shop: Shop, browser: httpx.Client) -> None:
    register(shop, name="<script>alert(1)</script>")
    page = ask(browser, shop, redirect_uri=CALLBACK)
    assert "<script>" not in page.text
    assert "&lt;script&gt;" in page.text


def test_a_seller_disables_an_application(shop: Shop, browser: httpx.Client) -> None:
    assert shop.call("GET", "/sellers/v1/account").status_code == 200
    page = browser.get("/apps/manage", params={"world": shop.world})
    response = browser.post("/apps/manage", data={"form": form_of(page)})
    assert response.status_code == 303
    assert "None." in browser.get(response.headers["location"]).text
    [error] = shop.refused("GET", "/sellers/v1/account", status=403)
    assert error["details"] == "The access token you provided is revoked, malformed or invalid."


def test_applications_are_listed_and_registered(shop: Shop) -> None:
    changed = register(shop, redirectUris=["https://a.example/"], loginUri=LOGIN, name="Mine", roles=["Pricing"])
    assert changed["redirectUris"] == ["https://a.example/"]
    assert (changed["name"], changed["roles"], changed["loginUri"]) == ("Mine", ["PR"], LOGIN)
    assert shop.controlled("GET", f"applications/{changed['applicationId']}") == changed
    [listed] = shop.controlled("GET", "applications")["applications"]
    assert listed == changed
    assert listed["authorizedBy"] == [shop.credentials["seller_id"]]


@pytest.mark.parametrize("uri", ["ftp://a.example/", "https://a.example/#x", "nonsense", "https://", "https://a b/"])
def test_addresses_that_cannot_serve_are_refused(shop: Shop, uri: str) -> None:
    path = f"applications/{shop.credentials['application_id']}"
    assert shop.control("PUT", path, {"redirectUris": [uri]}).status_code == 400
    assert shop.control("PUT", path, {"loginUri": uri}).status_code == 400
    assert shop.controlled("GET", "applications")["applications"][0]["redirectUris"] == []


@pytest.mark.parametrize(
    "change", [{"name": " "}, {"name": "a\0b"}, {"name": "x" * 101}, {"roles": ["Chef"]}, {"x": 1}]
)
def test_what_cannot_be_registered_changes_nothing(shop: Shop, change: Json) -> None:
    [before] = shop.controlled("GET", "applications")["applications"]
    response = shop.control("PUT", f"applications/{before['applicationId']}", {"draft": True, **change})
    assert response.status_code == 400
    assert shop.controlled("GET", "applications")["applications"] == [before]


@pytest.mark.parametrize("name", ["amzn1.sp.solution.none", "a%00b", "%ff"])
def test_an_application_that_does_not_exist(shop: Shop, name: str) -> None:
    for method in ("GET", "PUT"):
        assert shop.control(method, f"applications/{name}").status_code == 404
    assert shop.control("POST", "credentials/rotate", {"applicationId": name}).status_code == 404


def test_both_secrets_work_until_the_old_one_ends(shop: Shop) -> None:
    old = shop.credentials["client_secret"]
    rotated = shop.controlled("POST", "credentials/rotate")
    assert rotated["client_secret"] != old
    for secret in (old, rotated["client_secret"]):
        shop.credentials["client_secret"] = secret
        assert shop.log_in()
    assert shop.controlled("GET", "credentials")["client_secret"] == rotated["client_secret"]


def test_an_old_secret_ends_with_the_overlap(shop: Shop) -> None:
    old = shop.credentials["client_secret"]
    new = shop.controlled("POST", "credentials/rotate", {"overlapSeconds": 0})["client_secret"]
    form = {"grant_type": "refresh_token", "refresh_token": shop.credentials["refresh_token"]}
    client = {"client_id": shop.credentials["client_id"]}
    assert shop.ask_token(**form, **client, client_secret=old).json()["error"] == "invalid_client"
    assert shop.ask_token(**form, **client, client_secret=new).status_code == 200
    assert shop.control("POST", "credentials/rotate", {"overlapSeconds": 604_801}).status_code == 400


@pytest.mark.parametrize("path", ["/apps/manage", "/selling-partner-appstore"])
@pytest.mark.parametrize("world", ["no-such-world", "../main", "a\0b"])
def test_a_world_that_does_not_exist_is_said_on_the_page(browser: httpx.Client, path: str, world: str) -> None:
    page = browser.get(path, params={"world": world})
    assert (page.status_code, "There is no such world" in page.text) == (404, True)


@pytest.mark.parametrize("name", ["amzn1.sp.solution.\0", "\ud7ff\uffff", "%ed%a0%80", "x" * 4000])
def test_odd_application_ids_are_unknown(browser: httpx.Client, name: str) -> None:
    page = browser.get(CONSENT, params={"application_id": name})
    assert (page.status_code, "MD5100" in page.text) == (400, True)


def test_what_a_redirect_uri_has_stays_as_it_is_written(shop: Shop, browser: httpx.Client) -> None:
    register(shop, redirectUris=["https://app.example/cb?flag&path=a/b%20c"])
    response = confirm(browser, shop, ask(browser, shop, state="s"))
    assert response.headers["location"].startswith(
        "https://app.example/cb?flag&path=a/b%20c&state=s&selling_partner_id="
    )


@pytest.mark.parametrize("uri", ["a\0b", "https://a.example/#x", "nonsense"])
def test_a_code_is_not_given_for_an_address_that_cannot_serve(shop: Shop, uri: str) -> None:
    response = shop.control("POST", "authorization-codes", {"redirectUri": uri})
    assert (response.status_code, "redirectUri: " in response.text) == (400, True)


@pytest.mark.parametrize("name", ["a\0b", " ", "x" * 101])
def test_a_selling_partner_has_a_name_that_can_be_shown(shop: Shop, name: str) -> None:
    response = shop.control("POST", "sellers", {"name": name})
    assert (response.status_code, "name: " in response.text) == (400, True)
    assert len(shop.controlled("GET", "applications")["applications"]) == 1
