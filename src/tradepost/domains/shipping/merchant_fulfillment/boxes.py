"""Predefined packages: boxes, envelopes and tubes of carriers, by their tokens (published model)."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from tradepost.contract import merchant_fulfillment_v0 as api
from tradepost.domains.measures.units import converted

Sides = tuple[Decimal, Decimal, Decimal]

_INCHES: Final = """
    FedEx_Box_10kg 15.81 12.94 10.19, FedEx_Box_25kg 54.80 42.10 33.50, FedEx_Box_Extra_Large_1 11.88 11.00 10.75,
    FedEx_Box_Extra_Large_2 15.75 14.13 6.00, FedEx_Box_Large_1 17.50 12.38 3.00, FedEx_Box_Large_2 11.25 8.75 7.75,
    FedEx_Box_Medium_1 13.25 11.50 2.38, FedEx_Box_Medium_2 11.25 8.75 4.38, FedEx_Box_Small_1 12.38 10.88 1.50,
    FedEx_Box_Small_2 8.75 2.63 11.25, FedEx_Envelope 12.50 9.50 0.80, FedEx_Padded_Pak 11.75 14.75 2.00,
    FedEx_Pak_1 15.50 12.00 0.80, FedEx_Pak_2 12.75 10.25 0.80, FedEx_Tube 38.00 6.00 6.00,
    FedEx_XL_Pak 17.50 20.75 2.00, UPS_Express_Box_Large 18.00 13.00 3.00, UPS_Express_Box_Medium 15.00 11.00 3.00,
    UPS_Express_Box_Small 13.00 11.00 2.00, UPS_Express_Envelope 12.50 9.50 2.00, UPS_Express_Hard_Pak 14.75 11.50 2.00,
    UPS_Express_Legal_Envelope 15.00 9.50 2.00, UPS_Express_Pak 16.00 12.75 2.00, UPS_Laboratory_Pak 17.25 12.75 2.00,
    UPS_Pad_Pak 14.75 11.00 2.00, USPS_Card 6.00 4.25 0.01, USPS_Flat 15.00 12.00 0.75,
    USPS_FlatRateCardboardEnvelope 12.50 9.50 4.00, USPS_FlatRateEnvelope 12.50 9.50 4.00,
    USPS_FlatRateGiftCardEnvelope 10.00 7.00 4.00, USPS_FlatRateLegalEnvelope 15.00 9.50 4.00,
    USPS_FlatRatePaddedEnvelope 12.50 9.50 4.00, USPS_FlatRateWindowEnvelope 10.00 5.00 4.00,
    USPS_LargeFlatRateBoardGameBox 24.06 11.88 3.13, USPS_LargeFlatRateBox 12.25 12.25 6.00,
    USPS_Letter 11.50 6.13 0.25, USPS_MediumFlatRateBox1 11.25 8.75 6.00, USPS_MediumFlatRateBox2 14.00 12.00 3.50,
    USPS_RegionalRateBoxA1 10.13 7.13 5.00, USPS_RegionalRateBoxA2 13.06 11.06 2.50,
    USPS_RegionalRateBoxB1 16.25 14.50 3.00, USPS_RegionalRateBoxB2 12.25 10.50 5.50,
    USPS_RegionalRateBoxC 15.00 12.00 12.00, USPS_SmallFlatRateBox 8.69 5.44 1.75,
    USPS_SmallFlatRateEnvelope 10.00 6.00 4.00
"""
_CENTIMETERS: Final = """
    UPS_Box_10kg 41.00 33.50 26.50, UPS_Box_25kg 48.40 43.30 35.00, UPS_Express_Box 46.00 31.50 9.50,
    UPS_Express_Tube 97.00 19.00 16.50, UPS_Pallet 120.00 80.00 200.00
"""


def _table(text: str, unit: str) -> dict[str, Sides]:
    found = {}
    for row in text.split(","):
        name, *sides = row.split()
        length, width, height = (converted(Decimal(each), "length", "centimeters", unit) for each in sides)
        found[name] = (length, width, height)
    return found


#: Length, width and height of every token, in centimeters.
BOXES: Final[dict[str, Sides]] = {**_table(_INCHES, "inches"), **_table(_CENTIMETERS, "centimeters")}


def sides_of(token: api.PredefinedPackageDimensions) -> Sides:
    """The sides of a predefined package, in centimeters."""
    return BOXES[token]
