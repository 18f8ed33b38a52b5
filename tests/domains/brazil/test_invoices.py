"""Fiscal documents of goods in Amazon's network in Brazil: what causes them, how they are found, shown and exported."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from decimal import Decimal

import httpx
import pytest
from lxml import etree

from tests.domains.brazil.selling import INVOICES, NFE, archive, buy, export, invoices, shipped
from tests.domains.fba.inbound import sending
from tests.shop import BR, US, Json, Shop
from tradepost.domains.brazil.nfe import access_key
from tradepost.domains.places import taxpayers


@pytest.fixture
def seller(new_shop: Callable[..., Shop]) -> Shop:
    """A seller whose trunk is in the network, on a Monday of March."""
    shop = new_shop(start="2031-03-03T12:00:00Z")
    shop.list_product("MALA", 199.9, 10, fba=True, marketplace=BR)
    return shop


def files(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {each: packed.read(each) for each in packed.namelist()}


def said(note: bytes, path: str) -> str:
    """The text of an element of an invoice."""
    root = etree.fromstring(note)
    found = root.find(".//" + "/".join(f"{{{NFE}}}{each}" for each in path.split("/")))
    assert found is not None, path
    return found.text or ""


def notes(shop: Shop, **wish: object) -> dict[str, bytes]:
    """The XML of invoices, by their types."""
    [document] = export(shop, **wish)["invoicesDocumentIds"]
    found = files(archive(shop, document))
    types = {each["id"]: each["invoiceType"] for each in invoices(shop)}
    return {types[name.removesuffix(".xml")]: content for name, content in found.items()}


CURITIBA = {
    **sending.PORTLAND,
    "city": "Curitiba",
    "stateOrProvinceCode": "PR",
    "postalCode": "80010-000",
    "countryCode": "BR",
    "phoneNumber": "+55 41 3030-5500",
}


def placed(shop: Shop) -> tuple[str, str]:
    """An inbound shipment to Brazil that has not left; its plan and its id."""
    plan = sending.packed(shop, {"MALA": 6}, [sending.box({"MALA": 6})], BR, sourceAddress=CURITIBA)
    [shipment] = sending.placed(shop, plan)
    return plan, shipment


def leave(shop: Shop, plan: str, shipment: str) -> None:
    """The shipment leaves with a carrier of the seller's."""
    option = sending.option_of(sending.quoted(shop, plan, [shipment]), shipment, sending.OWN)
    sending.windowed(shop, plan, shipment)
    sending.done(shop, sending.choose(shop, plan, [option]))
    numbers = sending.parcels(shop, plan, shipment, "1Z999AA10123456784")
    sending.done(shop, sending.track(shop, plan, shipment, numbers))
    sending.until(shop, plan, shipment, "SHIPPED")
    shop.advance("PT5M")


def types(shop: Shop, **query: object) -> list[str]:
    return sorted(each["invoiceType"] for each in invoices(shop, **query))


def test_a_sale_is_invoiced_and_what_was_kept_is_given_back_before(seller: Shop) -> None:
    order = buy(seller, quantity=2)
    shipped(seller, order)
    sale, back = sorted(invoices(seller), key=lambda each: str(each["invoiceType"]))
    assert (sale["invoiceType"], back["invoiceType"]) == ("SALE", "SYMBOLIC_RETURN")
    for each in (back, sale):
        assert each["status"] == "AUTHORIZED"
        assert each["transactionType"] == "CUSTOMER_SALES"
        ids = {one["name"]: one["id"] for one in each["transactionIds"]}
        assert ids["AMAZON_ORDER_ID"] == order
    assert back["transactionIds"] == sale["transactionIds"]
    shown = seller.ok("GET", f"{INVOICES}/invoices/{sale['id']}", marketplaceId=BR)["invoice"]
    assert shown == sale


def test_a_document_is_first_looked_at_by_the_tax_office(seller: Shop) -> None:
    order = buy(seller)
    while not invoices(seller):
        seller.advance("PT1M")
    assert {each["status"] for each in invoices(seller)} == {"PROCESSING"}
    seller.advance("PT2M")
    assert {each["status"] for each in invoices(seller)} == {"AUTHORIZED"}
    assert [each["body"]["status"] for each in seller.events("invoices.answered")] == ["AUTHORIZED", "AUTHORIZED"]
    assert order


