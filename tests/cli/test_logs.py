"""The log of a server in JSON: every line is an object, every call has one, and no secret is in any."""

from __future__ import annotations

import json
import logging
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_commands import PROGRAM, tradepost
from tests.shop import ORDERS, SEATTLE, Json, Shop
from tradepost.logs import JsonLines

ACCOUNT = "/sellers/v1/account"
ADMIN = "a-secret-of-the-admins"


class LoggingServer:
    """A server in a process of its own, and what it has written."""

    def __init__(self, folder: Path, *more: str) -> None:
        command = [sys.executable, "-c", PROGRAM, "serve", "--port", "0", "--data", str(folder), "--scenario", "none"]
        self._process = subprocess.Popen([*command, *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self._process.stderr is not None
        self.first: Json = json.loads(self._process.stderr.readline())

    def ended(self) -> tuple[str, str]:
        """Stops it; standard output, and the rest of standard error."""
        self._process.send_signal(signal.SIGTERM)
        said = self._process.communicate(timeout=30)
        assert self._process.returncode == 0
        return said


@pytest.fixture
def run(tmp_path: Path) -> tuple[Json, list[Json], str, Shop]:
    """What a server logged at its start, then of each call; all of it as text; and who has called."""
    server = LoggingServer(tmp_path, "--log-format", "json", "--admin-token", ADMIN)
    shop = Shop(server.first["url"], "main", {})
    shop.http.headers["authorization"] = f"Bearer {ADMIN}"
    shop.credentials = shop.controlled("GET", "credentials")
    del shop.http.headers["authorization"]
    shop.log_in()
    shop.call("GET", ACCOUNT)
    shop.call("GET", f"{ACCOUNT}/{shop.token}", code=shop.credentials["refresh_token"])
    shop.call("GET", ACCOUNT, headers={"x-amz-access-token": f"{shop.token}x"})
    shop.call("POST", ORDERS, {"destinationAddress": {**SEATTLE, "name": "Jo Doe " * 20}})
    shop.ask_token(grant_type="refresh_token", refresh_token="Atzr|nobody", client_id="nobody", client_secret="wrong")
    shop.close()
    output, errors = server.ended()
    assert output == ""
    return server.first, [json.loads(line) for line in errors.splitlines()], errors, shop


def test_each_call_has_a_line_with_what_is_known_of_it(run: tuple[Json, list[Json], str, Shop]) -> None:
    first, lines, _, shop = run
    assert (first["level"], first["logger"], first["message"]) == (
        "INFO",
        "tradepost",
        f"Tradepost answers on {shop.url}",
    )
    assert {each["logger"] for each in lines} == {"tradepost.access"}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", each["time"]) for each in lines)
    assert [(each.get("operation"), each.get("world"), each["status"]) for each in lines] == [
        ("lwa.requestAccessToken", "main", 200),
        ("sellers.getAccount", "main", 200),
        (None, None, 403),
        ("sellers.getAccount", None, 403),
        ("fulfillment_outbound_2020_07_01.createFulfillmentOrder", "main", 400),
        ("lwa.requestAccessToken", None, 401),
    ]
    assert lines[1]["message"] == "GET /sellers/v1/account 200"
    assert (lines[1]["seller_id"], "reason" in lines[1]) == (shop.credentials["seller_id"], False)
    assert 0 < lines[1]["duration"] < 10
    assert lines[3]["reason"] == "no such access token was given"
    assert len({each["request_id"] for each in lines}) == len(lines)


def test_no_secret_is_in_the_log_of_a_run(run: tuple[Json, list[Json], str, Shop]) -> None:
    first, lines, text, shop = run
    assert lines[2]["message"] == "GET /sellers/v1/account/*** 403"
    secrets = (shop.token, shop.credentials["refresh_token"], shop.credentials["client_secret"], ADMIN)
    assert [each for each in (*secrets, "Atza|", "Atzr|", "Jo Doe") if each in text + json.dumps(first)] == []


def test_what_fails_is_one_line_without_secrets() -> None:
    try:
        raise ValueError("no token Atza|secret here")
    except ValueError:
        fault: Any = sys.exc_info()
    record = logging.LogRecord("tradepost.gateway", logging.ERROR, "", 0, "%s failed", ("Atzr|other",), fault)
    record.fields = {"request_id": "1-2"}
    line = JsonLines().format(record)
    found = json.loads(line)
    assert (line.count("\n"), found["message"], found["request_id"]) == (0, "*** failed", "1-2")
    assert found["exception"].endswith("ValueError: no token *** here")


def test_a_server_that_cannot_start_says_so_in_json(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = tradepost("serve", "--data", str(tmp_path / "file" / "data"), TRADEPOST_LOG_FORMAT="json")
    found = json.loads(done.stderr)
    assert (done.returncode, found["level"], found["message"].startswith("cannot write to")) == (1, "CRITICAL", True)


def test_what_is_no_text_is_logged_all_the_same() -> None:
    record = logging.LogRecord("tradepost.access", logging.INFO, "", 0, "GET / 400", (), None)
    record.fields = {"reason": "name: '\ud800' is no text"}
    assert json.loads(JsonLines().format(record))["reason"] == "name: '\ud800' is no text"
