"""Markets as Product Pricing 2022-05-01 shows them."""

from __future__ import annotations

from decimal import Decimal

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import product_pricing_2022_05_01 as api
from tradepost.domains.selling.listings.offers import Offer
from tradepost.domains.selling.pricing.market import Market
from tradepost.domains.selling.pricing.model import Bid

MOST_OFFERS = 20
_EVERYBODY = 100.0
_SAMPLE_POSTCODES = {"US": "98109", "CA": "M5V 2T6", "GB": "EC2A 2FA", "DE": "80807", "FR": "92110", "JP": "153-0064"}


def competing_offer(bid: Bid) -> api.FeaturedOffer:
    """A featured offer; whose SKU it is stays untold."""
    offer = bid.offer
    return api.FeaturedOffer(
        offer_identifier=api.OfferIdentifier(
            marketplace_id=offer.marketplace_id,
            seller_id=offer.seller_id,
            asin=offer.asin,
            fulfillment_type=fulfillment_type(offer),
        ),
        condition=bid.kind,
        price=api.Price(
            listing_price=money(bid.price, offer.currency), shipping_price=money(offer.shipping, offer.currency)
        ),
    )


def featured_options(market: Market) -> list[api.FeaturedBuyingOption]:
    """The featured offer, which is the same for everybody, wherever they live; empty where there is none."""
    bid = market.featured
    if bid is None:
        return []
    offer = bid.offer
    country = MARKETPLACES[offer.marketplace_id].country
    code = _SAMPLE_POSTCODES.get(country)
    place = api.SampleLocation(postal_code=api.PostalCode(country_code=country, value=code))
    segment = api.FeaturedOfferSegment(
        customer_membership="DEFAULT",
        segment_details=api.SegmentDetails(glance_view_weight_percentage=_EVERYBODY, sample_location=place),
    )
    return [
        api.FeaturedBuyingOption(
            buying_option_type="New",
            segmented_featured_offers=[
                api.SegmentedFeaturedOffer(
                    seller_id=offer.seller_id,
                    condition=bid.kind,
                    sub_condition=bid.grade,  # type: ignore[arg-type]
                    fulfillment_type=fulfillment_type(offer),
                    listing_price=money(bid.price, offer.currency),
                    shipping_options=_shipping(bid),
                    prime_details=_prime(offer),
                    featured_offer_segments=[segment],
                )
            ],
        )
    ]


def lowest_priced(market: Market, wanted: api.LowestPricedOffersInput) -> api.LowestPricedOffer:
    """The twenty cheapest offers in a condition; an empty list where there are none, as it was seen."""
    found = [each for each in market.bids if each.kind == wanted.item_condition]
    return api.LowestPricedOffer(
        lowest_priced_offers_input=wanted, offers=[_offer(each) for each in found[:MOST_OFFERS]]
    )


def money(amount: Decimal, currency: str) -> api.MoneyType:
    """An amount of money."""
    return api.MoneyType(currency_code=currency, amount=float(amount))


def fulfillment_type(offer: Offer) -> api.FulfillmentType:
    """Who ships."""
    return "AFN" if offer.channel == "AMAZON" else "MFN"


def _offer(bid: Bid) -> api.Offer:
    offer = bid.offer
    return api.Offer(
        seller_id=offer.seller_id,
        condition=bid.kind,
        sub_condition=bid.grade,  # type: ignore[arg-type]
        fulfillment_type=fulfillment_type(offer),
        listing_price=money(bid.price, offer.currency),
        shipping_options=_shipping(bid),
        prime_details=_prime(offer),
    )


def _shipping(bid: Bid) -> list[api.ShippingOption]:
    price = money(bid.offer.shipping, bid.offer.currency)
    return [api.ShippingOption(shipping_option_type="DEFAULT", price=price)]


def _prime(offer: Offer) -> api.PrimeDetails:
    return api.PrimeDetails(eligibility="NATIONAL" if offer.channel == "AMAZON" else "NONE")