def test_the_tax_office_rejects_where_it_is_asked_to_and_says_why(seller: Shop) -> None:
    rejection = {"code": "539", "reason": "Rejeição: Duplicidade de NF-e", "times": 1}
    seller.controlled("PUT", "brazil/establishment", {"rejection": rejection})
    shipped(seller, buy(seller))
    [refused] = invoices(seller, statuses="REJECTED")
    assert (refused["errorCode"], refused["govResponse"]) == ("539", "Rejeição: Duplicidade de NF-e")
    assert len(invoices(seller, statuses="AUTHORIZED")) == 1
    assert "rejection" not in seller.controlled("GET", "brazil/establishment")


def test_the_xml_has_the_national_layout_and_a_key_that_says_what_it_says(seller: Shop) -> None:
    shipped(seller, buy(seller, quantity=2, shippingPrice="15.50"))
    own = seller.controlled("GET", "brazil/establishment")
    found = notes(seller)
    sale, back = found["SALE"], found["SYMBOLIC_RETURN"]
    key = said(sale, "infProt/chNFe")
    parts = access_key.parsed(key)
    assert parts is not None
    assert (parts.state, parts.issuer, parts.model) == ("41", own["cnpj"], "55")
    assert parts.month == "3103"
    assert (str(parts.series), str(parts.number)) == (said(sale, "ide/serie"), said(sale, "ide/nNF"))
    assert etree.fromstring(sale).find(f".//{{{NFE}}}infNFe").get("Id") == f"NFe{key}"  # type: ignore[union-attr]
    assert said(sale, "emit/CNPJ") == own["cnpj"]
    assert (said(sale, "dest/CPF"), said(sale, "dest/xNome")) == ("52998224725", "Ana Souza")
    assert (said(sale, "enderDest/xLgr"), said(sale, "enderDest/nro")) == ("Rua Augusta", "1508")
    assert (said(sale, "enderDest/xBairro"), said(sale, "enderDest/CEP")) == ("Consolação", "01304001")
    assert said(sale, "enderDest/cMun") == "3550308"
    assert (said(sale, "prod/CFOP"), said(sale, "ide/idDest")) == ("6106", "2")
    assert (said(sale, "prod/qCom"), said(sale, "prod/vProd")) == ("2.0000", "399.80")
    assert (said(sale, "ICMSTot/vFrete"), said(sale, "ICMSTot/vNF")) == ("15.50", "415.30")
    assert said(sale, "detPag/vPag") == "415.30"
    assert (said(sale, "infProt/cStat"), len(said(sale, "infProt/nProt"))) == ("100", 15)
    assert said(sale, "NFref/refNFe") == said(back, "infProt/chNFe")
    assert taxpayers.is_cnpj(said(back, "emit/CNPJ"))
    assert said(back, "emit/CNPJ")[:8] == "15436940"
    assert (said(back, "ICMSTot/vNF"), said(back, "detPag/tPag")) == ("399.80", "90")


def test_the_elements_stand_in_the_published_order(seller: Shop) -> None:
    shipped(seller, buy(seller))
    sale = etree.fromstring(notes(seller)["SALE"])
    names = {
        "infNFe": "ide emit dest det total transp pag infIntermed infAdic",
        "ide": "cUF cNF natOp mod serie nNF dhEmi tpNF idDest cMunFG tpImp tpEmis cDV tpAmb finNFe indFinal indPres"
        " indIntermed procEmi verProc NFref",
        "emit": "CNPJ xNome enderEmit IE CRT",
        "dest": "CPF xNome enderDest indIEDest",
        "enderDest": "xLgr nro xBairro cMun xMun UF CEP cPais xPais fone",
        "prod": "cProd cEAN xProd NCM CFOP uCom qCom vUnCom vProd cEANTrib uTrib qTrib vUnTrib indTot",
        "imposto": "ICMS PIS COFINS",
        "infProt": "tpAmb verAplic chNFe dhRecbto nProt cStat xMotivo",
    }
    for parent, children in names.items():
        found = sale.find(f".//{{{NFE}}}{parent}")
        assert found is not None, parent
        assert [etree.QName(each).localname for each in found] == children.split(), parent


