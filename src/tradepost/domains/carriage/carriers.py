"""Who brings packages to the door: carriers by country, their links, and tracking numbers in their forms."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final
from urllib.parse import quote

import msgspec

from tradepost.domains.carriage import check_digits
from tradepost.simulation.seed import Seed

DIGITS: Final = "0123456789"
CAPITALS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LETTERS_AND_DIGITS: Final = DIGITS + CAPITALS + CAPITALS.lower()

Draw = Callable[[str, int], str]
Numbering = Callable[[Draw], str]


class Carrier(msgspec.Struct, frozen=True):
    """A carrier: its code, how callers reach it, how it numbers parcels, and how much of the parcels it gets."""

    code: str
    url: str
    numbering: Numbering
    phone: str = ""
    weight: int = 1
    amazon: bool = False
    post: bool = False


def _amazon(country: str) -> Carrier:
    prefix, length = {"US": ("TBA", 12), "CA": ("TBC", 12), "MX": ("TBM", 12), "GB": ("UK", 10)}.get(
        country, (country, 10)
    )
    url = "https://track.amazon.com"
    return Carrier(f"AMZN_{country}", url, lambda draw: prefix + draw(DIGITS, length), weight=6, amazon=True)


def _ups(draw: Draw) -> str:
    body = draw(DIGITS + CAPITALS, 6) + "03" + draw(DIGITS, 7)
    return f"1Z{body}{check_digits.ups(body)}"


def _usps(draw: Draw) -> str:
    body = "94001" + draw(DIGITS, 16)
    return body + check_digits.gs1(body)


def _fedex(draw: Draw) -> str:
    body = "7" + draw(DIGITS, 10)
    return body + check_digits.fedex(body)


def _dhl(draw: Draw) -> str:
    body = "00340434" + draw(DIGITS, 11)
    return body + check_digits.gs1(body)


def _dpd(draw: Draw) -> str:
    body = "0" + draw(DIGITS, 13)
    return body + check_digits.iso_7064_mod_37_36(body)


def _gs1(prefix: str, length: int) -> Numbering:
    def number(draw: Draw) -> str:
        body = prefix + draw(DIGITS, length - len(prefix) - 1)
        return body + check_digits.gs1(body)

    return number


def _s10(service: str, country: str) -> Numbering:
    def number(draw: Draw) -> str:
        body = draw(DIGITS, 8)
        return f"{service}{body}{check_digits.s10(body)}{country}"

    return number


def _modulo_7(first: str) -> Numbering:
    def number(draw: Draw) -> str:
        body = first + draw(DIGITS, 11 - len(first))
        return body + check_digits.modulo_7(body)

    return number


def _plain(prefix: str, digits: int) -> Numbering:
    return lambda draw: prefix + draw(DIGITS, digits)


UPS: Final = Carrier("UPS", "https://www.ups.com", _ups, weight=2)
FEDEX: Final = Carrier("FEDEX", "https://www.fedex.com", _fedex)
USPS: Final = Carrier("USPS", "https://www.usps.com", _usps, weight=2, post=True)
DHL: Final = Carrier("DHL", "https://www.dhl.de", _dhl, weight=3, post=True)
DPD: Final = Carrier("DPD", "https://www.dpd.com", _dpd, weight=2)
ARAMEX: Final = Carrier("ARAMEX", "https://www.aramex.com", _plain("", 11), weight=2)


def _post(code: str, url: str, service: str, country: str) -> Carrier:
    return Carrier(code, url, _s10(service, country), weight=2, post=True)


#: Besides Amazon's own, which comes first everywhere. Shares and choice of carriers are ours.
_OTHERS: Final[dict[str, tuple[Carrier, ...]]] = {
    "US": (UPS, USPS, FEDEX),
    "CA": (
        Carrier("CANADA_POST", "https://www.canadapost-postescanada.ca", _gs1("7", 16), weight=2, post=True),
        UPS,
    ),
    "MX": (_post("CORREOS_DE_MEXICO", "https://www.correosdemexico.gob.mx", "LP", "MX"), FEDEX),
    "BR": (_post("CORREIOS", "https://www.correios.com.br", "QB", "BR"),),
    "GB": (_post("ROYAL_MAIL", "https://www.royalmail.com", "RN", "GB"), DPD),
    "IE": (_post("AN_POST", "https://www.anpost.com", "CE", "IE"), DPD),
    "DE": (DHL, DPD),
    "FR": (_post("LA_POSTE", "https://www.laposte.fr", "LA", "FR"), DPD),
    "IT": (_post("POSTE_ITALIANE", "https://www.poste.it", "CP", "IT"), UPS),
    "ES": (_post("CORREOS", "https://www.correos.es", "CD", "ES"), DPD),
    "NL": (_post("POSTNL", "https://www.postnl.nl", "CD", "NL"), DPD),
    "BE": (_post("BPOST", "https://www.bpost.be", "CD", "BE"), DPD),
    "SE": (_post("POSTNORD", "https://www.postnord.se", "UB", "SE"), DPD),
    "PL": (
        Carrier("INPOST", "https://inpost.pl", _gs1("6", 24), weight=2),
        _post("POCZTA_POLSKA", "https://www.poczta-polska.pl", "CP", "PL"),
    ),
    "TR": (
        _post("PTT", "https://www.ptt.gov.tr", "RR", "TR"),
        Carrier("YURTICI", "https://www.yurticikargo.com", _plain("", 12)),
    ),
    "EG": (_post("EGYPT_POST", "https://www.egyptpost.org", "CP", "EG"), ARAMEX),
    "SA": (_post("SPL", "https://splonline.com.sa", "CP", "SA"), ARAMEX),
    "AE": (_post("EMIRATES_POST", "https://www.emiratespost.ae", "CP", "AE"), ARAMEX),
    "IN": (
        _post("INDIA_POST", "https://www.indiapost.gov.in", "EE", "IN"),
        Carrier("BLUEDART", "https://www.bluedart.com", _plain("", 11)),
    ),
    "SG": (_post("SINGPOST", "https://www.singpost.com", "EZ", "SG"), DHL),
    "AU": (
        _post("AUSTRALIA_POST", "https://auspost.com.au", "CP", "AU"),
        Carrier("STARTRACK", "https://startrack.com.au", _plain("", 12)),
    ),
    "JP": (
        Carrier("YAMATO", "https://www.kuronekoyamato.co.jp", _modulo_7("4"), weight=3),
        Carrier("SAGAWA", "https://www.sagawa-exp.co.jp", _modulo_7("5")),
        Carrier("JAPAN_POST", "https://www.post.japanpost.jp", _modulo_7("3"), post=True),
    ),
    "ZA": (_post("SAPO", "https://www.postoffice.co.za", "CP", "ZA"), ARAMEX),
}
CARRIERS: Final[dict[str, tuple[Carrier, ...]]] = {
    country: (_amazon(country), *others) for country, others in _OTHERS.items()
}
BY_CODE: Final[dict[str, Carrier]] = {each.code: each for row in CARRIERS.values() for each in row}

#: The site that shows a package without naming Amazon, by country.
_TRACKING_SITES: Final[dict[str, str]] = {
    "GB": "www.swiship.co.uk",
    "DE": "www.swiship.de",
    "FR": "www.swiship.fr",
    "IT": "www.swiship.it",
    "ES": "www.swiship.es",
    "JP": "www.swiship.jp",
    "AU": "www.swiship.com.au",
}


def candidates_for(
    origin: str, destination: str, *, block_amzl: bool = False, post_only: bool = False
) -> tuple[Carrier, ...]:
    """Who may bring a package from a country to another: never Amazon's own where that is blocked, nor across a border.

    ``post_only`` is for post office boxes and military addresses.
    """
    candidates = CARRIERS[origin]
    if block_amzl or post_only or origin != destination:
        candidates = tuple(each for each in candidates if not each.amazon)
    if post_only:
        candidates = tuple(each for each in candidates if each.post) or candidates
    return candidates


def choose_carrier(
    seed: Seed,
    origin: str,
    destination: str,
    *key: str | int,
    block_amzl: bool = False,
    post_only: bool = False,
    down: Collection[str] = (),
) -> Carrier:
    """Which of ``candidates_for`` brings a package; who is ``down`` does not, while another of them can."""
    candidates = candidates_for(origin, destination, block_amzl=block_amzl, post_only=post_only)
    up = tuple(each for each in candidates if each.code not in down) or candidates
    return seed.pick([each for each in up for _ in range(each.weight)], "carrier", *key)


def tracking_number(seed: Seed, carrier: Carrier, *key: str | int) -> str:
    """The carrier's number for a package, with its check digit where the carrier has one that is public."""
    draws = iter(range(10))
    return carrier.numbering(lambda alphabet, length: seed.letters(alphabet, length, "tracking", *key, next(draws)))


def tracking_link(number: str, country: str) -> str:
    """Where the recipient follows a package (published model: a page of swiship)."""
    return f"https://{_TRACKING_SITES.get(country, 'www.swiship.com')}/track?id={quote(number, safe='')}"


def shipment_id(seed: Seed, seller_id: str, order_id: str, number: int) -> str:
    """Amazon's id of an order's shipment: ``D`` and eight letters or digits, as in published examples."""
    return "D" + seed.letters(LETTERS_AND_DIGITS, 8, "shipment", seller_id, order_id, number)


def package_number(seed: Seed, seller_id: str, shipment: str, number: int, attempt: int = 0) -> int:
    """A package's number: nine or ten digits, at most 2,147,483,647. ``attempt`` rises where it is taken already."""
    lowest, highest = 100_000_000, 2_147_483_647
    return lowest + seed.number("package", seller_id, shipment, number, attempt) % (highest - lowest + 1)
