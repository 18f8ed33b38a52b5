"""Product Fees v0: what selling a product would cost, one at a time or twenty together."""

from __future__ import annotations

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import product_fees_v0 as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.money.fees import promoting
from tradepost.domains.money.fees.asked import Wish, identifier, terms
from tradepost.domains.money.fees.engine import estimate
from tradepost.domains.money.fees.goods import goods_of
from tradepost.domains.money.fees.promotion import Promotion, lessened
from tradepost.domains.money.fees.refusals import (
    MOST_ESTIMATES,
    BadNumberOfEstimates,
    CannotEstimate,
    ForeignMarketplace,
    MissingObject,
)
from tradepost.domains.money.fees.views import shown
from tradepost.domains.selling.catalog import products, skus
from tradepost.domains.selling.catalog.model import Product

Known = dict[tuple[str, str, str], Product]


@handles(api.get_my_fees_estimate_for_sku, changes=False)
async def get_my_fees_estimate_for_sku(
    ctx: Context, request: api.GetMyFeesEstimateForSKUArguments
) -> api.GetMyFeesEstimateResponse:
    """Says what selling a SKU of the caller would cost at a price that he names; the SKU needs no price yet."""
    wish = request.body.fees_estimate_request
    sku = request.seller_sku if wish is None else await skus.spelled(ctx, wish.marketplace_id, request.seller_sku)
    return await _one(ctx, Wish("SellerSKU", sku, wish))


@handles(api.get_my_fees_estimate_for_asin, changes=False)
async def get_my_fees_estimate_for_asin(
    ctx: Context, request: api.GetMyFeesEstimateForASINArguments
) -> api.GetMyFeesEstimateResponse:
    """Says what selling a product of the catalog would cost at a price that the caller names."""
    return await _one(ctx, Wish("ASIN", request.asin, request.body.fees_estimate_request))


@handles(api.get_my_fees_estimates, changes=False)
async def get_my_fees_estimates(ctx: Context, request: api.GetMyFeesEstimatesArguments) -> list[api.FeesEstimateResult]:
    """Says what selling would cost for up to 20 SKUs and ASINs, in any of the caller's marketplaces.

    Each has a result of its own, in the order asked: one that cannot be estimated has the status ``ClientError`` and
    spoils no other.
    """
    if not 1 <= len(request.body) <= MOST_ESTIMATES:
        raise BadNumberOfEstimates(len(request.body))
    wishes = [Wish(each.id_type, each.id_value, each.fees_estimate_request) for each in request.body]
    known = await _products(ctx, wishes)
    promotions = await _promotions(ctx, known)
    return [_result(ctx, wish, known, promotions) for wish in wishes]


async def _one(ctx: Context, wish: Wish) -> api.GetMyFeesEstimateResponse:
    if wish.request is None:
        raise MissingObject("FeesEstimateRequest")
    marketplace_id = wish.request.marketplace_id
    if marketplace_id in MARKETPLACES and marketplace_id not in ctx.marketplaces:
        raise ForeignMarketplace(marketplace_id)
    known = await _products(ctx, [wish])
    result = _result(ctx, wish, known, await _promotions(ctx, known))
    return api.GetMyFeesEstimateResponse(payload=api.GetMyFeesEstimateResult(fees_estimate_result=result))


async def _products(ctx: Context, wishes: list[Wish]) -> Known:
    """The products that are asked for, by marketplace, type and value of the identifier."""
    places: dict[str, list[Wish]] = {}
    for wish in wishes:
        if wish.request is not None and wish.request.marketplace_id in ctx.marketplaces:
            places.setdefault(wish.request.marketplace_id, []).append(wish)
    found: Known = {}
    for place, here in places.items():
        named = [each.id_value for each in here if each.id_type == "SellerSKU"]
        of_skus = await skus.asins_of(ctx, place, named) if named else {}
        asins = {
            (each.id_type, each.id_value): each.id_value if each.id_type == "ASIN" else of_skus.get(each.id_value, "")
            for each in here
        }
        known = await products.find_many(ctx, place, filter(None, asins.values()))
        found.update({(place, *key): known[asin] for key, asin in asins.items() if asin in known})
    return found


async def _promotions(ctx: Context, known: Known) -> list[Promotion]:
    """What the seller is let off of fees in the marketplaces that are asked for."""
    places = sorted({place for place, *_ in known})
    return [each for place in places for each in await promoting.running(ctx, place)]


def _result(ctx: Context, wish: Wish, known: Known, promotions: list[Promotion]) -> api.FeesEstimateResult:
    asked = identifier(wish, ctx.seller_id)
    try:
        at = terms(wish.request, ctx.marketplaces)
        product = known.get((at.marketplace_id, wish.id_type, wish.id_value))
        if product is None:
            raise CannotEstimate("IdValue", wish.id_value, f"is no {wish.id_type} of marketplace {at.marketplace_id}")
    except CannotEstimate as fault:
        return api.FeesEstimateResult(
            status="ClientError",
            fees_estimate_identifier=asked,
            error=api.FeesEstimateError(
                type=fault.type, code=fault.code, message=fault.message, detail=[fault.details]
            ),
        )
    fees = estimate(
        goods_of(product), at.marketplace_id, at.price, at.shipping, at.channel, points=at.points, program=at.program
    )
    here = [each for each in promotions if each.marketplace_id == at.marketplace_id]
    fees = lessened(fees, here, product.asin, at.price)
    return api.FeesEstimateResult(status="Success", fees_estimate_identifier=asked, fees_estimate=shown(fees, ctx.now))
