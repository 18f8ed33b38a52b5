"""What the API shows of plans, options, shipments and what is in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import fulfillment_inbound_2024_03_20 as api
from tradepost.domains.fba.inbound.contents import Box, Line, Pallet
from tradepost.domains.fba.inbound.plan import Plan
from tradepost.domains.fba.inbound.planning import preparation
from tradepost.domains.fba.inbound.shipment import Shipment


def money(amount: Decimal, marketplace_id: str) -> api.Currency:
    """An amount in a marketplace's currency."""
    return api.Currency(amount=float(amount), code=MARKETPLACES[marketplace_id].currency)


def summary(plan: Plan) -> api.InboundPlanSummary:
    """A plan in a list of plans."""
    return api.InboundPlanSummary(
        inbound_plan_id=plan.id,
        name=plan.name,
        status=plan.status,
        marketplace_ids=[plan.marketplace_id],
        source_address=plan.source,
        created_at=plan.created_at,
        last_updated_at=plan.updated_at,
    )


def whole_plan(plan: Plan, shipments: Sequence[Shipment], now: datetime) -> api.InboundPlan:
    """A plan with what was offered and chosen. Once a placement is confirmed it stands alone (published model)."""
    placements = [plan.placement] if plan.placement else plan.placement_options
    return api.InboundPlan(
        inbound_plan_id=plan.id,
        name=plan.name,
        status=plan.status,
        marketplace_ids=[plan.marketplace_id],
        source_address=plan.source,
        created_at=plan.created_at,
        last_updated_at=plan.updated_at,
        packing_options=[
            api.PackingOptionSummary(packing_option_id=each.id, status=each.status(now))
            for each in plan.packing_options
        ],
        placement_options=[
            api.PlacementOptionSummary(placement_option_id=each.id, status=each.status(now)) for each in placements
        ],
        shipments=[
            api.ShipmentSummary(shipment_id=each.id, status=each.status)
            for each in shipments
            if each.status != "UNCONFIRMED"
        ],
    )


def item(line: Line, marketplace_id: str) -> api.Item:
    """Units of one SKU."""
    return api.Item(
        msku=line.msku,
        asin=line.asin,
        fnsku=line.fnsku,
        quantity=line.quantity,
        label_owner=line.label_owner,
        expiration=line.expiration or None,
        manufacturing_lot_code=line.lot or None,
        prep_instructions=preparation.instructions(line, marketplace_id),
    )


def box(each: Box, marketplace_id: str, destination: api.Region | None = None) -> api.Box:
    """A carton; what is in it is shown where its seller told it."""
    return api.Box(
        package_id=each.package_id,
        box_id=each.box_id or None,
        content_information_source=each.source,
        dimensions=each.dimensions,
        weight=each.weight,
        quantity=1,
        destination_region=destination,
        external_container_identifier=each.box_id or None,
        external_container_identifier_type="AMAZON" if each.box_id else None,
        items=[item(line, marketplace_id) for line in each.lines] if each.told else [],
    )


def pallet(each: Pallet) -> api.Pallet:
    """Pallets that are alike."""
    return api.Pallet(
        package_id=each.package_id,
        quantity=each.quantity,
        dimensions=each.dimensions,
        weight=each.weight,
        stackability=each.stackability,
    )
