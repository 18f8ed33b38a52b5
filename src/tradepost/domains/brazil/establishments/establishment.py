"""A seller's place of business in Brazil: the numbers by which the tax offices know it, and its address. Pure."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from tradepost.domains.places import taxpayers
from tradepost.simulation.seed import Seed

Invoicer = Literal["AMAZON", "SELLER"]
_DIGITS: Final = "0123456789"
_STREETS: Final = ("Rua das Flores", "Avenida Brasil", "Rua XV de Novembro", "Rua Barão do Rio Branco")


class Rejection(msgspec.Struct, frozen=True, kw_only=True):
    """What the tax office says of the next invoices, so many of them, in place of authorizing them."""

    code: str
    reason: str
    times: int


class Establishment(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One seller's. ``cnpj`` and ``registration`` (inscrição estadual) are plain numbers.

    ``invoiced_by`` says who issues the invoices of FBA sales: Amazon, as usual, or the seller himself, who then takes
    part in FBA Onsite (published guide of Shipment Invoicing).
    """

    cnpj: str
    registration: str
    name: str
    street: str
    house: str
    district: str = "Centro"
    town: str = "Curitiba"
    state: str = "PR"
    postal_code: str = "80010000"
    phone: str = "4130305500"
    invoiced_by: Invoicer = "AMAZON"
    rejection: Rejection | None = None


def drawn(seed: Seed, seller_id: str, store: str) -> Establishment:
    """The establishment that a seller has from the beginning: in Curitiba, with numbers of the seed (our choice)."""
    return Establishment(
        cnpj=taxpayers.cnpj(seed, "establishment", seller_id),
        registration=taxpayers.state_registration("PR", seed.letters(_DIGITS, 8, "state registration", seller_id)),
        name=f"{store} Comércio Ltda.",
        street=seed.pick(_STREETS, "establishment street", seller_id),
        house=str(1 + seed.number("establishment house", seller_id) % 999),
    )
