"""A parcel, the states that it goes through, and what tracking shows of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Final, Literal

import msgspec

from tradepost.domains.carriage.rating import Rate
from tradepost.domains.carriage.tracking import Event, Journey
from tradepost.domains.carriage.zones import Stop
from tradepost.domains.places.centers import Place
from tradepost.domains.steps import Steps

#: Who made it: an API by which a label was bought, or the seller with a number of his own.
Source = Literal["amazon_shipping", "merchant_fulfillment", "easy_ship", "seller"]
#: The published document types.
Paper = Literal["LABEL", "PACKSLIP", "RECEIPT", "CUSTOM_FORM"]
Format = Literal["PDF", "PNG", "ZPL"]
Layout = Literal["DEFAULT", "LEFT", "RIGHT"]
State = Literal[
    "PreTransit",
    "InTransit",
    "OutForDelivery",
    "DeliveryAttempted",
    "AwaitingCustomerPickup",
    "Delivered",
    "Rejected",
    "Undeliverable",
    "Returning",
    "Returned",
    "Lost",
    "PickupCancelled",
]
Step = Literal[
    "pick up",
    "go on",
    "go out",
    "attempt",
    "deliver",
    "lay ready",
    "refuse",
    "give up",
    "send back",
    "come back",
    "lose",
    "cancel",
]
#: The published event codes of Shipping v2.
EventCode = Literal[
    "ReadyForReceive",
    "PickupDone",
    "ArrivedAtCarrierFacility",
    "Departed",
    "OutForDelivery",
    "DeliveryAttempted",
    "AvailableForPickup",
    "Delivered",
    "Rejected",
    "Undeliverable",
    "ReturnInitiated",
    "Lost",
    "PickupCancelled",
]

STATES: Final[Steps[State, Step]] = Steps(
    "parcel",
    (
        ("PreTransit", "pick up", "InTransit"),
        ("PreTransit", "cancel", "PickupCancelled"),
        ("InTransit", "go on", "InTransit"),
        ("InTransit", "go out", "OutForDelivery"),
        ("InTransit", "lay ready", "AwaitingCustomerPickup"),
        ("InTransit", "lose", "Lost"),
        ("InTransit", "send back", "Returning"),
        ("OutForDelivery", "deliver", "Delivered"),
        ("OutForDelivery", "attempt", "DeliveryAttempted"),
        ("OutForDelivery", "refuse", "Rejected"),
        ("OutForDelivery", "lose", "Lost"),
        ("AwaitingCustomerPickup", "deliver", "Delivered"),
        ("DeliveryAttempted", "go out", "OutForDelivery"),
        ("DeliveryAttempted", "go on", "DeliveryAttempted"),
        ("DeliveryAttempted", "give up", "Undeliverable"),
        ("DeliveryAttempted", "lose", "Lost"),
        ("DeliveryAttempted", "send back", "Returning"),
        ("Undeliverable", "go out", "OutForDelivery"),
        ("Undeliverable", "send back", "Returning"),
        ("Rejected", "send back", "Returning"),
        ("Returning", "come back", "Returned"),
    ),
)

#: What an event of a journey does to a parcel, and the code by which Shipping shows it; "" where it shows nothing.
MEANING: Final[dict[str, tuple[Step | None, EventCode | Literal[""]]]] = {
    "EVENT_101": (None, ""),
    "EVENT_102": ("pick up", "PickupDone"),
    "EVENT_201": ("go on", "ArrivedAtCarrierFacility"),
    "EVENT_202": ("go on", "Departed"),
    "EVENT_203": ("go on", "ArrivedAtCarrierFacility"),
    "EVENT_204": ("go on", ""),
    "EVENT_205": ("go on", ""),
    "EVENT_301": ("deliver", "Delivered"),
    "EVENT_302": ("go out", "OutForDelivery"),
    "EVENT_304": ("attempt", "DeliveryAttempted"),
    "EVENT_308": ("lay ready", "AvailableForPickup"),
    "EVENT_309": ("come back", "Delivered"),
    "EVENT_401": ("give up", "Undeliverable"),
    "EVENT_404": ("go on", ""),
    "EVENT_405": (None, ""),
    "EVENT_407": ("refuse", "Rejected"),
    "EVENT_408": ("send back", "ReturnInitiated"),
    "EVENT_409": ("lose", "Lost"),
    "EVENT_417": ("go on", ""),
    "EVENT_418": ("go on", ""),
}
_BACKWARDS: Final = frozenset({"EVENT_408", "EVENT_309"})


class Print(msgspec.Struct, frozen=True, kw_only=True):
    """How something is printed. ``page`` is the paper of a PDF with the label on its left or right half; without it
    each document is a sheet of four by six inches."""

    format: Format = "PNG"
    dpi: int = 203
    page: Literal["", "LETTER", "A4"] = ""
    layout: Layout = "DEFAULT"
    shows_reference: bool = False
    shows_seller: bool = False
    shows_collect: bool = False


class Content(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Units of something in a parcel; ``value`` is of one unit, ``kilograms`` too."""

    description: str
    quantity: int
    value: Decimal = Decimal(0)
    kilograms: Decimal = Decimal(0)
    seller_sku: str = ""
    order_item_id: str = ""


