"""Reports of what comes back: returns to the network and to the seller, and reimbursements."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

import msgspec

from tradepost.domains.exchange.reports.declaring import PAGE, Cell, Kind, Reading, empty, flat, roles, stamp
from tradepost.domains.exchange.reports.making.fba_inventory import DAILY
from tradepost.domains.exchange.reports.making.orders import read
from tradepost.domains.exchange.reports.making.xml import Markup, document, element
from tradepost.domains.fba.fulfillment_outbound import records as network
from tradepost.domains.fba.fulfillment_outbound.returning.returns import DISPOSITIONS
from tradepost.domains.fba.inventory import records as inventory
from tradepost.domains.fba.inventory.records import Item as StockItem
from tradepost.domains.measures.amounts import text
from tradepost.domains.money.finances import records as finances
from tradepost.domains.money.finances.event import FinancialEvent, ItemLines
from tradepost.domains.money.finances.records import Window
from tradepost.domains.places.centers import returns_center
from tradepost.domains.selling.orders.buying import RETURN_TAKES
from tradepost.domains.selling.orders.order import Item, Order, PackedItem, Return
from tradepost.domains.selling.orders.records import Query
from tradepost.simulation.clock import to_milliseconds

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
#: How long units of orders from elsewhere may be on their way back.
_LONGEST_WAY: Final = timedelta(days=60)
_REIMBURSED: Final = "FBAInventoryReimbursement"


class CameBack(msgspec.Struct, frozen=True, kw_only=True):
    """Units that came back to the network."""

    at: datetime
    order_id: str
    marketplace_id: str
    seller_sku: str
    quantity: int
    center: str
    disposition: str
    reason: str
    plate: str
    comment: str = ""
    stock: StockItem | None = None


async def came_back(reading: Reading) -> AsyncIterator[list[CameBack]]:
    """What came back to the network in the time asked for: of customers' orders, then of orders from elsewhere."""
    query = Query(
        by="updated_at",
        start=to_milliseconds(reading.start - RETURN_TAKES),
        end=to_milliseconds(reading.ctx.now),
        marketplaces=reading.report.marketplace_ids,
        channels=("AFN",),
    )
    async for orders in read(reading, query):
        yield await _with_stock(reading, [row for each in orders for row in _of_customer(reading, each)])
    ctx, after = reading.ctx, ""
    while page := await network.changed_since(ctx.tx, ctx.seller_id, reading.start - _LONGEST_WAY, after, PAGE):
        after = page[-1].id
        yield await _with_stock(
            reading,
            [
                CameBack(
                    at=unit.status_changed_at,
                    order_id=order.id,
                    marketplace_id=order.marketplace_id,
                    seller_sku=unit.seller_sku,
                    quantity=1,
                    center=unit.center_id or "",
                    disposition=_disposition(unit.condition),
                    reason=unit.amazon_reason_code or unit.reason_code,
                    plate=_plate(reading, order.id, unit.return_item_id),
                    comment=unit.comment or "",
                )
                for order in page
                if order.marketplace_id in reading.report.marketplace_ids
                for unit in order.returns
                if unit.condition is not None and reading.start <= unit.status_changed_at <= reading.end
            ],
        )


def _of_customer(reading: Reading, order: Order) -> Iterator[CameBack]:
    ctx = reading.ctx
    country = next(each.country for each in reading.marketplaces if each.id == order.marketplace_id)
    for back in order.returns:
        if back.received_at is None or not reading.start <= back.received_at <= reading.end:
            continue
        for packed in back.items:
            item = order.item(packed.item_id)
            assert item is not None
            yield CameBack(
                at=back.received_at,
                order_id=order.id,
                marketplace_id=order.marketplace_id,
                seller_sku=item.seller_sku,
                quantity=packed.quantity,
                center=returns_center(ctx.seed, ctx.seller_id, order.id, country).id,
                disposition="SELLABLE",
                reason=back.reason,
                plate=_plate(reading, back.id, item.id),
            )


def _disposition(condition: str | None) -> str:
    found = next((place for name, place in DISPOSITIONS.items() if name == condition), "fulfillable")
    return "SELLABLE" if found == "fulfillable" else found.upper()


def _plate(reading: Reading, *key: str) -> str:
    return "LPN" + reading.ctx.seed.letters(_LETTERS, 11, "license plate", reading.ctx.seller_id, *key)


async def _with_stock(reading: Reading, rows: list[CameBack]) -> list[CameBack]:
    known: dict[tuple[str, str], StockItem] = {}
    for place in {each.marketplace_id for each in rows}:
        skus = sorted({each.seller_sku for each in rows if each.marketplace_id == place})
        for item in await inventory.items_named(reading.ctx.tx, reading.ctx.seller_id, place, skus):
            known[place, item.seller_sku] = item
    return [msgspec.structs.replace(each, stock=known.get((each.marketplace_id, each.seller_sku))) for each in rows]


