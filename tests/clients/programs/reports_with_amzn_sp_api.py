"""The same with Amazon's own Python client, which checks the required fields of every answer."""

from __future__ import annotations

import gzip
import json
import os
import urllib.request
from typing import Any

from spapi import SPAPIClient, SPAPIConfig
from spapi.api.reports_v2021_06_30.reports_api import ReportsApi
from spapi.rest import ApiException

US = "ATVPDKIKX0DER"


def say(name: str, value: Any) -> None:
    print(json.dumps([name, value]), flush=True)


def control(path: str, body: Any) -> Any:
    url = f"{os.environ['TRADEPOST_URL']}/_tradepost/v1/{path}"
    with urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), method="POST")) as answer:
        return json.loads(answer.read() or b"null")


config = SPAPIConfig(
    client_id=os.environ["LWA_CLIENT_ID"],
    client_secret=os.environ["LWA_CLIENT_SECRET"],
    refresh_token=os.environ["LWA_REFRESH_TOKEN"],
    region="NA",
)
reports = ReportsApi(SPAPIClient(config).api_client)
control("clock/freeze", {})
report_id = reports.create_report({"reportType": "GET_XML_BROWSE_TREE_DATA", "marketplaceIds": [US]}).report_id
say("waiting", reports.get_report(report_id).processing_status)
control("clock/advance", {"by": "PT1M"})
report = reports.get_report(report_id)
say("done", [report.processing_status, report.marketplace_ids])
document = reports.get_report_document(report.report_document_id)
body = urllib.request.urlopen(document.url).read()
say("document", [document.compression_algorithm, gzip.decompress(body)[:5].decode()])
second = reports.create_report({"reportType": "GET_MERCHANT_LISTINGS_ALL_DATA", "marketplaceIds": [US]}).report_id
reports.cancel_report(second)
say("cancelled", reports.get_report(second).processing_status)
say("listed", len(reports.get_reports(report_types=["GET_XML_BROWSE_TREE_DATA"]).reports))
schedule = reports.create_report_schedule(
    {"reportType": "GET_XML_BROWSE_TREE_DATA", "marketplaceIds": [US], "period": "P1D"}
).report_schedule_id
say("schedules", len(reports.get_report_schedules(["GET_XML_BROWSE_TREE_DATA"]).report_schedules))
reports.cancel_report_schedule(schedule)
try:
    reports.create_report({"reportType": "GET_NOTHING", "marketplaceIds": [US]})
except ApiException as refusal:
    say("refused", [refusal.status, json.loads(refusal.body)["errors"][0]["code"]])
