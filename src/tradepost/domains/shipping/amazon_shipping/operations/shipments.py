"""Shipments after they were bought: their documents, where they are, and their end before they are picked up."""

from __future__ import annotations

from typing import Final, get_args

from tradepost.contract import shipping_v2 as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.problems import Problem, Unknown
from tradepost.domains.shipping.amazon_shipping import paper, purchasing, views
from tradepost.domains.shipping.amazon_shipping.refusals import NotCancellable, refuse
from tradepost.domains.shipping.parcels import buying, moving, records
from tradepost.domains.shipping.parcels.labels import DPIS
from tradepost.domains.shipping.parcels.parcel import Format, Parcel, Print

#: Where a shipment can be called off on its way, and comes back (published guide).
_TURNS_ROUND: Final = frozenset({"IN"})


@handles(api.get_shipment_documents)
async def get_shipment_documents(
    ctx: Context, request: api.GetShipmentDocumentsArguments
) -> api.GetShipmentDocumentsResponse:
    """Prints the documents of a shipment again: a PNG at 203 dots an inch where nothing else is said.

    A label for an order of Amazon's is printed as it was bought where no form is named (seen).
    """
    parcel = await load(ctx, request.shipment_id)
    problems: list[Problem] = []
    if request.package_client_reference_id != parcel.package_reference:
        rule = f"is no package of shipment {request.shipment_id}"
        problems.append(Problem("packageClientReferenceId", request.package_client_reference_id, rule))
    formats = get_args(Format)
    if request.format is not None and request.format not in formats:
        problems.append(Problem("format", request.format, f"is not one of {', '.join(formats)}"))
    if request.dpi is not None and request.dpi not in DPIS:
        problems.append(Problem("dpi", f"{request.dpi:g}", f"is not one of {', '.join(map(str, DPIS))}"))
    refuse(problems)
    form = Print(format=request.format or "PNG", dpi=int(request.dpi or DPIS[0]))  # type: ignore[arg-type]
    join = False
    if parcel.order_id and request.format is None and request.dpi is None:
        form, join = parcel.form or form, parcel.joined
    assert parcel.rate is not None
    return api.GetShipmentDocumentsResponse(
        payload=api.GetShipmentDocumentsResult(
            shipment_id=parcel.reference,
            package_document_detail=paper.documents(parcel, list(parcel.papers), form, join=join),
            benefits=views.benefits(parcel.rate, parcel.arrive_by),
        )
    )


@handles(api.get_tracking)
async def get_tracking(ctx: Context, request: api.GetTrackingArguments) -> api.GetTrackingResponse:
    """Shows where a parcel is and what has happened to it until now.

    Every carrier of a bought label is shown, not only Amazon's own (our choice, so that a test can follow any).
    """
    parcel = await records.of_number(ctx.tx, ctx.seller_id, request.tracking_id)
    bought = parcel is not None and parcel.source != "seller"
    if parcel is None or not bought or views.carrier_code(request.carrier_id) != parcel.carrier:
        raise Unknown("trackingId", request.tracking_id, f"a parcel of yours with carrier {request.carrier_id}")
    return api.GetTrackingResponse(payload=views.tracking(parcel))


@handles(api.cancel_shipment)
async def cancel_shipment(ctx: Context, request: api.CancelShipmentArguments) -> api.CancelShipmentResponse:
    """Calls a shipment off that is not picked up yet, and gives its cost back. Raises NotCancellable.

    In India one that is on its way is turned round; what it cost stays paid (published guide; the latter our choice).
    An order of Amazon's that its label has confirmed stays confirmed (our choice): its seller sends it otherwise.
    """
    parcel = await load(ctx, request.shipment_id)
    if buying.cancellable(parcel):
        await buying.cancel(ctx, parcel)
    elif parcel.origin.country in _TURNS_ROUND and parcel.state == "InTransit":
        await moving.send_back(ctx, parcel)
    else:
        raise NotCancellable(request.shipment_id, parcel.state)
    return api.CancelShipmentResponse(payload={})


async def load(ctx: Context, shipment_id: str) -> Parcel:
    """The parcel of the caller's shipment of this id; those of v1, which may have several, are v1's. Raises Unknown."""
    found = await records.of_reference(ctx.tx, ctx.seller_id, purchasing.SOURCE, shipment_id)
    if not found or not shipment_id.startswith(purchasing.V2_IDS):
        raise Unknown("shipmentId", shipment_id, "a shipment of yours")
    return found[0]
