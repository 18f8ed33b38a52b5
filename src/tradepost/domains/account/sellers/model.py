"""Who is behind a selling partner: a business and a person, drawn from the seed. Pure."""

from __future__ import annotations

from tradepost.accounts.records import SellingPartner
from tradepost.contract import sellers as api
from tradepost.domains.brazil.establishments.establishment import Establishment
from tradepost.simulation.seed import Seed

_GIVEN = ("Alex", "Robin", "Kim", "Sam", "Andrea", "Nikita", "Sascha", "Toni", "Charlie", "Dominique")
_FAMILY = ("Berger", "Lopez", "Okafor", "Tanaka", "Kowalska", "Rossi", "Nguyen", "Haddad", "Larsson", "Moreau")
_STREETS = ("Harbor", "Mill", "Station", "Garden", "Church", "Market", "River", "Forest", "Park", "Bridge")
_TOWNS: dict[str, tuple[str, str, str | None]] = {
    "US": ("Portland", "97204", "OR"),
    "CA": ("Toronto", "M5H 2N2", "ON"),
    "MX": ("Guadalajara", "44100", "JAL"),
    "BR": ("Curitiba", "80010-000", "PR"),
    "GB": ("Leeds", "LS1 4AP", None),
    "DE": ("Leipzig", "04109", None),
    "FR": ("Lyon", "69002", None),
    "IT": ("Torino", "10121", None),
    "ES": ("Valencia", "46002", None),
    "JP": ("Sapporo", "060-0001", "Hokkaido"),
    "AU": ("Hobart", "7000", "TAS"),
    "SG": ("Singapore", "048581", None),
}


def business_of(seed: Seed, partner: SellingPartner, country: str) -> api.Business:
    """The company behind a selling partner."""
    family = seed.pick(_FAMILY, "business", partner.seller_id)
    return api.Business(
        name=f"{family} Trading Ltd.",
        registered_business_address=_address(seed, partner.seller_id, "business", country),
        company_registration_number=seed.letters("0123456789", 8, "registration", partner.seller_id),
        company_tax_identification_number=seed.letters("0123456789", 9, "tax", partner.seller_id),
    )


def brazilian(of: Establishment) -> api.Business:
    """The company behind a selling partner whose home is Brazil: the one that its invoices name."""
    return api.Business(
        name=of.name,
        registered_business_address=api.Address(
            address_line1=f"{of.street}, {of.house}",
            address_line2=of.district,
            country_code="BR",
            city=of.town,
            postal_code=f"{of.postal_code[:5]}-{of.postal_code[5:]}",
            state_or_province_code=of.state,
        ),
        company_registration_number=of.registration,
        company_tax_identification_number=of.cnpj,
    )


def contact_of(seed: Seed, partner: SellingPartner, country: str) -> api.PrimaryContact:
    """The person to ask for at a selling partner."""
    given, family = seed.pick(_GIVEN, "given", partner.seller_id), seed.pick(_FAMILY, "business", partner.seller_id)
    return api.PrimaryContact(name=f"{given} {family}", address=_address(seed, partner.seller_id, "contact", country))


def _address(seed: Seed, seller_id: str, whose: str, country: str) -> api.Address:
    town, postal_code, state = _TOWNS.get(country, ("Amsterdam", "1011 AB", None))
    number = 1 + seed.number("house", whose, seller_id) % 120
    return api.Address(
        address_line1=f"{number} {seed.pick(_STREETS, 'street', whose, seller_id)} Street",
        country_code=country if country in _TOWNS else "NL",
        city=town,
        postal_code=postal_code,
        state_or_province_code=state,
    )
