"""Orders as Orders v0 shows them, with the personal data that a token opens."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import orders_v0 as api
from tradepost.contract.sellers import Business
from tradepost.domains.measures.amounts import text
from tradepost.domains.places import taxpayers
from tradepost.domains.places.centers import AMAZON_IN_BRAZIL
from tradepost.domains.selling.orders.model import payable
from tradepost.domains.selling.orders.order import Address, Buyer, Item, Order

_LEVELS = {"Standard": "Std", "Expedited": "Exp", "Priority": "NextDay"}
_CATEGORIES = {"Standard": "Standard", "Expedited": "Expedited", "Priority": "NextDay"}
_CONDITIONS = {"new": "New", "used": "Used", "collectible": "Collectible", "refurbished": "Refurbished", "club": "Club"}
#: The marketplace as a taxpayer, where invoices name it.
_MARKETPLACE_TAX = {
    "BR": api.MarketplaceTaxInfo(
        tax_classifications=[api.TaxClassification(name="CNPJ", value=AMAZON_IN_BRAZIL)],
    )
}


def stamp(at: datetime) -> str:
    """A time as Orders v0 writes it: ``2026-11-23T10:00:00Z``."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def money(amount: Decimal, order: Order) -> api.Money:
    """An amount in the order's currency."""
    return api.Money(currency_code=order.currency, amount=text(amount, order.currency))


def shown(order: Order, elements: frozenset[str] | None, seller: Business) -> api.Order:
    """An order; ``elements`` are the data elements that the token opens, or None for a normal token.

    An order that its seller ships names from where, which is the address of the business.
    """
    opened = elements or frozenset()
    marketplace = MARKETPLACES[order.marketplace_id]
    priced = payable(order.status)
    return api.Order(
        amazon_order_id=order.id,
        seller_order_id=order.seller_order_id or order.id,
        purchase_date=stamp(order.purchased_at),
        last_update_date=stamp(order.updated_at),
        order_status=order.status,
        fulfillment_channel=order.channel,
        sales_channel=marketplace.name,
        ship_service_level=_service_level(order, marketplace.country),
        order_total=money(order.total, order) if priced and order.status != "Canceled" else None,
        number_of_items_shipped=order.shipped,
        number_of_items_unshipped=order.open if order.status != "Canceled" else 0,
        payment_method=order.payment_method,
        payment_method_details=["Standard" if order.payment_method == "Other" else order.payment_method],
        marketplace_id=order.marketplace_id,
        easy_ship_shipment_status=order.easy_ship_status or None,
        shipment_service_level_category=_CATEGORIES[order.service_level],
        order_type="Preorder" if order.available_at is not None else "StandardOrder",
        earliest_ship_date=stamp(order.dates.earliest_ship),
        latest_ship_date=stamp(order.dates.latest_ship),
        earliest_delivery_date=stamp(order.dates.earliest_delivery),
        latest_delivery_date=stamp(order.dates.latest_delivery),
        is_business_order=order.buyer.business,
        is_prime=order.channel == "AFN",
        is_premium_order=False,
        is_global_express_enabled=False,
        is_replacement_order=bool(order.replaces),
        replaced_order_id=order.replaces or None,
        is_sold_by_ab=False,
        is_ispu=order.pickup,
        is_access_point_order=False,
        has_regulated_items=order.regulated is not None,
        automated_shipping_settings=(
            api.AutomatedShippingSettings(has_automated_shipping_settings=False) if order.channel == "MFN" else None
        ),
        default_ship_from_location_address=_place_of(seller) if order.channel == "MFN" else None,
        fulfillment_instruction=(
            api.FulfillmentInstruction(fulfillment_supply_source_id=order.supply_source_id)
            if order.supply_source_id
            else None
        ),
        shipping_address=address(order.buyer.address, whole="shippingAddress" in opened) if priced else None,
        buyer_info=_buyer_info(order.buyer, whole="buyerInfo" in opened) if priced else None,
        electronic_invoice_status=order.electronic_invoice,
        marketplace_tax_info=_MARKETPLACE_TAX.get(marketplace.country),
    )


def _service_level(order: Order, country: str) -> str:
    """The name of the shipping service, as it was seen in the United States and in Germany."""
    level = _LEVELS[order.service_level]
    return f"{level} US D2D Dom" if country == "US" else f"{level} {country} Dom_1"


def _place_of(business: Business) -> api.Address:
    place = business.registered_business_address
    return api.Address(
        name=business.name,
        address_line1=place.address_line1,
        address_line2=place.address_line2,
        city=place.city,
        state_or_region=place.state_or_province_code,
        postal_code=place.postal_code,
        country_code=place.country_code,
    )


def address(place: Address, *, whole: bool) -> api.Address:
    """Where an order goes: whole, or only the town, the state, the postal code and the country."""
    town = api.Address(
        city=place.city,
        state_or_region=place.state_or_region or None,
        postal_code=place.postal_code,
        country_code=place.country_code,
    )
    if not whole:
        return town
    town.name = place.name
    town.company_name = place.company or None
    town.address_line1 = place.address_line1
    town.address_line2 = place.address_line2 or None
    town.county = place.county or None
    town.phone = place.phone or None
    town.address_type = place.address_type
    return town