def test_what_a_customer_sends_back_is_taken_in_and_kept_again(seller: Shop) -> None:
    order = buy(seller, quantity=2)
    shipped(seller, order)
    sold = notes(seller)["SALE"]
    [item] = seller.controlled("GET", f"buyers/orders/{order}")["items"]
    one = {"reason": "Defective", "items": [{"orderItemId": item["orderItemId"], "quantity": 1}]}
    seller.controlled("POST", f"buyers/orders/{order}/return", one)
    seller.advance("P8D")
    assert types(seller, transactionType="CUSTOMER_RETURNS") == ["SALE_RETURN", "SYMBOLIC_REMITTANCE"]
    found = notes(seller, transactionType="CUSTOMER_RETURNS")
    taken, kept = found["SALE_RETURN"], found["SYMBOLIC_REMITTANCE"]
    assert (said(taken, "ide/tpNF"), said(taken, "ide/finNFe")) == ("0", "4")
    assert said(taken, "NFref/refNFe") == said(sold, "infProt/chNFe")
    assert (said(taken, "prod/qCom"), said(taken, "ICMSTot/vNF")) == ("1.0000", "199.90")
    assert said(kept, "dest/CNPJ")[:8] == "15436940"


def test_what_is_sent_in_goes_with_a_remittance(seller: Shop) -> None:
    plan, shipment = placed(seller)
    leave(seller, plan, shipment)
    assert types(seller) == ["REMITTANCE"]
    [found] = invoices(seller, transactionIdentifierName="INBOUND_SHIPMENT_ID", transactionIdentifierId=shipment)
    assert found["transactionType"] == "INBOUND_SHIPMENT"
    note = notes(seller)["REMITTANCE"]
    assert (said(note, "prod/CFOP"), said(note, "prod/qCom")) == ("6905", "6.0000")
    assert Decimal(said(note, "ICMSTot/vNF")) == Decimal("1199.40")


def test_a_fulfillment_order_of_the_sellers_own_takes_goods_out(seller: Shop) -> None:
    address = {
        "name": "Ana Souza",
        "addressLine1": "Rua Augusta, 1508",
        "city": "São Paulo",
        "stateOrRegion": "SP",
        "postalCode": "01304-001",
        "countryCode": "BR",
    }
    seller.order("PEDIDO-1", {"MALA": 1}, marketplaceId=BR, destinationAddress=address)
    seller.shipped("PEDIDO-1")
    assert types(seller) == ["RETURN"]
    [found] = invoices(seller)
    assert found["transactionType"] == "MULTI_CHANNEL_FULFILLMENT"


@pytest.mark.parametrize(("type", "document"), [("Return", "RETURN"), ("Disposal", "SYMBOLIC_RETURN")])
def test_what_is_removed_is_the_sellers_again(seller: Shop, type: str, document: str) -> None:
    address = {
        "name": "Loja",
        "addressLine1": "Rua das Flores, 12",
        "city": "Curitiba",
        "stateOrRegion": "PR",
        "postalCode": "80010-000",
        "countryCode": "BR",
    }
    wish = {"marketplaceId": BR, "type": type, "items": [{"sellerSku": "MALA", "sellableQuantity": 3}]}
    where = {"address": address} if type == "Return" else {}
    made = seller.controlled("POST", "removals", {**wish, **where})
    seller.advance("P30D")
    [found] = invoices(
        seller, transactionIdentifierName="REMOVAL_ORDER_ID", transactionIdentifierId=made["removalOrderId"]
    )
    assert (found["invoiceType"], found["transactionType"], found["status"]) == (document, "REMOVAL", "AUTHORIZED")
    note = notes(seller)[document]
    assert (said(note, "prod/qCom"), said(note, "ICMSTot/vNF")) == ("3.0000", "599.70")


def test_orders_that_the_seller_ships_himself_and_orders_elsewhere_cause_none(seller: Shop) -> None:
    seller.list_product("BOLSA", 89, 5, marketplace=BR)
    seller.list_product("TRUNK", 49, 5, fba=True)
    own = buy(seller, "BOLSA")
    american = {"marketplaceId": US, "items": [{"sku": "TRUNK"}], "paid": True}
    seller.controlled("POST", "buyers/orders", american)
    seller.advance("P5D")
    assert own
    assert invoices(seller) == []


