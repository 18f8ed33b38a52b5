"""Self-ship appointments: slots are generated and listed, one is taken, changed or given back."""

from __future__ import annotations

from datetime import timedelta

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import fulfillment_inbound_2024_03_20 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.inbound import loading, views
from tradepost.domains.fba.inbound.asking import ask, carries_out
from tradepost.domains.fba.inbound.operations import pages
from tradepost.domains.fba.inbound.refusals import BadRequest, NotNow
from tradepost.domains.fba.inbound.sending import arranging, arriving
from tradepost.domains.fba.inbound.shipment import SEND, Appointment, Shipment, offered_until
from tradepost.domains.handling import handles
from tradepost.domains.problems import Problem, Unknown, refuse

#: A slot is at least so far ahead, and a shipment leaves so long before it. Our choice.
_AHEAD, _NOTICE = timedelta(hours=48), timedelta(hours=24)


async def _self_shipped(ctx: Context, plan_id: str, shipment_id: str, operation: str) -> Shipment:
    """A shipment that its seller brings himself. Raises BadRequest, NotNow."""
    _, shipment = await loading.placed_shipment(ctx, plan_id, shipment_id, operation)
    country = MARKETPLACES[shipment.marketplace_id].country
    if country not in arriving.SELF_SHIP:
        places = ", ".join(sorted(arriving.SELF_SHIP))
        raise BadRequest(f"Self-ship appointments are not available in {country}.", f"they are available in {places}")
    option = shipment.transportation
    if option is not None and option.partnered:
        raise NotNow(operation, "because an Amazon partnered carrier brings the shipment")
    if shipment.status not in ("WORKING", "READY_TO_SHIP"):
        raise NotNow(operation, f"because shipment {shipment.id} is {shipment.status}")
    return shipment


def _check_range(ctx: Context, body: api.GenerateSelfShipAppointmentSlotsRequest) -> None:
    start, end = body.desired_start_date or ctx.now, body.desired_end_date
    problems = []
    if end is not None and end <= start:
        problems.append(Problem("desiredEndDate", end.isoformat(), f"is not after the start, {start.isoformat()}"))
    for name, value in (("desiredStartDate", start), ("desiredEndDate", end)):
        if value is not None and value > ctx.now + arranging.AHEAD:
            rule = f"is more than {arranging.AHEAD.days} days ahead"
            problems.append(Problem(name, value.isoformat(), rule))
    refuse(problems)


@handles(api.generate_self_ship_appointment_slots)
async def generate_self_ship_appointment_slots(
    ctx: Context, request: api.GenerateSelfShipAppointmentSlotsArguments
) -> api.GenerateSelfShipAppointmentSlotsResponse:
    """Has slots offered at which a shipment can be unloaded, in MX, BR, EG, SA, AE and IN (published model)."""
    operation = "generateSelfShipAppointmentSlots"
    await _self_shipped(ctx, request.inbound_plan_id, request.shipment_id, operation)
    _check_range(ctx, request.body)
    operation_id = await ask(ctx, api.generate_self_ship_appointment_slots, request, request.inbound_plan_id)
    return api.GenerateSelfShipAppointmentSlotsResponse(operation_id=operation_id)


@carries_out(api.generate_self_ship_appointment_slots)
async def offer_slots(ctx: Context, request: api.GenerateSelfShipAppointmentSlotsArguments, plan_id: str) -> None:
    """Slots are offered, for some hours."""
    shipment = await _self_shipped(ctx, plan_id, request.shipment_id, "generateSelfShipAppointmentSlots")
    start = max(request.body.desired_start_date or ctx.now, ctx.now + _AHEAD)
    end = request.body.desired_end_date or start + arriving.SLOTS_AHEAD
    shipment.generation += 1
    shipment.slots = arriving.slots(ctx.seed, shipment, start, end)
    shipment.slots_expire_at = offered_until(ctx.now, arriving.SLOTS_HOLD)
    await loading.keep_shipment(ctx, shipment)
    ctx.record("inbound.appointment_slots_generated", shipment.id, {"slots": len(shipment.slots)})


