"""Orders with regulated items: what the buyer has said, and what its verification has come to."""

from __future__ import annotations

from tradepost.contract import orders_v0 as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.selling.orders import fulfilling, records, views
from tradepost.domains.selling.orders.operations.reading import load
from tradepost.domains.selling.orders.refusals import NothingRegulated
from tradepost.errors import InvalidInput

#: Why a seller may reject a regulated order. Our choice of reasons.
REJECTIONS = {
    "MISSING_INFORMATION": "What the buyer has stated is not complete.",
    "NOT_LEGIBLE": "The document cannot be read.",
    "EXPIRED": "The document has expired.",
    "NOT_VALID": "The document does not fit the order.",
}


@handles(api.get_order_regulated_info)
async def get_order_regulated_info(
    ctx: Context, request: api.GetOrderRegulatedInfoArguments
) -> api.GetOrderRegulatedInfoResponse:
    """Shows what the buyer has stated for regulated items, and how far the verification is."""
    order = await load(ctx, request.order_id)
    if order.regulated is None:
        raise NothingRegulated(order.id)
    known = order.regulated
    rejection = known.rejection_reason_id
    return api.GetOrderRegulatedInfoResponse(
        payload=api.OrderRegulatedInfo(
            amazon_order_id=order.id,
            requires_dosage_label=known.dosage_label,
            regulated_information=api.RegulatedInformation(
                fields=[
                    api.RegulatedInformationField(field_id=id, field_label=label, field_type="Text", field_value=value)
                    for id, label, value in known.fields
                ]
            ),
            regulated_order_verification_status=api.RegulatedOrderVerificationStatus(
                status=known.status,
                requires_merchant_action=known.status == "Pending",
                valid_rejection_reasons=[_reason(each) for each in REJECTIONS],
                rejection_reason=_reason(rejection) if rejection else None,
                review_date=None if known.reviewed_at is None else views.stamp(known.reviewed_at),
                external_reviewer_id=known.reviewer_id or None,
            ),
        )
    )


def _reason(id: str) -> api.RejectionReason:
    return api.RejectionReason(rejection_reason_id=id, rejection_reason_description=REJECTIONS[id])


@handles(api.update_verification_status)
async def update_verification_status(ctx: Context, request: api.UpdateVerificationStatusArguments) -> None:
    """Approves or rejects the regulated items of an order. A rejected order is called off.

    Approved and Rejected are final; a rejection names one of the valid reasons. How it stands meanwhile goes with
    Pending alone (published guide), and is not kept (our choice).
    """
    order, body = await load(ctx, request.order_id), request.body.regulated_order_verification_status
    if order.regulated is None:
        raise NothingRegulated(order.id)
    if order.regulated.status != "Pending":
        raise InvalidInput("Invalid Input", f"status: the order is {order.regulated.status} already")
    details = body.verification_details
    if details is not None and details.interim_status_detail is not None and body.status != "Pending":
        raise InvalidInput(
            "Invalid Input", f"interimStatusDetail: goes with the status Pending, and this is {body.status}"
        )
    if body.status == "Rejected" and body.rejection_reason_id not in REJECTIONS:
        raise InvalidInput(
            "Invalid Input", f"rejectionReasonId: '{body.rejection_reason_id}' is not one of {', '.join(REJECTIONS)}"
        )
    order.regulated.status = body.status or "Pending"
    order.regulated.reviewer_id = body.external_reviewer_id
    order.regulated.reviewed_at = ctx.now
    fulfilling.touch(ctx, order)
    if body.status == "Rejected":
        order.regulated.rejection_reason_id = body.rejection_reason_id or ""
        if order.status in ("Pending", "Unshipped"):
            await fulfilling.cancel(ctx, order, "RegulatoryRejection")
    await records.save(ctx.tx, ctx.seller_id, order)
