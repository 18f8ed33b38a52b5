"""Variations: a parent that holds together what differs in color or size."""

from __future__ import annotations

from typing import Any

from tests.domains.selling.catalog.selling import asins, named, product, said, searched, shown, spoken
from tests.shop import US, Json, Shop


def parent(shop: Shop, theme: str = "SIZE/COLOR") -> str:
    attributes = {**named("Linen shirt"), "parentage_level": said("parent"), **themed(theme)}
    return product(shop, type="SHIRT", attributes=attributes)


def themed(theme: str) -> Json:
    return {"variation_theme": [{"name": theme, "marketplace_id": US}]}


def child(shop: Shop, of: str, color: str, theme: str | None = "SIZE/COLOR") -> str:
    attributes: dict[str, Any] = {
        **named(f"Linen shirt, {color}"),
        "color": spoken(color),
        "parentage_level": said("child"),
        "child_parent_sku_relationship": [{"child_relationship_type": "variation", "marketplace_id": US}],
        **themed(theme or "COLOR"),
    }
    return product(shop, type="SHIRT", parentAsin=of, attributes=attributes)


def test_a_parent_names_its_children_and_a_child_its_parent(shop: Shop) -> None:
    family = parent(shop)
    children = sorted(child(shop, family, color) for color in ("Navy", "Sand", "Red"))
    theme = {"attributes": ["size", "color"], "theme": "SIZE/COLOR"}
    assert shown(shop, family, "relationships") == {
        "marketplaceId": US,
        "relationships": [{"type": "VARIATION", "childAsins": children, "variationTheme": theme}],
    }
    for each in children:
        [found] = shown(shop, each, "relationships")["relationships"]
        assert found == {"type": "VARIATION", "parentAsins": [family], "variationTheme": theme}


def test_a_product_without_a_family_has_no_relationships(shop: Shop) -> None:
    assert shown(shop, product(shop), "relationships") == {"marketplaceId": US, "relationships": []}


def test_a_parent_is_never_sold_so_it_has_no_rank(shop: Shop) -> None:
    family = parent(shop)
    one = child(shop, family, "Navy")
    assert shown(shop, family, "summaries")["itemClassification"] == "VARIATION_PARENT"
    assert shown(shop, one, "summaries")["itemClassification"] == "BASE_PRODUCT"
    assert shown(shop, family, "salesRanks") == {"marketplaceId": US}


def test_a_search_finds_parents_and_children(shop: Shop) -> None:
    family = parent(shop)
    one = child(shop, family, "Navy")
    assert asins(searched(shop, keywords="linen shirt")) == [one, family]


def test_an_older_theme_names_its_attributes_too(shop: Shop) -> None:
    family = parent(shop, "SizeName-ColorName")
    child(shop, family, "Navy", "SizeName-ColorName")
    [found] = shown(shop, family, "relationships")["relationships"]
    assert found["variationTheme"] == {"attributes": ["size", "color"], "theme": "SizeName-ColorName"}


def test_a_child_has_a_swatch_of_its_color(shop: Shop) -> None:
    found = shown(shop, child(shop, parent(shop), "Navy"), "images")["images"][-1]
    assert (found["variant"], found["width"]) == ("SWCH", 30)
    assert "/SHIRT/223a63/SWCH.30.svg" in found["link"]
