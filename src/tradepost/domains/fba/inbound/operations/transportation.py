"""Transportation: options are generated, listed and confirmed."""

from __future__ import annotations

from tradepost.contract import fulfillment_inbound_2024_03_20 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.inbound import loading, views
from tradepost.domains.fba.inbound.asking import Trouble, ask, carries_out
from tradepost.domains.fba.inbound.operations import pages
from tradepost.domains.fba.inbound.sending import arranging
from tradepost.domains.handling import handles
from tradepost.domains.problems import Faulty, Problem, Unknown


@handles(api.generate_transportation_options)
async def generate_transportation_options(
    ctx: Context, request: api.GenerateTransportationOptionsArguments
) -> api.GenerateTransportationOptionsResponse:
    """Has ways offered to send shipments whose boxes are known; with pallets also by freight.

    Where boxes were packed before the placement this can be asked for any placement option (published guide).
    """
    plan = await loading.open_plan(ctx, request.inbound_plan_id, "generateTransportationOptions")
    await arranging.check_generating(ctx, plan, request.body)
    operation_id = await ask(ctx, api.generate_transportation_options, request, plan.id)
    return api.GenerateTransportationOptionsResponse(operation_id=operation_id)


@carries_out(api.generate_transportation_options)
async def offer_transportation(
    ctx: Context, request: api.GenerateTransportationOptionsArguments, plan_id: str
) -> list[Trouble]:
    """Ways to send shipments are offered; those without pallets bring a warning."""
    plan = await loading.open_plan(ctx, plan_id, "generateTransportationOptions")
    return await arranging.generate(ctx, plan, await arranging.check_generating(ctx, plan, request.body))


@handles(api.list_transportation_options)
async def list_transportation_options(
    ctx: Context, request: api.ListTransportationOptionsArguments
) -> api.ListTransportationOptionsResponse:
    """Lists the ways to send a shipment, or all shipments of a placement option; at least one of both is to be named.

    With both it is that shipment, which has to be one of the placement option's (our choice).
    """
    plan = await loading.plan_of(ctx, request.inbound_plan_id)
    option_id, shipment_id = request.placement_option_id, request.shipment_id
    if option_id is None and shipment_id is None:
        raise Faulty([Problem("placementOptionId", "", "or shipmentId is required")])
    shipment_ids = [] if shipment_id is None else [shipment_id]
    if option_id is not None:
        option = plan.placement_option(option_id)
        if option is None:
            raise Unknown("placementOptionId", option_id, "a placement option of this inbound plan")
        if shipment_id is not None and shipment_id not in option.shipment_ids:
            raise Unknown("shipmentId", shipment_id, f"a shipment of placement option {option_id}")
        shipment_ids = shipment_ids or list(option.shipment_ids)
    shipments = [await loading.shipment_of(ctx, plan.id, each) for each in shipment_ids]
    every = [(option, shipment) for shipment in shipments for option in shipment.transportation_options]
    generations = "-".join(str(each.generation) for each in shipments)
    query = ("transportation options", *shipment_ids, generations)
    found, pagination = pages.of_list(ctx, query, every, request.page_size, request.pagination_token)
    return api.ListTransportationOptionsResponse(
        transportation_options=[views.transportation(*each) for each in found], pagination=pagination
    )


@handles(api.confirm_transportation_options)
async def confirm_transportation_options(
    ctx: Context, request: api.ConfirmTransportationOptionsArguments
) -> api.ConfirmTransportationOptionsResponse:
    """Chooses how every shipment of the confirmed placement is sent; it cannot be changed afterwards."""
    plan = await loading.open_plan(ctx, request.inbound_plan_id, "confirmTransportationOptions")
    await arranging.check_confirming(ctx, plan, request.body.transportation_selections)
    operation_id = await ask(ctx, api.confirm_transportation_options, request, plan.id)
    return api.ConfirmTransportationOptionsResponse(operation_id=operation_id)


@carries_out(api.confirm_transportation_options)
async def choose_transportation(ctx: Context, request: api.ConfirmTransportationOptionsArguments, plan_id: str) -> None:
    """Carriage is booked."""
    plan = await loading.open_plan(ctx, plan_id, "confirmTransportationOptions")
    chosen = await arranging.check_confirming(ctx, plan, request.body.transportation_selections)
    await arranging.confirm(ctx, plan, chosen)
