"""What the API shows of inbound orders, shipments and inventory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from tradepost.contract import awd_2024_05_09 as api
from tradepost.domains.fba.awd import centers, packages
from tradepost.domains.fba.awd.eligibility import REASONS, Verdict
from tradepost.domains.fba.awd.inbound import SHIP_WITHIN, InboundOrder, InboundShipment
from tradepost.domains.fba.awd.records import Units
from tradepost.domains.fba.awd.stock import lot_id


def eligibility(
    given: Sequence[api.DistributionPackageQuantity], found: Verdict, now: datetime
) -> api.InboundEligibility:
    """What speaks against bringing packages in."""
    order = [api.OrderIneligibilityReason(code=code, description=REASONS[code]) for code in found.order]
    return api.InboundEligibility(
        previewed_at=now,
        status="ELIGIBLE" if found.eligible else "INELIGIBLE",
        ineligibility_reasons=order or None,
        packages_to_inbound=[
            api.SkuEligibility(
                package_quantity=packages.shown(package),
                status="INELIGIBLE" if codes else "ELIGIBLE",
                ineligibility_reasons=[
                    api.SkuIneligibilityReason(code=code, description=REASONS[code]) for code in codes
                ]
                or None,
            )
            for package, codes in zip(given, found.packages, strict=True)
        ],
    )


def inbound_order(order: InboundOrder) -> api.InboundOrder:
    """An inbound order; where it goes once it is confirmed."""
    destination = None
    if order.shipment_id:
        center = centers.BY_ID[order.center_id]
        destination = api.DestinationDetails(
            destination_address=centers.address(center),
            destination_region=center.region,
            shipment_id=order.shipment_id,
        )
    preferred = order.preferred_region
    return api.InboundOrder(
        created_at=order.created_at,
        destination_details=destination,
        external_reference_id=order.external_reference_id or None,
        order_id=order.id,
        order_status=order.status,
        origin_address=order.origin,
        packages_to_inbound=[packages.shown(each) for each in order.packages],
        preferences=api.InboundPreferences(destination_region=preferred) if preferred else None,
        updated_at=order.updated_at,
    )


def shipment_summary(shipment: InboundShipment) -> api.InboundShipmentSummary:
    """A shipment in a list."""
    return api.InboundShipmentSummary(
        created_at=shipment.created_at,
        external_reference_id=shipment.external_reference_id or None,
        order_id=shipment.order_id,
        shipment_id=shipment.id,
        shipment_status=shipment.status,
        updated_at=shipment.updated_at,
    )


def inbound_shipment(shipment: InboundShipment, *, skus: bool) -> api.InboundShipment:
    """A shipment with its boxes; with ``skus`` what is expected and received of each SKU.

    What was received is counted in boxes for the whole shipment and in units for a SKU (our choice).
    """
    first = shipment.tracking[0] if shipment.tracking else None
    received = sum(shipment.received.values())
    return api.InboundShipment(
        carrier_code=first.carrier_code if first else None,
        created_at=shipment.created_at,
        destination_address=centers.address(shipment.center),
        destination_region=shipment.center.region,
        external_reference_id=shipment.external_reference_id or None,
        order_id=shipment.order_id,
        origin_address=shipment.origin,
        received_quantity=[_quantity(received, "CASES")],
        ship_by=shipment.created_at + SHIP_WITHIN,
        shipment_container_quantities=[packages.shown(each) for each in shipment.packages],
        shipment_id=shipment.id,
        shipment_sku_quantities=_by_sku(shipment) if skus else None,
        shipment_status=shipment.status,
        tracking_id=first.booking_id if first else None,
        updated_at=shipment.updated_at,
        warehouse_reference_id=shipment.warehouse_reference_id,
    )


def _by_sku(shipment: InboundShipment) -> list[api.SkuQuantity]:
    expected: dict[str, int] = {}
    received: dict[str, int] = {}
    for number, package in enumerate(shipment.packages):
        product = packages.product_of(package)
        boxes = shipment.received.get(lot_id(shipment.id, number), 0)
        expected[product.sku] = expected.get(product.sku, 0) + package.count * product.quantity
        received[product.sku] = received.get(product.sku, 0) + boxes * product.quantity
    begun = shipment.status in ("RECEIVING", "CLOSED")
    return [
        api.SkuQuantity(
            sku=sku,
            expected_quantity=_quantity(units, "PRODUCT_UNITS"),
            received_quantity=_quantity(received[sku], "PRODUCT_UNITS") if begun else None,
        )
        for sku, units in expected.items()
    ]


def _quantity(quantity: int, unit: api.InventoryUnitOfMeasurement) -> api.InventoryQuantity:
    return api.InventoryQuantity(quantity=float(quantity), unit_of_measurement=unit)


def inventory(units: Units, *, details: bool) -> api.InventorySummary:
    """The units of a SKU; with details, what is reserved, on its way to FBA, and until when units are good."""
    summary = api.InventorySummary(
        sku=units.sku, total_inbound_quantity=units.inbound, total_onhand_quantity=units.available + units.reserved
    )
    if details:
        summary.inventory_details = api.InventoryDetails(
            available_distributable_quantity=units.available,
            reserved_distributable_quantity=units.reserved,
            replenishment_quantity=units.outbound,
        )
        summary.expiration_details = [
            api.ExpirationDetails(expiration=datetime.fromisoformat(day).replace(tzinfo=UTC), onhand_quantity=quantity)
            for day, quantity in units.stored_until.items()
        ] or None
    return summary
