"""A seller in Brazil: what he lists, who buys it, and the invoices that he writes himself."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import httpx

from tests.shop import BR, Json, Shop
from tradepost.domains.places.taxpayers import modulo_11

INVOICES = "/tax/invoices/2024-06-19"
SHIPMENTS = "/fba/outbound/brazil/v0/shipments"
NFE = "http://www.portalfiscal.inf.br/nfe"
#: A buyer with everything that a test compares.
ANA: Json = {
    "name": "Ana Souza",
    "taxId": "529.982.247-25",
    "address": {
        "name": "Ana Souza",
        "addressLine1": "Rua Augusta, 1508",
        "county": "Consolação",
        "city": "São Paulo",
        "stateOrRegion": "SP",
        "postalCode": "01304-001",
        "countryCode": "BR",
        "phone": "+55 11998765432",
    },
}


def buy(shop: Shop, sku: str = "MALA", quantity: int = 1, **more: Any) -> str:
    """An order in Brazil that is paid."""
    items = [{"sku": sku, "quantity": quantity}]
    body = {"marketplaceId": BR, "items": items, "paid": True, "buyer": ANA, **more}
    return str(shop.controlled("POST", "buyers/orders", body)["orderId"])


def status(shop: Shop, order_id: str) -> str:
    return str(shop.controlled("GET", f"buyers/orders/{order_id}")["status"])


def shipped(shop: Shop, *order_ids: str) -> None:
    """Lets time go by until orders have left, and the tax office has answered."""
    for _ in range(60):
        if all(status(shop, each) == "Shipped" for each in order_ids):
            shop.advance("PT5M")
            return
        shop.advance("PT6H")
    raise AssertionError([status(shop, each) for each in order_ids])


def invoices(shop: Shop, **query: Any) -> list[Json]:
    """The invoices that are found, oldest first, of the last 60 days where nothing else is said."""
    usual = {"marketplaceId": BR, "sortOrder": "ASC", "dateStart": "2020-01-01T00:00:00Z"}
    found: list[Json] = shop.ok("GET", f"{INVOICES}/invoices", **{**usual, **query})["invoices"]
    return found


def export(shop: Shop, **wish: Any) -> Json:
    """An export, once it is made."""
    body = {"marketplaceId": BR, "dateStart": "2020-01-01", **wish}
    answer = shop.call("POST", f"{INVOICES}/exports", body)
    assert answer.status_code == 202, answer.text
    shop.advance("PT2M")
    found: Json = shop.ok("GET", f"{INVOICES}/exports/{answer.json()['exportId']}")["export"]
    return found


def archive(shop: Shop, document_id: str) -> bytes:
    """The bytes of a part of an export."""
    found = shop.ok("GET", f"{INVOICES}/documents/{document_id}")["invoicesDocument"]
    assert found["invoicesDocumentId"] == document_id
    return httpx.get(found["invoicesDocumentUrl"]).content


def waiting(shop: Shop, order_id: str, step: str = "PT6H") -> Json:
    """The shipment of an order, once it waits for its invoice."""
    for _ in range(100):
        found: list[Json] = shop.controlled("GET", "brazil/shipments")["shipments"]
        for each in found:
            if each["orderId"] == order_id:
                return each
        shop.advance(step)
    raise AssertionError(status(shop, order_id))


def written(shop: Shop, total: str, **changes: str) -> str:
    """An invoice as a seller's program writes it, of the parts that are looked at."""
    own = shop.controlled("GET", "brazil/establishment")
    said = {
        "state": "41",
        "month": "3103",
        "issued": "2031-03-04T10:00:00-03:00",
        "cnpj": own["cnpj"],
        "series": "1",
        "number": "17",
        "buyer": "<CPF>52998224725</CPF>",
        "status": "100",
        "total": total,
        **changes,
    }
    body = "{state}{month}{cnpj}55{0:03}{1:09}1{2}".format(int(said["series"]), int(said["number"]), "20260101", **said)
    key = changes.get("key", body + modulo_11(body))
    confirmed = changes.get("confirmed", key)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><nfeProc xmlns="{NFE}" versao="4.00"><NFe>'
        f'<infNFe versao="4.00" Id="NFe{key}"><ide><cUF>{said["state"]}</cUF><cNF>20260101</cNF><mod>55</mod>'
        f"<serie>{said['series']}</serie><nNF>{said['number']}</nNF><dhEmi>{said['issued']}</dhEmi></ide>"
        f"<emit><CNPJ>{said['cnpj']}</CNPJ></emit><dest>{said['buyer']}</dest>"
        f"<total><ICMSTot><vNF>{said['total']}</vNF></ICMSTot></total></infNFe></NFe>"
        f'<protNFe versao="4.00"><infProt><chNFe>{confirmed}</chNFe><cStat>{said["status"]}</cStat></infProt></protNFe>'
        "</nfeProc>"
    )


def submission(content: str, **changes: Any) -> Json:
    """What is sent with an invoice."""
    raw = content.encode()
    md5 = base64.b64encode(hashlib.md5(raw, usedforsecurity=False).digest()).decode()
    return {
        "InvoiceContent": base64.b64encode(raw).decode(),
        "MarketplaceId": BR,
        "ContentMD5Value": md5,
        **changes,
    }
