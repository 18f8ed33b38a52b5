"""Markets as Product Pricing v0 shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import product_pricing_v0 as api
from tradepost.domains.selling.listings.offers import Offer
from tradepost.domains.selling.pricing.market import Market
from tradepost.domains.selling.pricing.model import Bid, Customer

MOST_OFFERS = 20
_CHANNELS: dict[str, api.FulfillmentChannelType] = {"AMAZON": "Amazon", "MERCHANT": "Merchant"}
_NEW_FEATURED, _USED_LOWEST = "1", "2"
_HOURS = 24


def offers(
    market: Market, wanted: api.ConditionType, customer: Customer, *, seller_id: str, sku: str | None
) -> api.GetOffersResult:
    """The twenty cheapest offers in a condition, and a summary of all; asked for by ASIN, or by the caller's SKU."""
    product, found = market.product, [each for each in market.bids if each.kind == wanted]
    asin = product.asin if sku is None else None
    marketplace_id = product.marketplace_id
    return api.GetOffersResult(
        marketplace_id=marketplace_id,
        asin=asin,
        sku=sku,
        item_condition=wanted,
        status="Success" if found else "NoBuyableOffers",
        identifier=api.ItemIdentifier(marketplace_id=marketplace_id, asin=asin, seller_sku=sku, item_condition=wanted),
        summary=_summary(market, customer),
        offers=[_offer(each, market.featured, customer, seller_id) for each in found[:MOST_OFFERS]],
    )


def own_prices(
    market: Market, wanted: str | None, customer: Customer, *, seller_id: str, sku: str | None
) -> api.Product:
    """What the caller asks for a product: for all his SKUs of it, or for one."""
    mine = [each for each in market.own if sku in (None, each.offer.seller_sku) and wanted in (None, each.kind)]
    return api.Product(
        identifiers=_identifiers(market, seller_id, sku),
        offers=[_own_offer(each, customer) for each in mine] or None,
    )


def competition(market: Market, customer: Customer, *, seller_id: str, sku: str | None) -> api.Product:
    """What others are up against: the featured price, that of the cheapest used one, and how many offers there are."""
    prices = []
    featured = market.featured
    if featured is not None:
        prices.append(_competitive(_NEW_FEATURED, featured, customer, seller_id))
    used = next((each for each in market.bids if each.kind == "Used"), None)
    if used is not None:
        prices.append(_competitive(_USED_LOWEST, used, customer, seller_id))
    many: dict[str, int] = {}
    for each in market.bids:
        many[each.kind] = many.get(each.kind, 0) + 1
    counts = [("Any", len(market.bids)), *many.items()] if market.bids else []
    return api.Product(
        identifiers=_identifiers(market, seller_id, sku),
        competitive_pricing=api.CompetitivePricingType(
            competitive_prices=prices,
            number_of_offer_listings=[api.OfferListingCountType(count=count, condition=kind) for kind, count in counts],
        ),
        sales_rankings=_rankings(market),
    )


def _summary(market: Market, customer: Customer) -> api.Summary:
    product, featured = market.product, market.featured
    cheapest: dict[tuple[str, str], Bid] = {}
    for each in market.bids:
        cheapest.setdefault((each.kind, each.offer.channel), each)
    eligible = [each for each in market.bids if each.eligible]
    currency = MARKETPLACES[product.marketplace_id].currency
    return api.Summary(
        total_offer_count=len(market.bids),
        number_of_offers=_counts(market.bids),
        lowest_prices=[
            api.LowestPriceType(
                condition=kind.lower(),
                fulfillment_channel=_CHANNELS[channel],
                offer_type=_offer_type(each, customer),
                landed_price=_money(each.landed, each.offer),
                listing_price=_money(each.price, each.offer),
                shipping=_money(each.offer.shipping, each.offer),
            )
            for (kind, channel), each in cheapest.items()
        ],
        buy_box_prices=[
            api.BuyBoxPriceType(
                condition=featured.kind,
                offer_type=_offer_type(featured, customer),
                landed_price=_money(featured.landed, featured.offer),
                listing_price=_money(featured.price, featured.offer),
                shipping=_money(featured.offer.shipping, featured.offer),
                seller_id=featured.offer.seller_id,
            )
        ]
        if featured is not None
        else None,
        list_price=None
        if product.list_price is None
        else api.MoneyType(currency_code=currency, amount=float(product.list_price)),
        sales_rankings=_rankings(market),
        buy_box_eligible_offers=_counts(eligible),
    )


