"""A seller's reports with python-amazon-sp-api: asked for, awaited, downloaded, unpacked and decoded by the client."""

from __future__ import annotations

import csv
import io
import json
import os
import urllib.request
from typing import Any

from sp_api.api import Reports, Tokens
from sp_api.base import Marketplaces, ReportType
from sp_api.base.exceptions import SellingApiForbiddenException

US = Marketplaces.US.marketplace_id
reports = Reports()


def say(name: str, value: Any) -> None:
    print(json.dumps([name, value]), flush=True)


def control(path: str, body: Any) -> Any:
    url = f"{os.environ['TRADEPOST_URL']}/_tradepost/v1/{path}"
    with urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), method="POST")) as answer:
        return json.loads(answer.read() or b"null")


def made(report_type: str, **more: Any) -> str:
    report_id = reports.create_report(reportType=report_type, marketplaceIds=[US], **more).payload["reportId"]
    control("clock/advance", {"by": "PT1M"})
    report = reports.get_report(report_id).payload
    assert report["processingStatus"] == "DONE", report
    return str(report["reportDocumentId"])


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter="\t"))


control("clock/freeze", {})
since = control("clock/advance", {"by": "PT1S"})["now"]
order_id = control("buyers/orders", {"items": [{"sku": "NOTEBOOK", "quantity": 2}], "paid": True})["orderId"]

document_id = made(ReportType.GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL, dataStartTime=since)
answer = reports.get_report_document(document_id, download=True)
say("order", [[each["amazon-order-id"] == order_id, each["sku"]] for each in rows(answer.payload["document"])])
say("charset", answer.character_code.lower())

answer = reports.get_report_document(made(ReportType.GET_XML_BROWSE_TREE_DATA), download=True)
say("gzip", [answer.payload["compressionAlgorithm"], answer.payload["document"][:5]])

answer = reports.get_report_document(made(ReportType.GET_FBA_MYI_ALL_INVENTORY_DATA), download=True)
say("regional charset", answer.character_code.lower())

document_id = made(ReportType.GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING, dataStartTime=since)
try:
    reports.get_report_document(document_id, download=True)
except SellingApiForbiddenException as refusal:
    say("forbidden", refusal.code)
resource = {"method": "GET", "path": f"/reports/2021-06-30/documents/{document_id}"}
token = Tokens().create_restricted_data_token(restrictedResources=[resource]).payload["restrictedDataToken"]
answer = Reports(restricted_data_token=token).get_report_document(document_id, download=True)
say("recipient", [bool(each["recipient-name"]) for each in rows(answer.payload["document"])])

found = reports.get_reports(reportTypes=[ReportType.GET_XML_BROWSE_TREE_DATA], processingStatuses=["DONE"])
say("listed", len(found.payload["reports"]))
schedule = reports.create_report_schedule(
    reportType=ReportType.GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL, period="P1D", marketplaceIds=[US]
).payload["reportScheduleId"]
control("clock/advance", {"by": "P1DT1M"})
found = reports.get_reports(reportTypes=[ReportType.GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL])
say("scheduled", [each.get("reportScheduleId") == schedule for each in found.payload["reports"]])
