"""What the API shows of orders that send boxes on: as replenishment orders, and as outbound orders."""

from __future__ import annotations

from collections.abc import Iterable

from tradepost.contract import awd_2024_05_09 as api
from tradepost.domains.fba.awd import centers, packages
from tradepost.domains.fba.awd.distribution import DistributionOrder, OutboundShipment, Picked
from tradepost.domains.places.centers import BY_ID


def replenishment(order: DistributionOrder) -> api.ReplenishmentOrder:
    """A replenishment order; boxes that were found once it was checked, shipments once the warehouse is ready."""
    reasons = [
        api.DistributionIneligibleReason(failure_code=each.code, failure_reasons=[each.text], sku=each.sku or None)
        for each in order.reasons
    ]
    return api.ReplenishmentOrder(
        confirmed_on=order.confirmed_at,
        created_at=order.created_at,
        distribution_ineligible_reasons=reasons,
        eligible_products=_products(order, order.picked) or None,
        order_id=order.id,
        status=order.status,
        outbound_shipments=[
            api.OutboundShipmentSummary(
                created_at=each.created_at,
                order_id=order.id,
                shipment_id=each.id,
                shipment_status=each.status,
                updated_at=each.updated_at,
            )
            for each in order.shipments
        ],
        products=order.products,
        shipped_products=_products(order, _left(order)) or None,
        updated_at=order.updated_at,
    )


def outbound(order: DistributionOrder) -> api.OutboundOrder:
    """An outbound order, in units or boxes as it was ordered."""
    errors = [
        api.OutboundExecutionError(failure_code=each.code, failure_reasons=[each.text], sku=each.sku or None)
        for each in order.reasons
    ]
    left = _left(order)
    return api.OutboundOrder(
        confirmed_on=order.confirmed_at,
        created_at=order.created_at,
        eligible_packages_to_outbound=_packages(order, order.picked) or None,
        eligible_products_to_outbound=_quantities(_products(order, order.picked)) or None,
        execution_errors=errors or None,
        order_id=order.id,
        order_preferences=order.preferences or None,
        order_status="DRAFT" if order.status == "CREATED" else order.status,
        outbound_shipments=[_shipment(order, each) for each in order.shipments],
        packages_to_outbound=[packages.shown(each) for each in order.packages] or None,
        products_to_outbound=_quantities(order.products) or None,
        shipped_outbound_packages=_packages(order, left) or None,
        shipped_outbound_products=_quantities(_products(order, left)) or None,
        updated_at=order.updated_at,
    )


def _shipment(order: DistributionOrder, shipment: OutboundShipment) -> api.OutboundShipment:
    center = BY_ID[shipment.fulfillment_center_id]
    destination = api.Address(
        name=f"Amazon {center.id}",
        address_line1=center.street,
        city=center.city,
        state_or_region=center.state,
        postal_code=center.postal_code,
        country_code=center.country,
    )
    return api.OutboundShipment(
        created_at=shipment.created_at,
        destination_address=destination,
        order_id=order.id,
        origin_address=centers.address(centers.BY_ID[shipment.center_id]),
        shipment_id=shipment.id,
        shipment_package_quantities=_packages(order, shipment.picked) or None,
        shipment_product_quantities=_quantities(_products(order, shipment.picked)) or None,
        shipment_status=shipment.status,
        updated_at=shipment.updated_at,
    )


def _left(order: DistributionOrder) -> list[Picked]:
    return [picked for each in order.shipments if each.left for picked in each.picked]


def _products(order: DistributionOrder, picked: Iterable[Picked]) -> list[api.DistributionProduct]:
    if not order.products:
        return []
    units: dict[int, int] = {}
    for each in picked:
        units[each.line] = units.get(each.line, 0) + each.units
    return [
        api.DistributionProduct(
            sku=order.products[line].sku, quantity=quantity, attributes=order.products[line].attributes
        )
        for line, quantity in sorted(units.items())
    ]


def _quantities(products: Iterable[api.DistributionProduct]) -> list[api.ProductQuantity]:
    return [api.ProductQuantity(sku=each.sku, quantity=each.quantity, attributes=each.attributes) for each in products]


def _packages(order: DistributionOrder, picked: Iterable[Picked]) -> list[api.DistributionPackageQuantity]:
    if not order.packages:
        return []
    boxes: dict[int, int] = {}
    for each in picked:
        boxes[each.line] = boxes.get(each.line, 0) + each.boxes
    return [
        packages.shown(
            api.DistributionPackageQuantity(count=count, distribution_package=order.packages[line].distribution_package)
        )
        for line, count in sorted(boxes.items())
    ]
