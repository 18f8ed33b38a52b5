"""Whatever was seen on Amazon's wire is the same here, or its difference is written down with its reason."""

from __future__ import annotations

import importlib
from collections.abc import Callable

import httpx
import pytest
from tools.evidence import Evidence, Seen, every

from tests.evidence.holding import differences
from tests.shop import Shop
from tradepost.gateway.routes import Routes

ALL = list(every())
EACH = [pytest.param(each, seen, id=f"{each.operation}-{at}") for each in ALL for at, seen in enumerate(each.seen, 1)]


def scene_of(evidence: Evidence, seen: Seen) -> Callable[[Shop], httpx.Response]:
    place, _, name = seen.scene.rpartition(".")
    module = importlib.import_module(f"tests.evidence.{evidence.operation.partition('.')[0]}.{place or 'scenes'}")
    found: Callable[[Shop], httpx.Response] = getattr(module, name)
    return found


@pytest.mark.parametrize(("evidence", "seen"), EACH)
def test_what_was_seen_is_met_here(evidence: Evidence, seen: Seen, shop: Shop) -> None:
    found = differences(seen, scene_of(evidence, seen)(shop))
    known = {each.at for each in seen.differs}
    assert {path: how for path, how in found.items() if path not in known} == {}
    assert known <= set(found), "these differences are gone; they need not be written down"


def test_evidence_is_of_operations_that_there_are() -> None:
    assert {each.operation for each in ALL} <= {each.key for each in Routes().all}


def test_a_source_is_told_once_for_each_scene() -> None:
    for each in ALL:
        told = [(seen.source, seen.scene) for seen in each.seen]
        assert len(told) == len(set(told)), each.operation
