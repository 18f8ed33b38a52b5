"""Listings as Listings Items 2021-08-01 shows them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from tradepost.contract import listings_items_2021_08_01 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.inventory import merchant, stock
from tradepost.domains.measures.amounts import text
from tradepost.domains.selling.catalog import attributes as said
from tradepost.domains.selling.catalog import products
from tradepost.domains.selling.catalog.families import attributes_of_theme
from tradepost.domains.selling.catalog.images import images_of
from tradepost.domains.selling.catalog.model import Product
from tradepost.domains.selling.definitions.terms import currency, fulfillment_channels
from tradepost.domains.selling.listings import judging, offering, records
from tradepost.domains.selling.listings.listing import Attributes, Issue, Listing

_AUDIENCES = {"B2C": ("ALL", "Everybody"), "B2B": ("B2B", "Amazon Business")}


async def item(ctx: Context, listings: Sequence[Listing], data: Collection[str]) -> api.Item:
    """A SKU in the marketplaces where it is listed, with the data sets that are asked for."""
    found = api.Item(sku=listings[0].seller_sku)
    if "summaries" in data:
        found.summaries = [await _summary(ctx, each) for each in listings if not _failed(each)]
    if "attributes" in data:
        found.attributes = _attributes(listings)
    if "issues" in data:
        found.issues = _issues(listings)
    if "offers" in data:
        found.offers = [offer for each in listings for offer in _offers(ctx, each)]
    if "fulfillmentAvailability" in data:
        found.fulfillment_availability = await _availability(ctx, listings)
    if "procurement" in data:
        found.procurement = []  # what vendors are paid; a seller has none
    if "relationships" in data:
        found.relationships = [await _relationships(ctx, each) for each in listings]
    if "productTypes" in data:
        found.product_types = [
            api.ItemProductTypeByMarketplace(
                marketplace_id=each.marketplace_id, product_type=each.document.product_type
            )
            for each in listings
        ]
    return found


def issue(told: Issue, marketplace_ids: list[str] | None = None) -> api.Issue:
    """An issue as it is published."""
    found = api.Issue(
        code=told.code,
        message=told.message,
        severity=told.severity,
        attribute_names=list(told.attribute_names) or None,
        categories=list(told.categories),
        marketplace_ids=marketplace_ids,
    )
    if told.enforcement:
        found.enforcements = api.IssueEnforcements(
            actions=[api.IssueEnforcementAction(action=told.enforcement)],
            exemption=api.IssueExemption(status="NOT_EXEMPT"),
        )
    return found


def _failed(listing: Listing) -> bool:
    """Whether a listing was processed and has no product for its faults: it is shown without a summary (as callers have
    reported it)."""
    return not listing.asin and judging.is_invalid(listing.document.issues)


async def _summary(ctx: Context, listing: Listing) -> api.ItemSummaryByMarketplace:
    marketplace_id, attributes = listing.marketplace_id, listing.document.attributes
    summary = api.ItemSummaryByMarketplace(
        marketplace_id=marketplace_id,
        product_type=listing.document.product_type,
        status=list(listing.status),
        created_date=listing.created_at,
        last_updated_date=listing.updated_at,
    )
    if listing.document.requirements != "LISTING_PRODUCT_ONLY" and attributes:
        summary.condition_type = offering.condition(attributes)  # type: ignore[assignment]
    if listing.asin:
        summary.asin, summary.item_name = listing.asin, listing.document.title
        product = await products.find(ctx, marketplace_id, listing.asin)
        summary.main_image = None if product is None else _main_image(ctx, product)
    kept = await stock.find(ctx, marketplace_id, listing.seller_sku) if listing.channel == "AMAZON" else None
    summary.fn_sku = None if kept is None else kept.fn_sku
    return summary


def _main_image(ctx: Context, product: Product) -> api.ItemImage:
    largest = max((each for each in images_of(ctx.seed, product) if each.variant == "MAIN"), key=lambda each: each.size)
    return api.ItemImage(link=ctx.base_url + largest.path, height=largest.size, width=largest.size)


def _attributes(listings: Sequence[Listing]) -> Attributes:
    """What is said in all of these marketplaces; what does not depend on the marketplace stands there once."""
    found: dict[str, Any] = {}
    for listing in listings:
        for name, entries in listing.document.attributes.items():
            if isinstance(entries, list):
                known = found.setdefault(name, [])
                known += [each for each in entries if each not in known]
            else:
                found.setdefault(name, entries)
    return found


def _issues(listings: Sequence[Listing]) -> list[api.Issue]:
    """What is wrong, each thing once with the marketplaces where it is."""
    places: dict[Issue, list[str]] = {}
    for listing in listings:
        for each in listing.document.issues:
            places.setdefault(each, []).append(listing.marketplace_id)
    return [issue(each, where) for each, where in places.items()]


def _offers(ctx: Context, listing: Listing) -> list[api.ItemOfferByMarketplace]:
    prices = offering.prices(listing.document.attributes, ctx.now)
    if prices is None or not listing.asin:
        return []
    found = [_offer(listing, "B2C", prices.price)]
    if prices.business is not None:
        found.append(_offer(listing, "B2B", prices.business))
    return found


def _offer(listing: Listing, type: str, price: Decimal) -> api.ItemOfferByMarketplace:
    value, name = _AUDIENCES[type]
    coin = currency(listing.marketplace_id)
    money = api.Money(currency_code=coin, amount=text(price, coin))
    return api.ItemOfferByMarketplace(
        marketplace_id=listing.marketplace_id,
        offer_type=type,  # type: ignore[arg-type]
        price=money,
        audience=api.Audience(value=value, display_name=name),
    )


async def _availability(ctx: Context, listings: Sequence[Listing]) -> list[api.FulfillmentAvailability]:
    """How many units can be sold, by channel and location: the network's of a region are the same in each of its
    marketplaces."""
    found: dict[str, int] = {}
    for each in listings:
        own, amazon = fulfillment_channels(each.marketplace_id)
        if offering.AVAILABILITY in each.document.attributes:
            code = amazon if each.channel == "AMAZON" else own
            units = {code: each.units}
            if offering.quantities_said(each.document.attributes).keys() - {""}:
                kept = await merchant.by_location(ctx, each.marketplace_id, each.seller_sku)
                units = {location or own: quantity for location, quantity in kept.items()}
            for named, quantity in units.items():
                found[named] = max(quantity, found.get(named, 0))
    return [api.FulfillmentAvailability(fulfillment_channel_code=code, quantity=units) for code, units in found.items()]


async def _relationships(ctx: Context, listing: Listing) -> api.ItemRelationshipsByMarketplace:
    found = api.ItemRelationshipsByMarketplace(marketplace_id=listing.marketplace_id, relationships=[])
    attributes = listing.document.attributes
    children = await records.children(ctx.tx, ctx.seller_id, listing.marketplace_id, listing.seller_sku)
    if children or listing.parent_sku:
        theme = said.part(attributes, "variation_theme", "name")
        variation = api.ItemRelationship(
            type="VARIATION",
            child_skus=children or None,
            parent_skus=[listing.parent_sku] if listing.parent_sku else None,
        )
        if theme:
            variation.variation_theme = api.ItemVariationTheme(attributes=attributes_of_theme(theme), theme=theme)
        found.relationships.append(variation)
    around = await records.containers(ctx.tx, ctx.seller_id, listing.marketplace_id, listing.seller_sku)
    if around or listing.contained_sku:
        found.relationships.append(
            api.ItemRelationship(
                type="PACKAGE_HIERARCHY",
                child_skus=[listing.contained_sku] if listing.contained_sku else None,
                parent_skus=around or None,
            )
        )
    return found
