"""What becomes of a submission: its product is found or made, its stock is noted, and its status follows."""

from __future__ import annotations

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.context import Context
from tradepost.domains.fba.inventory import merchant, stock
from tradepost.domains.selling.catalog import attributes as said
from tradepost.domains.selling.catalog import model as catalog
from tradepost.domains.selling.catalog import products
from tradepost.domains.selling.catalog.attributes import of_product
from tradepost.domains.selling.catalog.identifiers import codes_in
from tradepost.domains.selling.catalog.model import Product
from tradepost.domains.selling.listings import judging, locating, offering, records
from tradepost.domains.selling.listings.listing import Attributes, Issue, Listing, Submission
from tradepost.domains.selling.listings.submitting import PROCESS, REPRICE, subject
from tradepost.domains.selling.restrictions import rules
from tradepost.simulation.clock import to_milliseconds


class Match(msgspec.Struct, frozen=True):
    """The ASIN that a submission is of, or why there is none."""

    asin: str
    issue: Issue | None = None


async def process(ctx: Context, marketplace_id: str, seller_sku: str) -> None:
    """Processes what was submitted of a SKU, if anything is waiting."""
    listing = await records.find(ctx.tx, ctx.seller_id, marketplace_id, seller_sku)
    if listing is None or listing.document.submission is None:
        return
    submission, listing.document.submission = listing.document.submission, None
    if submission.deletes:
        await _remove(ctx, listing)
        return
    before = _seen(listing)
    match = await _match(ctx, listing, submission)
    document = listing.document
    document.attributes, document.product_type = submission.attributes, submission.product_type
    document.requirements = submission.requirements
    listing.asin = match.asin
    listing.parent_sku = catalog.parent_sku(submission.attributes) or ""
    listing.contained_sku = said.part(submission.attributes, "package_contains_sku", "sku") or ""
    taken_over = listing.channel == "AMAZON"
    listing.channel = offering.channel_of(submission.attributes)
    if match.asin:
        await _stock(ctx, listing, said_now=submission.quantity_said or taken_over)
        if catalog.is_parent(submission.attributes):
            await _gather(ctx, listing)
    await judge(ctx, listing, match.issue)
    listing.updated_at = ctx.now
    await records.keep(ctx.tx, listing)
    _tell(ctx, listing, before)
    await _await_change(ctx, listing)


async def at_once(ctx: Context, marketplace_id: str, seller_sku: str) -> None:
    """Processes what was submitted of a SKU now, and not a little later."""
    if await ctx.unschedule(PROCESS, subject(marketplace_id, seller_sku)):
        await process(ctx, marketplace_id, seller_sku)


async def judge(ctx: Context, listing: Listing, issue: Issue | None = None) -> None:
    """Says anew what is wrong with a listing, and whether it can be bought and found."""
    document, product = listing.document, None
    if listing.asin:
        product = await products.find(ctx, listing.marketplace_id, listing.asin)
        document.title = product.title if product is not None else ""
    known = await locating.issues(
        ctx, listing.marketplace_id, document.product_type, document.attributes, document.requirements, listing
    )
    if issue is not None:
        known.append(issue)
    if product is not None:
        condition = offering.condition(document.attributes)
        known += [judging.gated(each.message) for each in await rules.reasons(ctx, product, condition)]
    verdict = judging.verdict(
        listing.asin,
        document.attributes,
        document.requirements,
        known,
        offering.prices(document.attributes, ctx.now),
        is_parent=catalog.is_parent(document.attributes),
    )
    document.issues = list(verdict.issues)
    listing.sellable, listing.discoverable = verdict.sellable, verdict.discoverable


async def _match(ctx: Context, listing: Listing, submission: Submission) -> Match:
    """The product that a submission is of: the SKU's, the one suggested, the one with its number, or a new one."""
    attributes, marketplace_id = submission.attributes, listing.marketplace_id
    item = None if listing.asin else await stock.find(ctx, marketplace_id, listing.seller_sku)
    suggested = said.text(attributes, judging.SUGGESTED) or ""
    asin = listing.asin or (item.asin if item is not None else "") or suggested
    if not asin and submission.requirements == judging.OFFER_ONLY:
        asin = await _numbered(ctx, marketplace_id, attributes) or ""
        if not asin:
            return Match("", judging.no_product("an identifier that this listing names"))
    found = await products.find(ctx, marketplace_id, asin) if asin else None
    if asin and found is None and not listing.asin and suggested == asin:
        return Match("", judging.no_product(f"the ASIN {asin}"))
    if submission.requirements == judging.OFFER_ONLY:
        return Match(asin)
    found = found or await _by_number(ctx, marketplace_id, attributes)
    if found is not None:
        issue = judging.contradiction(found, attributes, ctx.seller_id)
        if issue is not None:
            return Match(listing.asin, issue)
    key = (ctx.seller_id, listing.seller_sku)
    return Match(
        await products.contribute(ctx, marketplace_id, submission.product_type, attributes, asin or None, key=key)
    )


async def _by_number(ctx: Context, marketplace_id: str, attributes: Attributes) -> Product | None:
    asin = await _numbered(ctx, marketplace_id, attributes)
    return await products.find(ctx, marketplace_id, asin) if asin else None


