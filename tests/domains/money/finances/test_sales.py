"""What a shipment brings, and what a refund takes back."""

from __future__ import annotations

from tests.domains.money.finances.selling import ORDER, V0, Story, amounts, line
from tests.shop import DE, JP


def test_what_a_seller_ships_himself_is_paid_less_the_share_of_goods_and_shipping(story: Story) -> None:
    story.ship(line(principal="20.00", tax="1.30", shipping="5.00", shippingTax="0.33"))
    [event] = story.of_order()["ShipmentEventList"]
    assert {name: event[name] for name in ("AmazonOrderId", "SellerOrderId", "MarketplaceName")} == {
        "AmazonOrderId": ORDER,
        "SellerOrderId": ORDER,
        "MarketplaceName": "Amazon.com",
    }
    assert event["PostedDate"][:19] == story.shop.now()[:19]
    [item] = event["ShipmentItemList"]
    assert (item["SellerSKU"], item["OrderItemId"], item["QuantityShipped"]) == ("MUG", "item-MUG", 1)
    assert amounts(item["ItemChargeList"]) == {
        "Principal": 20.0,
        "Tax": 1.3,
        "GiftWrap": 0.0,
        "GiftWrapTax": 0.0,
        "ShippingCharge": 5.0,
        "ShippingTax": 0.33,
    }
    assert amounts(item["ItemFeeList"]) == {"Commission": -3.0, "ShippingHB": -0.75}
    [withheld] = item["ItemTaxWithheldList"]
    assert withheld["TaxCollectionModel"] == "MarketplaceFacilitator"
    assert amounts(withheld["TaxesWithheld"]) == {
        "MarketplaceFacilitatorTax-Principal": -1.3,
        "MarketplaceFacilitatorTax-Shipping": -0.33,
    }
    [group] = story.groups_after_a_while()
    assert group["OriginalTotal"] == {"CurrencyCode": "USD", "CurrencyAmount": 21.25}


def test_what_amazon_ships_costs_fulfillment_and_its_shipping_is_amazons(story: Story) -> None:
    story.ship(line(principal="20.00", shipping="5.00", giftWrap="3.00"), channel="AFN")
    [event] = story.of_order()["ShipmentEventList"]
    [item] = event["ShipmentItemList"]
    fees = amounts(item["ItemFeeList"])
    assert fees.pop("FBAPerUnitFulfillmentFee") < 0
    assert fees == {"Commission": -3.0, "ShippingChargeback": -5.0, "GiftwrapChargeback": -3.0}
    assert "ItemTaxWithheldList" not in item


def test_a_promotion_lessens_price_and_share(story: Story) -> None:
    story.ship(line(principal="20.00", promotion="4.00", shipping="5.00", shippingPromotion="5.00"))
    [event] = story.of_order()["ShipmentEventList"]
    [item] = event["ShipmentItemList"]
    assert [each["PromotionAmount"]["CurrencyAmount"] for each in item["PromotionList"]] == [-4.0, -5.0]
    assert amounts(item["ItemFeeList"]) == {"Commission": -2.4}


def test_where_the_marketplace_collects_no_tax_it_stays_with_the_seller(story: Story) -> None:
    story.ship(line(principal="20.00", tax="3.80"), marketplace=DE)
    [event] = story.of_order()["ShipmentEventList"]
    assert "ItemTaxWithheldList" not in event["ShipmentItemList"][0]
    [group] = story.groups_after_a_while()
    assert group["OriginalTotal"] == {"CurrencyCode": "EUR", "CurrencyAmount": 20.8}


def test_yen_have_no_cents(story: Story) -> None:
    story.ship(line(principal="1999"), marketplace=JP)
    [event] = story.of_order()["ShipmentEventList"]
    assert amounts(event["ShipmentItemList"][0]["ItemFeeList"]) == {"Commission": -300.0}
    [group] = story.groups_after_a_while()
    assert group["OriginalTotal"] == {"CurrencyCode": "JPY", "CurrencyAmount": 1699.0}


