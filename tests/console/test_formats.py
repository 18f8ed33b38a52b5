"""How the pages write what they show."""

from __future__ import annotations

import pytest

from tradepost.console.formats import told, town


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        (("Reno", "NV", "89501", "US"), "Reno, NV 89501 US"),
        (("London", "", "N1 9GU", "GB"), "London, N1 9GU GB"),
        (("Berlin", "", "10115", "DE"), "10115 Berlin DE"),
        (("札幌市", "北海道", "060-0001", "JP"), "060-0001 札幌市, 北海道 JP"),
    ],
)
def test_a_town_is_written_as_in_its_country(parts: tuple[str, str, str, str], line: str) -> None:
    assert town(*parts) == line


def test_times_in_an_event_are_written_as_everywhere_else() -> None:
    shown = told({"shippedAt": "2026-11-24T03:40:42.277000Z", "carrier": "<UPS>", "orderId": "902-1"})
    assert 'title="Tuesday, 24 November 2026, 03:40:42 UTC">2026-11-24 03:40</time>' in shown
    assert "&lt;UPS&gt;" in shown
    assert "902-1" not in shown
