"""Facts about countries: ISO codes, postal code forms, time zones, and where a marketplace's network ships to."""

from __future__ import annotations

from typing import Final


def _words(text: str, separator: str | None = None) -> frozenset[str]:
    return frozenset(word.strip() for word in text.split(separator))


#: ISO 3166-1 alpha-2.
COUNTRIES: Final[frozenset[str]] = _words(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
    GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO
    JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR
    MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO
    RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV
    TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
    """
)

EUROPEAN_UNION: Final[frozenset[str]] = _words(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
)

#: Postal codes of the marketplaces' countries and some neighbors, matched in full, letters in upper case. Countries
#: that are absent take any code of up to ten letters, digits, spaces and hyphens.
POSTAL_CODES: Final[dict[str, str]] = {
    "AE": r"\d{5,6}|N/?A",
    "AT": r"[1-9]\d{3}",
    "AU": r"\d{4}",
    "BE": r"[1-9]\d{3}",
    "BR": r"\d{5}-?\d{3}",
    "CA": r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d",
    "CH": r"[1-9]\d{3}",
    "CZ": r"\d{3} ?\d{2}",
    "DE": r"\d{5}",
    "DK": r"\d{4}",
    "EG": r"\d{5}(\d{2})?",
    "ES": r"(0[1-9]|[1-4]\d|5[0-2])\d{3}",
    "FI": r"\d{5}",
    "FR": r"\d{5}",
    "GB": r"GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-HJKMNPR-Y\d]? ?\d[ABD-HJLNP-UW-Z]{2}",
    "IE": r"([AC-FHKNPRTV-Y]\d{2}|D6W) ?[0-9AC-FHKNPRTV-Y]{4}",
    "IN": r"[1-9]\d{2} ?\d{3}",
    "IT": r"\d{5}",
    "JP": r"\d{3}-?\d{4}",
    "LU": r"(L-)?\d{4}",
    "MX": r"\d{5}",
    "NL": r"[1-9]\d{3} ?[A-Z]{2}",
    "PL": r"\d{2}-\d{3}",
    "PR": r"00[679]\d{2}(-\d{4})?",
    "PT": r"\d{4}(-\d{3})?",
    "SA": r"\d{5}(-\d{4})?",
    "SE": r"(SE-)?\d{3} ?\d{2}",
    "SG": r"\d{6}",
    "TR": r"(0[1-9]|[1-7]\d|8[01])\d{3}",
    "US": r"\d{5}(-?\d{4})?",
    "ZA": r"\d{4}",
}
ANY_POSTAL_CODE: Final = r"[A-Z0-9](?:[A-Z0-9 -]{0,8}[A-Z0-9])?"

#: Where an address without a state or region cannot be delivered (our choice, from postal practice).
STATE_REQUIRED: Final[frozenset[str]] = frozenset({"AE", "AU", "BR", "CA", "IN", "JP", "MX", "US"})

US_STATES: Final[frozenset[str]] = _words(
    """
    AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR
    PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI AA AE AP FM MH PW
    """
)
US_STATE_NAMES: Final[frozenset[str]] = _words(
    """
    ALABAMA,ALASKA,ARIZONA,ARKANSAS,CALIFORNIA,COLORADO,CONNECTICUT,DELAWARE,DISTRICT OF COLUMBIA,FLORIDA,GEORGIA,
    HAWAII,IDAHO,ILLINOIS,INDIANA,IOWA,KANSAS,KENTUCKY,LOUISIANA,MAINE,MARYLAND,MASSACHUSETTS,MICHIGAN,MINNESOTA,
    MISSISSIPPI,MISSOURI,MONTANA,NEBRASKA,NEVADA,NEW HAMPSHIRE,NEW JERSEY,NEW MEXICO,NEW YORK,NORTH CAROLINA,
    NORTH DAKOTA,OHIO,OKLAHOMA,OREGON,PENNSYLVANIA,RHODE ISLAND,SOUTH CAROLINA,SOUTH DAKOTA,TENNESSEE,TEXAS,UTAH,
    VERMONT,VIRGINIA,WASHINGTON,WEST VIRGINIA,WISCONSIN,WYOMING,PUERTO RICO,GUAM,VIRGIN ISLANDS,AMERICAN SAMOA
    """,
    ",",
)
CA_PROVINCES: Final[frozenset[str]] = _words("AB BC MB NB NL NS NT NU ON PE QC SK YT")
CA_PROVINCE_NAMES: Final[frozenset[str]] = _words(
    "ALBERTA,BRITISH COLUMBIA,MANITOBA,NEW BRUNSWICK,NEWFOUNDLAND AND LABRADOR,NEWFOUNDLAND,NOVA SCOTIA,"
    "NORTHWEST TERRITORIES,NUNAVUT,ONTARIO,PRINCE EDWARD ISLAND,QUEBEC,QUÉBEC,SASKATCHEWAN,YUKON",
    ",",
)
STATES: Final[dict[str, frozenset[str]]] = {
    "US": US_STATES | US_STATE_NAMES,
    "CA": CA_PROVINCES | CA_PROVINCE_NAMES,
}

#: Military post offices: the standard service alone reaches them, and no carrier but the post (our choice).
US_MILITARY_STATES: Final[frozenset[str]] = frozenset({"AA", "AE", "AP"})

_EUROPE: Final = EUROPEAN_UNION | {"AD", "CH", "GB", "LI", "MC", "NO", "SM", "VA"}

#: Which countries a marketplace's network ships to, by the country of the marketplace. A country outside is refused,
#: as callers have reported for a US address in Europe; the lists themselves are our choice, after the public
#: descriptions of the remote fulfillment, European and export programs.
SHIPS_TO: Final[dict[str, frozenset[str]]] = {
    "US": frozenset({"US", "PR", "VI", "GU", "AS", "MP", "CA", "MX"}),
    "CA": frozenset({"CA", "US"}),
    "MX": frozenset({"MX", "US"}),
    "GB": frozenset({"GB", "IM", "JE", "GG", "IE"}),
    **dict.fromkeys(("DE", "FR", "IT", "ES", "NL", "BE", "SE", "PL", "IE"), _EUROPE),
    "AE": frozenset({"AE", "SA", "KW", "QA", "BH", "OM"}),
    "SA": frozenset({"SA", "AE", "KW", "QA", "BH", "OM"}),
    "SG": frozenset({"SG", "MY"}),
    "AU": frozenset({"AU", "NZ"}),
}

TIME_ZONES: Final[dict[str, str]] = {
    "AE": "Asia/Dubai",
    "AT": "Europe/Vienna",
    "AU": "Australia/Sydney",
    "BE": "Europe/Brussels",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CH": "Europe/Zurich",
    "DE": "Europe/Berlin",
    "DK": "Europe/Copenhagen",
    "EG": "Africa/Cairo",
    "ES": "Europe/Madrid",
    "FI": "Europe/Helsinki",
    "FR": "Europe/Paris",
    "GB": "Europe/London",
    "IE": "Europe/Dublin",
    "IN": "Asia/Kolkata",
    "IT": "Europe/Rome",
    "JP": "Asia/Tokyo",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NL": "Europe/Amsterdam",
    "NZ": "Pacific/Auckland",
    "PL": "Europe/Warsaw",
    "PT": "Europe/Lisbon",
    "SA": "Asia/Riyadh",
    "SE": "Europe/Stockholm",
    "SG": "Asia/Singapore",
    "TR": "Europe/Istanbul",
    "US": "America/Los_Angeles",
    "ZA": "Africa/Johannesburg",
}


def ships_to(origin: str, destination: str) -> bool:
    """Whether the network of a marketplace in one country delivers to another; always within the country."""
    return origin == destination or destination in SHIPS_TO.get(origin, frozenset())


def time_zone(country: str, otherwise: str = "UTC") -> str:
    """The IANA time zone by which days are counted in that country; of several the one with most warehouses."""
    return TIME_ZONES.get(country, otherwise)


def crosses_customs(origin: str, destination: str) -> bool:
    """Whether goods from one country to the other clear customs."""
    return (
        origin != destination
        and not {origin, destination} <= EUROPEAN_UNION
        and destination not in _TERRITORIES.get(origin, frozenset())
    )


_TERRITORIES: Final[dict[str, frozenset[str]]] = {
    "US": frozenset({"PR", "VI", "GU", "AS", "MP"}),
    "GB": frozenset({"IM"}),
    "FR": frozenset({"MC"}),
}
