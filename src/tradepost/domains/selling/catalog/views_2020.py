"""A product as Catalog Items 2020-12-01 shows it: the facts of the newer version, under older names."""

from __future__ import annotations

from collections.abc import Collection

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import catalog_items_2020_12_01 as api
from tradepost.domains.selling.catalog import views
from tradepost.domains.selling.catalog.images import images_of
from tradepost.domains.selling.catalog.model import Product
from tradepost.domains.selling.catalog.searching import Tally
from tradepost.domains.selling.catalog.views import Shown, Surroundings
from tradepost.simulation.seed import Seed


def item(shown_in: Shown, data: Collection[str], locale: str | None, seed: Seed, base_url: str) -> api.Item:
    """An item with these data sets, as it is in each of the marketplaces that it was asked for in."""
    found = api.Item(asin=shown_in[0][0].asin)
    products = [product for product, _ in shown_in]
    if "attributes" in data:
        found.attributes = views.attributes(products)
    if "identifiers" in data:
        found.identifiers = [_identifiers(each, around) for each, around in shown_in]
    if "images" in data:
        found.images = [_images(each, seed, base_url) for each in products]
    if "productTypes" in data:
        found.product_types = [
            api.ItemProductTypeByMarketplace(marketplace_id=each.marketplace_id, product_type=each.product_type)
            for each in products
        ]
    if "salesRanks" in data:
        found.sales_ranks = [_sales_ranks(each, around, locale, seed) for each, around in shown_in]
    if "summaries" in data:
        found.summaries = [_summary(each, locale) for each in products]
    if "variations" in data:
        found.variations = [family for each, around in shown_in for family in _variations(each, around)]
    return found


def refinements(tally: Tally, marketplace_id: str, locale: str | None) -> api.Refinements:
    """What a search may be narrowed by: the brands and categories with most results."""
    language = locale or MARKETPLACES[marketplace_id].language
    return api.Refinements(
        brands=[api.BrandRefinement(number_of_results=count, brand_name=brand) for brand, count in tally.most_brands()],
        classifications=[
            api.ClassificationRefinement(
                number_of_results=count, display_name=node.title(language), classification_id=node.id
            )
            for node, count in tally.most_nodes(marketplace_id)
        ],
    )


def _identifiers(product: Product, around: Surroundings) -> api.ItemIdentifiersByMarketplace:
    found = views.identifiers(product, around.skus)
    return api.ItemIdentifiersByMarketplace(
        marketplace_id=found.marketplace_id,
        identifiers=[
            api.ItemIdentifier(identifier_type=each.identifier_type, identifier=each.identifier)
            for each in found.identifiers
        ],
    )


def _images(product: Product, seed: Seed, base_url: str) -> api.ItemImagesByMarketplace:
    return api.ItemImagesByMarketplace(
        marketplace_id=product.marketplace_id,
        images=[
            api.ItemImage(variant=each.variant, link=base_url + each.path, height=each.size, width=each.size)
            for each in images_of(seed, product)
        ],
    )


def _sales_ranks(
    product: Product, around: Surroundings, locale: str | None, seed: Seed
) -> api.ItemSalesRanksByMarketplace:
    """The rank in the department, then the one in the category (our choice)."""
    found = views.sales_ranks(product, around.units_sold, locale, seed)
    ranks = [
        *(
            api.ItemSalesRank(title=each.title, link=each.link, rank=each.rank)
            for each in found.display_group_ranks or ()
        ),
        *(
            api.ItemSalesRank(title=each.title, link=each.link, rank=each.rank)
            for each in found.classification_ranks or ()
        ),
    ]
    return api.ItemSalesRanksByMarketplace(marketplace_id=found.marketplace_id, ranks=ranks)


def _summary(product: Product, locale: str | None) -> api.ItemSummaryByMarketplace:
    found = views.summary(product, locale)
    return api.ItemSummaryByMarketplace(
        marketplace_id=found.marketplace_id,
        brand_name=found.brand,
        browse_node=product.node().id,
        color_name=found.color,
        item_name=found.item_name,
        manufacturer=found.manufacturer,
        model_number=found.model_number,
        size_name=found.size,
        style_name=found.style,
    )


def _variations(product: Product, around: Surroundings) -> list[api.ItemVariationsByMarketplace]:
    """A product's family: a parent names its children, a child its parent; what is in none has no entry."""
    found = []
    if around.children:
        found.append(
            api.ItemVariationsByMarketplace(
                marketplace_id=product.marketplace_id, asins=around.children, variation_type="PARENT"
            )
        )
    if product.parent_asin:
        found.append(
            api.ItemVariationsByMarketplace(
                marketplace_id=product.marketplace_id, asins=[product.parent_asin], variation_type="CHILD"
            )
        )
    return found
