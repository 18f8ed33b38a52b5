"""A shipment as Shipment Invoicing shows it: everything that its seller needs for an invoice."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from tradepost.contract import shipment_invoicing_v0 as api
from tradepost.domains.brazil.shipment_invoicing.shipment import ShippedItem, WaitingShipment
from tradepost.domains.measures.amounts import text
from tradepost.domains.places import taxpayers
from tradepost.domains.places.centers import AMAZON_IN_BRAZIL
from tradepost.domains.selling.orders.order import Order
from tradepost.simulation.seed import Seed

_DIGITS: Final = "0123456789"
#: How ten buyers pay (our choice).
_METHODS: Final[tuple[api.PaymentMethodEnum, ...]] = (*("CreditCard",) * 6, *("Pix",) * 3, "BankSlip")
_BRANDS: Final = ("Visa", "Mastercard", "Elo")


def detail(seed: Seed, shipment: WaitingShipment, order: Order, seller_id: str, store: str) -> api.ShipmentDetail:
    """The shipment with its order's buyer, address, payment and items."""
    buyer, place = order.buyer, order.buyer.address
    payment = _payment(seed, shipment, order)
    return api.ShipmentDetail(
        warehouse_id=shipment.center_id,
        amazon_order_id=order.id,
        amazon_shipment_id=shipment.id,
        purchase_date=order.purchased_at,
        shipping_address=api.Address(
            name=place.name,
            address_line1=place.address_line1,
            address_line2=place.address_line2 or None,
            city=place.city,
            county=place.county or None,
            state_or_region=place.state_or_region or None,
            postal_code=place.postal_code,
            country_code=place.country_code,
            phone=place.phone or None,
            address_type=place.address_type,
        ),
        payment_method_details=[str(payment.payment_method)],
        payments=[payment],
        marketplace_id=shipment.marketplace_id,
        seller_id=seller_id,
        buyer_name=buyer.name,
        buyer_county=place.county or None,
        buyer_tax_info=api.BuyerTaxInfo(
            company_legal_name=buyer.company or None,
            taxing_region=place.country_code,
            tax_classifications=[api.TaxClassification(name=taxpayers.kind_of(buyer.tax_id), value=buyer.tax_id)]
            if buyer.tax_id
            else None,
        ),
        marketplace_tax_info=api.MarketplaceTaxInfo(
            company_legal_name="Amazon Serviços de Varejo do Brasil Ltda.",
            taxing_region="BR",
            tax_classifications=[api.TaxClassification(name="CNPJ", value=AMAZON_IN_BRAZIL)],
        ),
        seller_display_name=store,
        shipment_items=[_item(each, order) for each in shipment.items],
    )


def _payment(seed: Seed, shipment: WaitingShipment, order: Order) -> api.PaymentInformation:
    """How the buyer has paid: drawn by the seed, the same for all shipments of an order (our choice)."""
    method = seed.pick(_METHODS, "payment", order.id)
    card = method == "CreditCard"
    return api.PaymentInformation(
        payment_method=method,
        acquirer_id=taxpayers.cnpj(seed, "acquirer", method) if card else None,
        card_brand=seed.pick(_BRANDS, "card", order.id) if card else None,
        payment_value=_money(shipment.total, order),
        authorization_code=seed.letters(_DIGITS, 6, "authorization", order.id) if card else None,
    )


def _item(sent: ShippedItem, order: Order) -> api.ShipmentItem:
    item = order.item(sent.item_id)
    assert item is not None
    return api.ShipmentItem(
        asin=item.asin,
        seller_sku=item.seller_sku,
        order_item_id=item.id,
        title=item.title,
        quantity_ordered=sent.quantity,
        item_price=_money(sent.amounts.principal, order),
        shipping_price=_money(sent.amounts.shipping, order),
        gift_wrap_price=_money(sent.amounts.gift_wrap, order),
        shipping_discount=_money(sent.amounts.shipping_promotion, order),
        promotion_discount=_money(sent.amounts.promotion, order),
    )


def _money(amount: Decimal, order: Order) -> api.Money:
    return api.Money(currency_code=order.currency, amount=text(amount, order.currency))
