"""Feeds about orders: shipped, taken on, cancelled, given money back, with the effects of the API's own calls."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.domains.exchange.exchanging import feed
from tests.domains.exchange.feeds.conftest import (
    FLAT,
    envelope,
    items,
    report_of,
    rows,
    shown,
    xml_report,
)
from tests.shop import Json, Shop

Buy = Callable[..., str]
FULFILLMENT, FLAT_FULFILLMENT = "POST_ORDER_FULFILLMENT_DATA", "POST_FLAT_FILE_FULFILLMENT_DATA"
ACKNOWLEDGEMENT = "POST_ORDER_ACKNOWLEDGEMENT_DATA"
ADJUSTMENT, FLAT_ADJUSTMENT = "POST_PAYMENT_ADJUSTMENT_DATA", "POST_FLAT_FILE_PAYMENT_ADJUSTMENT_DATA"


def shipment(shop: Shop, order_id: str, more: str = "", number: str = "1Z999AA10123456784") -> str:
    return (
        f"<OrderFulfillment><AmazonOrderID>{order_id}</AmazonOrderID><FulfillmentDate>{shop.now()}</FulfillmentDate>"
        "<FulfillmentData><CarrierCode>UPS</CarrierCode><ShippingMethod>Ground</ShippingMethod>"
        f"<ShipperTrackingNumber>{number}</ShipperTrackingNumber></FulfillmentData>{more}</OrderFulfillment>"
    )


def item(item_id: str, quantity: int) -> str:
    return f"<Item><AmazonOrderItemCode>{item_id}</AmazonOrderItemCode><Quantity>{quantity}</Quantity></Item>"


def ids(shop: Shop, order_id: str) -> list[str]:
    return [each["OrderItemId"] for each in items(shop, order_id)]


def shipped(shop: Shop, *orders: str) -> None:
    assert xml_report(
        shop, FULFILLMENT, envelope(shop, "OrderFulfillment", *(shipment(shop, o) for o in orders))
    ).counts[1] == len(orders)


def refunds(shop: Shop, order_id: str) -> list[Json]:
    found: Json = shop.ok("GET", f"/finances/v0/orders/{order_id}/financialEvents")["payload"]["FinancialEvents"]
    return list(found.get("RefundEventList", []))


def charges(refund: Json) -> dict[str, Decimal]:
    [adjusted] = refund["ShipmentItemAdjustmentList"]
    return {
        each["ChargeType"]: Decimal(str(each["ChargeAmount"]["CurrencyAmount"]))
        for each in adjusted["ItemChargeAdjustmentList"]
        if each["ChargeAmount"]["CurrencyAmount"]
    }


def units(shop: Shop, sku: str) -> int:
    return int(shop.listing(sku)["fulfillmentAvailability"][0]["quantity"])


class TestFulfillment:
    def test_a_message_with_the_id_of_another_one_is_refused(self, store: Shop, buy: Buy) -> None:
        first, second = buy(MUG=1), buy(TRAY=1)
        document = envelope(store, "OrderFulfillment", shipment(store, first), shipment(store, second))
        report = xml_report(store, FULFILLMENT, document.replace("<MessageID>2<", "<MessageID>1<"))
        assert report.counts == [2, 1, 1, 0]
        assert report.results == [(1, "Error", "5000", "MessageID 1 is the id of another message of this feed.")]
        assert report.about("AmazonOrderID") == [second]
        assert [shown(store, each)["OrderStatus"] for each in (first, second)] == ["Shipped", "Unshipped"]

    def test_an_order_that_names_no_items_is_shipped_as_a_whole(self, store: Shop, buy: Buy) -> None:
        order = buy(MUG=2, TRAY=1)
        report = xml_report(store, FULFILLMENT, envelope(store, "OrderFulfillment", shipment(store, order)))
        assert (report.counts, report.results) == ([1, 1, 0, 0], [])
        assert shown(store, order)["OrderStatus"] == "Shipped"
        [event] = store.events("orders.shipped")
        assert [each["quantity"] for each in event["body"]["items"]] == [2, 1]

    def test_parts_of_an_order_go_in_packages_of_their_own(self, store: Shop, buy: Buy) -> None:
        order = buy(MUG=3)
        [mug] = ids(store, order)
        messages = [shipment(store, order, item(mug, count), f"N{count}") for count in (1, 2)]
        assert xml_report(store, FULFILLMENT, envelope(store, "OrderFulfillment", *messages)).counts == [2, 2, 0, 0]
        assert [each["body"]["packageReferenceId"] for each in store.events("orders.shipped")] == ["1", "2"]
        assert shown(store, order)["OrderStatus"] == "Shipped"

    def test_what_cannot_be_shipped_is_told_and_the_rest_is_shipped(self, store: Shop, buy: Buy) -> None:
        first, second = buy(MUG=1), buy(MUG=1)
        [mug] = ids(store, first)
        messages = [
            shipment(store, first, item(mug, 2)),
            shipment(store, second),
            shipment(store, "902-0000000-0000000"),
            shipment(store, "no order"),
            shipment(store, first, item("123", 1)),
            shipment(store, first).replace(store.now(), "yesterday"),
            "<Other/>",
        ]
        report = xml_report(store, FULFILLMENT, envelope(store, "OrderFulfillment", *messages))
        assert report.counts == [7, 1, 6, 0]
        assert report.results == [
            (1, "Error", "18021", f"quantity: 2 of item {mug} cannot be shipped; 1 are left"),
            (
                3,
                "Error",
                "18028",
                "The specified resource does not exist. orderId: there is no order '902-0000000-0000000'",
            ),
            (4, "Error", "18028", "orderId: 'no order' is not of 3, 7 and 7 digits with hyphens between"),
            (5, "Error", "18028", f"Order {first} has no item '123'."),
            (6, "Error", "18028", "The ship date 'yesterday' is not a date such as 2026-01-31."),
            (7, "Error", "18028", "The message has no OrderFulfillment."),
        ]
        assert report.about("AmazonOrderID")[0] == first
        assert [shown(store, each)["OrderStatus"] for each in (first, second)] == ["Unshipped", "Shipped"]
        assert len(store.events("orders.shipped")) == 1

    def test_a_shipment_that_is_told_again_corrects_the_tracking_number(self, store: Shop, buy: Buy) -> None:
        order = buy(MUG=1)
        shipped(store, order)
        document = envelope(store, "OrderFulfillment", shipment(store, order, number="CORRECTED"))
        assert xml_report(store, FULFILLMENT, document).counts == [1, 1, 0, 0]
        [package] = store.ok("GET", f"/orders/2026-01-01/orders/{order}", includedData="PACKAGES")["order"]["packages"]
        assert package["trackingNumber"] == "CORRECTED"
        assert len(store.events("orders.shipped")) == 1

    def test_an_order_of_the_network_is_not_the_sellers_to_ship(self, store: Shop, buy: Buy) -> None:
        order = buy(LAMP=1)
        report = xml_report(store, FULFILLMENT, envelope(store, "OrderFulfillment", shipment(store, order)))
        assert report.results == [(1, "Error", "18028", f"orderId: order {order} is fulfilled by Amazon")]

    def test_rows_of_a_flat_file_ship_item_by_item(self, store: Shop, buy: Buy) -> None:
        order, other = buy(MUG=2, TRAY=1), buy(MUG=1)
        mug, tray = ids(store, order)
        day = store.now()[:10]
        table = rows(
            *("order-id", "order-item-id", "quantity", "ship-date", "carrier-code", "carrier-name", "tracking-number"),
            values=[
                (order, mug, "2", store.now(), "UPS", "", "N1"),
                (order, tray, "5", store.now(), "UPS", "", "N2"),
                (other, "", "", store.now(), "Other", "Ulla's bikes", "N3"),
                ("", "", "", day, "UPS", "", ""),
            ],
        )
        status, text = report_of(store, feed(store, FLAT_FULFILLMENT, table, FLAT))
        assert status == "DONE"
        assert text == (
            "Feed Processing Summary:\n"
            "\tNumber of records processed\t\t4\n"
            "\tNumber of records successful\t\t2\n\n"
            "original-record-number\torder-id\torder-item-id\terror-code\terror-type\terror-message\n"
            f"2\t{order}\t{tray}\t18021\tError\tquantity: 5 of item {tray} cannot be shipped; 1 are left\n"
            "4\t\t\t18028\tError\tThe message names no order.\n"
        )
        assert [shown(store, each)["OrderStatus"] for each in (order, other)] == ["PartiallyShipped", "Shipped"]


class TestAcknowledgement:
    def test_success_gives_the_order_the_sellers_own_names(self, store: Shop, buy: Buy) -> None:
        order = buy(MUG=1)
        [mug] = ids(store, order)
        message = (
            f"<OrderAcknowledgement><AmazonOrderID>{order}</AmazonOrderID><MerchantOrderID>MINE-1</MerchantOrderID>"
            f"<StatusCode>Success</StatusCode><Item><AmazonOrderItemCode>{mug}</AmazonOrderItemCode>"
            "<MerchantOrderItemID>LINE-1</MerchantOrderItemID></Item></OrderAcknowledgement>"
        )
        document = envelope(store, "OrderAcknowledgement", message)
        assert xml_report(store, ACKNOWLEDGEMENT, document).counts == [1, 1, 0, 0]
        assert (shown(store, order)["SellerOrderId"], shown(store, order)["OrderStatus"]) == ("MINE-1", "Unshipped")
        sent = shipment(
            store, "", "<Item><MerchantOrderItemID>LINE-1</MerchantOrderItemID><Quantity>1</Quantity></Item>"
        )
        named = sent.replace("<AmazonOrderID></AmazonOrderID>", "<MerchantOrderID>MINE-1</MerchantOrderID>")
        assert xml_report(store, FULFILLMENT, envelope(store, "OrderFulfillment", named)).counts == [1, 1, 0, 0]
        assert shown(store, order)["OrderStatus"] == "Shipped"

    def test_failure_cancels_the_items_that_it_names_and_frees_their_stock(self, store: Shop, buy: Buy) -> None:
        order = buy(MUG=2, TRAY=1)
        mug, _ = ids(store, order)
        assert (units(store, "MUG"), units(store, "TRAY")) == (8, 9)
        message = (
            f"<OrderAcknowledgement><AmazonOrderID>{order}</AmazonOrderID><StatusCode>Failure</StatusCode>"
            f"<Item><AmazonOrderItemCode>{mug}</AmazonOrderItemCode><CancelReason>NoInventory</CancelReason></Item>"
            "</OrderAcknowledgement>"
        )
        document = envelope(store, "OrderAcknowledgement", message)
        assert xml_report(store, ACKNOWLEDGEMENT, document).counts == [1, 1, 0, 0]
        assert (units(store, "MUG"), units(store, "TRAY"), shown(store, order)["OrderStatus"]) == (10, 9, "Unshipped")
        shipped(store, order)
        assert shown(store, order)["OrderStatus"] == "Shipped"
        [event] = store.events("orders.shipped")
        assert [each["sellerSku"] for each in event["body"]["items"]] == ["TRAY"]

    def test_failure_without_items_cancels_the_order_once(self, store: Shop, buy: Buy) -> None:
        order = buy(MUG=2)
        message = (
            f"<OrderAcknowledgement><AmazonOrderID>{order}</AmazonOrderID><StatusCode>Failure</StatusCode>"
            "</OrderAcknowledgement>"
        )
        report = xml_report(store, ACKNOWLEDGEMENT, envelope(store, "OrderAcknowledgement", message, message))
        assert report.results == [(2, "Error", "18028", f"orderId: order {order} is Canceled")]
        assert (shown(store, order)["OrderStatus"], units(store, "MUG")) == ("Canceled", 10)
        assert len(store.events("orders.canceled")) == 1

    def test_rows_of_the_flat_file_cancel_orders_and_items(self, store: Shop, buy: Buy) -> None:
        whole, part = buy(MUG=1), buy(MUG=1, TRAY=1)
        _, tray = ids(store, part)
        table = "TemplateType=OrderCancellation\tVersion=1.0/1.0.3\n" + rows(
            *("order-id", "cancellation-reason-code", "amazon-order-item-code"),
            values=[(whole, "NoInventory", ""), (part, "BuyerCanceled", tray), (part, "Weather", tray)],
        )
        _, text = report_of(store, feed(store, "POST_FLAT_FILE_ORDER_ACKNOWLEDGEMENT_DATA", table, FLAT))
        assert "Number of records processed\t\t3\n\tNumber of records successful\t\t2\n" in text
        assert f"3\t{part}\t{tray}\t18028\tError\tCancelReason: 'Weather' is none of BuyerCanceled" in text
        assert [shown(store, each)["OrderStatus"] for each in (whole, part)] == ["Canceled", "Unshipped"]
        assert (units(store, "MUG"), units(store, "TRAY")) == (9, 10)


class TestAdjustment:
    def adjustment(self, order: str, item_id: str, more: str, reason: str = "CustomerReturn") -> str:
        return (
            f"<OrderAdjustment><AmazonOrderID>{order}</AmazonOrderID><AdjustedItem>"
            f"<AmazonOrderItemCode>{item_id}</AmazonOrderItemCode><AdjustmentReason>{reason}</AdjustmentReason>"
            f"{more}</AdjustedItem></OrderAdjustment>"
        )

    def principal(self, value: str) -> str:
        return (
            "<ItemPriceAdjustments><Component><Type>Principal</Type>"
            f'<Amount currency="USD">{value}</Amount></Component></ItemPriceAdjustments>'
        )

    def test_an_amount_is_given_back_with_its_share_of_the_commission(self, store: Shop, buy: Buy) -> None:
        order = buy(MUG=2)
        [mug] = ids(store, order)
        shipped(store, order)
        document = envelope(store, "OrderAdjustment", self.adjustment(order, mug, self.principal("10.00")))
        assert xml_report(store, ADJUSTMENT, document).counts == [1, 1, 0, 0]
        [refund] = refunds(store, order)
        assert charges(refund) == {"Principal": Decimal("-10")}
        fees = refund["ShipmentItemAdjustmentList"][0]["ItemFeeAdjustmentList"]
        assert {each["FeeType"]: each["FeeAmount"]["CurrencyAmount"] for each in fees} == {
            "Commission": 1.5,
            "RefundCommission": -0.3,
        }

    def test_no_more_is_given_back_than_was_paid_however_often(self, store: Shop, buy: Buy) -> None:
        order = buy(MUG=2)
        [mug] = ids(store, order)
        early = envelope(store, "OrderAdjustment", self.adjustment(order, mug, self.principal("1.00")))
        assert xml_report(store, ADJUSTMENT, early).results == [
            (1, "Error", "18028", f"principal: 1.00 of item {mug} cannot be refunded; 0.00 is left")
        ]
        shipped(store, order)
        twice = [self.adjustment(order, mug, self.principal("30.00"))] * 2
        report = xml_report(store, ADJUSTMENT, envelope(store, "OrderAdjustment", *twice))
        assert report.results == [
            (2, "Error", "18028", f"principal: 30.00 of item {mug} cannot be refunded; 10.00 is left")
        ]
        store.controlled("POST", f"buyers/orders/{order}/refund", {"reason": "CustomerReturn"})
        assert sum(charges(each)["Principal"] for each in refunds(store, order)) == Decimal("-40")

    def test_units_that_have_not_left_are_cancelled(self, store: Shop, buy: Buy) -> None:
        order = buy(MUG=3)
        [mug] = ids(store, order)
        cancelled = self.adjustment(order, mug, "<QuantityCancelled>2</QuantityCancelled>", "NoInventory")
        assert xml_report(store, ADJUSTMENT, envelope(store, "OrderAdjustment", cancelled)).counts == [1, 1, 0, 0]
        assert (units(store, "MUG"), shown(store, order)["NumberOfItemsUnshipped"]) == (9, 1)
        report = xml_report(store, ADJUSTMENT, envelope(store, "OrderAdjustment", cancelled))
        assert report.results[0][2:] == ("18021", f"quantity: 2 of item {mug} cannot be canceled; 1 are left")

    @pytest.mark.parametrize(
        ("more", "reason", "said"),
        [
            ("", "CustomerReturn", "There is nothing to adjust."),
            (
                "<QuantityCancelled>x</QuantityCancelled>",
                "Other",
                "QuantityCancelled: 'x' is not a whole number above 0.",
            ),
            ("<QuantityCancelled>1</QuantityCancelled>", "Mood", "AdjustmentReason: 'Mood' is none of Abandoned"),
        ],
    )
    def test_what_means_nothing_is_told(self, store: Shop, buy: Buy, more: str, reason: str, said: str) -> None:
        order = buy(MUG=1)
        document = envelope(store, "OrderAdjustment", self.adjustment(order, ids(store, order)[0], more, reason))
        [(_, _, _, text)] = xml_report(store, ADJUSTMENT, document).results
        assert text.startswith(said)
        assert (store.events("orders.refunded"), store.events("orders.canceled")) == ([], [])

    def test_rows_of_the_flat_file_give_money_back(self, store: Shop, buy: Buy) -> None:
        order = buy(MUG=1)
        [mug] = ids(store, order)
        shipped(store, order)
        table = rows(
            *("order-id", "order-item-id", "adjustment-reason-code", "currency", "item-price-adj", "item-tax-adj"),
            values=[
                (order, mug, "GeneralAdjustment", "USD", "5.00", "0.32"),
                (order, mug, "GeneralAdjustment", "EUR", "5.00", ""),
                (order, mug, "GeneralAdjustment", "USD", "-5", ""),
            ],
        )
        _, text = report_of(store, feed(store, FLAT_ADJUSTMENT, table, FLAT))
        assert [each.split("\t")[0] for each in text.splitlines()[5:]] == ["2", "3"]
        [refund] = refunds(store, order)
        assert charges(refund) == {"Principal": Decimal("-5"), "Tax": Decimal("-0.32")}
