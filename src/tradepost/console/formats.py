"""How times, money and numbers are written on the pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
from markupsafe import Markup, escape

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.measures.amounts import CURRENCIES, rounded
from tradepost.simulation.clock import from_milliseconds

_CODE_LAST = frozenset({"AU", "BR", "CA", "GB", "IE", "IN", "SG", "US"})
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_TONES = {
    "Shipped": "good",
    "Delivered": "good",
    "BUYABLE": "good",
    "Succeeded": "good",
    "Unshipped": "waiting",
    "PartiallyShipped": "waiting",
    "Pending": "waiting",
    "PendingAvailability": "waiting",
    "COMPLETED": "good",
    "NOT_SERVICED": "waiting",
    "PENDING_SCHEDULE": "waiting",
    "HOLD": "waiting",
    "PAYMENT_DECLINED": "bad",
    "NOT_FULFILLABLE": "bad",
    "CANCELLED": "bad",
    "Canceled": "bad",
    "Lost": "bad",
    "Rejected": "bad",
    "Undeliverable": "bad",
    "Unfulfillable": "bad",
    "ERROR": "bad",
    "WARNING": "waiting",
}


def moment(at: datetime | int) -> Markup:
    """A time, to the minute, in UTC."""
    time = (from_milliseconds(at) if isinstance(at, int) else at).astimezone(UTC)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        time.isoformat(), time.strftime("%A, %d %B %Y, %H:%M:%S UTC"), time.strftime("%Y-%m-%d %H:%M")
    )


def money(amount: Decimal, currency: str) -> str:
    """An amount with the sign of its currency: ``$19.99``, ``−€4.00``."""
    value = rounded(amount, currency)
    sign = CURRENCIES[currency].sign
    sign += " " if sign.isalpha() else ""
    return f"{'−' if value < 0 else ''}{sign}{abs(value):,}"


def number(value: int) -> str:
    """A whole number, its thousands apart."""
    return f"{value:,}"


def signed(value: int) -> str:
    """A movement: ``+3``, ``−2``."""
    return f"+{value:,}" if value > 0 else f"−{abs(value):,}"


def place(marketplace_id: str) -> str:
    """A marketplace by its country: ``US``."""
    known = MARKETPLACES.get(marketplace_id)
    return known.country if known is not None else marketplace_id


def site(marketplace_id: str) -> str:
    """A marketplace by its name: ``Amazon.de``."""
    return MARKETPLACES[marketplace_id].name


def badge(text: str) -> Markup:
    """A status, in the color of what it means."""
    return Markup('<span class="badge {}">{}</span>').format(_TONES.get(text, "plain"), text)


def code(status: int) -> Markup:
    """An HTTP status, in the color of its class."""
    tone = "good" if 200 <= status < 300 else "waiting" if status in (0, 429) else "bad" if status >= 400 else "plain"
    return Markup('<span class="badge {}">{}</span>').format(tone, status or "dropped")


def words(type: str) -> str:
    """The type of an event or transition, in words: ``orders.status_changed`` is ``Status changed``."""
    said = type.rpartition(".")[2].replace("_", " ")
    return said[:1].upper() + said[1:]


def until(at: datetime | int, now: datetime) -> str:
    """How long it is until then: ``in 3 days``, ``in 20 min``."""
    time = from_milliseconds(at) if isinstance(at, int) else at
    left = time - now
    if left <= timedelta(0):
        return "now"
    for unit, name in ((timedelta(days=1), "days"), (timedelta(hours=1), "h"), (timedelta(minutes=1), "min")):
        if left >= unit:
            return f"in {left // unit} {name}"
    return f"in {left.seconds} s"


def town(city: str, state: str, postal_code: str, country: str) -> str:
    """The line of an address with the town, as its country writes it: ``Reno, NV 89501 US``, ``10115 Berlin DE``."""
    if country in _CODE_LAST:
        return f"{city}, {f'{state} {postal_code}'.strip()} {country}"
    return f"{f'{postal_code} {city}'.strip()}{f', {state}' if state else ''} {country}"


def told(body: Any) -> Markup:
    """What an event says, as short pairs."""
    pairs = body.items() if isinstance(body, dict) else ()
    shown = [
        Markup("<span><b>{}</b> {}</span>").format(name, _value(value))
        for name, value in pairs
        if isinstance(value, str | int | float) and name not in ("orderId", "marketplaceId", "sku")
    ]
    return Markup(" ").join(shown) if shown else Markup(escape(""))


def _value(value: str | float) -> str | float | Markup:
    return moment(datetime.fromisoformat(value)) if isinstance(value, str) and _INSTANT.fullmatch(value) else value


def pretty(text: str) -> str:
    """JSON with line breaks; what is not JSON as it is."""
    try:
        return msgspec.json.format(text.encode(), indent=2).decode()
    except msgspec.DecodeError:
        return text


FILTERS: dict[str, Callable[..., Any]] = {
    "moment": moment,
    "money": money,
    "number": number,
    "signed": signed,
    "place": place,
    "site": site,
    "badge": badge,
    "code": code,
    "words": words,
    "until": until,
    "town": town,
    "told": told,
    "pretty": pretty,
}
