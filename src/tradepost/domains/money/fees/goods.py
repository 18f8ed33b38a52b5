"""What the fee engine has to know of a product of the catalog."""

from __future__ import annotations

from decimal import Decimal

from tradepost.domains.money.fees.engine import Goods
from tradepost.domains.money.fees.referral import DEFAULT, referral_of
from tradepost.domains.selling.catalog.model import Product

#: Our choice: what a product that the catalog does not have any more is taken for.
UNKNOWN = Goods(Decimal("0.5"), Decimal(25), Decimal(20), Decimal(10), DEFAULT)


def goods_of(product: Product | None) -> Goods:
    """Category and packed size of a product; ``UNKNOWN`` without one."""
    if product is None:
        return UNKNOWN
    unit = product.package
    return Goods(
        unit.weight_kg,
        unit.length_cm,
        unit.width_cm,
        unit.height_cm,
        referral_of(product.product_type, product.node().group),
    )
