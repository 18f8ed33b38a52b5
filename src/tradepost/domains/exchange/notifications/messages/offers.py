"""The market of a product: its offers have changed, or the seller's own one is no longer competitive.

The published schema of ANY_OFFER_CHANGED wants every field. Where nothing is known (there is no minimum advertised
price here, and there are no points), an amount is 0; our choice: Amazon was seen to leave such fields out. The rest is
as it was seen: offers say which of them is the featured one, featured prices have their condition with a capital, what
is available now has no date, and nothing is expedited, even if Amazon sends it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.context import Context
from tradepost.domains.exchange.notifications.messages.message import Message, Payload, money, small_money, stamp
from tradepost.domains.selling.pricing import market as markets
from tradepost.domains.selling.pricing.market import Market
from tradepost.domains.selling.pricing.model import Bid, Customer
from tradepost.events.outbox import Event

_CHANNELS = {"AMAZON": "Amazon", "MERCHANT": "Merchant"}
_TYPES = {"AMAZON": "AFN", "MERCHANT": "MFN"}
#: The offers that a notification has at most, and that a change has to be among (published).
_MOST_OFFERS = 20
_HOURS = 24


async def any_offer_changed(ctx: Context, event: Event) -> list[Message]:
    """ANY_OFFER_CHANGED, for a seller who has an offer of the product himself."""
    market = await _market(ctx, event, "Consumer")
    return [] if market is None else [_any_offer(ctx, market, _condition(market, event), event.occurred_at)]


async def state_of_market(ctx: Context, marketplace_id: str, asin: str, at: datetime) -> list[Message]:
    """ANY_OFFER_CHANGED, as the market stands at the end of a window."""
    market = await markets.of_asin(ctx, marketplace_id, asin)
    return [] if market is None or not market.own else [_any_offer(ctx, market, "new", at)]


async def b2b_any_offer_changed(ctx: Context, event: Event) -> list[Message]:
    """B2B_ANY_OFFER_CHANGED: the same, as businesses see it, where anybody has a price for them."""
    market = await _market(ctx, event, "Business")
    if market is None or not any(each.offer.business_price is not None for each in market.bids):
        return []
    said = {
        "SellerId": ctx.seller_id,
        "OfferChangeTrigger": _trigger(market, _condition(market, event), event.occurred_at),
        "Summary": {
            "NumberOfOffers": _counts(market.bids),
            "BuyBoxEligibleOffers": _counts(each for each in market.bids if each.eligible),
            "LowestPrices": [{**_lowest(each), **_for_business(each)} for each in _cheapest(market)],
            "BuyBoxPrices": [{**_featured(each), **_for_business(each)} for each in _winner(market)],
        },
        "Offers": [_business_offer(market, each) for each in market.bids[:_MOST_OFFERS]],
    }
    return [_message(market, {"B2BAnyOfferChangedNotification": said})]


async def pricing_health(ctx: Context, event: Event) -> list[Message]:
    """PRICING_HEALTH: somebody else's offer is featured, for the seller's own one costs more.

    It is sent with every change of the market while that is so (our choice; Amazon's rule is not public).
    """
    market = await _market(ctx, event, "Consumer")
    winner = None if market is None else market.featured
    if market is None or winner is None or winner.offer.seller_id == ctx.seller_id:
        return []
    dearer = (each for each in market.own if each.offer.buyable and each.kind == "New" and each.landed > winner.landed)
    own = min(dearer, key=lambda each: each.landed, default=None)
    return [] if own is None else [_message(market, _health(ctx, market, own, winner, event.occurred_at))]


async def _market(ctx: Context, event: Event, customer: Customer) -> Market | None:
    """The market that an event is about, if the seller who is to hear of it is in it."""
    asin = event.body.get("asin")
    market = await markets.of_asin(ctx, event.body["marketplaceId"], asin, customer) if asin else None
    return market if market is not None and market.own else None


def _condition(market: Market, event: Event) -> str:
    """The condition of the offer that has changed; ``new`` where it is gone."""
    changed = (event.seller_id, event.subject)
    every = (*market.bids, *market.own)
    return next(
        (each.kind for each in every if (each.offer.seller_id, each.offer.seller_sku) == changed), "New"
    ).lower()


def _message(market: Market, payload: Payload) -> Message:
    return Message(subject=market.product.asin, payload=payload, marketplace_id=market.product.marketplace_id)


def _trigger(market: Market, condition: str, at: datetime) -> Payload:
    return {
        "MarketplaceId": market.product.marketplace_id,
        "ASIN": market.product.asin,
        "ItemCondition": condition,
        "TimeOfOfferChange": stamp(at),
    }


def _any_offer(ctx: Context, market: Market, condition: str, at: datetime) -> Message:
    product, currency = market.product, MARKETPLACES[market.product.marketplace_id].currency
    lowest = min((each.landed for each in market.bids), default=Decimal(0))
    winner = market.featured
    said = {
        "SellerId": ctx.seller_id,
        "OfferChangeTrigger": {**_trigger(market, condition, at), "OfferChangeType": "Internal"},
        "Summary": {
            "NumberOfOffers": _counts(market.bids),
            "LowestPrices": [_lowest(each) for each in _cheapest(market)],
            "BuyBoxPrices": [{**_featured(each), "Condition": each.kind} for each in _winner(market)],
            "ListPrice": money(product.list_price or Decimal(0), currency),
            "MinimumAdvertisedPrice": money(Decimal(0), currency),
            "SuggestedLowerPricePlusShipping": money(lowest, currency),
            "TotalBuyBoxEligibleOffers": sum(each.eligible for each in market.bids),
            "SalesRankings": [{"ProductCategoryId": each.category, "Rank": each.rank} for each in market.ranks],
            "NumberOfBuyBoxEligibleOffers": _counts(each for each in market.bids if each.eligible),
            "CompetitivePriceThreshold": money(lowest if winner is None else winner.landed, currency),
        },
        "Offers": [_offer(market, each) for each in market.bids[:_MOST_OFFERS]],
    }
    return _message(market, {"AnyOfferChangedNotification": said})


def _counts(bids: Iterable[Bid]) -> list[Payload]:
    many: dict[tuple[str, str], int] = {}
    for each in bids:
        key = (each.kind.lower(), _CHANNELS[each.offer.channel])
        many[key] = many.get(key, 0) + 1
    return [
        {"Condition": condition, "FulfillmentChannel": channel, "OfferCount": count}
        for (condition, channel), count in many.items()
    ]


def _cheapest(market: Market) -> list[Bid]:
    """The cheapest offer of each condition and channel."""
    found: dict[tuple[str, str], Bid] = {}
    for each in market.bids:
        found.setdefault((each.kind, each.offer.channel), each)
    return list(found.values())


def _winner(market: Market) -> list[Bid]:
    return [] if market.featured is None else [market.featured]


def _prices(bid: Bid) -> Payload:
    currency = bid.offer.currency
    return {
        "LandedPrice": money(bid.landed, currency),
        "ListingPrice": money(bid.price, currency),
        "Shipping": money(bid.offer.shipping, currency),
    }


def _lowest(bid: Bid) -> Payload:
    return {"Condition": bid.kind.lower(), "FulfillmentChannel": _CHANNELS[bid.offer.channel], **_prices(bid)}


def _featured(bid: Bid) -> Payload:
    return {"Condition": bid.kind.lower(), **_prices(bid)}


def _for_business(bid: Bid) -> Payload:
    return {"OfferType": "B2B" if bid.offer.business_price is not None else "B2C", "QuantityTier": 1}


def _feedback(bid: Bid) -> Payload:
    return {"FeedbackCount": bid.feedback.count, "SellerPositiveFeedbackRating": bid.feedback.rating}


def _shipping_time(bid: Bid) -> Payload:
    longest = 0 if bid.offer.channel == "AMAZON" else _HOURS * max(1, bid.offer.handling_days)
    return {
        "MinimumHours": min(longest, _HOURS),
        "MaximumHours": longest,
        "AvailabilityType": "NOW",
    }


def _offer(market: Market, bid: Bid) -> Payload:
    offer, by_amazon = bid.offer, bid.offer.channel == "AMAZON"
    return {
        "SellerId": offer.seller_id,
        "SubCondition": bid.grade.lower(),
        "SellerFeedbackRating": _feedback(bid),
        "ShippingTime": {**_shipping_time(bid), "AvailableDate": ""},
        "ListingPrice": money(bid.price, offer.currency),
        "Points": {"PointsNumber": 0},
        "Shipping": money(offer.shipping, offer.currency),
        "ShipsFrom": {"Country": MARKETPLACES[offer.marketplace_id].country, "State": ""},
        "IsFulfilledByAmazon": by_amazon,
        "IsBuyBoxWinner": bid == market.featured,
        "PrimeInformation": {"IsOfferPrime": by_amazon, "IsOfferNationalPrime": by_amazon},
        "IsExpeditedShippingAvailable": False,
        "IsFeaturedMerchant": bid.eligible,
        "ShipsDomestically": True,
        "ShipsInternationally": False,
    }


def _business_offer(market: Market, bid: Bid) -> Payload:
    offer, by_amazon = bid.offer, bid.offer.channel == "AMAZON"
    return {
        "SellerId": offer.seller_id,
        "SubCondition": bid.grade.lower(),
        "SellerFeedbackRating": _feedback(bid),
        "ShippingTime": _shipping_time(bid),
        "ListingPrice": money(bid.price, offer.currency),
        "QuantityDiscountPrice": [
            {
                "QuantityTier": each.from_quantity,
                "QuantityDiscountType": "QUANTITY_DISCOUNT",
                "ListingPrice": money(each.price, offer.currency),
            }
            for each in offer.quantity_tiers
        ],
        "Shipping": money(offer.shipping, offer.currency),
        "ShipsFrom": {"Country": MARKETPLACES[offer.marketplace_id].country},
        "IsFulfilledByAmazon": by_amazon,
        "IsBuyBoxWinner": bid == market.featured,
        "PrimeInformation": {"IsPrime": by_amazon, "IsNationalPrime": by_amazon},
        "IsFeaturedMerchant": bid.eligible,
    }


def _health(ctx: Context, market: Market, own: Bid, winner: Bid, at: datetime) -> Payload:
    reference = {"competitivePriceThreshold": small_money(winner.landed, winner.offer.currency)}
    if market.product.list_price is not None:
        reference["msrpPrice"] = small_money(market.product.list_price, own.offer.currency)
    return {
        "issueType": "BuyBoxDisqualification",
        "sellerId": ctx.seller_id,
        "offerChangeTrigger": {
            "marketplaceId": market.product.marketplace_id,
            "asin": market.product.asin,
            "itemCondition": own.kind.lower(),
            "timeOfOfferChange": stamp(at),
        },
        "merchantOffer": {
            "condition": own.kind.lower(),
            "fulfillmentType": _TYPES[own.offer.channel],
            **_small_prices(own),
        },
        "summary": {
            "numberOfOffers": _small_counts(market.bids),
            "buyBoxEligibleOffers": _small_counts(each for each in market.bids if each.eligible),
            "buyBoxPrices": [{"condition": winner.kind.lower(), **_small_prices(winner)}],
            "salesRankings": [{"productCategoryId": each.category, "rank": each.rank} for each in market.ranks],
            "referencePrice": reference,
        },
    }


def _small_prices(bid: Bid) -> Payload:
    currency = bid.offer.currency
    return {
        "listingPrice": small_money(bid.price, currency),
        "shipping": small_money(bid.offer.shipping, currency),
        "landedPrice": small_money(bid.landed, currency),
    }


def _small_counts(bids: Iterable[Bid]) -> list[Payload]:
    many: dict[tuple[str, str], int] = {}
    for each in bids:
        key = (each.kind.lower(), _TYPES[each.offer.channel])
        many[key] = many.get(key, 0) + 1
    return [
        {"condition": condition, "fulfillmentType": way, "offerCount": count}
        for (condition, way), count in many.items()
    ]
