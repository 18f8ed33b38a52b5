"""What Amazon lets a seller off of his fees."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from starlette.responses import Response

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.control.calls import Call, answer, in_utc
from tradepost.domains.money.fees import promoting
from tradepost.domains.money.fees.promotion import PromotedFee, Promotion
from tradepost.errors import InvalidInput
from tradepost.scenarios.acting import Seller
from tradepost.simulation.clock import END_OF_TIME, EPOCH

_USUAL = timedelta(days=30)
_MOST_MONEY = 1_000_000


class NewPromotion(msgspec.Struct, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """A promotion of a fee of what the seller offers by a SKU, from now and for 30 days where nothing is said."""

    sku: Annotated[str, Meta(min_length=1, max_length=60)]
    percent: Decimal
    fee_type: PromotedFee = "ReferralFee"
    marketplace_id: str = "ATVPDKIKX0DER"
    price_threshold: Decimal = Decimal(0)
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    seller_id: str | None = None


async def promote(call: Call) -> Response:
    """``POST fee-promotions``: 201, with the promotion. Raises InvalidInput, NothingToPromote."""
    wish, world = await call.body(NewPromotion), await call.world()
    _check(wish)
    seller_id = wish.seller_id or (await call.installation.credentials(world)).seller_id
    async with Seller(world, seller_id, "control").acting() as ctx:
        made = await promoting.grant(
            ctx,
            wish.marketplace_id,
            wish.sku,
            wish.fee_type,
            wish.percent,
            wish.price_threshold,
            _span(wish, ctx.now),
        )
    return answer({"sellerId": seller_id, **_shown(made)}, 201)


def _check(wish: NewPromotion) -> None:
    if wish.marketplace_id not in MARKETPLACES:
        raise InvalidInput("Invalid Input", f"marketplaceId: '{wish.marketplace_id[:60]}' is no marketplace")
    for name, value, most in (("percent", wish.percent, 100), ("priceThreshold", wish.price_threshold, _MOST_MONEY)):
        if not (value.is_finite() and 0 <= value <= most):
            raise InvalidInput("Invalid Input", f"{name}: '{value}' is not from 0 to {most}")


def _span(wish: NewPromotion, now: datetime) -> tuple[datetime, datetime]:
    """From when until when. Raises InvalidInput unless the end comes after the beginning, in years of the clock."""
    try:
        start = now if wish.starts_at is None else in_utc(wish.starts_at)
        end = start + _USUAL if wish.ends_at is None else in_utc(wish.ends_at)
    except OverflowError:
        raise InvalidInput("Invalid Input", "startsAt, endsAt: a time is outside of the calendar") from None
    if not EPOCH <= start < end <= END_OF_TIME:
        raise InvalidInput(
            "Invalid Input", f"endsAt: '{end.isoformat()}' does not come after startsAt '{start.isoformat()}'"
        )
    return start, end


def _shown(each: Promotion) -> dict[str, Any]:
    return {
        "promotionId": each.id,
        "marketplaceId": each.marketplace_id,
        "sku": each.seller_sku,
        "asin": each.asin,
        "feeType": each.fee_type,
        "percent": each.percent,
        "priceThreshold": each.least_price,
        "startsAt": each.starts_at,
        "endsAt": each.ends_at,
    }
