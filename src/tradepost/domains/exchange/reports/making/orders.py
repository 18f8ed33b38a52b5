"""Reports of customers' orders: by when they were placed or last changed, unshipped ones, and for shipping."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Final

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.exchange.reports.declaring import (
    PAGE,
    Cell,
    Form,
    Kind,
    Reading,
    Source,
    empty,
    flat,
    roles,
    stamp,
)
from tradepost.domains.exchange.reports.making.xml import Markup, amount, element, envelope
from tradepost.domains.measures.amounts import text
from tradepost.domains.selling.orders import records
from tradepost.domains.selling.orders.model import OrderStatus
from tradepost.domains.selling.orders.order import Item, Order
from tradepost.domains.selling.orders.records import Query
from tradepost.simulation.clock import to_milliseconds

#: The statuses of Orders as these reports write them; where they have no word for one, ours is the nearest.
STATUS: Final[dict[OrderStatus, str]] = {
    "PendingAvailability": "Pending",
    "Pending": "Pending",
    "Unshipped": "Unshipped",
    "PartiallyShipped": "Shipping",
    "Shipped": "Shipped",
    "InvoiceUnconfirmed": "Shipped",
    "Canceled": "Cancelled",
    "Unfulfillable": "Cancelled",
}
CHANNEL: Final = {"AFN": "Amazon", "MFN": "Merchant"}
LEVEL: Final = {"Standard": "Standard", "Expedited": "Expedited", "Priority": "NextDay"}
AMOUNTS: Final = (
    ("Principal", "principal"),
    ("Tax", "tax"),
    ("Shipping", "shipping"),
    ("ShippingTax", "shipping_tax"),
    ("GiftWrap", "gift_wrap"),
    ("GiftWrapTax", "gift_wrap_tax"),
)


class Line(msgspec.Struct, frozen=True):
    """A line of an order, with all that its columns need."""

    order: Order
    item: Item

    def money(self, name: str) -> str:
        """An amount of the line; nothing once all of it is cancelled."""
        if not self.priced:
            return ""
        return text(getattr(self.item.amounts, name), self.order.currency)

    def charge(self, name: str) -> str:
        """An amount that is left out where it is nothing."""
        return self.money(name) if getattr(self.item.amounts, name) else ""

    @property
    def priced(self) -> bool:
        """Whether it has a price that is shown, which it has while its payment is open, too (as captured)."""
        return self.item.cancelled != self.item.quantity

    @property
    def status(self) -> str:
        """What has become of its units."""
        if self.item.cancelled == self.item.quantity:
            return "Cancelled"
        return "Unshipped" if self.item.open else "Shipped"


async def read(reading: Reading, query: Query) -> AsyncIterator[list[Order]]:
    """Orders page by page, in the order of the query's time."""
    ctx, after = reading.ctx, None
    while page := await records.page(ctx.tx, ctx.seller_id, query, after, PAGE):
        after = (to_milliseconds(getattr(page[-1], query.by)), page[-1].id)
        yield page


def _asked(reading: Reading, by: str) -> Query:
    return Query(
        by=by,
        start=to_milliseconds(reading.start),
        end=to_milliseconds(reading.end),
        marketplaces=reading.report.marketplace_ids,
    )


async def by_order_date(reading: Reading) -> AsyncIterator[list[Order]]:
    """Orders that were placed in the time asked for."""
    async for page in read(reading, _asked(reading, "purchased_at")):
        yield page


async def by_last_update(reading: Reading) -> AsyncIterator[list[Order]]:
    """Orders that changed last in the time asked for."""
    async for page in read(reading, _asked(reading, "updated_at")):
        yield page


async def _lines_by_order_date(reading: Reading) -> AsyncIterator[list[Line]]:
    async for page in by_order_date(reading):
        yield [Line(order, item) for order in page for item in order.items]


async def _lines_by_last_update(reading: Reading) -> AsyncIterator[list[Line]]:
    async for page in by_last_update(reading):
        yield [Line(order, item) for order in page for item in order.items]


def truth(value: bool) -> str:
    """A truth as reports write it."""
    return "true" if value else "false"


