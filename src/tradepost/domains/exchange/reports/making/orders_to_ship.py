"""Reports by which sellers ship their own orders: what is not shipped yet, and what was paid; with personal data."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Final

import msgspec

from tradepost.domains.exchange.reports.declaring import Cell, Form, Kind, Reading, Source, empty, flat, roles, stamp
from tradepost.domains.exchange.reports.making.orders import AMOUNTS, LEVEL, Line, read, truth
from tradepost.domains.exchange.reports.making.xml import Markup, amount, element, envelope
from tradepost.domains.selling.orders.order import Item, Order
from tradepost.domains.selling.orders.records import Query
from tradepost.simulation.clock import to_milliseconds


class Unshipped(msgspec.Struct, frozen=True):
    """A line that is still to be shipped, and the time at which it is looked at."""

    order: Order
    item: Item
    now: datetime


async def paid_in(reading: Reading, *statuses: str) -> AsyncIterator[list[Order]]:
    """The seller's own orders whose payment was through in the time asked for (published guide), oldest change first.

    An order changed last when it was paid or later, so that none is missed.
    """
    query = Query(
        by="updated_at",
        start=to_milliseconds(reading.start),
        end=to_milliseconds(reading.ctx.now),
        marketplaces=reading.report.marketplace_ids,
        channels=("MFN",),
        statuses=statuses,
    )
    async for page in read(reading, query):
        yield [each for each in page if reading.start <= each.left_pending_at <= reading.end]


async def unshipped(reading: Reading) -> AsyncIterator[list[Unshipped]]:
    """Lines of the seller's own orders that are paid for and not shipped."""
    async for page in paid_in(reading, "Unshipped", "PartiallyShipped"):
        yield [Unshipped(order, item, reading.ctx.now) for order in page for item in order.items if item.open]


def _days_late(row: Unshipped) -> int:
    return (row.now - row.order.dates.latest_ship).days


_ACTIONABLE: Final[dict[str, Cell[Unshipped]]] = {
    "order-id": lambda row: row.order.id,
    "order-item-id": lambda row: row.item.id,
    "purchase-date": lambda row: stamp(row.order.purchased_at),
    "payments-date": lambda row: stamp(row.order.left_pending_at),
    "reporting-date": lambda row: stamp(row.now),
    "promise-date": lambda row: stamp(row.order.dates.latest_ship),
    "days-past-promise": _days_late,
    "buyer-email": lambda row: row.order.buyer.email,
    "buyer-phone-number": lambda row: row.order.buyer.address.phone,
    "sku": lambda row: row.item.seller_sku,
    "product-name": lambda row: row.item.title,
    "quantity-purchased": lambda row: row.item.quantity,
    "quantity-shipped": lambda row: row.item.shipped,
    "quantity-to-ship": lambda row: row.item.open,
    "ship-service-level": lambda row: LEVEL[row.order.service_level],
    "recipient-name": lambda row: row.order.buyer.address.name,
    "ship-address-1": lambda row: row.order.buyer.address.address_line1,
    "ship-address-2": lambda row: row.order.buyer.address.address_line2,
    "ship-address-3": empty,
    "ship-city": lambda row: row.order.buyer.address.city,
    "ship-state": lambda row: row.order.buyer.address.state_or_region,
    "ship-postal-code": lambda row: row.order.buyer.address.postal_code,
    "ship-country": lambda row: row.order.buyer.address.country_code,
    "is-business-order": lambda row: truth(row.order.buyer.business),
    "purchase-order-number": lambda row: row.order.buyer.purchase_order_number,
    "price-designation": lambda row: "Business Price" if row.order.buyer.business else "",
    "is-prime": lambda row: "false",
}


async def _lines_to_ship(reading: Reading) -> AsyncIterator[list[Line]]:
    async for page in paid_in(reading, "Unshipped", "PartiallyShipped", "Shipped"):
        yield [Line(order, item) for order in page for item in order.items if item.quantity > item.cancelled]


