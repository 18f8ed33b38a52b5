"""A listing: what a seller has said of a SKU in a marketplace, and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec

Attributes = dict[str, Any]
Channel = Literal["AMAZON", "MERCHANT"]
Severity = Literal["ERROR", "WARNING", "INFO"]
Status = Literal["BUYABLE", "DISCOVERABLE"]
SEVERITIES: dict[Severity, int] = {"WARNING": 1, "ERROR": 2}


class Issue(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that is wrong with a listing, and what is done about it, such as ``LISTING_SUPPRESSED``."""

    code: str
    message: str
    severity: Severity
    attribute_names: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    enforcement: str = ""


class Submission(msgspec.Struct, omit_defaults=True):
    """What was submitted and is not processed yet. ``quantity_said`` when it tells how many units there are."""

    id: str
    attributes: Attributes
    product_type: str
    requirements: str = "LISTING"
    quantity_said: bool = True
    deletes: bool = False


class Document(msgspec.Struct, omit_defaults=True):
    """What a listing's row keeps as a document. ``title`` is the product's in the catalog."""

    product_type: str
    title: str = ""
    requirements: str = "LISTING"
    attributes: Attributes = {}
    issues: list[Issue] = []
    submission: Submission | None = None


class Listing(msgspec.Struct, kw_only=True):
    """One SKU of a seller in one marketplace.

    ``asin`` is empty until its first submission is processed. ``units`` can be sold just now; ``sellable`` says that
    nothing but units is missing for somebody to buy.
    """

    seller_id: str
    marketplace_id: str
    seller_sku: str
    asin: str = ""
    parent_sku: str = ""
    contained_sku: str = ""
    channel: Channel = "MERCHANT"
    units: int = 0
    sellable: bool = False
    discoverable: bool = False
    created_at: datetime
    updated_at: datetime
    document: Document

    @property
    def buyable(self) -> bool:
        """Whether somebody can buy it."""
        return self.sellable and self.units > 0

    @property
    def status(self) -> list[Status]:
        """Its status, as it is published."""
        found: list[Status] = ["BUYABLE"] if self.buyable else []
        return [*found, "DISCOVERABLE"] if self.discoverable else found

    @property
    def severities(self) -> int:
        """Which issues it has, as bits: 1 for a warning, 2 for an error."""
        found = {each.severity for each in self.document.issues}
        return sum(bit for severity, bit in SEVERITIES.items() if severity in found)
