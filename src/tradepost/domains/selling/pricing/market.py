"""The market of a product: every offer of it, whoever makes it, and which one is featured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from tradepost.domains.context import Context
from tradepost.domains.selling.catalog import products, showing
from tradepost.domains.selling.catalog.model import Product
from tradepost.domains.selling.catalog.ranks import IN_CATEGORY, IN_DEPARTMENT, rank
from tradepost.domains.selling.listings import offers
from tradepost.domains.selling.listings.offers import Offer
from tradepost.domains.selling.pricing import model, records
from tradepost.domains.selling.pricing.model import Bid, Customer, Feedback

_LOWEST_DRAWN, _HIGHEST_DRAWN = 90, 100
_MOST_DRAWN = 5000


class Rank(msgspec.Struct, frozen=True):
    """How well a product sells in a category."""

    category: str
    rank: int


class Market(msgspec.Struct, frozen=True, kw_only=True):
    """A product of a marketplace with all bids for one kind of customer, cheapest first.

    ``bids`` are those that can be bought just now, ``own`` are all of the caller's, in the order of his SKUs.
    """

    product: Product
    bids: list[Bid]
    own: list[Bid]
    ranks: list[Rank]

    @property
    def featured(self) -> Bid | None:
        """The featured offer."""
        return model.featured(self.bids)

    def counted(self) -> Counter[tuple[str, str]]:
        """How many offers there are, by condition and channel."""
        return Counter((each.kind, each.offer.channel) for each in self.bids)


async def of_asin(ctx: Context, marketplace_id: str, asin: str, customer: Customer = "Consumer") -> Market | None:
    """The market of a product; None where the marketplace has no such product."""
    product = await products.find(ctx, marketplace_id, asin)
    return None if product is None else await of_product(ctx, product, customer)


async def of_product(ctx: Context, product: Product, customer: Customer = "Consumer") -> Market:
    """The market of a product."""
    every = await offers.offers_of_asin(ctx, product.marketplace_id, product.asin)
    bids = await bids_of(ctx, every, customer)
    sold = await showing.units_sold(ctx, product.marketplace_id, [product])
    return Market(
        product=product,
        bids=model.cheapest_first(each for each in bids if each.offer.buyable),
        own=[each for each in bids if each.offer.seller_id == ctx.seller_id],
        ranks=_ranks(ctx, product, sold.get(product.asin, 0)),
    )


async def chosen(ctx: Context, marketplace_id: str, asin: str, *, of_caller: bool = False) -> Offer | None:
    """The offer that a buyer of a product takes: the featured one, or else the cheapest; None where there is none.

    With ``of_caller`` he looks at the caller's offers alone.
    """
    known = await offers.offers_of_asin(ctx, marketplace_id, asin)
    every = [each for each in known if each.buyable and (not of_caller or each.seller_id == ctx.seller_id)]
    if len(every) <= 1:
        return every[0] if every else None
    bids = model.cheapest_first(await bids_of(ctx, every, "Consumer"))
    found = model.featured(bids) or next(iter(bids), None)
    return None if found is None else found.offer


async def bids_of(ctx: Context, every: Iterable[Offer], customer: Customer) -> list[Bid]:
    """Offers with what buyers think of their sellers."""
    known = list(every)
    sellers = list(dict.fromkeys(each.seller_id for each in known))
    said = await records.feedback(ctx.tx, sellers)
    return [
        model.bid(each, said.get(each.seller_id) or drawn_feedback(ctx, each.seller_id), customer) for each in known
    ]


def drawn_feedback(ctx: Context, seller_id: str) -> Feedback:
    """What buyers think of a seller of whom nothing was said: from 90 to 100 percent good (our choice)."""
    spread = _HIGHEST_DRAWN - _LOWEST_DRAWN + 1
    rating = _LOWEST_DRAWN + ctx.seed.number("feedback rating", seller_id) % spread
    return Feedback(rating, 1 + ctx.seed.number("feedback count", seller_id) % _MOST_DRAWN)


def _ranks(ctx: Context, product: Product, units_sold: int) -> list[Rank]:
    if product.is_parent:
        return []
    leaf = product.node()
    return [
        Rank(leaf.display_group, rank(ctx.seed, product.asin, units_sold, IN_DEPARTMENT)),
        Rank(leaf.id, rank(ctx.seed, product.asin, units_sold, IN_CATEGORY)),
    ]
