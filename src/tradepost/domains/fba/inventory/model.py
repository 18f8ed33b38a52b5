"""What stock is, and how it may move. Every move takes units from one place and puts them in another.

A place is a disposition: where units are and what may be done with them. ``None`` is the world outside the fulfillment
network. The numbers of an inventory summary are sums over dispositions (published model of FBA Inventory v1).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from tradepost.errors import ApiError, InvalidInput, NotFound

Disposition = Literal[
    "fulfillable",
    "reserved_customer_order",
    "reserved_transshipment",
    "reserved_processing",
    "inbound_working",
    "inbound_shipped",
    "inbound_receiving",
    "customer_damaged",
    "warehouse_damaged",
    "distributor_damaged",
    "carrier_damaged",
    "defective",
    "expired",
    "researching_short_term",
    "researching_mid_term",
    "researching_long_term",
]
DISPOSITIONS: tuple[Disposition, ...] = get_args(Disposition)
RESERVED: tuple[Disposition, ...] = ("reserved_customer_order", "reserved_transshipment", "reserved_processing")
UNFULFILLABLE: tuple[Disposition, ...] = (
    "customer_damaged",
    "warehouse_damaged",
    "distributor_damaged",
    "carrier_damaged",
    "defective",
    "expired",
)
RESEARCHING: tuple[Disposition, ...] = ("researching_short_term", "researching_mid_term", "researching_long_term")

#: The places in fulfillment centers: what lies there is stored.
IN_CENTERS: tuple[Disposition, ...] = ("fulfillable", *RESERVED, *UNFULFILLABLE, *RESEARCHING)
INBOUND: tuple[Disposition, ...] = ("inbound_working", "inbound_shipped", "inbound_receiving")

Cause = Literal[
    "received",
    "reserved",
    "released",
    "shipped",
    "returned",
    "removed",
    "inbound_planned",
    "inbound_cancelled",
    "inbound_shipped",
    "inbound_arrived",
]

#: What takes units where. ``returned`` and ``removed`` name their disposition themselves, and so does what is
#: ``received`` of an inbound shipment.
MOVES: dict[Cause, tuple[Disposition | None, Disposition | None]] = {
    "received": (None, "fulfillable"),
    "reserved": ("fulfillable", "reserved_customer_order"),
    "released": ("reserved_customer_order", "fulfillable"),
    "shipped": ("reserved_customer_order", None),
    "inbound_planned": (None, "inbound_working"),
    "inbound_cancelled": ("inbound_working", None),
    "inbound_shipped": ("inbound_working", "inbound_shipped"),
    "inbound_arrived": ("inbound_shipped", "inbound_receiving"),
}

MOST_SKUS_OF_A_QUERY = 50
LONGEST_SKU = 50
MOST_UNITS = 2_147_483_647
EARLIEST_CHANGE_MONTHS = 18

Balances = Mapping[Disposition, int]


def total(balances: Balances, dispositions: tuple[Disposition, ...] = DISPOSITIONS) -> int:
    """The units in these dispositions together."""
    return sum(balances.get(each, 0) for each in dispositions)


def removable(balances: Balances) -> bool:
    """Whether an item may be deleted: nothing of it is fulfillable or reserved (published sandbox guide), and
    nothing is on its way to a fulfillment center (our choice)."""
    return not balances.get("fulfillable") and not total(balances, RESERVED) and not total(balances, INBOUND)


class InsufficientStock(ApiError):
    """400: fewer units are there than were to be moved."""

    status, code = 400, "InvalidInput"

    def __init__(self, seller_sku: str, disposition: str, wanted: int, there: int) -> None:
        super().__init__("Invalid Input", f"sellerSku '{seller_sku}': {wanted} units wanted, {there} are {disposition}")
        self.seller_sku = seller_sku
        self.available = there


class NextTokenInvalid(InvalidInput):
    """400: the page token is not one of this query, or its 30 seconds are over. The message was seen."""

    def __init__(self, details: str) -> None:
        super().__init__("Next token is invalid or expired", details)


class ItemExists(InvalidInput):
    """400: the seller has this SKU in this marketplace already."""

    def __init__(self, seller_sku: str, marketplace_id: str) -> None:
        super().__init__("Invalid Input", f"sellerSku: '{seller_sku}' already exists in marketplace {marketplace_id}")


class UnknownItem(NotFound):
    """404: the seller has no such SKU in this marketplace."""

    def __init__(self, seller_sku: str, marketplace_id: str) -> None:
        super().__init__(
            "The specified resource does not exist.", f"SKU '{seller_sku}' not found in marketplace {marketplace_id}"
        )


class UnknownItemToStock(InvalidInput):
    """400: stock was to be added to a SKU that the seller does not have in that marketplace."""

    def __init__(self, index: int, seller_sku: str, marketplace_id: str) -> None:
        super().__init__(
            "Invalid Input",
            f"inventoryItems[{index}].sellerSku: '{seller_sku}' does not exist in marketplace {marketplace_id}",
        )


class ItemInUse(InvalidInput):
    """400: an item cannot be deleted while units of it can be sold or are reserved."""

    def __init__(self, seller_sku: str, fulfillable: int, reserved: int, inbound: int) -> None:
        more = f" and {inbound} inbound" if inbound else ""
        super().__init__(
            "Invalid Input",
            f"sellerSku: '{seller_sku}' has {fulfillable} fulfillable and {reserved} reserved{more} units;"
            " only an item without any can be deleted",
        )


class IdempotencyTokenReused(InvalidInput):
    """400: the same idempotency token came with another body."""

    def __init__(self, token: str) -> None:
        super().__init__(
            "Invalid Input", f"x-amzn-idempotency-token: '{token[:100]}' was used with another request body"
        )
