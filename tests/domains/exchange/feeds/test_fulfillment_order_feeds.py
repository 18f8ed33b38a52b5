"""Feeds of the fulfillment network: orders are asked for and cancelled as by its API."""

from __future__ import annotations

from tests.domains.exchange.exchanging import feed
from tests.domains.exchange.feeds.conftest import FLAT, envelope, report_of, rows, xml_report
from tests.shop import Shop

REQUEST, CANCELLATION = "POST_FULFILLMENT_ORDER_REQUEST_DATA", "POST_FULFILLMENT_ORDER_CANCELLATION_REQUEST_DATA"


def order(order_id: str, sku: str = "MUG", units: int = 2, speed: str = "Standard") -> str:
    return (
        f"<FulfillmentOrderRequest><MerchantFulfillmentOrderID>{order_id}</MerchantFulfillmentOrderID>"
        f"<DisplayableOrderID>{order_id}</DisplayableOrderID>"
        "<DisplayableOrderDate>2026-01-05T10:00:00Z</DisplayableOrderDate>"
        "<DisplayableOrderComment>Thank you</DisplayableOrderComment>"
        f"<DeliverySLA>{speed}</DeliverySLA><FulfillmentPolicy>FillOrKill</FulfillmentPolicy>"
        "<NotificationEmail>jo@example.com</NotificationEmail>"
        "<DestinationAddress><Name>Jo Doe</Name><AddressFieldOne>1 Main Street</AddressFieldOne><City>Seattle</City>"
        "<StateOrRegion>WA</StateOrRegion><PostalCode>98101</PostalCode><CountryCode>US</CountryCode>"
        "</DestinationAddress><Item><MerchantSKU>"
        f"{sku}</MerchantSKU><MerchantFulfillmentOrderItemID>1</MerchantFulfillmentOrderItemID>"
        f'<Quantity>{units}</Quantity><PerUnitDeclaredValue currency="USD">9.50</PerUnitDeclaredValue></Item>'
        "</FulfillmentOrderRequest>"
    )


def cancellation(order_id: str, more: str = "") -> str:
    return (
        f"<FulfillmentOrderCancellationRequest><MerchantFulfillmentOrderID>{order_id}</MerchantFulfillmentOrderID>"
        f"{more}</FulfillmentOrderCancellationRequest>"
    )


def test_an_order_of_a_feed_is_the_order_that_the_api_makes(shop: Shop) -> None:
    shop.stock("MUG", 10)
    report = xml_report(shop, REQUEST, envelope(shop, "FulfillmentOrderRequest", order("F-1")))
    assert (report.counts, report.results) == ([1, 1, 0, 0], [])
    body = shop.order_body("A-1", {"MUG": 2}, fulfillmentPolicy="FillOrKill", notificationEmails=["jo@example.com"])
    body["items"][0] |= {
        "sellerFulfillmentOrderItemId": "1",
        "perUnitDeclaredValue": {"currencyCode": "USD", "value": "9.50"},
    }
    shop.ok("POST", "/fba/outbound/2020-07-01/fulfillmentOrders", body)
    by_feed, by_api = (shop.shown(each)["fulfillmentOrder"] for each in ("F-1", "A-1"))
    for name in ("sellerFulfillmentOrderId", "displayableOrderId", "receivedDate", "statusUpdatedDate"):
        del by_feed[name], by_api[name]
    by_api["fulfillmentOrderStatus"] = by_feed["fulfillmentOrderStatus"]
    assert by_feed == by_api
    assert shop.fulfillable("MUG") == 6


def test_an_order_that_is_refused_leaves_its_stock_alone(shop: Shop) -> None:
    shop.stock("MUG", 10)
    document = envelope(
        shop,
        "FulfillmentOrderRequest",
        order("F-1"),
        order("F-1", units=3),
        order("F-2", sku="CUP"),
        order("F-3", speed="Snail"),
        order("F-4").replace("<Name>Jo Doe</Name>", ""),
    )
    report = xml_report(shop, REQUEST, document)
    assert report.counts == [5, 1, 4, 0]
    assert [each[0] for each in report.results] == [2, 3, 4, 5]
    assert report.about("MerchantFulfillmentOrderID") == ["F-1", "F-2", "F-3", "F-4"]
    assert "Invalid enum value 'Snail'" in report.results[2][3]
    assert shop.fulfillable("MUG") == 8
    assert [each["subject"] for each in shop.events("fulfillment_outbound.order_created")] == ["F-1"]


def test_an_order_is_cancelled_by_a_feed_once(shop: Shop) -> None:
    shop.stock("MUG", 10)
    shop.order("O-1", {"MUG": 4})
    report = xml_report(
        shop,
        CANCELLATION,
        envelope(
            shop,
            "FulfillmentOrderCancellationRequest",
            cancellation("O-1", "<Item><MerchantFulfillmentOrderItemID>1</MerchantFulfillmentOrderItemID></Item>"),
            cancellation("nobody"),
        ),
    )
    assert report.counts == [2, 0, 2, 0]
    assert shop.fulfillable("MUG") == 6
    shop.order("O-2", {"MUG": 1}, fulfillmentAction="Hold")
    messages = [cancellation("O-2"), cancellation("O-2")]
    again = xml_report(shop, CANCELLATION, envelope(shop, "FulfillmentOrderCancellationRequest", *messages))
    assert again.counts == [2, 1, 1, 0]
    assert (shop.status("O-2"), shop.fulfillable("MUG")) == ("Cancelled", 6)


def test_rows_of_one_order_id_are_one_order(shop: Shop) -> None:
    shop.stock("MUG", 10)
    shop.stock("TRAY", 10)
    address = ("Jo Doe", "1 Main Street", "Seattle", "WA", "98101", "US")
    common = ("2026-01-05T10:00:00Z", "Thanks", "Standard", *address)
    table = rows(
        *("MerchantFulfillmentOrderID", "DisplayableOrderID", "MerchantSKU", "MerchantFulfillmentOrderItemID"),
        *("Quantity", "DisplayableOrderDate", "DisplayableOrderComment", "DeliverySLA", "AddressName"),
        *("AddressFieldOne", "AddressCity", "AddressStateOrRegion", "AddressPostalCode", "AddressCountryCode"),
        values=[
            ("F-1", "F-1", "MUG", "1", "2", *common),
            ("F-1", "F-1", "TRAY", "2", "3", *common),
            ("F-2", "F-2", "MUG", "1", "none", *common),
        ],
    )
    _, text = report_of(shop, feed(shop, "POST_FLAT_FILE_FULFILLMENT_ORDER_REQUEST_DATA", table, FLAT))
    assert "Number of records processed\t\t2\n\tNumber of records successful\t\t1\n" in text
    assert text.splitlines()[5].split("\t")[0] == "3"
    assert [each["quantity"] for each in shop.shown("F-1")["fulfillmentOrderItems"]] == [2, 3]
    gone = rows("MerchantFulfillmentOrderID", values=[("F-9",)])
    _, text = report_of(shop, feed(shop, "POST_FLAT_FILE_FULFILLMENT_ORDER_CANCELLATION_REQUEST_DATA", gone, FLAT))
    assert "Number of records successful\t\t0\n" in text
