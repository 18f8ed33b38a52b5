"""Who is let in to what is Tradepost's own: every application that is mounted, by every way a browser or script has."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Iterator
from typing import NamedTuple

import httpx
import pytest
from starlette.responses import PlainTextResponse

from tests.conftest import ServerThread
from tests.shop import PLAIN, Shop
from tradepost.admission.guard import Guard, Guarded
from tradepost.serving import Settings

TOKEN = "let-me-in"
#: Every application of Tradepost's own, by the prefix that it has: a page of it, and what changes something.
GUARDED = {
    b"/_tradepost": ("/_tradepost/v1/clock", "/_tradepost/v1/clock/freeze"),
    b"/_tradepost/metrics": ("/_tradepost/metrics", "/_tradepost/metrics"),
    b"/_tradepost/console": ("/_tradepost/console/main", "/_tradepost/console/main/NOBODY/clock"),
    b"/_tradepost/reference": ("/_tradepost/reference", "/_tradepost/reference"),
    b"/_tradepost/openapi.json": ("/_tradepost/openapi.json?world=nowhere", "/_tradepost/openapi.json?world=nowhere"),
    b"/apps/authorize/": ("/apps/authorize/consent", "/apps/authorize/consent"),
    b"/apps/manage": ("/apps/manage", "/apps/manage"),
    b"/selling-partner-appstore": ("/selling-partner-appstore", "/selling-partner-appstore/dp/none"),
}
CONSENT = {b"/apps/authorize/", b"/apps/manage", b"/selling-partner-appstore"}
#: What links in answers of the API lead to, without secrets and the same for all.
FOR_ANYBODY = {b"/_tradepost/definitions/", b"/_tradepost/images/"}
#: What opens to a signed link alone.
BY_LINK = {b"/_tradepost/documents/"}

BEARER = f"Bearer {TOKEN}"
CALLER = httpx.Client(timeout=60, verify=PLAIN)


def password(word: str) -> str:
    return "Basic " + b64encode(f"me:{word}".encode()).decode()


class Sent(NamedTuple):
    """What a request says of itself; ``own`` in it is the address of the server."""

    method: str
    authorization: str = ""
    origin: str = ""
    #: Sec-Fetch-Site, -Mode and -Dest, as a browser sends them; nothing of it for a script.
    fetch: str = ""

    def headers(self, own: str) -> dict[str, str]:
        found = {"authorization": self.authorization, "origin": self.origin.replace("own", own)}
        found |= dict(zip(("sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest"), self.fetch.split(), strict=False))
        return {name: value for name, value in found.items() if value}


EVIL, LINK, FORM = "https://evil.example", "cross-site navigate document", "cross-site navigate document"
#: What is decided alike with the admin token and, without one, on this machine.
FROM_BROWSERS = (
    (True, "GET", "", ""),
    (True, "GET", "", "none navigate document"),  # typed, or a bookmark
    (True, "GET", "", "same-origin cors empty"),
    (True, "GET", "own", "same-origin cors empty"),
    (True, "GET", "", LINK),
    (False, "GET", "", "cross-site navigate iframe"),
    (False, "GET", "", "cross-site no-cors image"),
    (False, "GET", "", "cross-site no-cors script"),
    (False, "GET", "", "same-site cors empty"),
    (False, "GET", EVIL, ""),
    (False, "GET", EVIL, "cross-site cors empty"),
    (False, "HEAD", "", "cross-site no-cors empty"),
    (True, "POST", "own", ""),
    (True, "POST", "own", "same-origin navigate document"),
    (True, "POST", "", "same-origin cors empty"),
    (False, "POST", EVIL, ""),
    (False, "POST", EVIL, FORM),
    (False, "POST", "null", FORM),
    (False, "POST", "null", ""),
    (False, "POST", "", FORM),
    (False, "POST", "own", FORM),  # http and https of one name
    (False, "POST", "own0", "same-site cors empty"),  # another port of this machine
    (False, "POST", "own.evil.example", ""),
    (False, "PUT", EVIL, ""),
    (False, "DELETE", EVIL, "cross-site cors empty"),
    (False, "OPTIONS", EVIL, "cross-site cors empty"),
    (False, "PATCH", "null", ""),
)
WITH_A_TOKEN = (
    (True, Sent("GET", BEARER)),
    (True, Sent("POST", BEARER)),
    (True, Sent("DELETE", BEARER)),
    (True, Sent("GET", f"bearer {TOKEN}")),
    (True, Sent("GET", password(TOKEN))),
    (False, Sent("POST", password(TOKEN))),  # perhaps an old browser, which tells no origin, at a form of another site
    (False, Sent("GET")),
    (False, Sent("POST")),
    (False, Sent("GET", "Bearer")),
    (False, Sent("GET", "Bearer wrong")),
    (False, Sent("GET", TOKEN)),
    (False, Sent("GET", "Basic ?")),
    (False, Sent("GET", password(""))),
    (False, Sent("GET", password("wrong"))),
    (False, Sent("GET", password(TOKEN).replace("Basic", "Digest"))),
    (False, Sent("POST", "", "own", "same-origin cors empty")),
)


def is_let_in(address: str, path: str, sent: Sent, **more: str) -> bool:
    """Whether an application was asked at all; what it makes of the request is its own affair."""
    own = address if sent.origin.startswith(("own0", "own.")) else more.get("host", address)
    headers = sent.headers(own if "://" in own else f"http://{own}") | more
    status = CALLER.request(sent.method, address + path, headers=headers).status_code
    assert status < 500
    return status not in (401, 403)


def where_let_in(address: str, sent: Sent) -> set[bytes]:
    """Which applications let a request in."""
    return {mount for mount in GUARDED if is_let_in(address, path_of(mount, sent.method), sent)}


@pytest.fixture(scope="module")
def reached_by_others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerThread]:
    """A server that is bound to every address of this machine."""
    folder = tmp_path_factory.mktemp("guarded")
    server = ServerThread(Settings(host="0.0.0.0", port=0, data=folder, admin_token=TOKEN, scenario="none"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def address(reached_by_others: ServerThread) -> str:
    """Its address."""
    return f"http://127.0.0.1:{reached_by_others.running.port}"


def path_of(mount: bytes, method: str) -> str:
    reading, changing = GUARDED[mount]
    return reading if method in ("GET", "HEAD") else changing


def test_every_application_that_is_mounted_stands_in_this_table(reached_by_others: ServerThread) -> None:
    assert set(reached_by_others.running.application._own) == set(GUARDED) | FOR_ANYBODY | BY_LINK


@pytest.mark.parametrize(("let_in", "method", "origin", "fetch"), FROM_BROWSERS)
def test_with_the_admin_token_kept_by_a_browser(
    address: str, let_in: bool, method: str, origin: str, fetch: str
) -> None:
    sent = Sent(method, password(TOKEN), origin, fetch)
    assert where_let_in(address, sent) == (set(GUARDED) if let_in else set())


@pytest.mark.parametrize(("let_in", "sent"), WITH_A_TOKEN)
def test_with_the_admin_token_or_without(address: str, let_in: bool, sent: Sent) -> None:
    assert where_let_in(address, sent) == (set(GUARDED) if let_in else set())


@pytest.mark.parametrize("mount", GUARDED)
def test_a_bearer_of_another_sites_is_not_let_in(address: str, mount: bytes) -> None:
    assert not is_let_in(address, path_of(mount, "POST"), Sent("POST", BEARER, EVIL))
    assert not is_let_in(address, path_of(mount, "POST"), Sent("POST", BEARER, "", FORM))


@pytest.mark.parametrize(("let_in", "method", "origin", "fetch"), FROM_BROWSERS)
def test_on_this_machine(server_url: str, let_in: bool, method: str, origin: str, fetch: str) -> None:
    assert where_let_in(server_url, Sent(method, "", origin, fetch)) == (set(GUARDED) if let_in else set())


@pytest.mark.parametrize("mount", GUARDED)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_on_this_machine_only_its_own_names_are_answered(server_url: str, mount: bytes, method: str) -> None:
    path, port = path_of(mount, method), server_url.rpartition(":")[2]
    for name in (f"localhost:{port}", f"LOCALHOST:{port}", f"127.0.0.1:{port}", f"[::1]:{port}", "localhost"):
        assert is_let_in(server_url, path, Sent(method), host=name)
        assert is_let_in(server_url, path, Sent(method, "", "own", "same-origin cors empty"), host=name)
    for name in (f"evil.example:{port}", "localhost.evil.example", "127.0.0.1.evil.example", "0.0.0.0", "tradepost"):
        assert not is_let_in(server_url, path, Sent(method), host=name)
        rebound = Sent(method, "", "own", "same-origin cors empty")
        assert not is_let_in(server_url, path, rebound, host=name)
        assert not is_let_in(server_url, path, Sent(method), host=name, **{"x-forwarded-host": "localhost"})
    for name in ("sellercentral.amazon.com", "sellercentral-europe.amazon.com."):
        assert is_let_in(server_url, path, Sent(method), host=name) is (mount in CONSENT)


@pytest.mark.parametrize("mount", GUARDED)
def test_behind_a_proxy_the_name_that_the_browser_knows_is_ours(address: str, mount: bytes) -> None:
    sent = Sent("POST", password(TOKEN), "https://tradepost.example", "same-origin navigate document")
    path = path_of(mount, "POST")
    assert is_let_in(address, path, sent, **{"x-forwarded-host": "tradepost.example"})
    assert is_let_in(address, path, sent, **{"x-forwarded-host": "tradepost.example, inner.example"})
    assert is_let_in(address, path, sent, host="tradepost.example")
    assert not is_let_in(address, path, sent, **{"x-forwarded-host": "inner.example, tradepost.example"})
    assert not is_let_in(address, path, sent)


def test_one_own_origin_does_not_cover_another_one(server_url: str) -> None:
    headers = [("origin", server_url), ("origin", EVIL)]
    for given in (headers, headers[::-1]):
        assert CALLER.post(f"{server_url}/_tradepost/v1/worlds", headers=given).status_code == 403


def test_another_sites_form_empties_no_world(shop: Shop, address: str) -> None:
    shop.stock("MUG", 5)
    sent = {"origin": EVIL, "content-type": "text/plain"}
    refused = shop.http.post(f"/_tradepost/v1/reset?world={shop.world}", content=b"{}", headers=sent)
    assert refused.status_code == 403
    [error] = refused.json()["errors"]
    assert error["details"] == "Origin: 'https://evil.example' is another site"
    assert shop.fulfillable("MUG") == 5
    with httpx.Client(base_url=address, auth=("me", TOKEN)) as browser:
        before = browser.get("/_tradepost/v1/worlds").json()
        made = browser.post("/_tradepost/v1/worlds", content=b'{"name": "theirs"}', headers=sent)
        assert made.status_code == 403
        assert browser.get("/_tradepost/v1/worlds").json() == before


def test_a_script_with_the_token_as_a_password_is_told_to_send_it_as_a_bearer(address: str) -> None:
    resumed = httpx.post(f"{address}/_tradepost/v1/clock/resume", headers={"authorization": BEARER})
    assert resumed.json()["frozen"] is False
    refused = httpx.post(f"{address}/_tradepost/v1/clock/freeze", auth=("", TOKEN))
    assert (refused.status_code, "Bearer" in refused.json()["errors"][0]["details"]) == (403, True)
    assert httpx.get(f"{address}/_tradepost/v1/clock", auth=("", TOKEN)).json()["frozen"] is False


def test_an_empty_admin_token_is_nobodys() -> None:
    async def statuses() -> list[int]:
        guarded = Guarded(PlainTextResponse("inside"), Guard(""))
        transport = httpx.ASGITransport(guarded)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            given: tuple[dict[str, str], ...] = (
                {},
                {"authorization": "Bearer"},
                {"authorization": password("")},
                {"host": "evil.example"},
            )
            return [(await client.get("/", headers=each)).status_code for each in given]

    assert asyncio.run(statuses()) == [401, 401, 401, 401]


@pytest.mark.parametrize("mount", GUARDED)
def test_no_answer_can_be_framed_guessed_at_or_kept(server_url: str, mount: bytes) -> None:
    path = path_of(mount, "GET")
    for host in ("localhost", "evil.example"):
        found = CALLER.get(server_url + path, headers={"host": host}).headers
        assert "frame-ancestors 'none'" in found["content-security-policy"]
        assert "default-src 'none'" in found["content-security-policy"]
        assert found["x-content-type-options"] == "nosniff"
        assert found["referrer-policy"] == "same-origin"
        assert found["cache-control"] == "no-store"
        assert found.get("content-type", "").startswith(("text/", "application/json")) or found["location"]


@pytest.mark.parametrize("path", ["/_tradepost/reference", "/_tradepost/openapi.json"])
def test_the_name_of_a_world_is_no_markup(server_url: str, path: str) -> None:
    refused = httpx.get(server_url + path, params={"world": "<script>alert(1)</script>"})
    assert refused.status_code == 404
    assert refused.headers["content-type"] == "text/plain; charset=utf-8"


def test_events_are_heard_with_the_token(address: str) -> None:
    wish = {"authorization": BEARER, "accept": "text/event-stream"}
    with httpx.stream("GET", f"{address}/_tradepost/v1/events", headers=wish) as answer:
        assert (answer.status_code, next(answer.iter_lines())) == (200, ": still here")
