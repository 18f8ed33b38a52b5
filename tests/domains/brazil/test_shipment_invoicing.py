"""FBA Onsite: a shipment is picked and leaves once the seller's own invoice is accepted."""

from __future__ import annotations

import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.domains.brazil.selling import (
    SHIPMENTS,
    buy,
    invoices,
    shipped,
    status,
    submission,
    waiting,
    written,
)
from tests.shop import BR, US, Json, Shop


@pytest.fixture
def seller(new_shop: Callable[..., Shop]) -> Shop:
    """A seller who invoices his sales himself; his trunk costs 199.90."""
    shop = new_shop(start="2031-03-03T12:00:00Z")
    shop.list_product("MALA", 199.9, 10, fba=True, marketplace=BR)
    shop.controlled("PUT", "brazil/establishment", {"invoicedBy": "SELLER"})
    return shop


def opened(shop: Shop, shipment: str) -> Json:
    """The details of a shipment, to a restricted data token."""
    path = f"{SHIPMENTS}/{shipment}"
    wanted = {"restrictedResources": [{"method": "GET", "path": path}]}
    token = shop.ok("POST", "/tokens/2021-03-01/restrictedDataToken", wanted)["restrictedDataToken"]
    answer = shop.call("GET", path, headers={"x-amz-access-token": token})
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()["payload"]
    return found


def invoice_status(shop: Shop, shipment: str) -> str:
    found = shop.ok("GET", f"{SHIPMENTS}/{shipment}/invoice/status")["payload"]["Shipments"]
    assert found["AmazonShipmentId"] == shipment
    return str(found["InvoiceStatus"])


def submit(shop: Shop, shipment: str, body: Json) -> None:
    assert shop.ok("POST", f"{SHIPMENTS}/{shipment}/invoice", body) == {}


def problems(shop: Shop, shipment: str) -> list[str]:
    """What is wrong with the last invoice of a shipment."""
    found = shop.controlled("GET", "brazil/shipments")["shipments"]
    [one] = [each for each in found if each["shipmentId"] == shipment]
    said: list[str] = one["submissions"][-1]["problems"]
    return said


def test_a_shipment_leaves_once_its_invoice_is_accepted_and_not_before(seller: Shop) -> None:
    order = buy(seller, quantity=2)
    shipment = waiting(seller, order)["shipmentId"]
    seller.advance("P20D")
    assert (status(seller, order), invoice_status(seller, shipment)) == ("Unshipped", "NotFound")
    submit(seller, shipment, submission(written(seller, "399.80")))
    assert invoice_status(seller, shipment) == "Processing"
    seller.advance("PT2M")
    assert invoice_status(seller, shipment) == "Accepted"
    seller.advance("PT1M")
    assert status(seller, order) == "Shipped"
    assert [each["subject"] for each in seller.events("shipment_invoicing.invoice_accepted")] == [shipment]
    assert invoices(seller) == []


def test_an_invoice_that_comes_early_lets_the_shipment_leave_at_its_own_time(seller: Shop) -> None:
    shipment = waiting(seller, order := buy(seller), "PT1H")["shipmentId"]
    submit(seller, shipment, submission(written(seller, "199.90")))
    seller.advance("PT2M")
    assert (invoice_status(seller, shipment), status(seller, order)) == ("Accepted", "Unshipped")
    shipped(seller, order)
    assert len(seller.events("orders.shipped")) == 1


def test_the_details_say_all_that_an_invoice_has_to_say(seller: Shop) -> None:
    order = buy(seller, quantity=2, shippingPrice="15.50")
    shipment = waiting(seller, order)
    found = opened(seller, shipment["shipmentId"])
    assert (found["AmazonOrderId"], found["AmazonShipmentId"]) == (order, shipment["shipmentId"])
    assert (found["WarehouseId"], found["MarketplaceId"]) == (shipment["warehouseId"], BR)
    assert (found["BuyerName"], found["BuyerCounty"]) == ("Ana Souza", "Consolação")
    assert found["BuyerTaxInfo"] == {
        "TaxingRegion": "BR",
        "TaxClassifications": [{"Name": "CPF", "Value": "52998224725"}],
    }
    assert found["MarketplaceTaxInfo"]["TaxClassifications"] == [{"Name": "CNPJ", "Value": "15436940000103"}]
    assert found["ShippingAddress"]["AddressLine1"] == "Rua Augusta, 1508"
    assert found["ShippingAddress"]["PostalCode"] == "01304-001"
    [item] = found["ShipmentItems"]
    assert (item["SellerSKU"], item["QuantityOrdered"]) == ("MALA", 2)
    assert item["ItemPrice"] == {"CurrencyCode": "BRL", "Amount": "399.80"}
    assert item["ShippingPrice"] == {"CurrencyCode": "BRL", "Amount": "15.50"}
    [payment] = found["Payments"]
    assert payment["PaymentValue"] == {"CurrencyCode": "BRL", "Amount": "415.30"}
    assert found["PaymentMethodDetails"] == [payment["PaymentMethod"]]


