"""The reference page and its document over the wire: who may see them, what they hold, how they may be kept."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from tests.conftest import ServerThread
from tests.shop import BARE, ORDERS, Shop
from tradepost.serving import Settings

PAGE, DOCUMENT = "/_tradepost/reference", "/_tradepost/openapi.json"


def settings(answer: httpx.Response) -> Any:
    """What the page is told to draw."""
    found = re.search(r'id="settings">(.*?)</script>', answer.text)
    assert found is not None
    return json.loads(found.group(1))


def tokens(url: str, world: str) -> dict[str, str]:
    schemes = settings(BARE.get(url + PAGE, params={"world": world}))["authentication"]["securitySchemes"]
    return {name: each["value"] for name, each in schemes.items()}


def test_the_page_holds_a_token_of_its_world(shop: Shop) -> None:
    token = tokens(shop.url, shop.world)["accessToken"]
    answer = BARE.get(f"{shop.url}/sellers/v1/account", headers={"x-amz-access-token": token})
    assert answer.status_code == 200
    assert answer.json() == shop.ok("GET", "/sellers/v1/account")


def test_every_load_gives_another_token(shop: Shop) -> None:
    first, second = tokens(shop.url, shop.world), tokens(shop.url, shop.world)
    assert first["accessToken"] != second["accessToken"]
    assert first["grantlessToken"] != second["grantlessToken"]


def test_a_grantless_operation_takes_the_grantless_token_and_not_the_sellers(shop: Shop) -> None:
    document = BARE.get(shop.url + DOCUMENT, params={"world": shop.world}).json()
    assert document["paths"]["/notifications/v1/destinations"]["get"]["security"] == [{"grantlessToken": []}]
    answers = {
        name: BARE.get(f"{shop.url}/notifications/v1/destinations", headers={"x-amz-access-token": token})
        for name, token in tokens(shop.url, shop.world).items()
    }
    assert answers["accessToken"].status_code == 403
    assert answers["grantlessToken"].status_code != 403


def test_examples_are_what_this_world_has(new_shop: Callable[..., Shop]) -> None:
    shop = new_shop()
    shop.controlled("POST", "scenarios", {"name": "starter"})
    shown = BARE.get(shop.url + DOCUMENT, params={"world": shop.world}).json()["paths"]
    read = shown[f"{ORDERS}/{{sellerFulfillmentOrderId}}"]["get"]
    assert read["parameters"][0]["example"] == "STARTER-1"
    content = read["responses"]["200"]["content"]["application/json"]
    assert content["example"] == shop.ok("GET", f"{ORDERS}/STARTER-1")
    account = shown["/sellers/v1/account"]["get"]["responses"]["200"]["content"]["application/json"]
    assert account["example"] == shop.ok("GET", "/sellers/v1/account")


def test_looking_spends_no_quota_and_leaves_no_line(shop: Shop) -> None:
    before = shop.controlled("GET", "requests")
    BARE.get(shop.url + DOCUMENT, params={"world": shop.world})
    assert shop.controlled("GET", "requests") == before


def test_the_order_to_make_is_one_that_can_be_made_again_and_again(shop: Shop) -> None:
    shop.controlled("POST", "scenarios", {"name": "starter"})
    made = []
    for _ in range(2):
        shown = BARE.get(shop.url + DOCUMENT, params={"world": shop.world}).json()["paths"][ORDERS]["post"]
        body = shown["requestBody"]["content"]["application/json"]["example"]
        shop.ok("POST", ORDERS, body)
        made.append(body["sellerFulfillmentOrderId"])
    assert made == ["EXAMPLE-1", "EXAMPLE-2"]


def test_a_world_that_is_not_there(server_url: str) -> None:
    for path in (PAGE, DOCUMENT):
        answer = BARE.get(server_url + path, params={"world": "nowhere"})
        assert answer.status_code == 404
        assert "nowhere" in answer.text


def test_samples_call_the_address_that_the_page_came_by(shop: Shop) -> None:
    port = shop.url.rpartition(":")[2]
    document = BARE.get(shop.url + DOCUMENT, headers={"host": f"localhost:{port}"}).json()
    assert document["servers"] == [{"url": f"http://localhost:{port}"}]
    through = {"x-forwarded-host": "shop.example", "x-forwarded-proto": "https"}
    assert BARE.get(shop.url + DOCUMENT, headers=through).json()["servers"] == [{"url": "https://shop.example"}]


def test_a_foreign_name_gets_no_page_and_no_values(server_url: str) -> None:
    for path in (PAGE, DOCUMENT + "?world=main"):
        answer = BARE.get(server_url + path, headers={"host": "evil.example"})
        assert answer.status_code == 403
        assert answer.text == "Host: 'evil.example' is not this machine"


def test_a_foreign_site_gets_no_page_and_no_values(server_url: str) -> None:
    for path in (PAGE, DOCUMENT + "?world=main"):
        answer = BARE.get(server_url + path, headers={"origin": "https://evil.example"})
        assert answer.status_code == 403
        assert answer.text == "Origin: 'https://evil.example' is another site"


def test_the_policy_lets_nothing_in_from_elsewhere(server_url: str) -> None:
    answer = BARE.get(server_url + PAGE)
    policy = dict(each.strip().split(" ", 1) for each in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert not [each for each in policy.values() if "http" in each or "*" in each]
    assert answer.headers["cache-control"] == "no-store"


def test_the_program_of_the_page_is_kept_under_its_version(server_url: str) -> None:
    source = re.search(r'src="([^"]*/scalar-([\d.]+)\.js)"', BARE.get(server_url + PAGE).text)
    assert source is not None
    with httpx.stream("GET", server_url + source.group(1)) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert source.group(2).encode() in gzip.decompress(raw)
    assert BARE.get(f"{server_url}{PAGE}/scalar-0.0.1.js").status_code == 404
    assert BARE.get(f"{server_url}{PAGE}/..%2fapp.py").status_code == 404


def test_the_license_is_beside_the_program() -> None:
    assets = Path(__file__).parents[2] / "src" / "tradepost" / "reference" / "assets"
    assert "MIT License" in (assets / "LICENSE.scalar").read_text()
    version = next(assets.glob("scalar-*.js.gz")).name.removeprefix("scalar-").removesuffix(".js.gz")
    wanted = json.loads((Path(__file__).parents[2] / "tools" / "reference" / "package.json").read_text())
    assert wanted["dependencies"] == {"@scalar/api-reference": version}


def test_the_admin_token_is_asked_for_as_a_password(tmp_path: Path) -> None:
    server = ServerThread(Settings(host="0.0.0.0", port=0, data=tmp_path, admin_token="let-me-in", scenario="none"))
    url = server.start()
    try:
        for path in (PAGE, DOCUMENT + "?world=main"):
            refused = BARE.get(url + path)
            assert refused.status_code == 401
            assert refused.headers["www-authenticate"].startswith("Basic ")
            assert "accessToken" not in refused.text
            assert BARE.get(url + path, auth=("", "wrong")).status_code == 401
            assert BARE.get(url + path, auth=("", "let-me-in")).status_code == 200
        assert BARE.get(url + DOCUMENT).status_code == 200
    finally:
        server.stop()
