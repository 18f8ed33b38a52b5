"""Amazon's own Python client is given the address of a server: a report of an order, without ``tradepost run``."""

from __future__ import annotations

import json
import sys
import urllib.request
from typing import Any

from spapi import SPAPIClient, SPAPIConfig
from spapi.api.orders_v0.orders_v0_api import OrdersV0Api
from spapi.api.reports_v2021_06_30.reports_api import ReportsApi

US = "ATVPDKIKX0DER"
TRADEPOST = sys.argv[1]
KIND = "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL"


def say(name: str, value: Any) -> None:
    print(json.dumps([name, value]), flush=True)


def control(path: str, body: object = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(f"{TRADEPOST}/_tradepost/v1/{path}", data)) as answer:
        return json.load(answer)


made = control("credentials")
config = SPAPIConfig(made["client_id"], made["client_secret"], made["refresh_token"], region="NA")
client = SPAPIClient(config, oauth_endpoint=f"{TRADEPOST}/auth/o2/token", endpoint=TRADEPOST).api_client

bought = control("buyers/orders", {"items": [{"sku": "NOTEBOOK", "quantity": 2}]})["orderId"]
control("clock/advance", {"by": "PT1H"})
order = OrdersV0Api(client).get_order(bought).payload
say("status", order.order_status)

reports = ReportsApi(client)
asked = reports.create_report(
    {"reportType": KIND, "marketplaceIds": [US], "dataStartTime": order.purchase_date}
).report_id
control("clock/advance", {"by": "PT5M"})
shown = reports.get_report(asked)
say("report", shown.processing_status)
with urllib.request.urlopen(reports.get_report_document(shown.report_document_id).url) as document:
    header, *rows = [line.split("\t") for line in document.read().decode("cp1252").splitlines()]
say("row", [row[header.index("quantity")] for row in rows if row[header.index("amazon-order-id")] == bought])
