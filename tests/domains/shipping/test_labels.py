"""What is printed for a parcel can be scanned."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from tradepost.domains.carriage import carriers
from tradepost.domains.carriage.zones import Stop
from tradepost.domains.shipping.parcels import labels
from tradepost.domains.shipping.parcels.parcel import Content, Parcel, Print
from tradepost.simulation.seed import Seed

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)
TO = Stop(country="CA", postal_code="V6B 1A1", city="Vancouver", state="BC", name="Jo Doe", lines=("1 Main Street",))
FROM = Stop(country="US", postal_code="98101", city="Seattle", state="WA", name="Shop", lines=("2 Dock Road",))


def parcel(code: str = "UPS", destination: Stop = TO) -> Parcel:
    return Parcel(
        id="one",
        source="amazon_shipping",
        reference="S",
        marketplace_id="ATVPDKIKX0DER",
        carrier=code,
        service="UPS_WORLDWIDE_SAVER",
        tracking_number=carriers.tracking_number(Seed("test"), carriers.BY_CODE[code], "one"),
        origin=FROM,
        destination=destination,
        bought_at=NOW,
        ships_at=NOW,
        promised_at=NOW + timedelta(days=3),
        contents=(Content(description="Mug, blue", quantity=2, value=Decimal("9.50")),),
        kilograms=Decimal(1),
        currency="USD",
        charge=Decimal("12.30"),
    )


def scanned(png: bytes) -> set[str]:
    return {each.text for each in zxingcpp.read_barcodes(Image.open(BytesIO(png)))}


@pytest.mark.parametrize("code", sorted(carriers.BY_CODE))
@pytest.mark.parametrize("dpi", labels.DPIS)
def test_the_label_of_every_carrier_can_be_scanned(code: str, dpi: int) -> None:
    made = parcel(code)
    found = scanned(labels.printed(made, "LABEL", Print(dpi=dpi)))
    assert made.tracking_number in found
    assert f"CA|V6B 1A1|{code}|{made.tracking_number}" in found


def test_a_png_has_the_size_and_resolution_that_was_asked_for() -> None:
    assert Image.open(BytesIO(labels.printed(parcel(), "LABEL", Print(dpi=203)))).size == (812, 1218)
    assert Image.open(BytesIO(labels.printed(parcel(), "LABEL", Print(dpi=300)))).size == (1200, 1800)


def test_a_customs_form_comes_across_customs_alone() -> None:
    assert labels.kinds(parcel()) == ("LABEL", "PACKSLIP", "RECEIPT", "CUSTOM_FORM")
    assert labels.kinds(parcel(destination=FROM)) == ("LABEL", "PACKSLIP", "RECEIPT")
    for kind in ("PACKSLIP", "CUSTOM_FORM"):
        assert parcel().tracking_number in scanned(labels.printed(parcel(), kind, Print(dpi=300)))


def test_documents_joined_are_pages_of_one_file() -> None:
    pdf = labels.joined(parcel(), labels.kinds(parcel()), Print(format="PDF"))
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") == 4
    zpl = labels.joined(parcel(), ("LABEL", "PACKSLIP"), Print(format="ZPL")).decode()
    assert zpl.count("^XA") == zpl.count("^XZ") == 2
    assert f"^FD{parcel().tracking_number}^FS" in zpl


def test_a_label_on_a_page_of_paper_stands_on_the_half_that_was_asked_for() -> None:
    left = labels.printed(parcel(), "LABEL", Print(format="PDF", page="LETTER", layout="LEFT"))
    right = labels.printed(parcel(), "LABEL", Print(format="PDF", page="LETTER", layout="RIGHT"))
    assert left != right
    assert b"/MediaBox [ 0 0 612 792 ]" in left
