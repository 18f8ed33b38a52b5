"""Reports of what the network has shipped: to buyers of Amazon, and for orders from elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Final

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.exchange.reports.declaring import PAGE, Cell, Kind, Reading, empty, flat, roles, stamp
from tradepost.domains.exchange.reports.making.fba_inventory import DAILY, NEAR_REAL_TIME
from tradepost.domains.fba.fulfillment_outbound import records
from tradepost.domains.fba.fulfillment_outbound.order import Order as NetworkOrder
from tradepost.domains.fba.fulfillment_outbound.order import Parcel, Shipment, ShipmentItem
from tradepost.domains.fba.fulfillment_outbound.shipping.customer_orders import ORIGIN
from tradepost.domains.fba.inventory import records as inventory
from tradepost.domains.fba.inventory.records import Item as StockItem
from tradepost.domains.measures.amounts import text
from tradepost.domains.selling.orders import records as customers
from tradepost.domains.selling.orders.model import portion
from tradepost.domains.selling.orders.order import Item, Order
from tradepost.domains.selling.orders.records import Query

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
#: An order may have changed last a while before its last parcel left.
_SLACK: Final = timedelta(days=60)


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """Units of a line that left in a parcel. Of an order from elsewhere, Amazon knows no price."""

    network: NetworkOrder
    shipment: Shipment
    sent: ShipmentItem
    parcel: Parcel
    order: Order | None
    item: Item | None
    before: int
    stock: StockItem | None
    id: str

    def part(self, name: str) -> Decimal | None:
        """These units' share of an amount of their line; the shares of all parcels add up to it."""
        if self.item is None or self.order is None:
            return None
        whole = getattr(self.item.amounts, name)
        return portion(whole, self.item.quantity, self.before, self.sent.quantity, self.order.currency)

    def money(self, name: str) -> str:
        """The same as text."""
        value = self.part(name)
        return "" if value is None or self.order is None else text(value, self.order.currency)

    @property
    def marketplace_name(self) -> str:
        """Where it was sold: in a marketplace, or elsewhere."""
        return MARKETPLACES[self.network.marketplace_id].name if self.order else "Non-Amazon"

    @property
    def title(self) -> str:
        """The name of the product."""
        return self.item.title if self.item else self.stock.product_name if self.stock else ""


async def sent(reading: Reading) -> AsyncIterator[list[Sent]]:
    """What left the network in the time asked for, order by order."""
    ctx, after = reading.ctx, ""
    since = reading.start - _SLACK
    while page := await records.changed_since(ctx.tx, ctx.seller_id, since, after, PAGE):
        after = page[-1].id
        chosen = [each for each in page if each.marketplace_id in reading.report.marketplace_ids]
        bought = await _bought(reading, [each.id for each in chosen if each.origin == ORIGIN])
        rows = [row for each in chosen for row in _sent(reading, each, bought.get(each.id))]
        known = await _stock(reading, rows)
        yield [
            msgspec.structs.replace(each, stock=known.get((each.network.marketplace_id, each.sent.seller_sku)))
            for each in rows
        ]


async def _bought(reading: Reading, order_ids: list[str]) -> dict[str, Order]:
    if not order_ids:
        return {}
    query = Query(order_ids=tuple(order_ids))
    found = await customers.page(reading.ctx.tx, reading.ctx.seller_id, query, None, len(order_ids))
    return {each.id: each for each in found}


async def _stock(reading: Reading, rows: list[Sent]) -> dict[tuple[str, str], StockItem]:
    found = {}
    for marketplace_id in {each.network.marketplace_id for each in rows}:
        skus = sorted({each.sent.seller_sku for each in rows if each.network.marketplace_id == marketplace_id})
        for item in await inventory.items_named(reading.ctx.tx, reading.ctx.seller_id, marketplace_id, skus):
            found[marketplace_id, item.seller_sku] = item
    return found


def _sent(reading: Reading, network: NetworkOrder, order: Order | None) -> Iterator[Sent]:
    counted: dict[str, int] = {}
    ctx = reading.ctx
    for shipment in network.shipments:
        for number, each in enumerate(shipment.items):
            if each.package >= len(shipment.parcels):
                continue
            parcel = shipment.parcels[each.package]
            before = counted.get(each.item_id, 0)
            counted[each.item_id] = before + each.quantity
            if reading.start <= parcel.shipped_at <= reading.end:
                yield Sent(
                    network=network,
                    shipment=shipment,
                    sent=each,
                    parcel=parcel,
                    order=order,
                    item=order.item(each.item_id) if order else None,
                    before=before,
                    stock=None,
                    id="D" + ctx.seed.letters(_LETTERS, 8, "shipment item", ctx.seller_id, shipment.id, number),
                )


