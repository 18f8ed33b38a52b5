"""Product Pricing 2022-05-01: at which price an offer would be featured, and what it competes with."""

from __future__ import annotations

from datetime import timedelta

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import product_pricing_2022_05_01 as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.measures.amounts import smallest_coin
from tradepost.domains.selling.catalog import products, skus
from tradepost.domains.selling.orders import reading as orders
from tradepost.domains.selling.pricing import market as markets
from tradepost.domains.selling.pricing import model
from tradepost.domains.selling.pricing import views_2022 as views
from tradepost.domains.selling.pricing.asked import by_asin, check_marketplace
from tradepost.domains.selling.pricing.batches import headers, phrase
from tradepost.domains.selling.pricing.market import Market
from tradepost.domains.selling.pricing.model import Bid, Outcome
from tradepost.domains.selling.pricing.refusals import (
    MOST_EXPECTED_PRICES,
    BadNumberOfRequests,
    BadUri,
    InvalidSku,
    WithoutUse,
)
from tradepost.errors import ApiError

_EXPECTED_PRICE = "/products/pricing/2022-05-01/offer/featuredOfferExpectedPrice"
_SUMMARY = "/products/pricing/2022-05-01/items/competitiveSummary"
_WAS_PRICE_DAYS = timedelta(days=90)
_MOST_SIMILAR = 20


@handles(api.get_featured_offer_expected_price_batch, changes=False)
async def get_featured_offer_expected_price_batch(
    ctx: Context, request: api.GetFeaturedOfferExpectedPriceBatchArguments
) -> api.GetFeaturedOfferExpectedPriceBatchResponse:
    """Says for up to 40 SKUs of the seller at which price, and below it, their offers would be featured.

    Each is answered by itself. ``NO_COMPETING_OFFER``: nobody else's offer could be featured. ``OFFER_NOT_ELIGIBLE``:
    the offer is not new, not to be had just now, or its seller's feedback is too bad. ``OFFER_NOT_FOUND``: the listing
    asks no price now. ``ASIN_NOT_ELIGIBLE``: the product is the parent of a family. A segment changes nothing, for one
    offer is featured everywhere (our choice). As seen, the SKU's own identifier says nothing of its fulfillment, and
    an offer that is not found competes with none.
    """
    requests = request.body.requests or []
    if not 1 <= len(requests) <= MOST_EXPECTED_PRICES:
        raise BadNumberOfRequests(len(requests), MOST_EXPECTED_PRICES)
    answers = []
    for wish in requests:
        try:
            status, body = 200, await _expected(ctx, wish)
        except ApiError as fault:
            status, body = fault.status, api.FeaturedOfferExpectedPriceResponseBody(errors=[_error(fault)])
        answers.append(
            api.FeaturedOfferExpectedPriceResponse(
                headers=headers(ctx),
                status=api.HttpStatusLine(status_code=status, reason_phrase=phrase(status, "OK")),
                request=api.FeaturedOfferExpectedPriceRequestParams(
                    marketplace_id=wish.marketplace_id, sku=wish.sku, segment=wish.segment
                ),
                body=body,
            )
        )
    return api.GetFeaturedOfferExpectedPriceBatchResponse(responses=answers)


@handles(api.get_competitive_summary, changes=False)
async def get_competitive_summary(
    ctx: Context, request: api.GetCompetitiveSummaryArguments
) -> api.CompetitiveSummaryBatchResponse:
    """Says for up to 20 products what is featured, what is cheapest, what was paid, and what is like them.

    ``WasPrice`` is the price in the middle of all that was paid in the last 90 days. Prices of shops elsewhere
    (``CompetitivePrice`` and its threshold) are not told, for there is nothing outside a world. Similar items are of
    the same browse node, newest first (our choice).
    """
    answers = []
    for wish in request.body.requests:
        body = api.CompetitiveSummaryResponseBody(asin=wish.asin, marketplace_id=wish.marketplace_id)
        status = 200
        try:
            await _summarize(ctx, wish, body)
        except ApiError as fault:
            status, body.errors = fault.status, [_error(fault)]
        line = api.HttpStatusLine(status_code=status, reason_phrase=phrase(status))
        answers.append(api.CompetitiveSummaryResponse(status=line, body=body))
    return api.CompetitiveSummaryBatchResponse(responses=answers)


