"""How a seller asks for reports, waits for their ends and reads their documents."""

from __future__ import annotations

import csv
import gzip
import io
from typing import Any

import httpx

from tests.shop import BARE, US, Json, Shop

REPORTS = "/reports/2021-06-30"
Rows = list[dict[str, str]]


def asked(shop: Shop, type: str, marketplace: str = US, **more: Any) -> str:
    """Asks for a report; its id."""
    body = {"reportType": type, "marketplaceIds": [marketplace], **more}
    response = shop.call("POST", f"{REPORTS}/reports", body)
    assert response.status_code == 202, response.text
    return str(response.json()["reportId"])


def refusal(shop: Shop, type: str, marketplace: str = US, **more: Any) -> Json:
    """Why a report is refused."""
    body = {"reportType": type, "marketplaceIds": [marketplace], **more}
    [error] = shop.refused("POST", f"{REPORTS}/reports", body)
    return error


def shown(shop: Shop, report_id: str) -> Json:
    return shop.ok("GET", f"{REPORTS}/reports/{report_id}")


def ended(shop: Shop, report_id: str) -> Json:
    """The report once it has ended, by the clock."""
    for _ in range(10):
        found = shown(shop, report_id)
        if found["processingStatus"] in ("DONE", "FATAL", "CANCELLED"):
            return found
        shop.advance("PT1M")
    raise AssertionError(f"report {report_id} has not ended: {found}")


def restricted_token(shop: Shop, document_id: str) -> str:
    """A restricted data token for a document."""
    resource = {"method": "GET", "path": f"{REPORTS}/documents/{document_id}"}
    answer = shop.ok("POST", "/tokens/2021-03-01/restrictedDataToken", {"restrictedResources": [resource]})
    return str(answer["restrictedDataToken"])


def downloaded(shop: Shop, document_id: str, token: str | None = None) -> httpx.Response:
    """The document behind its link, with its body unpacked."""
    headers = {"x-amz-access-token": token} if token else None
    answer = shop.call("GET", f"{REPORTS}/documents/{document_id}", headers=headers)
    assert answer.status_code == 200, answer.text
    response = BARE.get(answer.json()["url"])
    assert response.status_code == 200, response.text
    if answer.json().get("compressionAlgorithm") == "GZIP":
        return httpx.Response(
            200,
            content=gzip.decompress(response.content),
            headers={"content-type": response.headers["content-type"]},
        )
    return response


def document(shop: Shop, type: str, marketplace: str = US, *, personal: bool = False, **more: Any) -> httpx.Response:
    """Asks for a report, waits for it and gets its document."""
    found = ended(shop, asked(shop, type, marketplace, **more))
    assert found["processingStatus"] == "DONE", found
    document_id = found["reportDocumentId"]
    return downloaded(shop, document_id, restricted_token(shop, document_id) if personal else None)


def table(text: str) -> Rows:
    """The rows of a flat file, by the names of their columns."""
    return list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


def rows(shop: Shop, type: str, marketplace: str = US, **more: Any) -> Rows:
    """Asks for a flat file, and gives its rows."""
    return table(document(shop, type, marketplace, **more).text)
