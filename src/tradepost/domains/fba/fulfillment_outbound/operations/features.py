"""Features of Multi-Channel Fulfillment: which there are, and for which SKUs."""

from __future__ import annotations

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import fulfillment_outbound_2020_07_01 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.fulfillment_outbound.asking import features
from tradepost.domains.fba.fulfillment_outbound.refusals import FeatureNotInRegion, UnknownFeature
from tradepost.domains.fba.inventory import stock
from tradepost.domains.fba.inventory.records import Item
from tradepost.domains.handling import handles

PAGE_SIZE = 50


@handles(api.get_features)
async def get_features(ctx: Context, request: api.GetFeaturesArguments) -> api.GetFeaturesResponse:
    """Lists the features of a marketplace; every seller may use them."""
    country = MARKETPLACES[request.marketplace_id].country
    return api.GetFeaturesResponse(
        payload=api.GetFeaturesResult(
            features=[
                api.Feature(feature_name=name, feature_description=features.FEATURES[name], seller_eligible=True)
                for name in features.features_of(country)
            ]
        )
    )


@handles(api.get_feature_inventory)
async def get_feature_inventory(
    ctx: Context, request: api.GetFeatureInventoryArguments
) -> api.GetFeatureInventoryResponse:
    """Lists the SKUs that a feature can be had for, with their fulfillable units; 50 a page."""
    country = MARKETPLACES[request.marketplace_id].country
    _check_feature(request.feature_name, country)
    query = ("feature inventory", request.marketplace_id, request.feature_name)
    after = ctx.page_position(query, request.next_token) if request.next_token else ""
    found: list[Item] = []
    following: str | None = after
    while following is not None and len(found) < PAGE_SIZE:
        page = await stock.page(
            ctx, request.marketplace_id, following, PAGE_SIZE - len(found), request.query_start_date
        )
        found += [
            each
            for each in page.items
            if not features.ineligible_reasons(ctx.seed, request.feature_name, country, ctx.seller_id, each.seller_sku)
        ]
        following = page.following
    counts = await stock.available(ctx, request.marketplace_id, [each.seller_sku for each in found])
    return api.GetFeatureInventoryResponse(
        payload=api.GetFeatureInventoryResult(
            marketplace_id=request.marketplace_id,
            feature_name=request.feature_name,
            next_token=None if following is None else ctx.page_token(query, following),
            feature_skus=[
                api.FeatureSku(
                    seller_sku=each.seller_sku,
                    fn_sku=each.fn_sku,
                    asin=each.asin,
                    sku_count=float(counts[each.seller_sku]),
                    overlapping_skus=[],
                )
                for each in found
            ],
        )
    )


@handles(api.get_feature_sku)
async def get_feature_sku(ctx: Context, request: api.GetFeatureSKUArguments) -> api.GetFeatureSkuResponse:
    """Says whether a feature can be had for a SKU, and why not."""
    country = MARKETPLACES[request.marketplace_id].country
    _check_feature(request.feature_name, country)
    item = await stock.find(ctx, request.marketplace_id, request.seller_sku)
    reasons = features.ineligible_reasons(
        ctx.seed,
        request.feature_name,
        country,
        ctx.seller_id,
        request.seller_sku,
        known=item is not None,
    )
    counts = await stock.available(ctx, request.marketplace_id, [request.seller_sku])
    return api.GetFeatureSkuResponse(
        payload=api.GetFeatureSkuResult(
            marketplace_id=request.marketplace_id,
            feature_name=request.feature_name,
            is_eligible=not reasons,
            ineligible_reasons=list(reasons),
            seller_sku=request.seller_sku,
            fn_sku=None if item is None else item.fn_sku,
            asin=None if item is None else item.asin,
            sku_count=None if reasons else float(counts[request.seller_sku]),
        )
    )


def _check_feature(name: str, country: str) -> None:
    if name not in features.FEATURES:
        raise UnknownFeature(name, tuple(features.FEATURES))
    if not features.available(name, country):
        raise FeatureNotInRegion(name, country, features.features_of(country))
