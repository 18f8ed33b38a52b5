"""What is known of the SKUs that are to be sent in."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tradepost.domains.context import Context
from tradepost.domains.fba.inbound.contents import Handling
from tradepost.domains.fba.inventory import records as inventory
from tradepost.domains.fba.inventory import stock
from tradepost.domains.measures.sizes import ItemSize, SizeTier, size_tier
from tradepost.domains.selling.catalog import attributes as said
from tradepost.domains.selling.catalog import products, skus
from tradepost.domains.selling.catalog.model import Product

_REGULATION = "supplier_declared_dg_hz_regulation"
_REGULATED = frozenset({"ghs", "storage", "waste", "transportation"})


class Goods(msgspec.Struct, frozen=True):
    """A SKU that the seller has in a marketplace. ``product`` is None where the catalog there does not have it."""

    msku: str
    asin: str
    product: Product | None

    @property
    def title(self) -> str:
        """What it is called."""
        return self.product.title if self.product else self.msku


def packed_size(product: Product) -> ItemSize:
    """The packed unit of a product."""
    unit = product.package
    length, width, height = sorted((unit.length_cm, unit.width_cm, unit.height_cm), reverse=True)
    return ItemSize(length, width, height, unit.weight_kg)


def tier_of(product: Product | None) -> SizeTier:
    """Its size tier; a product that nobody knows is taken for a standard one."""
    return size_tier(packed_size(product)) if product else "LargeStandard"


def regulations(product: Product) -> frozenset[str]:
    """The regulations for dangerous goods that its seller says it falls under."""
    return frozenset(str(each) for each in said.values(product.attributes, _REGULATION)) & _REGULATED


def expires(product: Product | None) -> bool:
    """Whether its units have a date until which they are good."""
    return product is not None and said.truth(product.attributes, "is_expiration_dated_product")


def handling(product: Product | None) -> Handling:
    """What it can be packed together with (our choice)."""
    if product is not None and regulations(product):
        return "hazmat"
    return "bulky" if tier_of(product) in ("LargeBulky", "ExtraLarge") else "standard"


async def find(ctx: Context, marketplace_id: str, mskus: Sequence[str]) -> dict[str, Goods]:
    """The caller's SKUs of these, in the network or listed; one that he does not have is left out."""
    asins = await skus.asins_of(ctx, marketplace_id, mskus)
    known = await products.find_many(ctx, marketplace_id, asins.values())
    return {msku: Goods(msku, asin, known.get(asin)) for msku, asin in asins.items()}


async def known_fnskus(ctx: Context, marketplace_id: str, mskus: Sequence[str]) -> dict[str, str]:
    """The FNSKUs of those that are in the inventory."""
    found = await inventory.items_named(ctx.tx, ctx.seller_id, marketplace_id, mskus) if mskus else []
    return {each.seller_sku: each.fn_sku for each in found}


async def fnskus(ctx: Context, marketplace_id: str, goods: Sequence[Goods]) -> dict[str, str]:
    """The FNSKU of each; what has none yet gets one, and is in the inventory from then on."""
    found = await known_fnskus(ctx, marketplace_id, [each.msku for each in goods])
    for each in goods:
        if each.msku not in found:
            made = await stock.ensure_item(ctx, marketplace_id, each.msku, each.asin, each.title)
            found[each.msku] = made.fn_sku
    return found
