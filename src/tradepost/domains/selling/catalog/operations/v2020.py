"""Catalog Items 2020-12-01: the same products, as a client shows them that was told no version."""

from __future__ import annotations

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import catalog_items_2020_12_01 as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.selling.catalog import records, searching, showing, views_2020
from tradepost.domains.selling.catalog.asked import check_locale, data_sets, page_size
from tradepost.domains.selling.catalog.identifiers import is_asin
from tradepost.domains.selling.catalog.refusals import InvalidAsin, NoSuchItem, NothingToSearchFor


@handles(api.search_catalog_items)
async def search_catalog_items(ctx: Context, request: api.SearchCatalogItemsArguments) -> api.ItemSearchResults:
    """Finds items of the catalog by keywords, which may be ASINs and numbers of barcodes too.

    All words must be in what an item says of itself. Where every keyword is an identifier, what has any of them is
    found (our choice). Brands, classifications, order and pages are those of the newer version.
    """
    marketplace_id = request.marketplace_ids[0]
    data, size = data_sets(request.included_data), page_size(request.page_size)
    check_locale("locale", request.locale, [marketplace_id])
    check_locale("keywordsLocale", request.keywords_locale, [marketplace_id])
    if not any(request.keywords):
        raise NothingToSearchFor
    asked = searching.groups(
        marketplace_id,
        request.keywords_locale or MARKETPLACES[marketplace_id].language,
        request.keywords,
        request.brand_names or [],
        request.classification_ids or [],
        any_word=all(searching.is_identifier(each) for each in request.keywords),
    )
    found = await searching.by_words(ctx, marketplace_id, asked, size, request.page_token)
    shown = await showing.surrounded(ctx, marketplace_id, found.products, data)
    return api.ItemSearchResults(
        number_of_results=found.tally.total,
        pagination=api.Pagination(next_token=found.following, previous_token=found.preceding),
        refinements=views_2020.refinements(found.tally, marketplace_id, request.locale),
        items=[views_2020.item([each], data, request.locale, ctx.seed, ctx.base_url) for each in shown],
    )


@handles(api.get_catalog_item)
async def get_catalog_item(ctx: Context, request: api.GetCatalogItemArguments) -> api.Item:
    """Shows an item, as it is in each of the marketplaces that are named and have it.

    An item that none of them has is refused with ``NOT_FOUND``. Attributes and all images are shown to everybody, as
    nobody owns a brand here (our choice).
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
    return views_2020.item(found, data, request.locale, ctx.seed, ctx.base_url)
