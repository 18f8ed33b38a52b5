"""How the Services API refuses: one class a mistake. Statuses are published, codes and wordings our choice."""

from __future__ import annotations

from datetime import datetime

from tradepost.domains.services.service_jobs.capacity.rules import stamp
from tradepost.errors import ApiError, InvalidInput


class Unprocessable(ApiError):
    """422: the request is well formed, and the state of things does not allow it (published status)."""

    status, code = 422, "UnprocessableEntity"


class WrongJobStatus(Unprocessable):
    """422: the job's status does not allow the step."""

    def __init__(self, job_id: str, status: str, rule: str) -> None:
        super().__init__(
            "Unable to process the contained instructions.", f"serviceJobId: '{job_id}' is {status}; {rule}"
        )


class WrongAppointmentStatus(Unprocessable):
    """422: the appointment is not to be kept any more."""

    def __init__(self, appointment_id: str, status: str) -> None:
        super().__init__(
            "Unable to process the contained instructions.",
            f"appointmentId: '{appointment_id}' is {status}; an appointment can be changed while it is ACTIVE",
        )


class AppointmentExists(Unprocessable):
    """422: a job has one appointment at a time."""

    def __init__(self, job_id: str, appointment_id: str) -> None:
        super().__init__(
            "Unable to process the contained instructions.",
            f"serviceJobId: '{job_id}' has the active appointment {appointment_id}; it can be rescheduled",
        )


class SlotNotAvailable(Unprocessable):
    """422: there is no such slot, or nothing is left in it."""

    def __init__(self, start: datetime, store_id: str, reason: str) -> None:
        super().__init__(
            "Unable to process the contained instructions.",
            f"appointmentTime.startTime: '{stamp(start)}' is no available slot of {store_id}: {reason}",
        )


class TechnicianTaken(Unprocessable):
    """422: a technician is somewhere else at that time."""

    def __init__(self, conflicts: list[tuple[str, str]]) -> None:
        sentences = [
            ("Unable to process the contained instructions.", f"resources.resourceId: '{resource_id}' {why}")
            for resource_id, why in conflicts
        ]
        super().__init__(*sentences[0], problems=tuple(sentences[1:]))


class NotFulfilled(Unprocessable):
    """422: what a job needs before it can be completed has not been said."""

    def __init__(self, job_id: str, appointment_id: str) -> None:
        super().__init__(
            "Unable to process the contained instructions.",
            f"serviceJobId: '{job_id}' cannot be completed before fulfillmentTime.startTime and fulfillmentTime.endTime"
            f" of appointment {appointment_id} are set",
        )


class NotEnoughCapacity(InvalidInput):
    """400: more of a resource's time is to be kept than is left."""

    def __init__(self, resource_id: str, wanted: int, available: int, start: datetime, end: datetime) -> None:
        super().__init__(
            "Invalid Input",
            f"reservation.availability.capacity: '{wanted}' is more than {resource_id} has from"
            f" {stamp(start)} to {stamp(end)}, which is {available}",
        )


class NothingScheduled(InvalidInput):
    """400: time is to be kept in which nothing is scheduled."""

    def __init__(self, resource_id: str) -> None:
        super().__init__(
            "Invalid Input",
            f"reservation.availability: nothing of the schedule of {resource_id} lies in this time, so that nothing of"
            " it can be reserved",
        )


class ServiceNotSold(InvalidInput):
    """400: a buyer cannot buy this."""
