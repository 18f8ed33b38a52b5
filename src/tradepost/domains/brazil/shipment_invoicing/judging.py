"""What is wrong with an invoice for a shipment: with key, seller, buyer, total and authorization. Pure.

Which checks Amazon makes is not published; these are our choice, after what an NF-e has to agree on.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from tradepost.domains.brazil.nfe import access_key
from tradepost.domains.brazil.nfe.access_key import MODEL
from tradepost.domains.brazil.nfe.reading import ReadNote
from tradepost.domains.places import taxpayers

_AUTHORIZED = "100"


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """What an invoice of a shipment has to say. ``used_for`` is another shipment that has this very invoice."""

    seller: str
    buyer: str
    total: Decimal
    used_for: str = ""


def problems_of(note: ReadNote, expected: Expected) -> tuple[str, ...]:
    """Everything that is wrong with an invoice, in words; nothing where it is accepted."""
    found = _of_key(note)
    if note.issuer != expected.seller:
        found.append(f"emit/CNPJ: '{note.issuer}' is not the seller's, {expected.seller}")
    if expected.buyer and note.recipient != expected.buyer:
        kind = taxpayers.kind_of(expected.buyer)
        found.append(f"dest: '{note.recipient}' is not the {kind} of the buyer, {expected.buyer}")
    if note.total != expected.total:
        found.append(f"total/ICMSTot/vNF: {note.total} is not the total of the shipment, {expected.total}")
    if note.status != _AUTHORIZED:
        found.append(
            f"protNFe/infProt/cStat: '{note.status}' is not {_AUTHORIZED}: the tax office has not authorized it"
        )
    elif note.confirmed_key != note.key:
        found.append(f"protNFe/infProt/chNFe: '{note.confirmed_key}' is not the key of the invoice, {note.key}")
    if expected.used_for:
        found.append(f"infNFe/@Id: {note.key} is the invoice of shipment {expected.used_for} already")
    return tuple(found)


def _of_key(note: ReadNote) -> list[str]:
    """What is wrong with the key: its form and check digit, and whether it says what the invoice says."""
    key = access_key.parsed(note.key)
    if key is None:
        return [f"infNFe/@Id: '{note.key[:60]}' is no access key: it has 44 characters, the last one by modulo 11"]
    month = note.issued_at[2:4] + note.issued_at[5:7]
    said = (
        ("ide/cUF", note.state, key.state),
        ("ide/dhEmi", month, key.month),
        ("emit/CNPJ", note.issuer, key.issuer),
        ("ide/mod", note.model, key.model),
        ("ide/serie", note.series, str(key.series)),
        ("ide/nNF", note.number, str(key.number)),
    )
    found = [
        f"{path}: '{value[:60]}' is not what the access key says, {other}"
        for path, value, other in said
        if value != other
    ]
    if key.model != MODEL:
        found.append(f"ide/mod: {key.model} is not {MODEL}")
    return found
