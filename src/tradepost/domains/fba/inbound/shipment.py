"""A shipment, as it is kept: where it goes, how it travels, and how far it is."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, Literal

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import fulfillment_inbound_2024_03_20 as api
from tradepost.domains.places.centers import BY_ID, FulfillmentCenter
from tradepost.domains.steps import Steps

Status = Literal[
    "UNCONFIRMED",
    "WORKING",
    "READY_TO_SHIP",
    "SHIPPED",
    "IN_TRANSIT",
    "DELIVERED",
    "CHECKED_IN",
    "RECEIVING",
    "CLOSED",
    "CANCELLED",
]
Trigger = Literal["place", "label", "send", "move", "deliver", "check_in", "receive", "close", "cancel"]
Mode = Literal["GROUND_SMALL_PARCEL", "FREIGHT_LTL"]
Solution = Literal["AMAZON_PARTNERED_CARRIER", "USE_YOUR_OWN_CARRIER"]
Availability = Literal["AVAILABLE", "BLOCKED", "CONGESTED", "DISCOUNTED"]

#: The published states in their order (published model); what cancels is our choice.
STEPS: Final[Steps[Status, Trigger]] = Steps(
    "inbound shipment",
    [
        ("UNCONFIRMED", "place", "WORKING"),
        ("WORKING", "label", "READY_TO_SHIP"),
        ("READY_TO_SHIP", "send", "SHIPPED"),
        ("SHIPPED", "move", "IN_TRANSIT"),
        ("IN_TRANSIT", "deliver", "DELIVERED"),
        ("DELIVERED", "check_in", "CHECKED_IN"),
        ("CHECKED_IN", "receive", "RECEIVING"),
        ("RECEIVING", "close", "CLOSED"),
        ("WORKING", "cancel", "CANCELLED"),
        ("READY_TO_SHIP", "cancel", "CANCELLED"),
    ],
)

#: What time brings to a confirmed shipment: its carriage cannot be called off any more, and it leaves.
CHARGE_CARRIAGE: Final = "inbound.charge_carriage"
SEND: Final = "inbound.send"

#: How long a confirmed partnered carrier can be called off without charge (published model).
VOID_WINDOW: Final[dict[Mode, timedelta]] = {
    "GROUND_SMALL_PARCEL": timedelta(hours=24),
    "FREIGHT_LTL": timedelta(hours=1),
}
#: How long quotes hold. Our choice.
QUOTED: Final = timedelta(hours=24)


def offered_until(now: datetime, lasts: timedelta) -> datetime:
    """When an offer ends that is made now: in whole seconds, as the API shows times."""
    return (now + lasts).replace(microsecond=0)


class TransportationOption(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A way to send a shipment. ``cost`` and ``expires_at`` where Amazon's partner carries it; ``pickup`` is when the
    carrier comes for freight."""

    id: str
    mode: Mode
    solution: Solution
    carrier_code: str
    carrier_name: str
    needs_window: bool = False
    cost: Decimal | None = None
    expires_at: datetime | None = None
    voidable_until: datetime | None = None
    pickup: tuple[datetime, datetime] | None = None

    @property
    def partnered(self) -> bool:
        """Whether Amazon's partner carries it."""
        return self.solution == "AMAZON_PARTNERED_CARRIER"


class DeliveryWindow(msgspec.Struct, kw_only=True):
    """Days within which a shipment can be expected to arrive."""

    id: str
    availability: Availability
    start: datetime
    end: datetime
    valid_until: datetime


class Slot(msgspec.Struct, kw_only=True):
    """A time at which a seller's own vehicle can be unloaded."""

    id: str
    start: datetime
    end: datetime


class Appointment(msgspec.Struct, kw_only=True):
    """A slot that was taken."""

    id: int
    start: datetime
    end: datetime
    status: Literal["CONFIRMED", "CANCELLED", "RESCHEDULED"]


class ContentUpdate(msgspec.Struct, kw_only=True):
    """Other contents that a seller wants for a shipment, and what the carriage would cost with them."""

    id: str
    requested: api.RequestedUpdates
    cost: Decimal | None
    expires_at: datetime
    confirmed: bool = False


class Parcel(msgspec.Struct, kw_only=True):
    """The carrier's number of a box, and what is known of it."""

    box_id: str
    tracking_id: str
    validation: Literal["VALIDATED", "NOT_VALIDATED", "NOT_SUPPORTED"] = "NOT_VALIDATED"


class Shipment(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A part of a plan that goes to one fulfillment center.

    ``packed`` once its boxes are known; ``history`` has when it came to each state. ``lost_boxes`` are those that never
    arrive.
    """

    id: str
    plan_id: str
    placement_option_id: str
    marketplace_id: str
    number: int
    center_id: str
    source: api.Address
    name: str
    status: Status = "UNCONFIRMED"
    updated_at: datetime
    units: int = 0
    boxes: int = 0
    labeled_by_amazon: bool = False
    packed: bool = False
    generation: int = 0
    confirmation_id: str = ""
    amazon_reference_id: str = ""
    ready_at: datetime | None = None
    contact: api.ContactInformation | None = None
    freight: api.FreightInformation | None = None
    transportation_options: list[TransportationOption] = []
    transportation_option_id: str = ""
    windows: list[DeliveryWindow] = []
    window: DeliveryWindow | None = None
    slots: list[Slot] = []
    slots_expire_at: datetime | None = None
    appointments: list[Appointment] = []
    parcels: list[Parcel] = []
    freight_bills: list[str] = []
    bill_of_lading: str = ""
    updates: list[ContentUpdate] = []
    history: list[tuple[Status, datetime]] = []
    carriage_charged: bool = False
    lost_boxes: list[str] = []

    @property
    def center(self) -> FulfillmentCenter:
        """Where it goes."""
        return BY_ID[self.center_id]

    @property
    def currency(self) -> str:
        """What is paid in where its units are to be sold."""
        return MARKETPLACES[self.marketplace_id].currency

    @property
    def transportation(self) -> TransportationOption | None:
        """How it travels, once that is confirmed."""
        return self.option(self.transportation_option_id)

    @property
    def appointment(self) -> Appointment | None:
        """The slot that it has."""
        return next((each for each in self.appointments if each.status == "CONFIRMED"), None)

    def option(self, option_id: str) -> TransportationOption | None:
        """A transportation option by its id."""
        return next((each for each in self.transportation_options if each.id == option_id), None)

    def take(self, trigger: Trigger, now: datetime) -> None:
        """Goes on to the state that a trigger leads to. Raises IllegalStepError."""
        self.status = STEPS.after(self.status, trigger)
        self.history.append((self.status, now))
