"""A product as Catalog Items v0 shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import catalog_items_v0_2024_11 as api
from tradepost.domains.selling.catalog import measures
from tradepost.domains.selling.catalog.attributes import number, part, truth, values
from tradepost.domains.selling.catalog.browse import Node
from tradepost.domains.selling.catalog.families import attributes_of_theme
from tradepost.domains.selling.catalog.images import images_of
from tradepost.domains.selling.catalog.measures import Measure
from tradepost.domains.selling.catalog.model import Product
from tradepost.domains.selling.catalog.ranks import IN_CATEGORY, IN_DEPARTMENT, rank
from tradepost.simulation.seed import Seed

_SMALLEST = 75
_LISTS = frozenset({"material"})
_VARYING = {
    "color": "color",
    "edition": "edition",
    "flavor": "flavor",
    "material": "material_type",
    "model": "model",
    "scent": "scent",
    "size": "size",
    "style": "product_type_subcategory",
}


def identifiers(marketplace_id: str, asin: str, sku: api.SellerSKUIdentifier | None = None) -> api.IdentifierType:
    """By what an item is known."""
    return api.IdentifierType(
        marketplace_asin=api.ASINIdentifier(marketplace_id=marketplace_id, asin=asin), sku_identifier=sku
    )


def item(
    product: Product,
    relatives: Sequence[Product],
    theme: str | None,
    units_sold: int,
    seed: Seed,
    base_url: str,
    sku: api.SellerSKUIdentifier | None = None,
) -> api.Item:
    """An item. ``relatives`` are the children of a parent, or the parent of a child; ``theme`` is their family's."""
    return api.Item(
        identifiers=identifiers(product.marketplace_id, product.asin, sku),
        attribute_sets=[attributes(product, seed, base_url)],
        relationships=[_relative(product, each, theme) for each in relatives],
        sales_rankings=_rankings(product, units_sold, seed),
    )


def _relative(product: Product, relative: Product, theme: str | None) -> api.RelationshipType:
    """A relative: a parent by what it is known, a child also by what it differs in from its siblings."""
    found = api.RelationshipType(identifiers=identifiers(relative.marketplace_id, relative.asin))
    if relative.parent_asin == product.asin:
        for name in attributes_of_theme(theme or ""):
            said = [str(each) for each in values(relative.attributes, name, relative.language)]
            if name in _VARYING and said:
                setattr(found, _VARYING[name], said if name in _LISTS else said[0])
    return found


def _rankings(product: Product, units_sold: int, seed: Seed) -> list[api.SalesRankType]:
    if product.is_parent:
        return []
    leaf = product.node()
    return [
        api.SalesRankType(
            product_category_id=leaf.display_group, rank=rank(seed, product.asin, units_sold, IN_DEPARTMENT)
        ),
        api.SalesRankType(product_category_id=leaf.id, rank=rank(seed, product.asin, units_sold, IN_CATEGORY)),
    ]


def attributes(product: Product, seed: Seed, base_url: str) -> api.AttributeSetListType:
    """The attributes of a product that v0 has a field for."""
    text = product.text
    maker = text("manufacturer")
    found = api.AttributeSetListType(
        binding=text("binding"),
        brand=text("brand"),
        color=text("color"),
        department=text("department"),
        flavor=text("flavor"),
        is_adult_product=product.adult,
        is_autographed=truth(product.attributes, "is_autographed"),
        is_eligible_for_trade_in=truth(product.attributes, "is_trade_in_eligible"),
        is_memorabilia=truth(product.attributes, "is_memorabilia"),
        label=text("publisher") or maker,
        manufacturer=maker,
        model=text("model_number"),
        number_of_items=number(product.attributes, "number_of_items"),
        number_of_pages=number(product.attributes, "pages"),
        package_quantity=number(product.attributes, "item_package_quantity"),
        part_number=text("part_number"),
        product_group=product.node().lineage()[-1].title(product.language),
        product_type_name=product.product_type,
        publication_date=text("publication_date"),
        publisher=text("publisher") or maker,
        release_date=text("publication_date"),
        scent=text("scent"),
        size=text("size"),
        studio=text("publisher") or maker,
        title=product.title,
        warranty=text("warranty_description"),
    )
    _add_lists(found, product)
    _add_measures(found, product)
    smallest = next(each for each in images_of(seed, product) if each.size == _SMALLEST)
    side = api.DecimalWithUnits(value=float(_SMALLEST), units="pixels")
    found.small_image = api.Image(url=base_url + smallest.path, height=side, width=side)
    return found


def _add_lists(found: api.AttributeSetListType, product: Product) -> None:
    def said(name: str) -> list[str] | None:
        return [str(each) for each in values(product.attributes, name, product.language)] or None

    found.author = said("author")
    found.feature = said("bullet_point")
    found.material_type = said("material")
    spoken = said("language")
    found.languages = [api.LanguageType(name=each, type="Published") for each in spoken] if spoken else None


def _add_measures(found: api.AttributeSetListType, product: Product) -> None:
    heavy = measures.weight(product.attributes, "item_weight")
    sides = measures.sides(product.attributes, "item_dimensions")
    found.item_dimensions = _dimensions({**sides, **({"weight": heavy} if heavy else {})})
    packed_heavy = measures.weight(product.attributes, "item_package_weight")
    packed = {
        **measures.in_units_of(product.country, product.package),
        **measures.sides(product.attributes, "item_package_dimensions"),
        **({"weight": packed_heavy} if packed_heavy else {}),
    }
    found.package_dimensions = _dimensions(packed)
    if product.list_price is not None:
        currency = part(product.attributes, "list_price", "currency") or MARKETPLACES[product.marketplace_id].currency
        found.list_price = api.Price(amount=float(product.list_price), currency_code=currency)


def _dimensions(said: Mapping[str, Measure]) -> api.DimensionType | None:
    if not said:
        return None
    return api.DimensionType(
        **{side: api.DecimalWithUnits(value=float(each.value), units=each.unit) for side, each in said.items()}
    )


def category(node: Node, language: str) -> api.Categories:
    """A browse node with its parents."""
    return api.Categories(
        product_category_id=node.id,
        product_category_name=node.title(language),
        parent=_parents(node.parent, language) if node.parent else None,
    )


def _parents(node: Node, language: str) -> dict[str, object]:
    found: dict[str, object] = {"ProductCategoryId": node.id, "ProductCategoryName": node.title(language)}
    if node.parent is not None:
        found["parent"] = _parents(node.parent, language)
    return found