# Lists


def test_a_list_is_of_the_last_day_where_nothing_else_is_said(seller: Shop) -> None:
    shipped(seller, buy(seller))
    found = seller.ok("GET", f"{INVOICES}/invoices", marketplaceId=BR)["invoices"]
    assert sorted(each["invoiceType"] for each in found) == ["SALE", "SYMBOLIC_RETURN"]
    seller.advance("P2D")
    assert seller.ok("GET", f"{INVOICES}/invoices", marketplaceId=BR) == {"invoices": []}
    assert len(invoices(seller)) == 2


def test_documents_are_found_by_each_filter(seller: Shop) -> None:
    first, second = buy(seller), buy(seller)
    shipped(seller, first, second)
    every = invoices(seller)
    assert len(every) == 4
    [sale] = invoices(
        seller, invoiceType="SALE", transactionIdentifierName="AMAZON_ORDER_ID", transactionIdentifierId=first
    )
    number, series = sale["externalInvoiceId"], sale["series"]
    assert sale in invoices(seller, externalInvoiceId=number, series=series)
    key = next(each["body"]["accessKey"] for each in seller.events("invoices.issued") if each["subject"] == sale["id"])
    assert invoices(seller, externalInvoiceId=key) == [sale]
    assert invoices(seller, series="77") == []
    assert invoices(seller, statuses="PROCESSING,REJECTED") == []
    assert len(invoices(seller, statuses="PROCESSING,AUTHORIZED")) == 4
    assert invoices(seller, dateEnd="2031-03-03T12:00:00Z") == []


def test_pages_bring_each_document_once_and_a_token_goes_on_with_its_own_query(seller: Shop) -> None:
    shipped(seller, *[buy(seller) for _ in range(3)])
    query = {"marketplaceId": BR, "dateStart": "2031-03-01T00:00:00Z", "pageSize": 4, "sortOrder": "ASC"}
    first = seller.ok("GET", f"{INVOICES}/invoices", **query)
    second = seller.ok("GET", f"{INVOICES}/invoices", **query, nextToken=first["nextToken"])
    assert "nextToken" not in second
    assert first["invoices"] + second["invoices"] == invoices(seller)
    other = {**query, "sortOrder": "DESC", "nextToken": first["nextToken"]}
    [error] = seller.refused("GET", f"{INVOICES}/invoices", **other)
    assert "nextToken" in error["details"]


def test_what_cannot_be_asked_for_is_named_with_what_can(seller: Shop) -> None:
    errors = seller.refused(
        "GET",
        f"{INVOICES}/invoices",
        marketplaceId=BR,
        invoiceType="RECEIPT",
        statuses="LOST",
        pageSize=201,
        transactionIdentifierName="AMAZON_ORDER_ID",
    )
    assert [each["details"].partition(":")[0] for each in errors] == [
        "pageSize",
        "transactionIdentifierId",
        "invoiceType",
        "statuses",
    ]
    assert "SYMBOLIC_RETURN" in errors[2]["details"]
    [error] = seller.refused("GET", f"{INVOICES}/invoices", marketplaceId=US)
    assert error["details"].startswith(f"marketplaceId: '{US}' is not Brazil's")


def test_the_attributes_are_those_that_documents_have(seller: Shop) -> None:
    shipped(seller, buy(seller))
    found = seller.ok("GET", f"{INVOICES}/attributes", marketplaceId=BR)["invoicesAttributes"]
    options = {name: {each["value"] for each in found[name]} for name in found}
    for each in invoices(seller):
        assert each["invoiceType"] in options["invoiceTypeOptions"]
        assert each["status"] in options["invoiceStatusOptions"]
        assert each["transactionType"] in options["transactionTypeOptions"]
        assert {one["name"] for one in each["transactionIds"]} <= options["transactionIdentifierNameOptions"]
    seller.refused("GET", f"{INVOICES}/attributes", marketplaceId=US)


def test_another_sellers_documents_are_not_to_be_seen(seller: Shop, new_shop: Callable[..., Shop]) -> None:
    shipped(seller, buy(seller))
    other = new_shop(beside=seller)
    [document] = export(seller)["invoicesDocumentIds"]
    assert invoices(other) == []
    other.refused("GET", f"{INVOICES}/invoices/{invoices(seller)[0]['id']}", status=404, marketplaceId=BR)
    other.refused("GET", f"{INVOICES}/documents/{document}", status=404)


