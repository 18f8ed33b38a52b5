"""Secrets that protect nothing: a server does not start with one, and leaves everything as it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.conftest import ServerThread
from tradepost.serving import Settings
from tradepost.store.errors import UnusableSecret

PROGRAM = "from tradepost.cli import main; main()"
CLOCK = "/_tradepost/v1/clock"


def serve(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A server that is not to start; one that does is ended after a while, and has no exit code of its own."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, "serve", "--port", "0", "--scenario", "none", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environment},
        check=False,
    )


@pytest.mark.parametrize("token", ["", " ", "\n\t"])
@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_an_empty_admin_token_is_refused(tmp_path: Path, host: str, token: str) -> None:
    data = tmp_path / "data"
    done = serve("--host", host, "--data", str(data), "--admin-token", token)
    assert (done.returncode, done.stderr) == (
        1,
        "tradepost: the admin token is empty; leave out --admin-token, or give it a secret\n",
    )
    assert not data.exists()


def test_an_empty_variable_counts_as_not_set(tmp_path: Path) -> None:
    (tmp_path / "admin.token").write_text("")
    done = serve("--host", "0.0.0.0", "--data", str(tmp_path), TRADEPOST_ADMIN_TOKEN="")
    assert "admin.token holds 0 characters" in done.stderr  # as without the variable


@pytest.mark.parametrize("held", ["", "\n", "short", "x" * 15 + "\n"])
def test_an_admin_token_file_that_was_cut_short_is_refused(tmp_path: Path, held: str) -> None:
    (tmp_path / "admin.token").write_text(held)
    done = serve("--host", "0.0.0.0", "--data", str(tmp_path))
    count = len(held.strip())
    assert (done.returncode, done.stderr) == (
        1,
        f"tradepost: {tmp_path}/admin.token holds {count} characters, fewer than 16;"
        " delete it, and a new one is made\n",
    )
    assert [each.name for each in tmp_path.iterdir()] == ["admin.token"]
    assert (tmp_path / "admin.token").read_text() == held


def test_a_data_folder_that_is_made_is_its_owners_alone(tmp_path: Path) -> None:
    server = ServerThread(Settings(port=0, data=tmp_path / "data", scenario="none"))
    server.start()
    server.stop()
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_the_admin_token_that_is_made_opens_and_nothing_else_does(tmp_path: Path) -> None:
    server = ServerThread(Settings(host="0.0.0.0", port=0, data=tmp_path, scenario="none"))
    url = server.start()
    try:
        token = (tmp_path / "admin.token").read_text().strip()
        assert len(token) == 43
        for given in ({}, {"Authorization": "Bearer"}, {"Authorization": ""}, {"Authorization": "Basic Og=="}):
            assert httpx.get(url + CLOCK, headers=given).status_code in (401, 403)
        assert httpx.get(url + CLOCK, headers={"Authorization": f"Bearer {token}"}).status_code == 200
    finally:
        server.stop()


@pytest.mark.parametrize("held", ["", "00", "0" * 63, "0" * 65, "g" * 64, "\xff\x00"])
def test_an_installation_key_that_is_none_is_refused(tmp_path: Path, held: str) -> None:
    (tmp_path / "installation.key").write_bytes(held.encode("latin-1"))
    done = serve("--data", str(tmp_path))
    assert (done.returncode, done.stderr) == (
        1,
        f"tradepost: {tmp_path}/installation.key holds {len(held)} bytes that are not a key of 64 hex digits;"
        " bring back the one that these worlds were made with, or give --data another folder\n",
    )
    assert (tmp_path / "installation.key").read_bytes() == held.encode("latin-1")
    assert list((tmp_path / "worlds").iterdir()) == []


def test_a_key_that_was_lost_by_a_crash_is_not_replaced_by_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "installation.key.new").write_text("half a k")
    server = ServerThread(Settings(port=0, data=tmp_path, scenario="none"))
    url = server.start()
    try:
        assert httpx.get(url + CLOCK).status_code == 200
    finally:
        server.stop()
    assert len(bytes.fromhex((tmp_path / "installation.key").read_text().strip())) == 32
    assert not (tmp_path / "installation.key.new").exists()


def test_whoever_puts_a_server_together_is_refused_too() -> None:
    with pytest.raises(UnusableSecret, match="the admin token is empty"):
        Settings(admin_token="")
