"""How Easy Ship refuses: one class a mistake, with its published status and code."""

from __future__ import annotations

from collections.abc import Iterable

from tradepost.domains.carriage.rating import Ineligible
from tradepost.errors import ApiError, InvalidInput


class ResourceNotFound(ApiError):
    """404: there is no such order, package or marketplace, or it is another seller's."""

    status = 404
    code = "ResourceNotFound"

    def __init__(self, name: str, value: str, what: str) -> None:
        super().__init__("The specified resource does not exist.", f"{name}: '{value[:60]}' is not {what}")


class RegionNotSupported(ApiError):
    """404: the marketplace has no Easy Ship, or none for one package at a time."""

    status = 404
    code = "RegionNotSupported"

    def __init__(self, marketplace_id: str, why: str = "has no Easy Ship") -> None:
        super().__init__(
            "Amazon Easy Ship is not supported in the specified marketplace.",
            f"marketplaceId: '{marketplace_id[:60]}' {why}",
        )


class InvalidOrderState(ApiError):
    """404: the order is in no state for this."""

    status = 404
    code = "InvalidOrderState"

    def __init__(self, order_id: str, why: str) -> None:
        super().__init__(
            "The request cannot be applied to the order in its current state.", f"amazonOrderId: order {order_id} {why}"
        )


class TimeSlotNotAvailable(ApiError):
    """404: nobody fetches this package, or not before the order is called off."""

    status = 404
    code = "TimeSlotNotAvailable"

    def __init__(self, order_id: str, refused: Iterable[Ineligible]) -> None:
        said = " ".join(reason.message for each in refused for reason in each.reasons)
        super().__init__(
            "No time slot is available.", f"amazonOrderId: order {order_id}: {said or 'all slots are over'}"
        )


class InvalidTimeSlotId(InvalidInput):
    """400: the slot is none that was given for this order."""

    code = "InvalidTimeSlotId"

    def __init__(self, order_id: str, slot_id: str) -> None:
        super().__init__(
            "The specified time slot identifier is not valid.",
            f"slotId: '{slot_id[:60]}' is not a slot that was listed for order {order_id}",
        )


class ScheduledPackageAlreadyExists(InvalidInput):
    """400: the order has been scheduled."""

    code = "ScheduledPackageAlreadyExists"

    def __init__(self, order_id: str, package_id: str) -> None:
        super().__init__(
            "The order has already been scheduled.", f"amazonOrderId: order {order_id} has package {package_id}"
        )


class ScheduleWindowExpired(InvalidInput):
    """400: it is too late for the slot."""

    code = "ScheduleWindowExpired"

    def __init__(self, order_id: str, start: str) -> None:
        super().__init__(
            "The selected time slot has expired.",
            f"slotId: the slot of order {order_id} that begins at {start} cannot be chosen any more; list slots again",
        )


class RetryableAfterGettingNewSlots(InvalidInput):
    """400: the slot was there, and nobody comes in it now."""

    code = "RetryableAfterGettingNewSlots"

    def __init__(self, order_id: str, refused: Iterable[Ineligible]) -> None:
        said = " ".join(reason.message for each in refused for reason in each.reasons)
        super().__init__(
            "Order scheduling failed because of the selected time slot.", f"slotId: order {order_id}: {said}"
        )
