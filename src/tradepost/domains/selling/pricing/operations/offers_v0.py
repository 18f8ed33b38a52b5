"""Product Pricing v0: the offers of one product."""

from __future__ import annotations

from tradepost.contract import product_pricing_v0 as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.selling.pricing import views_v0 as views
from tradepost.domains.selling.pricing.asked import by_asin, by_sku


@handles(api.get_listing_offers)
async def get_listing_offers(ctx: Context, request: api.GetListingOffersArguments) -> api.GetOffersResponse:
    """Shows the 20 cheapest offers of the product behind one of the seller's SKUs, and a summary of all offers.

    What nobody can buy in that condition just now has the status ``NoBuyableOffers``.
    """
    customer = request.customer_type or "Consumer"
    sku, market = await by_sku(ctx, request.marketplace_id, request.seller_sku, customer)
    shown = views.offers(market, request.item_condition, customer, seller_id=ctx.seller_id, sku=sku)
    return api.GetOffersResponse(payload=shown)


@handles(api.get_item_offers)
async def get_item_offers(ctx: Context, request: api.GetItemOffersArguments) -> api.GetOffersResponse:
    """Shows the 20 cheapest offers of a product, whoever makes them, and a summary of all offers.

    The featured offer is marked as the winner of the buy box. What nobody can buy in that condition just now has the
    status ``NoBuyableOffers``.
    """
    customer = request.customer_type or "Consumer"
    market = await by_asin(ctx, request.marketplace_id, request.asin, customer)
    shown = views.offers(market, request.item_condition, customer, seller_id=ctx.seller_id, sku=None)
    return api.GetOffersResponse(payload=shown)
