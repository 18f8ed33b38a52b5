"""Collection forms: what waits without one, made, found again and printed again."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Final

from tradepost.contract import shipping_v2 as api
from tradepost.domains.carriage.tariffs import TARIFFS
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.problems import Problem, Unknown
from tradepost.domains.shipping.amazon_shipping import collecting, purchasing, records, views
from tradepost.domains.shipping.amazon_shipping.asking import stop
from tradepost.domains.shipping.amazon_shipping.collecting import CollectionForm
from tradepost.domains.shipping.amazon_shipping.refusals import Wrong
from tradepost.domains.shipping.parcels import records as parcels

#: How far back a history goes, and how many forms it has, where nothing else is said (our choice).
_HISTORY: Final = timedelta(days=30)
_MOST: Final = 100


@handles(api.get_unmanifested_shipments, changes=False)
async def get_unmanifested_shipments(
    ctx: Context, request: api.GetUnmanifestedShipmentsArguments
) -> api.GetUnmanifestedShipmentsResponse:
    """The carriers that want a form for parcels that wait for them, and where these are."""
    waiting = collecting.by_carrier_and_place(await parcels.to_be_picked_up(ctx.tx, ctx.seller_id, purchasing.SOURCE))
    found = []
    for code, places in waiting.items():
        last = await records.forms(ctx.tx, ctx.seller_id, code, ctx.now - timedelta(days=3650), ctx.now, _MOST)
        locations = [
            api.UnmanifestedShipmentLocation(
                address=views.address(place),
                last_manifest_date=next(
                    (each.created_at for each in last if collecting.same_place(each.place, place)), None
                ),
            )
            for place, _ in places
        ]
        found.append(
            api.UnmanifestedCarrierInformation(
                carrier_id=views.carrier_id(code),
                carrier_name=TARIFFS[code].name,
                unmanifested_shipment_location_list=locations,
            )
        )
    return api.GetUnmanifestedShipmentsResponse(unmanifested_carrier_information_list=found)


@handles(api.generate_collection_form)
async def generate_collection_form(
    ctx: Context, request: api.GenerateCollectionFormArguments
) -> api.GenerateCollectionFormResponse:
    """Makes the form of everything that waits for a carrier at a place, or at the only one. No parcel is on two forms.

    The same idempotency key with the same body gives the same form again.
    """
    body, key = request.body, request.x_amzn_idempotency_key
    made = await purchasing.made_before(ctx, key, body)
    if made is not None:
        form = await records.form(ctx.tx, ctx.seller_id, made)
        assert form is not None
        return api.GenerateCollectionFormResponse(collections_form_document=_document(form))
    code = views.carrier_code(body.carrier_id)
    waiting = collecting.by_carrier_and_place(await parcels.to_be_picked_up(ctx.tx, ctx.seller_id, purchasing.SOURCE))
    places = waiting.get(code or "", [])
    if body.ship_from_address is not None:
        asked = stop(body.ship_from_address)
        places = [each for each in places if collecting.same_place(each[0], asked)]
    if code is None or not places:
        raise Wrong([Problem("carrierId", body.carrier_id, "has nothing to collect that is on no form yet")])
    if len(places) > 1:
        raise Wrong([Problem("shipFromAddress", "", f"is required: parcels wait at {len(places)} places")])
    [(place, group)] = places
    number = await records.next_number(ctx.tx, ctx.seller_id, "collection forms")
    form = CollectionForm(
        id=ctx.seed.uuid("collection form", ctx.seller_id, number),
        carrier=code,
        created_at=ctx.now,
        place=place,
        tracking_numbers=tuple(each.tracking_number for each in group),
    )
    await records.add_form(ctx.tx, ctx.seller_id, form)
    for each in group:
        each.manifested_at = ctx.now
        await parcels.save(ctx.tx, ctx.seller_id, each)
    await purchasing.remember(ctx, key, body, form.id)
    return api.GenerateCollectionFormResponse(collections_form_document=_document(form))


@handles(api.get_collection_form_history, changes=False)
async def get_collection_form_history(
    ctx: Context, request: api.GetCollectionFormHistoryArguments
) -> api.GetCollectionFormHistoryResponse:
    """The forms that were made, newest first: of the last 30 days where no other time is named."""
    body, span = request.body, request.body.date_range
    if body.max_results is not None and body.max_results < 1:
        raise Wrong([Problem("maxResults", str(body.max_results), "is not at least 1")])
    code = "" if body.carrier_id is None else views.carrier_code(body.carrier_id)
    if code is None:
        raise Wrong([Problem("carrierId", body.carrier_id or "", "is no carrier")])
    since = span.start_date if span and span.start_date else ctx.now - _HISTORY
    until = span.end_date if span and span.end_date else ctx.now
    found = await records.forms(ctx.tx, ctx.seller_id, code, since, until, min(body.max_results or _MOST, _MOST))
    if body.ship_from_address is not None:
        asked = stop(body.ship_from_address)
        found = [each for each in found if collecting.same_place(each.place, asked)]
    return api.GetCollectionFormHistoryResponse(
        collection_forms_history_record_list=[
            api.CollectionFormsHistoryRecord(
                carrier_name=TARIFFS[each.carrier].name,
                creation_date=each.created_at,
                generation_status="Completed",
                collection_form_id=each.id,
                ship_from_address=views.address(each.place),
            )
            for each in found
        ],
        last_refreshed_date=f"{ctx.now:%Y-%m-%dT%H:%M:%SZ}",
    )


@handles(api.get_collection_form)
async def get_collection_form(ctx: Context, request: api.GetCollectionFormArguments) -> api.GetCollectionFormResponse:
    """Prints a form again. Raises Unknown."""
    form = await records.form(ctx.tx, ctx.seller_id, request.collection_form_id)
    if form is None:
        raise Unknown("collectionFormId", request.collection_form_id, "a collection form of yours")
    return api.GetCollectionFormResponse(collections_form_document=_document(form))


def _document(form: CollectionForm) -> api.CollectionsFormDocument:
    content = base64.b64encode(collecting.printed(form)).decode()
    return api.CollectionsFormDocument(base64_encoded_content=content, document_format="application/pdf")
