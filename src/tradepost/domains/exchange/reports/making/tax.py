"""Sales tax of the US, item by item. It is made of the events of Finances, as every other face of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from typing import Final

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.exchange.reports.declaring import PAGE, Cell, Kind, Reading, empty, flat, roles, stamp
from tradepost.domains.measures.amounts import text
from tradepost.domains.money.finances import records
from tradepost.domains.money.finances.event import FinancialEvent, ItemLines
from tradepost.domains.money.finances.records import Window
from tradepost.domains.places.centers import CENTERS, FulfillmentCenter
from tradepost.domains.selling.orders import records as orders
from tradepost.domains.selling.orders.order import Address, Order
from tradepost.domains.selling.orders.records import Query
from tradepost.simulation.clock import to_milliseconds

NOTHING: Final = Decimal(0)
#: A charge, the tax on it, and what is withheld for it.
_COMPONENTS: Final = (
    ("Principal", "Tax", "MarketplaceFacilitatorTax-Principal", "ItemPrice"),
    ("ShippingCharge", "ShippingTax", "MarketplaceFacilitatorTax-Shipping", "Shipping"),
    ("GiftWrap", "GiftWrapTax", "MarketplaceFacilitatorTax-Other", "GiftWrap"),
)
_TYPES: Final = {"Shipment": "SHIPMENT", "Refund": "REFUND"}


class Taxed(msgspec.Struct, frozen=True):
    """An item of a sale or refund, with its order."""

    event: FinancialEvent
    item: ItemLines
    order: Order | None

    def charge(self, name: str) -> Decimal:
        """A charge of the item."""
        return sum((each.amount for each in self.item.charges if each.type == name), NOTHING)

    def promotion(self, name: str) -> Decimal:
        """What a promotion takes off, negative for a sale."""
        return sum((each.amount for each in self.item.promotions if each.type == name), NOTHING)

    def withheld(self, name: str) -> Decimal:
        """What Amazon keeps to pay it to the state, as a positive amount for a sale."""
        return -sum((each.amount for each in self.item.withheld if each.type == name), NOTHING)

    @property
    def to(self) -> Address | None:
        """Where it went."""
        return self.order.buyer.address if self.order else None

    @property
    def origin(self) -> FulfillmentCenter:
        """Where it came from: for taxes, the country's first center (our choice)."""
        return CENTERS[MARKETPLACES[self.event.marketplace_id].country][0]


async def taxed(reading: Reading) -> AsyncIterator[list[Taxed]]:
    """Items of sales and refunds that were posted in the time asked for; what is deferred counts once."""
    ctx, after = reading.ctx, None
    window = Window(to_milliseconds(reading.start), to_milliseconds(reading.end) + 1)
    while page := await records.page(ctx.tx, ctx.seller_id, window, after, PAGE):
        after = (to_milliseconds(page[-1].posted_at), page[-1].id)
        events = [
            each
            for each in page
            if each.type in _TYPES
            and each.status != "DEFERRED_RELEASED"
            and each.marketplace_id in reading.report.marketplace_ids
        ]
        known = await _orders(reading, sorted({each.order_id for each in events}))
        yield [Taxed(event, item, known.get(event.order_id)) for event in events for item in event.items]


async def _orders(reading: Reading, ids: list[str]) -> dict[str, Order]:
    if not ids:
        return {}
    query = Query(order_ids=tuple(ids))
    found = await orders.page(reading.ctx.tx, reading.ctx.seller_id, query, None, len(ids))
    return {each.id: each for each in found}


class Component(msgspec.Struct, frozen=True):
    """One part of an item's price and the sales tax on it."""

    taxed: Taxed
    name: str
    price: Decimal
    promotion: Decimal
    tax: Decimal
    collected: Decimal

    @property
    def basis(self) -> Decimal:
        """What the tax is a share of."""
        return self.price + self.promotion

    def money(self, amount: Decimal) -> str:
        """An amount as text."""
        return text(amount, self.taxed.event.currency)

    @property
    def rate(self) -> str:
        """The rate of tax, to a hundredth of a percent."""
        return str((self.tax / self.basis).quantize(Decimal("0.0001"))) if self.basis else "0.0000"


async def _components(reading: Reading) -> AsyncIterator[list[Component]]:
    async for page in taxed(reading):
        found = [
            Component(
                each,
                name,
                each.charge(charge),
                each.promotion("Principal" if charge == "Principal" else "Shipping" if charge != "GiftWrap" else ""),
                each.charge(tax),
                each.withheld(withheld),
            )
            for each in page
            for charge, tax, withheld, name in _COMPONENTS
        ]
        yield [each for each in found if each.price or each.tax]


def _to(name: str) -> Cell[Component]:
    return lambda row: getattr(row.taxed.to, name) if row.taxed.to else ""


