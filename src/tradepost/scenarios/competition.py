"""Other sellers of some of the starter shop's products, so that there is a market to look at."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import msgspec

from tradepost.domains.selling.listings import offers
from tradepost.domains.selling.listings.listing import Channel
from tradepost.domains.selling.pricing import competing, records
from tradepost.domains.selling.pricing.competing import Entry
from tradepost.domains.selling.pricing.model import Feedback
from tradepost.scenarios.acting import Seller
from tradepost.scenarios.assortment import price_in


class Rival(msgspec.Struct, frozen=True):
    """Another seller's offer: what it costs in euros, who ships it, and what buyers think of him."""

    sku: str
    euros: Decimal
    channel: Channel
    feedback: Feedback


#: The teapot is offered for less, the backpack and the lamp for more.
RIVALS: Final = (
    Rival("TEAPOT", Decimal("31.90"), "MERCHANT", Feedback(93, 412)),
    Rival("TEAPOT", Decimal("33.20"), "AMAZON", Feedback(98, 2140)),
    Rival("BACKPACK", Decimal("66.00"), "MERCHANT", Feedback(97, 880)),
    Rival("LAMP-DESK", Decimal("52.00"), "MERCHANT", Feedback(88, 57)),
)
_UNITS = 40


async def begin(seller: Seller, marketplace_id: str) -> None:
    """The rivals offer what the seller offers in a marketplace."""
    for rival in RIVALS:
        async with seller.acting() as ctx:
            mine = await offers.offer(ctx, marketplace_id, rival.sku)
            assert mine is not None
            rival_id = await competing.newcomer(ctx, marketplace_id, mine.asin, "new_new")
        entry = Entry(
            marketplace_id=marketplace_id,
            asin=mine.asin,
            price=Decimal(str(price_in(rival.euros, marketplace_id))),
            quantity=_UNITS,
            channel=rival.channel,
        )
        async with Seller(seller.world, rival_id, seller.cause).acting() as ctx:
            await records.set_feedback(ctx.tx, rival_id, rival.feedback)
            await competing.offer(ctx, entry)
