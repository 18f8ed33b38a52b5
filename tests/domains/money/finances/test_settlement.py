"""Settlement: groups open with the first event, close every fourteen days, transfer, and carry on."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.domains.money.finances.selling import Story, every_amount, line
from tests.shop import DE, GB, US, Shop

from tradepost.domains.money.finances.settlement import closing

cents = st.decimals("-100000", "100000", places=2)


def kept(amount: float, currency: str = "USD") -> dict[str, object]:
    return {"CurrencyCode": currency, "CurrencyAmount": amount}


def test_a_seller_who_sold_nothing_has_no_group(story: Story) -> None:
    assert story.groups() == []
    assert story.events() == {}


def test_the_first_event_opens_a_group_in_its_currency(story: Story) -> None:
    at = story.shop.now()
    story.ship(line(principal="20.00"))
    story.ship(line(principal="10.00"))
    [group] = story.groups_after_a_while()
    assert group == {
        "FinancialEventGroupId": group["FinancialEventGroupId"],
        "ProcessingStatus": "Open",
        "OriginalTotal": kept(25.5),
        "BeginningBalance": kept(0.0),
        "FinancialEventGroupStart": group["FinancialEventGroupStart"],
    }
    assert group["FinancialEventGroupStart"][:19] == at[:19]


def test_after_fourteen_days_the_money_is_transferred_and_the_next_group_begins(story: Story) -> None:
    story.ship(line(principal="20.00"))
    story.wait("P14D")
    story.wait()
    after, before = story.groups()
    assert (before["ProcessingStatus"], before["OriginalTotal"]) == ("Closed", kept(17.0))
    assert before["FundTransferStatus"] == "Processing"
    assert before["ConvertedTotal"] == kept(17.0)
    assert before["FundTransferDate"] == before["FinancialEventGroupEnd"] == after["FinancialEventGroupStart"]
    assert (len(before["TraceId"]), len(before["AccountTail"])) == (15, 3)
    assert (after["ProcessingStatus"], after["BeginningBalance"], after["OriginalTotal"]) == (
        "Open",
        kept(0.0),
        kept(0.0),
    )
    story.wait("P2D")
    assert story.groups()[1]["FundTransferStatus"] == "Succeeded"
    told = [each["type"] for each in story.shop.events()]
    assert [each for each in told if not each.startswith("jobs.")] == [  # the reports of the settlement are jobs
        "orders.shipped",
        "finances.group_opened",
        "finances.event_posted",
        "finances.event_posted",
        "finances.group_closed",
        "finances.group_opened",
        "finances.transfer_completed",
    ]


def test_what_was_earned_in_the_last_week_is_held_back_and_comes_with_the_next_transfer(story: Story) -> None:
    story.ship(line(principal="20.00"))
    story.wait("P8D")
    story.ship(line(principal="10.00"))
    story.wait("P6D")
    story.wait()
    after, before = story.groups()
    assert before["OriginalTotal"] == kept(17.0)
    assert after["BeginningBalance"] == after["OriginalTotal"] == kept(8.5)
    [reserve] = story.of_group(before["FinancialEventGroupId"])["AdjustmentEventList"]
    assert (reserve["AdjustmentType"], reserve["AdjustmentAmount"]) == ("ReserveEvent", kept(-8.5))
    story.wait("P14D")
    assert story.groups()[1]["OriginalTotal"] == kept(8.5)


def test_a_debt_is_carried_on_and_nothing_is_transferred(story: Story) -> None:
    story.ship(line(principal="20.00"))
    story.refund(line(principal="20.00"))
    story.wait("P14D")
    story.wait()
    after, before = story.groups()
    assert (before["ProcessingStatus"], before["OriginalTotal"]) == ("Closed", kept(-0.6))
    assert "FundTransferStatus" not in before
    assert after["BeginningBalance"] == kept(-0.6)


def test_each_currency_settles_by_itself(story: Story) -> None:
    for marketplace in (US, DE, GB):
        story.ship(line(principal="20.00"), marketplace=marketplace)
        story.wait("PT1M")
    story.wait()
    assert [each["OriginalTotal"]["CurrencyCode"] for each in story.groups()] == ["GBP", "EUR", "USD"]


def test_a_month_of_selling_is_charged_once_for_a_region(story: Story) -> None:
    story.ship(line(principal="200.00"), marketplace=DE)
    story.ship(line(principal="200.00"), marketplace=GB)
    story.wait("P70D")
    fees = story.events()["ServiceFeeEventList"]
    assert {(each["FeeReason"], each["FeeList"][0]["FeeType"]) for each in fees} == {("Subscription", "Subscription")}
    assert {str(each["FeeList"][0]["FeeAmount"]) for each in fees} == {str(kept(-39.0, "EUR"))}
    assert len(fees) == 2
    assert {name for each in fees for name in each} == {
        "FeeReason",
        "FeeDescription",
        "FeeList",
    }  # no date (as captured)


def test_a_closed_groups_total_is_the_sum_of_what_it_lists(story: Story) -> None:
    story.ship(line(principal="21.37", tax="1.11", shipping="4.99", shippingTax="0.29", quantity=3))
    story.wait("P3D")
    story.refund(line(principal="7.13", tax="0.37"))
    story.ship(line("LAMP", principal="3.33", promotion="0.34"), channel="AFN", order="902-2222222-2222222")
    story.wait("P9D")
    story.ship(line("LAMP", principal="12.49", giftWrap="2.00", giftWrapTax="0.13"), order="902-3333333-3333333")
    story.wait("P20D")
    groups = story.groups()
    assert len(groups) == 3
    for group in groups:
        listed = every_amount(story.of_group(group["FinancialEventGroupId"]))
        beginning = Decimal(str(group["BeginningBalance"]["CurrencyAmount"]))
        assert beginning + listed == Decimal(str(group["OriginalTotal"]["CurrencyAmount"]))


def test_other_sellers_money_is_not_seen(story: Story, shop: Shop, new_shop: object) -> None:
    story.ship(line(principal="20.00"))
    [group] = story.groups_after_a_while()
    other = new_shop(beside=shop)  # type: ignore[operator]
    path = f"/finances/v0/financialEventGroups/{group['FinancialEventGroupId']}/financialEvents"
    [error] = other.refused("GET", path, status=404)
    assert error["code"] == "NotFound"
    assert other.ok("GET", "/finances/v0/financialEventGroups")["payload"] == {"FinancialEventGroupList": []}


@given(cents, cents)
def test_what_a_group_has_is_transferred_or_carried_on(balance: Decimal, recent: Decimal) -> None:
    how = closing(balance, recent)
    assert how.transferred + how.carried == balance
    assert how.transferred >= 0
    assert Decimal(0) <= how.reserved <= max(balance, Decimal(0))
    assert how.carried == (how.reserved if balance > 0 else balance)
