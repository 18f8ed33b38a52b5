"""What attributes say of an offer: prices, channel, handling time. Pure; money is Decimal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.measures.amounts import rounded, smallest_coin
from tradepost.domains.selling.catalog import attributes as said
from tradepost.domains.selling.definitions.terms import fulfillment_channels
from tradepost.domains.selling.listings.listing import Attributes, Channel

OFFER = "purchasable_offer"
AVAILABILITY = "fulfillment_availability"
OWN_CHANNEL = "DEFAULT"
#: The codes of Amazon's own channels.
NETWORK: Final = frozenset(fulfillment_channels(each)[1] for each in MARKETPLACES)
_HANDLING_DAYS = 2
_DATED = ("our_price", "discounted_price")


class Tier(msgspec.Struct, frozen=True):
    """What a business pays for each unit from so many on."""

    from_quantity: int
    price: Decimal


class Prices(msgspec.Struct, frozen=True, kw_only=True):
    """The prices of an offer at one time, with the tax that its marketplace's prices include."""

    currency: str
    price: Decimal
    regular: Decimal
    business: Decimal | None = None
    tiers: tuple[Tier, ...] = ()
    lowest_allowed: Decimal | None = None
    highest_allowed: Decimal | None = None


def prices(attributes: Attributes, now: datetime) -> Prices | None:
    """The prices of an offer at a time; None where nobody can buy, for want of a price or because it is not time."""
    entries = list(said.entries(attributes, OFFER))
    for_all = next((each for each in entries if each.get("audience", "ALL") == "ALL"), None)
    if for_all is None or not _is_time(for_all, now):
        return None
    currency = str(for_all.get("currency", ""))
    regular = _scheduled(for_all, "our_price", now, currency)
    if regular is None:
        return None
    discounted = _scheduled(for_all, "discounted_price", now, currency)
    business = next((each for each in entries if each.get("audience") == "B2B"), {})
    business_price = _scheduled(business, "our_price", now, currency)
    return Prices(
        currency=currency,
        price=regular if discounted is None else min(regular, discounted),
        regular=regular,
        business=business_price,
        tiers=tuple(_tiers(business or for_all, business_price or regular, currency)),
        lowest_allowed=_scheduled(for_all, "minimum_seller_allowed_price", now, currency),
        highest_allowed=_scheduled(for_all, "maximum_seller_allowed_price", now, currency),
    )


def next_change(attributes: Attributes, now: datetime) -> datetime | None:
    """When prices will change by themselves next: where a sale begins or ends, or the offer as a whole."""
    entries = list(said.entries(attributes, OFFER))
    dated = [*entries, *(each for entry in entries for name in _DATED for each in _schedules(entry, name))]
    times = (_time(each.get(name)) for each in dated for name in ("start_at", "end_at"))
    return min((each for each in times if each is not None and each > now), default=None)


def channel_of(attributes: Attributes) -> Channel:
    """Who ships: Amazon where any of its channels is named, otherwise the seller, from whichever of his locations."""
    codes = [each.get("fulfillment_channel_code", OWN_CHANNEL) for each in said.entries(attributes, AVAILABILITY)]
    return "AMAZON" if any(code in NETWORK for code in codes) else "MERCHANT"


def quantities_said(attributes: Attributes) -> dict[str, int | None]:
    """How many units the seller has, as he says: by the code of the location, "" for his own channel as a whole; None
    where he names it and does not say."""
    found: dict[str, int | None] = {}
    for each in said.entries(attributes, AVAILABILITY):
        code, quantity = each.get("fulfillment_channel_code", OWN_CHANNEL), each.get("quantity")
        if code not in NETWORK:
            found["" if code == OWN_CHANNEL else code] = None if quantity is None else int(quantity)
    return found


def handling_days(attributes: Attributes) -> int:
    """In how many working days the seller ships at the latest; two where he does not say (our choice)."""
    found = said.part(attributes, AVAILABILITY, "lead_time_to_ship_max_days")
    return _HANDLING_DAYS if found is None else int(float(found))


def condition(attributes: Attributes) -> str:
    """The condition of what is offered, such as ``new_new``."""
    return said.text(attributes, "condition_type") or "new_new"


def condition_note(attributes: Attributes) -> str:
    """What the seller says of the condition; empty where he says nothing."""
    return said.text(attributes, "condition_note") or ""


def most_at_once(attributes: Attributes) -> int | None:
    """How many units one order may have, where the seller limits it."""
    return said.number(attributes, "max_order_quantity")


def _is_time(entry: dict[str, Any], now: datetime) -> bool:
    start, end = (_time(entry.get(name)) for name in ("start_at", "end_at"))
    return (start is None or start <= now) and (end is None or now < end)


def _time(told: Any) -> datetime | None:
    text = told.get("value") if isinstance(told, dict) else told
    if not isinstance(text, str):
        return None
    found = datetime.fromisoformat(text)
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _schedules(entry: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    for prices in entry.get(name) or ():
        yield from prices.get("schedule") or ()


def _scheduled(entry: dict[str, Any], name: str, now: datetime, currency: str) -> Decimal | None:
    """The price of a schedule that is in force, in whole coins; of several the last one."""
    found = None
    for each in _schedules(entry, name):
        if _is_time(each, now) and each.get("value_with_tax") is not None:
            found = rounded(Decimal(str(each["value_with_tax"])), currency)
    return found


def _tiers(entry: dict[str, Any], price: Decimal, currency: str) -> Iterator[Tier]:
    for schedule in _schedules(entry, "quantity_discount_plan"):
        for level in schedule.get("levels") or ():
            value = Decimal(str(level["value"]))
            if schedule.get("discount_type") == "percent":
                value = price - price * value / 100
            yield Tier(int(level["lower_bound"]), max(rounded(value, currency), smallest_coin(currency)))
