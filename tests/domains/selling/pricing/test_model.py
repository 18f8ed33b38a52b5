"""The rule of the expected price, for any two offers."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tradepost.domains.selling.listings.listing import Channel
from tradepost.domains.selling.listings.offers import Offer
from tradepost.domains.selling.pricing import model
from tradepost.domains.selling.pricing.model import Bid, Feedback

CENT = Decimal("0.01")
PRICES = st.decimals(min_value="0.50", max_value="5000", places=2)
CHANNELS = st.sampled_from(["AMAZON", "MERCHANT"])
RATINGS = st.integers(model.LEAST_RATING, 100)


def offered(seller_id: str, price: Decimal, channel: Channel, rating: int) -> Bid:
    offer = Offer(
        seller_id=seller_id,
        marketplace_id="ATVPDKIKX0DER",
        seller_sku="SKU",
        asin="B000000001",
        product_type="LUGGAGE",
        title="Bag",
        condition="new_new",
        condition_note="",
        currency="USD",
        price=price,
        regular_price=price,
        shipping=Decimal(0),
        channel=channel,
        handling_days=1,
        quantity=1,
        max_order_quantity=None,
        business_price=None,
        quantity_tiers=(),
        buyable=True,
        changed_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return Bid(offer, price, Feedback(rating, 10))


@given(PRICES, PRICES, CHANNELS, CHANNELS, RATINGS, RATINGS)
def test_an_offer_wins_at_its_expected_price_and_loses_a_cent_above(
    asked: Decimal, theirs: Decimal, channel: Channel, other: Channel, rating: int, their_rating: int
) -> None:
    own, competing = offered("ME", asked, channel, rating), offered("OTHER", theirs, other, their_rating)
    price = model.expected_price(own, competing, CENT)
    at, above = (msgspec.structs.replace(own, price=each) for each in (price, price + CENT))
    assert model.featured([at, competing]) is at
    assert model.featured([above, competing]) is competing


@given(st.lists(st.tuples(PRICES, st.integers(1, 9)), max_size=20))
def test_half_of_all_units_cost_no_more_than_the_median(paid: list[tuple[Decimal, int]]) -> None:
    median = model.median_paid(paid)
    units = [price for price, many in paid for _ in range(many)]
    if median is None:
        assert units == []
    else:
        assert 2 * sum(each <= median for each in units) >= len(units)
        assert 2 * sum(each >= median for each in units) >= len(units)
