"""What a request for an order, or for a preview of one, must be like as a whole. Every fault is found at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

import msgspec

from tradepost.domains.fba.fulfillment_outbound.asking.features import FEATURES
from tradepost.domains.fba.fulfillment_outbound.model import (
    MOST_LINES,
    MOST_UNITS,
    Action,
    hold_allowed,
)
from tradepost.domains.places.calendar import Speed
from tradepost.domains.places.countries import COUNTRIES
from tradepost.domains.problems import Problem

LONGEST_DISPLAYABLE_ID: Final = 40
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class RequestedItem(msgspec.Struct, frozen=True):
    """An item of a request; ``declared`` says whether it has a declared value."""

    item_id: str
    seller_sku: str
    quantity: int
    declared: bool = False
    currencies: tuple[str, ...] = ()


class OrderTerms(msgspec.Struct, frozen=True):
    """How an order is to be fulfilled. ``window`` is a delivery window in milliseconds since the epoch."""

    speed: Speed
    action: Action = "Ship"
    window: tuple[int, int] | None = None
    cash_on_delivery: bool = False
    delivery_preferences: bool = False
    payment_information: bool = False
    ship_from: str = ""
    emails: tuple[str, ...] = ()
    features: tuple[str, ...] = ()


def item_problems(items: Sequence[RequestedItem], country: str, currency: str = "") -> list[Problem]:
    """Faults of the items: published are 1 to 100 lines, at most 250 units, and a declared value in India.

    Our choice: at least one unit a line, ids that differ, and the marketplace's currency.
    """
    found = []
    if not items:
        found.append(Problem("items", "", "must have at least one item"))
    if len(items) > MOST_LINES:
        found.append(Problem("items", str(len(items)), f"must have at most {MOST_LINES} lines"))
    units = sum(max(each.quantity, 0) for each in items)
    if units > MOST_UNITS:
        found.append(Problem("items", str(units), f"must have at most {MOST_UNITS} units together"))
    often = Counter(each.item_id for each in items)
    for index, each in enumerate(items):
        path = f"items[{index}]"
        if each.quantity < 1:
            found.append(Problem(f"{path}.quantity", str(each.quantity), "must be at least 1"))
        if not each.item_id.strip():
            found.append(Problem(f"{path}.sellerFulfillmentOrderItemId", each.item_id, "must not be empty"))
        elif often[each.item_id] > 1:
            rule = "must be unique within the order"
            found.append(Problem(f"{path}.sellerFulfillmentOrderItemId", each.item_id, rule))
        if not each.seller_sku.strip():
            found.append(Problem(f"{path}.sellerSku", each.seller_sku, "must not be empty"))
        if country == "IN" and not each.declared:
            found.append(Problem(f"{path}.perUnitDeclaredValue", "", "is required in the marketplace of India"))
        found.extend(
            Problem(f"{path}.currencyCode", other, f"must be {currency}, the currency of the marketplace")
            for other in each.currencies
            if currency and other != currency
        )
    return found


def term_problems(terms: OrderTerms, country: str) -> list[Problem]:
    """Faults of the terms, by the country of the marketplace.

    Published model: a hold and a scheduled delivery do not mix; scheduled delivery and its window, cash on delivery
    and delivery preferences exist in Japan alone; payment information is required in India. Our choice: a scheduled
    delivery needs its window, and a window that service.
    """
    found = []
    if not hold_allowed(terms.action, terms.speed):
        rule = "must be Ship where shippingSpeedCategory is ScheduledDelivery"
        found.append(Problem("fulfillmentAction", terms.action, rule))
    found.extend(_japanese(terms, country))
    if country == "IN" and not terms.payment_information:
        found.append(Problem("paymentInformation", "", "is required in the marketplace of India"))
    if terms.ship_from and terms.ship_from not in COUNTRIES:
        found.append(Problem("shipFromCountryCode", terms.ship_from, "must be a country code of ISO 3166-1 alpha-2"))
    for index, email in enumerate(terms.emails):
        if not _EMAIL.fullmatch(email):
            found.append(Problem(f"notificationEmails[{index}]", email, "must be an email address"))
    for index, feature in enumerate(terms.features):
        if feature not in FEATURES:
            rule = f"must be one of {', '.join(FEATURES)}"
            found.append(Problem(f"featureConstraints[{index}].featureName", feature, rule))
    return found


def displayable_id(text: str) -> str:
    """The order id as recipients see it: without white space at both ends (published model)."""
    return text.strip()


def displayable_id_problems(text: str) -> list[Problem]:
    """Faults of that id: 1 to 40 characters of ISO 8859-1, no two spaces in a row (published model)."""
    stripped, path = displayable_id(text), "displayableOrderId"
    if not 1 <= len(stripped) <= LONGEST_DISPLAYABLE_ID:
        return [Problem(path, text, f"must have 1 to {LONGEST_DISPLAYABLE_ID} characters")]
    if "  " in stripped:
        return [Problem(path, text, "must not have two spaces in a row")]
    if any(ord(each) > 255 or not (each.isprintable() or each == "\xad") for each in stripped):
        return [Problem(path, text, "must be of letters, digits and signs of ISO 8859-1")]
    return []


def _japanese(terms: OrderTerms, country: str) -> list[Problem]:
    found = []
    scheduled = terms.speed == "ScheduledDelivery"
    if country != "JP":
        alone = "is available in the marketplace of Japan alone"
        if scheduled:
            found.append(Problem("shippingSpeedCategory", terms.speed, alone))
        if terms.window:
            found.append(Problem("deliveryWindow", "", alone))
        if terms.cash_on_delivery:
            found.append(Problem("codSettings.isCodRequired", "true", alone))
        if terms.delivery_preferences:
            found.append(Problem("deliveryPreferences", "", alone))
        return found
    if scheduled and terms.window is None:
        found.append(Problem("deliveryWindow", "", "is required where shippingSpeedCategory is ScheduledDelivery"))
    if terms.window and not scheduled:
        found.append(Problem("deliveryWindow", "", "needs the shippingSpeedCategory ScheduledDelivery"))
    if terms.window and terms.window[0] >= terms.window[1]:
        found.append(Problem("deliveryWindow.endDate", str(terms.window[1]), "must be after startDate"))
    return found
