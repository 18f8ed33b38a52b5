"""The page on adding an operation shows code that exists, and a test that passes: this one."""

from __future__ import annotations

import re

from tests.docs.pages import ROOT, blocks_of
from tests.shop import INVENTORY, US, Shop

PAGE = ROOT / "docs" / "add-an-operation.md"


def test_an_item_with_units_on_hand_cannot_be_deleted(shop: Shop) -> None:
    shop.stock("MUG-1", 3)
    [error] = shop.refused("DELETE", f"{INVENTORY}/items/MUG-1", marketplaceId=US)
    assert error["code"] == "InvalidInput"
    assert shop.fulfillable("MUG-1") == 3


def test_an_item_without_units_is_gone_once_deleted(shop: Shop) -> None:
    shop.stock("MUG-1", 0)
    assert shop.ok("DELETE", f"{INVENTORY}/items/MUG-1", marketplaceId=US) == {}
    assert [each["type"] for each in shop.events()] == ["inventory.item_created", "inventory.item_deleted"]


def test_the_code_on_the_page_is_the_code_of_the_product() -> None:
    known = {
        squeezed(line)
        for folder in ("src/tradepost/domains", "tests/docs", "tests/evidence")
        for path in (ROOT / folder).rglob("*.py")
        for line in path.read_text().splitlines()
    }
    constants = {'@due("fulfillment_outbound.plan")': "@due(fulfilling.PLAN)"}
    shown = [
        squeezed(constants.get(line.strip(), line))
        for block in blocks_of(PAGE)
        if block.language == "python"
        for line in block.text.splitlines()
        if line.strip() and "…" not in line
    ]
    assert len(shown) > 20
    assert [line for line in shown if line not in known] == []


def squeezed(line: str) -> str:
    return re.sub(r"\s+", " ", line.strip())
