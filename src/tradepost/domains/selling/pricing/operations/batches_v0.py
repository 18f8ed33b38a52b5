"""Product Pricing v0: the offers of up to twenty products, each answered by itself."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar
from urllib.parse import unquote

from tradepost.contract import product_pricing_v0 as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.selling.pricing.asked import check_marketplace
from tradepost.domains.selling.pricing.batches import headers, phrase
from tradepost.domains.selling.pricing.operations.offers_v0 import get_item_offers, get_listing_offers
from tradepost.domains.selling.pricing.refusals import AskedTwice, BadNumberOfRequests, BadUri
from tradepost.errors import ApiError

_MOST: Final = 20
_ITEM, _LISTING = "/products/pricing/v0/items/{Asin}/offers", "/products/pricing/v0/listings/{SellerSKU}/offers"

Wish = TypeVar("Wish", api.ItemOffersRequest, api.ListingOffersRequest)
Answer = tuple[api.GetOffersHttpStatusLine, api.GetOffersResponse]


@handles(api.get_item_offers_batch, changes=False)
async def get_item_offers_batch(
    ctx: Context, request: api.GetItemOffersBatchArguments
) -> api.GetItemOffersBatchResponse:
    """Shows the offers of up to 20 products. Each has an answer of its own, in the order asked, and its own status."""
    answers = []
    for wish in _some(request.body.requests):
        asin = _named(wish.uri, _ITEM)
        status, body = await _item(ctx, wish, asin)
        asked = api.ItemOffersRequestParams(
            marketplace_id=wish.marketplace_id,
            item_condition=wish.item_condition,
            customer_type=wish.customer_type,
            asin=asin,
        )
        answers.append(api.ItemOffersResponse(headers=headers(ctx), status=status, body=body, request=asked))
    return api.GetItemOffersBatchResponse(responses=answers)


@handles(api.get_listing_offers_batch, changes=False)
async def get_listing_offers_batch(
    ctx: Context, request: api.GetListingOffersBatchArguments
) -> api.GetListingOffersBatchResponse:
    """Shows the offers of the products behind up to 20 SKUs. Each has an answer of its own, in the order asked."""
    answers = []
    for wish in _some(request.body.requests):
        sku = _named(wish.uri, _LISTING)
        status, body = await _listing(ctx, wish, sku)
        asked = api.ListingOffersRequestParams(
            marketplace_id=wish.marketplace_id,
            item_condition=wish.item_condition,
            customer_type=wish.customer_type,
            seller_sku=sku or "",
        )
        answers.append(api.ListingOffersResponse(headers=headers(ctx), status=status, body=body, request=asked))
    return api.GetListingOffersBatchResponse(responses=answers)


def _some(requests: list[Wish] | None) -> list[Wish]:
    if not requests:
        raise BadNumberOfRequests(0, _MOST)
    asked = [(each.uri, each.marketplace_id, each.item_condition, each.customer_type) for each in requests]
    twice = next((each.uri for at, each in enumerate(requests) if asked[at] in asked[:at]), None)
    if twice is not None:
        raise AskedTwice(twice)
    return requests


async def _answered(
    ctx: Context,
    wish: api.ItemOffersRequest | api.ListingOffersRequest,
    named: str | None,
    form: str,
    call: Callable[[str], Awaitable[api.GetOffersResponse]],
) -> Answer:
    """What one item of a batch is answered: what the single call says, or why it cannot be made."""
    try:
        if named is None or wish.method != "GET":
            raise BadUri(wish.method, wish.uri, f"GET {form}")
        check_marketplace(ctx, wish.marketplace_id)
        return _line(200), await call(named)
    except ApiError as fault:
        return _refused(fault)


async def _item(ctx: Context, wish: api.ItemOffersRequest, asin: str | None) -> Answer:
    async def call(asin: str) -> api.GetOffersResponse:
        return await get_item_offers(
            ctx,
            api.GetItemOffersArguments(
                marketplace_id=wish.marketplace_id,
                item_condition=wish.item_condition,
                asin=asin,
                customer_type=wish.customer_type,
            ),
        )

    return await _answered(ctx, wish, asin, _ITEM, call)


async def _listing(ctx: Context, wish: api.ListingOffersRequest, sku: str | None) -> Answer:
    async def call(sku: str) -> api.GetOffersResponse:
        return await get_listing_offers(
            ctx,
            api.GetListingOffersArguments(
                marketplace_id=wish.marketplace_id,
                item_condition=wish.item_condition,
                seller_sku=sku,
                customer_type=wish.customer_type,
            ),
        )

    return await _answered(ctx, wish, sku, _LISTING, call)


def _named(uri: str, form: str) -> str | None:
    """The ASIN or SKU that stands in a URI of this form; None where it is of another."""
    before, after = re.split(r"\{\w+\}", form)
    found = re.fullmatch(f"{re.escape(before)}([^/?]+){re.escape(after)}", uri)
    return None if found is None else unquote(found[1])


def _refused(fault: ApiError) -> Answer:
    error = api.Error(code=fault.code, message=fault.message, details=fault.details)
    return _line(fault.status), api.GetOffersResponse(errors=[error])


def _line(status: int) -> api.GetOffersHttpStatusLine:
    return api.GetOffersHttpStatusLine(status_code=status, reason_phrase=phrase(status, "OK"))
