"""Listings Items 2021-08-01: what a seller offers, said, changed, looked at, searched and taken back."""

from __future__ import annotations

from collections.abc import Sequence

from tradepost.contract import listings_items_2021_08_01 as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.selling.listings import records, searching, submitting, views
from tradepost.domains.selling.listings.refusals import AnotherSeller, InvalidSku, NoSuchSku
from tradepost.domains.selling.listings.submitting import Outcome

_DEFAULT_DATA = ("summaries",)
_LONGEST_SKU = 40


@handles(api.get_listings_item)
async def get_listings_item(ctx: Context, request: api.GetListingsItemArguments) -> api.Item:
    """Shows a listing in the marketplaces that are named and have it.

    Attributes and status are those of the last submission that was processed. A quantity of the seller's own is shown
    as it is now, after what was ordered. ``issueLocale`` changes nothing: issues that are kept are told in English
    (our choice). ``procurement`` is for vendors, and empty.
    """
    check_seller(ctx, request.seller_id)
    marketplaces = list(dict.fromkeys(request.marketplace_ids))
    found = await records.of_skus(ctx.tx, ctx.seller_id, marketplaces, [request.sku])
    if request.sku not in found:
        raise NoSuchSku(request.sku, marketplaces)
    return await views.item(ctx, found[request.sku], request.included_data or _DEFAULT_DATA)


@handles(api.put_listings_item)
async def put_listings_item(ctx: Context, request: api.PutListingsItemArguments) -> api.ListingsItemSubmissionResponse:
    """Makes a listing, or says all of it anew.

    The attributes are checked against the definition of the product type; what does not pass is answered with status
    ``INVALID`` and its issues, and changes nothing. What does is ``ACCEPTED``, and processed ten seconds later (our
    choice): its product is found by ASIN or identifier, or gets a new ASIN. ``VALIDATION_PREVIEW`` only checks.
    """
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
            preview=request.mode is not None,
            locale=request.issue_locale or "en_US",
        )
        for each in request.marketplace_ids
    ]
    return _answer(request.sku, outcomes, request.included_data)


@handles(api.patch_listings_item)
async def patch_listings_item(
    ctx: Context, request: api.PatchListingsItemArguments
) -> api.ListingsItemSubmissionResponse:
    """Changes some attributes of a listing; all others stay.

    A patch names a whole attribute as ``/attributes/<name>``. ``add`` and ``replace`` put its entries in place of those
    with the same selectors, ``merge`` changes the fields that are given and takes away those given as null, ``delete``
    takes away the entries that the selectors of its value name (published guide). The listing as it would be is
    checked as a whole. A SKU that is not listed is answered with issue 13013.
    """
    check_seller(ctx, request.seller_id)
    outcomes = [
        await submitting.patch(
            ctx,
            each,
            request.sku,
            request.body.product_type,
            request.body.patches,
            preview=request.mode is not None,
            locale=request.issue_locale or "en_US",
        )
        for each in dict.fromkeys(request.marketplace_ids)
    ]
    return _answer(request.sku, outcomes, request.included_data)


@handles(api.delete_listings_item)
async def delete_listings_item(
    ctx: Context, request: api.DeleteListingsItemArguments
) -> api.ListingsItemSubmissionResponse:
    """Takes a listing back; it is gone when the submission is processed.

    Orders that have been placed are not touched, nor is what the fulfillment network keeps of it. A SKU that is not
    listed is answered with issue 13013 (our choice).
    """
    check_seller(ctx, request.seller_id)
    outcomes = [await submitting.delete(ctx, each, request.sku) for each in request.marketplace_ids]
    return _answer(request.sku, outcomes, None)


@handles(api.search_listings_items)
async def search_listings_items(ctx: Context, request: api.SearchListingsItemsArguments) -> api.ItemSearchResults:
    """Finds the seller's listings by identifiers, family, times, issues and status, page by page.

    A thousand SKUs can be paged through, and as many are counted at most (published model). The newest changes come
    first unless ``sortBy`` and ``sortOrder`` say otherwise.
    """
    check_seller(ctx, request.seller_id)
    page = await searching.page(ctx, request)
    data = request.included_data or _DEFAULT_DATA
    return api.ItemSearchResults(
        number_of_results=page.total,
        pagination=api.Pagination(next_token=page.following, previous_token=page.preceding)
        if page.following or page.preceding
        else None,
        items=[await views.item(ctx, each, data) for each in page.items],
    )


def check_seller(ctx: Context, seller_id: str) -> None:
    """Raises AnotherSeller."""
    if seller_id != ctx.seller_id:
        raise AnotherSeller(seller_id)


def check_sku(sku: str) -> None:
    """Raises InvalidSku."""
    if not 1 <= len(sku) <= _LONGEST_SKU or sku.strip() != sku or not sku.isprintable():
        raise InvalidSku(sku)


def worst(outcomes: Sequence[Outcome]) -> Outcome:
    """What is told of a submission to several marketplaces: the first one that failed, or else the first."""
    return next((each for each in outcomes if each.status == "INVALID"), outcomes[0])


def _answer(sku: str, outcomes: Sequence[Outcome], data: Sequence[str] | None) -> api.ListingsItemSubmissionResponse:
    told = worst(outcomes)
    found = api.ListingsItemSubmissionResponse(sku=sku, status=told.status, submission_id=told.submission_id)
    asked = data or ("issues",)
    if "issues" in asked:
        found.issues = [views.issue(issue) for each in outcomes for issue in each.issues]
    if "identifiers" in asked:
        found.identifiers = [
            api.ItemIdentifiersByMarketplace(marketplace_id=each.listing.marketplace_id, asin=each.listing.asin)
            for each in outcomes
            if each.listing is not None and each.listing.asin
        ]
    return found
