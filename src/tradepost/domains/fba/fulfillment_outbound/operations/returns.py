"""Returns: what for, and the request itself."""

from __future__ import annotations

from tradepost.accounts.marketplaces import MARKETPLACES, Marketplace
from tradepost.contract import fulfillment_outbound_2020_07_01 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.fulfillment_outbound import records
from tradepost.domains.fba.fulfillment_outbound.operations.orders import load
from tradepost.domains.fba.fulfillment_outbound.refusals import FaultyOrder, UnknownSkus
from tradepost.domains.fba.fulfillment_outbound.returning import sending_back as returning
from tradepost.domains.fba.fulfillment_outbound.returning.return_reasons import (
    language_known,
    return_reasons,
    translated,
)
from tradepost.domains.fba.fulfillment_outbound.returning.returns import INVALID_REASONS
from tradepost.domains.fba.fulfillment_outbound.shipping.fulfilling import marketplace_of
from tradepost.domains.fba.fulfillment_outbound.views import returned_item, shown_authorization
from tradepost.domains.fba.inventory import stock
from tradepost.domains.handling import handles
from tradepost.domains.problems import Problem


@handles(api.list_return_reason_codes)
async def list_return_reason_codes(
    ctx: Context, request: api.ListReturnReasonCodesArguments
) -> api.ListReturnReasonCodesResponse:
    """Lists the reasons for which a SKU can be returned, with their meaning in a language where one is given.

    The marketplace comes from ``marketplaceId`` or from an order; one of them is needed (published model).
    """
    marketplace = await _marketplace(ctx, request)
    if request.language and not language_known(request.language):
        raise FaultyOrder([Problem("language", request.language, "is not a language that reasons are translated to")])
    if await stock.find(ctx, marketplace.id, request.seller_sku) is None:
        raise UnknownSkus([("", request.seller_sku)])
    return api.ListReturnReasonCodesResponse(
        payload=api.ListReturnReasonCodesResult(
            reason_code_details=[
                api.ReasonCodeDetails(
                    return_reason_code=each.code,
                    description=each.description,
                    translated_description=translated(each.code, request.language) if request.language else None,
                )
                for each in return_reasons(ctx.seed, ctx.seller_id, request.seller_sku, marketplace.country)
            ]
        )
    )


async def _marketplace(ctx: Context, request: api.ListReturnReasonCodesArguments) -> Marketplace:
    if request.marketplace_id:
        return MARKETPLACES[request.marketplace_id]
    if request.seller_fulfillment_order_id:
        return marketplace_of(await load(ctx, request.seller_fulfillment_order_id))
    raise FaultyOrder([Problem("marketplaceId", "", "or sellerFulfillmentOrderId is required")])


@handles(api.create_fulfillment_return)
async def create_fulfillment_return(
    ctx: Context, request: api.CreateFulfillmentReturnArguments
) -> api.CreateFulfillmentReturnResponse:
    """Takes units of an order back. What cannot come back is in the answer with the published reason.

    Some days later the units are received, graded, and in the stock again, to be sold or by their damage.
    """
    order = await load(ctx, request.seller_fulfillment_order_id)
    if not request.body.items:
        raise FaultyOrder([Problem("items", "", "must have at least one item")])
    units, invalid = await returning.request(ctx, order, request.body.items)
    await records.save(ctx.tx, ctx.seller_id, order)
    given = [returning.authorization(ctx, order, units[0].authorization_number)] if units else []
    return api.CreateFulfillmentReturnResponse(
        payload=api.CreateFulfillmentReturnResult(
            return_items=[returned_item(ctx, order, each) for each in units],
            invalid_return_items=[
                api.InvalidReturnItem(
                    seller_return_item_id=each.return_item_id,
                    seller_fulfillment_order_item_id=each.order_item_id,
                    invalid_item_reason=api.InvalidItemReason(
                        invalid_item_reason_code=reason, description=INVALID_REASONS[reason]
                    ),
                )
                for each, reason in invalid
            ],
            return_authorizations=[shown_authorization(each) for each in given],
        )
    )
