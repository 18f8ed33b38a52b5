"""The DANFE: an NF-e on paper, with its key as a barcode. It goes with the goods. After the published form. Pure."""

from __future__ import annotations

from typing import Final

from tradepost.domains.brazil.nfe.layout import ZONE, amount, written
from tradepost.domains.brazil.nfe.note import Note, Party
from tradepost.printing.pages import A4
from tradepost.printing.pdf import pdf
from tradepost.printing.sheet import Barcode, Box, Item, Line, Sheet, Text, column

_LEFT: Final = 10
_WIDTH: Final = 190
_FIRST_ROW: Final = 124.0
_ROW: Final = 5.0
_ROWS: Final = 30


def danfe(note: Note) -> bytes:
    """The invoice as a PDF."""
    return pdf(pages_of(note))


def pages_of(note: Note) -> list[Sheet]:
    """Its pages: more than one where it has more lines than fit."""
    pages = [note.lines[start : start + _ROWS] for start in range(0, len(note.lines), _ROWS)]
    sheets = []
    for number, lines in enumerate(pages, 1):
        items = _head(note, number, len(pages))
        for row, each in enumerate(lines):
            y = _FIRST_ROW + 6 + row * _ROW
            price = each.goods / each.units
            cells = (
                each.sku[:24],
                written(each.title, 52),
                note.code,
                str(each.units),
                amount(price),
                amount(each.goods),
            )
            items += [Text(x, y, cell, 7) for x, cell in zip(_COLUMNS, cells, strict=True)]
        sheets.append(Sheet(*A4, tuple(items)))
    return sheets


_COLUMNS: Final = (12, 52, 130, 145, 157, 178)
_TITLES: Final = ("CÓDIGO", "DESCRIÇÃO DO PRODUTO", "CFOP", "QTD", "V. UNITÁRIO", "V. TOTAL")


def _head(note: Note, page: int, pages: int) -> list[Item]:
    kind = "0 - ENTRADA" if note.nature.incoming else "1 - SAÍDA"
    spaced = " ".join(note.key[at : at + 4] for at in range(0, 44, 4))
    items: list[Item] = [
        Box(_LEFT, 10, _WIDTH, 36),
        Text(13, 12, note.issuer.name[:44], 11, bold=True),
        *column(13, 19, _lines_of(note.issuer), 8),
        *column(88, 12, ["DANFE", kind, f"Nº {note.number:09}", f"SÉRIE {note.series:03}", f"FOLHA {page}/{pages}"], 9),
        Barcode(122, 13, 74, 13, note.key),
        Text(120, 29, "CHAVE DE ACESSO", 6),
        Text(120, 32, spaced, 6.5, bold=True),
        Text(120, 37, "SEM VALOR FISCAL", 10, bold=True),
        Box(_LEFT, 48, _WIDTH, 10),
        Text(12, 49, "NATUREZA DA OPERAÇÃO", 6),
        Text(12, 53, written(note.nature.words, 60), 8),
        Text(120, 49, "PROTOCOLO DE AUTORIZAÇÃO DE USO", 6),
        Text(120, 53, _protocol(note), 8),
        Box(_LEFT, 62, _WIDTH, 28),
        Text(12, 63, "DESTINATÁRIO / REMETENTE", 6),
        Text(12, 67, note.recipient.name[:60], 10, bold=True),
        *column(12, 73, _lines_of(note.recipient), 8),
        Text(150, 63, "DATA DA EMISSÃO", 6),
        Text(150, 67, f"{note.issued_at.astimezone(ZONE):%d/%m/%Y %H:%M}", 9),
        Box(_LEFT, 94, _WIDTH, 24),
        Text(12, 95, "CÁLCULO DO IMPOSTO", 6),
    ]
    money = [
        ("VALOR DOS PRODUTOS", sum(each.goods for each in note.lines)),
        ("VALOR DO FRETE", sum(each.shipping for each in note.lines)),
        ("DESCONTO", sum(each.discount for each in note.lines)),
        ("OUTRAS DESPESAS", sum(each.other for each in note.lines)),
        ("VALOR TOTAL DA NOTA", note.total),
    ]
    for at, (title, value) in enumerate(money):
        items += [Text(12 + 37 * at, 101, title, 6), Text(12 + 37 * at, 106, f"{value:.2f}", 9, bold=at == 4)]
    items += [Text(x, _FIRST_ROW, title, 6) for x, title in zip(_COLUMNS, _TITLES, strict=True)]
    items.append(Line(_LEFT, _FIRST_ROW + 4, _LEFT + _WIDTH, _FIRST_ROW + 4))
    return items


def _lines_of(party: Party) -> list[str]:
    registration = f"   IE {party.registration}" if party.registration else ""
    return [
        f"{party.street}, {party.house} - {party.district}"[:60],
        f"{party.town} - {party.state}   CEP {party.postal_code}",
        f"CNPJ/CPF {party.tax_id}{registration}",
    ]


def _protocol(note: Note) -> str:
    if note.authorized_at is None:
        return "-"
    return f"{note.protocol} {note.authorized_at.astimezone(ZONE):%d/%m/%Y %H:%M:%S}"