class Parcel(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One parcel. ``charge`` is what was paid for its label with its extras, in ``currency``; ``refunded`` what of it
    was given back. What goes at the seller's own account with a carrier (``account_id``) is not charged here.
    ``arrive_by`` is what the buyer of its order was promised. ``at_point`` is whether it waits at an access
    point. ``papers`` are the documents that were asked for, in which ``form``, and whether
    ``joined`` in one file. ``told`` counts the events of its way that have been told of."""

    id: str
    source: Source
    reference: str
    marketplace_id: str
    carrier: str
    service: str
    tracking_number: str
    origin: Stop
    destination: Stop
    bought_at: datetime
    ships_at: datetime
    promised_at: datetime
    rate: Rate | None = None
    contents: tuple[Content, ...] = ()
    sides: tuple[Decimal, Decimal, Decimal] = (Decimal(0), Decimal(0), Decimal(0))
    kilograms: Decimal = Decimal(0)
    package_reference: str = ""
    order_id: str = ""
    options: tuple[str, ...] = ()
    collect: Decimal = Decimal(0)
    insured: Decimal = Decimal(0)
    seller_name: str = ""
    account_id: str = ""
    arrive_by: datetime | None = None
    at_point: bool = False
    customs_code: str = ""
    papers: tuple[Paper, ...] = ("LABEL",)
    form: Print | None = None
    joined: bool = False
    currency: str = ""
    charge: Decimal = Decimal(0)
    refunded: Decimal = Decimal(0)
    state: State = "PreTransit"
    way: Journey | None = None
    told: int = 0
    cancelled_at: datetime | None = None
    manifested_at: datetime | None = None

    @property
    def handed_over(self) -> bool:
        """Whether the carrier has it."""
        return self.state not in ("PreTransit", "PickupCancelled")

    @property
    def ended(self) -> bool:
        """Whether nothing more happens to it."""
        return STATES.ended(self.state)


class Shown(msgspec.Struct, frozen=True):
    """An event as Shipping shows it; ``returning`` once the parcel is on its way back."""

    at: datetime
    code: EventCode
    place: Place
    returning: bool


def shown(parcel: Parcel) -> list[Shown]:
    """What tracking shows of a parcel until now, the oldest first."""
    origin = place_of(parcel.origin)
    found = [Shown(parcel.bought_at, "ReadyForReceive", origin, returning=False)]
    for event in parcel.way.events[: parcel.told] if parcel.way else ():
        code = MEANING[event.code][1]
        if code:
            found.append(Shown(event.at, code, event.place, event.code in _BACKWARDS))
    if parcel.cancelled_at is not None:
        found.append(Shown(parcel.cancelled_at, "PickupCancelled", origin, returning=False))
    return found


def state_after(events: Iterable[Event]) -> State:
    """The state of a parcel to which this has happened, whoever sends it."""
    state: State = "PreTransit"
    for event in events:
        step = MEANING[event.code][0]
        state = state if step is None else STATES.after(state, step)
    return state


def details(parcel: Parcel) -> tuple[list[str], list[str]]:
    """The published detail codes of a parcel's way to its recipient, and of its way back."""
    codes = {event.code for event in parcel.way.events[: parcel.told]} if parcel.way else set()
    forward, back = [], []
    if "EVENT_304" in codes and "EVENT_301" not in codes:
        forward.append("CustomerUnavailable")
    if "EVENT_401" in codes:
        forward.append("AddressNotFound")
    if "EVENT_407" in codes:
        forward.append("Rejected")
        forward.append("Damaged" if "EVENT_405" in codes else "NotRequired")
    if "EVENT_301" in codes:
        signed = {"SIGNATURE_CONFIRMATION", "ADULT_SIGNATURE"} & set(parcel.options)
        forward.append("Signed" if signed else "DeliveredToPorch")
    if "EVENT_309" in codes:
        back.append("Signed")
    return forward, back


def last_event(parcel: Parcel) -> Event | None:
    """The latest thing that has happened to it on its way."""
    return parcel.way.events[parcel.told - 1] if parcel.way and parcel.told else None


def place_of(stop: Stop) -> Place:
    """The city of an address."""
    return Place(stop.city, stop.state, stop.country)
