"""Settlement reports: what a closed settlement group is made of, to the cent, in three forms.

They are made of the same events as Finances shows. With what was carried on from the group before, the amounts of a
report add up to its total amount, which is what was transferred (or what the seller owes).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.exchange.reports.declaring import PAGE, Cell, Kind, Reading, empty, flat, roles
from tradepost.domains.exchange.reports.making.xml import Markup, amount, element, envelope
from tradepost.domains.measures.amounts import text
from tradepost.domains.money.finances import records
from tradepost.domains.money.finances.event import FinancialEvent, ItemLines, Line
from tradepost.domains.money.finances.records import Window
from tradepost.domains.money.finances.settlement import Group
from tradepost.simulation.clock import to_milliseconds

_FOREVER: Final = 1 << 62
_DIGITS: Final = "0123456789"
_OTHER: Final = "other-transaction"
#: The words of settlement reports for what Finances calls otherwise.
_SHIPPING: Final = {"ShippingCharge": "Shipping"}
_RESERVES: Final = {"ReserveEvent": "Current Reserve Amount"}


class Amount(msgspec.Struct, frozen=True, kw_only=True):
    """One amount of a settlement, with what it belongs to; ``value`` is None for the line that only has the total."""

    group: Group
    settlement_id: str
    transaction: str = ""
    event: FinancialEvent | None = None
    item: ItemLines | None = None
    kind: str = ""
    about: str = ""
    value: Decimal | None = None
    currency: str

    def money(self, kind: str = "") -> str:
        """The amount where it is of this kind, or of any."""
        return text(self.value, self.currency) if self.value is not None and kind in ("", self.kind) else ""


def settlement_id(reading: Reading) -> str:
    """The number of a settlement, eleven digits."""
    drawn = reading.ctx.seed.letters(_DIGITS, 10, "settlement", reading.ctx.seller_id, reading.report.group_id)
    return f"2{drawn}"


async def _group(reading: Reading) -> Group:
    found = await records.group(reading.ctx.tx, reading.ctx.seller_id, reading.report.group_id)
    assert found is not None
    return found


async def events(reading: Reading) -> AsyncIterator[list[FinancialEvent]]:
    """The events of the group, oldest first, without its transfer."""
    ctx, window, after = reading.ctx, Window(0, _FOREVER, group_id=reading.report.group_id), None
    while page := await records.page(ctx.tx, ctx.seller_id, window, after, PAGE):
        after = (to_milliseconds(page[-1].posted_at), page[-1].id)
        yield page


async def amounts(reading: Reading) -> AsyncIterator[list[Amount]]:
    """Every amount of the group: its total first, what was carried on to it, and then event by event."""
    group, number = await _group(reading), settlement_id(reading)
    first = Amount(group=group, settlement_id=number, currency=group.currency)
    begun = [first]
    if group.beginning:
        about = "Previous Reserve Amount Balance"
        begun.append(_other(first, about, group.beginning, None))
    yield begun
    async for page in events(reading):
        yield [each for event in page for each in _amounts_of(first, event)]


def _other(first: Amount, about: str, value: Decimal, event: FinancialEvent | None) -> Amount:
    return msgspec.structs.replace(first, transaction=_OTHER, event=event, kind=_OTHER, about=about, value=value)


def _amounts_of(first: Amount, event: FinancialEvent) -> Iterator[Amount]:
    if event.type not in ("Shipment", "Refund"):
        for line in event.lines:
            yield _other(first, _RESERVES.get(line.type, event.description or line.type), line.amount, event)
        for item in event.items:
            yield msgspec.structs.replace(_other(first, event.about, item.total, event), item=item)
        return
    transaction = "Order" if event.type == "Shipment" else "Refund"
    for item in event.items:
        for kind, lines in _lines_by_kind(item):
            for line in lines:
                if line.amount:
                    yield msgspec.structs.replace(
                        first,
                        transaction=transaction,
                        event=event,
                        item=item,
                        kind=kind,
                        about=_SHIPPING.get(line.type, line.type),
                        value=line.amount,
                    )


def _lines_by_kind(item: ItemLines) -> tuple[tuple[str, list[Line]], ...]:
    return (
        ("ItemPrice", item.charges),
        ("ItemWithheldTax", item.withheld),
        ("ItemFees", item.fees),
        ("Promotion", item.promotions),
    )


def _utc(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _is_total(row: Amount) -> bool:
    return row.value is None


def _of_event(name: str) -> Cell[Amount]:
    return lambda row: getattr(row.event, name) if row.event is not None else ""


def _of_item(name: str) -> Cell[Amount]:
    return lambda row: getattr(row.item, name) if row.item is not None else ""


def _marketplace(row: Amount) -> str:
    return MARKETPLACES[row.event.marketplace_id].name if row.event is not None and row.event.order_id else ""


def _quantity(row: Amount) -> object:
    return row.item.quantity if row.item is not None and row.kind == "ItemPrice" and row.about == "Principal" else ""


_HEAD: Final[dict[str, Cell[Amount]]] = {
    "settlement-id": lambda row: row.settlement_id,
    "settlement-start-date": lambda row: _utc(row.group.started_at) if _is_total(row) else "",
    "settlement-end-date": lambda row: _utc(row.group.ended_at) if _is_total(row) else "",
    "deposit-date": lambda row: _utc(row.group.ended_at) if _is_total(row) else "",
    "total-amount": lambda row: text(row.group.total, row.currency) if _is_total(row) else "",
    "currency": lambda row: row.currency if _is_total(row) else "",
    "transaction-type": lambda row: row.transaction,
    "order-id": _of_event("order_id"),
    "merchant-order-id": _of_event("seller_order_id"),
    "adjustment-id": _of_event("refund_id"),
    "shipment-id": _of_event("shipment_id"),
    "marketplace-name": _marketplace,
}
_ITEM: Final[dict[str, Cell[Amount]]] = {
    "order-item-code": _of_item("order_item_id"),
    "merchant-order-item-id": empty,
    "merchant-adjustment-item-id": _of_item("adjustment_id"),
    "sku": _of_item("seller_sku"),
    "quantity-purchased": _quantity,
}
_V2: Final[dict[str, Cell[Amount]]] = {
    **_HEAD,
    "amount-type": lambda row: row.kind,
    "amount-description": lambda row: row.about,
    "amount": lambda row: row.money(),
    "fulfillment-id": _of_event("channel"),
    "posted-date": lambda row: f"{row.event.posted_at.astimezone(UTC):%Y-%m-%d}" if row.event else "",
    "posted-date-time": lambda row: _utc(row.event.posted_at) if row.event else "",
    **_ITEM,
    "promotion-id": lambda row: row.item.promotion_id if row.item and row.kind == "Promotion" else "",
}
_PRICES: Final = ("ItemPrice", "ItemWithheldTax")


def _price(row: Amount) -> str:
    return row.money(row.kind) if row.kind in _PRICES else ""


_V1: Final[dict[str, Cell[Amount]]] = {
    **_HEAD,
    "shipment-fee-type": empty,
    "shipment-fee-amount": empty,
    "order-fee-type": empty,
    "order-fee-amount": empty,
    "fulfillment-id": _of_event("channel"),
    "posted-date": lambda row: _utc(row.event.posted_at) if row.event else "",
    **_ITEM,
    "price-type": lambda row: row.about if row.kind in _PRICES else "",
    "price-amount": _price,
    "item-related-fee-type": lambda row: row.about if row.kind == "ItemFees" else "",
    "item-related-fee-amount": lambda row: row.money("ItemFees"),
    "misc-fee-amount": empty,
    "other-fee-amount": empty,
    "other-fee-reason-description": empty,
    "promotion-id": lambda row: row.item.promotion_id if row.item and row.kind == "Promotion" else "",
    "promotion-type": lambda row: row.about if row.kind == "Promotion" else "",
    "promotion-amount": lambda row: row.money("Promotion"),
    "direct-payment-type": empty,
    "direct-payment-amount": empty,
    "other-amount": lambda row: row.money(_OTHER),
}
_V1["transaction-type"] = lambda row: row.about if row.kind == _OTHER else row.transaction


async def _pieces(reading: Reading) -> AsyncIterator[str]:
    """One message: what the settlement comes to, then order by order, refund by refund, and the rest."""
    group = await _group(reading)
    yield f"<Message>{element('MessageID', '1')}<SettlementReport>" + element(
        "SettlementData",
        element("AmazonSettlementID", settlement_id(reading)),
        amount(text(group.total, group.currency), group.currency, "TotalAmount"),
        element("StartDate", _iso(group.started_at)),
        element("EndDate", _iso(group.ended_at)),
        element("DepositDate", _iso(group.ended_at)),
    )
    if group.beginning:
        yield _other_xml("Previous Reserve Amount Balance", group.started_at, group.beginning, group.currency)
    async for page in events(reading):
        yield "".join(_event_xml(each) for each in page)
    yield "</SettlementReport></Message>"


def _iso(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(UTC).isoformat(timespec="seconds")


def _other_xml(about: str, at: datetime, value: Decimal, currency: str) -> Markup:
    return element(
        "OtherTransaction",
        element("TransactionType", about),
        element("PostedDate", _iso(at)),
        amount(text(value, currency), currency),
    )


def _event_xml(event: FinancialEvent) -> str:
    if event.type not in ("Shipment", "Refund"):
        about = _RESERVES.get(event.about, event.description or event.about)
        return _other_xml(about, event.posted_at, event.total, event.currency)
    sale = event.type == "Shipment"
    return element(
        "Order" if sale else "Refund",
        element("AmazonOrderID", event.order_id),
        element("MerchantOrderID", event.seller_order_id),
        element("ShipmentID", event.shipment_id) if sale else element("AdjustmentID", event.refund_id),
        element("MarketplaceName", MARKETPLACES[event.marketplace_id].name),
        element(
            "Fulfillment",
            element("MerchantFulfillmentID", event.channel),
            element("PostedDate", _iso(event.posted_at)),
            *(_item_xml(each, event.currency, sale=sale) for each in event.items),
        ),
    )


def _item_xml(item: ItemLines, currency: str, *, sale: bool) -> Markup:
    prices = [
        element("Component", element("Type", _SHIPPING.get(each.type, each.type)), _money(each, currency))
        for each in (*item.charges, *item.withheld)
        if each.amount
    ]
    fees = [element("Fee", element("Type", each.type), _money(each, currency)) for each in item.fees if each.amount]
    promotions = [
        element(
            "Promotion" if sale else "PromotionAdjustment",
            element("MerchantPromotionID", item.promotion_id),
            element("Type", each.type),
            _money(each, currency),
        )
        for each in item.promotions
        if each.amount
    ]
    return element(
        "Item" if sale else "AdjustedItem",
        element("AmazonOrderItemCode", item.order_item_id),
        Markup() if sale else element("MerchantAdjustmentItemID", item.adjustment_id),
        element("SKU", item.seller_sku),
        element("Quantity", str(item.quantity)) if sale else Markup(),
        element("ItemPrice" if sale else "ItemPriceAdjustments", *prices) if prices else Markup(),
        element("ItemFees" if sale else "ItemFeeAdjustments", *fees) if fees else Markup(),
        *promotions,
    )


def _money(line: Line, currency: str) -> Markup:
    return amount(text(line.amount, currency), currency)


_SETTLED: Final = "a settlement group that has closed: the events of Finances, and what was carried on"
_ROLES: Final = roles("FA")
KINDS: Final[dict[str, Kind]] = {
    "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE": Kind(
        makes=flat(amounts, _V1), made_of=_SETTLED, roles=_ROLES, comes="by itself"
    ),
    "GET_V2_SETTLEMENT_REPORT_DATA_XML": Kind(
        makes=envelope("SettlementReport", _pieces), made_of=_SETTLED, roles=_ROLES, comes="by itself", form="xml"
    ),
    "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2": Kind(
        makes=flat(amounts, _V2), made_of=_SETTLED, roles=_ROLES, comes="by itself"
    ),
}
#: What is made whenever a settlement closes.
TYPES: Final = tuple(KINDS)
