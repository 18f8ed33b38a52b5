"""Delivery windows: generated, listed and confirmed."""

from __future__ import annotations

from tradepost.contract import fulfillment_inbound_2024_03_20 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.inbound import loading, views
from tradepost.domains.fba.inbound.asking import OperationFailedError, ask, carries_out
from tradepost.domains.fba.inbound.operations import pages
from tradepost.domains.fba.inbound.planning.creating import trouble
from tradepost.domains.fba.inbound.refusals import NotNow
from tradepost.domains.fba.inbound.sending import arriving
from tradepost.domains.fba.inbound.shipment import DeliveryWindow, Shipment
from tradepost.domains.handling import handles
from tradepost.domains.problems import Unknown

_GENERATE, _CONFIRM = "generateDeliveryWindowOptions", "confirmDeliveryWindowOptions"


async def _open(ctx: Context, plan_id: str, shipment_id: str, operation: str) -> Shipment:
    _, shipment = await loading.placed_shipment(ctx, plan_id, shipment_id, operation, shipped=True)
    _check_open(shipment, operation)
    return shipment


def _check_open(shipment: Shipment, operation: str) -> None:
    if shipment.status in ("CLOSED", "CANCELLED"):
        raise NotNow(operation, f"because shipment {shipment.id} is {shipment.status}")


async def _offerable(ctx: Context, plan_id: str, shipment_id: str) -> Shipment:
    await loading.open_plan(ctx, plan_id, _GENERATE, shipped=True)
    shipment = await loading.shipment_of(ctx, plan_id, shipment_id)
    _check_open(shipment, _GENERATE)
    if shipment.window is not None:
        raise NotNow(_GENERATE, "because a delivery window option is already confirmed")
    return shipment


@handles(api.generate_delivery_window_options)
async def generate_delivery_window_options(
    ctx: Context, request: api.GenerateDeliveryWindowOptionsArguments
) -> api.GenerateDeliveryWindowOptionsResponse:
    """Has windows offered in which a shipment may arrive, also one whose placement is not confirmed yet (observed by
    integrators); not once one is confirmed (published model)."""
    await _offerable(ctx, request.inbound_plan_id, request.shipment_id)
    operation_id = await ask(ctx, api.generate_delivery_window_options, request, request.inbound_plan_id)
    return api.GenerateDeliveryWindowOptionsResponse(operation_id=operation_id)


@carries_out(api.generate_delivery_window_options)
async def offer_windows(ctx: Context, request: api.GenerateDeliveryWindowOptionsArguments, plan_id: str) -> None:
    """Windows are offered."""
    shipment = await _offerable(ctx, plan_id, request.shipment_id)
    shipment.generation += 1
    shipment.windows = arriving.windows(ctx.seed, shipment, ctx.now)
    await loading.keep_shipment(ctx, shipment)
    ctx.record("inbound.delivery_windows_generated", shipment.id, {"options": len(shipment.windows)})


@handles(api.list_delivery_window_options)
async def list_delivery_window_options(
    ctx: Context, request: api.ListDeliveryWindowOptionsArguments
) -> api.ListDeliveryWindowOptionsResponse:
    """Lists the windows that were offered for a shipment."""
    shipment = await loading.shipment_of(ctx, request.inbound_plan_id, request.shipment_id)
    query = ("delivery windows", shipment.id, shipment.windows[0].id if shipment.windows else "")
    found, pagination = pages.of_list(ctx, query, shipment.windows, request.page_size, request.pagination_token)
    options = [views.window_option(each) for each in found]
    return api.ListDeliveryWindowOptionsResponse(delivery_window_options=options, pagination=pagination)


def _chosen(shipment: Shipment, option_id: str) -> DeliveryWindow:
    """The window that is meant. Raises Unknown."""
    found = next((each for each in shipment.windows if each.id == option_id), None)
    if found is None:
        raise Unknown("deliveryWindowOptionId", option_id, "a delivery window option of this shipment")
    return found


@handles(api.confirm_delivery_window_options)
async def confirm_delivery_window_options(
    ctx: Context, request: api.ConfirmDeliveryWindowOptionsArguments
) -> api.ConfirmDeliveryWindowOptionsResponse:
    """Chooses when a shipment is to arrive; another window can be chosen before it is closed (published model)."""
    shipment = await _open(ctx, request.inbound_plan_id, request.shipment_id, _CONFIRM)
    _chosen(shipment, request.delivery_window_option_id)
    operation_id = await ask(ctx, api.confirm_delivery_window_options, request, request.inbound_plan_id)
    return api.ConfirmDeliveryWindowOptionsResponse(operation_id=operation_id)


@carries_out(api.confirm_delivery_window_options)
async def choose_window(ctx: Context, request: api.ConfirmDeliveryWindowOptionsArguments, plan_id: str) -> None:
    """A window is chosen: a first one while its offer holds, another one until the shipment closes. That an offer holds
    no more is told by the operation (observed by integrators)."""
    shipment = await _open(ctx, plan_id, request.shipment_id, _CONFIRM)
    window = _chosen(shipment, request.delivery_window_option_id)
    if shipment.window is None and window.valid_until <= ctx.now:
        raise OperationFailedError([trouble("FBA_INB_0469")])
    shipment.window = window
    await loading.keep_shipment(ctx, shipment)
    body = {"deliveryWindowOptionId": shipment.window.id}
    ctx.record("inbound.delivery_window_confirmed", shipment.id, body)
