"""The selling partner who calls, and the business behind it."""

from __future__ import annotations

from tradepost.accounts import records
from tradepost.accounts.marketplaces import MARKETPLACES, Marketplace
from tradepost.accounts.records import SellingPartner
from tradepost.contract import sellers as api
from tradepost.domains.account.sellers.model import brazilian, business_of
from tradepost.domains.brazil.establishments import reading as establishments
from tradepost.domains.context import Context


async def caller(ctx: Context) -> SellingPartner:
    """The selling partner who calls. Raises LookupError where it is gone."""
    partner = await records.partner(ctx.tx, ctx.seller_id)
    if partner is None:
        raise LookupError(f"selling partner {ctx.seller_id} is gone")
    return partner


def home(partner: SellingPartner) -> Marketplace:
    """The marketplace where a selling partner is at home: the first in which it takes part."""
    return next((MARKETPLACES[each.marketplace_id] for each in partner.participations), MARKETPLACES["ATVPDKIKX0DER"])


async def business(ctx: Context) -> api.Business:
    """The company behind the caller, with its registered address."""
    partner = await caller(ctx)
    country = home(partner).country
    if country == "BR":
        return brazilian(await establishments.current(ctx))
    return business_of(ctx.seed, partner, country)
