"""A product as Catalog Items 2022-04-01 shows it: one function for each data set."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import catalog_items_2022_04_01 as api
from tradepost.domains.selling.catalog import measures
from tradepost.domains.selling.catalog.attributes import number, truth, values
from tradepost.domains.selling.catalog.browse import Node
from tradepost.domains.selling.catalog.families import attributes_of_theme
from tradepost.domains.selling.catalog.identifiers import Identifier, shown
from tradepost.domains.selling.catalog.images import images_of
from tradepost.domains.selling.catalog.measures import Measure
from tradepost.domains.selling.catalog.model import Product
from tradepost.domains.selling.catalog.ranks import IN_CATEGORY, IN_DEPARTMENT, rank
from tradepost.simulation.seed import Seed


class Surroundings(msgspec.Struct, kw_only=True):
    """What is shown of a product besides itself: its family, its units sold, and the SKUs by which it was asked for."""

    children: list[str] = []
    theme: str | None = None
    units_sold: int = 0
    skus: list[str] = []


Shown = Sequence[tuple[Product, Surroundings]]


def item(shown_in: Shown, data: Collection[str], locale: str | None, seed: Seed, base_url: str) -> api.Item:
    """An item with these data sets, as it is in each of the marketplaces that it was asked for in."""
    found = api.Item(asin=shown_in[0][0].asin)
    products = [product for product, _ in shown_in]
    if "attributes" in data:
        found.attributes = attributes(products)
    if "classifications" in data:
        found.classifications = [classifications(each, locale) for each in products]
    if "dimensions" in data:
        found.dimensions = [dimensions(each) for each in products]
    if "identifiers" in data:
        found.identifiers = [identifiers(each, around.skus) for each, around in shown_in]
    if "images" in data:
        found.images = [images(each, seed, base_url) for each in products]
    if "productTypes" in data:
        found.product_types = [_product_type(each) for each in products]
    if "relationships" in data:
        found.relationships = [relationships(each, around) for each, around in shown_in]
    if "salesRanks" in data:
        found.sales_ranks = [sales_ranks(each, around.units_sold, locale, seed) for each, around in shown_in]
    if "summaries" in data:
        found.summaries = [summary(each, locale) for each in products]
    return found


def attributes(products: Sequence[Product]) -> dict[str, object]:
    """What is said of a product in any of these marketplaces, each thing once."""
    found: dict[str, list[object]] = {}
    for each in products:
        for name, entries in each.attributes.items():
            found.setdefault(name, []).extend(entry for entry in entries if entry not in found.get(name, ()))
    return dict(found)


def _product_type(product: Product) -> api.ItemProductTypeByMarketplace:
    return api.ItemProductTypeByMarketplace(marketplace_id=product.marketplace_id, product_type=product.product_type)


def _spoken(product: Product, locale: str | None) -> str:
    return locale or product.language


def classification(node: Node, locale: str) -> api.ItemBrowseClassification:
    """A browse node with its parents."""
    above = classification(node.parent, locale) if node.parent else None
    return api.ItemBrowseClassification(display_name=node.title(locale), classification_id=node.id, parent=above)


def classifications(product: Product, locale: str | None) -> api.ItemBrowseClassificationsByMarketplace:
    """Where a product stands in the browse tree, up to its department."""
    found = classification(product.node(), _spoken(product, locale))
    return api.ItemBrowseClassificationsByMarketplace(marketplace_id=product.marketplace_id, classifications=[found])


def dimensions(product: Product) -> api.ItemDimensionsByMarketplace:
    """The sides and weights that attributes say, in their units; a package always has them, in the country's."""
    said = {**measures.sides(product.attributes, "item_dimensions")}
    heavy = measures.weight(product.attributes, "item_weight")
    packed = {
        **measures.in_units_of(product.country, product.package),
        **measures.sides(product.attributes, "item_package_dimensions"),
    }
    packed_heavy = measures.weight(product.attributes, "item_package_weight")
    return api.ItemDimensionsByMarketplace(
        marketplace_id=product.marketplace_id,
        item=_sides({**said, **({"weight": heavy} if heavy else {})}),
        package=_sides({**packed, **({"weight": packed_heavy} if packed_heavy else {})}),
    )


def _sides(said: dict[str, Measure]) -> api.Dimensions | None:
    if not said:
        return None
    return api.Dimensions(
        **{side: api.Dimension(unit=each.unit, value=float(each.value)) for side, each in said.items()}
    )


