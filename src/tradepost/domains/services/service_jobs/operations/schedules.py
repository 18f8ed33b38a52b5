"""Schedules of resources, and the capacity that is in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from tradepost.contract import services as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.problems import Faulty, Problem, refuse
from tradepost.domains.services.service_jobs import asked, model, views
from tradepost.domains.services.service_jobs.capacity import reading, records, rules
from tradepost.domains.services.service_jobs.capacity.rules import Level, Span, stamp
from tradepost.simulation.clock import from_milliseconds, to_milliseconds

#: What a page of capacity holds: days of ranges, or fixed slots (our choice).
PAGE_DAYS = 30
PAGE_SLOTS = 500
#: The length of fixed slots where none is named, and the published limits, in minutes (the former is our choice).
USUAL_SLOT, SHORTEST_SLOT, LONGEST_SLOT = 60, 5, 360
_NAMES = ("startDateTime", "endDateTime")


@handles(api.update_schedule)
async def update_schedule(ctx: Context, request: api.UpdateScheduleArguments) -> api.UpdateScheduleResponse:
    """Gives a resource a schedule in place of the one that it had; there is no way to have none (published guide).

    All of it counts or nothing. What was agreed on stays agreed on: a record under which more is taken than it
    schedules comes back with a warning, and so does a time that no record covers any more (our choice).
    """
    marketplace_id = asked.marketplace(request.marketplace_ids)
    resource = await reading.load(ctx, request.resource_id, marketplace_id)
    given = request.body.schedules
    if not 1 <= len(given) <= model.MOST_RECORDS:
        rule = f"must have 1 to {model.MOST_RECORDS} records"
        raise Faulty([Problem("schedules", f"{len(given)} records", rule)])
    schedule = [asked.availability(each) for each in given]
    refuse(
        [
            problem
            for number, each in enumerate(schedule)
            for problem in asked.problems_of(each, f"schedules[{number}]", marketplace_id, ctx.now)
        ]
    )
    resource.schedule = schedule
    await records.put(ctx.tx, ctx.seller_id, resource)
    body = {"resourceId": resource.id, "marketplaceId": marketplace_id, "records": len(schedule)}
    ctx.record("service_jobs.schedule_updated", resource.id, body)
    booked_until = await records.booked_until(ctx.tx, ctx.seller_id, resource.id)
    within = Span(ctx.now, max(booked_until, *(each.ends_at for each in schedule)))
    over = [each.span for each in await reading.levels(ctx, resource, within) if each.over]
    warned = [
        api.UpdateScheduleRecord(availability=views.availability(record), warnings=[_overbooked(meeting[0])])
        for record in schedule
        if (meeting := [each for each in over if any(record.occurrences(each))])
    ]
    outside = [each for each in over if not any(any(record.occurrences(each)) for record in schedule)]
    warned += [api.UpdateScheduleRecord(warnings=[_overbooked(each)]) for each in outside]
    return api.UpdateScheduleResponse(payload=warned or None)


def _overbooked(span: Span) -> api.WarningType:
    return api.WarningType(
        code="CAPACITY_EXCEEDED",
        message="More is taken than is scheduled.",
        details=f"from {stamp(span.start)} to {stamp(span.end)}",
    )


@handles(api.get_range_slot_capacity, changes=False)
async def get_range_slot_capacity(ctx: Context, request: api.GetRangeSlotCapacityArguments) -> api.RangeSlotCapacity:
    """The times in which a resource has capacity, each with how much, by the types that are asked for."""
    wanted = request.body
    resource = await reading.load(ctx, request.resource_id, asked.marketplace(request.marketplace_ids))
    within = asked.range_of(_NAMES, wanted.start_date_time, wanted.end_date_time, ctx.now)
    query = _query("range", resource.id, within)
    start = _start(ctx, query, within, request.next_page_token)
    end = min(within.end, start + timedelta(days=PAGE_DAYS))
    found = await reading.levels(ctx, resource, Span(start, end))
    kinds = _kinds(wanted.capacity_types)
    return api.RangeSlotCapacity(
        resource_id=resource.id,
        capacities=[views.ranges(found, each) for each in kinds],
        next_page_token=None if end == within.end else ctx.page_token(query, to_milliseconds(end)),
    )


@handles(api.get_fixed_slot_capacity, changes=False)
async def get_fixed_slot_capacity(ctx: Context, request: api.GetFixedSlotCapacityArguments) -> api.FixedSlotCapacity:
    """The capacity of a resource in slots of one length, from the start that is asked for."""
    wanted = request.body
    resource = await reading.load(ctx, request.resource_id, asked.marketplace(request.marketplace_ids))
    within = asked.range_of(_NAMES, wanted.start_date_time, wanted.end_date_time, ctx.now)
    minutes = USUAL_SLOT if wanted.slot_duration is None else int(wanted.slot_duration)
    if not SHORTEST_SLOT <= minutes <= LONGEST_SLOT:
        rule = f"must be from {SHORTEST_SLOT} to {LONGEST_SLOT} minutes"
        raise Faulty([Problem("slotDuration", str(minutes), rule)])
    query = (*_query("fixed", resource.id, within), str(minutes))
    start = _start(ctx, query, within, request.next_page_token)
    found = await reading.levels(ctx, resource, Span(start, within.end))
    shown = _page(rules.fixed_slots(found, minutes, Span(start, within.end)))
    kept, token = ctx.page(query, shown, PAGE_SLOTS, lambda each: to_milliseconds(each.span.end))
    kinds = _kinds(wanted.capacity_types)
    return api.FixedSlotCapacity(
        resource_id=resource.id,
        slot_duration=minutes,
        capacities=[_fixed(each, kinds) for each in kept],
        next_page_token=token,
    )


def _page(found: Iterator[Level]) -> list[Level]:
    return list(islice(found, PAGE_SLOTS + 1))


def _fixed(level: Level, kinds: list[api.CapacityType]) -> api.FixedSlot:
    has = views.capacities(level)
    return api.FixedSlot(
        start_date_time=level.span.start,
        scheduled_capacity=has["SCHEDULED_CAPACITY"] if "SCHEDULED_CAPACITY" in kinds else None,
        available_capacity=has["AVAILABLE_CAPACITY"] if "AVAILABLE_CAPACITY" in kinds else None,
        encumbered_capacity=has["ENCUMBERED_CAPACITY"] if "ENCUMBERED_CAPACITY" in kinds else None,
        reserved_capacity=has["RESERVED_CAPACITY"] if "RESERVED_CAPACITY" in kinds else None,
    )


def _kinds(asked_for: list[api.CapacityType] | None) -> list[api.CapacityType]:
    """The types that are asked for, each once; what is scheduled without any (published model)."""
    return list(dict.fromkeys(asked_for or ["SCHEDULED_CAPACITY"]))


def _query(kind: str, resource_id: str, within: Span) -> tuple[str, ...]:
    return ("capacity", kind, resource_id, str(to_milliseconds(within.start)), str(to_milliseconds(within.end)))


def _start(ctx: Context, query: tuple[str, ...], within: Span, token: str | None) -> datetime:
    if token is None:
        return within.start
    return from_milliseconds(ctx.page_position(query, token, parameter="nextPageToken"))
