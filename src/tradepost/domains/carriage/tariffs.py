"""What carriers offer and what it costs: one table a carrier.

Our own figures, in the shape of public price lists and near them. Prices are in US dollars, and are carried into the
currency of the country that a parcel starts in by a price level, so that the same parcel always costs the same.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from tradepost.domains.carriage.carriers import CARRIERS
from tradepost.domains.carriage.tariff import Price, Service, Surcharges, Tariff
from tradepost.domains.carriage.zones import ABROAD, REMOTE

#: Price levels against the US dollar. Not exchange rates: what posting a parcel costs there.
LEVELS: Final[dict[str, Decimal]] = {
    "USD": Decimal(1),
    "CAD": Decimal("1.35"),
    "MXN": Decimal(14),
    "BRL": Decimal("3.60"),
    "EUR": Decimal("0.85"),
    "GBP": Decimal("0.72"),
    "SEK": Decimal(9),
    "PLN": Decimal("2.80"),
    "TRY": Decimal(18),
    "EGP": Decimal(14),
    "SAR": Decimal("3.20"),
    "AED": Decimal("3.20"),
    "INR": Decimal(14),
    "SGD": Decimal("1.10"),
    "AUD": Decimal("1.40"),
    "JPY": Decimal(110),
    "ZAR": Decimal(11),
}


_AT_HOME: Final = tuple(range(1, ABROAD))
_MAINLAND: Final = tuple(range(1, REMOTE))


def _price(first: str, zone: str, kilogram: str, kilogram_zone: str) -> Price:
    return Price(Decimal(first), Decimal(zone), Decimal(kilogram), Decimal(kilogram_zone))


#: Amazon's own services as resellers list them, by country: the slower and the faster one.
_LISTED: Final = {
    "US": (("std-us-swa-mfn", "Amazon Shipping Ground"), None),
    "GB": (("SWA-UK-2D", "Amazon Shipping Two Day"), ("SWA-UK-PREM", "Amazon Shipping One Day")),
    "IN": (("SWA-IN-OA", "Amazon Shipping Standard"), None),
    "ES": (None, ("SWA-ES-PRIME-PREM", "Amazon Shipping Express")),
    "IT": (None, ("SWA-IT-PRIME-PREM", "Spedizione nazionale express")),
    "FR": (None, ("SWA-FR-PRIME-PREM", "Amazon Shipping One Day")),
}


def _amazon(country: str) -> Tariff:
    """Amazon's own services: those that are listed, and others by the same pattern of ids (our choice)."""
    short = {"GB": "UK", "AE": "UAE"}.get(country, country)
    slower, faster = _LISTED.get(country, (None, None))
    ground_id, ground_name = slower or (f"std-{short.lower()}-swa-mfn", "Amazon Shipping Standard")
    premium_id, premium_name = faster or (f"SWA-{short}-PREM", "Amazon Shipping One Day")
    ground = Service(
        id=ground_id,
        name=ground_name,
        price=_price("3.90", "0.22", "0.70", "0.06"),
        days={"US": (2, 4), "GB": (2, 2)}.get(country, (1, 3)),
        zones=_MAINLAND if country == "US" else _AT_HOME,
        most_kg=Decimal("22.6"),
        collects=country in ("IN", "AE", "SA", "EG"),
    )
    premium = Service(
        id=premium_id,
        name=premium_name,
        price=_price("6.10", "0.35", "0.95", "0.08"),
        days=(1, 1),
        zones=_MAINLAND[:5],
        most_kg=Decimal(15),
        liquids=False,
        express=True,
    )
    return Tariff("Amazon Shipping", (ground, premium), Surcharges(fuel=Decimal("0.04"), oversize=Decimal("4.00")))