def test_the_details_need_a_restricted_token(seller: Shop) -> None:
    shipment = waiting(seller, buy(seller))["shipmentId"]
    assert seller.call("GET", f"{SHIPMENTS}/{shipment}").status_code == 403


def test_what_cannot_be_read_is_refused_at_once(seller: Shop) -> None:
    shipment = waiting(seller, buy(seller))["shipmentId"]
    good = submission(written(seller, "199.90"))
    plain = base64.b64encode(b"<html/>").decode()
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + written(seller, "199.90").partition("?>")[2]
    for body, detail in (
        ({**good, "InvoiceContent": "%%%"}, "InvoiceContent: '%%%' is not base64"),
        ({**good, "ContentMD5Value": "AAAA"}, "ContentMD5Value: 'AAAA' is not the MD5 of the content, in base64"),
        ({**good, "MarketplaceId": US}, f"MarketplaceId: '{US}' is not {BR}"),
        (submission("<html/>"), f"InvoiceContent: '{plain}' is no NF-e: it has no infNFe"),
        (submission("no XML"), "is no NF-e: it is not well-formed XML"),
        (submission(bomb), "is no NF-e: it has a document type"),
        (submission(written(seller, "much")), "is no NF-e: it says of its total (vNF): 'much'"),
    ):
        [error] = seller.refused("POST", f"{SHIPMENTS}/{shipment}/invoice", body)
        assert detail in error["details"]
    assert invoice_status(seller, shipment) == "NotFound"


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"total": "199.89"}, "total/ICMSTot/vNF: 199.89 is not the total of the shipment, 199.90"),
        ({"cnpj": "11222333000181"}, "emit/CNPJ: '11222333000181' is not the seller's"),
        ({"buyer": "<CPF>11144477735</CPF>"}, "dest: '11144477735' is not the CPF of the buyer, 52998224725"),
        ({"status": "301"}, "protNFe/infProt/cStat: '301' is not 100"),
        ({"key": "4" * 44}, "is no access key"),
        ({"confirmed": "4" * 44}, "protNFe/infProt/chNFe"),
        ({"issued": "2031-04-04T10:00:00-03:00"}, "ide/dhEmi: '3104' is not what the access key says, 3103"),
    ],
    ids=["total", "seller", "buyer", "not authorized", "key", "protocol", "date"],
)
def test_an_invoice_that_says_something_wrong_is_errored_and_another_one_can_be_sent(
    seller: Shop, changes: dict[str, str], wrong: str
) -> None:
    order = buy(seller)
    shipment = waiting(seller, order)["shipmentId"]
    submit(seller, shipment, submission(written(seller, **{"total": "199.90", **changes})))
    seller.advance("P2D")
    assert (invoice_status(seller, shipment), status(seller, order)) == ("Errored", "Unshipped")
    assert any(wrong in each for each in problems(seller, shipment)), problems(seller, shipment)
    assert seller.events("shipment_invoicing.invoice_errored")[0]["body"]["problems"] == problems(seller, shipment)
    submit(seller, shipment, submission(written(seller, "199.90", number="18")))
    shipped(seller, order)
    assert problems(seller, shipment) == []


def test_an_invoice_is_for_one_shipment_alone(seller: Shop) -> None:
    first, second = (waiting(seller, buy(seller))["shipmentId"] for _ in range(2))
    same = submission(written(seller, "199.90"))
    submit(seller, first, same)
    seller.advance("PT2M")
    submit(seller, second, same)
    seller.advance("PT2M")
    assert (invoice_status(seller, first), invoice_status(seller, second)) == ("Accepted", "Errored")
    assert f"is the invoice of shipment {first} already" in problems(seller, second)[0]


def test_a_second_invoice_is_refused_while_one_is_looked_at_and_once_one_is_accepted(seller: Shop) -> None:
    shipment = waiting(seller, buy(seller))["shipmentId"]
    body = submission(written(seller, "199.90"))
    submit(seller, shipment, body)
    for left in ("Processing", "Accepted"):
        [error] = seller.refused("POST", f"{SHIPMENTS}/{shipment}/invoice", body)
        assert error["details"] == f"shipmentId: '{shipment}' has an invoice that is {left}; none can be submitted"
        seller.advance("PT2M")
    assert len(seller.events("shipment_invoicing.invoice_submitted")) == 1


def test_where_amazon_invoices_nothing_waits_and_the_cause_is_said(shop: Shop) -> None:
    shop.list_product("MALA", 199.9, 10, fba=True, marketplace=BR)
    order = buy(shop)
    shipped(shop, order)
    assert shop.controlled("GET", "brazil/shipments") == {"shipments": []}
    [moved, *_] = shop.events("fulfillment_outbound.shipment_status_changed")
    path = f"{SHIPMENTS}/{moved['body']['amazonShipmentId']}/invoice/status"
    answer = shop.call("GET", path)
    assert answer.status_code == 404
    assert "PUT brazil/establishment" in answer.headers["x-tradepost-reason"]