async def _expected(
    ctx: Context, wish: api.FeaturedOfferExpectedPriceRequest
) -> api.FeaturedOfferExpectedPriceResponseBody:
    if wish.uri != _EXPECTED_PRICE or wish.method != "GET":
        raise BadUri(wish.method, wish.uri, f"GET {_EXPECTED_PRICE}")
    check_marketplace(ctx, wish.marketplace_id)
    asin = (await skus.asins_of(ctx, wish.marketplace_id, [wish.sku])).get(wish.sku)
    market = await markets.of_asin(ctx, wish.marketplace_id, asin) if asin else None
    if market is None:
        raise InvalidSku(wish.sku, wish.marketplace_id)
    own = next((each for each in market.own if each.offer.seller_sku == wish.sku), None)
    identifier = api.OfferIdentifier(
        marketplace_id=wish.marketplace_id, seller_id=ctx.seller_id, sku=wish.sku, asin=market.product.asin
    )
    return api.FeaturedOfferExpectedPriceResponseBody(
        offer_identifier=identifier, featured_offer_expected_price_results=[_result(ctx, market, own)]
    )


def _result(ctx: Context, market: Market, own: Bid | None) -> api.FeaturedOfferExpectedPriceResult:
    current = market.featured
    competing = model.featured(each for each in market.bids if each.offer.seller_id != ctx.seller_id)
    status: Outcome = "VALID_FOEP"
    if market.product.is_parent:
        status = "ASIN_NOT_ELIGIBLE"
    elif own is None:
        status = "OFFER_NOT_FOUND"
    elif not own.eligible:
        status = "OFFER_NOT_ELIGIBLE"
    elif competing is None:
        status = "NO_COMPETING_OFFER"
    found = api.FeaturedOfferExpectedPriceResult(
        result_status=status,
        competing_featured_offer=None if own is None or competing is None else views.competing_offer(competing),
        current_featured_offer=None if current is None else views.competing_offer(current),
    )
    if status == "VALID_FOEP":
        assert own is not None
        assert competing is not None
        currency = own.offer.currency
        price = model.expected_price(own, competing, smallest_coin(currency))
        found.featured_offer_expected_price = api.FeaturedOfferExpectedPrice(listing_price=views.money(price, currency))
    return found


async def _summarize(
    ctx: Context, wish: api.CompetitiveSummaryRequest, body: api.CompetitiveSummaryResponseBody
) -> None:
    """Fills in what was asked for. Raises what one request of a batch can be refused for."""
    if wish.uri != _SUMMARY or wish.method != "GET":
        raise BadUri(wish.method, wish.uri, f"GET {_SUMMARY}")
    check_marketplace(ctx, wish.marketplace_id)
    if wish.lowest_priced_offers_inputs and "lowestPricedOffers" not in wish.included_data:
        raise WithoutUse("lowestPricedOffersInputs", "lowestPricedOffers")
    market = await by_asin(ctx, wish.marketplace_id, wish.asin, "Consumer")
    if "featuredBuyingOptions" in wish.included_data:
        body.featured_buying_options = views.featured_options(market)
    if "lowestPricedOffers" in wish.included_data:
        new = api.LowestPricedOffersInput(item_condition="New", offer_type="Consumer")
        inputs = wish.lowest_priced_offers_inputs or [new]
        body.lowest_priced_offers = [views.lowest_priced(market, each) for each in inputs]
    if "referencePrices" in wish.included_data:
        paid = await orders.paid_since(ctx, wish.marketplace_id, wish.asin, ctx.now - _WAS_PRICE_DAYS)
        was = model.median_paid(paid)
        currency = MARKETPLACES[wish.marketplace_id].currency
        body.reference_prices = (
            [] if was is None else [api.ReferencePrice(name="WasPrice", price=views.money(was, currency))]
        )
    if "similarItems" in wish.included_data:
        alike = await products.alike(ctx, market.product, _MOST_SIMILAR)
        body.similar_items = [api.SimilarItems(items=[api.Item(asin=each) for each in alike])] if alike else []


def _error(fault: ApiError) -> api.Error:
    return api.Error(code=fault.code, message=fault.message, details=fault.details)