_EMPTY_OF_BUYER: Final = ("buyer-name", "buyer-phone-number")
_EMPTY_OF_BILL: Final = tuple(
    f"bill-{each}" for each in ("address-1", "address-2", "address-3", "city", "state", "postal-code", "country")
)
_SHIPPED: Final[dict[str, Cell[Sent]]] = {
    "amazon-order-id": lambda row: row.network.id if row.order else "",
    "merchant-order-id": lambda row: "" if row.order else row.network.id,
    "shipment-id": lambda row: row.shipment.id,
    "shipment-item-id": lambda row: row.id,
    "amazon-order-item-id": lambda row: row.item.id if row.item else "",
    "merchant-order-item-id": lambda row: "" if row.item else row.sent.item_id,
    "purchase-date": lambda row: stamp(row.order.purchased_at if row.order else row.network.received_at),
    "payments-date": lambda row: stamp(row.order.left_pending_at if row.order else row.network.received_at),
    "shipment-date": lambda row: stamp(row.parcel.shipped_at),
    "reporting-date": lambda row: stamp(row.parcel.shipped_at),
    "buyer-email": lambda row: row.order.buyer.email if row.order else "",
    **dict.fromkeys(_EMPTY_OF_BUYER, empty),
    "sku": lambda row: row.sent.seller_sku,
    "product-name": lambda row: row.title,
    "quantity-shipped": lambda row: row.sent.quantity,
    "currency": lambda row: row.order.currency if row.order else "",
    "item-price": lambda row: row.money("principal"),
    "item-tax": lambda row: row.money("tax"),
    "shipping-price": lambda row: row.money("shipping"),
    "shipping-tax": lambda row: row.money("shipping_tax"),
    "gift-wrap-price": lambda row: row.money("gift_wrap"),
    "gift-wrap-tax": lambda row: row.money("gift_wrap_tax"),
    "ship-service-level": lambda row: row.network.request.shipping_speed_category,
    **dict.fromkeys(("recipient-name", "ship-address-1", "ship-address-2", "ship-address-3"), empty),
    "ship-city": lambda row: row.network.request.destination_address.city,
    "ship-state": lambda row: row.network.request.destination_address.state_or_region,
    "ship-postal-code": lambda row: row.network.request.destination_address.postal_code,
    "ship-country": lambda row: row.network.request.destination_address.country_code,
    "ship-phone-number": empty,
    **dict.fromkeys(_EMPTY_OF_BILL, empty),
    "item-promotion-discount": lambda row: row.money("promotion"),
    "ship-promotion-discount": lambda row: row.money("shipping_promotion"),
    "carrier": lambda row: row.parcel.carrier,
    "tracking-number": lambda row: row.parcel.tracking_number,
    "estimated-arrival-date": lambda row: stamp(row.shipment.promise.latest_arrival),
    "fulfillment-center-id": lambda row: row.shipment.center_id,
    "fulfillment-channel": lambda row: "AFN",
    "sales-channel": lambda row: row.marketplace_name,
}


def _unit_price(row: Sent) -> str:
    value = row.part("principal")
    return "" if value is None or row.order is None else text(value / row.sent.quantity, row.order.currency)


_SALES: Final[dict[str, Cell[Sent]]] = {
    "shipment-date": lambda row: stamp(row.parcel.shipped_at),
    "sku": lambda row: row.sent.seller_sku,
    "fnsku": lambda row: row.stock.fn_sku if row.stock else "",
    "asin": lambda row: row.item.asin if row.item else row.stock.asin if row.stock else "",
    "fulfillment-center-id": lambda row: row.shipment.center_id,
    "quantity": lambda row: row.sent.quantity,
    "amazon-order-id": lambda row: row.network.id,
    "currency": lambda row: row.order.currency if row.order else "",
    "item-price-per-unit": _unit_price,
    "shipping-price": lambda row: row.money("shipping"),
    "gift-wrap-price": lambda row: row.money("gift_wrap"),
    "ship-city": lambda row: row.network.request.destination_address.city,
    "ship-state": lambda row: row.network.request.destination_address.state_or_region,
    "ship-postal-code": lambda row: row.network.request.destination_address.postal_code,
}


async def _promoted(reading: Reading) -> AsyncIterator[list[Sent]]:
    async for page in sent(reading):
        yield [each for each in page if each.part("promotion")]


_PROMOTIONS: Final[dict[str, Cell[Sent]]] = {
    "shipment-date": lambda row: stamp(row.parcel.shipped_at),
    "currency": lambda row: row.order.currency if row.order else "",
    "item-promotion-discount": lambda row: row.money("promotion"),
    "item-promotion-id": lambda row: ",".join(row.item.promotion_ids) if row.item else "",
    "description": empty,
    "promotion-rule-value": empty,
    "amazon-order-id": lambda row: row.network.id,
    "shipment-id": lambda row: row.shipment.id,
    "shipment-item-id": lambda row: row.id,
}

_READERS: Final = roles("PR AF IOT")
_MONTH: Final = timedelta(days=31)

KINDS: Final[dict[str, Kind]] = {
    "GET_AMAZON_FULFILLED_SHIPMENTS_DATA_GENERAL": Kind(
        makes=flat(sent, _SHIPPED),
        made_of="parcels that left the network, with the prices of customers' orders",
        roles=_READERS,
        longest=_MONTH,
        usual=_MONTH,
        fresh_for=NEAR_REAL_TIME,
        latin=True,
    ),
    "GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_SALES_DATA": Kind(
        makes=flat(sent, _SALES),
        made_of="parcels that left the network",
        roles=_READERS,
        comes="requested or scheduled",
        longest=_MONTH,
        usual=_MONTH,
        fresh_for=NEAR_REAL_TIME,
        latin=True,
    ),
    "GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_PROMOTION_DATA": Kind(
        makes=flat(_promoted, _PROMOTIONS),
        made_of="parcels of orders with a promotion",
        roles=_READERS,
        comes="requested or scheduled",
        longest=_MONTH,
        usual=_MONTH,
        fresh_for=DAILY,
        latin=True,
    ),
}
