"""Orders as Orders 2026-01-01 shows them: a basic order, and the data sets that are asked for.

There are no restricted data tokens here: which personal data is shown follows from the roles of the application, the
channel and the status (published guide on access to personal data in orders).
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Final

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import orders_2026_01_01 as api
from tradepost.domains.measures.amounts import text
from tradepost.domains.places import taxpayers
from tradepost.domains.places.centers import AMAZON_IN_BRAZIL
from tradepost.domains.selling.orders.model import OrderStatus, payable
from tradepost.domains.selling.orders.order import Amounts, ElectronicInvoice, Item, Order, Package

STATUSES: Final[dict[OrderStatus, api.FulfillmentStatus]] = {
    "PendingAvailability": "PENDING_AVAILABILITY",
    "Pending": "PENDING",
    "Unshipped": "UNSHIPPED",
    "InvoiceUnconfirmed": "UNSHIPPED",
    "PartiallyShipped": "PARTIALLY_SHIPPED",
    "Shipped": "SHIPPED",
    "Canceled": "CANCELLED",
    "Unfulfillable": "UNFULFILLABLE",
}
_INVOICES: Final[dict[ElectronicInvoice, str]] = {
    "NotRequired": "NOT_REQUIRED",
    "NotFound": "NOT_FOUND",
    "Processing": "PROCESSING",
    "Errored": "ERRORED",
    "Accepted": "ACCEPTED",
}
_LEVELS = {"Standard": "STANDARD", "Expedited": "EXPEDITED", "Priority": "PRIORITY"}
_OPEN = ("Unshipped", "PartiallyShipped", "Shipped")
_TAX_ROLES = frozenset({"TI", "TR"})
#: Where the tax roles do not open the buyer's name (published guide).
_NAMELESS = ("US", "JP", "SG")
_SUBTYPES = {
    "new": "NEW",
    "open_box": "OPEN_BOX",
    "oem": "OEM",
    "refurbished": "REFURBISHED",
    "club": "CLUB",
    "like_new": "MINT",
    "very_good": "VERY_GOOD",
    "good": "GOOD",
    "acceptable": "ACCEPTABLE",
}


def shown(order: Order, data: Collection[str], roles: frozenset[str]) -> api.Order:
    """An order with these data sets, for an application with these roles."""
    marketplace = MARKETPLACES[order.marketplace_id]
    priced = payable(order.status) and order.status != "Canceled"
    found = api.Order(
        order_id=order.id,
        order_aliases=[api.Alias(alias_id=order.seller_order_id, alias_type="SELLER_ORDER_ID")]
        if order.seller_order_id
        else None,
        created_time=order.purchased_at,
        last_updated_time=order.updated_at,
        programs=_programs(order) or None,
        sales_channel=api.SalesChannel(
            channel_name="AMAZON", marketplace_id=marketplace.id, marketplace_name=marketplace.name
        ),
        order_items=[_item(order, each, data, roles) for each in order.items],
    )
    if "BUYER" in data:
        found.buyer = _buyer(order, roles)
    if "RECIPIENT" in data and payable(order.status):
        found.recipient = api.Recipient(delivery_address=_address(order, roles))
    if "PROCEEDS" in data and priced:
        found.proceeds = _proceeds(order)
    if "TAX" in data and order.electronic_invoice is not None:
        found.tax = _tax(order, roles)
    if "FULFILLMENT" in data:
        found.fulfillment = _fulfillment(order)
    if "PAYMENT" in data and priced:
        method = {"COD": "CashOnDelivery", "CVS": "ConvenienceStore"}.get(order.payment_method, "CreditCard")
        execution = api.PaymentExecution(payment_method=method, payment_amount=_money(order.total, order))
        found.payment = api.OrderPayment(payment_executions=[execution])
    if "PACKAGES" in data and order.channel == "MFN":
        found.packages = [_package(each, order) for each in order.packages]
    return found


def _programs(order: Order) -> list[str]:
    known = {
        "AMAZON_BUSINESS": order.buyer.business,
        "AMAZON_EASY_SHIP": order.easy_ship,
        "IN_STORE_PICK_UP": order.pickup,
        "PREORDER": order.available_at is not None,
        "PRIME": order.channel == "AFN",
    }
    return [name for name, holds in known.items() if holds]


def _buyer(order: Order, roles: frozenset[str]) -> api.Buyer:
    """Who has ordered, as far as the roles open it."""
    buyer, merchant, open_now = order.buyer, order.channel == "MFN", order.status in _OPEN
    by_tax = bool(roles & _TAX_ROLES) and MARKETPLACES[order.marketplace_id].country not in _NAMELESS
    named = open_now and (by_tax or (merchant and "DTC" in roles))
    return api.Buyer(
        buyer_name=buyer.name if named else None,
        buyer_email=buyer.email if open_now and merchant and "DTC" in roles else None,
        buyer_company_name=buyer.company or None,
        buyer_purchase_order_number=buyer.purchase_order_number or None,
    )


def _tax(order: Order, roles: frozenset[str]) -> api.OrderTax:
    """The numbers of Brazil's taxpayers: the marketplace's, and to the tax roles the buyer's, once the payment is
    through; and how it stands with the invoice."""
    known = [
        api.OrderTaxRegistration(
            entity_type="MARKETPLACE", tax_registration_type="CNPJ", tax_registration_number=AMAZON_IN_BRAZIL
        )
    ]
    buyer = order.buyer
    if buyer.tax_id and roles & _TAX_ROLES and order.status in _OPEN:
        known.append(
            api.OrderTaxRegistration(
                entity_type="BUYER",
                legal_name=buyer.company or buyer.name,
                tax_registration_type=taxpayers.kind_of(buyer.tax_id),
                tax_registration_number=buyer.tax_id,
            )
        )
    status = _INVOICES[order.electronic_invoice or "NotRequired"]
    return api.OrderTax(tax_registrations=known, tax_invoicing=api.OrderTaxInvoicing(invoice_status=status))


def _address(order: Order, roles: frozenset[str]) -> api.CustomerAddress:
    """Where an order goes: the whole of it for who delivers, otherwise the town."""
    place = order.buyer.address
    found = api.CustomerAddress(
        city=place.city, state_or_region=place.state_or_region or None, country_code=place.country_code
    )
    if "DTC" in roles and order.channel == "MFN" and order.status in _OPEN:
        found.name = place.name
        found.company_name = place.company or None
        found.address_line1 = place.address_line1
        found.address_line2 = place.address_line2 or None
        found.postal_code = place.postal_code
        found.phone = place.phone or None
        found.address_type = "PICKUP_POINT" if order.pickup else place.address_type.upper()
    return found


def _fulfillment(order: Order) -> api.OrderFulfillment:
    dates = order.dates
    return api.OrderFulfillment(
        fulfillment_status=STATUSES[order.status],
        fulfilled_by="AMAZON" if order.channel == "AFN" else "MERCHANT",
        fulfillment_service_level=_LEVELS[order.service_level],
        ship_by_window=api.DateTimeRange(earliest_date_time=dates.earliest_ship, latest_date_time=dates.latest_ship),
        deliver_by_window=api.DateTimeRange(
            earliest_date_time=dates.earliest_delivery, latest_date_time=dates.latest_delivery
        ),
    )


def _parts(amounts: Amounts) -> dict[str, dict[str, Decimal]]:
    """What an item's money is made of, by kind and by what each part of it is for; a discount is negative."""
    return {
        "ITEM": {"ITEM": amounts.principal},
        "SHIPPING": {"SHIPPING": amounts.shipping},
        "GIFT_WRAP": {"GIFT_WRAP": amounts.gift_wrap},
        "TAX": {"ITEM": amounts.tax, "SHIPPING": amounts.shipping_tax, "GIFT_WRAP": amounts.gift_wrap_tax},
        "DISCOUNT": {"ITEM": -amounts.promotion, "SHIPPING": -amounts.shipping_promotion},
    }


