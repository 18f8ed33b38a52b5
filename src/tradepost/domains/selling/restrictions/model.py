"""The rules of restrictions: gated brands, and conditions that a kind of product is not sold in. Pure.

Amazon does not publish its own list; this one is our choice. The brands are made up, so that nothing that is called by
a true name is gated, unless a developer gates it.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from tradepost.domains.selling.catalog.model import Product

Code = Literal["APPROVAL_REQUIRED", "ASIN_NOT_FOUND", "NOT_ELIGIBLE"]

#: Brands that need an approval in every marketplace.
GATED_BRANDS: Final = frozenset({"aurelio conti", "hallmarch", "veltrane"})

CONDITIONS: Final = (
    "new_new",
    "new_open_box",
    "new_oem",
    "refurbished_refurbished",
    "used_like_new",
    "used_very_good",
    "used_good",
    "used_acceptable",
    "collectible_like_new",
    "collectible_very_good",
    "collectible_good",
    "collectible_acceptable",
    "club_club",
)

#: Product types that are sold new only, for they are eaten or worn on the skin.
NEW_ONLY: Final = frozenset(
    {"COFFEE", "TEA", "SNACK_FOOD_BAR", "PET_FOOD", "SKIN_MOISTURIZER", "SHAMPOO", "MAKEUP_BRUSH", "SOCKS"}
)
#: Product types that somebody collects.
COLLECTED: Final = frozenset({"ABIS_BOOK", "BOARD_GAME", "PUZZLES", "STUFFED_TOY", "TOY_BUILDING_BLOCK", "CALENDAR"})
#: The words that programs were seen to look for, to tell a gated brand from a gated product.
_GATED: Final = "You need approval to list this brand."


class Reason(msgspec.Struct, frozen=True):
    """Why something cannot be listed."""

    code: Code
    message: str


def reasons(product: Product, condition: str, *, gated: bool) -> list[Reason]:
    """Why a seller cannot list a product in a condition; nothing where he can. ``gated`` brands need an approval."""
    found = []
    kind = condition.partition("_")[0]
    if kind != "new" and product.product_type in NEW_ONLY:
        found.append(Reason("NOT_ELIGIBLE", f"Products of type {product.product_type} are sold new only."))
    elif kind == "collectible" and product.product_type not in COLLECTED:
        message = f"Products of type {product.product_type} are not sold as collectible."
        found.append(Reason("NOT_ELIGIBLE", message))
    elif kind == "club":
        found.append(Reason("NOT_ELIGIBLE", "The condition Club is not offered to sellers."))
    if gated:
        found.append(Reason("APPROVAL_REQUIRED", _GATED))
    return found
