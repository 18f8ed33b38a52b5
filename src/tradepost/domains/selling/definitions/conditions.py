"""What must be given when: the requirement sets, and the conditions between attributes as if/then schemas."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from tradepost.domains.selling.definitions import terms
from tradepost.domains.selling.definitions.attributes import in_group, vocabulary
from tradepost.domains.selling.definitions.product_types import ProductType

Json = dict[str, Any]
Requirements = Literal["LISTING", "LISTING_PRODUCT_ONLY", "LISTING_OFFER_ONLY"]
Parentage = Literal["NONE", "CHILD", "PARENT"]
OFFER = ("condition_type", "purchasable_offer", "fulfillment_availability")
#: How an offer says which product it is of.
_IDENTIFIER, _SUGGESTED = "externally_assigned_product_identifier", "merchant_suggested_asin"


class Condition(msgspec.Struct, frozen=True):
    """Attributes that are required while something else holds: a schema of all attributes, or None for always."""

    when: Json | None
    required: tuple[str, ...]


def attributes_of(product_type: ProductType, marketplace_id: str, requirements: Requirements) -> tuple[str, ...]:
    """The attributes of a requirement set: product facts, sales terms, or both (published guide)."""
    known = vocabulary()
    mine = [name for name in product_type.attributes() if terms.applies(known[name].where, marketplace_id)]
    if requirements == "LISTING":
        return tuple(mine)
    sales = {*in_group("offer"), _IDENTIFIER, _SUGGESTED}
    if requirements == "LISTING_OFFER_ONLY":
        return tuple(name for name in mine if name in sales)
    offer = in_group("offer")
    return tuple(name for name in mine if name not in offer)


def always_required(product_type: ProductType, requirements: Requirements) -> tuple[str, ...]:
    """What every listing must have, whatever else it says."""
    if requirements == "LISTING_OFFER_ONLY":
        return OFFER
    return product_type.required_of_everything()


def conditions(
    product_type: ProductType, requirements: Requirements, parentage: Parentage | None = None
) -> tuple[Condition, ...]:
    """What a listing must have besides, and when. Where the parentage is known, what it decides is decided.

    The conditions are our choice, after what the public examples show: a parent is described but not sold; a child
    names its parent; what can be bought has an identifier, an ASIN or an exemption; what is sold has a condition, a
    price and a channel; batteries and dangerous goods are told of in full. An offer alone names its product by an ASIN
    or an identifier, and lacks both where it has neither (as callers have reported it).
    """
    if requirements == "LISTING_OFFER_ONLY":
        return (
            Condition(_none_of([_given(_SUGGESTED)]), (_IDENTIFIER,)),
            Condition(_none_of([_given(_IDENTIFIER)]), (_SUGGESTED,)),
        )
    found = [*_of_families(parentage)]
    if parentage != "PARENT":
        parent = [] if parentage else [_parent()]
        identified = [*parent, _given(_SUGGESTED), _contains(_EXEMPTION, True)]
        found += [
            Condition(_none_of(parent), product_type.required_of_products()),
            Condition(_none_of(identified), (_IDENTIFIER,)),
        ]
        if requirements == "LISTING":
            found.append(Condition(_none_of([*parent, _contains("skip_offer", True)]), OFFER))
    return (*found, *_OF_GOODS)


def _of_families(parentage: Parentage | None) -> tuple[Condition, ...]:
    child, parent = ("child_parent_sku_relationship", "variation_theme"), ("variation_theme",)
    if parentage == "CHILD":
        return (Condition(None, ("parentage_level", *child)),)
    if parentage == "PARENT":
        return (Condition(None, ("parentage_level", *parent)),)
    if parentage == "NONE":
        return ()
    related = {"anyOf": [_given("child_parent_sku_relationship"), _given("variation_theme")]}
    return (
        Condition(_contains("parentage_level", "child"), child),
        Condition(_parent(), parent),
        Condition(related, ("parentage_level",)),
    )


_EXEMPTION = "supplier_declared_has_product_identifier_exemption"


def _none_of(schemas: list[Json]) -> Json | None:
    """A schema that holds where none of these does; None, for always, where there are none."""
    if not schemas:
        return None
    return {"not": schemas[0] if len(schemas) == 1 else {"anyOf": schemas}}


def _given(attribute: str) -> Json:
    return {"required": [attribute]}


def _contains(attribute: str, value: Any) -> Json:
    entry = {"type": "object", "required": ["value"], "properties": {"value": {"enum": [value]}}}
    return {"required": [attribute], "properties": {attribute: {"contains": entry}}}


def _parent() -> Json:
    return _contains("parentage_level", "parent")


_OF_GOODS = (
    Condition(_contains("batteries_required", True), ("batteries_included",)),
    Condition(_contains("batteries_included", True), ("num_batteries",)),
    Condition(_contains("supplier_declared_dg_hz_regulation", "transportation"), ("hazmat",)),
    Condition(_contains("supplier_declared_dg_hz_regulation", "ghs"), ("safety_data_sheet_url",)),
)
