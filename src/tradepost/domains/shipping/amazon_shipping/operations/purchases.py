"""Shipments bought: from a rate, at one click, or as fits best."""

from __future__ import annotations

from typing import Final

from tradepost.contract import shipping_v2 as api
from tradepost.domains.carriage.rating import Rate
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.problems import Problem
from tradepost.domains.shipping.amazon_shipping import asking, customs, extras, paper, purchasing, views
from tradepost.domains.shipping.amazon_shipping.quote import Quote, Wish
from tradepost.domains.shipping.amazon_shipping.refusals import NoService, Wrong, refuse
from tradepost.domains.shipping.parcels import records as parcels
from tradepost.domains.shipping.parcels.buying import cost
from tradepost.domains.shipping.parcels.parcel import Parcel

_STOCK: Final = api.DocumentSize(width=4, length=6, unit="INCH")


@handles(api.purchase_shipment)
async def purchase_shipment(ctx: Context, request: api.PurchaseShipmentArguments) -> api.PurchaseShipmentResponse:
    """Buys a rate within ten minutes, once, and gives its documents.

    The same idempotency key with the same body gives the same shipment again. A label for an order of Amazon's
    confirms its shipment.
    """
    body, key = request.body, request.x_amzn_idempotency_key
    made = await purchasing.made_before(ctx, key, body)
    if made is not None:
        return _purchased(await _of_shipment(ctx, made), body.requested_document_specification)
    quote = await purchasing.find(ctx, body.request_token)
    rate, wish = quote.rates.get(body.rate_id), quote.wish
    if rate is None:
        raise Wrong([Problem("rateId", body.rate_id, "is not a rate of this request token")])
    problems: list[Problem] = []
    asked = [each.id for each in body.requested_value_added_services or ()]
    options = extras.chosen(rate, wish, asked, "requestedValueAddedServices", problems)
    where = (wish.origin.country, wish.destination.country)
    papers = body.requested_document_specification
    form = paper.wish(papers, *where, "requestedDocumentSpecification", problems, ordered=bool(wish.order_id))
    refuse([*problems, *customs.problems(body.additional_inputs, *where)])
    code = str((body.additional_inputs or {}).get("harmonizedSystemCode", ""))
    parcel = await purchasing.purchase(ctx, quote, rate, options, papers, form, code)
    await purchasing.keep(ctx, quote)
    await purchasing.remember(ctx, key, body, parcel.reference)
    return _purchased(parcel, papers)


@handles(api.one_click_shipment)
async def one_click_shipment(ctx: Context, request: api.OneClickShipmentArguments) -> api.OneClickShipmentResponse:
    """Buys the first of the services that are named that takes the parcel. Raises NoService.

    Services are taken in the order in which they are named (our choice). What crosses customs has to be bought from
    its rates, as only there more can be said of it.
    """
    body = request.body
    services, point = body.value_added_services_details or [], body.destination_access_point_details
    collect = next((each.amount for each in services if each.amount is not None), None)
    wish = await asking.wish(
        ctx,
        request.x_amzn_shipping_business_id,
        body.ship_from,
        body.ship_to,
        body.packages,
        body.channel_details,
        ships_at=body.ship_date,
        collect=collect,
        access_point_id=point.access_point_id if point else None,
    )
    named = body.service_selection.service_id
    quote = await purchasing.ask(ctx, wish, services=named)
    found = sorted(quote.rates.values(), key=lambda each: named.index(each.service))
    rate = _first(quote, found)
    problems: list[Problem] = []
    options = extras.chosen(rate, wish, [each.id for each in services], "valueAddedServicesDetails", problems)
    parcel = await _buy(ctx, quote, rate, options, body.label_specifications, problems)
    return api.OneClickShipmentResponse(
        payload=api.OneClickShipmentResult(
            shipment_id=parcel.reference,
            package_document_details=[_documents(parcel, body.label_specifications)],
            promise=views.promise(rate),
            carrier=api.Carrier(id=views.carrier_id(rate.carrier), name=rate.carrier_name),
            service=api.Service(id=rate.service, name=rate.service_name),
            total_charge=paper.money(cost(rate, options), rate.currency),
        )
    )


