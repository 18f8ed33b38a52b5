from __future__ import annotations

from tradepost.domains.fba.fulfillment_outbound.asking.features import (
    FEATURES,
    Constraint,
    applied,
    available,
    features_of,
    ineligible_reasons,
    unmet,
)
from tradepost.simulation.seed import Seed

SEED = Seed("tradepost")


def sku_where(eligible: bool) -> str:
    return next(
        sku
        for sku in (f"S{number}" for number in range(200))
        if (not ineligible_reasons(SEED, "BLANK_BOX", "US", "A1", sku)) is eligible
    )


def test_features_by_marketplace() -> None:
    assert features_of("US") == tuple(FEATURES)
    assert "SIGNATURE_CONFIRMATION" not in features_of("DE")
    assert features_of("ZA") == ("PACKING_SLIP", "DELIVER_TOGETHER")
    assert not available("NO_SUCH_FEATURE", "US")


def test_why_a_sku_cannot_have_a_feature() -> None:
    assert ineligible_reasons(SEED, "BLANK_BOX", "US", "A1", "S1", known=False) == ("INVALID_SKU",)
    assert ineligible_reasons(SEED, "BLANK_BOX", "ZA", "A1", "S1") == ("MERCHANT_NOT_ENROLLED",)
    assert ineligible_reasons(SEED, "BLANK_BOX", "US", "A1", sku_where(False)) == ("SKU_NOT_ELIGIBLE",)
    assert ineligible_reasons(SEED, "BLOCK_AMZL", "US", "A1", sku_where(False)) == ()


def test_most_skus_can_travel_in_blank_boxes() -> None:
    eligible = sum(not ineligible_reasons(SEED, "BLANK_BOX", "US", "A1", f"S{n}") for n in range(2000))
    assert 1640 < eligible < 1760


def test_a_required_feature_that_cannot_be_had_is_unmet() -> None:
    good, bad = sku_where(True), sku_where(False)
    blank, block = Constraint("BLANK_BOX", "Required"), Constraint("BLOCK_AMZL", "Required")
    assert unmet(SEED, [blank, block], "US", "A1", [good, bad]) == {"BLANK_BOX": {bad: "SKU_NOT_ELIGIBLE"}}
    assert applied(SEED, [blank, block], "US", "A1", [good, bad]) == {"BLOCK_AMZL"}
    assert applied(SEED, [blank, block], "US", "A1", [good]) == {"BLANK_BOX", "BLOCK_AMZL"}


def test_a_feature_that_is_not_required_changes_nothing() -> None:
    wish = [Constraint("BLANK_BOX", "NotRequired")]
    assert unmet(SEED, wish, "ZA", "A1", ["S1"]) == {}
    assert applied(SEED, wish, "US", "A1", ["S1"]) == frozenset()
