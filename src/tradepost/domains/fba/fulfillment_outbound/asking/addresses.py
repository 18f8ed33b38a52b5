"""What a destination address must be like, country by country. Every fault is found at once."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from tradepost.domains.places.countries import (
    ANY_POSTAL_CODE,
    COUNTRIES,
    POSTAL_CODES,
    STATE_REQUIRED,
    STATES,
    US_MILITARY_STATES,
    ships_to,
)
from tradepost.domains.problems import Problem

#: Longest texts, in characters. Our choice: the model has no limits, labels have.
LONGEST: Final[dict[str, int]] = {
    "name": 50,
    "addressLine1": 60,
    "addressLine2": 60,
    "addressLine3": 60,
    "city": 50,
    "districtOrCounty": 50,
    "stateOrRegion": 50,
    "postalCode": 20,
    "phone": 30,
}

_PHONE: Final = re.compile(r"[+(]?\d[\d\s().\-/]*(?:\s?(?:x|ext\.?)\s?\d{1,6})?", re.IGNORECASE)
_PO_BOX: Final = re.compile(
    r"\b(?:p\.?\s*o\.?\s*box|post\s+office\s+box|postfach|packstation|bo[iî]te\s+postale|apartado\s+postal|"
    r"apartado\s+de\s+correos|casella\s+postale|caixa\s+postal|postbus|skrytka\s+pocztowa)\b",
    re.IGNORECASE,
)
_PATTERNS: Final = {country: re.compile(pattern) for country, pattern in POSTAL_CODES.items()}
_ANY: Final = re.compile(ANY_POSTAL_CODE)


class Destination(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where an order goes, as its caller wrote it."""

    name: str
    address_line1: str
    country_code: str
    postal_code: str
    address_line2: str = ""
    address_line3: str = ""
    city: str = ""
    district_or_county: str = ""
    state_or_region: str = ""
    phone: str = ""

    @property
    def is_po_box(self) -> bool:
        """Whether it is a post office box, which only the post delivers to."""
        return any(_PO_BOX.search(line) for line in (self.address_line1, self.address_line2, self.address_line3))

    @property
    def is_military(self) -> bool:
        """Whether it is a post office of the US forces."""
        return self.country_code == "US" and self.state_or_region.strip().upper() in US_MILITARY_STATES

    @property
    def place(self) -> tuple[str, str, str]:
        """City, state and country, as tracking shows them. Japan writes the city in its lines (published model)."""
        city = self.city or self.district_or_county or self.address_line2 or self.address_line1
        return city[:150], self.state_or_region[:150], self.country_code


def address_problems(address: Destination, origin: str, path: str = "destinationAddress") -> list[Problem]:
    """Every rule that the address breaks; ``origin`` is the country of the marketplace whose network ships.

    Published model: city everywhere but in Japan, where it should not be used; an ISO country code. The other rules are
    our choice, from postal practice.
    """
    found = [*_text_problems(address, path), *_city_problems(address, path)]
    country = address.country_code
    if country not in COUNTRIES:
        found.append(Problem(f"{path}.countryCode", country, "must be a country code of ISO 3166-1 alpha-2"))
        return found
    if not ships_to(origin, country):
        found.append(Problem(f"{path}.countryCode", country, f"is not a country that orders from {origin} ship to"))
    found.extend(_state_problems(address, path))
    found.extend(postal_code_problems(country, address.postal_code, f"{path}.postalCode"))
    return found


def postal_code_problems(country: str, code: str, path: str) -> list[Problem]:
    """Whether the postal code has the form of its country; letters in either case."""
    text = code.strip().upper()
    if not text or _PATTERNS.get(country, _ANY).fullmatch(text):
        return []
    return [Problem(path, code, f"must be a postal code of {country}")]


def _text_problems(address: Destination, path: str) -> list[Problem]:
    texts = {
        "name": address.name,
        "addressLine1": address.address_line1,
        "addressLine2": address.address_line2,
        "addressLine3": address.address_line3,
        "city": address.city,
        "districtOrCounty": address.district_or_county,
        "stateOrRegion": address.state_or_region,
        "postalCode": address.postal_code,
        "phone": address.phone,
    }
    found = [
        Problem(f"{path}.{name}", texts[name], "must not be empty")
        for name in ("name", "addressLine1", "postalCode")
        if not texts[name].strip()
    ]
    for name, text in texts.items():
        if len(text) > LONGEST[name]:
            found.append(Problem(f"{path}.{name}", text, f"must have at most {LONGEST[name]} characters"))
        elif any(ord(each) < 32 or ord(each) == 127 for each in text):
            found.append(Problem(f"{path}.{name}", text, "must not have control characters"))
    if address.phone.strip() and not _PHONE.fullmatch(address.phone.strip()):
        found.append(Problem(f"{path}.phone", address.phone, "must be a phone number"))
    return found


def _city_problems(address: Destination, path: str) -> list[Problem]:
    if address.country_code == "JP":
        rule = "must not be used in Japan" if address.city.strip() else ""
    else:
        rule = "" if address.city.strip() else "is required in every country but Japan"
    return [Problem(f"{path}.city", address.city, rule)] if rule else []


def _state_problems(address: Destination, path: str) -> list[Problem]:
    state = address.state_or_region.strip()
    if not state:
        if address.country_code not in STATE_REQUIRED:
            return []
        return [Problem(f"{path}.stateOrRegion", "", f"is required in {address.country_code}")]
    known = STATES.get(address.country_code)
    if known is None or state.upper() in known:
        return []
    return [Problem(f"{path}.stateOrRegion", state, f"must be a state or province of {address.country_code}")]