def _proceeds(order: Order) -> api.OrderProceeds:
    sums: dict[str, Decimal] = {}
    for each in order.items:
        for kind, parts in _parts(each.amounts).items():
            sums[kind] = sums.get(kind, Decimal(0)) + sum(parts.values(), Decimal(0))
    return api.OrderProceeds(
        grand_total=_money(order.total, order),
        breakdowns=[
            api.OrderProceedsBreakdown(type=kind, subtotal=_money(amount, order))
            for kind, amount in sums.items()
            if amount or kind == "ITEM"
        ],
    )


def _item(order: Order, line: Item, data: Collection[str], roles: frozenset[str]) -> api.OrderItem:
    priced = payable(order.status) and order.status != "Canceled"
    kind, _, subtype = line.condition.partition("_")
    found = api.OrderItem(
        order_item_id=line.id,
        quantity_ordered=line.quantity,
        programs=["TRANSPARENCY"] if line.transparency_codes else None,
        product=api.ItemProduct(
            asin=line.asin,
            title=line.title,
            seller_sku=line.seller_sku,
            condition=api.ItemCondition(condition_type=kind.upper(), condition_subtype=_SUBTYPES.get(subtype, "OTHER")),
            price=api.ItemPrice(
                unit_price=_money(line.unit_price, order),
                price_designation="BUSINESS_PRICE" if order.buyer.business else None,
            )
            if priced
            else None,
        ),
    )
    if "PROCEEDS" in data and priced:
        found.proceeds = _item_proceeds(order, line)
    if "PROMOTION" in data and line.promotion_ids:
        found.promotion = api.ItemPromotion(
            breakdowns=[api.ItemPromotionBreakdown(promotion_id=each) for each in line.promotion_ids]
        )
    if "CANCELLATION" in data and line.cancel_reason:
        found.cancellation = _cancellation(line)
    if "FULFILLMENT" in data:
        found.fulfillment = _item_fulfillment(order, line, roles)
    if "TAX" in data and order.currency == "USD" and line.amounts.tax:
        collection = api.ItemTaxCollection(model="MARKETPLACE_FACILITATOR", responsible_party="Amazon Services, Inc.")
        found.tax = api.ItemTax(tax_collections=[collection])
    return found


