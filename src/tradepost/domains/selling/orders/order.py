"""A customer's order with everything that belongs to it: its buyer, items, packages and what was given back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Literal

import msgspec

from tradepost.domains.selling.orders.model import EasyShipStatus, OrderStatus, portion

Channel = Literal["AFN", "MFN"]
#: How it stands with the seller's own invoice of an order in Brazil (published model).
ElectronicInvoice = Literal["NotRequired", "NotFound", "Processing", "Errored", "Accepted"]
ServiceLevel = Literal["Standard", "Expedited", "Priority"]


class Address(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Where an order goes. ``county`` is the quarter of a town, which addresses in Brazil have."""

    name: str
    company: str = ""
    address_line1: str
    address_line2: str = ""
    city: str
    county: str = ""
    state_or_region: str = ""
    postal_code: str
    country_code: str
    phone: str = ""
    address_type: Literal["Residential", "Commercial"] = "Residential"


class Buyer(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Who buys. ``email`` is the alias that a seller sees, ``tax_id`` a plain CPF or CNPJ in Brazil."""

    name: str
    email: str
    address: Address
    business: bool = False
    company: str = ""
    purchase_order_number: str = ""
    tax_id: str = ""


class Amounts(msgspec.Struct, kw_only=True, omit_defaults=True, rename="camel"):
    """The money of an item, for all of its units together, in the order's currency.

    Promotions are what they take off, as positive numbers. What the buyer pays is ``total``.
    """

    principal: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)
    shipping: Decimal = Decimal(0)
    shipping_tax: Decimal = Decimal(0)
    gift_wrap: Decimal = Decimal(0)
    gift_wrap_tax: Decimal = Decimal(0)
    promotion: Decimal = Decimal(0)
    shipping_promotion: Decimal = Decimal(0)

    @property
    def total(self) -> Decimal:
        """Items, tax, shipping and gift wrap, less promotions."""
        charged = self.principal + self.tax + self.shipping + self.shipping_tax + self.gift_wrap + self.gift_wrap_tax
        return charged - self.promotion - self.shipping_promotion

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(**{kind: getattr(self, kind) + getattr(other, kind) for kind in KINDS_OF_MONEY})

    def __sub__(self, other: Amounts) -> Amounts:
        return Amounts(**{kind: getattr(self, kind) - getattr(other, kind) for kind in KINDS_OF_MONEY})

    def at_most(self, other: Amounts) -> Amounts:
        """Of each kind the smaller amount."""
        return Amounts(**{kind: min(getattr(self, kind), getattr(other, kind)) for kind in KINDS_OF_MONEY})


#: The kinds of money that an item has, by their names here.
KINDS_OF_MONEY = tuple(each.name for each in msgspec.structs.fields(Amounts))


class Item(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One line of an order, and what has become of its units.

    ``adjusted`` is the money that was given back besides that of refunded units. ``seller_item_id`` is the seller's own
    name for the line. ``location`` is the code of the seller's supply source that its units come from.
    """

    id: str
    seller_sku: str
    asin: str
    title: str
    quantity: int
    unit_price: Decimal
    amounts: Amounts
    condition: str = "new_new"
    location: str = ""
    shipped: int = 0
    cancelled: int = 0
    refunded: int = 0
    replaced: int = 0
    adjusted: Amounts | None = None
    seller_item_id: str = ""
    gift_message: str = ""
    gift_wrap_level: str = ""
    promotion_ids: list[str] = []
    cancel_reason: str = ""
    transparency_codes: list[str] = []

    @property
    def open(self) -> int:
        """The units that are still to be shipped."""
        return self.quantity - self.shipped - self.cancelled

    def share(self, before: int, units: int, currency: str) -> Amounts:
        """The part of its money that so many units have, when so many were counted already."""
        return Amounts(
            **{
                kind: portion(getattr(self.amounts, kind), self.quantity, before, units, currency)
                for kind in KINDS_OF_MONEY
            }
        )

    def refundable(self, currency: str) -> Amounts:
        """What was paid for units that have left, and was not given back."""
        left = self.share(0, self.shipped, currency) - self.share(0, self.refunded, currency)
        return left if self.adjusted is None else left - self.adjusted


class PackedItem(msgspec.Struct):
    """Units of an item in a package."""

    item_id: str
    quantity: int


def counted_once(items: Iterable[PackedItem]) -> list[PackedItem]:
    """The same units with one line for each item, so that no part of its money is counted twice."""
    found: dict[str, int] = {}
    for each in items:
        found[each.item_id] = found.get(each.item_id, 0) + each.quantity
    return [PackedItem(item_id, quantity) for item_id, quantity in found.items()]


class Package(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What was sent together."""

    reference_id: str
    carrier_code: str
    carrier_name: str = ""
    shipping_method: str = ""
    tracking_number: str = ""
    shipped_at: datetime
    items: list[PackedItem]
    supply_source_id: str = ""


class Dates(msgspec.Struct):
    """By when the order is to leave and to arrive, in UTC."""

    earliest_ship: datetime
    latest_ship: datetime
    earliest_delivery: datetime
    latest_delivery: datetime


class Refund(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Money given back for units of an order."""

    id: str
    at: datetime
    reason: str
    items: list[PackedItem]


class Return(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Units that a buyer sends back."""

    id: str
    requested_at: datetime
    reason: str
    items: list[PackedItem]
    received_at: datetime | None = None


class Invoice(msgspec.Struct, kw_only=True, omit_defaults=True):
    """An invoice or a credit note that the seller has uploaded, and the document that it is."""

    number: str
    type: Literal["Invoice", "CreditNote"] = "Invoice"
    document_id: str
    uploaded_at: datetime
    shipping_id: str = ""
    transaction_id: str = ""
    total: Decimal | None = None
    vat: Decimal | None = None


class RegulatedInfo(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What a buyer has said of a regulated product, and what the seller has found of it."""

    fields: list[tuple[str, str, str]]
    status: Literal["Pending", "Approved", "Rejected", "Expired", "Cancelled"] = "Pending"
    rejection_reason_id: str = ""
    reviewer_id: str = ""
    reviewed_at: datetime | None = None
    dosage_label: bool = False


class Order(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A customer's order at one seller. ``replaces`` is the order whose units a replacement is for, and why."""

    id: str
    marketplace_id: str
    channel: Channel
    status: OrderStatus
    currency: str
    purchased_at: datetime
    updated_at: datetime
    buyer: Buyer
    items: list[Item]
    dates: Dates
    service_level: ServiceLevel = "Standard"
    payment_method: Literal["COD", "CVS", "Other"] = "Other"
    seller_order_id: str = ""
    available_at: datetime | None = None
    paid_at: datetime | None = None
    pickup: bool = False
    pickup_status: str = ""
    store_chain_store_id: str = ""
    supply_source_id: str = ""
    packages: list[Package] = []
    refunds: list[Refund] = []
    returns: list[Return] = []
    invoices: list[Invoice] = []
    regulated: RegulatedInfo | None = None
    late: bool = False
    electronic_invoice: ElectronicInvoice | None = None
    easy_ship_status: EasyShipStatus | Literal[""] = ""
    replaces: str = ""
    replacement_reason: str = ""

    @property
    def easy_ship(self) -> bool:
        """Whether Amazon fetches it from its seller, by Easy Ship."""
        return bool(self.easy_ship_status)

    @property
    def left_pending_at(self) -> datetime:
        """When its payment was through; of an order from before that was noted, when it was placed."""
        return self.paid_at or self.purchased_at

    def item(self, item_id: str) -> Item | None:
        """The item of this id."""
        return next((each for each in self.items if each.id == item_id), None)

    @property
    def total(self) -> Decimal:
        """What the buyer pays for all of it."""
        return sum((each.amounts.total for each in self.items), Decimal(0))

    @property
    def shipped(self) -> int:
        """The units that have left."""
        return sum(each.shipped for each in self.items)

    @property
    def open(self) -> int:
        """The units that are still to leave."""
        return sum(each.open for each in self.items)
