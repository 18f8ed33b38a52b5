"""Writes the table of answered operations into README: ``python -m tools.coverage_table``."""

from __future__ import annotations

from tools.sections import ROOT, write
from tradepost.control.app import list_operations
from tradepost.gateway.routes import Routes

MAKER = "tools/coverage_table.py"
PAGE = ROOT / "README.md"
_NAMES = {
    "catalog_items_2022_04_01": "Catalog Items 2022-04-01",
    "catalog_items_v0_2024_11": "Catalog Items v0",
    "definitions_product_types_2020_09_01": "Product Type Definitions 2020-09-01",
    "fba_inventory": "FBA Inventory v1",
    "finances_2024_06_19": "Finances 2024-06-19",
    "finances_v0": "Finances v0",
    "fulfillment_outbound_2020_07_01": "FBA Outbound 2020-07-01",
    "listings_items_2021_08_01": "Listings Items 2021-08-01",
    "listings_restrictions_2021_08_01": "Listings Restrictions 2021-08-01",
    "orders_2026_01_01": "Orders 2026-01-01",
    "orders_v0": "Orders v0",
    "product_fees_v0": "Product Fees v0",
    "product_pricing_2022_05_01": "Product Pricing 2022-05-01",
    "product_pricing_v0": "Product Pricing v0",
    "sales": "Sales v1",
    "sellers": "Sellers v1",
    "services": "Services v1",
    "tokens_2021_03_01": "Tokens 2021-03-01",
}


def table() -> str:
    """What is answered, as a table, and how much that is of what is known."""
    operations = list_operations(Routes())
    answered = [each for each in operations if each["implemented"]]
    lines = [
        f"{len(answered)} operations are answered. The other {len(operations) - len(answered)} that Tradepost knows"
        " answer 501.",
        "",
        "| API | operation | method and path | a second | at once |",
        "| --- | --- | --- | ---: | ---: |",
    ]
    for each in answered:
        module, _, id = str(each["operation"]).rpartition(".")
        name = _NAMES.get(module, module)
        where = f"`{each['method']} {each['path']}`"
        lines.append(f"| {name} | `{id}` | {where} | {each['rate']:g} | {each['burst']:g} |")
    return "\n".join(lines)


if __name__ == "__main__":
    write(PAGE, MAKER, table())
