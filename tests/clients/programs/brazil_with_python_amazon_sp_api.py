"""A sale in Brazil with python-amazon-sp-api, invoiced by Amazon, and one that its seller invoices. Knows nothing of
Tradepost, but for being the buyer, moving the clock, and saying who invoices."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import urllib.request
import zipfile
from typing import Any

from sp_api.api import Inventories, InvoicesV20240619, ListingsItemsV20210801, ShipmentInvoicing, Tokens
from sp_api.base import Marketplaces, SellingApiException
from spapi import SPAPIClient, SPAPIConfig
from spapi.api.invoices_v2024_06_19.invoices_api import InvoicesApi

BR = Marketplaces.BR.marketplace_id
SELLER = os.environ["SP_API_SELLER_ID"]
NFE = "http://www.portalfiscal.inf.br/nfe"


def say(name: str, value: Any) -> None:
    print(json.dumps([name, value]), flush=True)


def control(method: str, path: str, body: object = None) -> dict[str, Any]:
    url = f"{os.environ['TRADEPOST_URL']}/_tradepost/v1/{path}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, method=method)
    found: dict[str, Any] = json.load(urllib.request.urlopen(request))
    return found


def advance(duration: str) -> None:
    control("POST", "clock/advance", {"by": duration})


def bought() -> str:
    buyer = {"taxId": "529.982.247-25"}
    body = {"marketplaceId": BR, "items": [{"sku": "MALA"}], "paid": True, "buyer": buyer}
    return str(control("POST", "buyers/orders", body)["orderId"])


def written(detail: dict[str, Any], cnpj: str) -> bytes:
    """The XML of an invoice for a shipment, with a key of the right form."""
    body = f"413103{cnpj}55001000000001120260101"
    weighed = sum(int(digit) * (2 + place % 8) for place, digit in enumerate(reversed(body)))
    key = body + str(0 if weighed % 11 < 2 else 11 - weighed % 11)
    cpf = detail["BuyerTaxInfo"]["TaxClassifications"][0]["Value"]
    total = detail["Payments"][0]["PaymentValue"]["Amount"]
    return (
        f'<nfeProc xmlns="{NFE}" versao="4.00"><NFe><infNFe versao="4.00" Id="NFe{key}"><ide><cUF>41</cUF><mod>55</mod>'
        "<serie>1</serie><nNF>1</nNF><dhEmi>2031-03-10T10:00:00-03:00</dhEmi></ide>"
        f"<emit><CNPJ>{cnpj}</CNPJ></emit><dest><CPF>{cpf}</CPF></dest><total><ICMSTot><vNF>{total}</vNF></ICMSTot>"
        f"</total></infNFe></NFe><protNFe><infProt><chNFe>{key}</chNFe><cStat>100</cStat></infProt></protNFe></nfeProc>"
    ).encode()


control("POST", "reset", {"startAt": "2031-03-03T12:00:00Z"})
control("POST", "clock/freeze", {})
asin = control("POST", "products", {"marketplaceId": BR, "productType": "SUITCASE"})["asin"]
listed = ListingsItemsV20210801(marketplace=Marketplaces.BR).put_listings_item(
    SELLER,
    "MALA",
    marketplaceIds=[BR],
    body={
        "productType": "SUITCASE",
        "requirements": "LISTING_OFFER_ONLY",
        "attributes": {
            "merchant_suggested_asin": [{"value": asin}],
            "condition_type": [{"value": "new_new"}],
            "purchasable_offer": [{"currency": "BRL", "our_price": [{"schedule": [{"value_with_tax": 199.9}]}]}],
            "fulfillment_availability": [{"fulfillment_channel_code": "AMAZON_NA"}],
        },
    },
)
say("listed", listed.payload["status"])
advance("PT10S")
stock = {"sellerSku": "MALA", "marketplaceId": BR, "quantity": 5}
Inventories(marketplace=Marketplaces.BR).add_inventory(inventoryItems=[stock])

invoices = InvoicesV20240619(marketplace=Marketplaces.BR)
options = invoices.get_invoices_attributes(marketplaceId=BR).payload["invoicesAttributes"]
say("options", len(options["invoiceTypeOptions"]))
order = bought()
advance("P4D")
query = {"transactionIdentifierName": "AMAZON_ORDER_ID", "transactionIdentifierId": order}
found = invoices.get_invoices(marketplaceId=BR, dateStart="2031-03-01T00:00:00Z", **query).payload["invoices"]
say("found", sorted([each["invoiceType"], each["status"]] for each in found))
sale = next(each for each in found if each["invoiceType"] == "SALE")
say("same", invoices.get_invoice(sale["id"], marketplaceId=BR).payload["invoice"] == sale)
asked = {"marketplaceId": BR, "dateStart": "2031-03-01", "invoiceType": "SALE", "fileFormat": "XML"}
export = invoices.create_invoices_export(**asked).payload["exportId"]
advance("PT1M")
done = invoices.get_invoices_export(export).payload["export"]
say("export", [done["status"], len(done["invoicesDocumentIds"])])
say("exports", len(invoices.get_invoices_exports(marketplaceId=BR).payload["exports"]))
document = invoices.get_invoices_document(done["invoicesDocumentIds"][0]).payload["invoicesDocument"]
with zipfile.ZipFile(io.BytesIO(urllib.request.urlopen(document["invoicesDocumentUrl"]).read())) as packed:
    say("files", packed.namelist() == [f"{sale['id']}.xml"])
    say("total", b"<vNF>199.90</vNF>" in packed.read(packed.namelist()[0]))
config = SPAPIConfig(
    client_id=os.environ["LWA_CLIENT_ID"],
    client_secret=os.environ["LWA_CLIENT_SECRET"],
    refresh_token=os.environ["LWA_REFRESH_TOKEN"],
    region="NA",
)
amazons = InvoicesApi(SPAPIClient(config).api_client)
say("typed", amazons.get_invoice(BR, sale["id"]).invoice.series == sale["series"])

cnpj = control("PUT", "brazil/establishment", {"invoicedBy": "SELLER"})["cnpj"]
order = bought()
advance("P7D")
shipment = control("GET", "brazil/shipments")["shipments"][0]["shipmentId"]
path = f"/fba/outbound/brazil/v0/shipments/{shipment}"
shipping = ShipmentInvoicing(marketplace=Marketplaces.BR)
say("waits", shipping.get_invoice_status(shipment).payload["Shipments"]["InvoiceStatus"])
try:
    shipping.get_shipment_details(shipment)
except SellingApiException as refusal:
    say("restricted", refusal.code)
restricted = Tokens(marketplace=Marketplaces.BR).create_restricted_data_token(
    restrictedResources=[{"method": "GET", "path": path}]
)
token = restricted.payload["restrictedDataToken"]
opened = ShipmentInvoicing(marketplace=Marketplaces.BR, restricted_data_token=token)
detail = opened.get_shipment_details(shipment).payload
say("buyer", detail["BuyerTaxInfo"]["TaxClassifications"])
xml = written(detail, cnpj)
md5 = base64.b64encode(hashlib.md5(xml, usedforsecurity=False).digest()).decode()
content = base64.b64encode(xml).decode()
shipping.submit_invoice(shipment, InvoiceContent=content, ContentMD5Value=md5, MarketplaceId=BR)
advance("PT3M")
say("accepted", shipping.get_invoice_status(shipment).payload["Shipments"]["InvoiceStatus"])
say("shipped", control("GET", f"buyers/orders/{order}")["status"])