_ALL: Final[dict[str, Cell[Line]]] = {
    "amazon-order-id": lambda row: row.order.id,
    "merchant-order-id": lambda row: row.order.seller_order_id or row.order.id,
    "purchase-date": lambda row: stamp(row.order.purchased_at),
    "last-updated-date": lambda row: stamp(row.order.updated_at),
    "order-status": lambda row: STATUS[row.order.status],
    "fulfillment-channel": lambda row: CHANNEL[row.order.channel],
    "sales-channel": lambda row: MARKETPLACES[row.order.marketplace_id].name,
    "order-channel": empty,
    "ship-service-level": lambda row: LEVEL[row.order.service_level],
    "product-name": lambda row: row.item.title,
    "sku": lambda row: row.item.seller_sku,
    "asin": lambda row: row.item.asin,
    "item-status": lambda row: row.status,
    "quantity": lambda row: row.item.quantity - row.item.cancelled,
    "currency": lambda row: row.order.currency if row.priced else "",
    "item-price": lambda row: row.money("principal"),
    "item-tax": lambda row: row.charge("tax"),
    "shipping-price": lambda row: row.charge("shipping"),
    "shipping-tax": lambda row: row.charge("shipping_tax"),
    "gift-wrap-price": lambda row: row.charge("gift_wrap"),
    "gift-wrap-tax": lambda row: row.charge("gift_wrap_tax"),
    "item-promotion-discount": lambda row: row.charge("promotion"),
    "ship-promotion-discount": lambda row: row.charge("shipping_promotion"),
    "ship-city": lambda row: row.order.buyer.address.city,
    "ship-state": lambda row: row.order.buyer.address.state_or_region,
    "ship-postal-code": lambda row: row.order.buyer.address.postal_code,
    "ship-country": lambda row: row.order.buyer.address.country_code,
    "promotion-ids": lambda row: ",".join(row.item.promotion_ids),
    "is-business-order": lambda row: truth(row.order.buyer.business),
    "purchase-order-number": lambda row: row.order.buyer.purchase_order_number,
    "price-designation": lambda row: "Business Price" if row.order.buyer.business else "",
}


def _by_order_date_columns(reading: Reading) -> dict[str, Cell[Line]]:
    """Brazil has a column for the buyer's tax number, between the promotions and what businesses have."""
    if reading.marketplaces[0].country != "BR":
        return _ALL
    found: dict[str, Cell[Line]] = {}
    for name, cell in _ALL.items():
        found[name] = cell
        if name == "promotion-ids":
            found["cpf"] = empty
    return found


def _order_xml(order: Order) -> Markup:
    place = order.buyer.address
    return element(
        "Order",
        element("AmazonOrderID", order.id),
        element("MerchantOrderID", order.seller_order_id or order.id),
        element("PurchaseDate", stamp(order.purchased_at)),
        element("LastUpdatedDate", stamp(order.updated_at)),
        element("OrderStatus", STATUS[order.status]),
        element("SalesChannel", MARKETPLACES[order.marketplace_id].name),
        element(
            "FulfillmentData",
            element("FulfillmentChannel", CHANNEL[order.channel]),
            element("ShipServiceLevel", LEVEL[order.service_level]),
            element(
                "Address",
                element("City", place.city),
                element("State", place.state_or_region),
                element("PostalCode", place.postal_code),
                element("Country", place.country_code),
            ),
        ),
        element("IsBusinessOrder", truth(order.buyer.business)),
        *(_item_xml(Line(order, item)) for item in order.items),
    )


def _item_xml(row: Line) -> Markup:
    item, currency = row.item, row.order.currency
    amounts = item.amounts
    parts = [
        element("Component", element("Type", name), amount(row.money(field), currency))
        for name, field in AMOUNTS
        if row.money(field) and (getattr(amounts, field) or name in ("Principal", "Tax"))
    ]
    promotion = Markup()
    if item.promotion_ids and row.money("promotion"):
        promotion = element(
            "Promotion",
            element("PromotionIDs", ",".join(item.promotion_ids)),
            element("ItemPromotionDiscount", row.money("promotion")),
            element("ShipPromotionDiscount", row.money("shipping_promotion")),
        )
    return element(
        "OrderItem",
        element("AmazonOrderItemCode", item.id),
        element("ASIN", item.asin),
        element("SKU", item.seller_sku),
        element("ItemStatus", row.status) if row.status else "",
        element("ProductName", item.title),
        element("Quantity", str(item.quantity - item.cancelled)),
        element("ItemPrice", *parts) if parts else "",
        promotion,
    )


def _xml(*, by_update: bool) -> Source:
    async def pieces(reading: Reading) -> AsyncIterator[str]:
        async for page in by_last_update(reading) if by_update else by_order_date(reading):
            yield "".join(element("Message", _order_xml(order)) for order in page)

    return envelope("AllOrdersReport", pieces)


_TRACKERS: Final = roles("PR AF IOT DTC PL")
#: So many days of orders are in one report at most (published guide).
_MONTH: Final = timedelta(days=31)


def _tracking(makes: Source, made_of: str, form: Form = "tsv") -> Kind:
    return Kind(
        makes=makes,
        made_of=made_of,
        roles=_TRACKERS,
        form=form,
        comes="requested or scheduled",
        longest=_MONTH,
        usual=_MONTH,
    )


KINDS: Final[dict[str, Kind]] = {
    "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL": _tracking(
        flat(_lines_by_order_date, _by_order_date_columns), "lines of orders, by when they were placed"
    ),
    "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL": _tracking(
        flat(_lines_by_last_update, _ALL), "lines of orders, by when they changed last"
    ),
    "GET_XML_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL": _tracking(
        _xml(by_update=False), "orders, by when they were placed", "xml"
    ),
    "GET_XML_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL": _tracking(
        _xml(by_update=True), "orders, by when they changed last", "xml"
    ),
}
