"""Shipping v1: the same engine with Amazon's own carrier alone; a shipment is created first and its labels bought."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Final

from tradepost.contract import shipping as api
from tradepost.domains.carriage import records as carriage
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.problems import Problem
from tradepost.domains.shipping.amazon_shipping import asking_v1, purchasing, records, views_v1
from tradepost.domains.shipping.amazon_shipping.created import Created, Offer
from tradepost.domains.shipping.amazon_shipping.refusals import (
    LabelsBought,
    NoService,
    NotCancellable,
    RateExpired,
    UnknownShipment,
    UnknownTracking,
    Wrong,
)
from tradepost.domains.shipping.parcels import buying, labels
from tradepost.domains.shipping.parcels import records as parcels
from tradepost.domains.shipping.parcels.buying import Purchase
from tradepost.domains.shipping.parcels.parcel import Parcel, Print

_DIGITS: Final = "0123456789"
_LABEL: Final = api.LabelSpecification(label_format="PNG", label_stock_size="4x6")


@handles(api.get_account)
async def get_account(ctx: Context, request: api.GetAccountArguments) -> api.GetAccountResponse:
    """The shipping account of the caller: every seller has one."""
    return api.GetAccountResponse(payload=api.Account(account_id=_account(ctx)))


@handles(api.get_rates)
async def get_rates(ctx: Context, request: api.GetRatesArguments) -> api.GetRatesResponse:
    """What the service types that are named cost for all containers together; what does not take them is left out."""
    body = request.body
    specifications = body.container_specifications
    wanted = asking_v1.wishes(
        ctx, body.ship_from, body.ship_to, specifications, body.ship_date, "containerSpecifications"
    )
    found = await asking_v1.offers(ctx, wanted, body.service_types)
    return api.GetRatesResponse(
        payload=api.GetRatesResult(service_rates=[views_v1.service_rate(each) for each in found])
    )


@handles(api.create_shipment)
async def create_shipment(ctx: Context, request: api.CreateShipmentArguments) -> api.CreateShipmentResponse:
    """Creates a shipment with the rates that its labels can be bought for, ten minutes long. Nothing is paid yet."""
    body = request.body
    created = await _create(ctx, body.client_reference_id, body.ship_from, body.ship_to, body.containers)
    await records.save_created(ctx.tx, ctx.seller_id, created)
    rates = [views_v1.rate(each, created) for each in created.offers]
    return api.CreateShipmentResponse(payload=api.CreateShipmentResult(shipment_id=created.id, eligible_rates=rates))


@handles(api.purchase_labels)
async def purchase_labels(ctx: Context, request: api.PurchaseLabelsArguments) -> api.PurchaseLabelsResponse:
    """Buys the labels of a shipment, one a container. Raises LabelsBought, RateExpired."""
    created = await _load(ctx, request.shipment_id)
    if created.accepted or created.cancelled:
        raise LabelsBought(created.id, "was canceled" if created.cancelled else "has its labels")
    offer = created.offer(request.body.rate_id)
    if offer is None:
        raise Wrong([Problem("rateId", request.body.rate_id, f"is not a rate of shipment {created.id}")])
    if created.expired(ctx.now):
        raise RateExpired(offer.id)
    bought = await _buy(ctx, created, offer)
    return api.PurchaseLabelsResponse(
        payload=api.PurchaseLabelsResult(
            shipment_id=created.id,
            client_reference_id=created.client_reference_id,
            accepted_rate=views_v1.accepted(offer),
            label_results=[_label_result(each) for each in bought],
        )
    )


@handles(api.purchase_shipment)
async def purchase_shipment(ctx: Context, request: api.PurchaseShipmentArguments) -> api.PurchaseShipmentResponse:
    """Creates a shipment and buys its labels for a service type at once. Raises NoService."""
    body = request.body
    created = await _create(
        ctx, body.client_reference_id, body.ship_from, body.ship_to, body.containers, body.service_type, body.ship_date
    )
    if not created.offers:
        raise NoService([])
    [offer] = created.offers
    bought = await _buy(ctx, created, offer)
    return api.PurchaseShipmentResponse(
        payload=api.PurchaseShipmentResult(
            shipment_id=created.id,
            service_rate=views_v1.service_rate(offer),
            label_results=[_label_result(each) for each in bought],
        )
    )


@handles(api.get_shipment)
async def get_shipment(ctx: Context, request: api.GetShipmentArguments) -> api.GetShipmentResponse:
    """Shows a shipment as it was asked for, and the rate that was bought."""
    created = await _load(ctx, request.shipment_id)
    offer = created.offer(created.accepted)
    return api.GetShipmentResponse(
        payload=api.Shipment(
            shipment_id=created.id,
            client_reference_id=created.client_reference_id,
            ship_from=created.ship_from,
            ship_to=created.ship_to,
            accepted_rate=views_v1.accepted(offer) if offer else None,
            shipper=api.Party(account_id=_account(ctx)),
            containers=created.containers,
        )
    )


@handles(api.retrieve_shipping_label)
async def retrieve_shipping_label(
    ctx: Context, request: api.RetrieveShippingLabelArguments
) -> api.RetrieveShippingLabelResponse:
    """Prints the label of a container again."""
    created = await _load(ctx, request.shipment_id)
    found = await parcels.of_reference(ctx.tx, ctx.seller_id, purchasing.SOURCE, created.id)
    parcel = next((each for each in found if each.tracking_number == request.tracking_id), None)
    if parcel is None:
        raise UnknownTracking(request.tracking_id)
    payload = api.RetrieveShippingLabelResult(label_stream=_printed(parcel), label_specification=_LABEL)
    return api.RetrieveShippingLabelResponse(payload=payload)


@handles(api.cancel_shipment)
async def cancel_shipment(ctx: Context, request: api.CancelShipmentArguments) -> api.CancelShipmentResponse:
    """Calls a shipment off whose labels were not bought, or of which nothing was picked up; its cost comes back."""
    created = await _load(ctx, request.shipment_id)
    found = await parcels.of_reference(ctx.tx, ctx.seller_id, purchasing.SOURCE, created.id)
    kept = next((each for each in found if not buying.cancellable(each)), None)
    if kept is not None or created.cancelled:
        raise NotCancellable(created.id, kept.state if kept else "canceled")
    for each in found:
        await buying.cancel(ctx, each)
    created.cancelled = True
    await records.save_created(ctx.tx, ctx.seller_id, created)
    return api.CancelShipmentResponse()


@handles(api.get_tracking_information)
async def get_tracking_information(
    ctx: Context, request: api.GetTrackingInformationArguments
) -> api.GetTrackingInformationResponse:
    """Shows where a parcel is and what has happened to it until now."""
    parcel = await parcels.of_number(ctx.tx, ctx.seller_id, request.tracking_id)
    if parcel is None or parcel.source != purchasing.SOURCE:
        raise UnknownTracking(request.tracking_id)
    return api.GetTrackingInformationResponse(payload=views_v1.tracking(parcel))


async def _load(ctx: Context, shipment_id: str) -> Created:
    created = await records.created(ctx.tx, ctx.seller_id, shipment_id)
    if created is None:
        raise UnknownShipment(shipment_id)
    return created


async def _create(
    ctx: Context,
    reference: str,
    ship_from: api.Address,
    ship_to: api.Address,
    containers: list[api.Container],
    service_type: api.ServiceType | None = None,
    ships_at: datetime | None = None,
) -> Created:
    wanted = asking_v1.wishes(ctx, ship_from, ship_to, containers, ships_at, "containers")
    number = await records.next_number(ctx.tx, ctx.seller_id, "shipments of v1")
    return Created(
        id=ctx.seed.letters(_DIGITS, 14, "shipping v1", ctx.seller_id, number),
        created_at=ctx.now,
        client_reference_id=reference,
        ship_to=ship_to,
        ship_from=ship_from,
        containers=containers,
        wishes=wanted,
        offers=await asking_v1.offers(ctx, wanted, None if service_type is None else [service_type]),
    )


async def _buy(ctx: Context, created: Created, offer: Offer) -> list[Parcel]:
    if offer.rates[0].carrier in await carriage.outages(ctx.tx):
        raise Wrong([Problem("rateId", offer.id, "is of a carrier that takes no parcels at present")])
    bought = [
        await buying.buy(
            ctx,
            Purchase(
                source=purchasing.SOURCE,
                reference=created.id,
                parcel_id=f"{created.id}/{index + 1}",
                marketplace_id=wish.marketplace_id,
                rate=rate,
                package=wish.package,
                origin=wish.origin,
                destination=wish.destination,
                contents=wish.contents,
                package_reference=wish.package_reference,
            ),
        )
        for index, (wish, rate) in enumerate(zip(created.wishes, offer.rates, strict=True))
    ]
    created.accepted = offer.id
    await records.save_created(ctx.tx, ctx.seller_id, created)
    return bought


def _label_result(parcel: Parcel) -> api.LabelResult:
    return api.LabelResult(
        container_reference_id=parcel.package_reference,
        tracking_id=parcel.tracking_number,
        label=api.Label(label_stream=_printed(parcel), label_specification=_LABEL),
    )


def _printed(parcel: Parcel) -> str:
    return base64.b64encode(labels.printed(parcel, "LABEL", Print())).decode()


def _account(ctx: Context) -> str:
    return ctx.seed.letters(_DIGITS, 10, "shipping account", ctx.seller_id)
