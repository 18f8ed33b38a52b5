"""Electronic invoices by themselves: keys, what they come to, paper, and reading what others have written."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tradepost.domains.brazil.nfe import access_key, danfe, layout, reading
from tradepost.domains.brazil.nfe.note import GoodsLine, Note, Party
from tradepost.printing import png

AT = datetime(2031, 3, 4, 1, 30, tzinfo=UTC)
SELLER = Party(
    tax_id="11222333000181",
    name="Loja Boa Ltda.",
    street="Rua das Flores",
    house="12",
    district="Centro",
    town="Curitiba",
    state="PR",
    postal_code="80010000",
    registration="1234567850",
)
BUYER = Party(
    tax_id="52998224725",
    name="Ana Souza",
    street="Rua Augusta",
    house="1508",
    district="Consolação",
    town="São Paulo",
    state="SP",
    postal_code="01304001",
)


def note(lines: int = 1, title: str = "Mala", number: int = 7) -> Note:
    key = access_key.key_of("41", AT, SELLER.tax_id, 31, number, "12345678").text
    goods = GoodsLine(sku="MALA", title=title, units=3, goods=Decimal("100.00"), discount=Decimal("0.01"))
    return Note(
        key=key,
        type="SALE",
        series=31,
        number=number,
        issued_at=AT,
        issuer=SELLER,
        recipient=BUYER,
        lines=(goods,) * lines,
        protocol="141310000000001",
        authorized_at=AT,
    )


def test_a_published_example_of_a_key_is_right_and_one_wrong_digit_is_noticed() -> None:
    key = "52060433009911002506550120000007800267301615"
    found = access_key.parsed(key)
    assert found is not None
    assert (found.state, found.month, found.issuer, found.series, found.number) == (
        "52",
        "0604",
        "33009911002506",
        12,
        780,
    )
    assert found.text == key
    assert access_key.parsed(key[:-1] + "6") is None


@given(st.integers(0, 999), st.integers(0, 999_999_999), st.integers(0, 99_999_999))
def test_every_key_says_again_what_it_was_made_of(series: int, number: int, code: int) -> None:
    made = access_key.key_of("35", AT, "12ABC34501DE35", series, number, f"{code:08}")
    assert len(made.text) == 44
    assert access_key.parsed(made.text) == made


def test_what_was_written_is_read_again() -> None:
    found = reading.read(layout.xml(note()))
    assert (found.key, found.confirmed_key, found.status) == (note().key, note().key, "100")
    assert (found.issuer, found.recipient, found.total) == ("11222333000181", "52998224725", Decimal("99.99"))
    assert found.issued_at == "2031-03-03T22:30:00-03:00"


def test_a_document_that_is_not_authorized_is_alone() -> None:
    waiting = Note(**{**{name: getattr(note(), name) for name in note().__struct_fields__}, "authorized_at": None})
    found = reading.read(layout.xml(waiting))
    assert (found.status, found.confirmed_key) == ("", "")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_a_title_is_the_xml_can_be_read(title: str) -> None:
    assert reading.read(layout.xml(note(title=title))).total == Decimal("99.99")


@pytest.mark.parametrize("content", [b"", b"<a/>", b"<NFe xmlns='x'><infNFe/></NFe>", b"\x00"])
def test_what_is_no_invoice(content: bytes) -> None:
    with pytest.raises(reading.NotAnInvoiceError):
        reading.read(content)


def test_the_paper_has_the_key_as_a_barcode_and_as_many_pages_as_it_needs() -> None:
    assert len(danfe.pages_of(note())) == 1
    pages = danfe.pages_of(note(lines=31))
    assert len(pages) == 2
    picture = Image.open(io.BytesIO(png.png(pages[0], 300)))
    assert [each.text for each in zxingcpp.read_barcodes(picture)] == [note().key]
