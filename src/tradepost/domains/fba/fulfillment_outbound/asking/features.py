"""Multi-Channel Fulfillment features: where they exist, what they need, and which SKUs can have them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

import msgspec

from tradepost.simulation.seed import Seed

FeatureName = Literal[
    "BLOCK_AMZL", "BLANK_BOX", "OVERBOX", "PACKING_SLIP", "SIGNATURE_CONFIRMATION", "DELIVER_TOGETHER"
]
FeaturePolicy = Literal["Required", "NotRequired"]
Ineligible = Literal["MERCHANT_NOT_ENROLLED", "SKU_NOT_ELIGIBLE", "INVALID_SKU"]

#: What each feature does, in our words. Names as published.
FEATURES: Final[dict[str, str]] = {
    "BLOCK_AMZL": "Orders do not travel by Amazon Logistics, but by another carrier.",
    "BLANK_BOX": "Orders travel in boxes without a brand.",
    "OVERBOX": "Items travel in a box around their own packaging.",
    "PACKING_SLIP": "A packing slip travels with the order.",
    "SIGNATURE_CONFIRMATION": "The recipient signs for the delivery.",
    "DELIVER_TOGETHER": "All items of an order arrive together.",
}

_EVERYWHERE: Final = frozenset({"PACKING_SLIP", "DELIVER_TOGETHER"})
_LARGE_NETWORKS: Final = frozenset({"US", "CA", "GB", "DE", "FR", "IT", "ES", "JP", "AU"})

#: By country of the marketplace. Published model: signatures in the US alone. Seen: no blank boxes in Australia. The
#: rest is our choice.
_COUNTRIES: Final[dict[str, frozenset[str]]] = {
    "BLOCK_AMZL": _LARGE_NETWORKS,
    "BLANK_BOX": _LARGE_NETWORKS - {"AU"},
    "OVERBOX": frozenset({"US", "CA", "GB", "DE", "FR", "IT", "ES"}),
    "SIGNATURE_CONFIRMATION": frozenset({"US"}),
}

#: What share of the SKUs lies where the feature can be had; all of them for features that are absent. Our choice.
_SKU_SHARES: Final[dict[str, float]] = {"BLANK_BOX": 0.85, "OVERBOX": 0.9}


class Constraint(msgspec.Struct, frozen=True):
    """A feature that a caller asks for."""

    feature: str
    policy: FeaturePolicy = "NotRequired"


def features_of(country: str) -> tuple[str, ...]:
    """The features of the marketplace in that country, of all of which every seller is eligible (our choice)."""
    return tuple(name for name in FEATURES if available(name, country))


def available(feature: str, country: str) -> bool:
    """Whether the marketplace in that country has the feature."""
    return feature in _EVERYWHERE or country in _COUNTRIES.get(feature, frozenset())


def ineligible_reasons(
    seed: Seed, feature: str, country: str, seller_id: str, seller_sku: str, *, known: bool = True
) -> tuple[Ineligible, ...]:
    """Why a SKU cannot have a feature, in the published codes; nothing where it can."""
    if not known:
        return ("INVALID_SKU",)
    if not available(feature, country):
        return ("MERCHANT_NOT_ENROLLED",)
    eligible = seed.share("feature", feature, seller_id, seller_sku) < _SKU_SHARES.get(feature, 1.0)
    return () if eligible else ("SKU_NOT_ELIGIBLE",)


def required(constraints: Iterable[Constraint]) -> frozenset[str]:
    """The features without which an order must not ship."""
    return frozenset(each.feature for each in constraints if each.policy == "Required")


def unmet(
    seed: Seed, constraints: Sequence[Constraint], country: str, seller_id: str, skus: Iterable[str]
) -> dict[str, Mapping[str, Ineligible]]:
    """The required features that an order cannot have: feature to SKU to reason. Unknown features are never met."""
    wanted = sorted(required(constraints))
    listed = list(dict.fromkeys(skus))
    found: dict[str, Mapping[str, Ineligible]] = {}
    for feature in wanted:
        missing = {
            sku: reasons[0] for sku in listed if (reasons := ineligible_reasons(seed, feature, country, seller_id, sku))
        }
        if missing:
            found[feature] = missing
    return found


def applied(
    seed: Seed, constraints: Sequence[Constraint], country: str, seller_id: str, skus: Iterable[str]
) -> frozenset[str]:
    """The features that an order ships with: those that were required and can be had by all of its SKUs."""
    listed = list(dict.fromkeys(skus))
    return required(constraints) - frozenset(unmet(seed, constraints, country, seller_id, listed))
