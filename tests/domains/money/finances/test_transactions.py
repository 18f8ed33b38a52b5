"""The same ledger as transactions, and money that is deferred until an invoice is due."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.conftest import ServerThread
from tests.domains.money.finances.selling import ORDER, Story, line
from tests.shop import US, Json

from tradepost.domains.selling.orders import records as orders
from tradepost.domains.selling.orders.order import Address, Amounts, Buyer, Dates, Item, Order
from tradepost.simulation.clock import from_milliseconds

BEGIN = "2020-01-01T00:00:00Z"
USD = "USD"


def usd(amount: float) -> Json:
    return {"currencyCode": USD, "currencyAmount": amount}


def part(name: str, amount: float, *parts: Json) -> Json:
    return {"breakdownType": name, "breakdownAmount": usd(amount), "breakdowns": list(parts)}


def leaves(found: Any) -> Decimal:
    """The sum of the smallest parts of breakdowns."""
    return sum(
        (
            leaves(each["breakdowns"])
            if each["breakdowns"]
            else Decimal(str(each["breakdownAmount"]["currencyAmount"]))
            for each in found
        ),
        Decimal(0),
    )


def test_a_shipment_with_all_that_it_is_made_of(story: Story) -> None:
    story.ship(
        line(principal="20.00", tax="1.30", shipping="5.00", shippingTax="0.33", promotion="2.00"), channel="MFN"
    )
    story.wait()
    [group] = story.groups()
    [shown] = story.transactions(postedAfter=BEGIN)
    seller = story.shop.credentials["seller_id"]
    identifiers = {
        each["relatedIdentifierName"]: each["relatedIdentifierValue"] for each in shown.pop("relatedIdentifiers")
    }
    assert identifiers["ORDER_ID"] == ORDER
    assert identifiers["FINANCIAL_EVENT_GROUP_ID"] == group["FinancialEventGroupId"]
    assert len(identifiers.pop("SHIPMENT_ID")) == 14
    assert len(identifiers) == 2
    assert len(shown.pop("transactionId")) == 43
    del shown["postedDate"]
    assert shown == {
        "sellingPartnerMetadata": {
            "sellingPartnerId": seller,
            "accountType": "Standard Orders",
            "marketplaceId": US,
        },
        "transactionType": "Shipment",
        "transactionStatus": "RELEASED",
        "description": "Order Payment",
        "totalAmount": usd(19.55),
        "marketplaceDetails": {"marketplaceId": US, "marketplaceName": "Amazon.com"},
        "items": [
            {
                "description": "",
                "relatedIdentifiers": [
                    {
                        "itemRelatedIdentifierName": "ORDER_ADJUSTMENT_ITEM_ID",
                        "itemRelatedIdentifierValue": "item-MUG",
                    }
                ],
                "totalAmount": usd(19.55),
                "breakdowns": [
                    part("ProductCharges", 20.0, part("OurPricePrincipal", 20.0)),
                    part("Tax", 1.63, part("OurPriceTax", 1.3), part("ShippingTax", 0.33)),
                    part("Shipping", 5.0, part("ShippingPrincipal", 5.0)),
                    part(
                        "MarketplaceWithheldTax",
                        -1.63,
                        part("MarketplaceFacilitatorTax-Principal", -1.3),
                        part("MarketplaceFacilitatorTax-Shipping", -0.33),
                    ),
                    part("PromoRebates", -2.0, part("OurPriceDiscount", -2.0)),
                    part(
                        "AmazonFees",
                        -3.45,
                        part("Commission", -2.7, part("Base", -2.7)),
                        part("ShippingHB", -0.75, part("Base", -0.75)),
                    ),
                ],
                "contexts": [
                    {
                        "contextType": "ProductContext",
                        "asin": "B000000MUG",
                        "sku": "MUG",
                        "quantityShipped": 1,
                        "fulfillmentNetwork": "MFN",
                    }
                ],
            }
        ],
        "contexts": [],
        "breakdowns": [
            part("Sales", 26.63, part("ProductCharges", 20.0), part("Tax", 1.63), part("Shipping", 5.0)),
            part(
                "Expenses",
                -7.08,
                part("MarketplaceWithheldTax", -1.63),
                part("PromoRebates", -2.0),
                part("AmazonFees", -3.45),
            ),
        ],
    }


def test_both_apis_show_the_same_ledger(story: Story) -> None:
    story.ship(line(principal="21.37", tax="1.11", shipping="4.99", quantity=3), channel="AFN")
    story.ship(line("LAMP", principal="9.99", giftWrap="1.00", giftWrapTax="0.07"))
    story.wait("P10D")
    story.refund(line(principal="7.13", tax="0.37"), channel="AFN")
    story.wait("P35D")
    shown = story.transactions(postedAfter=BEGIN)
    assert [each["transactionType"] for each in shown].count("Transfer") == 1
    groups = {each["FinancialEventGroupId"]: each for each in story.groups()}
    sums = {id: Decimal(str(each["BeginningBalance"]["CurrencyAmount"])) for id, each in groups.items()}
    for each in shown:
        total = Decimal(str(each["totalAmount"]["currencyAmount"]))
        assert leaves(each["breakdowns"]) == total
        assert sum((leaves(item["breakdowns"]) for item in each["items"]), Decimal(0)) in (total, 0)
        [group] = [
            id["relatedIdentifierValue"]
            for id in each["relatedIdentifiers"]
            if id["relatedIdentifierName"] == "FINANCIAL_EVENT_GROUP_ID"
        ]
        if each["transactionType"] == "Transfer":
            assert float(total) == groups[group]["OriginalTotal"]["CurrencyAmount"]
        else:
            sums[group] += total
    assert sums == {id: Decimal(str(each["OriginalTotal"]["CurrencyAmount"])) for id, each in groups.items()}


def test_a_refund_is_refunded_sales_and_expenses(story: Story) -> None:
    story.ship(line(principal="20.00"))
    story.wait("PT1M")
    story.refund(line(principal="20.00"))
    story.wait()
    shown = story.transactions(postedAfter=BEGIN)[1]
    assert (shown["transactionType"], shown["description"]) == ("Refund", "Refund Order")
    assert shown["breakdowns"] == [
        part("Refunded Sales", -20.0, part("ProductCharges", -20.0)),
        part("Refunded Expenses", 2.4, part("AmazonFees", 2.4)),
    ]
    names = [each["relatedIdentifierName"] for each in shown["relatedIdentifiers"]]
    assert names == ["ORDER_ID", "REFUND_ID", "FINANCIAL_EVENT_GROUP_ID"]


def test_a_months_subscription_is_an_expense(story: Story) -> None:
    story.ship(line(principal="100.00"))
    story.wait("P32D")
    [fee] = [each for each in story.transactions(postedAfter=BEGIN) if each["transactionType"] == "ServiceFee"]
    leaf = part("Subscription", -39.99)
    assert fee["breakdowns"] == [part("Expenses", -39.99, part("AmazonFees", -39.99, leaf))]


def invoiced(story: Story, server: ServerThread) -> None:
    """An order of a business that pays by invoice."""

    async def add() -> None:
        world = await server.running.installation.world(story.shop.world)
        seller_id = story.shop.credentials["seller_id"]
        now = from_milliseconds(world.clock.now())
        place = Address(name="Ann", address_line1="1 Main Street", city="Reno", postal_code="89501", country_code="US")
        order = Order(
            id=ORDER,
            marketplace_id=US,
            channel="MFN",
            status="Shipped",
            currency=USD,
            purchased_at=now,
            updated_at=now,
            buyer=Buyer(name="Ann", email="a@b.c", address=place, business=True, purchase_order_number="PO-1"),
            items=[
                Item(
                    id="item-MUG",
                    seller_sku="MUG",
                    asin="B000000MUG",
                    title="Blue mug",
                    quantity=1,
                    unit_price=Decimal(20),
                    amounts=Amounts(principal=Decimal(20)),
                )
            ],
            dates=Dates(now, now, now, now + timedelta(days=5)),
            seller_order_id="MINE-7",
        )
        async with world.database.writing(seller_id) as tx:
            await orders.add(tx, seller_id, order)

    asyncio.run_coroutine_threadsafe(add(), server._loop).result(30)


def test_a_business_that_pays_by_invoice_defers_the_money_for_thirty_days(
    story: Story, finance_server: ServerThread
) -> None:
    invoiced(story, finance_server)
    story.ship()
    story.wait()
    assert story.of_order() == story.events() == {}
    assert story.groups() == []
    [deferred] = story.transactions(postedAfter=BEGIN, transactionStatus="DEFERRED")
    assert deferred["items"][0]["description"] == "Blue mug"
    [context] = deferred["contexts"]
    assert (context["contextType"], context["deferralReason"]) == ("DeferredContext", "B2B")
    story.wait("P30D")
    assert story.transactions(postedAfter=BEGIN, transactionStatus="DEFERRED") == []
    [before] = story.transactions(postedAfter=BEGIN, transactionStatus="DEFERRED_RELEASED")
    [after] = story.transactions(postedAfter=BEGIN, transactionStatus="RELEASED")
    assert (before["transactionId"], before["totalAmount"]) == (deferred["transactionId"], after["totalAmount"])
    assert identifier(before, "RELEASE_TRANSACTION_ID") == after["transactionId"]
    assert identifier(after, "DEFERRED_TRANSACTION_ID") == before["transactionId"]
    assert after["postedDate"] == context["maturityDate"]
    [event] = story.of_order()["ShipmentEventList"]
    assert (event["SellerOrderId"], event["PostedDate"]) == ("MINE-7", f"{context['maturityDate'][:19]}Z")
    assert story.groups()[0]["OriginalTotal"]["CurrencyAmount"] == 17.0


def test_the_refund_of_deferred_money_is_deferred_with_it_and_gives_fees_back_once(
    story: Story, finance_server: ServerThread
) -> None:
    invoiced(story, finance_server)
    story.ship()
    story.wait("P1D")
    story.refund(line(principal="10.00"))
    story.wait()
    assert story.groups() == []
    assert len(story.transactions(postedAfter=BEGIN, transactionStatus="DEFERRED")) == 2
    story.wait("P31D")
    [event] = story.of_order()["RefundEventList"]
    fees = event["ShipmentItemAdjustmentList"][0]["ItemFeeAdjustmentList"]
    assert [each["FeeAmount"]["CurrencyAmount"] for each in fees] == [1.5, -0.3]
    story.refund(line(principal="10.00"))
    [first, second] = [each["ShipmentItemAdjustmentList"][0] for each in story.of_order()["RefundEventList"]]
    assert first["ItemFeeAdjustmentList"] == second["ItemFeeAdjustmentList"]
    assert story.groups_after_a_while()[0]["OriginalTotal"]["CurrencyAmount"] == -0.6


def identifier(shown: Json, name: str) -> str:
    [found] = [
        each["relatedIdentifierValue"] for each in shown["relatedIdentifiers"] if each["relatedIdentifierName"] == name
    ]
    return str(found)
