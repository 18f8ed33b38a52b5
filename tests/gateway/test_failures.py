"""What is no fault of the caller: 500, with a request id that finds it in the log and nothing of the program inside."""

from __future__ import annotations

import logging

import pytest

from tests.accounts.home import Home

ACCOUNT = "/sellers/v1/account"


def test_500_names_the_request_and_shows_no_traceback(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    shop = home.start()
    token = shop.token
    home.stop()
    home.meanwhile(lambda tx: tx.run("DELETE FROM selling_partners"))  # as only damage could
    with caplog.at_level(logging.ERROR):
        shop = home.start(token, credentials=shop.credentials)
        response = shop.call("GET", ACCOUNT)
    request_id = response.headers["x-amzn-requestid"]
    assert response.status_code == 500
    assert response.json() == {
        "errors": [
            {
                "message": "We encountered an internal error. Please try again.",
                "code": "InternalFailure",
                "details": f"Request id {request_id}",
            }
        ]
    }
    assert "x-amzn-ratelimit-limit" not in response.headers
    assert response.headers["x-tradepost-reason"] == f"internal error; the server's log has it under {request_id}"
    (record,) = [each for each in caplog.records if request_id in each.getMessage()]
    assert record.exc_info is not None
    (logged,) = shop.controlled("GET", "requests", status=500)["requests"]
    assert (logged["requestId"], logged["operation"]) == (request_id, "sellers.getAccount")
    assert "Traceback" not in response.text + logged["reason"] + logged["responseBody"]
    assert "LookupError" not in response.text


def test_the_server_goes_on_after_a_failure(home: Home) -> None:
    shop = home.start()
    token = shop.token
    home.stop()
    home.meanwhile(lambda tx: tx.run("DELETE FROM selling_partners"))
    shop = home.start(token, credentials=shop.credentials)
    assert [shop.call("GET", ACCOUNT).status_code for _ in range(3)] == [500, 500, 500]
    assert shop.http.get("/_tradepost/health").json()["status"] == "ok"
    assert shop.call("GET", "/nowhere").status_code == 403