def _counts(bids: Sequence[Bid]) -> list[api.OfferCountType]:
    many: dict[tuple[str, str], int] = {}
    for each in bids:
        key = (each.kind, each.offer.channel)
        many[key] = many.get(key, 0) + 1
    return [
        api.OfferCountType(condition=kind.lower(), fulfillment_channel=_CHANNELS[channel], offer_count=count)
        for (kind, channel), count in many.items()
    ]


def _offer(bid: Bid, featured: Bid | None, customer: Customer, seller_id: str) -> api.OfferDetail:
    offer = bid.offer
    by_amazon = offer.channel == "AMAZON"
    return api.OfferDetail(
        my_offer=offer.seller_id == seller_id,
        offer_type=_offer_type(bid, customer),
        sub_condition=_in_small_letters(bid.grade),
        seller_id=offer.seller_id,
        condition_notes=offer.condition_note or None,
        seller_feedback_rating=api.SellerFeedbackType(
            seller_positive_feedback_rating=float(bid.feedback.rating), feedback_count=bid.feedback.count
        ),
        shipping_time=api.DetailedShippingTimeType(
            minimum_hours=0 if by_amazon else _HOURS,
            maximum_hours=0 if by_amazon else _HOURS * max(1, offer.handling_days),
            availability_type="NOW",
        ),
        listing_price=_money(bid.price, offer),
        quantity_discount_prices=_discounts(offer, customer),
        shipping=_money(offer.shipping, offer),
        ships_from=api.ShipsFromType(country=MARKETPLACES[offer.marketplace_id].country),
        is_fulfilled_by_amazon=by_amazon,
        prime_information=api.PrimeInformationType(is_prime=by_amazon, is_national_prime=by_amazon),
        is_buy_box_winner=featured is not None and offer == featured.offer,
        is_featured_merchant=bid.eligible,
    )


def _own_offer(bid: Bid, customer: Customer) -> api.OfferType:
    offer = bid.offer
    return api.OfferType(
        offer_type=_offer_type(bid, customer),
        buying_price=_price(bid),
        regular_price=_money(offer.regular_price, offer),
        business_price=None if offer.business_price is None else _money(offer.business_price, offer),
        quantity_discount_prices=_discounts(offer, customer),
        fulfillment_channel=offer.channel,
        item_condition=bid.kind,
        item_sub_condition=bid.grade,
        seller_sku=offer.seller_sku,
    )


def _competitive(id: str, bid: Bid, customer: Customer, seller_id: str) -> api.CompetitivePriceType:
    return api.CompetitivePriceType(
        competitive_price_id=id,
        price=_price(bid),
        condition=bid.kind,
        subcondition=bid.grade,
        offer_type=_offer_type(bid, customer),
        seller_id=bid.offer.seller_id,
        belongs_to_requester=bid.offer.seller_id == seller_id,
    )


def _identifiers(market: Market, seller_id: str, sku: str | None) -> api.IdentifierType:
    product = market.product
    named = None
    if sku is not None:
        named = api.SellerSKUIdentifier(marketplace_id=product.marketplace_id, seller_id=seller_id, seller_sku=sku)
    return api.IdentifierType(
        marketplace_asin=api.ASINIdentifier(marketplace_id=product.marketplace_id, asin=product.asin),
        sku_identifier=named,
    )


def _rankings(market: Market) -> list[api.SalesRankType]:
    return [api.SalesRankType(product_category_id=each.category, rank=each.rank) for each in market.ranks]


def _discounts(offer: Offer, customer: Customer) -> list[api.QuantityDiscountPriceType] | None:
    if customer != "Business":
        return None
    return _tiers(offer) or None


def _tiers(offer: Offer) -> list[api.QuantityDiscountPriceType]:
    return [
        api.QuantityDiscountPriceType(
            quantity_tier=each.from_quantity,
            quantity_discount_type="QUANTITY_DISCOUNT",
            listing_price=_money(each.price, offer),
        )
        for each in offer.quantity_tiers
    ]


def _offer_type(bid: Bid, customer: Customer) -> api.OfferCustomerType:
    return "B2B" if customer == "Business" and bid.offer.business_price is not None else "B2C"


def _price(bid: Bid) -> api.PriceType:
    return api.PriceType(
        landed_price=_money(bid.landed, bid.offer),
        listing_price=_money(bid.price, bid.offer),
        shipping=_money(bid.offer.shipping, bid.offer),
    )


def _money(amount: Decimal, offer: Offer) -> api.MoneyType:
    return api.MoneyType(currency_code=offer.currency, amount=float(amount))


def _in_small_letters(grade: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", grade).lower()