UPS: Final = Tariff(
    "UPS",
    (
        Service(
            id="UPS_PTP_GND",
            name="UPS Ground",
            price=_price("7.20", "0.45", "0.90", "0.14"),
            days=(1, 5),
            zones=_AT_HOME,
            most_kg=Decimal(68),
            longest=Decimal(274),
            girth=Decimal(419),
            hazmat=True,
        ),
        Service(
            id="UPS_PTP_2ND_DAY_AIR",
            name="UPS 2nd Day Air",
            price=_price("14.10", "1.10", "2.10", "0.38"),
            days=(2, 2),
            zones=_AT_HOME,
            most_kg=Decimal(68),
            longest=Decimal(274),
            girth=Decimal(419),
            express=True,
        ),
        Service(
            id="UPS_PTP_NEXT_DAY_AIR",
            name="UPS Next Day Air",
            price=_price("26.50", "2.20", "3.60", "0.60"),
            days=(1, 1),
            zones=_MAINLAND,
            most_kg=Decimal(68),
            longest=Decimal(274),
            girth=Decimal(419),
            liquids=False,
            express=True,
        ),
        Service(
            id="UPS_WORLDWIDE_SAVER",
            name="UPS Worldwide Saver",
            price=_price("30.00", "1.60", "4.20", "0.40"),
            days=(1, 3),
            zones=(10, 11, 12),
            most_kg=Decimal(68),
            longest=Decimal(274),
            girth=Decimal(419),
            liquids=False,
            express=True,
        ),
    ),
    Surcharges(
        fuel=Decimal("0.14"),
        residential=Decimal("3.40"),
        remote=Decimal("5.20"),
        oversize=Decimal("16.00"),
        hazmat=Decimal("24.00"),
    ),
    linked=True,
    manifests=True,
)
FEDEX: Final = Tariff(
    "FedEx",
    (
        Service(
            id="FEDEX_PTP_GROUND",
            name="FedEx Ground",
            price=_price("7.40", "0.44", "0.92", "0.14"),
            days=(1, 5),
            zones=_AT_HOME,
            most_kg=Decimal(68),
            longest=Decimal(274),
            girth=Decimal(419),
            hazmat=True,
        ),
        Service(
            id="FEDEX_PTP_SECOND_DAY",
            name="FedEx 2Day",
            price=_price("14.60", "1.05", "2.05", "0.36"),
            days=(2, 2),
            zones=_AT_HOME,
            most_kg=Decimal(68),
            longest=Decimal(302),
            girth=Decimal(419),
            express=True,
        ),
        Service(
            id="FEDEX_PTP_INTERNATIONAL_PRIORITY",
            name="FedEx International Priority",
            price=_price("31.00", "1.70", "4.40", "0.40"),
            days=(1, 3),
            zones=(10, 11, 12),
            most_kg=Decimal(68),
            longest=Decimal(274),
            girth=Decimal(330),
            liquids=False,
            express=True,
        ),
    ),
    Surcharges(
        fuel=Decimal("0.15"),
        residential=Decimal("3.60"),
        remote=Decimal("5.40"),
        oversize=Decimal("17.00"),
        hazmat=Decimal("26.00"),
    ),
    linked=True,
    manifests=True,
)
USPS: Final = Tariff(
    "USPS",
    (
        Service(
            id="USPS_PTP_GROUND_ADVANTAGE",
            name="USPS Ground Advantage",
            price=_price("4.40", "0.30", "0.85", "0.16"),
            days=(2, 5),
            zones=_AT_HOME,
            most_kg=Decimal("31.7"),
            longest=Decimal(274),
            girth=Decimal(330),
            step_kg=Decimal("0.25"),
            hazmat=True,
        ),
        Service(
            id="USPS_PTP_PRI",
            name="USPS Priority Mail",
            price=_price("7.80", "0.55", "1.30", "0.28"),
            days=(1, 3),
            zones=_AT_HOME,
            most_kg=Decimal("31.7"),
            longest=Decimal(200),
            girth=Decimal(274),
        ),
        Service(
            id="USPS_PTP_EXP",
            name="USPS Priority Mail Express",
            price=_price("27.00", "1.80", "2.70", "0.45"),
            days=(1, 2),
            zones=_AT_HOME,
            most_kg=Decimal("31.7"),
            longest=Decimal(200),
            girth=Decimal(274),
            liquids=False,
            express=True,
        ),
        Service(
            id="USPS_PTP_INTL",
            name="USPS Priority Mail International",
            price=_price("28.00", "1.50", "4.60", "0.45"),
            days=(3, 6),
            zones=(10, 11, 12),
            most_kg=Decimal("30"),
            longest=Decimal(150),
            girth=Decimal(274),
            liquids=False,
        ),
    ),
    Surcharges(oversize=Decimal("4.00"), signature=Decimal("3.70"), adult_signature=Decimal("9.35")),
    manifests=True,
)
DHL: Final = Tariff(
    "DHL",
    (
        Service(
            id="DHL_PAKET",
            name="DHL Paket",
            price=_price("4.90", "0.12", "0.42", "0.02"),
            days=(1, 2),
            zones=_AT_HOME,
            most_kg=Decimal("31.5"),
            longest=Decimal(120),
            girth=Decimal(300),
            hazmat=True,
        ),
        Service(
            id="DHL_PAKET_INTERNATIONAL",
            name="DHL Paket International",
            price=_price("9.80", "0.70", "1.10", "0.15"),
            days=(2, 4),
            zones=(10, 11, 12),
            most_kg=Decimal("31.5"),
            longest=Decimal(120),
            girth=Decimal(300),
        ),
    ),
    Surcharges(fuel=Decimal("0.02"), remote=Decimal("14.00"), oversize=Decimal("20.00"), insured_free=Decimal(500)),
    linked=True,
    manifests=True,
)
DPD: Final = Tariff(
    "DPD",
    (
        Service(
            id="DPD_CLASSIC",
            name="DPD Classic",
            price=_price("5.10", "0.15", "0.40", "0.03"),
            days=(1, 2),
            zones=_MAINLAND,
            most_kg=Decimal("31.5"),
            longest=Decimal(175),
            girth=Decimal(300),
        ),
        Service(
            id="DPD_CLASSIC_EUROPE",
            name="DPD Classic Europe",
            price=_price("8.90", "0.80", "0.90", "0.12"),
            days=(2, 4),
            zones=(10, 11),
            most_kg=Decimal("31.5"),
            longest=Decimal(175),
            girth=Decimal(300),
        ),
    ),
    Surcharges(fuel=Decimal("0.06"), residential=Decimal("0.60"), oversize=Decimal("12.00"), insured_free=Decimal(500)),
    linked=True,
)


