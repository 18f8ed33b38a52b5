"""What may be sent to Amazon, with the published codes of what may not."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from tradepost.contract.fba_inbound import ItemEligibilityPreview
from tradepost.domains.context import Context
from tradepost.domains.fba.inbound.planning.goods import expires, packed_size, regulations
from tradepost.domains.selling.catalog import attributes as said
from tradepost.domains.selling.catalog.model import Product
from tradepost.domains.selling.restrictions import rules

#: The largest unit that any fulfillment center takes: centimeters and kilograms (public help page of the US).
LONGEST: Final = Decimal(274)
HEAVIEST: Final = Decimal(68)

#: What the codes say, in our words; those of operations as integrators have met them. The codes are published.
REASONS: Final[dict[str, str]] = {
    "FBA_INB_0006": "The SKU is unknown or cannot be found.",
    "FBA_INB_0009": "Product under dangerous goods review: a safety data sheet is needed to classify it.",
    "FBA_INB_0008": "Product under dangerous goods review: detailed battery information is needed to classify it.",
    "FBA_INB_0017": "The product does not exist in the catalog of the destination marketplace.",
    "FBA_INB_0035": "A product with expiration dates needs to be labeled.",
    "FBA_INB_0038": "A parent ASIN cannot be fulfilled by Amazon; send its children.",
    "FBA_INB_0053": "The product is too large or too heavy for the destination marketplace.",
    "FBA_INB_0065": "The product cannot be tracked by the manufacturer's barcode; it needs labels.",
    "FBA_INB_0097": "Fully regulated dangerous good.",
    "FBA_INB_0098": "You are not authorized to send this product to the destination marketplace.",
    "FBA_INB_0180": "Expiration date required.",
    "FBA_INB_0182": "Prep classification for this SKU was missing. Choose the prep category that applies.",
    "FBA_INB_0344": "No placement option was confirmed.",
    "FBA_INB_0364": "Something went wrong with placement. Please regenerate the packing options.",
    "FBA_INB_0469": "Delivery window options are expired, please regenerate them.",
}


async def inbound_reasons(ctx: Context, product: Product | None) -> list[str]:
    """Why a product cannot be sent in; nothing where it can. Which facts lead to which code is our choice."""
    if product is None:
        return ["FBA_INB_0017"]
    found = ["FBA_INB_0038"] if product.is_parent else []
    size = packed_size(product)
    if size.length > LONGEST or size.weight > HEAVIEST:
        found.append("FBA_INB_0053")
    found += hazards(product)
    if await rules.is_gated(ctx, product):
        found.append("FBA_INB_0098")
    return found


def hazards(product: Product) -> list[str]:
    """What dangerous goods lack, or that they are not taken at all."""
    regulated, attributes = regulations(product), product.attributes
    if "transportation" in regulated:
        return ["FBA_INB_0097"]
    if "ghs" in regulated and not said.text(attributes, "safety_data_sheet_url"):
        return ["FBA_INB_0009"]
    if said.truth(attributes, "batteries_required") and not said.values(attributes, "batteries_included"):
        return ["FBA_INB_0008"]
    return []


def commingling_reasons(product: Product | None) -> list[str]:
    """Why the manufacturer's barcode cannot stand for a product."""
    if product is None:
        return ["FBA_INB_0017"]
    if expires(product):
        return ["FBA_INB_0035"]
    if not product.codes or product.adult or regulations(product):
        return ["FBA_INB_0065"]
    return []


def preview(asin: str, marketplace_id: str | None, program: str, reasons: list[str]) -> ItemEligibilityPreview:
    """The answer for one program."""
    return ItemEligibilityPreview(
        asin=asin,
        marketplace_id=marketplace_id,
        program=program,  # type: ignore[arg-type]
        is_eligible_for_program=not reasons,
        ineligibility_reason_list=reasons or None,  # type: ignore[arg-type]
    )
