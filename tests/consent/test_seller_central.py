"""Authorizing at Seller Central's own addresses, by a program under ``tradepost run``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

#: What a test of an application's own does: its browser goes to Seller Central, its server to Login with Amazon.
PROGRAM = """
import html, os, re, sys
from urllib.parse import parse_qs, urlsplit
import httpx

host, tradepost = sys.argv[1], os.environ["TRADEPOST_URL"]
browser = httpx.Client()
made = httpx.get(f"{tradepost}/_tradepost/v1/credentials").json()
name = made["application_id"]
wish = {"redirectUris": ["https://app.example/code"], "loginUri": "https://app.example/login"}
httpx.put(f"{tradepost}/_tradepost/v1/applications/{name}", json=wish).raise_for_status()

def confirmed(url, **query):
    page = browser.get(url, params=query)
    assert page.status_code == 200, page.text
    assert [each.secure for each in browser.cookies.jar] == [True]
    form = html.unescape(re.search('name="form" value="([^"]+)"', page.text)[1])
    fields = {"form": form, "seller_id": made["seller_id"], "decision": "confirm"}
    evil = browser.post(url, data=fields, headers={"Origin": "https://sellercentral.amazon.evil"})
    assert evil.status_code == 403, evil.text
    return browser.post(url, data=fields, headers={"Origin": f"https://{host}"})

def query_of(answer):
    assert answer.status_code == 302, answer.text
    return {key: values[0] for key, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}

def called_with(code):
    client = {key: made[key] for key in ("client_id", "client_secret")}
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": "https://app.example/code", **client}
    token = httpx.post("https://api.amazon.com/auth/o2/token", data=form).json()["access_token"]
    region = {"sellercentral.amazon.co.jp": "fe", "sellercentral.amazon.com": "na"}.get(host, "eu")
    url = f"https://sellingpartnerapi-{region}.amazon.com/sellers/v1/account"
    return httpx.get(url, headers={"x-amz-access-token": token}).status_code

sent = query_of(confirmed(f"https://{host}/apps/authorize/consent", application_id=name, state="mine", version="beta"))
assert (sent["state"], sent["selling_partner_id"]) == ("mine", made["seller_id"])
print("website", called_with(sent["spapi_oauth_code"]))

to_login = query_of(confirmed(f"https://{host}/selling-partner-appstore/dp/{name}"))
back = to_login["amazon_callback_uri"]
assert back == f"https://{host}/apps/authorize/confirm/{name}", back
query = {"redirect_uri": "https://app.example/code", "amazon_state": to_login["amazon_state"], "state": "mine"}
sent = query_of(browser.get(back + "/", params=query))
assert (sent["state"], sent["selling_partner_id"]) == ("mine", made["seller_id"])
print("appstore", called_with(sent["spapi_oauth_code"]))
"""


@pytest.mark.parametrize(
    "host", ["sellercentral.amazon.com", "sellercentral-europe.amazon.com", "sellercentral.amazon.co.jp"]
)
def test_both_workflows_at_seller_central(tmp_path: Path, host: str) -> None:
    run = [sys.executable, "-c", "from tradepost.cli import main; main()", "run", "--data", str(tmp_path), "--"]
    done = subprocess.run(
        [*run, sys.executable, "-c", PROGRAM, host],
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
        start_new_session=True,
    )
    assert done.stdout.splitlines() == ["website 200", "appstore 200"], done.stderr
