"""Reports about times of which no calendar of ours has a day before."""

from __future__ import annotations

import pytest

from tests.shop import US, Json, Shop
from tradepost.domains.exchange.reports.kinds import KINDS

REPORTS = "/reports/2021-06-30/reports"


@pytest.mark.parametrize(
    "times",
    [
        {"dataEndTime": "0001-01-01T00:00:00Z"},
        {"dataStartTime": "0001-01-01T00:00:00Z", "dataEndTime": "0001-01-01T00:00:00Z"},
        {"dataStartTime": "0001-01-01T00:00:00Z"},
    ],
    ids=["end", "both", "start"],
)
def test_a_report_about_the_first_year_ends(shop: Shop, times: Json) -> None:
    made = []
    for type in KINDS:
        response = shop.call("POST", REPORTS, {"reportType": type, "marketplaceIds": [US], **times})
        made += [response.json()["reportId"]] if response.status_code == 202 else []
    assert len(made) > 10
    shop.advance("PT1H")
    shown = {shop.ok("GET", f"{REPORTS}/{each}")["processingStatus"] for each in made}
    assert shown <= {"DONE", "CANCELLED", "FATAL"}
