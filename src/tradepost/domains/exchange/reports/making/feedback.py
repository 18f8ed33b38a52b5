"""What buyers say of a seller. Nobody writes in a simulated world: feedback is drawn from orders that were delivered.

One buyer in eight leaves feedback within two weeks of the delivery. How much of it is good follows the seller's rating,
the one that the Pricing API shows (our choice).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Final

import msgspec

from tradepost.domains.exchange.reports.declaring import Cell, Kind, Reading, empty, flat, roles
from tradepost.domains.exchange.reports.making.orders import read
from tradepost.domains.selling.orders.order import Order
from tradepost.domains.selling.orders.records import Query
from tradepost.domains.selling.pricing import records
from tradepost.domains.selling.pricing.market import drawn_feedback
from tradepost.simulation.clock import to_milliseconds

_SHARE_THAT_SPEAKS: Final = 0.125
_DAYS: Final = 14
_LONGEST_WAY: Final = timedelta(days=60)
_WORDS: Final[dict[int, tuple[str, ...]]] = {
    1: ("Arrived broken, and nobody answered.", "Not what was described.", "Never again."),
    2: ("Came late and badly packed.", "Took too long.", "Poor quality for the price."),
    3: ("It is all right.", "Slow, but it came.", "Average."),
    4: ("Good.", "As described."),
    5: ("Excellent!", "Fast and friendly."),
}


class Said(msgspec.Struct, frozen=True):
    """One buyer's feedback, from one to five stars."""

    order: Order
    at: datetime
    rating: int
    comment: str

    @property
    def negative(self) -> bool:
        """One or two stars (published guide)."""
        return self.rating <= 2


async def given(reading: Reading) -> AsyncIterator[list[Said]]:
    """The feedback that was given in the time asked for."""
    ctx = reading.ctx
    known = await records.feedback(ctx.tx, [ctx.seller_id])
    rating = (known.get(ctx.seller_id) or drawn_feedback(ctx, ctx.seller_id)).rating
    query = Query(
        by="purchased_at",
        start=to_milliseconds(reading.start - _LONGEST_WAY),
        end=to_milliseconds(reading.end),
        marketplaces=reading.report.marketplace_ids,
        statuses=("Shipped",),
    )
    async for page in read(reading, query):
        said = [_said(reading, each, rating) for each in page]
        yield [each for each in said if each is not None and reading.start <= each.at <= reading.end]


def _said(reading: Reading, order: Order, rating: int) -> Said | None:
    seed, key = reading.ctx.seed, ("feedback", reading.ctx.seller_id, order.id)
    if seed.share(*key) >= _SHARE_THAT_SPEAKS:
        return None
    at = order.dates.latest_delivery + timedelta(days=1 + seed.number(*key, "day") % _DAYS)
    good = seed.share(*key, "good") * 100 < rating
    stars = 4 + seed.number(*key, "stars") % 2 if good else 1 + seed.number(*key, "stars") % 3
    return Said(order, at, stars, seed.pick(_WORDS[stars], *key, "words"))


async def _critical(reading: Reading) -> AsyncIterator[list[Said]]:
    """Negative and neutral feedback, one to three stars: what the report is about (published guide)."""
    async for page in given(reading):
        yield [each for each in page if each.rating <= 3]


_FEEDBACK: Final[dict[str, Cell[Said]]] = {
    "Date": lambda row: f"{row.at.month}/{row.at.day}/{row.at:%y}",
    "Rating": lambda row: row.rating,
    "Comments": lambda row: row.comment,
    "Response": empty,
    "Order ID": lambda row: row.order.id,
    "Rater Email": lambda row: row.order.buyer.email,
}

KINDS: Final[dict[str, Kind]] = {
    "GET_SELLER_FEEDBACK_DATA": Kind(
        makes=flat(_critical, _FEEDBACK),
        made_of="feedback of one to three stars, drawn from delivered orders by the seed",
        roles=roles("SPI IOT"),
        comes="requested or scheduled",
        longest=timedelta(days=365),
        usual=timedelta(days=365),
        latin=True,
    )
}