_SHIPPING: Final[dict[str, Cell[Line]]] = {
    "order-id": lambda row: row.order.id,
    "order-item-id": lambda row: row.item.id,
    "purchase-date": lambda row: stamp(row.order.purchased_at),
    "payments-date": lambda row: stamp(row.order.left_pending_at),
    "buyer-email": lambda row: row.order.buyer.email,
    "buyer-name": lambda row: row.order.buyer.name,
    "buyer-phone-number": lambda row: row.order.buyer.address.phone,
    "sku": lambda row: row.item.seller_sku,
    "product-name": lambda row: row.item.title,
    "quantity-purchased": lambda row: row.item.quantity - row.item.cancelled,
    "currency": lambda row: row.order.currency,
    "item-price": lambda row: row.money("principal"),
    "item-tax": lambda row: row.money("tax"),
    "shipping-price": lambda row: row.money("shipping"),
    "shipping-tax": lambda row: row.money("shipping_tax"),
    "ship-service-level": lambda row: LEVEL[row.order.service_level],
    "recipient-name": lambda row: row.order.buyer.address.name,
    "ship-address-1": lambda row: row.order.buyer.address.address_line1,
    "ship-address-2": lambda row: row.order.buyer.address.address_line2,
    "ship-address-3": empty,
    "ship-city": lambda row: row.order.buyer.address.city,
    "ship-state": lambda row: row.order.buyer.address.state_or_region,
    "ship-postal-code": lambda row: row.order.buyer.address.postal_code,
    "ship-country": lambda row: row.order.buyer.address.country_code,
    "ship-phone-number": lambda row: row.order.buyer.address.phone,
    "delivery-start-date": empty,
    "delivery-end-date": empty,
    "delivery-time-zone": empty,
    "delivery-Instructions": empty,
    "is-business-order": lambda row: truth(row.order.buyer.business),
    "purchase-order-number": lambda row: row.order.buyer.purchase_order_number,
    "price-designation": lambda row: "Business Price" if row.order.buyer.business else "",
}


def _shipping_xml(order: Order) -> Markup:
    place = order.buyer.address
    return element(
        "OrderReport",
        element("AmazonOrderID", order.id),
        element("AmazonSessionID", order.id),
        element("OrderDate", stamp(order.purchased_at)),
        element("OrderPostedDate", stamp(order.left_pending_at)),
        element(
            "BillingData",
            element("BuyerEmailAddress", order.buyer.email),
            element("BuyerName", order.buyer.name),
            element("BuyerPhoneNumber", place.phone),
        ),
        element(
            "FulfillmentData",
            element("FulfillmentMethod", "Ship"),
            element("FulfillmentServiceLevel", LEVEL[order.service_level]),
            element(
                "Address",
                element("Name", place.name),
                element("AddressFieldOne", place.address_line1),
                element("AddressFieldTwo", place.address_line2) if place.address_line2 else "",
                element("City", place.city),
                element("StateOrRegion", place.state_or_region),
                element("PostalCode", place.postal_code),
                element("CountryCode", place.country_code),
                element("PhoneNumber", place.phone) if place.phone else "",
            ),
        ),
        element("IsBusinessOrder", truth(order.buyer.business)),
        element("IsPrime", "false"),
        *(_shipping_item_xml(Line(order, item)) for item in order.items if item.quantity > item.cancelled),
    )


def _shipping_item_xml(row: Line) -> Markup:
    item, currency = row.item, row.order.currency
    promotions = [
        element(
            "Promotion",
            element("PromotionClaimCode", each),
            element("MerchantPromotionID", each),
            element("Component", element("Type", "Principal"), amount("-" + row.money("promotion"), currency)),
        )
        for each in item.promotion_ids
    ]
    return element(
        "Item",
        element("AmazonOrderItemCode", item.id),
        element("SKU", item.seller_sku),
        element("Title", item.title),
        element("Quantity", str(item.quantity - item.cancelled)),
        element("ProductTaxCode", "A_GEN_TAX"),
        element(
            "ItemPrice",
            *(
                element("Component", element("Type", name), amount(row.money(field), currency))
                for name, field in AMOUNTS
                if row.charge(field) or field in ("principal", "tax", "shipping", "shipping_tax")
            ),
        ),
        *promotions,
    )


async def _shipping_pieces(reading: Reading) -> AsyncIterator[str]:
    number = 0
    async for page in paid_in(reading, "Unshipped", "PartiallyShipped", "Shipped"):
        messages = []
        for order in page:
            number += 1
            messages.append(element("Message", element("MessageID", str(number)), _shipping_xml(order)))
        yield "".join(messages)


_SHIPPERS: Final = roles("DTC")
#: How far the reports go back: of what is unshipped 38 days, of what is to be shipped 60 (published guide).
_UNSHIPPED, _TO_SHIP = timedelta(days=38), timedelta(days=60)
#: Order reports are kept for a month (published guide).
_KEPT: Final = timedelta(days=30)


def _restricted(makes: Source, made_of: str, longest: timedelta, form: Form = "tsv") -> Kind:
    return Kind(
        makes=makes,
        made_of=made_of,
        roles=_SHIPPERS,
        form=form,
        comes="requested or scheduled",
        restricted=True,
        longest=longest,
        usual=longest,
        kept=_KEPT,
    )


KINDS: Final[dict[str, Kind]] = {
    "GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING": _restricted(
        flat(unshipped, _ACTIONABLE), "lines of the seller's own orders that are paid and not shipped", _UNSHIPPED
    ),
    "GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING": _restricted(
        flat(_lines_to_ship, _SHIPPING), "lines of the seller's own orders that are paid", _TO_SHIP
    ),
    "GET_ORDER_REPORT_DATA_SHIPPING": _restricted(
        envelope("OrderReport", _shipping_pieces), "the seller's own orders that are paid", _UNSHIPPED, "xml"
    ),
}
