"""Before there is an order: previews and delivery offers."""

from __future__ import annotations

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import fulfillment_outbound_2020_07_01 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.fulfillment_outbound.asking.addresses import postal_code_problems
from tradepost.domains.fba.fulfillment_outbound.asking.intake import RequestedItem, item_problems
from tradepost.domains.fba.fulfillment_outbound.asking.offers import delivery_offers
from tradepost.domains.fba.fulfillment_outbound.asking.preview import (
    Preview,
    PreviewRequest,
    PreviewShipment,
    Weight,
    preview_all,
)
from tradepost.domains.fba.fulfillment_outbound.asking.terms import constraints_of, destination_of, marketplace_for
from tradepost.domains.fba.fulfillment_outbound.refusals import FaultyOrder, UnknownSkus
from tradepost.domains.fba.fulfillment_outbound.shipping.allocation import WantedLine
from tradepost.domains.fba.inventory import stock
from tradepost.domains.handling import handles
from tradepost.domains.places.calendar import Speed, in_days
from tradepost.domains.problems import Problem

_MOST_DIGITS = 9


@handles(api.get_fulfillment_preview, changes=False)
async def get_fulfillment_preview(
    ctx: Context, request: api.GetFulfillmentPreviewArguments
) -> api.GetFulfillmentPreviewResponse:
    """Shows, for each speed, whether an order could be fulfilled: shipments, dates, weight, fees, and what not.

    Made from the stock of this moment. Scheduled delivery and cash on delivery exist in Japan (published model).
    """
    body = request.body
    marketplace = marketplace_for(body.marketplace_id, None, body.address.country_code, ctx.marketplaces)
    items = [
        RequestedItem(
            each.seller_fulfillment_order_item_id,
            each.seller_sku,
            each.quantity,
            each.per_unit_declared_value is not None,
        )
        for each in body.items
    ]
    problems = item_problems(items, marketplace.country)
    if "ScheduledDelivery" in (body.shipping_speed_categories or ()) and marketplace.country != "JP":
        rule = "is available in the marketplace of Japan alone"
        problems.append(Problem("shippingSpeedCategories", "ScheduledDelivery", rule))
    if problems:
        raise FaultyOrder(problems)
    known = [each.seller_sku for each in items if await stock.find(ctx, marketplace.id, each.seller_sku) is not None]
    wish = PreviewRequest(
        seller_id=ctx.seller_id,
        country=marketplace.country,
        currency=marketplace.currency,
        zone=marketplace.time_zone,
        now=ctx.now,
        destination=destination_of(body.address),
        lines=tuple(WantedLine(each.item_id, each.seller_sku, each.quantity) for each in items),
        available=await stock.available(ctx, marketplace.id, known),
        constraints=tuple(constraints_of(body.feature_constraints)),
        with_windows=bool(body.include_delivery_windows),
        with_cod=bool(body.include_cod_fulfillment_preview),
    )
    previews = preview_all(ctx.seed, wish, tuple(body.shipping_speed_categories or ()))
    return api.GetFulfillmentPreviewResponse(
        payload=api.GetFulfillmentPreviewResult(
            fulfillment_previews=[_shown(each, marketplace.id, marketplace.time_zone) for each in previews]
        )
    )


def _shown(preview: Preview, marketplace_id: str, zone: str) -> api.FulfillmentPreview:
    windows = [api.DeliveryWindow(start_date=each.start, end_date=each.end) for each in preview.windows]
    return api.FulfillmentPreview(
        shipping_speed_category=preview.speed,
        scheduled_delivery_info=api.ScheduledDeliveryInfo(delivery_time_zone=zone, delivery_windows=windows)
        if windows
        else None,
        is_fulfillable=preview.fulfillable,
        is_cod_capable=preview.cash_on_delivery,
        estimated_shipping_weight=_weight(preview.weight),
        estimated_fees=[
            api.Fee(
                name=each.name,
                amount=api.Money(currency_code=each.amount.currency, value=str(each.amount.amount)),
            )
            for each in preview.fees
        ]
        or None,
        fulfillment_preview_shipments=[_shipment(each, preview.speed, zone) for each in preview.shipments] or None,
        unfulfillable_preview_items=[
            api.UnfulfillablePreviewItem(
                seller_sku=each.seller_sku,
                quantity=each.quantity,
                seller_fulfillment_order_item_id=each.item_id,
                item_unfulfillable_reasons=list(each.reasons),
            )
            for each in preview.unfulfillable
        ],
        order_unfulfillable_reasons=list(preview.order_reasons) or None,
        marketplace_id=marketplace_id,
        feature_constraints=[
            api.FeatureSettings(feature_name=each.feature, feature_fulfillment_policy=each.policy)
            for each in preview.constraints
        ]
        or None,
    )


