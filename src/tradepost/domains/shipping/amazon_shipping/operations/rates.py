"""Rates, and what else has to be said before one is bought."""

from __future__ import annotations

from tradepost.contract import shipping_v2 as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.problems import Problem
from tradepost.domains.shipping.amazon_shipping import asking, customs, purchasing, views
from tradepost.domains.shipping.amazon_shipping.refusals import refuse


@handles(api.get_rates)
async def get_rates(ctx: Context, request: api.GetRatesArguments) -> api.GetRatesResponse:
    """Asks every carrier of the country that the parcel starts in: who takes it for how much, who does not and why.

    The rates can be bought for ten minutes (published model). ``shipDate`` is now where it is left out.
    """
    body = request.body
    services, point = body.value_added_services, body.destination_access_point_details
    wish = await asking.wish(
        ctx,
        request.x_amzn_shipping_business_id,
        body.ship_from,
        body.ship_to,
        body.packages,
        body.channel_details,
        ships_at=body.ship_date,
        collect=services.collect_on_delivery.amount if services and services.collect_on_delivery else None,
        accounts=body.carrier_accounts or (),
        access_point_id=point.access_point_id if point else None,
    )
    quote = await purchasing.ask(ctx, wish)
    await purchasing.keep(ctx, quote)
    return api.GetRatesResponse(payload=views.rates(quote))


@handles(api.get_additional_inputs)
async def get_additional_inputs(
    ctx: Context, request: api.GetAdditionalInputsArguments
) -> api.GetAdditionalInputsResponse:
    """The JSON schema of what else a rate needs: across customs the code of the goods, otherwise nothing."""
    quote = await purchasing.find(ctx, request.request_token)
    if request.rate_id not in quote.rates:
        refuse([Problem("rateId", request.rate_id, "is not a rate of this request token")])
    wish = quote.wish
    return api.GetAdditionalInputsResponse(payload=customs.schema(wish.origin.country, wish.destination.country))
