"""How units are labeled and prepared before they are sent, who may do it, and what it costs where Amazon does."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import fulfillment_inbound_2024_03_20 as api
from tradepost.domains.fba.inbound.contents import Line, Owner
from tradepost.domains.fba.inbound.sku_details import SkuDetails
from tradepost.domains.measures.amounts import rounded
from tradepost.domains.money.fees.tariffs import level_of
from tradepost.domains.selling.catalog import attributes as said
from tradepost.domains.selling.catalog.model import Product

#: What each category takes; a unit gets its label besides. Categories are published, their preparation is our choice
#: after the public help pages.
TYPES: Final[dict[api.PrepCategory, tuple[api.PrepType, ...]]] = {
    "ADULT": ("ITEM_BLACK_SHRINKWRAP",),
    "BABY": ("ITEM_POLYBAGGING", "ITEM_SUFFOSTK"),
    "FC_PROVIDED": (),
    "FRAGILE": ("ITEM_BUBBLEWRAP",),
    "GRANULAR": ("ITEM_POLYBAGGING", "ITEM_TAPING"),
    "HANGER": ("ITEM_HANG_GARMENT",),
    "LIQUID": ("ITEM_CAP_SEALING", "ITEM_POLYBAGGING"),
    "PERFORATED": ("ITEM_POLYBAGGING",),
    "SET": ("ITEM_SETCREAT", "ITEM_SETSTK"),
    "SHARP": ("ITEM_BUBBLEWRAP", "ITEM_BOXING"),
    "SMALL": ("ITEM_POLYBAGGING",),
    "TEXTILE": ("ITEM_POLYBAGGING", "ITEM_SUFFOSTK"),
    "UNKNOWN": (),
    "NONE": ("ITEM_NO_PREP",),
}
#: Values that only Amazon gives (published model).
AMAZONS_OWN: Final[frozenset[api.PrepCategory]] = frozenset({"FC_PROVIDED", "UNKNOWN"})

#: What Amazon takes for a unit, in US dollars, by the public list of services; other places by their price level.
LABEL_FEE: Final = Decimal("0.55")
FEES: Final[dict[api.PrepType, Decimal]] = {
    "ITEM_BLACK_SHRINKWRAP": Decimal("0.95"),
    "ITEM_BOXING": Decimal("1.40"),
    "ITEM_BUBBLEWRAP": Decimal("1.00"),
    "ITEM_POLYBAGGING": Decimal("0.70"),
    "ITEM_TAPING": Decimal("0.30"),
}
_OTHER_FEE: Final = Decimal("0.50")
#: How the Finances API calls them (published list of fee types); the others are called prep fees.
FEE_NAMES: Final[dict[api.PrepType, str]] = {
    "ITEM_LABELING": "LabelingFee",
    "ITEM_BLACK_SHRINKWRAP": "OpaqueBaggingFee",
    "ITEM_BUBBLEWRAP": "BubblewrapFee",
    "ITEM_POLYBAGGING": "PolybaggingFee",
    "ITEM_TAPING": "TapingFee",
}
_OTHER_FEE_NAME: Final = "FBAPrepServiceFee"
_LIQUID: Final = "liquid_volume"
#: Where Amazon neither labels nor prepares (published model: ``AMAZON`` is not accepted in the US).
NO_SERVICE: Final = frozenset({"US"})


class Preparation(msgspec.Struct, frozen=True):
    """What is to be done to a SKU."""

    category: api.PrepCategory
    types: tuple[api.PrepType, ...]

    @property
    def needed(self) -> bool:
        """Whether there is anything to do besides labeling."""
        return any(each not in ("ITEM_NO_PREP", "ITEM_LABELING") for each in self.types)


def preparation(product: Product | None, told: SkuDetails | None) -> Preparation:
    """What a SKU needs: what its seller told, or what follows from its product (our choice).

    Adult products are wrapped. Of liquids Amazon cannot know how they are sealed, so their seller has to tell.
    """
    if told is not None and told.prep_category is not None:
        return Preparation(told.prep_category, told.prep_types)
    category: api.PrepCategory = "NONE"
    if product is not None and product.adult:
        category = "ADULT"
    elif product is not None and said.values(product.attributes, _LIQUID):
        category = "UNKNOWN"
    return Preparation(category, TYPES[category])


def label_owners(country: str) -> tuple[Owner, ...]:
    """Who may put the labels on: every unit carries one of Amazon's (our choice)."""
    return ("SELLER",) if country in NO_SERVICE else ("AMAZON", "SELLER")


def prep_owners(prepared: Preparation, country: str) -> tuple[Owner, ...]:
    """Who may prepare a SKU: nobody has to where it needs nothing."""
    if not prepared.needed:
        return ("NONE",)
    return ("SELLER",) if country in NO_SERVICE else ("AMAZON", "SELLER")


def constraint(owners: tuple[Owner, ...]) -> api.OwnerConstraint | None:
    """The same in the words of the API; None where both may (published model)."""
    single: dict[tuple[Owner, ...], api.OwnerConstraint] = {("NONE",): "NONE_ONLY", ("SELLER",): "SELLER_ONLY"}
    return single.get(owners)


def fee(prep_type: api.PrepType, marketplace_id: str) -> Decimal:
    """What Amazon takes to do this to one unit, in the marketplace's currency."""
    usd = LABEL_FEE if prep_type == "ITEM_LABELING" else FEES.get(prep_type, _OTHER_FEE)
    return rounded(usd * level_of(marketplace_id), MARKETPLACES[marketplace_id].currency)


def charged(lines: list[Line], marketplace_id: str) -> dict[str, Decimal]:
    """What labeling and preparing these units by Amazon costs, by the published names of such fees."""
    found: dict[str, Decimal] = {}
    for each in lines:
        for kind in _by_amazon(each):
            name = FEE_NAMES.get(kind, _OTHER_FEE_NAME)
            found[name] = found.get(name, Decimal(0)) + each.quantity * fee(kind, marketplace_id)
    return found


def _by_amazon(line: Line) -> list[api.PrepType]:
    found: list[api.PrepType] = ["ITEM_LABELING"] if line.label_owner == "AMAZON" else []
    if line.prep_owner == "AMAZON":
        found += [each for each in line.prep_types if each not in ("ITEM_NO_PREP", "ITEM_LABELING")]
    return found


def instructions(line: Line, marketplace_id: str, *, fees: bool) -> list[api.PrepInstruction]:
    """What is to be done to units, by whom, and at which fee where Amazon does it; with ``fees`` also that there is
    none where the seller does (observed by integrators)."""
    currency = MARKETPLACES[marketplace_id].currency
    wanted: list[tuple[api.PrepType, Owner]] = [("ITEM_LABELING", line.label_owner)]
    wanted += [(each, line.prep_owner) for each in line.prep_types]
    return [
        api.PrepInstruction(
            prep_type=kind,
            prep_owner=owner,
            fee=(
                api.Currency(amount=float(fee(kind, marketplace_id)) if owner == "AMAZON" else 0.0, code=currency)
                if fees or owner == "AMAZON"
                else None
            ),
        )
        for kind, owner in wanted
    ]
