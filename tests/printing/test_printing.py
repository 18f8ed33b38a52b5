"""What is printed can be read again: barcodes from pictures and pages, texts from files."""

from __future__ import annotations

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from tradepost.printing.pages import LETTER, Grid, on_pages
from tradepost.printing.pdf import pdf
from tradepost.printing.png import png
from tradepost.printing.sheet import Barcode, Box, Line, Sheet, Symbology, Text, column
from tradepost.printing.zpl import zpl

CONTENTS: list[tuple[Symbology, str]] = [
    ("code128", "1Z999AA10123456784"),
    ("qr", "https://example.org/?a=1&b=2"),
    ("datamatrix", "FBA15ABCDEFGU000001"),
    ("pdf417", "AMZN,PO:FBA15ABCDEFG,UPC:012345678905,QTY:24"),
    ("ean13", "4006381333931"),
]


def label(symbology: Symbology, content: str) -> Sheet:
    return Sheet(
        101.6,
        152.4,
        (
            Box(2, 2, 97.6, 148.4),
            *column(6, 6, ["Jo Doe", "", "1 Main Street", "Seattle, WA 98101"], 11),
            Line(2, 40, 99.6, 40),
            Barcode(15, 50, 70, 30, content, symbology),
            Text(15, 90, content, 9, bold=True),
        ),
    )


def read(picture: bytes) -> list[str]:
    return [each.text for each in zxingcpp.read_barcodes(Image.open(BytesIO(picture)).convert("L"))]


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize(("symbology", "content"), CONTENTS)
def test_a_barcode_is_read_back_from_the_picture(symbology: Symbology, content: str, dpi: int) -> None:
    assert read(png(label(symbology, content), dpi)) == [content]


def test_a_picture_has_the_size_that_its_dots_make() -> None:
    assert Image.open(BytesIO(png(label(*CONTENTS[0]), 203))).size == (812, 1218)


def test_a_pdf_has_a_page_for_each_sheet_and_is_the_same_each_time() -> None:
    sheets = [label(*each) for each in CONTENTS]
    made = pdf(sheets)
    assert made.startswith(b"%PDF-")
    assert made.count(b"/Type /Page\n") == len(sheets)
    assert b"/MediaBox [ 0 0 288 432 ]" in made
    assert made == pdf(sheets)


def test_a_pdf_writes_names_that_are_not_latin() -> None:
    assert b"HeiseiKakuGo" in pdf([Sheet(100, 50, (Text(5, 5, "山田太郎"),))])


def test_zpl_says_each_barcode_in_the_printers_own_command() -> None:
    for (symbology, content), command in zip(CONTENTS, ("^BC", "^BQ", "^BX", "^B7", "^BE"), strict=True):
        program = zpl([label(symbology, content)]).decode()
        assert program.startswith("^XA\n^CI28\n^PW812\n^LL1218\n")
        assert program.endswith("^XZ\n")
        assert command in program
        assert content in program


def test_zpl_takes_no_commands_from_texts() -> None:
    program = zpl([Sheet(50, 20, (Text(1, 1, "a^XZ~JA_b"),))]).decode()
    assert "_5EXZ_7EJA_5Fb" in program
    assert program.count("^XZ") == 1


def test_labels_are_laid_out_on_pages_row_by_row() -> None:
    codes = [f"X00{number:07d}" for number in range(7)]
    labels = [Sheet(100, 84, (Barcode(10, 10, 60, 15, each),)) for each in codes]
    pages = on_pages(labels, Grid(LETTER, 2, 3, 4, 13, 105, 84))
    assert len(pages) == 2
    assert sorted(read(png(pages[0], 300))) == codes[:6]
    assert read(png(pages[1], 300)) == codes[6:]
