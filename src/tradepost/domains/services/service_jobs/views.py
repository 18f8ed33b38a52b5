"""Service jobs as the Services API shows them."""

from __future__ import annotations

from tradepost.contract import services as api
from tradepost.domains.services.service_jobs.capacity.resource import Reservation
from tradepost.domains.services.service_jobs.capacity.rules import DAYS, Availability, Level, Span
from tradepost.domains.services.service_jobs.job import Appointment, BoughtItem, ServiceJob, Technician

Capacity = dict[api.CapacityType, int]


def shown(seller_id: str, job: ServiceJob) -> api.ServiceJob:
    """A job with everything that is known of it."""
    return api.ServiceJob(
        create_time=job.created_at,
        service_job_id=job.id,
        service_job_status=job.status,
        scope_of_work=api.ScopeOfWork(
            asin=job.service.asin,
            title=job.service.title,
            quantity=job.quantity,
            required_skills=list(job.service.skills) or None,
        ),
        seller=api.Seller(seller_id=seller_id),
        service_job_provider=api.ServiceJobProvider(service_job_provider_id=seller_id),
        preferred_appointment_times=[
            api.AppointmentTime(start_time=each, duration_in_minutes=job.minutes) for each in job.preferred
        ]
        or None,
        appointments=[appointment(each) for each in job.appointments] or None,
        service_order_id=job.order_id,
        product_order_ids=job.product_order_ids or None,
        tracking_ids=job.tracking_ids or None,
        marketplace_id=job.marketplace_id,
        store_id=job.store_id,
        buyer=api.Buyer(
            buyer_id=job.buyer.id, name=job.buyer.name, phone=job.buyer.phone or None, is_prime_member=job.buyer.prime
        ),
        associated_items=[_item(job, each) for each in job.items] or None,
        service_location=_location(job),
        payments=[
            api.Payment(
                amount=api.MoneyAmount(value=float(job.total), currency=job.service.currency), instrument=job.instrument
            )
        ],
    )


def _location(job: ServiceJob) -> api.ServiceLocation:
    """Where the service is performed; an address is there where the technician goes to it (our choice)."""
    found = api.ServiceLocation(service_location_type=job.location_type)
    if job.location_type == "IN_HOME":
        place = job.buyer.address
        found.address = api.Address(
            name=place.name,
            address_line1=place.address_line1,
            address_line2=place.address_line2 or None,
            city=place.city,
            state_or_region=place.state_or_region or None,
            postal_code=place.postal_code,
            country_code=place.country_code,
            phone=place.phone or None,
        )
    return found


def _item(job: ServiceJob, item: BoughtItem) -> api.AssociatedItem:
    return api.AssociatedItem(
        asin=item.asin,
        title=item.title,
        quantity=item.quantity,
        order_id=item.order_id,
        item_status=item.status,
        item_delivery=api.ItemDelivery(
            estimated_delivery_date=item.latest_delivery,
            item_delivery_promise=api.ItemDeliveryPromise(
                start_time=item.earliest_delivery, end_time=item.latest_delivery
            ),
        ),
        linked_assets=[
            api.LinkedAsset(asset_type=each.type, asset_name=each.name, additional_attributes=each.attributes or None)
            for each in job.assets
        ]
        or None,
    )


def appointment(found: Appointment) -> api.Appointment:
    """An appointment, whatever became of it; one that was moved names the one in its place (our choice)."""
    return api.Appointment(
        appointment_id=found.id,
        appointment_status=found.status,
        appointment_time=api.AppointmentTime(start_time=found.start, duration_in_minutes=found.minutes),
        assigned_technicians=_technicians(found.technicians),
        rescheduled_appointment_id=found.rescheduled_as or None,
        poa=_proof(found),
    )


def _technicians(found: list[Technician]) -> list[api.Technician] | None:
    return [api.Technician(technician_id=each.id, name=each.name) for each in found] or None


def _proof(found: Appointment) -> api.Poa | None:
    """The proof of an appointment, once documents of it are there; which type they are of is our choice."""
    said = found.fulfillment
    if said.proved_at is None:
        return None
    who = said.technicians or found.technicians
    uploader = who[0].id if who and who[0].id.isascii() and who[0].id.isalnum() and who[0].id.isupper() else None
    time = api.AppointmentTime(start_time=found.start, duration_in_minutes=found.minutes)
    if said.started_at is not None and said.ended_at is not None:
        minutes = max(1, int((said.ended_at - said.started_at).total_seconds() // 60))
        time = api.AppointmentTime(start_time=said.started_at, duration_in_minutes=minutes)
    return api.Poa(
        appointment_time=time,
        technicians=_technicians(who),
        uploading_technician=uploader,
        upload_time=said.proved_at,
        poa_type="POA_RECEIPT",
    )


def availability(found: Availability) -> api.AvailabilityRecord:
    """A record of time."""
    return api.AvailabilityRecord(
        start_time=found.start,
        end_time=found.end,
        capacity=found.capacity,
        recurrence=None
        if found.until is None
        else api.Recurrence(
            end_time=found.until,
            days_of_week=[DAYS[each] for each in found.weekdays] or None,
            days_of_month=list(found.days_of_month) or None,
        ),
    )


def reservation(found: Reservation) -> api.Reservation:
    """A reservation, whole: an answer with a warning has it (published model)."""
    return api.Reservation(reservation_id=found.id, type=found.type, availability=availability(found.availability))


def capacities(level: Level) -> Capacity:
    """What a level has of each type of capacity."""
    return {
        "SCHEDULED_CAPACITY": level.scheduled,
        "AVAILABLE_CAPACITY": level.available,
        "ENCUMBERED_CAPACITY": level.encumbered,
        "RESERVED_CAPACITY": level.reserved,
    }


def ranges(found: list[Level], kind: api.CapacityType) -> api.RangeCapacity:
    """The times in which there is any capacity of a type; those beside each other with as much of it are one."""
    merged: list[tuple[Span, int]] = []
    for each in found:
        units = capacities(each)[kind]
        if merged and merged[-1][1] == units and merged[-1][0].end == each.span.start:
            merged[-1] = (Span(merged[-1][0].start, each.span.end), units)
        elif units:
            merged.append((each.span, units))
    slots = [
        api.RangeSlot(start_date_time=span.start, end_date_time=span.end, capacity=units) for span, units in merged
    ]
    return api.RangeCapacity(capacity_type=kind, slots=slots)
