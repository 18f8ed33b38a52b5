"""The tokens of the forms: whose they are, for what, and for how long."""

from __future__ import annotations

import base64

import pytest

from tradepost.consent.forms import new_browser, seal, unseal

KEY, NOW = b"k" * 32, 1_800_000_000_000
MINUTES = 60_000
CONTENT = {"application": "amzn1.sp.solution.1", "state": None}
TOKEN = seal(KEY, "browser", "consent", CONTENT, NOW)


def test_a_token_gives_back_what_it_holds_for_ten_minutes() -> None:
    assert unseal(KEY, "browser", "consent", TOKEN, NOW) == CONTENT
    assert unseal(KEY, "browser", "consent", TOKEN, NOW + 10 * MINUTES - 1) == CONTENT
    assert unseal(KEY, "browser", "consent", TOKEN, NOW + 10 * MINUTES) is None


def test_a_token_belongs_to_a_browser_a_purpose_and_a_key() -> None:
    assert unseal(KEY, "other", "consent", TOKEN, NOW) is None
    assert unseal(KEY, "browser", "disable", TOKEN, NOW) is None
    assert unseal(b"l" * 32, "browser", "consent", TOKEN, NOW) is None


@pytest.mark.parametrize("place", [0, 23, 24, 40, -1])
def test_a_changed_token_is_none(place: int) -> None:
    raw = bytearray(base64.urlsafe_b64decode(TOKEN))
    raw[place] ^= 1
    assert unseal(KEY, "browser", "consent", base64.urlsafe_b64encode(bytes(raw)).decode(), NOW) is None


@pytest.mark.parametrize("text", ["", "x", "====", "é", "AAAA" * 100, TOKEN[:20]])
def test_what_is_no_token_is_none(text: str) -> None:
    assert unseal(KEY, "browser", "consent", text, NOW) is None


def test_no_two_browsers_have_one_name() -> None:
    assert len({new_browser() for _ in range(100)}) == 100
