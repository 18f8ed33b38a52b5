"""Delivery offers: by when a product would arrive, in words that a shop can show, and until when that holds."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from tradepost.domains.places import calendar
from tradepost.domains.places.calendar import Speed
from tradepost.domains.places.countries import ships_to, time_zone

OFFERED: Final[tuple[Speed, ...]] = ("Priority", "Expedited", "Standard")

#: Words of an offer, with the day as {day} and the month as {month}; month names in their order.
_WORDS: Final[dict[str, tuple[str, str]]] = {
    "en": ("Arrives by {month} {day}", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    "de": ("Lieferung bis {day}. {month}", "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez."),
    "fr": ("Livré au plus tard le {day} {month}", "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."),
    "es": ("Llega antes del {day} {month}", "ene feb mar abr may jun jul ago sept oct nov dic"),
    "it": ("Arriva entro il {day} {month}", "gen feb mar apr mag giu lug ago set ott nov dic"),
    "ja": ("{month}{day}日までにお届け", "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月"),
    "pt": ("Chega até {day} {month}", "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez."),
    "nl": ("Bezorgd uiterlijk {day} {month}", "jan feb mrt apr mei jun jul aug sep okt nov dec"),
    "sv": ("Levereras senast {day} {month}", "jan. feb. mars apr. maj juni juli aug. sep. okt. nov. dec."),
    "pl": ("Dostawa do {day} {month}", "sty lut mar kwi maj cze lip sie wrz paź lis gru"),
    "tr": ("En geç {day} {month} teslim", "Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara"),
    "ar": ("يصل قبل {day} {month}", "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"),
}


class Offer(msgspec.Struct, frozen=True):
    """A delivery that could be had: between when, until when the offer holds, and its words with their locale."""

    speed: Speed
    earliest: datetime
    latest: datetime
    expires_at: datetime
    text: str
    locale: str


def delivery_offers(
    now: datetime, origin: str, destination: str, zone: str, locale: str, *, in_stock: bool
) -> tuple[Offer, ...]:
    """The offers for a product, fastest first; none where it is not in stock or the network does not ship there.

    ``origin`` and ``zone`` are those of the marketplace that the product ships from, ``locale`` its language
    (``de_DE``). An offer holds until the next cut-off. Our choice.
    """
    if not in_stock or not ships_to(origin, destination):
        return ()
    return tuple(
        _offer(speed, now, origin, destination, zone, locale)
        for speed in OFFERED
        if calendar.reachable(speed, origin, destination)
    )


def words(latest: datetime, country: str, locale: str) -> str:
    """What a shop shows, in the locale's language or in English, by the destination's day."""
    phrase, months = _WORDS.get(locale.split("_")[0], _WORDS["en"])
    local = latest.astimezone(ZoneInfo(time_zone(country)))
    return phrase.format(day=local.day, month=months.split()[local.month - 1])


def _offer(speed: Speed, now: datetime, origin: str, destination: str, zone: str, locale: str) -> Offer:
    dates = calendar.promise(speed, now, origin, destination, zone)
    return Offer(
        speed,
        dates.earliest_arrival,
        dates.latest_arrival,
        calendar.cut_off_after(speed, now, origin, zone),
        words(dates.latest_arrival, destination, locale),
        locale,
    )
