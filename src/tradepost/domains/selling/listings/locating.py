"""Availability by location: entries that name a supply source of the seller (published guide to multi-location
inventory: for what sellers ship themselves, in the US)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Final, cast

from tradepost.domains.context import Context
from tradepost.domains.selling.catalog import attributes as said
from tradepost.domains.selling.definitions import validation
from tradepost.domains.selling.definitions.conditions import Requirements
from tradepost.domains.selling.listings import judging
from tradepost.domains.selling.listings.listing import Attributes, Issue, Listing
from tradepost.domains.selling.listings.offering import AVAILABILITY, NETWORK, OWN_CHANNEL
from tradepost.domains.shipping.supply_sources import finding as supply_sources

_US: Final = "ATVPDKIKX0DER"
_CODE: Final = "fulfillment_channel_code"


async def issues(
    ctx: Context,
    marketplace_id: str,
    product_type: str,
    attributes: Attributes,
    requirements: str,
    known: Listing | None,
    locale: str = "en_US",
) -> list[Issue]:
    """What the definition of its product type says of a listing; a location counts as the seller's own channel there.

    A location is a supply source that is active, or that the listing has named before (our choice).
    """
    named = {str(each.get(_CODE, OWN_CHANNEL)) for each in said.entries(attributes, AVAILABILITY)}
    named -= {OWN_CHANNEL, *NETWORK}
    locations: set[str] = set()
    if named and marketplace_id == _US:
        before = said.entries(known.document.attributes, AVAILABILITY) if known is not None else ()
        active = {each.code for each in await supply_sources.active(ctx)}
        locations = named & (active | {str(each.get(_CODE)) for each in before})
    found: dict[Issue, None] = {}
    for each in _as_own_channel(attributes, locations):
        problems = validation.problems(
            product_type, marketplace_id, each, cast("Requirements", requirements), locale=locale
        )
        found.update(dict.fromkeys(judging.told(problems)))
    return list(found)


def _as_own_channel(attributes: Attributes, locations: Collection[str]) -> Iterator[Attributes]:
    """The attributes as definitions know them: without locations, and once for each location as if it were the
    seller's own channel."""
    if not locations:
        yield attributes
        return
    entries: list[dict[str, Any]] = list(said.entries(attributes, AVAILABILITY))
    usual = [each for each in entries if each.get(_CODE) not in locations]
    if usual:
        yield {**attributes, AVAILABILITY: usual}
    for each in entries:
        if each.get(_CODE) in locations:
            yield {**attributes, AVAILABILITY: [{**each, _CODE: OWN_CHANNEL}]}
