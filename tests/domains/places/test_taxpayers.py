"""Numbers of taxpayers in Brazil: real ones are right, and one wrong digit is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradepost.domains.places import taxpayers
from tradepost.simulation.seed import Seed


@pytest.mark.parametrize("number", ["529.982.247-25", "111.444.777-35"])
def test_published_examples_of_a_cpf_are_right(number: str) -> None:
    assert taxpayers.is_cpf(taxpayers.plain(number))
    assert taxpayers.kind_of(taxpayers.plain(number)) == "CPF"


@pytest.mark.parametrize("number", ["11.222.333/0001-81", "15.436.940/0001-03", "12.abc.345/01DE-35"])
def test_published_examples_of_a_cnpj_are_right_also_with_letters(number: str) -> None:
    assert taxpayers.is_cnpj(taxpayers.plain(number))
    assert taxpayers.kind_of(taxpayers.plain(number)) == "CNPJ"


@pytest.mark.parametrize(
    "number", ["", "1", "00000000000", "5299822472", "529982247255", "5299822472５", "52998224726"]
)
def test_what_is_no_cpf(number: str) -> None:
    assert not taxpayers.is_cpf(number)


@pytest.mark.parametrize("number", ["00000000000000", "11222333000180", "1122233300018", "11222333000181\n"])
def test_what_is_no_cnpj(number: str) -> None:
    assert not taxpayers.is_cnpj(number)


def test_registrations_at_a_state_have_the_states_own_check_digits() -> None:
    assert taxpayers.state_registration("SP", "1100424911") == "110042490114"
    assert taxpayers.state_registration("PR", "12345678") == "1234567850"
    assert taxpayers.state_registration("PE", "0321418") == "032141840"


@given(st.text(), st.integers())
def test_whatever_a_seed_draws_is_right_and_a_changed_digit_is_not(seed: str, key: int) -> None:
    drawn = taxpayers.cpf(Seed(seed), key)
    assert taxpayers.is_cpf(drawn)
    assert taxpayers.is_cnpj(taxpayers.cnpj(Seed(seed), key))
    changed = drawn[:4] + str((int(drawn[4]) + 1) % 10) + drawn[5:]
    assert not taxpayers.is_cpf(changed)
