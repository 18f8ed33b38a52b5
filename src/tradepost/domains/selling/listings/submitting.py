"""What a seller submits: checked at once, kept, and processed a little later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Literal

import msgspec

from tradepost.contract.listings_items_2021_08_01 import PatchOperation
from tradepost.domains.context import Context
from tradepost.domains.selling.definitions import product_types
from tradepost.domains.selling.definitions.product_types import UnknownProductType
from tradepost.domains.selling.listings import judging, locating, offering, patching, records
from tradepost.domains.selling.listings.listing import Attributes, Document, Issue, Listing, Submission
from tradepost.domains.selling.listings.refusals import InvalidProductType

PROCESS = "listings.process"
REPRICE = "listings.reprice"
#: How long a submission is being processed (our choice; at Amazon seconds to minutes).
PROCESSING = timedelta(seconds=10)
ANY_PRODUCT = "PRODUCT"
_LIMITS = ("minimum_seller_allowed_price", "maximum_seller_allowed_price")
_HEX = "0123456789abcdef"


class Outcome(msgspec.Struct, frozen=True):
    """What became of a submission in one marketplace."""

    status: Literal["ACCEPTED", "INVALID", "VALID"]
    submission_id: str
    issues: list[Issue]
    listing: Listing | None


async def put(
    ctx: Context,
    marketplace_id: str,
    seller_sku: str,
    product_type: str,
    requirements: str,
    attributes: Attributes,
    *,
    preview: bool = False,
    locale: str = "en_US",
) -> Outcome:
    """A seller says all of a listing; what was said before and is not any more is gone. Raises InvalidProductType."""
    mine = _of(attributes, marketplace_id)
    submission = Submission(_id(ctx, marketplace_id, seller_sku), mine, product_type, requirements)
    known = await records.find(ctx.tx, ctx.seller_id, marketplace_id, seller_sku)
    issues = await _checked(ctx, submission, marketplace_id, known, locale)
    return await _submit(ctx, marketplace_id, seller_sku, known, submission, issues, preview=preview)


async def patch(
    ctx: Context,
    marketplace_id: str,
    seller_sku: str,
    product_type: str,
    patches: Sequence[PatchOperation],
    *,
    preview: bool = False,
    locale: str = "en_US",
) -> Outcome:
    """A seller changes some attributes of a listing; all others stay. Raises InvalidPatch, InvalidProductType.

    The product type ``PRODUCT`` stands for the one that the listing has (published guide). What was submitted and is
    not processed yet is changed further.
    """
    known = await records.find(ctx.tx, ctx.seller_id, marketplace_id, seller_sku)
    id = _id(ctx, marketplace_id, seller_sku)
    pending = known.document.submission if known is not None else None
    if known is None or (pending is not None and pending.deletes):
        names = [patching.attribute_of(each, number) for number, each in enumerate(patches)]
        issue = judging.unknown_sku(seller_sku, marketplace_id)
        return Outcome("INVALID", id, [msgspec.structs.replace(issue, attribute_names=tuple(names))], known)
    base = pending or _as_it_is(known)
    named = base.product_type if product_type == ANY_PRODUCT else product_type
    changed = patching.patched(base.attributes, patches, marketplace_id)
    said = _quantity_said(patches) or (pending is not None and pending.quantity_said)
    submission = Submission(id, _of(changed, marketplace_id), named, base.requirements, said)
    issues = await _checked(ctx, submission, marketplace_id, known, locale)
    return await _submit(ctx, marketplace_id, seller_sku, known, submission, issues, preview=preview)


async def delete(ctx: Context, marketplace_id: str, seller_sku: str) -> Outcome:
    """A seller takes a listing back, with its offer; it is gone a little later."""
    known = await records.find(ctx.tx, ctx.seller_id, marketplace_id, seller_sku)
    id = _id(ctx, marketplace_id, seller_sku)
    if known is None:
        return Outcome("INVALID", id, [judging.unknown_sku(seller_sku, marketplace_id)], None)
    submission = _as_it_is(known)
    submission.id, submission.deletes = id, True
    return await _submit(ctx, marketplace_id, seller_sku, known, submission, [], preview=False)


def subject(marketplace_id: str, seller_sku: str) -> str:
    """What the transitions of a listing are about."""
    return f"{marketplace_id}/{seller_sku}"


async def _submit(
    ctx: Context,
    marketplace_id: str,
    seller_sku: str,
    known: Listing | None,
    submission: Submission,
    issues: list[Issue],
    *,
    preview: bool,
) -> Outcome:
    if judging.is_invalid(issues) or preview:
        status: Literal["INVALID", "VALID"] = "INVALID" if judging.is_invalid(issues) else "VALID"
        return Outcome(status, submission.id, issues, known)
    listing = known or _new(ctx, marketplace_id, seller_sku, submission)
    listing.document.submission = submission
    await records.keep(ctx.tx, listing)
    await ctx.schedule(PROCESS, subject(marketplace_id, seller_sku), ctx.now + PROCESSING)
    body = {"sku": seller_sku, "marketplaceId": marketplace_id, "submissionId": submission.id}
    ctx.record("listings.submitted", seller_sku, body)
    return Outcome("ACCEPTED", submission.id, issues, listing)


async def _checked(
    ctx: Context, submission: Submission, marketplace_id: str, known: Listing | None, locale: str
) -> list[Issue]:
    """What the definition of its product type says of a submission. Raises InvalidProductType."""
    try:
        product_types.find(submission.product_type)
    except UnknownProductType:
        raise InvalidProductType(submission.product_type) from None
    requirements, attributes = submission.requirements, submission.attributes
    return await locating.issues(ctx, marketplace_id, submission.product_type, attributes, requirements, known, locale)


def _new(ctx: Context, marketplace_id: str, seller_sku: str, submission: Submission) -> Listing:
    document = Document(submission.product_type, requirements=submission.requirements)
    return Listing(
        seller_id=ctx.seller_id,
        marketplace_id=marketplace_id,
        seller_sku=seller_sku,
        created_at=ctx.now,
        updated_at=ctx.now,
        document=document,
    )


def _as_it_is(listing: Listing) -> Submission:
    document = listing.document
    return Submission("", document.attributes, document.product_type, document.requirements, quantity_said=False)


def _quantity_said(patches: Sequence[PatchOperation]) -> bool:
    """Whether patches say how many units there are: what they leave out stays as orders have left it."""
    return any(
        "quantity" in entry
        for number, each in enumerate(patches)
        if patching.attribute_of(each, number) == offering.AVAILABILITY and each.op != "delete"
        for entry in each.value or ()
    )


def _of(attributes: Attributes, marketplace_id: str) -> Attributes:
    """Attributes without what is said for other marketplaces; each entry names this one, as Amazon shows them."""
    found: Attributes = {}
    for name, entries in attributes.items():
        if not isinstance(entries, list):
            found[name] = entries
            continue
        mine = [
            {**each, "marketplace_id": marketplace_id} if isinstance(each, dict) else each
            for each in entries
            if not isinstance(each, dict) or each.get("marketplace_id", marketplace_id) == marketplace_id
        ]
        if mine or not entries:
            found[name] = [_without_emptied(each) for each in mine] if name == offering.OFFER else mine
    return found


def _without_emptied(offer: Any) -> Any:
    """An offer without the limits of its price that are given as ``[{}]``, which takes them away (as callers were told;
    no other part of an offer goes in this way)."""
    if not isinstance(offer, dict):
        return offer
    return {name: part for name, part in offer.items() if name not in _LIMITS or part != [{}]}


def _id(ctx: Context, marketplace_id: str, seller_sku: str) -> str:
    """An id for a submission, drawn for the request that it came by: 32 hex digits, as they were seen."""
    return ctx.seed.letters(
        _HEX, 32, "submission", ctx.seller_id, marketplace_id, seller_sku, ctx.request_id, ctx.now.isoformat()
    )
