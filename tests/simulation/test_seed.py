from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradepost.simulation.seed import Seed

keys = st.lists(st.text(max_size=20) | st.integers(), max_size=4)


def test_the_same_key_gives_the_same_number_in_another_process() -> None:
    program = "from tradepost.simulation.seed import Seed; print(Seed('tradepost').number('asin', 'A1', 'SKU-1'))"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(sys.path)}
    printed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    ).stdout
    assert int(printed) == Seed("tradepost").number("asin", "A1", "SKU-1") == 9_843_613_552_671_770_562


def test_text_and_number_of_the_same_spelling_are_one_key() -> None:
    assert Seed(7) == Seed("7")
    assert Seed(7).number("a", 1) == Seed("7").number("a", "1")


def test_where_one_part_of_a_key_ends_matters() -> None:
    seed = Seed("tradepost")
    assert len({seed.number("ab", "c"), seed.number("a", "bc"), seed.number("abc"), seed.number("abc", "")}) == 4


def test_letters_come_from_the_alphabet_and_differ_by_key() -> None:
    seed = Seed("tradepost")
    drawn = [seed.letters("ABC", 30, "x", n) for n in range(50)]
    assert len(set(drawn)) == 50
    assert set("".join(drawn)) == set("ABC")


def test_more_letters_than_one_draw_gives_are_refused() -> None:
    with pytest.raises(ValueError, match="more than one draw"):
        Seed(1).letters("0123456789", 500)


def test_picks_are_spread_over_the_sequence() -> None:
    seed = Seed("tradepost")
    counts = Counter(seed.pick("abcd", "pick", n) for n in range(4000))
    assert all(900 < count < 1100 for count in counts.values())


@given(st.text(max_size=20) | st.integers(), keys)
def test_shares_are_from_zero_to_below_one(value: str | int, key: list[str | int]) -> None:
    assert 0.0 <= Seed(value).share(*key) < 1.0


@given(keys)
def test_numbers_have_64_bits(key: list[str | int]) -> None:
    assert 0 <= Seed("tradepost").number(*key) < 1 << 64
