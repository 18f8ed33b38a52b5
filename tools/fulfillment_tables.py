"""Writes the figures of FBA Outbound into its page: ``python -m tools.fulfillment_tables``."""

from __future__ import annotations

from tools.sections import ROOT, write
from tradepost.domains.fba.fulfillment_outbound.asking.fees import (
    ABROAD,
    BLOCK_AMZL_SHARE,
    COD_PRICE,
    INCLUDED_KG,
    KILOGRAM_PRICES,
    ORDER_PRICES,
    SIGNATURE_PRICE,
    UNIT_PRICES,
    UNIT_SHARES,
)
from tradepost.domains.fba.fulfillment_outbound.model import ORDER
from tradepost.domains.fba.fulfillment_outbound.shipping.timetable import PACES
from tradepost.domains.measures.sizes import TIERS
from tradepost.domains.places.calendar import FARTHER, SERVICES

MAKER = "tools/fulfillment_tables.py"
PAGE = ROOT / "docs" / "fulfillment.md"


def table() -> str:
    """Every table of the page, one after another."""
    return "\n\n".join((_states(), _stages(), _dates(), _sizes(), _prices(), _extras()))


def _rows(head: str, *rows: str) -> str:
    columns = head.count("|") + 1
    return "\n".join([f"| {head} |", "|" + " --- |" * columns, *(f"| {row} |" for row in rows)])


def _states() -> str:
    found = _rows("status | step | next", *(" | ".join(row) for row in ORDER.rows))
    return f"### The way of an order\n\n{found}"


def _stages() -> str:
    rows = [
        f"{speed} | {pace.validation} | {pace.handover} | {pace.planning} | {pace.picking}"
        for speed, pace in PACES.items()
    ]
    head = "speed | validated after | then handed over after | then planned for | picked at least"
    return f"### How long each stage takes\n\nHours, minutes and seconds of virtual time.\n\n{_rows(head, *rows)}"


def _dates() -> str:
    rows = []
    for speed, service in SERVICES.items():
        near, far = FARTHER[speed]
        rows.append(
            f"{speed} | {service.ships[0]} to {service.ships[1]} | {service.arrives[0]} to {service.arrives[1]}"
            f" | {near[0]} to {near[1]} | {far[0]} to {far[1]}"
        )
    head = "speed | ships after | arrives after | more across a border | more through customs"
    return f"### What is promised\n\nBusiness days, from the day that the order counts for.\n\n{_rows(head, *rows)}"


def _sizes() -> str:
    rows = [f"{each.tier} | {each.length} × {each.width} × {each.height} cm | {each.weight} kg" for each in TIERS]
    return f"### Size tiers\n\n{_rows('tier | up to | up to', *rows, 'ExtraLarge | anything more | anything more')}"


def _prices() -> str:
    rows = [
        f"{tier} | {' | '.join(f'{price:.2f}' for price in prices.values())} | {INCLUDED_KG[tier]} kg"
        for tier, prices in UNIT_PRICES.items()
    ]
    found = _rows(f"tier | {' | '.join(next(iter(UNIT_PRICES.values())))} | included", *rows)
    return f"### What a unit costs\n\nUS dollars, for the only unit of an order.\n\n{found}"


def _extras() -> str:
    shares = ", ".join(f"{share:%}".replace(".000000", "") for share in UNIT_SHARES)
    rows = [
        f"the first, second, third … unit | {shares} of its price, and so on",
        *(f"an order, {speed} | {price}" for speed, price in ORDER_PRICES.items()),
        *(f"a kilogram that is not included, {speed} | {price}" for speed, price in KILOGRAM_PRICES.items()),
        f"abroad, within a customs union | {ABROAD[0]} times the price",
        f"abroad, through customs | {ABROAD[1]} times the price",
        f"`BLOCK_AMZL` | {BLOCK_AMZL_SHARE:.0%} on top",
        f"`SIGNATURE_CONFIRMATION` | {SIGNATURE_PRICE} a shipment",
        f"cash on delivery, in Japan | {COD_PRICE} yen",
    ]
    return f"### What is added\n\n{_rows('for | US dollars', *rows)}"


if __name__ == "__main__":
    write(PAGE, MAKER, table())
