"""Slots and packages as Easy Ship shows them."""

from __future__ import annotations

from datetime import datetime

from tradepost.contract import easy_ship_2022_03_23 as api
from tradepost.domains.context import Context
from tradepost.domains.shipping.easy_ship import model, slots
from tradepost.domains.shipping.easy_ship.package import Box, ScheduledPackage, Slot
from tradepost.domains.shipping.parcels.parcel import Parcel


def handover_slots(ctx: Context, order_id: str, found: list[Slot], box: Box) -> api.ListHandoverSlotsResponse:
    """The slots that can be chosen, each with its id."""
    ids = [slots.id_of(ctx.seed, ctx.seller_id, order_id, each, box) for each in found]
    return api.ListHandoverSlotsResponse(
        amazon_order_id=order_id,
        time_slots=[_slot(id, each) for id, each in zip(ids, found, strict=True)],
    )


def _slot(id: str, slot: Slot) -> api.TimeSlot:
    return api.TimeSlot(
        slot_id=id,
        start_time=slot.start,
        end_time=slot.end,
        handover_method=slot.method,
    )


def package(made: ScheduledPackage, parcel: Parcel) -> api.Package:
    """A package with where it is."""
    box = made.box
    return api.Package(
        scheduled_package_id=api.ScheduledPackageId(amazon_order_id=made.order_id, package_id=made.id),
        package_dimensions=api.Dimensions(
            length=float(box.length), width=float(box.width), height=float(box.height), unit="cm"
        ),
        package_weight=api.Weight(value=float(box.grams), unit="g"),
        package_items=[
            api.Item(
                order_item_id=each.order_item_id,
                order_item_serial_numbers=made.serials.get(each.order_item_id),
            )
            for each in parcel.contents
        ],
        package_time_slot=_slot(made.slot_id, made.slot),
        package_identifier=made.identifier or None,
        invoice=_invoice(made.invoice_number, made.invoiced_at),
        package_status=model.package_status(parcel),
        tracking_details=api.TrackingDetails(tracking_id=parcel.tracking_number),
    )


def _invoice(number: str, at: datetime | None) -> api.InvoiceData | None:
    return api.InvoiceData(invoice_number=number, invoice_date=at) if number else None
