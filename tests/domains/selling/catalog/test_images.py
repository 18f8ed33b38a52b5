"""The images of products: drawn by the server itself, behind links that lead to it."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest
from tests.domains.selling.catalog.selling import ITEMS, product, shown, spoken
from tests.shop import BARE, US, Json, Shop


def images(shop: Shop, asin: str) -> list[Json]:
    found: list[Json] = shown(shop, asin, "images")["images"]
    return found


def drawn(link: str) -> ElementTree.Element:
    """The picture behind a link, fetched without a token."""
    answer = BARE.get(link)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("image/svg+xml")
    return ElementTree.fromstring(answer.text)


def test_a_product_has_a_main_image_and_further_ones_in_three_sizes(shop: Shop) -> None:
    found = images(shop, product(shop))
    assert [(each["variant"], each["width"], each["height"]) for each in found] == [
        (variant, size, size) for variant in ("MAIN", "PT01", "PT02") for size in (1500, 500, 75)
    ]
    for each in found:
        picture = drawn(each["link"])
        assert picture.tag == "{http://www.w3.org/2000/svg}svg"
        assert (picture.get("width"), picture.get("height")) == (str(each["width"]), str(each["height"]))


def test_there_are_as_many_further_images_as_the_product_names(shop: Shop) -> None:
    names = [f"other_product_image_locator_{number}" for number in range(1, 6)]
    located = {
        name: [{"media_location": f"https://images.example.com/{name}.jpg", "marketplace_id": US}] for name in names
    }
    variants = {each["variant"] for each in images(shop, product(shop, attributes=located))}
    assert variants == {"MAIN", "PT01", "PT02", "PT03", "PT04", "PT05"}


def test_the_picture_has_the_color_and_the_kind_of_the_product(shop: Shop) -> None:
    def main(type: str, color: str) -> str:
        asin = product(shop, type=type, attributes={"color": spoken(color)})
        return BARE.get(images(shop, asin)[0]["link"]).text

    red = main("BACKPACK", "Cherry Red")
    assert ".c{fill:#c23b3b" in red
    assert red == main("BACKPACK", "red")
    assert red != main("BACKPACK", "Navy")
    assert red != main("SHIRT", "red")


def test_every_variant_is_another_picture(shop: Shop) -> None:
    link = images(shop, product(shop, type="SHIRT"))[0]["link"]
    variants = ["MAIN", *(f"PT0{number}" for number in range(1, 9)), "SWCH"]
    pictures = {BARE.get(link.replace("MAIN", variant)).text for variant in variants}
    assert len(pictures) == 10


def test_links_begin_with_the_address_by_which_the_request_came(shop: Shop) -> None:
    asin = product(shop)
    found = shop.call(
        "GET",
        f"{ITEMS}/{asin}",
        headers={"host": "sellingpartnerapi-na.amazon.com"},
        marketplaceIds=US,
        includedData="images",
    ).json()
    link = found["images"][0]["images"][0]["link"]
    assert link.startswith("https://sellingpartnerapi-na.amazon.com/_tradepost/images/DRINKING_CUP/")


@pytest.mark.parametrize(
    "path",
    [
        "NOTHING/c23b3b/MAIN.500.svg",
        "SHIRT/red/MAIN.500.svg",
        "SHIRT/c23b3b/PT99.500.svg",
        "SHIRT/c23b3b/MAIN.9999.svg",
        "SHIRT/c23b3b/MAIN.500.png",
        "",
    ],
)
def test_where_there_is_no_image_nothing_is_found(shop: Shop, path: str) -> None:
    answer = BARE.get(f"{shop.url}/_tradepost/images/{path}")
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["code"] == "NotFound"