def _item_proceeds(order: Order, line: Item) -> api.ItemProceeds:
    breakdowns = []
    for kind, parts in _parts(line.amounts).items():
        subtotal = sum(parts.values(), Decimal(0))
        if not subtotal and kind != "ITEM":
            continue
        detailed = [
            api.ItemProceedsDetailedBreakdown(subtype=name, value=_money(amount, order))
            for name, amount in parts.items()
            if amount
        ]
        breakdowns.append(
            api.ItemProceedsBreakdown(
                type=kind,
                subtotal=_money(subtotal, order),
                detailed_breakdowns=detailed if kind in ("TAX", "DISCOUNT") else None,
            )
        )
    return api.ItemProceeds(proceeds_total=_money(line.amounts.total, order), breakdowns=breakdowns)


def _cancellation(line: Item) -> api.ItemCancellation:
    """That its buyer has asked for it, or that units of it were called off."""
    found = api.ItemCancellation()
    if line.cancelled:
        found.cancellation_execution = api.ItemCancellationExecution(cancel_reason=line.cancel_reason)
    else:
        found.cancellation_request = api.ItemCancellationRequest(requester="BUYER", cancel_reason=line.cancel_reason)
    return found


def _item_fulfillment(order: Order, line: Item, roles: frozenset[str]) -> api.ItemFulfillment:
    found = api.ItemFulfillment(quantity_fulfilled=line.shipped, quantity_unfulfilled=line.open)
    if line.gift_message or line.gift_wrap_level:
        read = "DTC" in roles and order.channel == "MFN" and order.status in _OPEN
        gift = api.GiftOption(
            gift_message=(line.gift_message or None) if read else None, gift_wrap_level=line.gift_wrap_level or None
        )
        found.packing = api.ItemPacking(gift_option=gift)
    return found


def _package(package: Package, order: Order) -> api.OrderPackage:
    codes = {each.id: each.transparency_codes for each in order.items}
    return api.OrderPackage(
        package_reference_id=package.reference_id,
        created_time=package.shipped_at,
        package_status=api.PackageStatus(status="SHIPPED"),
        carrier=package.carrier_name or package.carrier_code,
        ship_time=package.shipped_at,
        shipping_service=package.shipping_method or None,
        tracking_number=package.tracking_number or None,
        package_items=[
            api.PackageItem(
                order_item_id=each.item_id, quantity=each.quantity, transparency_codes=codes.get(each.item_id) or None
            )
            for each in package.items
        ],
    )


def _money(amount: Decimal, order: Order) -> api.Money:
    return api.Money(amount=text(amount, order.currency), currency_code=order.currency)
