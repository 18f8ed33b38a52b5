"""A busy shop whose marketplace is Brazil: everything that it did has its fiscal documents, and its money is reais."""

from __future__ import annotations

from collections import Counter

from tests.domains.brazil.selling import INVOICES
from tests.shop import BR, Json, Shop


def every_invoice(shop: Shop) -> list[Json]:
    query: Json = {"marketplaceId": BR, "dateStart": "2031-01-01T00:00:00Z"}
    found: list[Json] = []
    while True:
        page = shop.ok("GET", f"{INVOICES}/invoices", **query)
        found += page["invoices"]
        if "nextToken" not in page:
            return found
        query["nextToken"] = page["nextToken"]


def events(shop: Shop, type: str) -> list[Json]:
    """Every event of a type, page by page."""
    found: list[Json] = []
    while page := shop.controlled("GET", "events", since=found[-1]["id"] if found else 0)["events"]:
        found += page
    return [each for each in found if each["type"] == type]


def test_a_busy_shop_in_brazil_has_a_document_for_every_movement(shop: Shop) -> None:
    options = {
        "marketplaces": ["BR"],
        "skus": 6,
        "ordersPerDay": 4,
        "days": 40,
        "returnRate": 0.4,
        "fbaShare": 0.8,
        "until": "2031-04-01T12:00:00Z",
    }
    shop.controlled("POST", "scenarios", {"name": "busy-shop", "options": options})
    shop.advance("P1D")
    found = every_invoice(shop)
    assert {each["status"] for each in found} == {"AUTHORIZED"}
    many = Counter(each["invoiceType"] for each in found)
    shipped = events(shop, "orders.shipped")
    by_amazon = [each for each in shipped if each["body"]["channel"] == "AFN"]
    assert many["SALE"] == many["SYMBOLIC_RETURN"] == len(by_amazon) > 40
    assert many["REMITTANCE"] >= 1
    assert many["SALE_RETURN"] == many["SYMBOLIC_REMITTANCE"] > 0
    numbers = [(each["series"], each["externalInvoiceId"]) for each in found if each["invoiceType"] == "SALE"]
    assert len(set(numbers)) == len(numbers)
    assert {each["body"]["currencyCode"] for each in shipped} == {"BRL"}
    groups = shop.ok("GET", "/finances/v0/financialEventGroups")["payload"]["FinancialEventGroupList"]
    assert {each["OriginalTotal"]["CurrencyCode"] for each in groups} == {"BRL"}


def test_the_same_seed_gives_the_same_documents(shop: Shop) -> None:
    wish = {"marketplaces": ["BR"], "skus": 3, "ordersPerDay": 4, "days": 2, "until": "2031-04-01T12:00:00Z"}
    found = []
    for _ in range(2):
        shop.controlled("POST", "reset", {"scenario": "busy-shop", "options": wish})
        found.append([(each["id"], each["externalInvoiceId"]) for each in every_invoice(shop)])
    assert found[0] == found[1] != []