async def _numbered(ctx: Context, marketplace_id: str, attributes: Attributes) -> str | None:
    """The ASIN that has one of the numbers on this product's barcodes, in this marketplace."""
    for code in codes_in(of_product(attributes, marketplace_id)):
        kind = "MINSAN" if code.startswith("MINSAN") else "GTIN"
        found = await products.asins_of(ctx, marketplace_id, kind, code.removeprefix("MINSAN"))
        if found:
            return found[0]
    return None


async def _stock(ctx: Context, listing: Listing, *, said_now: bool) -> None:
    """Notes how many units can be sold: the seller's own as he says them, those in the network as they are there."""
    marketplace_id, sku, attributes = listing.marketplace_id, listing.seller_sku, listing.document.attributes
    if listing.channel == "AMAZON":
        language = MARKETPLACES[marketplace_id].language
        name = listing.document.title or said.text(attributes, "item_name", language) or sku
        await stock.ensure_item(ctx, marketplace_id, sku, listing.asin, name)
        listing.units = (await stock.available(ctx, marketplace_id, [sku]))[sku]
        return
    quantities = offering.quantities_said(attributes)
    for code, quantity in quantities.items():
        if said_now and quantity is not None:
            await merchant.set_quantity(ctx, marketplace_id, sku, quantity, "listing", code)
    for code in await merchant.by_location(ctx, marketplace_id, sku):
        if code and code not in quantities:
            await merchant.set_quantity(ctx, marketplace_id, sku, 0, "listing", code)
    listing.units = (await merchant.available(ctx, marketplace_id, [sku]))[sku]


async def _gather(ctx: Context, parent: Listing) -> None:
    """Children that were listed before their parent belong to it from now on."""
    skus = await records.children(ctx.tx, ctx.seller_id, parent.marketplace_id, parent.seller_sku)
    found = await records.of_skus(ctx.tx, ctx.seller_id, [parent.marketplace_id], skus)
    for [child] in found.values():
        if child.asin:
            document = child.document
            await products.contribute(
                ctx,
                parent.marketplace_id,
                document.product_type,
                document.attributes,
                child.asin,
                parent_asin=parent.asin,
            )


async def _remove(ctx: Context, listing: Listing) -> None:
    """The listing is gone. What orders have set aside is still theirs; what the network keeps stays there."""
    marketplace_id, sku = listing.marketplace_id, listing.seller_sku
    for code in await merchant.by_location(ctx, marketplace_id, sku):
        await merchant.set_quantity(ctx, marketplace_id, sku, 0, "listing deleted", code)
    await records.remove(ctx.tx, ctx.seller_id, marketplace_id, sku, to_milliseconds(ctx.now))
    body = {"sku": sku, "asin": listing.asin, "marketplaceId": marketplace_id}
    ctx.record("listings.deleted", sku, body)
    ctx.record("listings.status_changed", sku, {**body, "status": ["DELETED"]})
    ctx.record("listings.offer_changed", sku, body)


class Seen(msgspec.Struct, frozen=True):
    """What others see of a listing, by which changes are told."""

    status: tuple[str, ...]
    issues: tuple[Issue, ...]
    offer: tuple[object, ...]


def _seen(listing: Listing) -> Seen:
    attributes = listing.document.attributes
    offer = (listing.asin, listing.channel, attributes.get(offering.OFFER), attributes.get("condition_type"))
    return Seen(tuple(listing.status), tuple(listing.document.issues), offer)


def _tell(ctx: Context, listing: Listing, before: Seen) -> None:
    after, sku = _seen(listing), listing.seller_sku
    body = {"sku": sku, "asin": listing.asin, "marketplaceId": listing.marketplace_id}
    if after.status != before.status:
        ctx.record("listings.status_changed", sku, {**body, "status": list(after.status)})
    if after.issues != before.issues:
        severities = sorted({each.severity for each in after.issues})
        actions = sorted({each.enforcement for each in after.issues if each.enforcement})
        ctx.record("listings.issues_changed", sku, {**body, "severities": severities, "enforcementActions": actions})
    if after.offer != before.offer:
        ctx.record("listings.offer_changed", sku, body)


async def reprice(ctx: Context, marketplace_id: str, seller_sku: str) -> None:
    """A sale begins or ends: the listing is judged by the price that is in force now."""
    listing = await records.find(ctx.tx, ctx.seller_id, marketplace_id, seller_sku)
    if listing is None or not listing.asin:
        return
    await judge_again(ctx, listing)
    body = {"sku": seller_sku, "asin": listing.asin, "marketplaceId": marketplace_id}
    ctx.record("listings.offer_changed", seller_sku, body)
    await _await_change(ctx, listing)


async def judge_again(ctx: Context, listing: Listing) -> None:
    """Judges a listing for a cause outside of it, keeps what follows, and tells what has changed."""
    before = _seen(listing)
    await judge(ctx, listing)
    if _seen(listing) != before:
        listing.updated_at = ctx.now
        await records.keep(ctx.tx, listing)
        _tell(ctx, listing, before)


async def _await_change(ctx: Context, listing: Listing) -> None:
    named = subject(listing.marketplace_id, listing.seller_sku)
    following = offering.next_change(listing.document.attributes, ctx.now)
    if following is None:
        await ctx.unschedule(REPRICE, named)
    else:
        await ctx.schedule(REPRICE, named, following)
