"""Listings Items 2020-09-01: submissions in the older form, which some clients still send when told no version."""

from __future__ import annotations

from collections.abc import Sequence

from tradepost.contract import listings_items_2020_09_01 as api
from tradepost.contract import listings_items_2021_08_01 as newer
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.selling.listings import submitting
from tradepost.domains.selling.listings.operations.items import check_seller, check_sku, worst
from tradepost.domains.selling.listings.submitting import Outcome


@handles(api.put_listings_item)
async def put_listings_item(ctx: Context, request: api.PutListingsItemArguments) -> api.ListingsItemSubmissionResponse:
    """Makes a listing, or says all of it anew; checked and processed as in the newer version."""
    check_seller(ctx, request.seller_id)
    check_sku(request.sku)
    body = request.body
    outcomes = [
        await submitting.put(
            ctx,
            each,
            request.sku,
            body.product_type,
            body.requirements or "LISTING",
            body.attributes,
            locale=request.issue_locale or "en_US",
        )
        for each in dict.fromkeys(request.marketplace_ids)
    ]
    return _answer(request.sku, outcomes)


@handles(api.patch_listings_item)
async def patch_listings_item(
    ctx: Context, request: api.PatchListingsItemArguments
) -> api.ListingsItemSubmissionResponse:
    """Changes some attributes of a listing by ``add``, ``replace`` and ``delete``; all others stay."""
    check_seller(ctx, request.seller_id)
    patches = [newer.PatchOperation(op=each.op, path=each.path, value=each.value) for each in request.body.patches]
    outcomes = [
        await submitting.patch(
            ctx, each, request.sku, request.body.product_type, patches, locale=request.issue_locale or "en_US"
        )
        for each in dict.fromkeys(request.marketplace_ids)
    ]
    return _answer(request.sku, outcomes)


@handles(api.delete_listings_item)
async def delete_listings_item(
    ctx: Context, request: api.DeleteListingsItemArguments
) -> api.ListingsItemSubmissionResponse:
    """Takes a listing back; it is gone when the submission is processed."""
    check_seller(ctx, request.seller_id)
    outcomes = [await submitting.delete(ctx, each, request.sku) for each in dict.fromkeys(request.marketplace_ids)]
    return _answer(request.sku, outcomes)


def _answer(sku: str, outcomes: Sequence[Outcome]) -> api.ListingsItemSubmissionResponse:
    """What became of a submission; an issue names the first of its attributes, as there is room for one (our choice).

    ``VALID`` is what previews are answered with, and this version has none.
    """
    told = worst(outcomes)
    return api.ListingsItemSubmissionResponse(
        sku=sku,
        status="INVALID" if told.status == "INVALID" else "ACCEPTED",
        submission_id=told.submission_id,
        issues=[
            api.Issue(
                code=each.code,
                message=each.message,
                severity=each.severity,
                attribute_name=next(iter(each.attribute_names), None),
            )
            for outcome in outcomes
            for each in outcome.issues
        ],
    )
