"""Queues of our own: started by their first visitor, and gone with the server, however it ends."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import boto3
import httpx

from tradepost.control.calling import call

PROGRAM = "from tradepost.cli import main; main()"


def serve(folder: Path, *more: str, scenario: str = "none", **environment: str) -> tuple[subprocess.Popen[str], str]:
    """A server of its own, and its address."""
    command = [
        sys.executable,
        "-c",
        PROGRAM,
        "serve",
        "--port",
        "0",
        "--data",
        str(folder),
        "--scenario",
        scenario,
        *more,
    ]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment})
    assert server.stdout is not None
    return server, server.stdout.readline().split()[-1]


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(each) for each in found.read_text().split()] if found.exists() else []


def test_it_starts_with_its_first_visitor_and_dies_with_the_server(tmp_path: Path) -> None:
    server, url = serve(tmp_path)
    try:
        endpoint = call("GET", url, "notifications")["endpoints"]["sqs"]
        assert children(server.pid) == []
        sqs = boto3.client(
            "sqs",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
        assert sqs.create_queue(QueueName="orders")["QueueUrl"] == f"{endpoint}/123456789012/orders"
        [child] = children(server.pid)
        lifeline = os.pidfd_open(child)
    finally:
        server.send_signal(signal.SIGKILL)
        server.wait()
    gone, _, _ = select.select([lifeline], [], [], 30)
    assert gone == [lifeline]
    os.close(lifeline)


def test_an_address_that_was_set_is_the_one_that_programs_are_told(tmp_path: Path) -> None:
    server, url = serve(tmp_path, TRADEPOST_SQS_ENDPOINT="http://127.0.0.1:4566", AWS_ENDPOINT_URL_EVENTS="aws")
    try:
        found = call("GET", url, "notifications")
        assert found["endpoints"] == {"sqs": "http://127.0.0.1:4566", "events": "aws"}
        assert found["embedded"] == ""
        assert httpx.get(f"{url}/_tradepost/health").status_code == 200
    finally:
        server.terminate()
        assert server.wait(20) == 0