def _shipment(shipment: PreviewShipment, speed: Speed, zone: str) -> api.FulfillmentPreviewShipment:
    shown = in_days(shipment.promise, speed, zone)
    return api.FulfillmentPreviewShipment(
        earliest_ship_date=shown.earliest_ship,
        latest_ship_date=shown.latest_ship,
        earliest_arrival_date=shown.earliest_arrival,
        latest_arrival_date=shown.latest_arrival,
        fulfillment_preview_items=[
            api.FulfillmentPreviewItem(
                seller_sku=each.seller_sku,
                quantity=each.quantity,
                seller_fulfillment_order_item_id=each.item_id,
                estimated_shipping_weight=_weight(each.weight),
                shipping_weight_calculation_method=each.weighed_by,
            )
            for each in shipment.items
        ],
    )


def _weight(weight: Weight | None) -> api.Weight | None:
    return None if weight is None else api.Weight(unit=weight.unit, value=str(weight.value))  # type: ignore[arg-type]


@handles(api.delivery_offers, changes=False)
async def get_delivery_offers(ctx: Context, request: api.DeliveryOffersArguments) -> api.GetDeliveryOffersResponse:
    """Offers the dates by which a product could be with its buyer, and until when each offer holds.

    ``origin`` names the country of the marketplace that the product ships from. An IP address instead of an address
    stands for a buyer in that country (our choice).
    """
    terms, sku = request.body.terms, request.body.product.product_identifier.merchant_sku
    mine = [each for id, each in MARKETPLACES.items() if id in ctx.marketplaces]
    marketplace = next((each for each in mine if each.country == terms.origin.country_code), None)
    if marketplace is None:
        rule = "is not the country of a marketplace of yours"
        raise FaultyOrder([Problem("terms.origin.countryCode", terms.origin.country_code, rule)])
    address = terms.destination.delivery_address
    if address is None and not terms.destination.ip_address:
        raise FaultyOrder([Problem("terms.destination", "", "needs a deliveryAddress or an ipAddress")])
    if address is not None:
        path = "terms.destination.deliveryAddress.postalCode"
        problems = postal_code_problems(address.country_code, address.postal_code, path)
        if problems:
            raise FaultyOrder(problems)
    if await stock.find(ctx, marketplace.id, sku) is None:
        raise UnknownSkus([("", sku)])
    counts = await stock.available(ctx, marketplace.id, [sku])
    offers = delivery_offers(
        ctx.now,
        marketplace.country,
        marketplace.country if address is None else address.country_code,
        marketplace.time_zone,
        marketplace.language,
        in_stock=counts[sku] >= _units(request.body.product.amount),
    )
    return api.GetDeliveryOffersResponse(
        payload=api.GetDeliveryOffersResult(
            delivery_offers=[
                api.DeliveryOffer(
                    expires_at=each.expires_at,
                    date_range=api.DateRange(earliest=each.earliest, latest=each.latest),
                    policy=api.DeliveryPolicy(message=api.DeliveryMessage(text=each.text, locale=each.locale)),
                )
                for each in offers
            ]
        )
    )


def _units(amount: api.Amount | None) -> int:
    if amount is None:
        return 1
    if not amount.value.isdecimal() or len(amount.value) > _MOST_DIGITS or int(amount.value) < 1:
        raise FaultyOrder([Problem("product.amount.value", amount.value, "must be a whole number from 1")])
    return int(amount.value)