def _post(name: str, code: str, *, collects: bool = False) -> Tariff:
    """The post of a country: a slower and a tracked quick service at home, and one abroad."""
    standard = Service(
        id=f"{code}_STANDARD",
        name=f"{name} Standard",
        price=_price("3.60", "0.18", "0.75", "0.06"),
        days=(2, 4),
        zones=_AT_HOME,
        most_kg=Decimal(20),
        longest=Decimal(120),
        girth=Decimal(300),
        collects=collects,
    )
    express = Service(
        id=f"{code}_EXPRESS",
        name=f"{name} Express",
        price=_price("7.20", "0.30", "1.20", "0.10"),
        days=(1, 2),
        zones=_AT_HOME,
        most_kg=Decimal(20),
        longest=Decimal(120),
        girth=Decimal(300),
        liquids=False,
        express=True,
    )
    abroad = Service(
        id=f"{code}_INTERNATIONAL",
        name=f"{name} International",
        price=_price("11.00", "0.90", "2.40", "0.30"),
        days=(3, 6),
        zones=(10, 11, 12),
        most_kg=Decimal(20),
        longest=Decimal(105),
        girth=Decimal(200),
        liquids=False,
    )
    return Tariff(name, (standard, express, abroad), Surcharges(oversize=Decimal("3.00"), insured_free=Decimal(50)))


def _courier(name: str, code: str, *, collects: bool = False) -> Tariff:
    """A parcel carrier of one country."""
    standard = Service(
        id=f"{code}_STANDARD",
        name=f"{name} Standard",
        price=_price("4.30", "0.25", "0.70", "0.06"),
        days=(1, 3),
        zones=_AT_HOME,
        collects=collects,
        hazmat=True,
    )
    return Tariff(name, (standard,), Surcharges(fuel=Decimal("0.08"), remote=Decimal("3.00"), oversize=Decimal("5.00")))


_MONEY_AT_THE_DOOR: Final = frozenset({"INDIA_POST", "BLUEDART", "ARAMEX", "YAMATO", "SAGAWA", "JAPAN_POST"})
_POSTS: Final[dict[str, str]] = {
    "CANADA_POST": "Canada Post",
    "CORREOS_DE_MEXICO": "Correos de México",
    "CORREIOS": "Correios",
    "ROYAL_MAIL": "Royal Mail",
    "AN_POST": "An Post",
    "LA_POSTE": "La Poste",
    "POSTE_ITALIANE": "Poste Italiane",
    "CORREOS": "Correos",
    "POSTNL": "PostNL",
    "BPOST": "bpost",
    "POSTNORD": "PostNord",
    "POCZTA_POLSKA": "Poczta Polska",
    "PTT": "PTT",
    "EGYPT_POST": "Egypt Post",
    "SPL": "SPL",
    "EMIRATES_POST": "Emirates Post",
    "INDIA_POST": "India Post",
    "SINGPOST": "SingPost",
    "AUSTRALIA_POST": "Australia Post",
    "JAPAN_POST": "Japan Post",
    "SAPO": "South African Post Office",
}
_COURIERS: Final[dict[str, str]] = {
    "INPOST": "InPost",
    "YURTICI": "Yurtiçi Kargo",
    "ARAMEX": "Aramex",
    "BLUEDART": "Blue Dart",
    "STARTRACK": "StarTrack",
    "YAMATO": "Yamato Transport",
    "SAGAWA": "Sagawa Express",
}
#: By the code of the carrier.
TARIFFS: Final[dict[str, Tariff]] = {
    **{f"AMZN_{country}": _amazon(country) for country in CARRIERS},
    "UPS": UPS,
    "FEDEX": FEDEX,
    "USPS": USPS,
    "DHL": DHL,
    "DPD": DPD,
    **{code: _post(name, code, collects=code in _MONEY_AT_THE_DOOR) for code, name in _POSTS.items()},
    **{code: _courier(name, code, collects=code in _MONEY_AT_THE_DOOR) for code, name in _COURIERS.items()},
}
#: The carrier and the service of a service id; ids are unique over carriers.
SERVICES: Final[dict[str, tuple[str, Service]]] = {
    service.id: (code, service) for code, tariff in TARIFFS.items() for service in tariff.services
}
