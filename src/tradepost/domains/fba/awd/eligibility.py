"""What AWD takes in. Amazon publishes the form of the answer and not its codes.

Codes that begin with ``FBA_INB`` are those of FBA Inbound, because boxes go on to FBA; the others, and which facts lead
to which, are our choice after the public help pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Final

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import awd_2024_05_09 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.awd import packages
from tradepost.domains.fba.awd.refusals import NotEligible, NotInTheUnitedStates
from tradepost.domains.fba.inbound.planning import eligibility as fba
from tradepost.domains.fba.inbound.planning import goods
from tradepost.domains.problems import refuse

US: Final = next(each.id for each in MARKETPLACES.values() if each.country == "US")
#: The most SKUs of an order (published guide).
MOST_SKUS: Final = 150
#: The heaviest and longest box (public packing requirements).
MOST_POUNDS: Final = Decimal(50)
MOST_INCHES: Final = Decimal(25)
#: How long units have to be good, so that they can still be sold when they leave (our choice).
SHELF_LIFE: Final = timedelta(days=180)

REASONS: Final[dict[str, str]] = {
    **fba.REASONS,
    "TOO_MANY_SKUS": f"An inbound order has at most {MOST_SKUS} SKUs.",
    "MIXED_BOX": "A box holds units of one SKU with one expiration date.",
    "BOX_TOO_HEAVY": f"A box weighs at most {MOST_POUNDS} pounds.",
    "BOX_TOO_LARGE": f"No side of a box is longer than {MOST_INCHES} inches.",
    "DANGEROUS_GOODS": "Dangerous goods are not stored.",
    "SHELF_LIFE_TOO_SHORT": f"Units have to be good for at least {SHELF_LIFE.days} more days.",
}


class Verdict(msgspec.Struct, frozen=True):
    """Why an order cannot be brought in, and why each of its packages cannot; codes, in their order."""

    order: list[str]
    packages: list[list[str]]

    @property
    def eligible(self) -> bool:
        """Whether there is nothing against it."""
        return not self.order and not any(self.packages)


def in_the_us(ctx: Context) -> None:
    """Raises NotInTheUnitedStates for a caller who does not sell there, or on a host of another region."""
    if ctx.marketplaces and US not in ctx.marketplaces:
        raise NotInTheUnitedStates


async def verdict(ctx: Context, given: Sequence[api.DistributionPackageQuantity]) -> Verdict:
    """What speaks against packages that are well described."""
    skus = list(dict.fromkeys(line.sku for each in given for line in _products(each)))
    known = await goods.find(ctx, US, skus)
    order = ["TOO_MANY_SKUS"] if len(skus) > MOST_SKUS else []
    return Verdict(order, [await _reasons(ctx, each, known) for each in given])


def _products(package: api.DistributionPackageQuantity) -> list[api.ProductQuantity]:
    return package.distribution_package.contents.products or []


async def _reasons(ctx: Context, package: api.DistributionPackageQuantity, known: dict[str, goods.Goods]) -> list[str]:
    found = []
    if len(_products(package)) > 1:
        found.append("MIXED_BOX")
    if packages.pounds(package) > MOST_POUNDS:
        found.append("BOX_TOO_HEAVY")
    if max(packages.inches(package), default=Decimal(0)) > MOST_INCHES:
        found.append("BOX_TOO_LARGE")
    for line in _products(package):
        found += await _of_product(ctx, line, known.get(line.sku))
    return list(dict.fromkeys(found))


async def _of_product(ctx: Context, line: api.ProductQuantity, found: goods.Goods | None) -> list[str]:
    if found is None:
        return ["FBA_INB_0006"]
    codes = await fba.inbound_reasons(ctx, found.product)
    if found.product is not None and goods.regulations(found.product):
        codes.append("DANGEROUS_GOODS")
    if goods.expires(found.product) and line.expiration is None:
        codes.append("FBA_INB_0180")
    if line.expiration is not None and line.expiration < ctx.now + SHELF_LIFE:
        codes.append("SHELF_LIFE_TOO_SHORT")
    return codes


async def check(ctx: Context, given: Sequence[api.DistributionPackageQuantity], at: str = "packagesToInbound") -> None:
    """Raises Faulty where packages are not well described, NotEligible where they are not taken in."""
    refuse(packages.problems(given, at, ctx.now, ordered=True))
    found = await verdict(ctx, given)
    if not found.eligible:
        told = [(at, code) for code in found.order]
        told += [(f"{at}[{index}]", code) for index, codes in enumerate(found.packages) for code in codes]
        raise NotEligible([(where, code, REASONS[code]) for where, code in told])
