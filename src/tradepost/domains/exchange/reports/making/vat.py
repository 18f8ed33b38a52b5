"""Value added tax of Europe, by sale and refund. It is made of the events of Finances, as every other face of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from decimal import Decimal
from typing import Final

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.exchange.reports.declaring import Cell, Kind, Reading, empty, flat
from tradepost.domains.exchange.reports.making.tax import MONTH, NOTHING, ROLES, YEAR, Taxed, taxed
from tradepost.domains.measures.amounts import rounded, text

#: Standard rates of value added tax, in percent (published by the countries).
VAT_RATES: Final[dict[str, int]] = {
    "BE": 21,
    "DE": 19,
    "ES": 21,
    "FR": 20,
    "GB": 20,
    "IE": 23,
    "IT": 22,
    "NL": 21,
    "PL": 23,
    "SE": 25,
}


class Parts(msgspec.Struct, frozen=True):
    """An amount with value added tax, without it, and the tax itself."""

    including: Decimal
    excluding: Decimal
    vat: Decimal


def parts(including: Decimal, percent: int, currency: str) -> Parts:
    """Takes an amount apart: prices in Europe hold the tax."""
    excluding = rounded(including * 100 / (100 + percent), currency)
    return Parts(including, excluding, including - excluding)


class ValueAdded(msgspec.Struct, frozen=True):
    """A sale or refund of an item in Europe, with everything of it taken apart by name."""

    taxed: Taxed
    percent: int
    country: str
    amounts: dict[str, Parts]
    account: str

    @property
    def day(self) -> str:
        """The day on which it happened."""
        return _day(self.taxed.event.posted_at)


def _day(at: datetime | None) -> str:
    return "" if at is None else f"{at:%d-%m-%Y}"


async def _value_added(reading: Reading) -> AsyncIterator[list[ValueAdded]]:
    async for page in taxed(reading):
        yield [_taken_apart(reading, each) for each in page]


def _taken_apart(reading: Reading, each: Taxed) -> ValueAdded:
    marketplace = MARKETPLACES[each.event.marketplace_id]
    percent = VAT_RATES[marketplace.country]
    whole = {
        "PRICE_OF_ITEMS": each.charge("Principal"),
        "PROMO_PRICE_OF_ITEMS": each.promotion("Principal"),
        "SHIP_CHARGE": each.charge("ShippingCharge"),
        "PROMO_SHIP_CHARGE": each.promotion("Shipping"),
        "GIFT_WRAP": each.charge("GiftWrap"),
        "PROMO_GIFT_WRAP": NOTHING,
    }
    found = {name: parts(amount, percent, marketplace.currency) for name, amount in whole.items()}
    for name in ("PRICE_OF_ITEMS", "SHIP_CHARGE", "GIFT_WRAP"):
        found[f"TOTAL_{name}"] = _sum(found[name], found[f"PROMO_{name}"])
    totals = [found[f"TOTAL_{name}"] for name in ("PRICE_OF_ITEMS", "SHIP_CHARGE", "GIFT_WRAP")]
    found["TOTAL_ACTIVITY_VALUE"] = _sum(*totals)
    return ValueAdded(each, percent, marketplace.country, found, reading.ctx.seller_id)


def _sum(*found: Parts) -> Parts:
    return Parts(
        sum((each.including for each in found), NOTHING),
        sum((each.excluding for each in found), NOTHING),
        sum((each.vat for each in found), NOTHING),
    )


def _amount(name: str, part: str) -> Cell[ValueAdded]:
    return lambda row: text(getattr(row.amounts[name], part), row.taxed.event.currency)


def _percent(row: ValueAdded) -> str:
    return f"{Decimal(row.percent) / 100:.2f}"


_GROUPS: Final = ("PRICE_OF_ITEMS", "SHIP_CHARGE", "GIFT_WRAP")


def _amounts(part: str, suffix: str, *, rates: bool = False) -> dict[str, Cell[ValueAdded]]:
    found: dict[str, Cell[ValueAdded]] = {}
    for group in _GROUPS:
        if rates:
            found[f"{group}_VAT_RATE_PERCENT"] = _percent
        for name in (group, f"PROMO_{group}", f"TOTAL_{group}"):
            found[f"{name}_{suffix}"] = _amount(name, part)
    return {**found, f"TOTAL_ACTIVITY_VALUE_{suffix}": _amount("TOTAL_ACTIVITY_VALUE", part)}


def _arrival(name: str) -> Cell[ValueAdded]:
    return lambda row: getattr(row.taxed.to, name) if row.taxed.to else ""


def _blank(*names: str) -> dict[str, Cell[ValueAdded]]:
    return dict.fromkeys(names, empty)


_VAT: Final[dict[str, Cell[ValueAdded]]] = {
    "UNIQUE_ACCOUNT_IDENTIFIER": lambda row: row.account,
    "ACTIVITY_PERIOD": lambda row: f"{row.taxed.event.posted_at:%Y-%b}".upper(),
    "SALES_CHANNEL": lambda row: row.taxed.event.channel,
    "MARKETPLACE": lambda row: MARKETPLACES[row.taxed.event.marketplace_id].site,
    "PROGRAM_TYPE": lambda row: "REGULAR",
    "TRANSACTION_TYPE": lambda row: "SALE" if row.taxed.event.type == "Shipment" else "REFUND",
    "TRANSACTION_EVENT_ID": lambda row: row.taxed.event.order_id,
    "ACTIVITY_TRANSACTION_ID": lambda row: row.taxed.event.shipment_id or row.taxed.event.refund_id,
    "TAX_CALCULATION_DATE": lambda row: row.day,
    "TRANSACTION_DEPART_DATE": lambda row: row.day,
    "TRANSACTION_ARRIVAL_DATE": lambda row: _day(row.taxed.order.dates.latest_delivery) if row.taxed.order else "",
    "TRANSACTION_COMPLETE_DATE": lambda row: row.day,
    "SELLER_SKU": lambda row: row.taxed.item.seller_sku,
    "ASIN": lambda row: row.taxed.item.asin,
    "ITEM_DESCRIPTION": lambda row: row.taxed.item.title,
    "ITEM_MANUFACTURE_COUNTRY": empty,
    "QTY": lambda row: row.taxed.item.quantity,
    **_blank("ITEM_WEIGHT", "TOTAL_ACTIVITY_WEIGHT", "COST_PRICE_OF_ITEMS"),
    **_amounts("excluding", "AMT_VAT_EXCL"),
    **_amounts("vat", "VAT_AMT", rates=True),
    **_amounts("including", "AMT_VAT_INCL"),
    "TRANSACTION_CURRENCY_CODE": lambda row: row.taxed.event.currency,
    **_blank(
        "COMMODITY_CODE",
        "STATISTICAL_CODE_DEPART",
        "STATISTICAL_CODE_ARRIVAL",
        "COMMODITY_CODE_SUPPLEMENTARY_UNIT",
        "ITEM_QTY_SUPPLEMENTARY_UNIT",
        "TOTAL_ACTIVITY_SUPPLEMENTARY_UNIT",
    ),
    "PRODUCT_TAX_CODE": lambda row: "A_GEN_STANDARD",
    "DEPATURE_CITY": lambda row: row.taxed.origin.city,
    "DEPARTURE_COUNTRY": lambda row: row.taxed.origin.country,
    "DEPARTURE_POST_CODE": lambda row: row.taxed.origin.postal_code,
    "ARRIVAL_CITY": _arrival("city"),
    "ARRIVAL_COUNTRY": _arrival("country_code"),
    "ARRIVAL_POST_CODE": _arrival("postal_code"),
    "SALE_DEPART_COUNTRY": lambda row: row.taxed.origin.country,
    "SALE_ARRIVAL_COUNTRY": _arrival("country_code"),
    **_blank(
        "TRANSPORTATION_MODE",
        "DELIVERY_CONDITIONS",
        "SELLER_DEPART_VAT_NUMBER_COUNTRY",
        "SELLER_DEPART_COUNTRY_VAT_NUMBER",
        "SELLER_ARRIVAL_VAT_NUMBER_COUNTRY",
        "SELLER_ARRIVAL_COUNTRY_VAT_NUMBER",
        "TRANSACTION_SELLER_VAT_NUMBER_COUNTRY",
        "TRANSACTION_SELLER_VAT_NUMBER",
        "BUYER_VAT_NUMBER_COUNTRY",
        "BUYER_VAT_NUMBER",
    ),
    "VAT_CALCULATION_IMPUTATION_COUNTRY": lambda row: row.country,
    "TAXABLE_JURISDICTION": lambda row: row.country,
    "TAXABLE_JURISDICTION_LEVEL": lambda row: "COUNTRY",
    **_blank(
        "VAT_INV_NUMBER",
        "VAT_INV_CONVERTED_AMT",
        "VAT_INV_CURRENCY_CODE",
        "VAT_INV_EXCHANGE_RATE",
        "VAT_INV_EXCHANGE_RATE_DATE",
    ),
    "EXPORT_OUTSIDE_EU": lambda row: "NO",
    "INVOICE_URL": empty,
    "BUYER_NAME": lambda row: row.taxed.order.buyer.name if row.taxed.order else "",
    "ARRIVAL_ADDRESS": _arrival("address_line1"),
    "SUPPLIER_NAME": empty,
    "SUPPLIER_VAT_NUMBER": empty,
    "TAX_REPORTING_SCHEME": lambda row: "UK_VOEC-DOMESTIC" if row.country == "GB" else "REGULAR",
    "TAX_COLLECTION_RESPONSIBILITY": lambda row: "SELLER",
}

KINDS: Final[dict[str, Kind]] = {
    "GET_VAT_TRANSACTION_DATA": Kind(
        makes=flat(_value_added, _VAT),
        made_of="sales and refunds among the events of Finances, at the country's standard rate",
        roles=ROLES,
        restricted=True,
        longest=YEAR,
        usual=MONTH,
        countries=frozenset(VAT_RATES),
    ),
}
