"""A plan, as it is kept: what is to be sent from where, and what was offered and chosen on the way."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, Literal

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES, Marketplace
from tradepost.contract import fulfillment_inbound_2024_03_20 as api
from tradepost.domains.fba.inbound.contents import Handling
from tradepost.domains.steps import Steps

Status = Literal["ACTIVE", "VOIDED", "SHIPPED", "ERRORED"]
Trigger = Literal["fail", "void", "ship"]
Offered = Literal["OFFERED", "ACCEPTED", "EXPIRED"]

STEPS: Final[Steps[Status, Trigger]] = Steps(
    "inbound plan",
    [("ACTIVE", "fail", "ERRORED"), ("ACTIVE", "void", "VOIDED"), ("ACTIVE", "ship", "SHIPPED")],
)

#: How long packing options can be confirmed (observed by integrators), and placement options (published guide).
PACKING_OFFERED: Final = timedelta(hours=24)
PLACEMENT_OFFERED: Final = timedelta(hours=72)
#: A plan without a confirmed placement is voided after so long. Our choice.
UNCONFIRMED: Final = timedelta(days=30)


class PackingGroup(msgspec.Struct, kw_only=True):
    """SKUs that can share boxes. ``packed`` once the seller has said how its boxes are."""

    id: str
    handling: Handling
    packed: bool = False


class PackingOption(msgspec.Struct, kw_only=True):
    """A way to divide a plan into groups that are packed by themselves. Where Amazon recommends it, it has a
    ``discount`` on fulfillment fees, in the marketplace's currency."""

    id: str
    groups: list[PackingGroup]
    expires_at: datetime
    discount: Decimal = Decimal(0)
    accepted: bool = False

    def status(self, now: datetime) -> Offered:
        """How it stands with it."""
        return "ACCEPTED" if self.accepted else "OFFERED" if now < self.expires_at else "EXPIRED"


class PlacementOption(msgspec.Struct, kw_only=True):
    """A way to divide a plan into shipments, and what it costs in the marketplace's currency."""

    id: str
    shipment_ids: list[str]
    fee: Decimal
    expires_at: datetime
    accepted: bool = False

    def status(self, now: datetime) -> Offered:
        """How it stands with it."""
        return "ACCEPTED" if self.accepted else "OFFERED" if now < self.expires_at else "EXPIRED"


class Plan(msgspec.Struct, kw_only=True, omit_defaults=True):
    """An inbound plan. ``made`` once its creation has succeeded. ``generation`` counts what was offered so far, so that
    what is offered anew has other ids."""

    id: str
    marketplace_id: str
    name: str
    source: api.Address
    status: Status = "ACTIVE"
    created_at: datetime
    updated_at: datetime
    made: bool = False
    generation: int = 0
    packing_options: list[PackingOption] = []
    placement_options: list[PlacementOption] = []
    placement_fee_charged: bool = False
    discount_given: bool = False

    @property
    def marketplace(self) -> Marketplace:
        """Where its units are to be sold."""
        return MARKETPLACES[self.marketplace_id]

    @property
    def packing(self) -> PackingOption | None:
        """The packing option that was confirmed."""
        return next((each for each in self.packing_options if each.accepted), None)

    @property
    def placement(self) -> PlacementOption | None:
        """The placement option that was confirmed."""
        return next((each for each in self.placement_options if each.accepted), None)

    def packing_holds(self, now: datetime) -> bool:
        """Whether the packing option that was confirmed still holds: boxes are told within its time, and once they are
        it holds as long as the plan (observed by integrators)."""
        return (
            self.packed_first
            or self.placement is not None
            or (self.packing is not None and now < self.packing.expires_at)
        )

    @property
    def packed_first(self) -> bool:
        """Whether its boxes are known before its shipments are."""
        return self.packing is not None and all(each.packed for each in self.packing.groups)

    @property
    def discount(self) -> Decimal:
        """What its packing brings: nothing, unless Amazon recommended it and the seller has followed."""
        return self.packing.discount if self.packing is not None and self.packed_first else Decimal(0)

    def packing_option(self, option_id: str) -> PackingOption | None:
        """A packing option by its id."""
        return next((each for each in self.packing_options if each.id == option_id), None)

    def placement_option(self, option_id: str) -> PlacementOption | None:
        """A placement option by its id."""
        return next((each for each in self.placement_options if each.id == option_id), None)

    def group(self, group_id: str) -> PackingGroup | None:
        """A packing group of any option."""
        return next((group for each in self.packing_options for group in each.groups if group.id == group_id), None)
