"""The browse tree of a marketplace: departments, sections and categories, each with a number of its own.

The tree is of our own making. Every marketplace has the same departments under numbers of its own, so that a number
says which marketplace it belongs to, as Amazon's do.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.selling.definitions.locales import shown_in

_FIRST_COUNTRY = 21
_ENDINGS = {"na": "011", "eu": "031", "fe": "051"}
_REST = "PRODUCT"


class Category(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A category, where products stand."""

    number: int
    en: str
    de: str
    types: tuple[str, ...]


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A section of a department."""

    number: int
    en: str
    de: str
    categories: tuple[Category, ...]


class Department(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A department; its ``group`` is how the website displays it."""

    number: int
    en: str
    de: str
    group: str
    sections: tuple[Section, ...]


class Node(msgspec.Struct, frozen=True):
    """One node of a marketplace's tree. ``group`` is the display group of its department."""

    id: str
    en: str
    de: str
    group: str
    parent: Node | None = None

    def title(self, locale: str) -> str:
        """Its name in a locale; English where there is none in its language."""
        return self.de if shown_in(locale) == "de" else self.en

    def lineage(self) -> list[Node]:
        """This node, its parent, and so on up to the department."""
        return [self, *(self.parent.lineage() if self.parent else [])]

    @property
    def display_group(self) -> str:
        """The published form of a website display group, such as ``toy_display_on_website``."""
        return f"{self.group}_display_on_website"


class Tree(msgspec.Struct, frozen=True):
    """The nodes of a marketplace by id, and where each product type stands."""

    nodes: dict[str, Node]
    by_type: dict[str, Node]
    departments: tuple[Node, ...]


@cache
def departments() -> tuple[Department, ...]:
    """The departments as their file has them."""
    source = (files(__package__) / "browse_tree.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(source)["departments"], tuple[Department, ...])


@cache
def tree(marketplace_id: str) -> Tree:
    """The browse tree of a marketplace."""
    marketplace = MARKETPLACES[marketplace_id]
    country, ending = _FIRST_COUNTRY + list(MARKETPLACES).index(marketplace_id), _ENDINGS[marketplace.region]
    found, by_type, roots = {}, {}, []

    def add(each: Department | Section | Category, number: int, group: str, parent: Node | None) -> Node:
        node = Node(f"{country}{number:04}{ending}", each.en, each.de, group, parent)
        found[node.id] = node
        return node

    for department in departments():
        root = add(department, department.number * 100, department.group, None)
        roots.append(root)
        for section in department.sections:
            middle = add(section, department.number * 100 + section.number * 10, department.group, root)
            for category in section.categories:
                number = department.number * 100 + section.number * 10 + category.number
                leaf = add(category, number, department.group, middle)
                by_type.update(dict.fromkeys(category.types, leaf))
    return Tree(found, by_type, tuple(roots))


def node(marketplace_id: str, id: str) -> Node | None:
    """The node of that id in a marketplace, or None."""
    return tree(marketplace_id).nodes.get(id)


def place(marketplace_id: str, product_type: str, recommended: str | None) -> Node:
    """Where a product stands: at the node that was recommended for it, if there is one, or where its type does."""
    known = tree(marketplace_id)
    found = known.nodes.get(recommended) if recommended else None
    return found or known.by_type.get(product_type) or known.by_type[_REST]


def department_named(marketplace_id: str, name: str) -> Node | None:
    """The department that a search is confined to, by id, display group or name in either language."""
    asked = name.casefold()
    for root in tree(marketplace_id).departments:
        if asked in {root.id, root.group, root.display_group, root.en.casefold(), root.de.casefold()}:
            return root
    return None
