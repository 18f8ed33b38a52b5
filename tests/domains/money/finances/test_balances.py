"""What a seller's accounts hold, and what a period brought."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.conftest import ServerThread
from tests.domains.money.finances.selling import Story, line
from tests.domains.money.finances.test_transactions import invoiced
from tests.shop import CA, DE, US, Json

API = "/finances/2024-06-19"
OTHER = "902-2222222-2222222"


def balances(story: Story, **query: object) -> list[Json]:
    shown: list[Json] = story.shop.ok("GET", f"{API}/balances", **query)["balances"]
    return shown


def summaries(story: Story, **query: object) -> list[Json]:
    shown: list[Json] = story.shop.ok("GET", f"{API}/summary", **query)["summaries"]
    return shown


def usd(amount: float) -> Json:
    return {"currencyCode": "USD", "currencyAmount": amount}


def kinds(balance: Json) -> dict[str, float]:
    """Every balance within one, by its kind."""
    found = {balance["balanceType"]: balance["amount"]["currencyAmount"]}
    for each in balance.get("balances", ()):
        found |= kinds(each)
    return found


def today(story: Story) -> str:
    return story.shop.today()


def test_a_seller_without_sales_has_no_account(story: Story) -> None:
    assert balances(story) == []
    assert summaries(story, periodStart=today(story)) == []


def test_an_account_with_all_that_it_is_made_of(story: Story) -> None:
    story.ship(line(principal="20.00"))
    [shown] = balances(story)
    updated = datetime.fromisoformat(shown.pop("lastUpdatedTime"))
    assert updated == datetime.fromisoformat(story.shop.now())
    assert updated.utcoffset() != timedelta(0)
    partner = {"partnerId": story.shop.credentials["seller_id"], "accountType": "Standard Orders", "marketplaceId": US}
    assert shown == {
        "partnerMetadata": partner,
        "balanceType": "TOTAL",
        "amount": usd(17.0),
        "balances": [
            {"balanceType": "AVAILABLE", "amount": usd(0.0)},
            {
                "balanceType": "RESERVED",
                "amount": usd(17.0),
                "balances": [
                    {"balanceType": "DEFERRED", "amount": usd(0.0)},
                    {"balanceType": "ACCOUNT_LEVEL_RESERVE", "amount": usd(17.0)},
                ],
            },
        ],
    }


def test_what_is_held_back_becomes_available_and_is_transferred(story: Story) -> None:
    story.ship(line(principal="20.00"))
    story.wait("P8D")
    assert kinds(balances(story)[0])["AVAILABLE"] == 17.0
    story.ship(line(principal="40.00"), order=OTHER)
    [before] = balances(story)
    assert kinds(before) == {
        "TOTAL": 51.0,
        "AVAILABLE": 17.0,
        "RESERVED": 34.0,
        "DEFERRED": 0.0,
        "ACCOUNT_LEVEL_RESERVE": 34.0,
    }
    story.wait("P6DT1H")
    closed = story.groups()[1]
    assert closed["OriginalTotal"]["CurrencyAmount"] == 17.0
    assert kinds(balances(story)[0])["TOTAL"] == 34.0


def test_deferred_money_is_reserved_until_it_is_released(story: Story, finance_server: ServerThread) -> None:
    invoiced(story, finance_server)
    story.ship()
    assert kinds(balances(story)[0]) == {
        "TOTAL": 17.0,
        "AVAILABLE": 0.0,
        "RESERVED": 17.0,
        "DEFERRED": 17.0,
        "ACCOUNT_LEVEL_RESERVE": 0.0,
    }
    deferring = today(story)
    story.wait("P30DT1H")
    assert kinds(balances(story)[0])["DEFERRED"] == 0.0
    assert kinds(balances(story, asOfDate=deferring)[0])["DEFERRED"] == 17.0


def test_a_day_in_the_past_has_the_balance_with_which_it_ended(story: Story) -> None:
    empty = datetime.fromisoformat(story.shop.now()).date()
    story.wait("P2D")
    story.ship(line(principal="20.00"))
    first = datetime.fromisoformat(story.shop.now()).date()
    story.wait("P2D")
    story.ship(line(principal="40.00"), order=OTHER)
    story.wait("P20D")
    totals = [kinds(balances(story, asOfDate=f"{day}")[0])["TOTAL"] for day in (empty, first, first + timedelta(3))]
    assert totals == [0.0, 17.0, 51.0]
    [shown] = balances(story, asOfDate=f"{first}")
    assert "lastUpdatedTime" not in shown
    assert datetime.fromisoformat(shown["asOfDate"]).date() == first + timedelta(days=1)


def test_balances_are_narrowed_by_kind_marketplace_and_account(story: Story) -> None:
    story.ship(line(principal="20.00"))
    story.ship(line(principal="10.00"), order=OTHER, marketplace=CA)
    assert [each["amount"]["currencyCode"] for each in balances(story)] == ["CAD", "USD"]
    [canadian] = balances(story, marketplaceIds=CA, balanceType="AVAILABLE")
    assert (canadian["balanceType"], canadian["partnerMetadata"]["marketplaceId"]) == ("AVAILABLE", CA)
    assert "balances" not in canadian
    assert balances(story, marketplaceIds=DE) == []
    assert balances(story, accountType="Invoiced Orders") == []


def test_a_period_is_summed_up_by_kind(story: Story) -> None:
    begun = today(story)
    story.ship(line(principal="20.00"))
    story.wait("P1D")
    story.refund(line(principal="5.00"))
    story.wait("P30D")
    [shown] = summaries(story, periodStart=begun)
    parts = {each["breakdownType"]: each["breakdownAmount"]["currencyAmount"] for each in shown["breakdowns"]}
    assert list(parts) == ["Sales", "Expenses", "Refunds"]
    assert (parts["Sales"], parts["Expenses"]) == (20.0, -42.99)
    net = sum((Decimal(str(each)) for each in parts.values()), Decimal(0))
    assert shown["netProceeds"] == usd(float(net))
    assert "relatedIdentifiers" not in shown
    [first] = summaries(story, periodStart=begun, periodEnd=begun)
    assert first["netProceeds"] == usd(17.0)


def test_the_summary_of_a_settlement_is_what_its_events_come_to(story: Story) -> None:
    story.ship(line(principal="20.00"))
    story.wait("P12D")
    story.ship(line(principal="40.00"), order=OTHER)
    story.wait("P3D")
    group = story.groups()[1]
    id = group["FinancialEventGroupId"]
    [shown] = summaries(story, relatedIdentifierName="SETTLEMENT_ID", relatedIdentifierValue=id)
    assert shown["netProceeds"] == usd(51.0)
    assert shown["relatedIdentifiers"] == [{"relatedIdentifierName": "SETTLEMENT_ID", "relatedIdentifierValue": id}]
    assert [shown["periodStart"][:19], shown["periodEnd"][:19]] == [
        group["FinancialEventGroupStart"][:19],
        group["FinancialEventGroupEnd"][:19],
    ]
    assert group["OriginalTotal"]["CurrencyAmount"] == 17.0
    assert summaries(story, relatedIdentifierName="SETTLEMENT_ID", relatedIdentifierValue="nobody's") == []


@pytest.mark.parametrize(
    "days",
    [{"periodStart": "0001-01-01"}, {"periodStart": "0001-01-01", "periodEnd": "9999-12-31"}],
    ids=["open", "all"],
)
def test_a_period_of_every_year_has_all_that_was_earned(story: Story, days: Json) -> None:
    story.ship(line(principal="20.00"))
    story.shop.advance("P20D")
    [whole] = summaries(story, periodStart="2000-01-01")
    [found] = summaries(story, **days)
    periods = ("periodStart", "periodEnd")
    without = [{name: each for name, each in shown.items() if name not in periods} for shown in (whole, found)]
    assert without[0] == without[1]


def test_before_there_was_an_account_it_held_nothing(story: Story) -> None:
    story.ship(line(principal="20.00"))
    [shown] = balances(story, asOfDate="0001-01-01")
    assert set(kinds(shown).values()) == {0}


def test_what_does_not_fit_is_refused(story: Story) -> None:
    future = datetime.fromisoformat(story.shop.now()).date() + timedelta(days=3)
    mistakes: list[tuple[str, dict[str, Any], str]] = [
        ("balances", {"balanceType": "GOLD"}, "balanceType: 'GOLD' is not one of TOTAL"),
        ("balances", {"asOfDate": f"{future}"}, f"asOfDate: '{future}' is in the future"),
        ("balances", {"nextToken": "x"}, "nextToken"),
        ("summary", {}, "periodStart is needed"),
        ("summary", {"periodEnd": "2026-01-02"}, "periodStart is needed where periodEnd"),
        ("summary", {"periodStart": "2026-01-02", "periodEnd": "2026-01-01"}, "periodEnd: '2026-01-01' must be after"),
        ("summary", {"relatedIdentifierName": "SETTLEMENT_ID"}, "relatedIdentifierValue is needed"),
        (
            "summary",
            {"relatedIdentifierName": "ORDER_ID", "relatedIdentifierValue": "1"},
            "is not one of SETTLEMENT_ID",
        ),
    ]
    for path, query, cause in mistakes:
        [error] = story.shop.refused("GET", f"{API}/{path}", **query)
        assert error["code"] == "InvalidInput"
        assert cause in f"{error}", (error, cause)
