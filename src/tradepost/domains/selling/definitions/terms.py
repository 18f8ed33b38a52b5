"""What differs from marketplace to marketplace in a definition: units, currency, channels, size systems, countries."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from importlib.resources import files

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.measures import units

Choice = tuple[str, str, str]
"""A value of a list: as it is sent, and as it is shown in English and in German."""

_CHANNELS = {"na": "AMAZON_NA", "eu": "AMAZON_EU", "IN": "AMAZON_IN", "JP": "AMAZON_JP", "AU": "AMAZON_AU"}
_SIZE_SYSTEMS = {
    "US": "as1",
    "CA": "as1",
    "MX": "as1",
    "BR": "as7",
    "GB": "as2",
    "IE": "as2",
    "ZA": "as2",
    "DE": "as3",
    "NL": "as3",
    "SE": "as3",
    "PL": "as3",
    "FR": "as4",
    "ES": "as4",
    "BE": "as4",
    "IT": "as5",
    "IN": "as6",
    "JP": "as8",
}


def country_of(marketplace_id: str) -> str:
    """The country of a marketplace."""
    return MARKETPLACES[marketplace_id].country


def currency(marketplace_id: str) -> str:
    """The currency of a marketplace."""
    return MARKETPLACES[marketplace_id].currency


def applies(where: tuple[str, ...], marketplace_id: str) -> bool:
    """Whether something that exists in these regions or countries only exists in a marketplace."""
    marketplace = MARKETPLACES[marketplace_id]
    return not where or marketplace.region in where or marketplace.country in where


def choices_of_units(measured: str, marketplace_id: str) -> tuple[Choice, ...]:
    """The units that a measure may have, the one that the country uses first."""
    first = units.usual(measured, country_of(marketplace_id))
    ordered = sorted(units.UNITS[measured], key=lambda each: each is not first)
    return tuple((each.name, each.en, each.de) for each in ordered)


def measured_in(measured: str, value: float, marketplace_id: str) -> tuple[str, float | int]:
    """A value in the first metric unit, as the country would tell it: the unit, and about as much in it."""
    there = units.usual(measured, country_of(marketplace_id))
    if there is units.UNITS[measured][0]:
        return there.name, value
    name, amount = units.told(Decimal(str(value)), measured, country_of(marketplace_id))
    return name, int(amount) if amount == amount.to_integral_value() else float(amount)


def fulfillment_channels(marketplace_id: str) -> tuple[str, ...]:
    """The fulfillment channels of a marketplace: the seller's own (``DEFAULT``), and Amazon's.

    Amazon's is named after the region, and after the country in India, Japan, Australia and Singapore (our choice,
    where no public document names one).
    """
    marketplace = MARKETPLACES[marketplace_id]
    own = _CHANNELS.get(marketplace.country) or _CHANNELS.get(marketplace.region) or f"AMAZON_{marketplace.country}"
    return ("DEFAULT", own)


def choices(vocabulary: str, marketplace_id: str) -> tuple[Choice, ...]:
    """The values of a list that depends on the marketplace. Raises LookupError for a list that is not known."""
    if vocabulary == "currency":
        return _plain(currency(marketplace_id))
    if vocabulary == "channel":
        seller, amazon = fulfillment_channels(marketplace_id)
        return ((seller, "Shipped by the seller", "Versand durch den Verkäufer"), _by_amazon(amazon))
    if vocabulary == "country":
        return tuple((code, name, name) for code, name in countries().items())
    if vocabulary == "size_system":
        return _plain(_SIZE_SYSTEMS.get(country_of(marketplace_id), "as1"))
    raise LookupError(f"no list of values is named {vocabulary!r}")


def _plain(value: str) -> tuple[Choice, ...]:
    return ((value, value, value),)


def _by_amazon(channel: str) -> Choice:
    return (channel, "Shipped by Amazon", "Versand durch Amazon")


@cache
def countries() -> dict[str, str]:
    """The countries of ISO 3166-1 with their English names, from the time zone database that Tradepost ships with."""
    table = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8")
    return dict(line.split("\t", 1) for line in table.splitlines() if line and not line.startswith("#"))