_SALES_TAX: Final[dict[str, Cell[Component]]] = {
    "Order_ID": lambda row: row.taxed.event.order_id,
    "Order_Date": lambda row: stamp(row.taxed.order.purchased_at) if row.taxed.order else "",
    "Shipment_ID": lambda row: row.taxed.event.shipment_id,
    "Shipment_Date": lambda row: stamp(row.taxed.event.posted_at) if row.taxed.event.type == "Shipment" else "",
    "Tax_Calculated_Date (UTC)": lambda row: stamp(row.taxed.event.posted_at),
    "Posted_Date": lambda row: stamp(row.taxed.event.posted_at),
    "Marketplace": lambda row: MARKETPLACES[row.taxed.event.marketplace_id].name,
    "Merchant_ID": empty,
    "Fulfillment": lambda row: row.taxed.event.channel,
    "ASIN": lambda row: row.taxed.item.asin,
    "SKU": lambda row: row.taxed.item.seller_sku,
    "Transaction_Type": lambda row: _TYPES[row.taxed.event.type],
    "Tax_Collection_Model": lambda row: "MarketplaceFacilitator" if row.collected else "",
    "Tax_Collection_Responsible_Party": lambda row: "Amazon Services, Inc." if row.collected else "",
    "Product_Tax_Code": lambda row: "A_GEN_TAX",
    "Quantity": lambda row: row.taxed.item.quantity,
    "Currency": lambda row: row.taxed.event.currency,
    "Buyer_Exemption_Code": empty,
    "Buyer_Exemption_Domain": empty,
    "Buyer_Exemption_Certificate_Id": empty,
    "Display_Price": lambda row: row.money(row.price),
    "Display_Price_Tax_Inclusive": lambda row: "N",
    "TaxExclusive_Selling_Price": lambda row: row.money(row.price),
    "Total_Tax": lambda row: row.money(row.tax),
    "Total_Tax_Collected_By_Amazon": lambda row: row.money(row.collected),
    "Financial_Component": lambda row: row.name,
    "Ship_From_City": lambda row: row.taxed.origin.city,
    "Ship_From_State": lambda row: row.taxed.origin.state,
    "Ship_From_Country": lambda row: row.taxed.origin.country,
    "Ship_From_Postal_Code": lambda row: row.taxed.origin.postal_code,
    "Ship_From_Tax_Location_Code": empty,
    "Ship_To_City": _to("city"),
    "Ship_To_State": _to("state_or_region"),
    "Ship_To_Country": _to("country_code"),
    "Ship_To_Postal_Code": _to("postal_code"),
    "Ship_To_Location_Code": empty,
    "Taxed_Location_Code": empty,
    "Tax_Address_Role": lambda row: "ShipTo",
    "Jurisdiction_Level": lambda row: "State",
    "Jurisdiction_Name": _to("state_or_region"),
    "Display_Promo_Amount": lambda row: row.money(row.promotion),
    "Display_Promo_Tax_Inclusive": lambda row: "N",
    "isPromoApplied": lambda row: "true" if row.promotion else "false",
    "postPromoTaxableBasis": lambda row: row.money(row.basis),
    "prePromoTaxableBasis": lambda row: row.money(row.price),
    "Promo_Amount_Basis": lambda row: row.money(row.promotion),
    "Promo_ID_Domain": empty,
    "promoAmountTax": empty,
    "Promotion_Identifier": lambda row: row.taxed.item.promotion_id if row.promotion else "",
    "Promo_Rule_Reason_Code": empty,
    "Promo_Tax_Price_Type": empty,
    "Tax_Amount": lambda row: row.money(row.tax),
    "Tax_Amount_Collected_By_Amazon": lambda row: row.money(row.collected),
    "Taxed_Jurisdiction_Tax_Rate": lambda row: row.rate,
    "Tax_Category": lambda row: "General" if row.tax else "NonTaxable",
    "Tax_Type": lambda row: "Sales",
    "Tax_Calculation_Reason_Code": lambda row: "Taxable" if row.tax else "NonTaxable",
    "NonTaxable_Amount": lambda row: row.money(NOTHING if row.tax else row.basis),
    "Taxable_Amount": lambda row: row.money(row.basis if row.tax else NOTHING),
}


ROLES: Final = roles("TR TI")
MONTH, YEAR = timedelta(days=31), timedelta(days=366)

KINDS: Final[dict[str, Kind]] = {
    "GET_FLAT_FILE_SALES_TAX_DATA": Kind(
        makes=flat(_components, _SALES_TAX),
        made_of="sales and refunds among the events of Finances",
        roles=ROLES,
        longest=YEAR,
        usual=MONTH,
        countries=frozenset({"US"}),
    ),
}