# Exports


def test_an_export_goes_from_requested_to_done_and_names_each_file_by_its_document(seller: Shop) -> None:
    shipped(seller, buy(seller))
    asked = seller.call("POST", f"{INVOICES}/exports", {"marketplaceId": BR, "invoiceType": "SALE"})
    path = f"{INVOICES}/exports/{asked.json()['exportId']}"
    waiting = seller.ok("GET", path)["export"]
    assert (waiting["status"], waiting["invoicesDocumentIds"]) == ("REQUESTED", [])
    seller.advance("PT20S")
    assert seller.ok("GET", path)["export"]["status"] == "PROCESSING"
    seller.advance("PT1M")
    done = seller.ok("GET", path)["export"]
    assert done["status"] == "DONE"
    assert done["generateExportStartedAt"] < done["generateExportFinishedAt"]
    [sale] = invoices(seller, invoiceType="SALE")
    [document] = done["invoicesDocumentIds"]
    assert list(files(archive(seller, document))) == [f"{sale['id']}.xml"]
    link = seller.ok("GET", f"{INVOICES}/documents/{document}")["invoicesDocument"]["invoicesDocumentUrl"]
    assert "X-Amz-Expires=30" in link


def test_an_export_on_paper_has_a_page_for_each_document(seller: Shop) -> None:
    shipped(seller, buy(seller))
    [document] = export(seller, fileFormat="PDF")["invoicesDocumentIds"]
    found = files(archive(seller, document))
    assert sorted(found) == sorted(f"{each['id']}.pdf" for each in invoices(seller))
    assert all(each.startswith(b"%PDF") for each in found.values())


def test_a_large_export_comes_in_parts(seller: Shop) -> None:
    seller.add("MALA", 60, BR)
    shipped(seller, *[buy(seller) for _ in range(51)])
    parts = [files(archive(seller, each)) for each in export(seller)["invoicesDocumentIds"]]
    assert [len(each) for each in parts] == [100, 2]
    assert len({name for each in parts for name in each}) == 102


def test_an_export_of_nothing_has_no_documents(seller: Shop) -> None:
    assert export(seller)["invoicesDocumentIds"] == []


def test_an_export_that_fails_says_why(seller: Shop) -> None:
    rule = {"kind": "invoices", "ending": "fatal", "reason": "The archive is full."}
    seller.controlled("POST", "jobs/rules", rule)
    failed = export(seller)
    assert (failed["status"], failed["errorMessage"]) == ("ERROR", "The archive is full.")
    assert failed["invoicesDocumentIds"] == []


def test_exports_are_listed_newest_first_by_status_and_page(seller: Shop) -> None:
    first, second = export(seller)["exportId"], export(seller)["exportId"]
    third = seller.call("POST", f"{INVOICES}/exports", {"marketplaceId": BR}).json()["exportId"]
    listed = seller.ok("GET", f"{INVOICES}/exports", marketplaceId=BR)["exports"]
    assert [each["exportId"] for each in listed] == [third, second, first]
    done = seller.ok("GET", f"{INVOICES}/exports", marketplaceId=BR, status="DONE", pageSize=1)
    assert [each["exportId"] for each in done["exports"]] == [second]
    more = seller.ok(
        "GET", f"{INVOICES}/exports", marketplaceId=BR, status="DONE", pageSize=1, nextToken=done["nextToken"]
    )
    assert ([each["exportId"] for each in more["exports"]], more.get("nextToken")) == ([first], None)


def test_an_export_of_what_there_cannot_be_is_refused(seller: Shop) -> None:
    for wish, name in (
        ({"invoiceType": "RECEIPT"}, "invoiceType"),
        ({"transactionIdentifier": {"name": "AMAZON_ORDER_ID"}}, "transactionIdentifier"),
        ({"dateStart": "2031-03-09", "dateEnd": "2031-03-01"}, "dateEnd"),
        ({"marketplaceId": US}, "marketplaceId"),
    ):
        body: Json = {"marketplaceId": BR, **wish}
        [error] = seller.refused("POST", f"{INVOICES}/exports", body)
        assert error["details"].startswith(f"{name}:")
    assert seller.ok("GET", f"{INVOICES}/exports", marketplaceId=BR)["exports"] == []


