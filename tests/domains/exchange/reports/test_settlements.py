"""Settlement reports come by themselves, and agree with Finances to the cent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

from tests.domains.exchange.reports.reporting import REPORTS, Rows, downloaded, ended, table
from tests.domains.selling.orders.conftest import confirm, items
from tests.shop import Json, Shop

V1 = "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE"
V2 = "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2"
XML = "GET_V2_SETTLEMENT_REPORT_DATA_XML"
FINANCES = "/finances/v0"
V2_COLUMNS = (
    "settlement-id settlement-start-date settlement-end-date deposit-date total-amount currency transaction-type"
    " order-id merchant-order-id adjustment-id shipment-id marketplace-name amount-type amount-description amount"
    " fulfillment-id"
    " posted-date posted-date-time order-item-code merchant-order-item-id merchant-adjustment-item-id sku"
    " quantity-purchased promotion-id"
)
Buy = Callable[..., Json]


def sold_and_refunded(store: Shop, buy: Buy) -> str:
    """Two sales, of which one comes back, and two settlements; the id of the first order."""
    first = buy(MUG=2, promotion="3.33")["orderId"]
    second = buy(LAMP=1, serviceLevel="Expedited")["orderId"]
    [item] = items(store, first)
    assert confirm(store, first, {item["OrderItemId"]: 2}).status_code == 204
    store.advance("P3D")
    body = {"items": [{"orderItemId": item["OrderItemId"], "quantity": 1}], "reason": "CR-UNWANTED_ITEM"}
    answer = store.control("POST", f"buyers/orders/{first}/return", body)
    assert answer.status_code in (200, 201), answer.text
    store.advance("P15D")
    assert second
    store.advance("P15D")
    return str(first)


def made(store: Shop, type: str) -> list[Json]:
    """The settlement reports of a type, the oldest first."""
    found = store.ok("GET", f"{REPORTS}/reports", reportTypes=type)["reports"]
    return [ended(store, each["reportId"]) for each in reversed(found)]


def closed_groups(store: Shop) -> list[Json]:
    groups = store.ok("GET", f"{FINANCES}/financialEventGroups")["payload"]["FinancialEventGroupList"]
    return [each for each in reversed(groups) if each["ProcessingStatus"] == "Closed"]


def amounts_in(value: Any) -> Iterable[Decimal]:
    """Every amount of events, wherever it stands."""
    if isinstance(value, dict):
        if "CurrencyAmount" in value:
            yield Decimal(str(value["CurrencyAmount"]))
        else:
            for name, each in value.items():
                if name not in ("PerUnitAmount",):
                    yield from amounts_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from amounts_in(each)


def by_order(store: Shop, group_id: str) -> dict[str, Decimal]:
    """What Finances says of a group, by order; what belongs to none stands under nothing."""
    path = f"{FINANCES}/financialEventGroups/{group_id}/financialEvents"
    events = store.ok("GET", path, MaxResultsPerPage="100")["payload"]["FinancialEvents"]
    found: dict[str, Decimal] = {}
    for kind in events.values():
        for event in kind:
            order_id = event.get("AmazonOrderId", "")
            found[order_id] = found.get(order_id, Decimal(0)) + sum(amounts_in(event), Decimal(0))
    return found


def total(rows: Rows, *columns: str) -> Decimal:
    return sum((Decimal(row[name]) for row in rows for name in columns if row[name]), Decimal(0))


def test_the_reports_of_a_settlement_agree_with_finances_to_the_cent(store: Shop, buy: Buy) -> None:
    sold_and_refunded(store, buy)
    groups = closed_groups(store)
    assert len(groups) == 2
    for group, report in zip(groups, made(store, V2), strict=True):
        rows = table(downloaded(store, report["reportDocumentId"]).text)
        assert list(rows[0]) == V2_COLUMNS.split()
        expected = by_order(store, group["FinancialEventGroupId"])
        begun = Decimal(str(group["BeginningBalance"]["CurrencyAmount"]))
        expected[""] = expected.get("", Decimal(0)) + begun
        found: dict[str, Decimal] = {"": Decimal(0)}
        for row in rows[1:]:
            found[row["order-id"]] = found.get(row["order-id"], Decimal(0)) + Decimal(row["amount"])
        assert found == expected
        assert Decimal(rows[0]["total-amount"]) == total(rows, "amount")
        assert Decimal(rows[0]["total-amount"]) == Decimal(str(group["OriginalTotal"]["CurrencyAmount"]))


def test_the_three_forms_come_to_the_same(store: Shop, buy: Buy) -> None:
    order_id = sold_and_refunded(store, buy)
    for one, two, xml in zip(made(store, V1), made(store, V2), made(store, XML), strict=True):
        old = table(downloaded(store, one["reportDocumentId"]).text)
        new = table(downloaded(store, two["reportDocumentId"]).text)
        columns = ("price-amount", "item-related-fee-amount", "promotion-amount", "other-amount")
        assert total(old, *columns) == total(new, "amount") == Decimal(old[0]["total-amount"])
        root = ElementTree.fromstring(downloaded(store, xml["reportDocumentId"]).content)
        report = root.find("Message/SettlementReport")
        assert report is not None
        inner = sum((Decimal(each.text or "") for each in report.iter("Amount")), Decimal(0))
        assert inner == Decimal(report.findtext("SettlementData/TotalAmount") or "")
        orders = {each.text for each in report.iter("AmazonOrderID")}
        assert orders == {row["order-id"] for row in new} - {""}
    assert order_id


def test_a_settlement_report_names_its_group_and_what_was_deposited(store: Shop, buy: Buy) -> None:
    sold_and_refunded(store, buy)
    group, report = closed_groups(store)[0], made(store, V2)[0]
    head = table(downloaded(store, report["reportDocumentId"]).text)[0]
    assert report["dataStartTime"][:19] == group["FinancialEventGroupStart"][:19]
    assert report["dataEndTime"][:19] == group["FinancialEventGroupEnd"][:19]
    assert head["settlement-start-date"] == group["FinancialEventGroupStart"].replace("T", " ")[:19] + " UTC"
    assert (head["currency"], len(head["settlement-id"])) == ("USD", 11)