_CAME_BACK: Final[dict[str, Cell[CameBack]]] = {
    "return-date": lambda row: stamp(row.at),
    "order-id": lambda row: row.order_id,
    "sku": lambda row: row.seller_sku,
    "asin": lambda row: row.stock.asin if row.stock else "",
    "fnsku": lambda row: row.stock.fn_sku if row.stock else "",
    "product-name": lambda row: row.stock.product_name if row.stock else "",
    "quantity": lambda row: row.quantity,
    "fulfillment-center-id": lambda row: row.center,
    "detailed-disposition": lambda row: row.disposition,
    "reason": lambda row: row.reason,
    "status": lambda row: "Unit returned to inventory",
    "license-plate-number": lambda row: row.plate,
    "customer-comments": lambda row: row.comment,
}


class Requested(msgspec.Struct, frozen=True):
    """Units that a buyer sends back to the seller himself."""

    order: Order
    back: Return
    item: Item
    packed: PackedItem

    @property
    def refund(self) -> str:
        """What the buyer has got back for them; nothing before they are there."""
        if self.back.received_at is None:
            return ""
        return text(self.item.amounts.principal * self.packed.quantity / self.item.quantity, self.order.currency)

    @property
    def status(self) -> str:
        """Approved by itself, as most returns are, and completed once the units are there."""
        return "Approved" if self.back.received_at is None else "Completed"


async def requested(reading: Reading) -> AsyncIterator[list[Requested]]:
    """Returns to the seller that were asked for in that time."""
    query = Query(
        by="updated_at",
        start=to_milliseconds(reading.start),
        end=to_milliseconds(reading.ctx.now),
        marketplaces=reading.report.marketplace_ids,
        channels=("MFN",),
    )
    async for page in read(reading, query):
        yield [
            Requested(order, back, item, packed)
            for order in page
            for back in order.returns
            if reading.start <= back.requested_at <= reading.end
            for packed in back.items
            if (item := order.item(packed.item_id)) is not None
        ]


def _day(at: datetime | None) -> str:
    return "" if at is None else f"{at:%d-%b-%Y}"


_RETURNS: Final[dict[str, Cell[Requested]]] = {
    "Order ID": lambda row: row.order.id,
    "Order date": lambda row: _day(row.order.purchased_at),
    "Return request date": lambda row: _day(row.back.requested_at),
    "Return request status": lambda row: row.status,
    "Amazon RMA ID": lambda row: row.back.id,
    "Merchant RMA ID": empty,
    "Label type": lambda row: "AmazonUnPaidLabel",
    "Label cost": lambda row: text(Decimal(0), row.order.currency),
    "Currency code": lambda row: row.order.currency,
    "Return carrier": empty,
    "Tracking ID": empty,
    "Label to be paid by": lambda row: "Customer",
    "A-to-Z Claim": lambda row: "N",
    "Is prime": lambda row: "N",
    "ASIN": lambda row: row.item.asin,
    "Merchant SKU": lambda row: row.item.seller_sku,
    "Item Name": lambda row: row.item.title,
    "Return quantity": lambda row: row.packed.quantity,
    "Return Reason": lambda row: row.back.reason,
    "In policy": lambda row: "Y",
    "Return type": lambda row: "C-Returns",
    "Resolution": lambda row: "StandardRefund",
    "Invoice number": empty,
    "Return delivery date": lambda row: _day(row.back.received_at),
    "Order Amount": lambda row: text(row.order.total, row.order.currency),
    "Order quantity": lambda row: sum(each.quantity for each in row.order.items),
    **dict.fromkeys(
        (
            "SafeT Action reason",
            "SafeT claim id",
            "SafeT claim state",
            "SafeT claim creation time",
            "SafeT claim reimbursement amount",
        ),
        empty,
    ),
    "Refunded Amount": lambda row: row.refund,
}


async def _returns_xml(reading: Reading) -> AsyncIterator[str]:
    async for page in requested(reading):
        yield "".join(_return_xml(each) for each in page)


