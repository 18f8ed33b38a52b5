"""What a product is: its facts read from attributes, and the rules of the catalog."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.selling.catalog import attributes as said
from tradepost.domains.selling.catalog import browse
from tradepost.domains.selling.catalog.attributes import Attributes
from tradepost.domains.selling.catalog.identifiers import ASIN_ALPHABET, isbn_10
from tradepost.domains.selling.catalog.measures import Package, package
from tradepost.simulation.seed import Seed

_BOOKS = "ABIS_BOOK"
_TITLE_WITHOUT_ONE = "Product {asin}"


class Document(msgspec.Struct, omit_defaults=True):
    """What a product's row keeps as a document: what was told of it, its codes, and who made it in the catalog.

    A stand-in is a product of which only a name is known so far.
    """

    attributes: Attributes
    codes: list[str] = []
    contributor: str = ""
    made_at: int = 0
    stand_in: bool = False


class Product(msgspec.Struct, kw_only=True):
    """A product in one marketplace.

    ``contributor`` is the seller who may change what it says, empty for nobody; whoever tells more of a ``stand_in``
    becomes that.
    """

    asin: str
    marketplace_id: str
    product_type: str
    title: str
    brand: str
    browse_node_id: str
    parent_asin: str | None
    attributes: Attributes
    codes: list[str]
    package: Package
    list_price: Decimal | None
    adult: bool
    is_parent: bool
    variation_theme: str | None
    contributor: str
    made_at: int
    stand_in: bool
    number: int

    @property
    def country(self) -> str:
        """The country of its marketplace."""
        return MARKETPLACES[self.marketplace_id].country

    @property
    def language(self) -> str:
        """The language of its marketplace."""
        return MARKETPLACES[self.marketplace_id].language

    def text(self, name: str, language: str | None = None) -> str | None:
        """What an attribute says, in a language or in the marketplace's own."""
        return said.text(self.attributes, name, language or self.language)

    def node(self) -> browse.Node:
        """Where it stands in the browse tree."""
        found = browse.node(self.marketplace_id, self.browse_node_id)
        return found or browse.place(self.marketplace_id, self.product_type, None)


def product(
    seed: Seed, number: int, marketplace_id: str, asin: str, product_type: str, parent_asin: str, document: Document
) -> Product:
    """A product from its row."""
    attributes = document.attributes
    language = MARKETPLACES[marketplace_id].language
    return Product(
        asin=asin,
        marketplace_id=marketplace_id,
        product_type=product_type,
        title=said.text(attributes, "item_name", language) or _TITLE_WITHOUT_ONE.format(asin=asin),
        brand=brand(attributes, marketplace_id),
        browse_node_id=place(attributes, marketplace_id, product_type).id,
        parent_asin=parent_asin or None,
        attributes=attributes,
        codes=document.codes,
        package=package(attributes, seed, asin),
        list_price=list_price(attributes),
        adult=said.truth(attributes, "is_adult_product"),
        is_parent=is_parent(attributes),
        variation_theme=said.part(attributes, "variation_theme", "name"),
        contributor=document.contributor,
        made_at=document.made_at,
        stand_in=document.stand_in,
        number=number,
    )


def brand(attributes: Attributes, marketplace_id: str) -> str:
    """The brand as it is shown in a marketplace; empty without one."""
    return said.text(attributes, "brand", MARKETPLACES[marketplace_id].language) or ""


def place(attributes: Attributes, marketplace_id: str, product_type: str) -> browse.Node:
    """The browse node of a product: the one recommended for it, or the one of its type."""
    return browse.place(marketplace_id, product_type, said.text(attributes, "recommended_browse_nodes"))


def is_parent(attributes: Attributes) -> bool:
    """Whether attributes are those of a parent of variations, which cannot be bought itself."""
    return said.text(attributes, "parentage_level") == "parent"


def parent_sku(attributes: Attributes) -> str | None:
    """The SKU of the parent that a child names."""
    return said.part(attributes, "child_parent_sku_relationship", "parent_sku")


def list_price(attributes: Attributes) -> Decimal | None:
    """The manufacturer's price, with tax where that is how it is said; None without one."""
    text = said.part(attributes, "list_price", "value_with_tax") or said.part(attributes, "list_price", "value")
    try:
        return Decimal(text) if text is not None else None
    except InvalidOperation:
        return None


def asin_of_book(product_type: str, codes: list[str]) -> str | None:
    """The ASIN that a book has by its number: its ISBN of ten digits (published guide); None for anything else."""
    if product_type != _BOOKS:
        return None
    return next((found for code in codes if (found := isbn_10(code))), None)


def drawn_asin(seed: Seed, key: tuple[str | int, ...]) -> str:
    """The ASIN that the seed gives to a natural key: ``B0`` and eight letters or digits."""
    return "B0" + seed.letters(ASIN_ALPHABET, 8, "asin", *key)


def said_of(attributes: Attributes) -> str:
    """Brand and name in one line."""
    return " ".join(filter(None, (said.text(attributes, "brand"), said.text(attributes, "item_name"))))
