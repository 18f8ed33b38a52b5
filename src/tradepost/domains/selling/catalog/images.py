"""Where a product's images are, and which of them there are."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from tradepost.domains.selling.catalog.attributes import entries
from tradepost.domains.selling.catalog.colors import color
from tradepost.domains.selling.catalog.model import Product
from tradepost.simulation.seed import Seed

ROOT = "/_tradepost/images"
SIZES = (1500, 500, 75)
Variant = Literal["MAIN", "PT01", "PT02", "PT03", "PT04", "PT05", "PT06", "PT07", "PT08", "SWCH"]
VARIANTS: tuple[Variant, ...] = get_args(Variant)
_FEWEST_VIEWS = 2
_SWATCH_SIZE = 30


class Image(msgspec.Struct, frozen=True):
    """One image: its variant, its path on this server, and the side of its square in pixels."""

    variant: Variant
    path: str
    size: int


def path_of(product_type: str, shade: str, variant: str, size: int) -> str:
    """Where an image is. The path says all that it is drawn from, so that it is good in every world, and for ever."""
    return f"{ROOT}/{product_type}/{shade}/{variant}.{size}.svg"


def images_of(seed: Seed, product: Product) -> list[Image]:
    """The images of a product: the main one, as many further ones as its attributes name, at least two; each in three
    sizes. One that belongs to a family has a swatch of its color too.

    They are drawn by Tradepost from product type and color. What the attributes' locators point at is not fetched
    (our choice: nothing goes out to the network).
    """
    shade = color(product.text("color"), seed, product.asin)
    further = sum(1 for number in range(1, 9) if any(entries(product.attributes, _locator(number))))
    views = VARIANTS[: 1 + max(_FEWEST_VIEWS, further)]
    found = [
        Image(variant, path_of(product.product_type, shade, variant, size), size) for variant in views for size in SIZES
    ]
    if product.parent_asin or any(entries(product.attributes, "swatch_product_image_locator")):
        found.append(Image("SWCH", path_of(product.product_type, shade, "SWCH", _SWATCH_SIZE), _SWATCH_SIZE))
    return found


def _locator(number: int) -> str:
    return f"other_product_image_locator_{number}"
