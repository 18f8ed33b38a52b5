"""Sending units back: which may be, where to, and what comes of them."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Final, Literal

import msgspec

from tradepost.domains.carriage.carriers import CAPITALS, DIGITS, LETTERS_AND_DIGITS
from tradepost.domains.fba.fulfillment_outbound.model import (
    ShipmentStatus,
)
from tradepost.domains.fba.inventory.model import Disposition
from tradepost.domains.places.centers import FulfillmentCenter, returns_center
from tradepost.simulation.seed import Seed

InvalidReason = Literal["InvalidValues", "DuplicateRequest", "NoCompletedShipItems", "NoReturnableQuantity"]
Condition = Literal["Sellable", "Defective", "CustomerDamaged", "CarrierDamaged", "FulfillerDamaged"]

#: What the published codes mean, in our words.
INVALID_REASONS: Final[dict[InvalidReason, str]] = {
    "InvalidValues": "No such item is in this shipment of the order, or the return reason is not one of its SKU.",
    "DuplicateRequest": "A return was already requested under this id.",
    "NoCompletedShipItems": "Nothing of the item has shipped yet.",
    "NoReturnableQuantity": "No shipped unit of the item is left: others are in a return already, or never arrived.",
}

#: Where the inventory puts what comes back.
DISPOSITIONS: Final[dict[Condition, Disposition]] = {
    "Sellable": "fulfillable",
    "Defective": "defective",
    "CustomerDamaged": "customer_damaged",
    "CarrierDamaged": "carrier_damaged",
    "FulfillerDamaged": "warehouse_damaged",
}

#: In how many of a hundred cases units come back in which condition. The reason often tells. Our choice.
_GRADES: Final[dict[str, tuple[tuple[int, Condition], ...]]] = {
    "CR-DEFECTIVE": ((80, "Defective"), (20, "Sellable")),
    "CR-MISSING_PARTS": ((70, "Defective"), (30, "Sellable")),
    "CR-DAMAGED_BY_CARRIER": ((85, "CarrierDamaged"), (15, "Sellable")),
    "CR-DAMAGED_BY_FC": ((85, "FulfillerDamaged"), (15, "Sellable")),
}
_USUAL_GRADES: Final[tuple[tuple[int, Condition], ...]] = ((82, "Sellable"), (13, "CustomerDamaged"), (5, "Defective"))

#: What the fulfillment center says of the reason when it cannot tell (published example).
UNKNOWN_REASON: Final = "UNKNOWN_OTHER_REASON"


class WantedReturn(msgspec.Struct, frozen=True):
    """One unit that a buyer sends back."""

    return_item_id: str
    order_item_id: str
    shipment_id: str
    reason_code: str


class ShippedItem(msgspec.Struct, frozen=True):
    """Units of an item in a shipment that did not go astray, and how many of them are in returns already."""

    status: ShipmentStatus
    units: int
    returned: int = 0


class ReturnAuthorization(msgspec.Struct, frozen=True):
    """The leave to send units back, and where to."""

    id: str
    rma_id: str
    page_url: str
    center: FulfillmentCenter


def sort_returns(
    wanted: list[WantedReturn],
    shipped: Mapping[tuple[str, str], ShippedItem],
    requested: AbstractSet[str],
    reasons: Mapping[str, AbstractSet[str]],
) -> tuple[list[WantedReturn], list[tuple[WantedReturn, InvalidReason]]]:
    """The returns that are accepted, and those that are not with the published code.

    ``shipped`` knows each (shipment id, order item id); ``requested`` the ids of earlier return items of the order;
    ``reasons`` the codes that each order item can be returned for. Units are counted within the request, too.
    """
    accepted: list[WantedReturn] = []
    invalid: list[tuple[WantedReturn, InvalidReason]] = []
    seen = set(requested)
    taken: dict[tuple[str, str], int] = {}
    for each in wanted:
        key = (each.shipment_id, each.order_item_id)
        why = _refusal(each, shipped, seen, reasons, taken.get(key, 0))
        if why is not None:
            invalid.append((each, why))
            continue
        accepted.append(each)
        seen.add(each.return_item_id)
        taken[key] = taken.get(key, 0) + 1
    return accepted, invalid


def authorization(
    seed: Seed, seller_id: str, order_id: str, number: int, country: str, domain: str
) -> ReturnAuthorization:
    """The authorization for an order's returns of one request, counted by ``number``.

    ``country`` and ``domain`` (``www.amazon.de``) are the marketplace's. Ids and link have the forms of the published
    example.
    """
    key = (seller_id, order_id, number)
    rma_id = "D" + seed.letters(LETTERS_AND_DIGITS, 8, "rma", *key) + "RMA"
    return ReturnAuthorization(
        "RMA" + seed.letters(DIGITS + CAPITALS, 13, "return authorization", *key),
        rma_id,
        f"https://{domain}/gp/orc/rml/{rma_id}",
        returns_center(seed, seller_id, order_id, country),
    )


def received_at(seed: Seed, requested_at: datetime, *key: str | int) -> datetime:
    """When the fulfillment center has processed a returned unit: 5 to 12 days after the request. Our choice."""
    return requested_at + timedelta(days=5, minutes=int(seed.share("return received", *key) * 7 * 24 * 60))


def grade(seed: Seed, reason_code: str, *key: str | int) -> Condition:
    """The condition in which a unit comes back."""
    rest = seed.number("grade", *key) % 100
    for share, condition in _GRADES.get(reason_code, _USUAL_GRADES):
        if rest < share:
            return condition
        rest -= share
    return "Sellable"


def reason_found(reason_code: str, condition: Condition) -> str:
    """The reason code that the fulfillment center gives: the buyer's where the unit bears it out. Our choice."""
    told = {grade for _, grade in _GRADES.get(reason_code, ())} - {"Sellable"}
    return reason_code if not told or condition in told else UNKNOWN_REASON


def _refusal(
    wanted: WantedReturn,
    shipped: Mapping[tuple[str, str], ShippedItem],
    seen: AbstractSet[str],
    reasons: Mapping[str, AbstractSet[str]],
    taken: int,
) -> InvalidReason | None:
    if wanted.return_item_id in seen:
        return "DuplicateRequest"
    if wanted.order_item_id not in reasons or wanted.reason_code not in reasons[wanted.order_item_id]:
        return "InvalidValues"
    if not any(item.status == "SHIPPED" for (_, item_id), item in shipped.items() if item_id == wanted.order_item_id):
        return "NoCompletedShipItems"
    item = shipped.get((wanted.shipment_id, wanted.order_item_id))
    if item is None:
        return "InvalidValues"
    if item.status != "SHIPPED":
        return "NoCompletedShipItems"
    return "NoReturnableQuantity" if item.returned + taken >= item.units else None
