"""What a sale costs its seller: referral, closing, per-item and fulfillment fees.

The same functions answer the Product Fees API and bill real orders, so that what was estimated is what is charged.
Pure: product facts come in as ``Goods``.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import Final, Literal

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.measures.amounts import rounded
from tradepost.domains.money.fees.referral import DEFAULT, Referral, share
from tradepost.domains.money.fees.tariffs import Step, Tier, band_level_of, level_of, tariff_of

Channel = Literal["AMAZON", "MERCHANT"]
FeeType = Literal["ReferralFee", "VariableClosingFee", "PerItemFee", "FBAFees", "FBAPickAndPack"]
Program = Literal["FBA_CORE", "FBA_SNL", "FBA_EFN"]

#: Cubic centimeters that count as one kilogram (the public rule of most carriers).
_DIMENSIONAL_DIVISOR: Final = Decimal(5000)

#: Our choice: what ships across Europe costs so many times the fulfillment at home.
_EUROPEAN_NETWORK: Final = Decimal("1.6")

#: Our choice, as the public price list has it: the share of a referral fee that is kept when a sale is refunded.
_REFUND_SHARE: Final = Decimal("0.20")


class Goods(msgspec.Struct, frozen=True):
    """What the fees of a product follow from: its category, and one packed unit in kilograms and centimeters."""

    weight_kg: Decimal
    length_cm: Decimal
    width_cm: Decimal
    height_cm: Decimal
    referral: Referral = DEFAULT

    @property
    def sides(self) -> tuple[Decimal, ...]:
        """Centimeters, longest first."""
        return tuple(sorted((self.length_cm, self.width_cm, self.height_cm), reverse=True))

    @property
    def dimensional_kg(self) -> Decimal:
        """Kilograms that its volume counts for."""
        return self.length_cm * self.width_cm * self.height_cm / _DIMENSIONAL_DIVISOR


class Fee(msgspec.Struct, frozen=True):
    """A fee of one kind, exact to the currency's smallest coin; ``parts`` are what it is made of.

    ``promotion`` is what a fee promotion takes off its amount.
    """

    type: FeeType
    amount: Decimal
    currency: str
    parts: tuple[Fee, ...] = ()
    promotion: Decimal = Decimal(0)

    @property
    def final(self) -> Decimal:
        """What is charged."""
        return self.amount - self.promotion


def estimate(
    goods: Goods,
    marketplace_id: str,
    price: Decimal,
    shipping: Decimal,
    channel: Channel,
    *,
    points: Decimal = Decimal(0),
    program: Program | None = None,
    units: int = 1,
    professional: bool = True,
) -> list[Fee]:
    """The fees of selling units for a price and a shipping charge, both of all units together and without tax.

    Points, which only Japan has, lessen the price that the referral fee is a share of. A professional seller pays no
    fee per item (published fee schedule); every seller of this server is one.
    """
    tariff, level = tariff_of(marketplace_id), level_of(marketplace_id)
    currency = MARKETPLACES[marketplace_id].currency
    closing = tariff.media_closing * level * units if goods.referral.media else Decimal(0)
    per_item = Decimal(0) if professional else tariff.per_item * level * units
    found = [
        Fee("ReferralFee", referral_fee(goods, marketplace_id, price + shipping - points, units), currency),
        Fee("VariableClosingFee", rounded(closing, currency), currency),
        Fee("PerItemFee", rounded(per_item, currency), currency),
    ]
    if channel == "AMAZON":
        amount = fulfillment_fee(goods, marketplace_id, units, program)
        found.append(Fee("FBAFees", amount, currency, (Fee("FBAPickAndPack", amount, currency),)))
    return found


def total(fees: list[Fee]) -> Decimal:
    """What is charged for all of them together."""
    return sum((each.final for each in fees), Decimal(0))


def referral_fee(goods: Goods, marketplace_id: str, base: Decimal, units: int = 1) -> Decimal:
    """Amazon's share of what buyers pay for units without tax: by category, at least a minimum for each unit.

    Nothing is paid for what is given away, and never more than the price itself (our choice).
    """
    if base <= 0 or units < 1:
        return rounded(Decimal(0), MARKETPLACES[marketplace_id].currency)
    currency = MARKETPLACES[marketplace_id].currency
    found = share(goods.referral, base, band_level_of(marketplace_id) * units)
    least = tariff_of(marketplace_id).least_referral * level_of(marketplace_id) * units
    return rounded(min(max(found, least), base), currency)


def fulfillment_fee(goods: Goods, marketplace_id: str, units: int = 1, program: Program | None = None) -> Decimal:
    """What the fulfillment network takes for picking, packing and sending units, each by its size tier and weight.

    ``FBA_EFN`` sends across Europe and costs more. ``FBA_SNL``, a program that has ended, costs as ``FBA_CORE`` (our
    choice).
    """
    marketplace = MARKETPLACES[marketplace_id]
    tier = size_tier(goods, marketplace_id)
    weight = max(goods.weight_kg, goods.dimensional_kg) if tier.dimensional else goods.weight_kg
    price = _price(tier.steps, weight) * level_of(marketplace_id)
    if program == "FBA_EFN" and marketplace.region == "eu":
        price *= _EUROPEAN_NETWORK
    return rounded(price, marketplace.currency) * units


def size_tier(goods: Goods, marketplace_id: str) -> Tier:
    """The smallest tier of the marketplace's region that the unit fits."""
    *limited, last = tariff_of(marketplace_id).tiers
    for tier in limited:
        sides = tier.sides or ()
        small = all(side <= limit for side, limit in zip(goods.sides, sides, strict=True))
        if small and (tier.most_kg is None or goods.weight_kg <= tier.most_kg):
            return tier
    return last


def refund_commission(marketplace_id: str, referral: Decimal) -> Decimal:
    """What is kept of a referral fee that is given back with a refund: a fifth, up to a limit."""
    currency = MARKETPLACES[marketplace_id].currency
    most = tariff_of(marketplace_id).most_refund_commission * level_of(marketplace_id)
    return rounded(min(referral * _REFUND_SHARE, most), currency)


def _price(steps: tuple[Step, ...], weight: Decimal) -> Decimal:
    step = next(each for each in steps if each.up_to_kg is None or weight <= each.up_to_kg)
    above = max(weight - step.above_kg, Decimal(0)).to_integral_value(ROUND_CEILING)
    return step.price + step.per_kg * above
