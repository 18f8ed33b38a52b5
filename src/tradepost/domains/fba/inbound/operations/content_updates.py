"""Content updates: previewed, listed and confirmed."""

from __future__ import annotations

from tradepost.contract import fulfillment_inbound_2024_03_20 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.inbound import loading, views
from tradepost.domains.fba.inbound.asking import ask, carries_out
from tradepost.domains.fba.inbound.operations import pages
from tradepost.domains.fba.inbound.plan import Plan
from tradepost.domains.fba.inbound.sending import changing
from tradepost.domains.fba.inbound.shipment import ContentUpdate, Shipment
from tradepost.domains.handling import handles

_GENERATE, _CONFIRM = "generateShipmentContentUpdatePreviews", "confirmShipmentContentUpdatePreview"


async def _open(
    ctx: Context, request: api.GenerateShipmentContentUpdatePreviewsArguments
) -> tuple[Shipment, api.RequestedUpdates]:
    _, shipment = await loading.placed_shipment(ctx, request.inbound_plan_id, request.shipment_id, _GENERATE)
    changing.check_open(shipment, _GENERATE)
    wanted = api.RequestedUpdates(boxes=request.body.boxes, items=request.body.items)
    await changing.contents_of(ctx, shipment, wanted)
    return shipment, wanted


@handles(api.generate_shipment_content_update_previews)
async def generate_shipment_content_update_previews(
    ctx: Context, request: api.GenerateShipmentContentUpdatePreviewsArguments
) -> api.GenerateShipmentContentUpdatePreviewsResponse:
    """Looks at other contents for a shipment whose carrier is confirmed, and at what the carriage would cost then.

    All that is to be in it is named. A SKU may change by 6 units or 5 of 100, whichever is more (public help page).
    """
    await _open(ctx, request)
    operation_id = await ask(ctx, api.generate_shipment_content_update_previews, request, request.inbound_plan_id)
    return api.GenerateShipmentContentUpdatePreviewsResponse(operation_id=operation_id)


@carries_out(api.generate_shipment_content_update_previews)
async def preview_contents(ctx: Context, request: api.GenerateShipmentContentUpdatePreviewsArguments, _: str) -> None:
    """A preview is made."""
    await changing.preview(ctx, *await _open(ctx, request))


@handles(api.list_shipment_content_update_previews)
async def list_shipment_content_update_previews(
    ctx: Context, request: api.ListShipmentContentUpdatePreviewsArguments
) -> api.ListShipmentContentUpdatePreviewsResponse:
    """Lists the previews of a shipment."""
    shipment = await loading.shipment_of(ctx, request.inbound_plan_id, request.shipment_id)
    query = ("content updates", shipment.id)
    found, pagination = pages.of_list(ctx, query, shipment.updates, request.page_size, request.pagination_token)
    previews = [_shown(shipment, each) for each in found]
    return api.ListShipmentContentUpdatePreviewsResponse(content_update_previews=previews, pagination=pagination)


@handles(api.get_shipment_content_update_preview)
async def get_shipment_content_update_preview(
    ctx: Context, request: api.GetShipmentContentUpdatePreviewArguments
) -> api.ContentUpdatePreview:
    """Shows a preview."""
    shipment = await loading.shipment_of(ctx, request.inbound_plan_id, request.shipment_id)
    return _shown(shipment, changing.update_of(shipment, request.content_update_preview_id))


def _shown(shipment: Shipment, update: ContentUpdate) -> api.ContentUpdatePreview:
    option = shipment.transportation
    assert option is not None
    shown = views.transportation(option, shipment)
    if update.cost is not None:
        cost = views.money(update.cost, shipment.marketplace_id)
        shown.quote = api.Quote(cost=cost, expiration=update.expires_at, voidable_until=option.voidable_until)
    return api.ContentUpdatePreview(
        content_update_preview_id=update.id,
        expiration=update.expires_at,
        requested_updates=update.requested,
        transportation_option=shown,
    )


async def _confirmable(
    ctx: Context, request: api.ConfirmShipmentContentUpdatePreviewArguments
) -> tuple[Plan, Shipment, ContentUpdate]:
    plan, shipment = await loading.placed_shipment(ctx, request.inbound_plan_id, request.shipment_id, _CONFIRM)
    return plan, shipment, changing.check_confirming(ctx, shipment, request.content_update_preview_id)


@handles(api.confirm_shipment_content_update_preview)
async def confirm_shipment_content_update_preview(
    ctx: Context, request: api.ConfirmShipmentContentUpdatePreviewArguments
) -> api.ConfirmShipmentContentUpdatePreviewResponse:
    """Has a shipment hold what a preview says, at what it says that this costs."""
    await _confirmable(ctx, request)
    operation_id = await ask(ctx, api.confirm_shipment_content_update_preview, request, request.inbound_plan_id)
    return api.ConfirmShipmentContentUpdatePreviewResponse(operation_id=operation_id)


@carries_out(api.confirm_shipment_content_update_preview)
async def update_contents(ctx: Context, request: api.ConfirmShipmentContentUpdatePreviewArguments, _: str) -> None:
    """A shipment holds something else."""
    await changing.take(ctx, *await _confirmable(ctx, request))