@handles(api.get_self_ship_appointment_slots)
async def get_self_ship_appointment_slots(
    ctx: Context, request: api.GetSelfShipAppointmentSlotsArguments
) -> api.GetSelfShipAppointmentSlotsResponse:
    """Lists the slots that were offered for a shipment, and until when they can be taken."""
    shipment = await loading.shipment_of(ctx, request.inbound_plan_id, request.shipment_id)
    query = ("appointment slots", shipment.id, shipment.slots[0].id if shipment.slots else "")
    found, pagination = pages.of_list(ctx, query, shipment.slots, request.page_size, request.pagination_token)
    slots = [
        api.AppointmentSlot(
            slot_id=each.id, slot_time=api.AppointmentSlotTime(start_time=each.start, end_time=each.end)
        )
        for each in found
    ]
    availability = api.SelfShipAppointmentSlotsAvailability(expires_at=shipment.slots_expire_at, slots=slots)
    return api.GetSelfShipAppointmentSlotsResponse(
        self_ship_appointment_slots_availability=availability, pagination=pagination
    )


@handles(api.schedule_self_ship_appointment)
async def schedule_self_ship_appointment(
    ctx: Context, request: api.ScheduleSelfShipAppointmentArguments
) -> api.ScheduleSelfShipAppointmentResponse:
    """Takes a slot; who has one already takes the other instead, and says why.

    A shipment that is ready leaves a day before its appointment (our choice).
    """
    operation = "scheduleSelfShipAppointment"
    shipment = await _self_shipped(ctx, request.inbound_plan_id, request.shipment_id, operation)
    slot = next((each for each in shipment.slots if each.id == request.slot_id), None)
    if slot is None:
        raise Unknown("slotId", request.slot_id, "a slot of this shipment")
    if (shipment.slots_expire_at or ctx.now) <= ctx.now or slot.start <= ctx.now:
        raise NotNow(operation, "because the appointment slot is expired")
    standing = shipment.appointment
    if standing is not None:
        if request.body.reason_comment is None:
            refuse([Problem("reasonComment", "", "is required to reschedule an appointment")])
        standing.status = "RESCHEDULED"
    number = ctx.seed.number("appointment", ctx.seller_id, shipment.id, len(shipment.appointments))
    taken = Appointment(id=1_000_000_000 + number % 9_000_000_000, start=slot.start, end=slot.end, status="CONFIRMED")
    shipment.appointments.append(taken)
    await ctx.schedule(SEND, shipment.id, max(slot.start - _NOTICE, ctx.now))
    await loading.keep_shipment(ctx, shipment)
    ctx.record("inbound.appointment_scheduled", shipment.id, {"appointmentId": taken.id})
    return api.ScheduleSelfShipAppointmentResponse(self_ship_appointment_details=views.appointment(taken))


async def _with_appointment(ctx: Context, plan_id: str, shipment_id: str) -> Shipment:
    shipment = await _self_shipped(ctx, plan_id, shipment_id, "cancelSelfShipAppointment")
    if shipment.appointment is None:
        raise NotNow("cancelSelfShipAppointment", "because the shipment has no appointment")
    return shipment


@handles(api.cancel_self_ship_appointment)
async def cancel_self_ship_appointment(
    ctx: Context, request: api.CancelSelfShipAppointmentArguments
) -> api.CancelSelfShipAppointmentResponse:
    """Gives a slot back."""
    await _with_appointment(ctx, request.inbound_plan_id, request.shipment_id)
    operation_id = await ask(ctx, api.cancel_self_ship_appointment, request, request.inbound_plan_id)
    return api.CancelSelfShipAppointmentResponse(operation_id=operation_id)


@carries_out(api.cancel_self_ship_appointment)
async def cancel_appointment(ctx: Context, request: api.CancelSelfShipAppointmentArguments, plan_id: str) -> None:
    """A slot is given back."""
    shipment = await _with_appointment(ctx, plan_id, request.shipment_id)
    standing = shipment.appointment
    assert standing is not None
    standing.status = "CANCELLED"
    await ctx.unschedule(SEND, shipment.id)
    await loading.keep_shipment(ctx, shipment)
    ctx.record("inbound.appointment_cancelled", shipment.id, {"appointmentId": standing.id})
