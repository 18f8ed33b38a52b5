"""Boxes as a seller describes them: what is wrong with a description, and what it comes to. Pure.

A package of the API is a kind of box and how many there are of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from tradepost.contract import awd_2024_05_09 as api
from tradepost.domains.fba.inbound.planning.preparation import TYPES
from tradepost.domains.measures.units import converted
from tradepost.domains.problems import Problem

#: The most boxes of an order. Our choice.
MOST_BOXES: Final = 5000
LARGEST: Final = 100_000
_BY_AMAZON_ONLY: Final = ("FC_PROVIDED", "UNKNOWN")


def problems(
    packages: Sequence[api.DistributionPackageQuantity], at: str, now: datetime, *, ordered: bool
) -> list[Problem]:
    """What is wrong with a description by itself, whatever the products are. Boxes that are ordered have sides; whoever
    asks whether boxes are taken in need not tell them (published model)."""
    found = []
    for index, each in enumerate(packages):
        path = f"{at}[{index}]"
        if each.count < 1:
            found.append(Problem(f"{path}.count", str(each.count), "is not above 0"))
        found += _of_box(each.distribution_package, f"{path}.distributionPackage", now, ordered=ordered)
    count = boxes(packages)
    if count > MOST_BOXES:
        found.append(Problem(at, f"{count} boxes", f"are more than {MOST_BOXES}"))
    return found


def _of_box(box: api.DistributionPackage, path: str, now: datetime, *, ordered: bool) -> list[Problem]:
    if box.type != "CASE":
        return [Problem(f"{path}.type", box.type, "is not supported; CASE is (published model)")]
    found = []
    if box.contents.packages:
        rule = "is for pallets; a case holds products"
        found.append(Problem(f"{path}.contents.packages", f"{len(box.contents.packages)} packages", rule))
    if not box.contents.products:
        found.append(Problem(f"{path}.contents.products", "", "is required where type is CASE"))
    for place, product in enumerate(box.contents.products or []):
        found += _of_product(product, f"{path}.contents.products[{place}]", now)
    return found + _of_measures(box.measurements, f"{path}.measurements", ordered=ordered)


def _of_product(product: api.ProductQuantity, path: str, now: datetime) -> list[Problem]:
    found = []
    if not product.sku.strip():
        found.append(Problem(f"{path}.sku", product.sku, "must not be blank"))
    if not 1 <= product.quantity <= LARGEST:
        found.append(Problem(f"{path}.quantity", str(product.quantity), f"is not between 1 and {LARGEST}"))
    if product.expiration is not None and product.expiration <= now:
        found.append(Problem(f"{path}.expiration", product.expiration.isoformat(), "has passed"))
    prep = product.prep_details
    if prep is not None:
        for name, owner in (("labelOwner", prep.label_owner), ("prepOwner", prep.prep_owner)):
            if owner == "AMAZON":
                found.append(Problem(f"{path}.prepDetails.{name}", owner, "is not accepted in the US; SELF is"))
        if prep.prep_category in _BY_AMAZON_ONLY:
            rule = "is given by Amazon only, and is no input"
            found.append(Problem(f"{path}.prepDetails.prepCategory", prep.prep_category, rule))
    return found


def _of_measures(measures: api.MeasurementData, path: str, *, ordered: bool) -> list[Problem]:
    found = []
    if measures.weight.weight <= 0:
        found.append(Problem(f"{path}.weight.weight", f"{measures.weight.weight:g}", "is not above 0"))
    if measures.dimensions is None:
        return [*found, Problem(f"{path}.dimensions", "", "is required for an order")] if ordered else found
    for name, side in zip(("length", "width", "height"), _sides(measures.dimensions), strict=True):
        if side <= 0:
            found.append(Problem(f"{path}.dimensions.{name}", f"{side:g}", "is not above 0"))
    return found


def _sides(dimensions: api.PackageDimensions) -> tuple[float, float, float]:
    return (dimensions.length, dimensions.width, dimensions.height)


def boxes(packages: Iterable[api.DistributionPackageQuantity]) -> int:
    """How many boxes there are of all kinds together."""
    return sum(each.count for each in packages)


def product_of(package: api.DistributionPackageQuantity) -> api.ProductQuantity:
    """What is in each box of a package that was taken in: units of one SKU."""
    products = package.distribution_package.contents.products
    assert products
    return products[0]


def pounds(package: api.DistributionPackageQuantity) -> Decimal:
    """What a box weighs."""
    weight = package.distribution_package.measurements.weight
    value = Decimal(str(weight.weight))
    return value if weight.unit_of_measurement == "POUNDS" else converted(value, "weight", "pounds", "kilograms")


def inches(package: api.DistributionPackageQuantity) -> tuple[Decimal, ...]:
    """The sides of a box, the longest one first; none where they were not told."""
    dimensions = package.distribution_package.measurements.dimensions
    if dimensions is None:
        return ()
    unit = "inches" if dimensions.unit_of_measurement == "INCHES" else "centimeters"
    return tuple(
        sorted((converted(Decimal(str(each)), "length", "inches", unit) for each in _sides(dimensions)), reverse=True)
    )


def cubic_feet(package: api.DistributionPackageQuantity) -> Decimal:
    """The room that a box takes, by its sides."""
    length, width, height = inches(package)
    return length * width * height / 1728


def shown(package: api.DistributionPackageQuantity) -> api.DistributionPackageQuantity:
    """A package as the API shows it: with the preparation that follows from its category (published model), which is
    ``NO_PREP`` where none was told, and with lists that are empty."""
    box = package.distribution_package
    products = [_prepared(each) for each in box.contents.products or []]
    contents = api.DistributionPackageContents(products=products or None, packages=box.contents.packages or [])
    made = api.DistributionPackage(contents=contents, measurements=box.measurements, type=box.type)
    return api.DistributionPackageQuantity(count=package.count, distribution_package=made)


def _prepared(product: api.ProductQuantity) -> api.ProductQuantity:
    told = product.prep_details or api.PrepDetails()
    category = told.prep_category or "NO_PREP"
    prep = api.PrepDetails(
        label_owner=told.label_owner or "SELF",
        prep_category=category,
        prep_owner=told.prep_owner or "SELF",
        prep_instructions=[
            api.PrepInstruction(prep_owner="SELF", prep_type=each)
            for each in TYPES["NONE" if category == "NO_PREP" else category]
        ],
    )
    return api.ProductQuantity(
        attributes=product.attributes or [],
        quantity=product.quantity,
        sku=product.sku,
        expiration=product.expiration,
        prep_details=prep,
    )
