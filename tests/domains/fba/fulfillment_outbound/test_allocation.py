from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradepost.domains.fba.fulfillment_outbound.shipping.allocation import (
    POLICIES,
    AllocatedLine,
    Policy,
    WantedLine,
    allocate,
    lose,
)

WANTED = (WantedLine("1", "A", 3), WantedLine("2", "B", 2))


@pytest.mark.parametrize(
    ("policy", "stock", "expected", "status"),
    [
        ("FillOrKill", {"A": 3, "B": 2}, [(3, 0, 0), (2, 0, 0)], "Received"),
        ("FillOrKill", {"A": 3, "B": 1}, [(0, 0, 3), (0, 0, 2)], "Invalid"),
        ("FillAll", {"A": 3, "B": 1}, [(3, 0, 0), (1, 1, 0)], "Received"),
        ("FillAll", {}, [(0, 3, 0), (0, 2, 0)], "Received"),
        ("FillAllAvailable", {"A": 3, "B": 1}, [(3, 0, 0), (1, 0, 1)], "Received"),
        ("FillAllAvailable", {}, [(0, 0, 3), (0, 0, 2)], "Invalid"),
    ],
)
def test_policies_differ_in_what_they_do_without_stock(
    policy: Policy, stock: dict[str, int], expected: list[tuple[int, int, int]], status: str
) -> None:
    given_ = allocate(policy, WANTED, stock)
    assert [(line.reserved, line.waiting, line.unfulfillable) for line in given_.lines] == expected
    assert given_.status == status


def test_two_items_of_one_sku_share_its_stock_in_their_order() -> None:
    found = allocate("FillAllAvailable", [WantedLine("1", "A", 2), WantedLine("2", "A", 2)], {"A": 3})
    assert [line.reserved for line in found.lines] == [2, 1]


@pytest.mark.parametrize(
    ("policy", "picking", "expected"),
    [
        ("FillOrKill", False, [(0, 0, 3), (0, 0, 2)]),
        ("FillOrKill", True, [(2, 0, 1), (2, 0, 0)]),
        ("FillAll", False, [(2, 1, 0), (2, 0, 0)]),
        ("FillAllAvailable", False, [(2, 0, 1), (2, 0, 0)]),
    ],
)
def test_units_that_are_not_found_are_lost_as_the_policy_says(
    policy: Policy, picking: bool, expected: list[tuple[int, int, int]]
) -> None:
    lines = (AllocatedLine("1", "A", reserved=3), AllocatedLine("2", "B", reserved=2))
    left = lose(policy, lines, "1", 1, picking=picking)
    assert [(line.reserved, line.waiting, line.unfulfillable) for line in left.lines] == expected


lines_of_orders = st.lists(st.tuples(st.sampled_from("ABC"), st.integers(1, 9)), min_size=1, max_size=6).map(
    lambda rows: [WantedLine(str(number), sku, count) for number, (sku, count) in enumerate(rows)]
)


@given(
    st.sampled_from(POLICIES),
    lines_of_orders,
    st.dictionaries(st.sampled_from("ABC"), st.integers(0, 15)),
    st.booleans(),
)
def test_no_unit_appears_or_vanishes(
    policy: Policy, wanted: list[WantedLine], stock: dict[str, int], picking: bool
) -> None:
    found = allocate(policy, wanted, stock)
    after = lose(policy, found.lines, "0", 2, picking=picking)
    for allocation in (found, after):
        for line, got in zip(wanted, allocation.lines, strict=True):
            assert got.reserved + got.waiting + got.unfulfillable == line.quantity
            assert min(got.reserved, got.waiting, got.unfulfillable) >= 0
        for sku in "ABC":
            assert sum(line.reserved for line in allocation.lines if line.seller_sku == sku) <= stock.get(sku, 0)
    if policy != "FillAll":
        assert found.waiting == 0
    if policy == "FillOrKill":
        assert found.reserved in (0, sum(line.quantity for line in wanted))
