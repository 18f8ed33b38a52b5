"""Rules between values that no schema can say: check digits, and prices that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from tradepost.domains.selling.definitions.identifiers import fault_of
from tradepost.domains.selling.definitions.problems import LOWEST_PRICE, Problem, Spoken, invalid, without_price

Attributes = Mapping[str, Any]
_IDENTIFIER, _OFFER = "externally_assigned_product_identifier", "purchasable_offer"


def disagreements(attributes: Attributes, spoken: Spoken, *, complete: bool) -> list[Problem]:
    """What does not agree with itself. A complete listing must also name a price where it makes an offer."""
    found = list(_wrong_numbers(attributes, spoken))
    offers = _entries(attributes, _OFFER)
    for offer in offers:
        found += _prices(offer, spoken)
    if complete and offers and not any("our_price" in offer for offer in offers):
        found.append(without_price(_OFFER, spoken))
    return found


def _wrong_numbers(attributes: Attributes, spoken: Spoken) -> Iterator[Problem]:
    for entry in _entries(attributes, _IDENTIFIER):
        kind, number = entry.get("type"), entry.get("value")
        if isinstance(kind, str) and isinstance(number, str) and number[:-1].isascii() and number[:-1].isdigit():
            fault = fault_of(kind, number)
            if fault is not None:
                yield invalid(_IDENTIFIER, f"'{spoken.name(_IDENTIFIER)}' is '{number}', which {fault}.")


def _prices(offer: Mapping[str, Any], spoken: Spoken) -> Iterator[Problem]:
    """A lowest price above the price, or a highest below it (published example of issue 18155)."""
    price = _price(offer, "our_price")
    lowest, highest = _price(offer, "minimum_seller_allowed_price"), _price(offer, "maximum_seller_allowed_price")
    if price is not None and lowest is not None and lowest > price:
        yield invalid(_OFFER, f"The price is {price}, below the lowest price allowed, {lowest}.", LOWEST_PRICE)
    if price is not None and highest is not None and highest < price:
        yield invalid(_OFFER, f"The price is {price}, above the highest price allowed, {highest}.")
    sale = _price(offer, "discounted_price")
    if price is not None and sale is not None and sale >= price:
        yield invalid(_OFFER, f"The sale price is {sale}, which is not below the price, {price}.")


def _entries(attributes: Attributes, name: str) -> list[Mapping[str, Any]]:
    entries = attributes.get(name)
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _price(offer: Mapping[str, Any], kind: str) -> Decimal | None:
    """The price of a kind that an offer names, or None where it names none that is a number."""
    try:
        value = offer[kind][0]["schedule"][0]["value_with_tax"]
    except (KeyError, IndexError, TypeError):
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return Decimal(str(value))
