"""Sales v1: how much was sold in which time."""

from __future__ import annotations

from decimal import Decimal

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import sales as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.measures.amounts import smallest_coin, text
from tradepost.domains.money.sales import model
from tradepost.domains.money.sales.model import Interval
from tradepost.domains.money.sales.refusals import AsinAndSku, OneMarketplace, UnknownNetwork
from tradepost.domains.selling.catalog import skus
from tradepost.domains.selling.orders import reading
from tradepost.domains.selling.orders.reading import Chosen, Sold

_BUYERS = {"B2B": True, "B2C": False}


@handles(api.get_order_metrics)
async def get_order_metrics(ctx: Context, request: api.GetOrderMetricsArguments) -> api.GetOrderMetricsResponse:
    """Counts what was sold in an interval, by hour, day, week, month, year or in all.

    It is counted from the rows that Orders shows: units, their lines and orders by the time of purchase, at their price
    without tax, shipping and promotions. What was called off is not counted; what is still being paid is (our choice).
    A part in which nothing was sold is there with zeros. Of ``AmazonHaul`` there are no orders (our choice).
    """
    if len(request.marketplace_ids) != 1:
        raise OneMarketplace(request.marketplace_ids)
    sku = await skus.spelled(ctx, request.marketplace_ids[0], request.sku) if request.sku else ""
    chosen = _chosen(request, sku)
    interval = model.read_interval(request.interval, request.granularity, ctx.now)
    zone = model.read_zone(request.granularity_time_zone, request.granularity, interval)
    currency = MARKETPLACES[chosen.marketplace_id].currency
    found = []
    for part in model.parts(interval, request.granularity, zone, request.first_day_of_week or "Monday"):
        nothing = request.amazon_program is not None or part.start > ctx.now
        sold = Sold(0, 0, 0, 0) if nothing else await reading.sold_between(ctx, chosen, part.start, part.end)
        found.append(_told(part, sold, currency))
    return api.GetOrderMetricsResponse(payload=found)


def _chosen(request: api.GetOrderMetricsArguments, sku: str) -> Chosen:
    """Which sales are asked for. Raises AsinAndSku, UnknownNetwork."""
    if request.asin and request.sku:
        raise AsinAndSku
    if request.fulfillment_network not in (None, "", "MFN", "AFN"):
        raise UnknownNetwork(request.fulfillment_network or "")
    return Chosen(
        marketplace_id=request.marketplace_ids[0],
        business=_BUYERS.get(request.buyer_type or "All"),
        channel=request.fulfillment_network or "",
        asin=request.asin or "",
        seller_sku=sku,
    )


def _told(part: Interval, sold: Sold, currency: str) -> api.OrderMetricsInterval:
    total = sold.amount * smallest_coin(currency)

    def money(amount: Decimal) -> api.Money:
        return api.Money(currency_code=currency, amount=text(amount, currency))

    return api.OrderMetricsInterval(
        interval=str(part),
        unit_count=sold.units,
        order_item_count=sold.lines,
        order_count=sold.orders,
        average_unit_price=money(total / (sold.units or 1)),
        total_sales=money(total),
    )