# Invoices that a seller asks for

REQUESTS = f"{INVOICES}/governmentInvoiceRequests"
CARRIER = {
    "contextType": "CarrierDetailsContext",
    "name": "Transportes Sul Ltda.",
    "address": "Rua do Porto, 5",
    "federalTaxId": "11222333000181",
    "regionCode": "PR",
    "regionTaxId": "1234567850",
    "vehicleLicensePlate": "AAA0A00",
    "vehicleRegistrationRegionCode": "PR",
}


def remittance(shipment: str, **changes: object) -> Json:
    wish = {"marketplaceId": BR, "shipmentId": shipment, "transactionType": "INBOUND_SHIPMENT"}
    return {**wish, "invoiceType": "REMITTANCE", **changes}


def test_a_seller_asks_for_the_invoice_of_a_shipment_before_it_leaves(seller: Shop) -> None:
    plan, shipment = placed(seller)
    query = remittance(shipment)
    seller.refused("GET", REQUESTS, status=404, **query)
    asked = seller.call("POST", REQUESTS, remittance(shipment, inboundPlanId=plan, contexts=[CARRIER]))
    assert (asked.status_code, asked.content) == (204, b"")
    assert seller.ok("GET", REQUESTS, **query) == {"status": "PROCESSING"}
    seller.refused("GET", f"{REQUESTS}/{shipment}", status=404, **remittance(""))
    seller.advance("PT2M")
    [made] = invoices(seller)
    assert seller.ok("GET", REQUESTS, **query) == {
        "status": "SUCCESS",
        "invoiceExternalDocumentId": made["externalInvoiceId"],
    }
    path = f"{REQUESTS}/{shipment}"
    link = seller.ok("GET", path, **remittance(""))["invoiceDocument"]["invoiceDocumentUrl"]
    assert "X-Amz-Expires=30" in link
    note = httpx.get(link).content
    assert (said(note, "transporta/CNPJ"), said(note, "transporta/xNome")) == (
        "11222333000181",
        "Transportes Sul Ltda.",
    )
    assert (said(note, "veicTransp/placa"), said(note, "transp/modFrete")) == ("AAA0A00", "0")
    paper = seller.ok("GET", path, **remittance("", fileFormat="PDF"))["invoiceDocument"]["invoiceDocumentUrl"]
    assert httpx.get(paper).content.startswith(b"%PDF")
    [error] = seller.refused("POST", REQUESTS, remittance(shipment))
    assert error["details"] == f"shipmentId: '{shipment}' has an invoice that is AUTHORIZED"
    leave(seller, plan, shipment)
    assert types(seller) == ["REMITTANCE"]


def test_after_a_rejection_another_one_can_be_asked_for(seller: Shop) -> None:
    _, shipment = placed(seller)
    seller.controlled("PUT", "brazil/establishment", {"rejection": {"code": "204", "reason": "Rejeição"}})
    assert seller.call("POST", REQUESTS, remittance(shipment)).status_code == 204
    seller.advance("PT2M")
    errors = [{"errorCode": "204", "description": "Rejeição"}]
    assert seller.ok("GET", REQUESTS, **remittance(shipment)) == {"status": "ERROR", "invoiceErrors": errors}
    assert seller.call("POST", REQUESTS, remittance(shipment)).status_code == 204
    seller.advance("PT2M")
    assert seller.ok("GET", REQUESTS, **remittance(shipment))["status"] == "SUCCESS"


def test_what_cannot_be_asked_for_is_named(seller: Shop) -> None:
    _, shipment = placed(seller)
    for change, name, status in (
        ({"invoiceType": "SALE"}, "invoiceType", 400),
        ({"transactionType": "CUSTOMER_SALES"}, "transactionType", 400),
        ({"marketplaceId": US}, "marketplaceId", 400),
        ({"shipmentId": "sh-none"}, "shipmentId", 404),
        ({"inboundPlanId": "wf-none"}, "inboundPlanId", 404),
    ):
        [error] = seller.refused("POST", REQUESTS, remittance(shipment, **change), status=status)
        assert error["details"].startswith(f"{name}:")
    assert invoices(seller) == []
