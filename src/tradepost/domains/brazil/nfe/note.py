"""An invoice: who issues it to whom, for which goods, for which reason, and what it comes to."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Final, Literal

import msgspec

InvoiceType = Literal["SALE", "SALE_RETURN", "REMITTANCE", "RETURN", "SYMBOLIC_REMITTANCE", "SYMBOLIC_RETURN"]
NOTHING: Final = Decimal(0)


class Nature(msgspec.Struct, frozen=True, kw_only=True):
    """Why goods change hands, as the tax offices name it: in words, and by the code (CFOP) within a state and beyond.

    ``incoming`` is an invoice by which its issuer takes goods in. ``purpose`` is 1 for usual ones, 4 for returns.
    """

    words: str
    within: str
    beyond: str
    incoming: bool = False
    purpose: Literal[1, 4] = 1
    to_consumer: bool = False


#: Published table of operations (CFOP); which of them is meant by which type is our choice.
NATURES: Final[dict[InvoiceType, Nature]] = {
    "SALE": Nature(
        words="Venda de mercadoria que não transita pelo estabelecimento",
        within="5106",
        beyond="6106",
        to_consumer=True,
    ),
    "SALE_RETURN": Nature(
        words="Devolução de venda de mercadoria", within="1202", beyond="2202", incoming=True, purpose=4
    ),
    "REMITTANCE": Nature(words="Remessa para depósito em armazém geral", within="5905", beyond="6905"),
    "RETURN": Nature(words="Retorno de mercadoria depositada em armazém geral", within="5906", beyond="6906"),
    "SYMBOLIC_REMITTANCE": Nature(words="Remessa simbólica para armazém geral", within="5934", beyond="6934"),
    "SYMBOLIC_RETURN": Nature(words="Retorno simbólico de mercadoria depositada", within="5907", beyond="6907"),
}


class Party(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody an invoice names: a plain CPF or CNPJ, a name, an address in Brazil.

    ``registration`` is the number at the state; without one nobody who pays tax on goods.
    """

    tax_id: str
    name: str
    street: str
    house: str
    district: str
    town: str
    state: str
    postal_code: str
    phone: str = ""
    registration: str = ""


class Carrier(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who carries the goods, as far as it was said, and the plate of his vehicle with the state that it is of."""

    tax_id: str = ""
    name: str = ""
    registration: str = ""
    address: str = ""
    state: str = ""
    plate: str = ""
    plate_state: str = ""


class GoodsLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Units of one product. ``goods`` is what they cost together, in reais; the rest is on top or taken off."""

    sku: str
    title: str
    units: int
    goods: Decimal
    shipping: Decimal = NOTHING
    discount: Decimal = NOTHING
    other: Decimal = NOTHING

    @property
    def total(self) -> Decimal:
        """What this line comes to."""
        return self.goods + self.shipping + self.other - self.discount


class Note(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One NF-e. ``refers_to`` are the keys of invoices that it follows on; ``protocol`` is the tax office's number for
    it, once it is authorized."""

    key: str
    type: InvoiceType
    series: int
    number: int
    issued_at: datetime
    issuer: Party
    recipient: Party
    lines: tuple[GoodsLine, ...]
    refers_to: tuple[str, ...] = ()
    order_id: str = ""
    carrier: Carrier | None = None
    protocol: str = ""
    authorized_at: datetime | None = None

    @property
    def nature(self) -> Nature:
        """Why."""
        return NATURES[self.type]

    @property
    def code(self) -> str:
        """Why, as a code: it depends on whether the goods leave the state."""
        return self.nature.within if self.issuer.state == self.recipient.state else self.nature.beyond

    @property
    def total(self) -> Decimal:
        """What it comes to."""
        return sum((each.total for each in self.lines), NOTHING)

    @property
    def paid(self) -> bool:
        """Whether somebody pays for it."""
        return self.type == "SALE"
