"""What a program calls can be written down, sent again elsewhere, and compared."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.shop import ORDERS, US, Shop
from tradepost.cli import cli
from tradepost.recording.differing import differences
from tradepost.recording.recorder import Recorder, read

REPORTS = "/reports/2021-06-30"


def recorded(shop: Shop, file: Path) -> list[str]:
    """A program ships an order by itself while it is recorded; what is in the file, by operation."""

    def program() -> None:
        shop.log_in()
        shop.put_listing("CUP", shop.attributes())
        shop.stock("MUG", 3)
        shop.order("ORDER-1", {"MUG": 1})
        shop.ok("GET", f"{ORDERS}/ORDER-1")
        shop.refused("GET", f"{ORDERS}/ORDER-2", status=404)

    async def scene() -> None:
        async with Recorder(file, shop.url, shop.world, None):
            await asyncio.to_thread(program)

    asyncio.run(scene())
    return [each.operation.rpartition(".")[2] for each in read(file)]


def replay(file: Path, shop: Shop, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["replay", str(file), "--url", shop.url, "--world", shop.world, *arguments])


def test_everything_that_was_called_is_in_the_file_and_nothing_secret(shop: Shop, tmp_path: Path) -> None:
    shop.stock("EARLIER", 1)
    operations = recorded(shop, tmp_path / "calls")
    assert operations[-3:] == ["createFulfillmentOrder", "getFulfillmentOrder", "getFulfillmentOrder"]
    assert "putListingsItem" in operations
    text = (tmp_path / "calls").read_text()
    for secret in (shop.token, shop.credentials["refresh_token"], "1 Main Street", "Jo Doe", "EARLIER"):
        assert secret not in text


def test_calls_have_the_same_effect_in_another_world(shop: Shop, new_shop: Callable[..., Shop], tmp_path: Path) -> None:
    recorded(shop, tmp_path / "calls")
    other: Shop = new_shop(seed="another")
    told = replay(tmp_path / "calls", other)
    assert (told.exit_code, told.output.splitlines()[-1]) == (0, "6 calls, 0 with another answer"), told.output
    assert other.status("ORDER-1") == shop.status("ORDER-1")
    assert other.listing("CUP")["sku"] == "CUP"


def test_an_id_that_came_back_is_named_anew(shop: Shop, new_shop: Callable[..., Shop], tmp_path: Path) -> None:
    async def scene() -> None:
        async with Recorder(tmp_path / "calls", shop.url, shop.world, None):
            await asyncio.to_thread(program)

    def program() -> None:
        body = {"reportType": "GET_MERCHANT_LISTINGS_ALL_DATA", "marketplaceIds": [US]}
        report = shop.call("POST", f"{REPORTS}/reports", body).json()["reportId"]
        shop.ok("GET", f"{REPORTS}/reports/{report}")

    asyncio.run(scene())
    other: Shop = new_shop(seed="another")
    told = replay(tmp_path / "calls", other)
    assert (told.exit_code, told.output.splitlines()[-1]) == (0, "2 calls, 0 with another answer"), told.output


def test_what_differs_is_told_and_the_exit_code_says_so(shop: Shop, tmp_path: Path) -> None:
    recorded(shop, tmp_path / "calls")
    changed = [json.loads(line) for line in (tmp_path / "calls").read_text().splitlines()]
    last = changed[-1]
    last["status"], last["answer"] = 200, '{"payload":{"order":{"id":1}}}'
    (tmp_path / "calls").write_text(json.dumps(last))
    told = replay(tmp_path / "calls", shop)
    assert told.exit_code == 1
    assert told.output.splitlines()[1:] == [
        "     status 404, was 200",
        "     errors is new",
        "     payload is missing",
        "1 calls, 1 with another answer",
    ]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('{"a": 1, "b": [{"c": "x"}]}', '{"a": 2.5, "b": [{"c": "y"}, {"c": "z"}]}', []),
        ('{"a": 1}', '{"a": "1"}', ["a is text, was number"]),
        ('{"a": null}', '{"a": {"b": 1}}', ["a is object, was null", "a.b is new"]),
        ('{"b": [1]}', '{"b": []}', ["b[] is missing"]),
        ("", "{}", ["the body is object, was null"]),
        ("(20000 bytes)", "{}", []),
    ],
)
def test_values_may_be_others_but_not_their_types(before: str, after: str, told: list[str]) -> None:
    assert differences((200, before), (200, after)) == told


def test_a_file_that_is_no_recording_is_refused(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "calls").write_text("nothing")
    told = replay(tmp_path / "calls", shop)
    assert told.exit_code == 2
    assert "is no recording" in told.output


def test_another_address_needs_keys_of_its_own(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded(shop, tmp_path / "calls")
    monkeypatch.delenv("LWA_CLIENT_ID", raising=False)
    assert "LWA_CLIENT_ID" in replay(tmp_path / "calls", shop, "--to", shop.url).output
    for name in ("client_id", "client_secret", "refresh_token"):
        monkeypatch.setenv(f"LWA_{name.upper()}", shop.credentials[name])
    told = replay(tmp_path / "calls", shop, "--to", shop.url)
    assert "200  fulfillment_outbound_2020_07_01.getFulfillmentOrder" in told.output