def _return_xml(row: Requested) -> Markup:
    return element(
        "return_details",
        element(
            "item_details",
            element("item_name", row.item.title),
            element("asin", row.item.asin),
            element("return_reason_code", row.back.reason),
            element("merchant_sku", row.item.seller_sku),
            element("in_policy", "Y"),
            element("return_quantity", str(row.packed.quantity)),
            element("resolution", "StandardRefund"),
            element("refund_amount", row.refund),
        ),
        element("order_id", row.order.id),
        element("order_date", stamp(row.order.purchased_at)),
        element("amazon_rma_id", row.back.id),
        element("return_request_date", stamp(row.back.requested_at)),
        element("return_request_status", row.status),
        element("a_to_z_claim", "N"),
        element("is_prime", "N"),
        element(
            "label_details",
            element("currency_code", row.order.currency),
            element("label_cost", text(Decimal(0), row.order.currency)),
            element("label_type", "AmazonUnPaidLabel"),
        ),
        element("label_to_be_paid_by", "Customer"),
        element("return_type", "C-Returns"),
        element("order_amount", text(row.order.total, row.order.currency)),
        element("order_quantity", str(sum(each.quantity for each in row.order.items))),
    )


class Reimbursed(msgspec.Struct, frozen=True):
    """Money for units that the network lost or damaged."""

    event: FinancialEvent
    item: ItemLines | None
    number: str

    @property
    def total(self) -> Decimal:
        """What was paid."""
        return self.item.total if self.item else self.event.total


async def reimbursed(reading: Reading) -> AsyncIterator[list[Reimbursed]]:
    """Reimbursements that were posted in the time asked for."""
    ctx, after = reading.ctx, None
    window = Window(to_milliseconds(reading.start), to_milliseconds(reading.end) + 1)
    while page := await finances.page(ctx.tx, ctx.seller_id, window, after, PAGE):
        after = (to_milliseconds(page[-1].posted_at), page[-1].id)
        yield [
            Reimbursed(each, item, ctx.seed.letters("0123456789", 11, "reimbursement", ctx.seller_id, each.id))
            for each in page
            if each.about == _REIMBURSED and each.marketplace_id in reading.report.marketplace_ids
            for item in (*each.items, *(() if each.items else (None,)))
        ]


def _of_unit(row: Reimbursed) -> str:
    units = row.item.quantity if row.item and row.item.quantity else 1
    return text(row.total / units, row.event.currency)


_REIMBURSEMENTS: Final[dict[str, Cell[Reimbursed]]] = {
    "approval-date": lambda row: stamp(row.event.posted_at),
    "reimbursement-id": lambda row: row.number,
    "case-id": empty,
    "amazon-order-id": lambda row: row.event.order_id,
    "reason": lambda row: row.event.description or row.event.about,
    "sku": lambda row: row.item.seller_sku if row.item else "",
    "fnsku": empty,
    "asin": lambda row: row.item.asin if row.item else "",
    "product-name": lambda row: row.item.title if row.item else "",
    "condition": lambda row: "NewItem",
    "currency-unit": lambda row: row.event.currency,
    "amount-per-unit": _of_unit,
    "amount-total": lambda row: text(row.total, row.event.currency),
    "quantity-reimbursed-cash": lambda row: row.item.quantity if row.item else 1,
    "quantity-reimbursed-inventory": lambda row: 0,
    "quantity-reimbursed-total": lambda row: row.item.quantity if row.item else 1,
    "original-reimbursement-id": empty,
    "original-reimbursement-type": empty,
}


_READERS: Final = roles("AF IOT PR")
_SHIPPERS: Final = roles("IOT DTC")
_MONTH, _TWO_MONTHS = timedelta(days=31), timedelta(days=60)


KINDS: Final[dict[str, Kind]] = {
    "GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA": Kind(
        makes=flat(came_back, _CAME_BACK),
        made_of="units that buyers sent back to the network",
        roles=_READERS,
        comes="requested or scheduled",
        longest=_TWO_MONTHS,
        usual=_MONTH,
        fresh_for=DAILY,
        latin=True,
    ),
    "GET_FBA_REIMBURSEMENTS_DATA": Kind(
        makes=flat(reimbursed, _REIMBURSEMENTS),
        made_of="reimbursements among the events of Finances",
        roles=roles("AF FA IOT PR"),
        comes="requested or scheduled",
        longest=timedelta(days=550),
        usual=_MONTH,
        fresh_for=DAILY,
        latin=True,
    ),
    "GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE": Kind(
        makes=flat(requested, _RETURNS),
        made_of="returns of the seller's own orders, by when they were asked for",
        roles=_SHIPPERS,
        comes="requested or scheduled",
        longest=_TWO_MONTHS,
        usual=_TWO_MONTHS,
    ),
    "GET_XML_RETURNS_DATA_BY_RETURN_DATE": Kind(
        makes=document("return_report", _returns_xml),
        made_of="returns of the seller's own orders, by when they were asked for",
        roles=_SHIPPERS,
        form="xml",
        comes="requested or scheduled",
        longest=_TWO_MONTHS,
        usual=_TWO_MONTHS,
    ),
}
