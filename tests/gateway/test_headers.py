"""Headers of answers, as the bytes have them: request id, rate, type, and the reason that only Tradepost gives."""

from __future__ import annotations

import re
import socket
from urllib.parse import urlsplit

import pytest

from tests.shop import INVENTORY, ORDERS, US, Shop

ACCOUNT = "/sellers/v1/account"
RATE = b"\r\nx-amzn-RateLimit-Limit: "
REQUEST_ID = re.compile(rb"\r\nx-amzn-RequestId: [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\r\n")
ATTRIBUTES = "/tax/invoices/2024-06-19/attributes?marketplaceId=ATVPDKIKX0DER"


def head(shop: Shop, method: str, path: str, *headers: str, body: bytes = b"") -> bytes:
    """The head of an answer, as it was sent."""
    parts = urlsplit(shop.url)
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(body)}", *headers, "", ""]
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=30) as connection:
        connection.sendall("\r\n".join(lines).encode() + body)
        answer = b""
        while b"\r\n\r\n" not in answer and (data := connection.recv(65536)):
            answer += data
    return answer.partition(b"\r\n\r\n")[0] + b"\r\n"


def status(answer: bytes) -> int:
    return int(answer[9:12])


def test_200_400_and_404_show_the_rate_in_its_own_letter_case(shop: Shop) -> None:
    shop.controlled("PUT", "usage-plans", {"scale": 1})
    token = f"x-amz-access-token: {shop.token}"
    for path, code, rate in (
        ("/sellers/v1/marketplaceParticipations", 200, b"0.016"),
        (f"{INVENTORY}/summaries", 400, b"2.0"),
        (f"{ORDERS}/none", 404, b"2.0"),
    ):
        answer = head(shop, "GET", path, token)
        assert status(answer) == code
        assert RATE + rate + b"\r\n" in answer
        assert REQUEST_ID.search(answer)
        assert b"\r\nContent-Type: application/json\r\n" in answer


@pytest.mark.parametrize("token", ["", "x-amz-access-token: Atza|none"])
def test_403_shows_no_rate(shop: Shop, token: str) -> None:
    answer = head(shop, "GET", ACCOUNT, *filter(None, [token]))
    assert status(answer) == 403
    assert b"ratelimit" not in answer.lower()
    assert REQUEST_ID.search(answer)
    assert b"\r\nx-amzn-ErrorType: AccessDeniedException\r\n" in answer


def test_403_for_a_marketplace_shows_no_rate_although_it_comes_late(shop: Shop) -> None:
    query = f"granularityType=Marketplace&granularityId={US}&marketplaceIds={US}"
    token = f"x-amz-access-token: {shop.token}"
    answer = head(shop, "GET", f"{INVENTORY}/summaries?{query}", token)
    assert status(answer) == 200
    europe = shop.call("GET", f"{INVENTORY}/summaries?{query}", headers={"host": "sellingpartnerapi-eu.amazon.com"})
    assert europe.status_code == 403
    assert "x-amzn-ratelimit-limit" not in europe.headers


def test_429_shows_no_rate_and_no_time_to_come_back(shop: Shop) -> None:
    shop.controlled("PUT", "usage-plans", {"scale": 1, "operations": {"getAccount": {"rate": 0.001, "burst": 1}}})
    token = f"x-amz-access-token: {shop.token}"
    assert status(head(shop, "GET", ACCOUNT, token)) == 200
    answer = head(shop, "GET", ACCOUNT, token)
    assert status(answer) == 429
    assert b"ratelimit" not in answer.lower()
    assert b"retry-after" not in answer.lower()
    assert REQUEST_ID.search(answer)


def test_501_shows_no_rate(unanswered: Shop) -> None:
    answer = head(unanswered, "GET", ATTRIBUTES, f"X-AMZ-ACCESS-TOKEN: {unanswered.token}")
    assert status(answer) == 501
    assert b"ratelimit" not in answer.lower()
    assert REQUEST_ID.search(answer)


def test_a_token_request_has_a_request_id_as_well(shop: Shop) -> None:
    answer = head(shop, "POST", "/auth/o2/token", "Content-Type: application/json", body=b"{}")
    assert status(answer) == 400
    assert REQUEST_ID.search(answer)
    assert b"\r\nCache-Control: no-cache, no-store, must-revalidate\r\n" in answer
    assert b"\r\nContent-Type: application/json;charset=UTF-8\r\n" in answer


def test_success_has_no_reason(shop: Shop) -> None:
    response = shop.call("GET", ACCOUNT)
    assert "x-tradepost-reason" not in response.headers
    assert "x-amzn-errortype" not in response.headers


def test_a_reason_is_one_line_of_ascii(shop: Shop) -> None:
    response = shop.call("GET", f"{ORDERS}/ü%0d%0aSet-Cookie:%20a=b%7F")
    assert response.status_code == 404
    assert "set-cookie" not in response.headers
    assert response.headers["x-tradepost-reason"].isascii()


def test_a_user_agent_and_headers_of_signing_are_not_asked_for(shop: Shop) -> None:
    assert status(head(shop, "GET", ACCOUNT, f"x-amz-access-token: {shop.token}")) == 200


def test_a_body_in_a_get_is_answered_with_a_page(shop: Shop) -> None:
    answer = head(shop, "GET", ACCOUNT, f"x-amz-access-token: {shop.token}", body=b"{}")
    assert status(answer) == 400
    assert b"\r\nContent-Type: text/html\r\n" in answer
    assert b"\r\nConnection: close\r\n" in answer
    assert b"x-amzn-RequestId" not in answer