def _buyer_info(buyer: Buyer, *, whole: bool) -> api.BuyerInfo:
    info = api.BuyerInfo(buyer_email=buyer.email)
    if whole:
        info.buyer_name = buyer.name
        info.buyer_county = buyer.address.county or None
        info.buyer_tax_info = tax_info(buyer)
        info.purchase_order_number = buyer.purchase_order_number or None
    return info


def tax_info(buyer: Buyer) -> api.BuyerTaxInfo | None:
    """A buyer's number as a taxpayer, which invoices in Brazil name; of people as well as companies (our choice: the
    published model speaks of business orders)."""
    if not buyer.tax_id:
        return None
    number = api.TaxClassification(name=taxpayers.kind_of(buyer.tax_id), value=buyer.tax_id)
    return api.BuyerTaxInfo(
        company_legal_name=buyer.company or None,
        taxing_region=buyer.address.country_code,
        tax_classifications=[number],
    )


def buyer_of(order: Order, *, whole: bool) -> api.OrderBuyerInfo:
    """Who has ordered: the whole of it, or the alias alone."""
    info = api.OrderBuyerInfo(amazon_order_id=order.id, buyer_email=order.buyer.email)
    if whole:
        info.buyer_name = order.buyer.name
        info.buyer_county = order.buyer.address.county or None
        info.buyer_tax_info = tax_info(order.buyer)
        info.purchase_order_number = order.buyer.purchase_order_number or None
    return info


def item(order: Order, line: Item, elements: frozenset[str] | None) -> api.OrderItem:
    """A line of an order. While its payment is open, nothing of its price is shown (published model) but the ids of its
    promotions, which were seen there; nor of a line that was cancelled whole, as in the order reports."""
    condition, _, subtype = line.condition.partition("_")
    found = api.OrderItem(
        asin=line.asin,
        seller_sku=line.seller_sku,
        order_item_id=line.id,
        title=line.title,
        quantity_ordered=line.quantity - line.cancelled,
        quantity_shipped=line.shipped,
        product_info=api.ProductInfoDetail(number_of_items="1"),
        is_gift="true" if line.gift_message or line.gift_wrap_level else "false",
        condition_id=_CONDITIONS.get(condition, "New"),
        condition_subtype_id=_CONDITIONS.get(subtype, subtype.title() or "New"),
        is_transparency=False,
        serial_number_required=False,
    )
    found.promotion_ids = line.promotion_ids or None
    if not payable(order.status):
        return found
    if line.cancelled < line.quantity:
        _price(found, order, line)
    found.buyer_requested_cancel = api.BuyerRequestedCancel(
        is_buyer_requested_cancel="true" if line.cancel_reason and not line.cancelled else "false",
        buyer_cancel_reason=line.cancel_reason or None,
    )
    if "buyerInfo" in (elements or ()):
        found.buyer_info = _item_buyer_info(order, line)
    return found


def _price(found: api.OrderItem, order: Order, line: Item) -> None:
    amounts = line.amounts
    found.item_price = money(amounts.principal, order)
    found.item_tax = money(amounts.tax, order)
    if amounts.shipping:
        found.shipping_price = money(amounts.shipping, order)
        found.shipping_tax = money(amounts.shipping_tax, order)
    found.promotion_discount = money(amounts.promotion, order)
    found.promotion_discount_tax = money(Decimal(0), order)
    if amounts.shipping_promotion:
        found.shipping_discount = money(amounts.shipping_promotion, order)
    if order.buyer.business:
        found.price_designation = "BusinessPrice"
    if order.currency == "USD" and amounts.tax:
        found.tax_collection = api.TaxCollection(
            model="MarketplaceFacilitator", responsible_party="Amazon Services, Inc."
        )


def _item_buyer_info(order: Order, line: Item) -> api.ItemBuyerInfo | None:
    if not (line.gift_message or line.gift_wrap_level):
        return None
    return api.ItemBuyerInfo(
        gift_wrap_price=money(line.amounts.gift_wrap, order),
        gift_wrap_tax=money(line.amounts.gift_wrap_tax, order),
        gift_message_text=line.gift_message or None,
        gift_wrap_level=line.gift_wrap_level or None,
    )


def item_buyer(order: Order, line: Item, *, whole: bool) -> api.OrderItemBuyerInfo:
    """What the buyer has said of a line: gift wrap and message, for who may see them."""
    info = api.OrderItemBuyerInfo(order_item_id=line.id)
    known = _item_buyer_info(order, line) if whole else None
    if known is not None:
        info.gift_wrap_price, info.gift_wrap_tax = known.gift_wrap_price, known.gift_wrap_tax
        info.gift_message_text, info.gift_wrap_level = known.gift_message_text, known.gift_wrap_level
    return info
