"""From the ledger's sums to an inventory summary (published model of FBA Inventory v1). Pure."""

from __future__ import annotations

from datetime import datetime

from tradepost.contract import fba_inventory as api
from tradepost.domains.fba.inventory.model import (
    EARLIEST_CHANGE_MONTHS,
    RESEARCHING,
    RESERVED,
    UNFULFILLABLE,
    Balances,
    total,
)
from tradepost.domains.fba.inventory.records import Item
from tradepost.errors import InvalidInput
from tradepost.simulation.clock import from_milliseconds


def check_granularity(granularity_id: str, marketplace_id: str) -> None:
    """Raises InvalidInput unless the granularity is the marketplace that is asked for."""
    if granularity_id != marketplace_id:
        raise InvalidInput(
            "Invalid Input",
            f"granularityId: '{granularity_id}' must be the marketplace of marketplaceIds, '{marketplace_id}'",
        )


def check_start(start: datetime, now: datetime) -> None:
    """Raises InvalidInput for a start more than 18 months back (published model)."""
    months = now.year * 12 + now.month - 1 - EARLIEST_CHANGE_MONTHS
    earliest = now.replace(year=months // 12, month=months % 12 + 1, day=min(now.day, 28))
    if start < earliest:
        raise InvalidInput(
            "Invalid Input", f"startDateTime: {start.isoformat()} is more than {EARLIEST_CHANGE_MONTHS} months ago"
        )


def summary(item: Item, balances: Balances, *, details: bool) -> api.InventorySummary:
    """What a seller has of one SKU; with details, where each unit is."""
    return api.InventorySummary(
        asin=item.asin,
        fn_sku=item.fn_sku,
        seller_sku=item.seller_sku,
        condition="NewItem",
        inventory_details=_details(balances) if details else None,
        last_updated_time=from_milliseconds(item.updated_at).replace(microsecond=0),
        product_name=item.product_name,
        total_quantity=total(balances),
    )


def _details(balances: Balances) -> api.InventoryDetails:
    return api.InventoryDetails(
        fulfillable_quantity=balances.get("fulfillable", 0),
        inbound_working_quantity=balances.get("inbound_working", 0),
        inbound_shipped_quantity=balances.get("inbound_shipped", 0),
        inbound_receiving_quantity=balances.get("inbound_receiving", 0),
        reserved_quantity=api.ReservedQuantity(
            total_reserved_quantity=total(balances, RESERVED),
            pending_customer_order_quantity=balances.get("reserved_customer_order", 0),
            pending_transshipment_quantity=balances.get("reserved_transshipment", 0),
            fc_processing_quantity=balances.get("reserved_processing", 0),
        ),
        researching_quantity=api.ResearchingQuantity(
            total_researching_quantity=total(balances, RESEARCHING),
            researching_quantity_breakdown=[
                api.ResearchingQuantityEntry(
                    name="researchingQuantityInShortTerm", quantity=balances.get("researching_short_term", 0)
                ),
                api.ResearchingQuantityEntry(
                    name="researchingQuantityInMidTerm", quantity=balances.get("researching_mid_term", 0)
                ),
                api.ResearchingQuantityEntry(
                    name="researchingQuantityInLongTerm", quantity=balances.get("researching_long_term", 0)
                ),
            ],
        ),
        unfulfillable_quantity=api.UnfulfillableQuantity(
            total_unfulfillable_quantity=total(balances, UNFULFILLABLE),
            customer_damaged_quantity=balances.get("customer_damaged", 0),
            warehouse_damaged_quantity=balances.get("warehouse_damaged", 0),
            distributor_damaged_quantity=balances.get("distributor_damaged", 0),
            carrier_damaged_quantity=balances.get("carrier_damaged", 0),
            defective_quantity=balances.get("defective", 0),
            expired_quantity=balances.get("expired", 0),
        ),
    )
