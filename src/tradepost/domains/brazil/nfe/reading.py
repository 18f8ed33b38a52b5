"""What the XML of an NF-e says that somebody else has made: what is needed to judge it, and nothing more."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final

import msgspec
from lxml import etree

from tradepost.domains.brazil.nfe.layout import NAMESPACE

_NAMES: Final = {"n": NAMESPACE}
_MOST_BYTES: Final = 5 << 20
#: No text that is looked at is longer.
_LONGEST: Final = 60


class NotAnInvoiceError(Exception):
    """The bytes are no NF-e of the national layout; the text says why."""


class ReadNote(msgspec.Struct, frozen=True, kw_only=True):
    """An NF-e as it was read. ``status`` and ``confirmed_key`` are the tax office's, or empty."""

    key: str
    state: str
    model: str
    series: str
    number: str
    issued_at: str
    issuer: str
    recipient: str
    total: Decimal
    status: str
    confirmed_key: str


def read(content: bytes) -> ReadNote:
    """Reads an ``NFe``, alone or in its ``nfeProc``. Nothing outside of it is fetched. Raises NotAnInvoiceError."""
    if len(content) > _MOST_BYTES:
        raise NotAnInvoiceError(f"has more than {_MOST_BYTES} bytes")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise NotAnInvoiceError("is not well-formed XML") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotAnInvoiceError("has a document type, which an NF-e has not")
    notes = root.xpath("descendant-or-self::n:infNFe", namespaces=_NAMES)
    if not isinstance(notes, list) or len(notes) != 1:
        raise NotAnInvoiceError(f"has no infNFe of {NAMESPACE}, or more than one")
    said = notes[0]
    assert isinstance(said, etree._Element)
    return ReadNote(
        key=str(said.get("Id") or "").removeprefix("NFe")[:_LONGEST],
        state=_text(said, "n:ide/n:cUF"),
        model=_text(said, "n:ide/n:mod"),
        series=_text(said, "n:ide/n:serie"),
        number=_text(said, "n:ide/n:nNF"),
        issued_at=_text(said, "n:ide/n:dhEmi"),
        issuer=_text(said, "n:emit/n:CNPJ"),
        recipient=_text(said, "n:dest/n:CPF") or _text(said, "n:dest/n:CNPJ"),
        total=_amount(_text(said, "n:total/n:ICMSTot/n:vNF")),
        status=_text(root, "n:protNFe/n:infProt/n:cStat"),
        confirmed_key=_text(root, "n:protNFe/n:infProt/n:chNFe"),
    )


def _text(within: etree._Element, path: str) -> str:
    found = within.find(path, _NAMES)
    return "" if found is None or found.text is None else found.text.strip()[:_LONGEST]


def _amount(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise NotAnInvoiceError(f"says of its total (vNF): '{text[:30]}'") from None
    if not value.is_finite():
        raise NotAnInvoiceError(f"says of its total (vNF): '{text[:30]}'")
    return value