def test_a_refund_gives_fees_back_and_keeps_a_fifth(story: Story) -> None:
    story.ship(line(principal="20.00", tax="1.30", shipping="5.00", shippingTax="0.33"))
    story.wait("P1D")
    story.refund(line(principal="20.00", tax="1.30", shipping="5.00", shippingTax="0.33"))
    [event] = story.of_order()["RefundEventList"]
    [item] = event["ShipmentItemAdjustmentList"]
    assert "ShipmentItemList" not in event
    assert len(item["OrderAdjustmentItemId"]) == 14
    assert amounts(item["ItemChargeAdjustmentList"]) == {
        "Principal": -20.0,
        "Tax": -1.3,
        "GiftWrap": 0.0,
        "GiftWrapTax": 0.0,
        "ShippingCharge": -5.0,
        "ShippingTax": -0.33,
    }
    assert amounts(item["ItemFeeAdjustmentList"]) == {"Commission": 3.0, "ShippingHB": 0.75, "RefundCommission": -0.75}
    assert amounts(item["ItemTaxWithheldList"][0]["TaxesWithheld"]) == {
        "MarketplaceFacilitatorTax-Principal": 1.3,
        "MarketplaceFacilitatorTax-Shipping": 0.33,
    }
    [group] = story.groups_after_a_while()
    assert group["OriginalTotal"]["CurrencyAmount"] == -0.75


def test_what_amazon_shipped_stays_paid_when_it_is_refunded(story: Story) -> None:
    story.ship(line(principal="20.00", shipping="5.00", promotion="2.00"), channel="AFN")
    story.refund(line(principal="20.00", shipping="5.00", promotion="2.00"), channel="AFN")
    [event] = story.of_order()["RefundEventList"]
    [item] = event["ShipmentItemAdjustmentList"]
    assert amounts(item["ItemFeeAdjustmentList"]) == {
        "Commission": 2.7,
        "RefundCommission": -0.54,
        "ShippingChargeback": 5.0,
    }
    assert [each["PromotionAmount"]["CurrencyAmount"] for each in item["PromotionAdjustmentList"]] == [2.0]


def test_all_of_the_commission_is_given_back_once_all_is_refunded(story: Story) -> None:
    story.ship(line(quantity=3, principal="9.98"))
    for part in ("3.33", "3.33", "3.32"):
        story.refund(line(principal=part))
    events = story.of_order()
    [sale] = events["ShipmentEventList"]
    charged = amounts(sale["ShipmentItemList"][0]["ItemFeeList"])["Commission"]
    back = [
        amounts(each["ShipmentItemAdjustmentList"][0]["ItemFeeAdjustmentList"])["Commission"]
        for each in events["RefundEventList"]
    ]
    assert (charged, back) == (-1.5, [0.5, 0.5, 0.5])


def test_more_than_was_charged_is_never_given_back(story: Story) -> None:
    story.ship(line(principal="10.00"))
    story.refund(line(principal="15.00"))
    story.wait()
    story.refund(line(principal="5.00"))
    first, second = story.of_order()["RefundEventList"]
    fees = amounts(first["ShipmentItemAdjustmentList"][0]["ItemFeeAdjustmentList"])
    assert fees == {"Commission": 1.5, "RefundCommission": -0.3}
    assert second["ShipmentItemAdjustmentList"][0]["ItemFeeAdjustmentList"] == []


def test_an_event_is_posted_once(story: Story) -> None:
    body = {
        "orderId": ORDER,
        "marketplaceId": DE,
        "channel": "MFN",
        "packageReferenceId": "1",
        "items": [line(principal="10.00")],
    }
    story.record("orders.shipped", ORDER, body)
    story.record("orders.shipped", ORDER, body)
    assert len(story.of_order()["ShipmentEventList"]) == 1
    [group] = story.groups_after_a_while()
    assert group["OriginalTotal"]["CurrencyAmount"] == 8.5
    assert len(story.shop.events("finances.event_posted")) == 1


def test_an_order_that_nobody_knows_has_no_events(story: Story) -> None:
    assert story.of_order("902-9999999-9999999") == {}
    shown = story.shop.ok("GET", f"{V0}/orders/902-9999999-9999999/financialEvents")["payload"]["FinancialEvents"]
    assert set(map(str, shown.values())) == {"[]"}
    assert {"ShipmentEventList", "RefundEventList", "AdjustmentEventList"} <= set(shown)
