"""What users ran into at Amazon is shown here by a test, or it is written down why it is otherwise."""

from __future__ import annotations

import pytest
from tools.threads import families, is_test


def test_every_thread_names_a_test_that_there_is() -> None:
    every = [each for some in families().values() for each in some]
    assert [each.source for each in every if each.here and not is_test(each.here)] == []


def test_a_thread_is_told_once_in_its_family() -> None:
    for family, threads in families().items():
        told = [(each.source, each.tells) for each in threads]
        assert len(told) == len(set(told)), family


@pytest.mark.parametrize(
    "name",
    [
        "tests/evidence/test_threads.py::test_nobody_wrote_it",
        "tests/evidence/test_threads.py",
        "tests/evidence/test_nothing.py::test_every_thread_names_a_test_that_there_is",
        "tests/evidence/test_threads.py::families",
    ],
)
def test_what_is_no_test_is_noticed(name: str) -> None:
    assert not is_test(name)
    assert is_test("tests/evidence/test_threads.py::test_what_is_no_test_is_noticed")
