"""Catalog Items v0: the same products as an older version shows them."""

from __future__ import annotations

from collections.abc import Sequence

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import catalog_items_v0_2024_11 as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.selling.catalog import browse, records, searching, showing, skus, views_v0
from tradepost.domains.selling.catalog.identifiers import is_asin
from tradepost.domains.selling.catalog.model import Product
from tradepost.domains.selling.catalog.refusals import (
    ContextWithoutQuery,
    ImpossibleIdentifier,
    InvalidAsin,
    NotInMarketplace,
    OneNeeded,
    UnknownContext,
)
from tradepost.domains.selling.catalog.searching import Position

_MOST_ITEMS = 10
_WAYS = {
    "Query": "query",
    "SellerSKU": "seller_sku",
    "UPC": "upc",
    "EAN": "ean",
    "ISBN": "isbn",
    "JAN": "jan",
}
_BARCODES = frozenset({"UPC", "EAN", "ISBN", "JAN"})


@handles(api.list_catalog_items)
async def list_catalog_items(ctx: Context, request: api.ListCatalogItemsArguments) -> api.ListCatalogItemsResponse:
    """Finds items by words, or by one SKU, UPC, EAN, ISBN or JAN.

    Ten items at most, and none that cannot be bought itself, such as a parent of variations (published guide).
    ``QueryContextId`` confines a search by words to a department, by number, display group or name (our choice).
    """
    given = [name for name, attribute in _WAYS.items() if getattr(request, attribute)]
    if len(given) != 1:
        raise OneNeeded(list(_WAYS))
    [way] = given
    value = getattr(request, _WAYS[way])
    if request.query_context_id and way != "Query":
        raise ContextWithoutQuery
    found = await _found(ctx, request, way, value)
    sku = value if way == "SellerSKU" else None
    buyable = [each for each in found if not each.is_parent][:_MOST_ITEMS]
    return api.ListCatalogItemsResponse(payload=api.ListMatchingItemsResponse(items=await _items(ctx, buyable, sku)))


@handles(api.get_catalog_item)
async def get_catalog_item(ctx: Context, request: api.GetCatalogItemArguments) -> api.GetCatalogItemResponse:
    """Shows an item of a marketplace, with its attributes, its family and its ranks."""
    product = await _by_asin(ctx, request.marketplace_id, request.asin)
    [item] = await _items(ctx, [product])
    return api.GetCatalogItemResponse(payload=item)


@handles(api.list_catalog_categories)
async def list_catalog_categories(
    ctx: Context, request: api.ListCatalogCategoriesArguments
) -> api.ListCatalogCategoriesResponse:
    """Shows the category that an item stands in, with its parents up to the department, by ASIN or by own SKU."""
    if bool(request.asin) == bool(request.seller_sku):
        raise OneNeeded(["ASIN", "SellerSKU"])
    asin = request.asin or await _asin_of_sku(ctx, request.marketplace_id, request.seller_sku or "")
    product = await _by_asin(ctx, request.marketplace_id, asin)
    return api.ListCatalogCategoriesResponse(payload=[views_v0.category(product.node(), product.language)])


async def _by_asin(ctx: Context, marketplace_id: str, asin: str) -> Product:
    """Raises InvalidAsin or NotInMarketplace."""
    if not is_asin(asin):
        raise InvalidAsin(asin)
    found = await records.find(ctx.tx, ctx.seed, marketplace_id, [asin])
    if asin not in found:
        raise NotInMarketplace("ASIN", asin, marketplace_id)
    return found[asin]


async def _asin_of_sku(ctx: Context, marketplace_id: str, sku: str) -> str:
    found = await skus.asins_of(ctx, marketplace_id, [sku])
    if sku not in found:
        raise NotInMarketplace("SellerSKU", sku, marketplace_id)
    return found[sku]


async def _found(ctx: Context, request: api.ListCatalogItemsArguments, way: str, value: str) -> list[Product]:
    marketplace_id = request.marketplace_id
    if way == "Query":
        return await _by_words(ctx, marketplace_id, value, request.query_context_id)
    if way in _BARCODES and not searching.possible(way, value):
        raise ImpossibleIdentifier(way, value)
    asins = (await searching.by_identifiers(ctx, marketplace_id, "SKU" if way == "SellerSKU" else way, [value])).asins
    known = await records.find(ctx.tx, ctx.seed, marketplace_id, asins)
    return [known[asin] for asin in asins if asin in known]


async def _by_words(ctx: Context, marketplace_id: str, words: str, context_id: str | None) -> list[Product]:
    nodes: list[str] = []
    if context_id:
        department = browse.department_named(marketplace_id, context_id)
        if department is None:
            raise UnknownContext(
                marketplace_id, context_id, [each.en for each in browse.tree(marketplace_id).departments]
            )
        nodes = [department.id]
    language = MARKETPLACES[marketplace_id].language
    asked = searching.groups(marketplace_id, language, [words], node_ids=nodes, buyable=True)
    page = await searching.page(ctx, asked, _MOST_ITEMS, Position())
    known = await records.numbered(ctx.tx, ctx.seed, page.numbers)
    return [known[number] for number in page.numbers]


async def _items(ctx: Context, products: Sequence[Product], sku: str | None = None) -> list[api.Item]:
    marketplace_id = products[0].marketplace_id if products else ""
    sold = await showing.units_sold(ctx, marketplace_id, products)
    found = []
    for each in products:
        children, theme = await showing.family(ctx, each)
        wanted = [each.parent_asin] if each.parent_asin else children
        relatives = await records.find(ctx.tx, ctx.seed, marketplace_id, wanted)
        known_by = (
            api.SellerSKUIdentifier(marketplace_id=marketplace_id, seller_id=ctx.seller_id, seller_sku=sku)
            if sku
            else None
        )
        found.append(
            views_v0.item(
                each,
                [relatives[asin] for asin in wanted if asin in relatives],
                theme,
                sold.get(each.asin, 0),
                ctx.seed,
                ctx.base_url,
                known_by,
            )
        )
    return found
