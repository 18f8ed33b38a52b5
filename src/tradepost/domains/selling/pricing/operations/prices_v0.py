"""Product Pricing v0: what the caller asks, and what others ask for the same products."""

from __future__ import annotations

from collections.abc import Callable

from tradepost.contract import product_pricing_v0 as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.selling.pricing import views_v0 as views
from tradepost.domains.selling.pricing.asked import by_asin, by_sku
from tradepost.domains.selling.pricing.market import Market
from tradepost.domains.selling.pricing.model import Customer
from tradepost.domains.selling.pricing.refusals import NothingNamed, UnknownAsin, UnknownSku

Show = Callable[[Market, str | None], api.Product]


@handles(api.get_pricing)
async def get_pricing(ctx: Context, request: api.GetPricingArguments) -> api.GetPricingResponse:
    """Says what the seller asks for up to 20 of his SKUs, or for all his SKUs of up to 20 ASINs.

    ``BuyingPrice`` is what is paid now, a sale's price where there is one, and ``RegularPrice`` the one without. What
    is not known has the status ``ClientError`` and spoils nothing else.
    """
    customer: Customer = "Business" if request.offer_type == "B2B" else "Consumer"

    def show(market: Market, sku: str | None) -> api.Product:
        return views.own_prices(market, request.item_condition, customer, seller_id=ctx.seller_id, sku=sku)

    return await _answer(ctx, request, customer, show)


@handles(api.get_competitive_pricing)
async def get_competitive_pricing(ctx: Context, request: api.GetCompetitivePricingArguments) -> api.GetPricingResponse:
    """Says for up to 20 SKUs or ASINs what the featured offer and the cheapest used one cost, and how many there are.

    The price with id 1 is the featured offer's, the one with id 2 that of the cheapest used offer. What is not known
    has the status ``ClientError`` and spoils nothing else.
    """
    customer: Customer = request.customer_type or "Consumer"

    def show(market: Market, sku: str | None) -> api.Product:
        return views.competition(market, customer, seller_id=ctx.seller_id, sku=sku)

    return await _answer(ctx, request, customer, show)


async def _answer(
    ctx: Context,
    request: api.GetPricingArguments | api.GetCompetitivePricingArguments,
    customer: Customer,
    show: Show,
) -> api.GetPricingResponse:
    found = []
    if request.item_type == "Asin":
        if not request.asins:
            raise NothingNamed("Asin", "Asins")
        for asin in request.asins:
            try:
                market = await by_asin(ctx, request.marketplace_id, asin, customer)
            except UnknownAsin:
                found.append(api.Price(status="ClientError", asin=asin))
                continue
            found.append(api.Price(status="Success", asin=asin, product=show(market, None)))
        return api.GetPricingResponse(payload=found)
    if not request.skus:
        raise NothingNamed("Sku", "Skus")
    for sku in request.skus:
        try:
            name, market = await by_sku(ctx, request.marketplace_id, sku, customer)
        except UnknownSku:
            found.append(api.Price(status="ClientError", seller_sku=sku))
            continue
        found.append(api.Price(status="Success", seller_sku=name, asin=market.product.asin, product=show(market, name)))
    return api.GetPricingResponse(payload=found)
