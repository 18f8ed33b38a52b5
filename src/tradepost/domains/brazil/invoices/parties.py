"""Who is named by documents: sellers, buyers, and Amazon's fulfillment centers. Pure."""

from __future__ import annotations

import re
from typing import Final

from tradepost.domains.brazil.establishments.establishment import Establishment
from tradepost.domains.brazil.nfe.note import Party
from tradepost.domains.places import brazil, taxpayers
from tradepost.domains.places.centers import AMAZON_IN_BRAZIL, CENTERS, FulfillmentCenter
from tradepost.domains.selling.orders.order import Order
from tradepost.simulation.seed import Seed

AMAZON: Final = "Amazon Serviços de Varejo do Brasil Ltda."
_NOT_DIGITS: Final = re.compile(r"[^0-9]")
_NO_NUMBER: Final = "S/N"
_NO_DISTRICT: Final = "Centro"


def seller(of: Establishment) -> Party:
    """A seller."""
    return Party(
        tax_id=of.cnpj,
        name=of.name,
        street=of.street,
        house=of.house,
        district=of.district,
        town=of.town,
        state=of.state,
        postal_code=of.postal_code,
        phone=of.phone,
        registration=of.registration,
    )


def center(of: FulfillmentCenter) -> Party:
    """A fulfillment center: a place of business of Amazon's, with a number of its own (our choice)."""
    place = f"00{10 + CENTERS['BR'].index(of)}"
    return Party(
        tax_id=taxpayers.branch(AMAZON_IN_BRAZIL[:8], place),
        name=AMAZON,
        street=of.street,
        house=_NO_NUMBER,
        district=_NO_DISTRICT,
        town=of.city,
        state=of.state,
        postal_code=_digits(of.postal_code),
        registration=taxpayers.state_registration(of.state, AMAZON_IN_BRAZIL[:6] + place),
    )


def buyer(seed: Seed, order: Order) -> Party:
    """Whoever has ordered; one whose number as a taxpayer nobody has noted gets one (our choice)."""
    who, place = order.buyer, order.buyer.address
    street, _, house = place.address_line1.rpartition(",")
    numbered = bool(street.strip()) and any(each.isdigit() for each in house)
    return Party(
        tax_id=who.tax_id or taxpayers.cpf(seed, "buyer of order", order.id),
        name=who.company or who.name,
        street=street if numbered else place.address_line1,
        house=house.strip() if numbered else _NO_NUMBER,
        district=place.county or place.address_line2 or _NO_DISTRICT,
        town=place.city,
        state=brazil.known_state(place.state_or_region),
        postal_code=_digits(place.postal_code).rjust(8, "0")[-8:],
        phone=phone if 6 <= len(phone := _digits(place.phone)) <= 14 else "",
    )


def _digits(text: str) -> str:
    return _NOT_DIGITS.sub("", text)