def test_another_seller_sees_nothing_of_it(seller: Shop, new_shop: Callable[..., Shop]) -> None:
    shipment = waiting(seller, buy(seller))["shipmentId"]
    other = new_shop(beside=seller)
    other.refused("GET", f"{SHIPMENTS}/{shipment}/invoice/status", status=404)
    body = submission(written(seller, "199.90"))
    other.refused("POST", f"{SHIPMENTS}/{shipment}/invoice", body, status=404)
    assert invoice_status(seller, shipment) == "NotFound"


def test_an_establishment_has_real_numbers_and_is_what_an_account_in_brazil_shows(
    seller: Shop, new_shop: Callable[..., Shop]
) -> None:
    path = "brazil/establishment"
    wrong = seller.control("PUT", path, {"cnpj": "11.222.333/0001-80", "state": "XX"})
    assert [each["details"].partition(":")[0] for each in wrong.json()["errors"]] == ["cnpj", "state"]
    assert seller.controlled("GET", path)["invoicedBy"] == "SELLER"
    local = new_shop(beside=seller, marketplaceIds=[BR])
    own = {"cnpj": "11.222.333/0001-81", "name": "Loja Boa Ltda.", "town": "Campinas", "state": "sp"}
    told = local.controlled("PUT", path, own, sellerId=local.credentials["seller_id"])
    assert (told["cnpj"], told["state"], told["invoicedBy"]) == ("11222333000181", "SP", "AMAZON")
    business = local.ok("GET", "/sellers/v1/account")["payload"]["business"]
    assert (business["name"], business["companyTaxIdentificationNumber"]) == ("Loja Boa Ltda.", "11222333000181")
    assert seller.controlled("GET", path)["cnpj"] != "11222333000181"


def test_an_order_shows_how_it_stands_with_its_invoice_and_is_found_by_it(seller: Shop) -> None:
    order = buy(seller)

    def shown() -> tuple[str, str]:
        v0 = seller.ok("GET", f"/orders/v0/orders/{order}")["payload"]["ElectronicInvoiceStatus"]
        newer = seller.ok("GET", f"/orders/2026-01-01/orders/{order}", includedData="TAX")["order"]["tax"]
        return v0, newer["taxInvoicing"]["invoiceStatus"]

    def found(status: str) -> list[str]:
        query = {"MarketplaceIds": BR, "CreatedAfter": "2031-01-01T00:00:00Z", "ElectronicInvoiceStatuses": status}
        return [each["AmazonOrderId"] for each in seller.ok("GET", "/orders/v0/orders", **query)["payload"]["Orders"]]

    assert (shown(), found("NotRequired"), found("NotFound")) == (("NotRequired", "NOT_REQUIRED"), [order], [])
    shipment = waiting(seller, order)["shipmentId"]
    assert (shown(), found("NotRequired"), found("NotFound")) == (("NotFound", "NOT_FOUND"), [], [order])
    submit(seller, shipment, submission(written(seller, "199.90")))
    assert shown() == ("Processing", "PROCESSING")
    seller.advance("PT2M")
    assert (shown(), found("Processing,Accepted")) == (("Accepted", "ACCEPTED"), [order])
    tax = seller.ok("GET", f"/orders/2026-01-01/orders/{order}", includedData="TAX")["order"]["tax"]
    numbers = [(each["entityType"], each["taxRegistrationNumber"]) for each in tax["taxRegistrations"]]
    assert numbers == [("MARKETPLACE", "15436940000103"), ("BUYER", "52998224725")]
    query: Json = {"MarketplaceIds": BR, "CreatedAfter": "2031-01-01T00:00:00Z", "ElectronicInvoiceStatuses": "Lost"}
    [error] = seller.refused("GET", "/orders/v0/orders", **query)
    assert error["details"].startswith("ElectronicInvoiceStatuses: 'Lost' is not one of NotRequired, NotFound")


def test_of_callers_who_submit_at_once_one_is_taken(seller: Shop) -> None:
    shipment = waiting(seller, buy(seller))["shipmentId"]
    bodies = [submission(written(seller, "199.90", number=str(number))) for number in range(1, 9)]
    path = f"{SHIPMENTS}/{shipment}/invoice"
    with ThreadPoolExecutor(8) as callers:
        answers = list(callers.map(lambda body: seller.call("POST", path, body).status_code, bodies))
    assert sorted(answers) == [200] + [400] * 7
    seller.advance("PT2M")
    assert invoice_status(seller, shipment) == "Accepted"
    assert len(seller.controlled("GET", "brazil/shipments")["shipments"][0]["submissions"]) == 1