def identifiers(product: Product, skus: Sequence[str]) -> api.ItemIdentifiersByMarketplace:
    """A product's numbers under every type that they are of, and the SKUs by which it was asked for."""
    found = [*shown(product.codes, product.country), *(Identifier("SKU", sku) for sku in skus)]
    return api.ItemIdentifiersByMarketplace(
        marketplace_id=product.marketplace_id,
        identifiers=[api.ItemIdentifier(identifier_type=each.type, identifier=each.value) for each in found],
    )


def images(product: Product, seed: Seed, base_url: str) -> api.ItemImagesByMarketplace:
    """A product's images, behind links to this server."""
    found = [
        api.ItemImage(
            variant=each.variant,
            link=base_url + each.path,
            height=each.size,
            width=each.size,
        )
        for each in images_of(seed, product)
    ]
    return api.ItemImagesByMarketplace(marketplace_id=product.marketplace_id, images=found)


def relationships(product: Product, around: Surroundings) -> api.ItemRelationshipsByMarketplace:
    """A product's family: a parent names its children, a child its parent."""
    theme = product.variation_theme or around.theme
    found = []
    if around.children or product.parent_asin:
        found.append(
            api.ItemRelationship(
                type="VARIATION",
                child_asins=around.children or None,
                parent_asins=[product.parent_asin] if product.parent_asin else None,
                variation_theme=_theme(theme) if theme else None,
            )
        )
    return api.ItemRelationshipsByMarketplace(marketplace_id=product.marketplace_id, relationships=found)


def _theme(theme: str) -> api.ItemVariationTheme:
    return api.ItemVariationTheme(attributes=attributes_of_theme(theme), theme=theme)


def sales_ranks(product: Product, units_sold: int, locale: str | None, seed: Seed) -> api.ItemSalesRanksByMarketplace:
    """A product's ranks in its category and in its department; a parent has none, since it is never sold."""
    if product.is_parent:
        return api.ItemSalesRanksByMarketplace(marketplace_id=product.marketplace_id)
    spoken, lineage = _spoken(product, locale), product.node().lineage()
    leaf, root = lineage[0], lineage[-1]
    page = f"https://{MARKETPLACES[product.marketplace_id].domain}/gp/bestsellers/{root.group}"
    in_category = api.ItemClassificationSalesRank(
        classification_id=leaf.id,
        title=leaf.title(spoken),
        link=f"{page}/{leaf.id}",
        rank=rank(seed, product.asin, units_sold, IN_CATEGORY),
    )
    in_department = api.ItemDisplayGroupSalesRank(
        website_display_group=root.display_group,
        title=root.title(spoken),
        link=page,
        rank=rank(seed, product.asin, units_sold, IN_DEPARTMENT),
    )
    return api.ItemSalesRanksByMarketplace(
        marketplace_id=product.marketplace_id, classification_ranks=[in_category], display_group_ranks=[in_department]
    )


def summary(product: Product, locale: str | None) -> api.ItemSummaryByMarketplace:
    """The facts of a product at a glance, in a language."""
    spoken, node = _spoken(product, locale), product.node()
    authors = [str(each) for each in values(product.attributes, "author", spoken)]
    return api.ItemSummaryByMarketplace(
        marketplace_id=product.marketplace_id,
        adult_product=product.adult,
        autographed=truth(product.attributes, "is_autographed"),
        brand=product.text("brand", spoken),
        browse_classification=classification(node, spoken),
        color=product.text("color", spoken),
        contributors=[_author(each) for each in authors] or None,
        item_classification="VARIATION_PARENT" if product.is_parent else "BASE_PRODUCT",
        item_name=product.text("item_name", spoken) or product.title,
        manufacturer=product.text("manufacturer", spoken),
        memorabilia=truth(product.attributes, "is_memorabilia"),
        model_number=product.text("model_number", spoken),
        package_quantity=number(product.attributes, "item_package_quantity"),
        part_number=product.text("part_number", spoken),
        release_date=_release(product),
        size=product.text("size", spoken),
        style=product.text("style", spoken),
        trade_in_eligible=truth(product.attributes, "is_trade_in_eligible"),
        website_display_group=node.display_group,
        website_display_group_name=node.lineage()[-1].title(spoken),
    )


def _author(name: str) -> api.ItemContributor:
    return api.ItemContributor(role=api.ItemContributorRole(display_name="Author", value="author"), value=name)


def _release(product: Product) -> date | None:
    try:
        return date.fromisoformat((product.text("publication_date") or "")[:10])
    except ValueError:
        return None
