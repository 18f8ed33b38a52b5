"""What an order, its shipments, units, packages and returns may do: state machines as tables.

A table row is (state, trigger, next state). *When* a trigger falls is the business of ``timetable`` and of the callers.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

import msgspec

from tradepost.domains.places.calendar import Speed
from tradepost.domains.steps import Steps

OrderStatus = Literal[
    "New",
    "Received",
    "Planning",
    "Processing",
    "Cancelled",
    "Complete",
    "CompletePartialled",
    "Unfulfillable",
    "Invalid",
]
OrderTrigger = Literal["validate", "refuse", "plan", "pick", "complete", "complete_partly", "give_up", "cancel"]
ShipmentStatus = Literal["PLANNED", "PENDING", "SHIPPED", "CANCELLED_BY_FULFILLER", "CANCELLED_BY_SELLER"]
Action = Literal["Ship", "Hold"]

SPEEDS: Final[tuple[Speed, ...]] = get_args(Speed)
MOST_LINES: Final = 100
MOST_UNITS: Final = 250

#: Published model: Received and Planning can be cancelled, Processing cannot. Our choice: so can New; an order whose
#: hold runs out is cancelled; an order without any stock left becomes Unfulfillable also before picking begins.
ORDER: Final[Steps[OrderStatus, OrderTrigger]] = Steps(
    "order",
    (
        ("New", "validate", "Received"),
        ("New", "refuse", "Invalid"),
        ("New", "cancel", "Cancelled"),
        ("Received", "plan", "Planning"),
        ("Received", "refuse", "Invalid"),
        ("Received", "give_up", "Unfulfillable"),
        ("Received", "cancel", "Cancelled"),
        ("Planning", "pick", "Processing"),
        ("Planning", "give_up", "Unfulfillable"),
        ("Planning", "cancel", "Cancelled"),
        ("Processing", "complete", "Complete"),
        ("Processing", "complete_partly", "CompletePartialled"),
        ("Processing", "give_up", "Unfulfillable"),
    ),
)

#: Published model, but for PLANNED, our choice: a shipment is planned before its picking begins, and not shown by the
#: API until then, unless it was cancelled. CANCELLED_BY_FULFILLER is followed by a new shipment for the same units.
SHIPMENT: Final[Steps[ShipmentStatus, str]] = Steps(
    "shipment",
    (
        ("PLANNED", "pick", "PENDING"),
        ("PLANNED", "cancel", "CANCELLED_BY_SELLER"),
        ("PLANNED", "fail", "CANCELLED_BY_FULFILLER"),
        ("PENDING", "ship", "SHIPPED"),
        ("PENDING", "fail", "CANCELLED_BY_FULFILLER"),
    ),
)

#: What becomes of each unit of an item. ``waiting`` units have no stock yet, ``reserved`` ones have. Our choice.
UNIT: Final[Steps[str, str]] = Steps(
    "unit",
    (
        ("waiting", "reserve", "reserved"),
        ("waiting", "cancel", "cancelled"),
        ("waiting", "give_up", "unfulfillable"),
        ("reserved", "ship", "shipped"),
        ("reserved", "cancel", "cancelled"),
        ("reserved", "give_up", "unfulfillable"),
    ),
)

#: How the published CurrentStatus of a package may change; derived from its tracking events. Our choice.
PACKAGE: Final[dict[str, frozenset[str]]] = {
    "IN_TRANSIT": frozenset({"DELAYED", "OUT_FOR_DELIVERY", "UNDELIVERABLE"}),
    "DELAYED": frozenset({"IN_TRANSIT", "OUT_FOR_DELIVERY"}),
    "OUT_FOR_DELIVERY": frozenset({"DELIVERED", "DELIVERY_ATTEMPTED"}),
    "DELIVERY_ATTEMPTED": frozenset({"CUSTOMER_ACTION"}),
    "CUSTOMER_ACTION": frozenset({"RETURNING"}),
    "RETURNING": frozenset({"RETURNED"}),
    "DELIVERED": frozenset(),
    "RETURNED": frozenset(),
    "UNDELIVERABLE": frozenset(),
}

RETURN_ITEM: Final[Steps[str, str]] = Steps("return item", (("New", "receive", "Processed"),))

#: Statuses that never change again.
FINAL: Final[frozenset[OrderStatus]] = frozenset(each for each in get_args(OrderStatus) if ORDER.ended(each))


def cancellable(status: OrderStatus) -> bool:
    """Whether the seller may still cancel: until picking has begun (published model)."""
    return ORDER.allows(status, "cancel")


def ways_forward(status: OrderStatus) -> dict[OrderStatus, tuple[tuple[OrderTrigger, OrderStatus], ...]]:
    """The statuses to which ``submitFulfillmentOrderStatusUpdate`` may move an order, and the steps that lead there.

    Several steps of the table at once, the fewest that arrive; never back, nor from one end to another (our choice).
    """
    found: dict[OrderStatus, tuple[tuple[OrderTrigger, OrderStatus], ...]] = {}
    reached: list[tuple[OrderStatus, tuple[tuple[OrderTrigger, OrderStatus], ...]]] = [(status, ())]
    for at, way in reached:
        for after, trigger in ORDER.ways(at).items():
            if after not in found:
                found[after] = (*way, (trigger, after))
                reached.append((after, found[after]))
    return found


#: Published model: an update is for an order with a hold on it. Published guide: features cannot be changed afterwards.
UPDATABLE_WHILE_HELD: Final[frozenset[str]] = frozenset(
    {
        "displayableOrderId",
        "displayableOrderDate",
        "displayableOrderComment",
        "shippingSpeedCategory",
        "destinationAddress",
        "fulfillmentAction",
        "fulfillmentPolicy",
        "shipFromCountryCode",
        "notificationEmails",
        "items",
    }
)


def updatable(status: OrderStatus, field: str, *, held: bool) -> bool:
    """Whether ``updateFulfillmentOrder`` may change this field (its wire name) now."""
    return held and status in ("New", "Received") and field in UPDATABLE_WHILE_HELD


def hold_allowed(action: Action, speed: Speed) -> bool:
    """A hold and a scheduled delivery do not mix (published model)."""
    return not (action == "Hold" and speed == "ScheduledDelivery")


class UnitCounts(msgspec.Struct, frozen=True):
    """How many units were ordered and what became of them; what is left is still open."""

    ordered: int
    shipped: int = 0
    cancelled: int = 0
    unfulfillable: int = 0

    @property
    def open(self) -> int:
        """Units of which nothing final can be said yet."""
        return self.ordered - self.shipped - self.cancelled - self.unfulfillable

    def plus(self, other: UnitCounts) -> UnitCounts:
        """Both together."""
        return UnitCounts(
            self.ordered + other.ordered,
            self.shipped + other.shipped,
            self.cancelled + other.cancelled,
            self.unfulfillable + other.unfulfillable,
        )


def outcome(units: UnitCounts) -> OrderStatus | None:
    """How an order ends whose units have fared like this; None while units are open.

    Published model for Complete, CompletePartialled, Cancelled and Unfulfillable. Where nothing shipped and units were
    partly cancelled and partly not found, it is Unfulfillable (our choice).
    """
    if units.open:
        return None
    if units.shipped == units.ordered:
        return "Complete"
    if units.shipped:
        return "CompletePartialled"
    return "Unfulfillable" if units.unfulfillable else "Cancelled"


def closing_trigger(status: OrderStatus) -> OrderTrigger:
    """The trigger that brings a picked order to this outcome."""
    return ORDER.ways("Processing")[status]
