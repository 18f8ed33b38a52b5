"""Writes the tables of operations into their page: ``python -m tools.coverage_table``."""

from __future__ import annotations

from typing import Any

from tools.sections import ROOT, write
from tradepost.contract import words
from tradepost.control.app import list_operations
from tradepost.gateway.routes import Routes

MAKER = "tools/coverage_table.py"
PAGE = ROOT / "docs" / "operations.md"
Operation = dict[str, Any]
_NAMES = {
    "awd_2024_05_09": "AWD 2024-05-09",
    "catalog_items_2020_12_01": "Catalog Items 2020-12-01",
    "catalog_items_2022_04_01": "Catalog Items 2022-04-01",
    "catalog_items_v0_2024_11": "Catalog Items v0",
    "definitions_product_types_2020_09_01": "Product Type Definitions 2020-09-01",
    "easy_ship_2022_03_23": "Easy Ship 2022-03-23",
    "fba_inbound": "FBA Inbound Eligibility v1",
    "fba_inventory": "FBA Inventory v1",
    "feeds_2021_06_30": "Feeds 2021-06-30",
    "finances_2024_06_19": "Finances 2024-06-19",
    "finances_v0": "Finances v0",
    "fulfillment_inbound_2024_03_20": "FBA Inbound 2024-03-20",
    "fulfillment_outbound_2020_07_01": "FBA Outbound 2020-07-01",
    "invoices_api_model_2024_06_19": "Invoices 2024-06-19",
    "listings_items_2020_09_01": "Listings Items 2020-09-01",
    "listings_items_2021_08_01": "Listings Items 2021-08-01",
    "listings_restrictions_2021_08_01": "Listings Restrictions 2021-08-01",
    "merchant_fulfillment_v0": "Merchant Fulfillment v0",
    "notifications": "Notifications v1",
    "orders_2026_01_01": "Orders 2026-01-01",
    "orders_v0": "Orders v0",
    "product_fees_v0": "Product Fees v0",
    "product_pricing_2022_05_01": "Product Pricing 2022-05-01",
    "product_pricing_v0": "Product Pricing v0",
    "reports_2021_06_30": "Reports 2021-06-30",
    "sales": "Sales v1",
    "sellers": "Sellers v1",
    "services": "Services v1",
    "shipment_invoicing_v0": "Shipment Invoicing v0",
    "shipping": "Shipping v1",
    "shipping_v2": "Shipping v2",
    "supply_sources_2020_07_01": "Supply Sources 2020-07-01",
    "tokens_2021_03_01": "Tokens 2021-03-01",
    "uploads_2020_11_01": "Uploads 2020-11-01",
}


def table() -> str:
    """What is answered, family by family, and what is not yet."""
    operations = list_operations(Routes())
    by_module: dict[str, list[Operation]] = {}
    for each in operations:
        by_module.setdefault(str(each["operation"]).rpartition(".")[0], []).append(each)
    families = {
        name: {module: by_module.pop(module) for module in family["modules"] if module in by_module}
        for name, family in words.families().items()
    }
    answered = sum(bool(each["implemented"]) for each in operations)
    rest = f"The other {len(operations) - answered} that Tradepost knows answer 501."
    return "\n\n".join(
        [
            f"{answered} operations are answered. {rest}",
            _overview(families),
            *(_section(name, words.families()[name]["about"], family) for name, family in families.items()),
            _others(by_module),
        ]
    )


def _overview(families: dict[str, dict[str, list[Operation]]]) -> str:
    rows = ["| family | answered | known |", "| --- | ---: | ---: |"]
    for name, family in families.items():
        known = [each for operations in family.values() for each in operations]
        rows.append(f"| {name} | {sum(bool(each['implemented']) for each in known)} | {len(known)} |")
    return "\n".join(rows)


def _section(name: str, about: str, family: dict[str, list[Operation]]) -> str:
    rows, waiting = [], []
    for module, operations in family.items():
        title = _NAMES.get(module, module)
        for each in operations:
            id = str(each["operation"]).rpartition(".")[2]
            if each["implemented"]:
                where = f"`{each['method']} {each['path']}`"
                rows.append(f"| {title} | `{id}` | {where} | {each['rate']:g} | {each['burst']:g} |")
        absent = [f"`{str(each['operation']).rpartition('.')[2]}`" for each in operations if not each["implemented"]]
        if absent:
            waiting.append(f"- {title}: {', '.join(absent)}")
    parts = [f"## {name}", about]
    if rows:
        head = "| API | operation | method and path | a second | at once |\n| --- | --- | --- | ---: | ---: |"
        parts.append("\n".join([head, *rows]))
    if waiting:
        parts.append("\n".join(["Not answered yet:", "", *waiting]))
    return "\n\n".join(parts)


def _others(modules: dict[str, list[Operation]]) -> str:
    """What belongs to no family of a seller's day: vendors, newer versions and more."""
    rows = [f"| `{name}` | {len(operations)} |" for name, operations in sorted(modules.items())]
    head = "Known by their paths alone, and none of them answered.\n\n| module | operations |\n| --- | ---: |"
    return "\n\n".join(["## Everything else", "\n".join([head, *rows])])


if __name__ == "__main__":
    write(PAGE, MAKER, table())
