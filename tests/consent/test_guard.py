"""Who may open the pages of a server that other machines reach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest

from tests.conftest import ServerThread
from tradepost.serving import Settings

PAGES = ("/apps/manage", "/selling-partner-appstore", "/apps/authorize/consent", "/apps/authorize/confirm/x")
TOKEN = "let-me-in"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A server that is bound to every address of this machine."""
    server = ServerThread(Settings(host="0.0.0.0", port=0, data=tmp_path, admin_token=TOKEN, scenario="none"))
    yield server.start()
    server.stop()


def test_the_admin_token_is_the_password(address: str) -> None:
    for path in PAGES:
        for auth in (None, ("", "wrong"), ("", "")):
            refused = httpx.get(address + path, auth=auth)
            assert refused.status_code == 401
            assert refused.headers["www-authenticate"].startswith("Basic realm=")
    for host in ("tradepost.example", "sellercentral.amazon.com"):
        assert httpx.get(f"{address}/apps/manage", headers={"host": host}).status_code == 401
        assert httpx.get(f"{address}/apps/manage", headers={"host": host}, auth=("me", TOKEN)).status_code == 200


def test_a_form_behind_a_proxy_is_this_sites(address: str) -> None:
    with httpx.Client(base_url=address, auth=("", TOKEN)) as browser:
        page = browser.get("/apps/manage")
        found = re.search(r'name="form" value="([^"]+)"', page.text)
        assert found is not None
        fields = {"form": unescape(found[1])}
        foreign = {"origin": "https://evil.example"}
        proxied = {"origin": "https://tradepost.example", "x-forwarded-host": "tradepost.example"}
        assert browser.post("/apps/manage", data=fields, headers=foreign).status_code == 403
        assert browser.post("/apps/manage", data=fields, headers=proxied).status_code == 303
        assert "None." in browser.get("/apps/manage").text
