"""What FBA Inbound v0 shows of shipments that were planned by the newer version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import fulfillment_inbound_2024_03_20 as newer
from tradepost.contract import fulfillment_inbound_v0 as api
from tradepost.domains.fba.inbound.contents import Line
from tradepost.domains.fba.inbound.planning import preparation
from tradepost.domains.fba.inbound.planning.preparation import Preparation
from tradepost.domains.fba.inbound.shipment import Shipment, Status

#: v0 knows no shipment that is ready: it is still being worked on.
STATUSES: Final[dict[Status, api.ShipmentStatus]] = {
    "WORKING": "WORKING",
    "READY_TO_SHIP": "WORKING",
    "SHIPPED": "SHIPPED",
    "IN_TRANSIT": "IN_TRANSIT",
    "DELIVERED": "DELIVERED",
    "CHECKED_IN": "CHECKED_IN",
    "RECEIVING": "RECEIVING",
    "CLOSED": "CLOSED",
    "CANCELLED": "CANCELLED",
}
INSTRUCTIONS: Final[dict[newer.PrepType, api.PrepInstruction]] = {
    "ITEM_BLACK_SHRINKWRAP": "BlackShrinkWrapping",
    "ITEM_BLANKSTK": "BlankStickering",
    "ITEM_BOXING": "Boxing",
    "ITEM_BUBBLEWRAP": "BubbleWrapping",
    "ITEM_CAP_SEALING": "CapSealing",
    "ITEM_DEBUNDLE": "Debundle",
    "ITEM_HANG_GARMENT": "HangGarment",
    "ITEM_LABELING": "Labeling",
    "ITEM_NO_PREP": "NoPrep",
    "ITEM_POLYBAGGING": "Polybagging",
    "ITEM_RMOVHANG": "RemoveFromHanger",
    "ITEM_SETCREAT": "SetCreation",
    "ITEM_SETSTK": "SetStickering",
    "ITEM_SIOC": "ShipsInProductPackaging",
    "ITEM_SUFFOSTK": "SuffocationStickering",
    "ITEM_TAPING": "Taping",
}
_LONGEST_CITY: Final = 30


def asked_statuses(wanted: Iterable[str]) -> list[str]:
    """The states that v0's names stand for."""
    names = set(wanted)
    return [status for status, name in STATUSES.items() if name in names]


def shipment(each: Shipment) -> api.InboundShipmentInfo:
    """A shipment."""
    source = each.source
    return api.InboundShipmentInfo(
        shipment_id=each.confirmation_id,
        shipment_name=each.name,
        ship_from_address=api.Address(
            name=source.name,
            address_line1=source.address_line1,
            address_line2=source.address_line2,
            district_or_county=source.district_or_county,
            city=source.city[:_LONGEST_CITY],
            state_or_province_code=source.state_or_province_code or "",
            country_code=source.country_code,
            postal_code=source.postal_code,
        ),
        destination_fulfillment_center_id=each.center_id,
        shipment_status=STATUSES[each.status],
        label_prep_type="AMAZON_LABEL" if each.labeled_by_amazon else "SELLER_LABEL",
        are_cases_required=False,
        box_contents_source="INTERACTIVE" if each.packed else "NONE",
    )


def items(each: Shipment, lines: Sequence[Line]) -> list[api.InboundShipmentItem]:
    """What a shipment holds, a line for each SKU."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.msku, []).append(line)
    return [
        api.InboundShipmentItem(
            shipment_id=each.confirmation_id,
            seller_sku=msku,
            fulfillment_network_sku=alike[0].fnsku,
            quantity_shipped=sum(line.quantity for line in alike),
            quantity_received=sum(line.received for line in alike),
            quantity_in_case=0,
            prep_details_list=_details(alike[0]),
        )
        for msku, alike in found.items()
    ]


def _details(line: Line) -> list[api.PrepDetails]:
    wanted = [("ITEM_LABELING", line.label_owner), *((kind, line.prep_owner) for kind in line.prep_types)]
    return [
        api.PrepDetails(prep_instruction=INSTRUCTIONS[kind], prep_owner=owner)
        for kind, owner in wanted
        if owner != "NONE"
    ]


def sku_prep(msku: str, asin: str, prepared: Preparation, marketplace_id: str) -> api.SKUPrepInstructions:
    """How a SKU is to be labeled and prepared, with fees where Amazon does it and the model knows the currency."""
    marketplace = MARKETPLACES[marketplace_id]
    fees = None
    if marketplace.currency in ("USD", "GBP") and marketplace.country not in preparation.NO_SERVICE:
        kinds: list[newer.PrepType] = ["ITEM_LABELING", *_kinds(prepared)]
        fees = [
            api.AmazonPrepFeesDetails(
                prep_instruction=INSTRUCTIONS[kind],
                fee_per_unit=api.Amount(
                    currency_code="GBP" if marketplace.currency == "GBP" else "USD",
                    value=float(preparation.fee(kind, marketplace_id)),
                ),
            )
            for kind in kinds
        ]
    return api.SKUPrepInstructions(
        seller_sku=msku,
        asin=asin,
        barcode_instruction="RequiresFNSKULabel",
        prep_guidance=_guidance(prepared),
        prep_instruction_list=_instructions(prepared),
        amazon_prep_fees_details_list=fees,
    )


def asin_prep(asin: str, prepared: Preparation) -> api.ASINPrepInstructions:
    """How a product is to be prepared. Its barcode depends on the SKU that it is sent by (observed by integrators)."""
    return api.ASINPrepInstructions(
        asin=asin,
        barcode_instruction="MustProvideSellerSKU",
        prep_guidance=_guidance(prepared),
        prep_instruction_list=_instructions(prepared),
    )


def _kinds(prepared: Preparation) -> list[newer.PrepType]:
    return [each for each in prepared.types if each not in ("ITEM_NO_PREP", "ITEM_LABELING")]


def _instructions(prepared: Preparation) -> list[api.PrepInstruction]:
    return ["Labeling", *(INSTRUCTIONS[each] for each in _kinds(prepared))]


def _guidance(prepared: Preparation) -> api.PrepGuidance:
    if prepared.category == "UNKNOWN":
        return "ConsultHelpDocuments"
    return "SeePrepInstructionsList" if prepared.needed else "NoAdditionalPrepRequired"
