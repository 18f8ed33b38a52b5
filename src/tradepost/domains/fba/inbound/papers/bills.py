"""Papers that go with a shipment: the bill of lading of freight, and the delivery challan of India. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tradepost.domains.fba.inbound.contents import Line, Pallet, units
from tradepost.domains.fba.inbound.shipment import Shipment
from tradepost.domains.fba.inbound.sku_details import SkuDetails
from tradepost.printing.pages import A4, LETTER
from tradepost.printing.pdf import pdf
from tradepost.printing.sheet import Barcode, Item, Sheet, Text, column

_ROWS = 45


def bill_of_lading(shipment: Shipment, pallets: Sequence[Pallet]) -> bytes:
    """What the carrier of freight signs: who sends what to whom, in how many pieces."""
    option = shipment.transportation
    assert option is not None
    pickup = option.pickup
    pieces = [
        f"{each.quantity} pallet(s), {each.weight.value:g} {each.weight.unit} each"
        if each.weight
        else f"{each.quantity} pallet(s)"
        for each in pallets
    ]
    lines = [
        f"Carrier: {option.carrier_name} ({option.carrier_code})",
        f"Amazon reference ID: {shipment.amazon_reference_id}",
        f"Shipment: {shipment.confirmation_id}",
        f"Pickup: {pickup[0]:%Y-%m-%d %H:%M} to {pickup[1]:%H:%M} UTC" if pickup else "",
        f"Freight class: {shipment.freight.freight_class if shipment.freight else 'NONE'}",
        f"Boxes: {shipment.boxes}   Units: {shipment.units}",
        *pieces,
    ]
    items = _parties("BILL OF LADING", shipment)
    items += [
        Barcode(20, 32, 90, 16, shipment.amazon_reference_id),
        *column(20, 96, lines, 10),
        Text(20, 230, "Shipper's signature", 9),
        Text(120, 230, "Carrier's signature", 9),
    ]
    return pdf([Sheet(*LETTER, tuple(items))])


def delivery_challan(shipment: Shipment, lines: Sequence[Line], told: Mapping[str, SkuDetails]) -> bytes:
    """What goes with goods in India that are moved and not sold: each SKU with its HSN code and quantity."""
    rows = []
    for each in lines:
        tax = told[each.msku].tax if each.msku in told else None
        hsn = tax.hsn_code if tax and tax.hsn_code else "-"
        rows.append(f"{each.msku[:32]:32}  FNSKU {each.fnsku}  HSN {hsn}  Qty {each.quantity}")
    sheets = []
    for start in range(0, max(len(rows), 1), _ROWS):
        items = _parties("DELIVERY CHALLAN", shipment)
        items += [
            Barcode(20, 32, 90, 16, shipment.confirmation_id),
            *column(20, 96, [f"Shipment: {shipment.confirmation_id}   Units: {units(lines)}"], 10),
            *column(20, 106, rows[start : start + _ROWS], 8),
        ]
        sheets.append(Sheet(*A4, tuple(items)))
    return pdf(sheets)


def _parties(title: str, shipment: Shipment) -> list[Item]:
    source, center = shipment.source, shipment.center
    ship_from = ["SHIP FROM", source.name, source.address_line1, f"{source.city} {source.postal_code}"]
    ship_to = ["SHIP TO", f"Amazon {center.id}", center.street, f"{center.city}, {center.state} {center.postal_code}"]
    return [
        Text(20, 15, title, 18, bold=True),
        *column(20, 58, [*ship_from, source.country_code], 10),
        *column(115, 58, [*ship_to, center.country], 10),
    ]
