"""The marketplaces of the Selling Partner API: identifiers, countries, currencies, languages and time zones."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

Region = Literal["na", "eu", "fe"]


class Marketplace(msgspec.Struct, frozen=True):
    """One marketplace. ``country`` is ISO 3166-1 alpha-2, ``domain`` the name of its site."""

    id: str
    country: str
    region: Region
    currency: str
    language: str
    domain: str
    time_zone: str

    @property
    def site(self) -> str:
        """The domain without its ``www``, such as ``amazon.co.uk``."""
        return self.domain.removeprefix("www.")

    @property
    def name(self) -> str:
        """The name under which the Sellers API shows it, such as ``Amazon.co.uk``."""
        return "A" + self.site[1:]


def _row(
    country: str, id: str, region: Region, currency: str, language: str, domain: str, time_zone: str
) -> Marketplace:
    return Marketplace(id, country, region, currency, language, f"www.amazon.{domain}", time_zone)


MARKETPLACES: dict[str, Marketplace] = {
    each.id: each
    for each in (
        _row("US", "ATVPDKIKX0DER", "na", "USD", "en_US", "com", "America/Los_Angeles"),
        _row("CA", "A2EUQ1WTGCTBG2", "na", "CAD", "en_CA", "ca", "America/Los_Angeles"),
        _row("MX", "A1AM78C64UM0Y8", "na", "MXN", "es_MX", "com.mx", "America/Los_Angeles"),
        _row("BR", "A2Q3Y263D00KWC", "na", "BRL", "pt_BR", "com.br", "America/Sao_Paulo"),
        _row("IE", "A28R8C7NBKEWEA", "eu", "EUR", "en_IE", "ie", "Europe/Dublin"),
        _row("ES", "A1RKKUPIHCS9HS", "eu", "EUR", "es_ES", "es", "Europe/Paris"),
        _row("GB", "A1F83G8C2ARO7P", "eu", "GBP", "en_GB", "co.uk", "Europe/London"),
        _row("FR", "A13V1IB3VIYZZH", "eu", "EUR", "fr_FR", "fr", "Europe/Paris"),
        _row("BE", "AMEN7PMS3EDWL", "eu", "EUR", "fr_BE", "com.be", "Europe/Brussels"),
        _row("NL", "A1805IZSGTT6HS", "eu", "EUR", "nl_NL", "nl", "Europe/Amsterdam"),
        _row("DE", "A1PA6795UKMFR9", "eu", "EUR", "de_DE", "de", "Europe/Paris"),
        _row("IT", "APJ6JRA9NG5V4", "eu", "EUR", "it_IT", "it", "Europe/Paris"),
        _row("SE", "A2NODRKZP88ZB9", "eu", "SEK", "sv_SE", "se", "Europe/Stockholm"),
        _row("ZA", "AE08WJ6YKNBMC", "eu", "ZAR", "en_ZA", "co.za", "Africa/Johannesburg"),
        _row("PL", "A1C3SOZRARQ6R3", "eu", "PLN", "pl_PL", "pl", "Europe/Warsaw"),
        _row("EG", "ARBP9OOSHTCHU", "eu", "EGP", "ar_AE", "eg", "Africa/Cairo"),
        _row("TR", "A33AVAJ2PDY3EV", "eu", "TRY", "tr_TR", "com.tr", "Europe/Istanbul"),
        _row("SA", "A17E79C6D8DWNP", "eu", "SAR", "ar_AE", "sa", "Asia/Riyadh"),
        _row("AE", "A2VIGQ35RCS4UG", "eu", "AED", "en_AE", "ae", "Asia/Dubai"),
        _row("IN", "A21TJRUUN4KGV", "eu", "INR", "en_IN", "in", "Asia/Kolkata"),
        _row("SG", "A19VAU5U5O7RUS", "fe", "SGD", "en_SG", "sg", "Asia/Singapore"),
        _row("AU", "A39IBJ37TRP1C6", "fe", "AUD", "en_AU", "com.au", "Australia/Sydney"),
        _row("JP", "A1VC38T7YXB528", "fe", "JPY", "ja_JP", "co.jp", "Asia/Tokyo"),
    )
}

#: Where a seller manages the business, and authorizes applications. Five of Europe's have a host in common as well.
SELLER_CENTRAL_HOSTS = frozenset(
    {"sellercentral-europe.amazon.com", *(f"sellercentral.{each.site}" for each in MARKETPLACES.values())}
)


@cache
def in_region(region: str) -> frozenset[str]:
    """The ids of a region's marketplaces; of all of them where the region is empty."""
    return frozenset(id for id, each in MARKETPLACES.items() if not region or each.region == region)
