"""Whether a product may be sent in, before anybody plans to."""

from __future__ import annotations

from tradepost.contract import fba_inbound as api
from tradepost.domains.context import Context
from tradepost.domains.fba.inbound.planning import eligibility
from tradepost.domains.handling import handles
from tradepost.domains.problems import Faulty, Problem
from tradepost.domains.selling.catalog import products


@handles(api.get_item_eligibility_preview)
async def get_item_eligibility_preview(
    ctx: Context, request: api.GetItemEligibilityPreviewArguments
) -> api.GetItemEligibilityPreviewResponse:
    """Tells whether a product may be sent in, or be tracked by its manufacturer's barcode, and why not.

    INBOUND needs a marketplace (published model). COMMINGLING without one looks at those of the caller, in the order
    of their ids, for the first that has the product (our choice). Its answer names no marketplace (observed by
    integrators).
    """
    places = request.marketplace_ids or []
    if request.program == "INBOUND" and not places:
        raise Faulty([Problem("marketplaceIds", "", "is required where program is INBOUND")])
    product = None
    for place in places or sorted(ctx.marketplaces):
        product = product or await products.find(ctx, place, request.asin)
    if request.program == "INBOUND":
        reasons = await eligibility.inbound_reasons(ctx, product)
    else:
        reasons = eligibility.commingling_reasons(product)
    where = places[0] if request.program == "INBOUND" else None
    shown = eligibility.preview(request.asin, where, request.program, reasons)
    return api.GetItemEligibilityPreviewResponse(payload=shown)
