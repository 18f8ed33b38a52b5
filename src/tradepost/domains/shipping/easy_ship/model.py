"""How far a package is: what its parcel says, in the words of Easy Ship and in those of Orders."""

from __future__ import annotations

from typing import Final

from tradepost.contract import easy_ship_2022_03_23 as api
from tradepost.domains.selling.orders.model import EasyShipStatus
from tradepost.domains.shipping.parcels.parcel import Parcel, State, place_of

#: Where packages are scheduled in bulk and not one by one (seen, and told by the published reference, which has bulks
#: nowhere else; they are taken everywhere here, our choice).
IN_BULK: Final = frozenset({"NL", "PL"})
_STATUSES: Final[dict[State, api.PackageStatus]] = {
    "PreTransit": "ReadyForPickup",
    "PickupCancelled": "LabelCanceled",
    "OutForDelivery": "OutForDelivery",
    "DeliveryAttempted": "OutForDelivery",
    "AwaitingCustomerPickup": "OutForDelivery",
    "Delivered": "Delivered",
    "Undeliverable": "Undeliverable",
    "Returned": "ReturnedToSeller",
    "Lost": "LostInTransit",
}
_IN_ORDERS: Final[dict[api.PackageStatus, EasyShipStatus]] = {
    "ReadyForPickup": "PendingPickUp",
    "PickedUp": "PickedUp",
    "AtOriginFC": "AtOriginFC",
    "AtDestinationFC": "AtDestinationFC",
    "Delivered": "Delivered",
    "Rejected": "RejectedByBuyer",
    "Undeliverable": "Undeliverable",
    "ReturnedToSeller": "ReturnedToSeller",
    "LostInTransit": "Lost",
    "LabelCanceled": "LabelCanceled",
    "DamagedInTransit": "Damaged",
    "OutForDelivery": "OutForDelivery",
}
_BROUGHT: Final[dict[EasyShipStatus, EasyShipStatus]] = {"PendingPickUp": "PendingDropOff", "PickedUp": "DroppedOff"}


def package_status(parcel: Parcel) -> api.PackageStatus:
    """The published status of a package. On its way back it keeps the one by which it was turned round; an attempt in
    vain is still out for delivery (our choice, as the list has no words for either)."""
    known = _STATUSES.get(parcel.state)
    if known is not None:
        return known
    happened = parcel.way.events[: parcel.told] if parcel.way else ()
    codes = {each.code for each in happened}
    if "EVENT_405" in codes:
        return "DamagedInTransit"
    if "EVENT_407" in codes:
        return "Rejected"
    if parcel.state == "Returning":
        return "Undeliverable"
    if any(each.code == "EVENT_201" and each.place == place_of(parcel.destination) for each in happened):
        return "AtDestinationFC"
    return "AtOriginFC" if codes & {"EVENT_201", "EVENT_202"} else "PickedUp"


def order_status(parcel: Parcel, method: api.HandoverMethod) -> EasyShipStatus:
    """The same as Orders v0 shows it, which knows how it was handed over, and that it is on its way back."""
    if parcel.state == "Returning":
        return "ReturningToSeller"
    found = _IN_ORDERS[package_status(parcel)]
    return _BROUGHT.get(found, found) if method == "DROPOFF" else found