@handles(api.direct_purchase_shipment)
async def direct_purchase_shipment(
    ctx: Context, request: api.DirectPurchaseShipmentArguments
) -> api.DirectPurchaseResponse:
    """Buys what fits best: the cheapest service that arrives in time for its order, or the cheapest (our choice).

    Without a specification the label is a PNG of four by six inches at 203 dots an inch (published model). The same
    idempotency key with the same body gives the same shipment again.
    """
    body, key = request.body, request.x_amzn_idempotency_key
    specification = body.label_specifications or _label_on_stock(ordered=body.channel_details.channel_type == "AMAZON")
    made = await purchasing.made_before(ctx, key, body)
    if made is None:
        if body.ship_from is None:
            raise Wrong([Problem("shipFrom", "", "is required")])
        wish = await asking.wish(
            ctx,
            request.x_amzn_shipping_business_id,
            body.ship_from,
            body.ship_to,
            body.packages or [],
            body.channel_details,
        )
        quote = await purchasing.ask(ctx, wish)
        by_price = sorted(quote.rates.values(), key=lambda each: (_late(each, wish), each.total, each.service))
        parcel = await _buy(ctx, quote, _first(quote, by_price), [], specification, [])
        await purchasing.remember(ctx, key, body, parcel.reference)
    else:
        parcel = await _of_shipment(ctx, made)
    documents = _documents(parcel, specification)
    payload = api.DirectPurchaseResult(shipment_id=parcel.reference, package_document_detail_list=[documents])
    return api.DirectPurchaseResponse(payload=payload)


def _label_on_stock(*, ordered: bool) -> api.RequestedDocumentSpecification:
    """What a caller gets who says nothing (published model)."""
    return api.RequestedDocumentSpecification(
        format="PNG", size=_STOCK, dpi=203, need_file_joining=ordered, requested_document_types=["LABEL"]
    )


async def _buy(
    ctx: Context,
    quote: Quote,
    rate: Rate,
    options: list[str],
    specification: api.RequestedDocumentSpecification,
    problems: list[Problem],
) -> Parcel:
    where = (quote.wish.origin.country, quote.wish.destination.country)
    form = paper.wish(specification, *where, "labelSpecifications", problems, ordered=bool(quote.wish.order_id))
    if customs.problems(None, *where):
        problems.append(
            Problem("shipTo.countryCode", where[1], "is across customs: buy from getRates, with more inputs")
        )
    refuse(problems)
    return await purchasing.purchase(ctx, quote, rate, options, specification, form)


def _first(quote: Quote, found: list[Rate]) -> Rate:
    if not found:
        raise NoService(quote.ineligible)
    return found[0]


def _late(rate: Rate, wish: Wish) -> bool:
    return wish.arrive_by is not None and rate.promised.delivery.end > wish.arrive_by


async def _of_shipment(ctx: Context, shipment_id: str) -> Parcel:
    [parcel] = await parcels.of_reference(ctx.tx, ctx.seller_id, purchasing.SOURCE, shipment_id)
    return parcel


def _purchased(parcel: Parcel, specification: api.RequestedDocumentSpecification) -> api.PurchaseShipmentResponse:
    assert parcel.rate is not None
    return api.PurchaseShipmentResponse(
        payload=api.PurchaseShipmentResult(
            shipment_id=parcel.reference,
            package_document_details=[_documents(parcel, specification)],
            promise=views.promise(parcel.rate),
            benefits=views.benefits(parcel.rate, parcel.arrive_by),
        )
    )


def _documents(parcel: Parcel, specification: api.RequestedDocumentSpecification) -> api.PackageDocumentDetail:
    where = (parcel.origin.country, parcel.destination.country)
    form = paper.wish(specification, *where, "", [], ordered=bool(parcel.order_id))
    wanted = specification.requested_document_types
    return paper.documents(parcel, list(wanted), form, join=specification.need_file_joining)
