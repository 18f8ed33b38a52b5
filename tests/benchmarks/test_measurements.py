"""Each measurement of `make bench` runs, in a tiny form, so that none of them rots unnoticed."""

from __future__ import annotations

import importlib
import inspect
import math
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.__main__ import MEASUREMENTS

import benchmarks
from tests.postgres import another

#: The sizes of measurements, as small as they can be. A measurement with another one is to name it here.
TINY = {
    "seconds": 0.1,
    "days": 1,
    "rest": 0.0,
    "few": 10,
    "many": 20,
    "different": 200,
    "to_create": 2_000,
    "created": 200,
    "open_orders": 10,
    "orders_a_day": 20,
    "messages": 20,
    "calls": 10,
    "skus": 5,
}
_ORDERS = 20


def tiny(name: str) -> dict[str, float]:
    """The sizes of a measurement. Fails for one that would be as large as in earnest."""
    parameters = inspect.signature(MEASUREMENTS[name]).parameters.values()
    sizes = [each.name for each in parameters if each.kind is inspect.Parameter.KEYWORD_ONLY]
    return {each: TINY[each] for each in sizes}


@pytest.fixture
def database(postgresql_url: str) -> Iterator[str]:
    """A database that no installation has had yet."""
    with another(postgresql_url, "bench") as address:
        yield address


@pytest.mark.parametrize("name", MEASUREMENTS)
def test_it_runs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: str) -> None:
    monkeypatch.setenv("BENCH_DATABASE", database)
    figures = list(MEASUREMENTS[name](tmp_path, 1, _ORDERS, **tiny(name)))
    assert figures
    for label, _, values in figures:
        assert label.strip()
        assert values, label
        assert all(math.isfinite(each) and each > 0 for each in values), f"{label}: {values}"


def test_every_measurement_is_one_of_make_bench() -> None:
    found = set()
    for module in pkgutil.iter_modules(benchmarks.__path__, "benchmarks."):
        for each in vars(importlib.import_module(module.name)).values():
            returns = getattr(each, "__annotations__", {}).get("return")
            if inspect.isfunction(each) and returns == "Iterator[Figure]" and not each.__name__.startswith("_"):
                found.add(each)
    assert found == set(MEASUREMENTS.values())
