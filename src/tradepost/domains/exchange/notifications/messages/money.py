"""Money: transactions as they are posted, and promotions of fees."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.context import Context
from tradepost.domains.exchange.notifications.messages.message import Message, Payload, stamp
from tradepost.domains.money.fees import records as fees
from tradepost.domains.money.fees.engine import Fee, estimate, total
from tradepost.domains.money.fees.goods import goods_of
from tradepost.domains.money.fees.promotion import Promotion, lessened
from tradepost.domains.selling.catalog import products
from tradepost.domains.selling.listings import offers
from tradepost.events.outbox import Event


async def transaction_update(ctx: Context, event: Event) -> list[Message]:
    """TRANSACTION_UPDATE. Every account is a payable one, as in the published example (our choice)."""
    body = event.body
    related = [("OrderId", body["orderId"]), ("FinancialEventGroupId", body["groupId"])]
    said = {
        "SellingPartnerMetadata": {
            "SellingPartnerId": ctx.seller_id,
            "MarketplaceId": body["marketplaceId"],
            "AccountType": "PAYABLE",
        },
        "RelatedIdentifiers": [
            {"RelatedIdentifierName": name, "RelatedIdentifierValue": value} for name, value in related if value
        ],
        "TransactionType": body["type"],
        "PostedDate": stamp(event.occurred_at),
        "TotalAmount": {"CurrencyAmount": float(body["amount"]), "CurrencyCode": body["currencyCode"]},
    }
    payload = {"TransactionUpdateNotification": said}
    return [Message(subject=event.subject, payload=payload, marketplace_id=body["marketplaceId"])]


async def fee_promotion(ctx: Context, event: Event) -> list[Message]:
    """FEE_PROMOTION, with what the sale of a unit at today's price would cost while the promotion runs.

    The published schema has whole numbers for amounts, so they are rounded to whole units of the currency.
    """
    promotion = await fees.find(ctx.tx, ctx.seller_id, event.subject)
    offer = None if promotion is None else await offers.offer(ctx, promotion.marketplace_id, promotion.seller_sku)
    if promotion is None or offer is None:
        return []
    place = promotion.marketplace_id
    goods = goods_of(await products.find(ctx, place, promotion.asin))
    usual = estimate(goods, place, offer.price, offer.shipping, offer.channel)
    found = lessened(usual, [promotion], promotion.asin, offer.price)
    said = {
        "MerchantId": ctx.seller_id,
        "MarketplaceId": place,
        "FeePromotionType": "FeeDiscount",
        "FeePromotionTypeDescription": f"{promotion.percent.normalize():f} percent off {promotion.fee_type}",
        "PromotionActiveTimeRange": {
            "EffectiveFromDate": stamp(promotion.starts_at),
            "EffectiveThroughDate": stamp(promotion.ends_at),
        },
        "Identifiers": [
            _identifier("ASIN", promotion.asin, promotion.title),
            _identifier("SellerSKU", promotion.seller_sku, promotion.title),
        ],
        "PromotionInformation": [_information(promotion, found, event)],
    }
    payload = {"FeePromotionNotification": said}
    return [Message(subject=promotion.id, payload=payload, marketplace_id=place)]


def _identifier(type: str, id: str, name: str) -> Payload:
    return {
        "IdentifierType": type,
        "IdentifierValues": [{"IdentifierValueId": id, "IdentifierValueFriendlyName": name}],
    }


def _information(promotion: Promotion, found: list[Fee], event: Event) -> Payload:
    currency = MARKETPLACES[promotion.marketplace_id].currency
    off = sum((each.promotion for each in found), Decimal(0))
    return {
        "FeeType": promotion.fee_type,
        "FeeDiscountType": "Percentage",
        "FeeDiscountValue": float(promotion.percent),
        "PriceThreshold": _whole(promotion.least_price, currency),
        "FeeDiscountMonetaryAmount": _whole(off, currency),
        "FeesEstimate": {
            "TimeOfFeesEstimated": stamp(event.occurred_at),
            "TotalFeesEstimate": _whole(total(found), currency),
            "FeeDetails": [_detail(each) for each in found],
        },
    }


def _detail(fee: Fee) -> Payload:
    return {**_amounts(fee), "IncludedFees": [_amounts(each) for each in fee.parts]}


def _amounts(fee: Fee) -> Payload:
    return {
        "FeeType": fee.type,
        "FeeAmount": _whole(fee.amount, fee.currency),
        "TaxAmount": _whole(Decimal(0), fee.currency),
        "FeePromotion": _whole(fee.promotion, fee.currency),
        "FinalFee": _whole(fee.final, fee.currency),
    }


def _whole(amount: Decimal, currency: str) -> Payload:
    return {"Amount": int(amount.quantize(Decimal(1), ROUND_HALF_UP)), "CurrencyCode": currency}
