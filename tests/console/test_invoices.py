"""The console's pages of invoices in Brazil."""

from __future__ import annotations

from tests.console.test_pages import console
from tests.domains.brazil.selling import buy, invoices, shipped, status, waiting
from tests.shop import BR, Shop


def test_documents_are_listed_and_one_can_be_had_as_xml_and_on_paper(shop: Shop) -> None:
    assert "Nothing has moved" in shop.http.get(console(shop, "/invoices")).text
    shop.list_product("MALA", 199.9, 5, fba=True, marketplace=BR)
    shipped(shop, buy(shop))
    page = shop.http.get(console(shop, "/invoices")).text
    assert ("SYMBOLIC_RETURN" in page, "Ana Souza" in page, "AUTHORIZED" in page) == (True, True, True)
    [sale] = invoices(shop, invoiceType="SALE")
    one = shop.http.get(console(shop, f"/invoices/{sale['id']}")).text
    assert ("R$199.90" in one.replace("\xa0", ""), "52998224725" in one) == (True, True)
    assert b"<nfeProc" in shop.http.get(console(shop, f"/invoices/{sale['id']}/xml")).content
    paper = shop.http.get(console(shop, f"/invoices/{sale['id']}/pdf"))
    assert (paper.content[:5], paper.headers["content-type"]) == (b"%PDF-", "application/pdf")
    assert shop.http.get(console(shop, f"/invoices/{sale['id']}/doc")).status_code == 404
    assert shop.http.get(console(shop, "/invoices/none")).status_code == 404


def test_the_seller_takes_invoicing_over_and_shipments_wait(shop: Shop) -> None:
    shop.list_product("MALA", 199.9, 5, fba=True, marketplace=BR)
    assert shop.http.post(console(shop, "/invoices/by"), data={"by": "NOBODY"}).status_code == 422
    assert shop.http.post(console(shop, "/invoices/by"), data={"by": "SELLER"}).status_code == 303
    order = buy(shop)
    shipment = waiting(shop, order)["shipmentId"]
    page = shop.http.get(console(shop, "/invoices")).text
    assert (shipment in page, "NotFound" in page, "Let Amazon invoice" in page) == (True, True, True)
    assert status(shop, order) == "Unshipped"
