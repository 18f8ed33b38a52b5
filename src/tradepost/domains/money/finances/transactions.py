"""The ledger as Finances 2024-06-19 shows it: the same events as transactions with breakdowns."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, Literal

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import finances_2024_06_19 as api
from tradepost.domains.money.finances.event import FinancialEvent, ItemLines, Line, total

Identifier = Literal[
    "ORDER_ID",
    "SHIPMENT_ID",
    "REFUND_ID",
    "FINANCIAL_EVENT_GROUP_ID",
    "RELEASE_TRANSACTION_ID",
    "DEFERRED_TRANSACTION_ID",
]

#: The one kind of account that a seller has here (our choice).
ACCOUNT: Final = "Standard Orders"

#: For each kind of charge, in which breakdown it stands and by which name.
_CHARGES: Final[dict[str, tuple[str, str]]] = {
    "Principal": ("ProductCharges", "OurPricePrincipal"),
    "Tax": ("Tax", "OurPriceTax"),
    "GiftWrap": ("GiftWrap", "GiftwrapPrincipal"),
    "GiftWrapTax": ("Tax", "GiftwrapTax"),
    "ShippingCharge": ("Shipping", "ShippingPrincipal"),
    "ShippingTax": ("Tax", "ShippingTax"),
}
_PROMOTIONS: Final[dict[str, str]] = {"Principal": "OurPriceDiscount", "Shipping": "ShippingDiscount"}
_SALES: Final = ("ProductCharges", "Tax", "Shipping", "GiftWrap")


def transaction(event: FinancialEvent, seller_id: str) -> api.Transaction:
    """An event of the ledger."""
    marketplace = MARKETPLACES[event.marketplace_id]
    return api.Transaction(
        selling_partner_metadata=api.SellingPartnerMetadata(
            selling_partner_id=seller_id, account_type=ACCOUNT, marketplace_id=marketplace.id
        ),
        related_identifiers=_identifiers(event),
        transaction_type=event.about if event.about == "FBAInventoryReimbursement" else event.type,
        transaction_id=event.id,
        transaction_status=event.status,
        description=event.description or event.about,
        posted_date=event.posted_at,
        total_amount=money(event.total, event.currency),
        marketplace_details=api.MarketplaceDetails(marketplace_id=marketplace.id, marketplace_name=marketplace.name),
        items=[_item(each, event) for each in event.items],
        contexts=_contexts(event),
        breakdowns=_breakdowns(event),
    )


def _identifiers(event: FinancialEvent) -> list[api.RelatedIdentifier]:
    released = event.status == "DEFERRED_RELEASED"
    found: tuple[tuple[Identifier, str], ...] = (
        ("ORDER_ID", event.order_id),
        ("SHIPMENT_ID", event.shipment_id),
        ("REFUND_ID", event.refund_id),
        ("FINANCIAL_EVENT_GROUP_ID", event.group_id),
        ("RELEASE_TRANSACTION_ID" if released else "DEFERRED_TRANSACTION_ID", event.counterpart),
    )
    return [
        api.RelatedIdentifier(related_identifier_name=name, related_identifier_value=value)
        for name, value in found
        if value
    ]


def _contexts(event: FinancialEvent) -> list[api.Context]:
    if not event.deferral_reason:
        return []
    return [
        api.Context(
            context_type="DeferredContext", deferral_reason=event.deferral_reason, maturity_date=event.matures_at
        )
    ]


def _item(item: ItemLines, event: FinancialEvent) -> api.Item:
    identifier = item.adjustment_id or item.order_item_id
    return api.Item(
        description=item.title,
        related_identifiers=[
            api.ItemRelatedIdentifier(
                item_related_identifier_name="ORDER_ADJUSTMENT_ITEM_ID", item_related_identifier_value=identifier
            )
        ]
        if identifier
        else None,
        total_amount=money(item.total, event.currency),
        breakdowns=[_item_breakdown(name, lines, event.currency) for name, lines in _by_breakdown(item).items()],
        contexts=[
            api.Context(
                context_type="ProductContext",
                asin=item.asin or None,
                sku=item.seller_sku,
                quantity_shipped=item.quantity,
                fulfillment_network=event.channel or None,
            )
        ],
    )


def _by_breakdown(item: ItemLines) -> dict[str, list[Line]]:
    """An item's lines by the breakdown that they stand in; lines of nothing are left out."""
    found: dict[str, list[Line]] = {}
    for line in item.charges:
        name, leaf = _CHARGES.get(line.type, ("Other", line.type))
        found.setdefault(name, []).append(Line(leaf, line.amount))
    found["MarketplaceWithheldTax"] = item.withheld
    found["PromoRebates"] = [Line(_PROMOTIONS[each.type], each.amount) for each in item.promotions]
    found["AmazonFees"] = item.fees
    kept = {name: [line for line in lines if line.amount] for name, lines in found.items()}
    return {name: lines for name, lines in kept.items() if lines}


def _breakdowns(event: FinancialEvent) -> list[api.Breakdown]:
    """What the whole event is made of: sales and expenses, or the one thing that it is about."""
    currency = event.currency
    if event.type not in ("Shipment", "Refund"):
        lines = event.lines or [Line(event.about, event.total)]
        leaves = [_leaf(each, currency) for each in lines]
        if event.type != "ServiceFee":
            return leaves
        return [
            _breakdown("Expenses", event.total, [_breakdown("AmazonFees", event.total, leaves, currency)], currency)
        ]
    sales, expenses = sales_and_expenses(event)
    prefix = "" if event.type == "Shipment" else "Refunded "
    return [_sum(prefix + "Sales", sales, currency), _sum(prefix + "Expenses", expenses, currency)]


def sales_and_expenses(event: FinancialEvent) -> tuple[list[Line], list[Line]]:
    """What a shipment or refund is made of, by breakdown: what the buyer paid for, and what is taken from it."""
    sums: dict[str, Decimal] = {}
    for item in event.items:
        for name, lines in _by_breakdown(item).items():
            sums[name] = sums.get(name, Decimal(0)) + total(lines)
    found = [Line(name, amount) for name, amount in sums.items()]
    return [each for each in found if each.type in _SALES], [each for each in found if each.type not in _SALES]


def _item_breakdown(name: str, lines: list[Line], currency: str) -> api.Breakdown:
    """One kind of an item's lines; there is no tax on fees (our choice), so a fee's base is all of it."""
    if name != "AmazonFees":
        return _sum(name, lines, currency)
    fees = [_sum(each.type, [Line("Base", each.amount)], currency) for each in lines]
    return _breakdown(name, total(lines), fees, currency)


def _sum(name: str, lines: list[Line], currency: str) -> api.Breakdown:
    return _breakdown(name, total(lines), [_leaf(each, currency) for each in lines], currency)


def _breakdown(name: str, amount: Decimal, parts: list[api.Breakdown], currency: str) -> api.Breakdown:
    return api.Breakdown(breakdown_type=name, breakdown_amount=money(amount, currency), breakdowns=parts)


def _leaf(line: Line, currency: str) -> api.Breakdown:
    return api.Breakdown(breakdown_type=line.type, breakdown_amount=money(line.amount, currency), breakdowns=[])


def money(amount: Decimal, currency: str) -> api.Currency:
    """An amount; numbers of the wire are floats, and this is where they become so."""
    return api.Currency(currency_code=currency, currency_amount=float(amount))


def transactions(found: Iterable[FinancialEvent], seller_id: str) -> list[api.Transaction]:
    """Events of the ledger, in their order."""
    return [transaction(each, seller_id) for each in found]
