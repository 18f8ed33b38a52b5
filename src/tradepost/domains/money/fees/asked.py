"""What a caller asks an estimate for, read and checked."""

from __future__ import annotations

from collections.abc import Container
from decimal import Decimal, InvalidOperation

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import product_fees_v0 as api
from tradepost.domains.measures.amounts import rounded
from tradepost.domains.money.fees.engine import Channel, Program
from tradepost.domains.money.fees.refusals import CannotEstimate

_LARGEST = Decimal(10) ** 12


class Wish(msgspec.Struct):
    """One estimate as it was asked for: whose fees, by which name, at which price."""

    id_type: api.IdType
    id_value: str
    request: api.FeesEstimateRequest | None


class Terms(msgspec.Struct, frozen=True):
    """The terms of a sale in a marketplace's currency."""

    marketplace_id: str
    price: Decimal
    shipping: Decimal
    points: Decimal
    channel: Channel
    program: Program | None


def identifier(wish: Wish, seller_id: str) -> api.FeesEstimateIdentifier:
    """What was asked, as the answer repeats it."""
    request = wish.request
    found = api.FeesEstimateIdentifier(seller_id=seller_id, id_type=wish.id_type, id_value=wish.id_value)
    if request is not None:
        found.marketplace_id = request.marketplace_id
        found.is_amazon_fulfilled = bool(request.is_amazon_fulfilled)
        found.price_to_estimate_fees = request.price_to_estimate_fees
        found.seller_input_identifier = request.identifier
        found.optional_fulfillment_program = request.optional_fulfillment_program
    return found


def terms(request: api.FeesEstimateRequest | None, marketplaces: Container[str]) -> Terms:
    """The terms of an estimate. Raises CannotEstimate for the first thing that is wrong with them."""
    if request is None:
        raise CannotEstimate("FeesEstimateRequest", "", "is needed")
    marketplace = MARKETPLACES.get(request.marketplace_id)
    if marketplace is None or marketplace.id not in marketplaces:
        raise CannotEstimate(
            "MarketplaceId", request.marketplace_id, "is not a marketplace that the seller takes part in"
        )
    price = request.price_to_estimate_fees
    listing = _amount("ListingPrice", price.listing_price, marketplace.currency)
    if listing <= 0:
        raise CannotEstimate("ListingPrice.Amount", listing, "must be above zero")
    shipping = _amount("Shipping", price.shipping, marketplace.currency) if price.shipping else Decimal(0)
    return Terms(
        marketplace.id,
        listing,
        shipping,
        _points(price.points, marketplace.country, marketplace.currency),
        "AMAZON" if request.is_amazon_fulfilled else "MERCHANT",
        request.optional_fulfillment_program,
    )


def _points(points: api.Points | None, country: str, currency: str) -> Decimal:
    """What points are worth; they count in Japan alone (published model). A point without a value is worth one yen."""
    if points is None or country != "JP":
        return Decimal(0)
    if points.points_monetary_value is not None:
        return _amount("PointsMonetaryValue", points.points_monetary_value, currency)
    number = Decimal(points.points_number or 0)
    if number < 0:
        raise CannotEstimate("PointsNumber", number, "must not be below zero")
    return number


def _amount(name: str, money: api.MoneyType, currency: str) -> Decimal:
    if money.currency_code != currency:
        raise CannotEstimate(f"{name}.CurrencyCode", money.currency_code, f"is not the marketplace's, {currency}")
    try:
        found = Decimal(str(money.amount))
    except InvalidOperation:
        raise CannotEstimate(f"{name}.Amount", money.amount, "is not an amount") from None
    if not 0 <= found <= _LARGEST:
        raise CannotEstimate(f"{name}.Amount", found, "is not an amount from zero to a million millions")
    return rounded(found, currency)
