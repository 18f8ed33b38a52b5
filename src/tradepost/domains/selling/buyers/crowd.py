"""Simulated buyers as orders know them: drawn by the seed, each by a number."""

from __future__ import annotations

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.context import Context
from tradepost.domains.places import taxpayers
from tradepost.domains.selling.orders.order import Address, Buyer
from tradepost.simulation.people import person

#: Quarters that many towns of Brazil have.
_QUARTERS = ("Centro", "Jardim América", "Vila Nova", "Boa Vista", "Santo Antônio", "São José", "Bela Vista")
_COMPANIES = ("Workshop", "Office", "Studio", "Hotel", "Clinic", "School", "Kitchen", "Garage")


def buyer(ctx: Context, marketplace_id: str, number: int, *, business: bool = False) -> Buyer:
    """The buyer of this number in a marketplace; the same each time that he comes back."""
    marketplace = MARKETPLACES[marketplace_id]
    found = person(ctx.seed, marketplace.country, marketplace.domain, number)
    company = ""
    if business:
        kind = ctx.seed.pick(_COMPANIES, "company", marketplace.country, number)
        company = f"{found.name.split()[-1]} {kind}"
    key = ("buyer", marketplace.country, number)
    brazilian = marketplace.country == "BR"
    number_of = taxpayers.cnpj if business else taxpayers.cpf
    return Buyer(
        name=found.name,
        email=found.email,
        address=Address(
            name=found.name,
            company=company,
            address_line1=found.address_line,
            city=found.city,
            county=ctx.seed.pick(_QUARTERS, "quarter", *key) if brazilian else "",
            state_or_region=found.state,
            postal_code=found.postal_code,
            country_code=found.country,
            phone=found.phone,
            address_type="Commercial" if business else "Residential",
        ),
        business=business,
        company=company,
        tax_id=number_of(ctx.seed, *key) if brazilian else "",
    )
