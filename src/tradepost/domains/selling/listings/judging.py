"""What is wrong with a listing once it is processed, what is done about it, and what status follows. Pure.

Codes are those that Amazon is seen to send for the same fault (published examples and public reports): 8541 for a
product that says something else than the catalog's, 8560 for an offer without a product, 13013 for a SKU that is not
there, 18299 for one that needs an approval. 18320 for a missing main image, and that it hides nothing, is our choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from tradepost.domains.selling.catalog import attributes as said
from tradepost.domains.selling.catalog.model import Product
from tradepost.domains.selling.definitions.problems import Problem
from tradepost.domains.selling.listings.listing import Attributes, Issue
from tradepost.domains.selling.listings.offering import Prices

LISTING, PRODUCT_ONLY, OFFER_ONLY = "LISTING", "LISTING_PRODUCT_ONLY", "LISTING_OFFER_ONLY"
SUPPRESSED = "LISTING_SUPPRESSED"
IDENTIFIER, SUGGESTED = "externally_assigned_product_identifier", "merchant_suggested_asin"
_IMAGE = "main_product_image_locator"


class Verdict(msgspec.Struct, frozen=True):
    """What a listing is worth: all its issues, and whether it can be bought and found as far as they go."""

    issues: tuple[Issue, ...]
    sellable: bool
    discoverable: bool


def told(problems: Iterable[Problem]) -> list[Issue]:
    """The issues that a definition's problems are."""
    return [
        Issue(
            code=each.code,
            message=each.message,
            severity=each.severity,
            attribute_names=each.attribute_names,
            categories=each.categories,
        )
        for each in problems
    ]


def is_invalid(issues: Iterable[Issue]) -> bool:
    """Whether issues keep a submission from being accepted."""
    return any(each.severity == "ERROR" for each in issues)


def unknown_sku(sku: str, marketplace_id: str) -> Issue:
    """There is no listing of this SKU to change or delete."""
    message = f"The SKU '{sku}' is not listed in marketplace {marketplace_id}, so there is nothing to change."
    return Issue(code="13013", message=message, severity="ERROR", categories=("INVALID_ATTRIBUTE",))


def no_product(asked: str) -> Issue:
    """An offer names no product that the catalog has."""
    message = f"No product of the catalog has {asked}; an offer alone needs one."
    names = (SUGGESTED,) if asked.startswith("the ASIN") else (IDENTIFIER,)
    return Issue(
        code="8560", message=message, severity="ERROR", attribute_names=names, categories=("INVALID_ATTRIBUTE",)
    )


def contradiction(product: Product, attributes: Attributes, seller_id: str) -> Issue | None:
    """A submission that calls another seller's product by another brand is not taken for the same product.

    Our choice: the brand is what must agree, letters' case aside; a product of which only a name is known agrees with
    everything.
    """
    brand = said.text(attributes, "brand")
    if product.stand_in or product.contributor == seller_id or not product.brand or brand is None:
        return None
    if brand.casefold() == product.brand.casefold():
        return None
    message = (
        f"The catalog's product {product.asin} is of the brand '{product.brand}', and this listing says '{brand}'. "
        "Correct the brand, or the identifier if another product is meant."
    )
    return Issue(
        code="8541", message=message, severity="ERROR", attribute_names=("brand",), categories=("INVALID_ATTRIBUTE",)
    )


def gated(message: str) -> Issue:
    """The seller needs an approval that he does not have, or may not sell this at all."""
    return Issue(
        code="18299",
        message=message,
        severity="ERROR",
        categories=("QUALIFICATION_REQUIRED",),
        enforcement=SUPPRESSED,
    )


def verdict(
    asin: str,
    attributes: Attributes,
    requirements: str,
    issues: Sequence[Issue],
    prices: Prices | None,
    *,
    is_parent: bool,
) -> Verdict:
    """What follows for a listing. A product alone, and a parent of variations, can be found and not bought.

    ``issues`` are known already; a missing main image and a price outside of the seller's own limits come to them.
    """
    found = list(issues)
    if asin and requirements != OFFER_ONLY and not said.part(attributes, _IMAGE, "media_location"):
        found.append(_without_picture())
    if prices is not None:
        found += _outside_limits(prices)
    suppressed = any(each.enforcement == SUPPRESSED for each in found) or not asin
    offers = requirements != PRODUCT_ONLY and prices is not None and not is_parent
    return Verdict(tuple(found), offers and not suppressed, not suppressed)


def _without_picture() -> Issue:
    return Issue(
        code="18320",
        message="There is no main image. Shoppers see one that is drawn from the product's type and color.",
        severity="WARNING",
        attribute_names=(_IMAGE,),
        categories=("MISSING_IMAGE",),
    )


def _outside_limits(prices: Prices) -> list[Issue]:
    """A price in force that the seller's own limits forbid, such as a sale's: nobody can buy until it agrees."""
    lowest, highest = prices.lowest_allowed, prices.highest_allowed
    if lowest is not None and prices.price < lowest:
        cause = f"below the lowest price allowed, {lowest}"
    elif highest is not None and prices.price > highest:
        cause = f"above the highest price allowed, {highest}"
    else:
        return []
    return [
        Issue(
            code="18155",
            message=f"The price in force is {prices.price}, {cause}. Correct one of them.",
            severity="ERROR",
            attribute_names=("purchasable_offer",),
            categories=("INVALID_PRICE",),
            enforcement=SUPPRESSED,
        )
    ]
