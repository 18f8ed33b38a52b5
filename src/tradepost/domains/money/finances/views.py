"""The ledger as Finances v0 shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import finances_v0 as api
from tradepost.domains.money.finances.event import FinancialEvent, ItemLines, Line
from tradepost.domains.money.finances.settlement import Group

_PROMOTION = "PromotionMetaDataDefinitionValue"


def money(amount: Decimal, currency: str) -> api.Currency:
    """An amount; numbers of the wire are floats, and this is where they become so."""
    return api.Currency(currency_code=currency, currency_amount=float(amount))


def in_seconds(at: datetime) -> datetime:
    """A time as Finances v0 shows it: in whole seconds (as captured)."""
    return at.replace(microsecond=0)


def group(found: Group) -> api.FinancialEventGroup:
    """A settlement group. What belongs to the transfer is there once it is closed."""
    shown = api.FinancialEventGroup(
        financial_event_group_id=found.id,
        processing_status="Closed" if found.ended_at else "Open",
        original_total=money(found.total, found.currency),
        beginning_balance=money(found.beginning, found.currency),
        financial_event_group_start=in_seconds(found.started_at),
        financial_event_group_end=found.ended_at and in_seconds(found.ended_at),
    )
    if found.ended_at is not None and found.transferred:
        shown.fund_transfer_status = found.transfer_status
        shown.converted_total = money(found.total, found.currency)
        shown.fund_transfer_date = in_seconds(found.ended_at)
        shown.trace_id = found.trace_id
        shown.account_tail = found.account_tail
    return shown


def events(found: Iterable[FinancialEvent]) -> api.FinancialEvents:
    """Events by their kind; a kind of which there is none is an empty list."""
    lists: dict[str, list[Any]] = {name: [] for name in api.FinancialEvents.__struct_fields__}
    for event in found:
        if event.type in _SHOWN:
            name, shown = _SHOWN[event.type]
            lists[name].append(shown(event))
    return api.FinancialEvents(**lists)


def _shipment(event: FinancialEvent) -> api.ShipmentEvent:
    shown = _order_event(event)
    shown.shipment_item_list = [
        api.ShipmentItem(
            seller_sku=each.seller_sku,
            order_item_id=each.order_item_id,
            quantity_shipped=each.quantity,
            item_charge_list=_charges(each.charges, event.currency),
            item_fee_list=_fees(each.fees, event.currency),
            item_tax_withheld_list=_withheld(each, event.currency),
            promotion_list=_promotions(each, event.currency),
        )
        for each in event.items
    ]
    return shown


def _refund(event: FinancialEvent) -> api.ShipmentEvent:
    shown = _order_event(event)
    shown.shipment_item_adjustment_list = [
        api.ShipmentItem(
            seller_sku=each.seller_sku,
            order_item_id=each.order_item_id,
            order_adjustment_item_id=each.adjustment_id,
            quantity_shipped=each.quantity,
            item_charge_adjustment_list=_charges(each.charges, event.currency),
            item_fee_adjustment_list=_fees(each.fees, event.currency),
            item_tax_withheld_list=_withheld(each, event.currency),
            promotion_adjustment_list=_promotions(each, event.currency),
        )
        for each in event.items
    ]
    return shown


def _order_event(event: FinancialEvent) -> api.ShipmentEvent:
    name = MARKETPLACES[event.marketplace_id].name
    return api.ShipmentEvent(
        amazon_order_id=event.order_id,
        seller_order_id=event.seller_order_id,
        marketplace_name=name,
        posted_date=in_seconds(event.posted_at),
    )


def _service_fee(event: FinancialEvent) -> api.ServiceFeeEvent:
    return api.ServiceFeeEvent(
        amazon_order_id=event.order_id or None,
        fee_reason=event.about,
        fee_description=event.description or None,
        fee_list=_fees(event.lines, event.currency),
    )


def _service_provider_credit(event: FinancialEvent) -> api.SolutionProviderCreditEvent:
    """The seller performs his services himself: he is the provider, too."""
    seller_id, store = event.provider or ("", "")
    return api.SolutionProviderCreditEvent(
        provider_transaction_type=event.about,
        seller_order_id=event.seller_order_id,
        marketplace_id=event.marketplace_id,
        marketplace_country_code=MARKETPLACES[event.marketplace_id].country,
        seller_id=seller_id,
        seller_store_name=store,
        provider_id=seller_id,
        provider_store_name=store,
        transaction_amount=money(event.total, event.currency),
        transaction_creation_date=in_seconds(event.posted_at),
    )


def _adjustment(event: FinancialEvent) -> api.AdjustmentEvent:
    return api.AdjustmentEvent(
        adjustment_type=event.about,
        posted_date=in_seconds(event.posted_at),
        adjustment_amount=money(event.total, event.currency),
        adjustment_item_list=[
            api.AdjustmentItem(
                quantity=str(each.quantity),
                per_unit_amount=money(each.total / each.quantity, event.currency) if each.quantity else None,
                total_amount=money(each.total, event.currency),
                seller_sku=each.seller_sku,
                product_description=each.title or None,
                asin=each.asin or None,
            )
            for each in event.items
        ]
        or None,
    )


def _charges(lines: Iterable[Line], currency: str) -> list[api.ChargeComponent]:
    return [api.ChargeComponent(charge_type=each.type, charge_amount=money(each.amount, currency)) for each in lines]


def _fees(lines: Iterable[Line], currency: str) -> list[api.FeeComponent]:
    return [api.FeeComponent(fee_type=each.type, fee_amount=money(each.amount, currency)) for each in lines]


def _withheld(item: ItemLines, currency: str) -> list[api.TaxWithheldComponent] | None:
    if not item.withheld:
        return None
    return [
        api.TaxWithheldComponent(
            tax_collection_model="MarketplaceFacilitator", taxes_withheld=_charges(item.withheld, currency)
        )
    ]


def _promotions(item: ItemLines, currency: str) -> list[api.Promotion] | None:
    return [
        api.Promotion(
            promotion_type=_PROMOTION,
            promotion_id=item.promotion_id or f"{each.type} promotion",
            promotion_amount=money(each.amount, currency),
        )
        for each in item.promotions
    ] or None


_SHOWN: dict[str, tuple[str, Callable[[FinancialEvent], Any]]] = {
    "Shipment": ("shipment_event_list", _shipment),
    "Refund": ("refund_event_list", _refund),
    "ServiceFee": ("service_fee_event_list", _service_fee),
    "ServiceProviderCredit": ("service_provider_credit_event_list", _service_provider_credit),
    "Adjustment": ("adjustment_event_list", _adjustment),
}
