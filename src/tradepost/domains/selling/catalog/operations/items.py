"""Catalog Items 2022-04-01: searching the catalog, and looking at one item."""

from __future__ import annotations

from collections.abc import Sequence

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import catalog_items_2022_04_01 as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.selling.catalog import records, searching, showing
from tradepost.domains.selling.catalog.asked import check_locale, data_sets, page_size
from tradepost.domains.selling.catalog.identifiers import is_asin
from tradepost.domains.selling.catalog.refusals import (
    IdentifiersAndKeywords,
    InvalidAsin,
    InvalidIdentifier,
    MissingWithIdentifiers,
    NoSuchItem,
    NothingToSearchFor,
)
from tradepost.domains.selling.catalog.searching import Tally

_ONLY_WITH_KEYWORDS = (
    ("brandNames", "brand_names"),
    ("classificationIds", "classification_ids"),
    ("keywordsLocale", "keywords_locale"),
)


@handles(api.search_catalog_items)
async def search_catalog_items(ctx: Context, request: api.SearchCatalogItemsArguments) -> api.ItemSearchResults:
    """Finds items of the catalog by identifiers or by keywords.

    All words of the keywords must be in what an item says of itself; ``brandNames`` and ``classificationIds`` narrow
    the search, an item below a classification counting as in it. What is newest comes first (our choice). A thousand
    items can be paged through, and as many are counted at most (published model). SKUs are the caller's own: with
    another seller's ``sellerId`` nothing is found (our choice).
    """
    marketplace_id = request.marketplace_ids[0]
    data, size = data_sets(request.included_data), page_size(request.page_size)
    check_locale("locale", request.locale, [marketplace_id])
    if request.identifiers:
        _check_identifiers(request)
        return await _by_identifiers(ctx, request, marketplace_id, data, size)
    if not request.keywords:
        raise NothingToSearchFor
    check_locale("keywordsLocale", request.keywords_locale, [marketplace_id])
    return await _by_keywords(ctx, request, marketplace_id, data, size)


@handles(api.get_catalog_item)
async def get_catalog_item(ctx: Context, request: api.GetCatalogItemArguments) -> api.Item:
    """Shows an item, as it is in each of the marketplaces that are named and have it.

    An item that none of them has is refused with ``NOT_FOUND``.
    """
    if not is_asin(request.asin):
        raise InvalidAsin(request.asin)
    data = data_sets(request.included_data)
    check_locale("locale", request.locale, request.marketplace_ids)
    found = []
    for marketplace_id in dict.fromkeys(request.marketplace_ids):
        known = await records.find(ctx.tx, ctx.seed, marketplace_id, [request.asin])
        found += await showing.surrounded(ctx, marketplace_id, list(known.values()), data)
    if not found:
        raise NoSuchItem(request.asin, request.marketplace_ids)
    return showing.item(ctx, found, data, request.locale)


def _check_identifiers(request: api.SearchCatalogItemsArguments) -> None:
    """Raises what the published rules for a search by identifiers ask for."""
    if request.keywords:
        raise IdentifiersAndKeywords("keywords")
    for name, attribute in _ONLY_WITH_KEYWORDS:
        if getattr(request, attribute):
            raise IdentifiersAndKeywords(name)
    if request.identifiers_type is None:
        raise MissingWithIdentifiers("identifiersType", "with 'identifiers'")
    if request.identifiers_type == "SKU" and not request.seller_id:
        raise MissingWithIdentifiers("sellerId", "where identifiersType is SKU")
    for each in request.identifiers or ():
        if not searching.possible(request.identifiers_type, each):
            raise InvalidIdentifier(request.identifiers_type, each)


async def _by_identifiers(
    ctx: Context, request: api.SearchCatalogItemsArguments, marketplace_id: str, data: Sequence[str], size: int
) -> api.ItemSearchResults:
    type, wanted = request.identifiers_type or "", request.identifiers or []
    query = ("catalog items", marketplace_id, type, *wanted)
    begin: int = ctx.page_position(query, request.page_token, parameter="pageToken") if request.page_token else 0
    mine = type != "SKU" or request.seller_id == ctx.seller_id
    found = await searching.by_identifiers(ctx, marketplace_id, type, wanted if mine else [])
    known = await records.find(ctx.tx, ctx.seed, marketplace_id, found.asins)
    there = [known[asin] for asin in found.asins if asin in known]
    end = begin + size
    shown = await showing.surrounded(ctx, marketplace_id, there[begin:end], data, found.skus)
    return api.ItemSearchResults(
        number_of_results=len(there),
        pagination=_pagination(
            ctx.page_token(query, end) if end < len(there) else None,
            ctx.page_token(query, max(0, begin - size)) if begin else None,
        ),
        items=[showing.item(ctx, [each], data, request.locale) for each in shown],
    )


async def _by_keywords(
    ctx: Context, request: api.SearchCatalogItemsArguments, marketplace_id: str, data: Sequence[str], size: int
) -> api.ItemSearchResults:
    language = request.keywords_locale or MARKETPLACES[marketplace_id].language
    brands, nodes = request.brand_names or [], request.classification_ids or []
    asked = searching.groups(marketplace_id, language, request.keywords or [], brands, nodes)
    found = await searching.by_words(ctx, marketplace_id, asked, size, request.page_token)
    shown = await showing.surrounded(ctx, marketplace_id, found.products, data)
    return api.ItemSearchResults(
        number_of_results=found.tally.total,
        pagination=_pagination(found.following, found.preceding),
        refinements=_refinements(found.tally, marketplace_id, request.locale or MARKETPLACES[marketplace_id].language),
        items=[showing.item(ctx, [each], data, request.locale) for each in shown],
    )


def _pagination(following: str | None, preceding: str | None) -> api.Pagination | None:
    if following is None and preceding is None:
        return None
    return api.Pagination(next_token=following, previous_token=preceding)


def _refinements(tally: Tally, marketplace_id: str, locale: str) -> api.Refinements:
    """What a search may be narrowed by: the brands and categories with most results."""
    return api.Refinements(
        brands=[api.BrandRefinement(number_of_results=count, brand_name=brand) for brand, count in tally.most_brands()],
        classifications=[
            api.ClassificationRefinement(
                number_of_results=count, display_name=node.title(locale), classification_id=node.id
            )
            for node, count in tally.most_nodes(marketplace_id)
        ],
    )
