"""The rules of competition: which offer of a product is featured, and at which price another one would be. Pure.

Amazon does not publish how it chooses the featured offer. Here it is chosen by a rule that anybody can follow, and
that is our choice: of the new offers that can be bought, from sellers with good feedback, the one that costs its buyer
least, where what the seller ships himself counts as 2% dearer than what Amazon ships.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import Final, Literal

import msgspec

from tradepost.domains.selling.listings.offers import Offer

Customer = Literal["Consumer", "Business"]
Kind = Literal["New", "Used", "Collectible", "Refurbished", "Club"]
Outcome = Literal["VALID_FOEP", "NO_COMPETING_OFFER", "OFFER_NOT_ELIGIBLE", "OFFER_NOT_FOUND", "ASIN_NOT_ELIGIBLE"]

#: From which share of positive feedback on, in percent, an offer can be featured.
LEAST_RATING: Final = 80
#: How much dearer an offer counts that its seller ships.
HANDICAP_OF_MERCHANTS: Final = Decimal("1.02")

_KINDS: Final[dict[str, Kind]] = {
    "new": "New",
    "used": "Used",
    "collectible": "Collectible",
    "refurbished": "Refurbished",
    "club": "Club",
}
#: The condition of a listing, by the words that Product Pricing has for its finer grades.
_GRADES: Final = {
    "new_new": "New",
    "new_open_box": "OpenBox",
    "new_oem": "OEM",
    "refurbished_refurbished": "Refurbished",
    "club_club": "Club",
    "like_new": "Mint",
    "very_good": "VeryGood",
    "good": "Good",
    "acceptable": "Acceptable",
}


class Feedback(msgspec.Struct, frozen=True):
    """What buyers think of a seller: how many of so many said something good, in percent."""

    rating: int
    count: int


class Bid(msgspec.Struct, frozen=True):
    """An offer among others, at the price for one kind of customer. Money in the marketplace's currency."""

    offer: Offer
    price: Decimal
    feedback: Feedback

    @property
    def landed(self) -> Decimal:
        """What one unit costs its buyer, shipping included."""
        return self.price + self.offer.shipping

    @property
    def kind(self) -> Kind:
        """The condition, such as ``Used``."""
        return _KINDS.get(self.offer.condition.partition("_")[0], "New")

    @property
    def grade(self) -> str:
        """The finer condition, such as ``VeryGood``."""
        return _GRADES.get(self.offer.condition) or _GRADES.get(self.offer.condition.partition("_")[2], "Other")

    @property
    def eligible(self) -> bool:
        """Whether it can be featured: new, with good feedback, and to be had just now."""
        return self.offer.buyable and self.offer.condition == "new_new" and self.feedback.rating >= LEAST_RATING


def bid(offer: Offer, feedback: Feedback, customer: Customer) -> Bid:
    """An offer as this kind of customer meets it: a business pays its own price where there is one."""
    own = offer.business_price if customer == "Business" else None
    return Bid(offer, offer.price if own is None else own, feedback)


def cheapest_first(bids: Iterable[Bid]) -> list[Bid]:
    """Bids in the order in which they are listed: by what they cost, then by feedback."""
    return sorted(bids, key=lambda each: (each.landed, *_tie(each)))


def featured(bids: Iterable[Bid]) -> Bid | None:
    """The offer that the product page offers first, or None where none can be featured."""
    return min((each for each in bids if each.eligible), key=_strength, default=None)


def expected_price(own: Bid, competing: Bid, coin: Decimal) -> Decimal:
    """The highest price at which ``own`` would be featured instead of ``competing``; zero where none is low enough.

    ``coin`` is the smallest one of the currency.
    """
    highest = competing.landed * _handicap(competing) / _handicap(own) - own.offer.shipping
    price = highest.quantize(coin, ROUND_FLOOR)
    if _strength(msgspec.structs.replace(own, price=price)) > _strength(competing):
        price -= coin
    return max(price, Decimal(0))


def median_paid(paid: Sequence[tuple[Decimal, int]]) -> Decimal | None:
    """The price in the middle of all units bought, from prices of a unit and how many were bought at each."""
    units = sum(many for _, many in paid)
    passed = 0
    for price, many in sorted(paid):
        passed += many
        if 2 * passed >= units > 0:
            return price
    return None


def _strength(bid: Bid) -> tuple[Decimal, int, int, str, str]:
    return (bid.landed * _handicap(bid), *_tie(bid))


def _tie(bid: Bid) -> tuple[int, int, str, str]:
    """What decides between offers of one price: better feedback, more of it, and then a name, so that one decides."""
    return -bid.feedback.rating, -bid.feedback.count, bid.offer.seller_id, bid.offer.seller_sku


def _handicap(bid: Bid) -> Decimal:
    return Decimal(1) if bid.offer.channel == "AMAZON" else HANDICAP_OF_MERCHANTS
