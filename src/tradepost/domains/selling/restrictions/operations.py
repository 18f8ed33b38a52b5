"""Listings Restrictions 2021-08-01: why a seller cannot list a product."""

from __future__ import annotations

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import listings_restrictions_2021_08_01 as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.selling.catalog import products
from tradepost.domains.selling.catalog.identifiers import is_asin
from tradepost.domains.selling.catalog.refusals import InvalidAsin
from tradepost.domains.selling.restrictions import model, rules
from tradepost.domains.selling.restrictions.model import Reason
from tradepost.domains.selling.restrictions.refusals import AnotherSeller


@handles(api.get_listings_restrictions)
async def get_listings_restrictions(ctx: Context, request: api.GetListingsRestrictionsArguments) -> api.RestrictionList:
    """Says why the seller cannot list a product, in a condition or in each; nothing where he can.

    ``APPROVAL_REQUIRED`` comes with a link to where an approval is asked for. Which brands and conditions are
    restricted is our choice; ``reasonLocale`` and ``productType`` change nothing (our choice).
    """
    if request.seller_id != ctx.seller_id:
        raise AnotherSeller(request.seller_id)
    if not is_asin(request.asin):
        raise InvalidAsin(request.asin)
    found = []
    for marketplace_id in dict.fromkeys(request.marketplace_ids):
        product = await products.find(ctx, marketplace_id, request.asin)
        if product is None:
            reason = Reason("ASIN_NOT_FOUND", f"{request.asin} is not in the catalog of this marketplace.")
            found.append(_told(marketplace_id, request.condition_type, [reason], request.asin))
            continue
        gated = await rules.is_gated(ctx, product)
        for condition in [request.condition_type] if request.condition_type else model.CONDITIONS:
            reasons = model.reasons(product, condition, gated=gated)
            if reasons:
                found.append(_told(marketplace_id, condition, reasons, request.asin))
    return api.RestrictionList(restrictions=found)


def _told(marketplace_id: str, condition: str | None, reasons: list[Reason], asin: str) -> api.Restriction:
    return api.Restriction(
        marketplace_id=marketplace_id,
        condition_type=condition,  # type: ignore[arg-type]
        reasons=[
            api.Reason(
                message=each.message,
                reason_code=each.code,
                links=[_link(marketplace_id, asin)] if each.code == "APPROVAL_REQUIRED" else None,
            )
            for each in reasons
        ],
    )


def _link(marketplace_id: str, asin: str) -> api.Link:
    """Where an approval is asked for: at Seller Central's own address."""
    site = MARKETPLACES[marketplace_id].site
    return api.Link(
        resource=f"https://sellercentral.{site}/hz/approvalrequest/restrictions/approve?asin={asin}",
        verb="GET",
        title="Ask for an approval.",
        type="text/html",
    )
