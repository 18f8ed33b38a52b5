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
from tradepost.domains.fba.inbound.shipment import Appointment, DeliveryWindow, Shipment, TransportationOption
from tradepost.domains.places.centers import FulfillmentCenter


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
        created_at=plan.created_at.replace(microsecond=0),
        last_updated_at=plan.updated_at.replace(microsecond=0),
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
        created_at=plan.created_at.replace(microsecond=0),
        last_updated_at=plan.updated_at.replace(microsecond=0),
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


def item(line: Line, marketplace_id: str, *, fees: bool = False) -> api.Item:
    """Units of one SKU with what Amazon takes for them; with ``fees`` also where that is nothing, as packing groups
    show it (observed by integrators)."""
    return api.Item(
        msku=line.msku,
        asin=line.asin,
        fnsku=line.fnsku,
        quantity=line.quantity,
        label_owner=line.label_owner,
        expiration=line.expiration or None,
        manufacturing_lot_code=line.lot or None,
        prep_instructions=preparation.instructions(line, marketplace_id, fees=fees),
    )


def box(each: Box, marketplace_id: str, *, named: bool = True) -> api.Box:
    """A carton; what is in it is shown where its seller told it. It has the name of its template, but for packing
    groups (observed by integrators)."""
    return api.Box(
        package_id=each.package_id,
        box_id=each.box_id or None,
        content_information_source=each.source,
        dimensions=each.dimensions,
        weight=each.weight,
        quantity=1,
        template_name=each.template if named and each.template else None,
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


def address(center: FulfillmentCenter) -> api.Address:
    """Where a fulfillment center is."""
    return api.Address(
        name=center.id,
        company_name="Amazon Fulfillment",
        address_line1=center.street,
        city=center.city,
        state_or_province_code=center.state,
        postal_code=center.postal_code,
        country_code=center.country,
    )


def whole_shipment(shipment: Shipment) -> api.Shipment:
    """A shipment with all that is known of its way. It is ready to ship at a time, which the window begins and ends
    with (observed by integrators)."""
    ready = shipment.ready_at
    return api.Shipment(
        shipment_id=shipment.id,
        placement_option_id=shipment.placement_option_id,
        name=shipment.name,
        status=shipment.status,
        shipment_confirmation_id=shipment.confirmation_id or None,
        amazon_reference_id=shipment.amazon_reference_id or None,
        source=api.ShipmentSource(source_type="SELLER_FACILITY", address=shipment.source),
        destination=api.ShipmentDestination(
            destination_type="AMAZON_WAREHOUSE", warehouse_id=shipment.center_id, address=address(shipment.center)
        ),
        contact_information=shipment.contact,
        freight_information=shipment.freight,
        dates=api.Dates(ready_to_ship_window=api.Window(start=ready, end=ready)) if ready else None,
        selected_transportation_option_id=shipment.transportation_option_id or None,
        selected_delivery_window=selected(shipment.window) if shipment.window else None,
        self_ship_appointment_details=[appointment(each) for each in shipment.appointments] or None,
        tracking_details=tracking(shipment),
    )


def tracking(shipment: Shipment) -> api.TrackingDetails | None:
    """The numbers by which carriers know a shipment."""
    option = shipment.transportation
    if option is None:
        return None
    if option.mode == "FREIGHT_LTL":
        bills = api.LtlTrackingDetail(
            bill_of_lading_number=shipment.bill_of_lading or None, freight_bill_number=shipment.freight_bills or None
        )
        return api.TrackingDetails(ltl_tracking_detail=bills)
    parcels = [
        api.SpdTrackingItem(
            box_id=each.box_id,
            tracking_id=each.tracking_id,
            tracking_number_validation_status=each.validation,
        )
        for each in shipment.parcels
    ]
    return api.TrackingDetails(spd_tracking_detail=api.SpdTrackingDetail(spd_tracking_items=parcels))


def window_option(window: DeliveryWindow) -> api.DeliveryWindowOption:
    """Days in which a shipment may arrive, as they are offered."""
    return api.DeliveryWindowOption(
        delivery_window_option_id=window.id,
        availability_type=window.availability,
        start_date=window.start,
        end_date=window.end,
        valid_until=window.valid_until,
    )


def selected(window: DeliveryWindow) -> api.SelectedDeliveryWindow:
    """The days that were chosen; they can be changed until the first of them."""
    return api.SelectedDeliveryWindow(
        delivery_window_option_id=window.id,
        availability_type=window.availability,
        start_date=window.start,
        end_date=window.end,
        editable_until=window.start,
    )


def appointment(each: Appointment) -> api.SelfShipAppointmentDetails:
    """A slot that was taken."""
    return api.SelfShipAppointmentDetails(
        appointment_id=float(each.id),
        appointment_slot_time=api.AppointmentSlotTime(start_time=each.start, end_time=each.end),
        appointment_status=each.status,
    )


def transportation(option: TransportationOption, shipment: Shipment) -> api.TransportationOption:
    """A way to send a shipment."""
    quote = None
    if option.cost is not None:
        cost = money(option.cost, shipment.marketplace_id)
        quote = api.Quote(cost=cost, expiration=option.expires_at, voidable_until=option.voidable_until)
    pickup = option.pickup
    return api.TransportationOption(
        transportation_option_id=option.id,
        shipment_id=shipment.id,
        shipping_mode=option.mode,
        shipping_solution=option.solution,
        carrier=api.Carrier(alpha_code=option.carrier_code or None, name=option.carrier_name),
        carrier_appointment=api.CarrierAppointment(start_time=pickup[0], end_time=pickup[1]) if pickup else None,
        preconditions=["CONFIRMED_DELIVERY_WINDOW"] if option.needs_window else [],
        quote=quote,
    )
