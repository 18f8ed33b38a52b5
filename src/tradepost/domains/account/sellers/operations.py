"""Sellers v1: the caller's account, and its part in each marketplace."""

from __future__ import annotations

from tradepost.accounts.marketplaces import MARKETPLACES, in_region
from tradepost.accounts.records import Participation, SellingPartner
from tradepost.contract import sellers as api
from tradepost.domains.account.sellers.model import contact_of
from tradepost.domains.account.sellers.reading import business, caller, home
from tradepost.domains.context import Context
from tradepost.domains.handling import handles


@handles(api.get_marketplace_participations)
async def get_marketplace_participations(
    ctx: Context, request: api.GetMarketplaceParticipationsArguments
) -> api.GetMarketplaceParticipationsResponse:
    """Lists the marketplaces in which the caller takes part, each with its country, currency, language and store name.

    On a regional host only the marketplaces of that region are listed, as at Amazon.
    """
    return api.GetMarketplaceParticipationsResponse(payload=_participations(ctx, await caller(ctx)))


@handles(api.get_account)
async def get_account(ctx: Context, request: api.GetAccountArguments) -> api.GetAccountResponse:
    """Shows the caller's account: its plan, its business with the registered address, its contact, its marketplaces.

    Business and contact are people and places of the simulation, the same for the same seed (our choice).
    """
    partner = await caller(ctx)
    return api.GetAccountResponse(
        payload=api.Account(
            marketplace_participation_list=_participations(ctx, partner),
            business_type="PRIVATE_LIMITED",
            selling_plan="PROFESSIONAL",
            business=await business(ctx),
            primary_contact=contact_of(ctx.seed, partner, home(partner).country),
        )
    )


def _participations(ctx: Context, partner: SellingPartner) -> list[api.MarketplaceParticipation]:
    here = in_region(ctx.region)
    return [_participation(partner, each) for each in partner.participations if each.marketplace_id in here]


def _participation(partner: SellingPartner, each: Participation) -> api.MarketplaceParticipation:
    marketplace = MARKETPLACES[each.marketplace_id]
    return api.MarketplaceParticipation(
        marketplace=api.Marketplace(
            id=marketplace.id,
            name=marketplace.name,
            country_code=marketplace.country,
            default_currency_code=marketplace.currency,
            default_language_code=marketplace.language,
            domain_name=marketplace.domain,
        ),
        participation=api.Participation(
            is_participating=each.is_participating, has_suspended_listings=each.has_suspended_listings
        ),
        store_name=partner.name,
    )
