"""The command line: what a person types, and what it says when something is wrong."""

from __future__ import annotations

import json
import os
import pty
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.conftest import ServerThread
from tradepost.cli import cli
from tradepost.serving import Settings

PROGRAM = "from tradepost.cli import main; main()"
#: As at a terminal: what a shell starts in the background does not hear of Ctrl-C, nor does what it starts in turn.
INTERRUPTIBLE = f"import signal; signal.signal(signal.SIGINT, signal.default_int_handler); {PROGRAM}"


def tradepost(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environment},
        check=False,
    )


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = ServerThread(Settings(port=0, data=tmp_path_factory.mktemp("cli"), scenario="none"))
    yield server.start()
    server.stop()


@pytest.mark.parametrize(("path", "command"), [pytest.param(*each, id=" ".join(each[0])) for each in commands(cli)])
def test_every_command_and_option_has_help(path: tuple[str, ...], command: click.Command) -> None:
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{path}: {parameter.name}"


def test_credentials_are_shown_in_the_form_that_is_asked_for(url: str) -> None:
    found = json.loads(tradepost("credentials", "--url", url, "--format", "json").stdout)
    environment = tradepost("credentials", "--url", url).stdout
    assert f"export LWA_CLIENT_SECRET='{found['client_secret']}'" in environment
    assert f"export TRADEPOST_URL='{url}'" in environment
    yaml = tradepost("credentials", "--url", url, "--format", "sp-api-yaml").stdout
    assert f"  lwa_app_id: '{found['client_id']}'" in yaml


def test_the_clock_is_read_and_moved(url: str) -> None:
    assert "frozen" in tradepost("clock", "freeze", "--url", url).stdout
    before = tradepost("clock", "show", "--url", url).stdout
    after = tradepost("clock", "advance", "P1D", "--url", url).stdout
    assert before.split()[0] < after.split()[0]
    assert "0 transitions carried out" in after
    assert "running at 2" in tradepost("clock", "resume", "--rate", "2", "--url", url).stdout
    done = tradepost("clock", "advance", "2001-01-01T00:00:00Z", "--url", url)
    assert done.returncode == 1
    assert "cannot go back" in done.stderr


def test_worlds_are_made_listed_and_removed(url: str) -> None:
    assert tradepost("world", "make", "own", "--seed", "7", "--url", url).stdout == "own\n"
    assert tradepost("world", "list", "--url", url).stdout == "main\nown\n"
    again = tradepost("world", "make", "own", "--url", url)
    assert (again.returncode, "own" in again.stderr, again.stderr.count("\n")) == (1, True, 1)
    assert tradepost("world", "delete", "own", "--url", url).stdout == "own is gone\n"
    assert tradepost("world", "list", "--url", url).stdout == "main\n"


def test_the_clock_of_a_world_begins_when_it_is_told(url: str) -> None:
    server = ("--url", url, "--world", "later")
    tradepost("world", "make", "later", "--start", "2031-03-03T12:00:00Z", "--frozen", "--url", url)
    assert tradepost("clock", "show", *server).stdout == "2031-03-03T12:00:00Z  frozen\n"
    tradepost("reset", "--start", "2029-02-28T12:00:00Z", *server)
    assert tradepost("clock", "show", *server).stdout.startswith("2029-02-28T12:00:")
    wrong = tradepost("reset", "--start", "tomorrow", *server)
    assert (wrong.returncode, "startAt" in wrong.stderr, wrong.stderr.count("\n")) == (1, True, 1)
    tradepost("world", "delete", "later", "--url", url)


def test_a_snapshot_brings_a_world_back(url: str) -> None:
    server = ("--url", url, "--world", "put-aside")
    tradepost("world", "make", "put-aside", "--url", url)
    assert tradepost("scenario", "load", "starter", *server).stdout == "put-aside holds starter\n"
    assert tradepost("snapshot", "make", "first", *server).stdout == "first holds put-aside as it is\n"
    assert tradepost("snapshot", "list", *server).stdout.split()[0] == "first"
    assert tradepost("reset", *server).stdout == "put-aside is empty\n"
    assert tradepost("snapshot", "restore", "first", *server).stdout == "put-aside is as it was at first\n"
    full = tradepost("scenario", "load", "starter", *server)
    assert (full.returncode, "is not empty" in full.stderr) == (1, True)
    assert tradepost("snapshot", "delete", "first", *server).stdout == "first is gone\n"
    assert "first" not in tradepost("snapshot", "list", *server).stdout
    assert "starter" in tradepost("scenario", "list", *server).stdout
    tradepost("world", "delete", "put-aside", "--url", url)


def test_serve_on_a_free_port_prints_its_address_and_ends_well(tmp_path: Path) -> None:
    arguments = [sys.executable, "-c", PROGRAM, "serve", "--port", "0", "--data", str(tmp_path)]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address = process.stdout.readline().split()[-1]
    assert "main" in tradepost("world", "list", "--url", address).stdout
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


def test_what_is_no_tradepost_is_named_in_one_line() -> None:
    for address, line in (
        ("nonsense", "nonsense is not the address of a server, like http://127.0.0.1:8008"),
        ("http://", "http:// is not the address of a server, like http://127.0.0.1:8008"),
    ):
        done = tradepost("clock", "show", "--url", address)
        assert (done.returncode, done.stderr) == (1, f"tradepost: {line}\n")


@pytest.mark.parametrize("answer", [b"HTTP/1.1 404 No\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n<html>", b"SSH-2.0\r\n\r\n"])
def test_another_server_is_not_taken_for_tradepost(answer: bytes) -> None:
    def serve(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        connection.recv(10_000)
        connection.sendall(answer)
        connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, args=(listening,), daemon=True).start()
        done = tradepost("clock", "show", "--url", f"http://127.0.0.1:{listening.getsockname()[1]}")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "is not Tradepost" in done.stderr


def test_doctor_says_that_all_is_well(url: str) -> None:
    done = tradepost("doctor", "--url", url)
    assert (done.returncode, "is well" in done.stdout) == (0, True)


def test_operations_are_listed_for_people_and_programs() -> None:
    listed = json.loads(tradepost("operations", "--json").stdout)
    answered = [each["operation"] for each in listed if each["implemented"]]
    assert len(answered) >= 21
    assert "fba_inventory.getInventorySummaries" in answered
    assert tradepost("operations").stdout.count("answered") == len(answered)


def test_colors_are_for_terminals_only() -> None:
    terminal, other_end = pty.openpty()
    command = [sys.executable, "-c", PROGRAM, "clock", "show", "--url", "nonsense"]
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    subprocess.run(command, stdout=other_end, stderr=other_end, check=False, env=environment)
    assert b"\x1b[" in os.read(terminal, 1000)
    os.close(terminal)
    os.close(other_end)
    assert "\x1b[" not in tradepost("operations").stdout
    assert "\x1b[" not in tradepost("clock", "show", "--url", "http://127.0.0.1:9").stderr


def test_a_server_that_does_not_answer_is_named_in_one_line() -> None:
    done = tradepost("clock", "show", "--url", "http://127.0.0.1:9")
    assert done.returncode == 1
    assert done.stderr.startswith("tradepost: no server answers on http://127.0.0.1:9")
    assert done.stderr.count("\n") == 1


def test_a_port_that_is_taken_is_named_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = tradepost("serve", "--port", port, "--data", str(tmp_path))
    assert done.returncode == 1
    assert done.stderr == f"tradepost: port {port} on 127.0.0.1 is taken; choose another one with --port\n"


def test_a_data_folder_that_cannot_be_written_is_named_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = tradepost("serve", "--port", "0", "--data", str(tmp_path / "file" / "data"))
    assert done.returncode == 1
    assert done.stderr.startswith("tradepost: cannot write to")
    assert done.stderr.count("\n") == 1


def test_a_data_folder_of_a_newer_version_is_refused_in_one_line(tmp_path: Path) -> None:
    server = ServerThread(Settings(port=0, data=tmp_path, scenario="none"))
    server.start()
    server.stop()
    database = sqlite3.connect(tmp_path / "worlds" / "main.db")
    database.execute("PRAGMA user_version = 9999")
    database.close()
    done = tradepost("serve", "--port", "0", "--data", str(tmp_path))
    assert done.returncode == 1
    assert "belongs to a newer Tradepost" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_data_folder_that_is_in_use_is_refused_in_one_line(tmp_path: Path) -> None:
    server = ServerThread(Settings(port=0, data=tmp_path, scenario="none"))
    server.start()
    done = tradepost("serve", "--port", "0", "--data", str(tmp_path))
    server.stop()
    assert done.returncode == 1
    assert "is in use by another Tradepost" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_database_that_does_not_answer_is_named_in_one_line(tmp_path: Path) -> None:
    address = "postgresql://nobody@127.0.0.1:9/none"
    done = tradepost("serve", "--port", "0", "--data", str(tmp_path), "--database", address)
    assert done.returncode == 1
    assert done.stderr.startswith("tradepost: the database does not answer")
    assert done.stderr.count("\n") == 1


def test_several_workers_need_a_database_that_they_share(tmp_path: Path) -> None:
    done = tradepost("serve", "--port", "0", "--data", str(tmp_path), "--workers", "2")
    assert done.returncode == 1
    assert "--database postgresql://" in done.stderr


def test_a_shell_can_complete_commands() -> None:
    done = tradepost(_TRADEPOST_COMPLETE="bash_complete", COMP_WORDS="tradepost cl", COMP_CWORD="1")
    assert "plain,clock" in done.stdout


def test_an_unknown_command_is_a_mistake_of_usage() -> None:
    assert tradepost("dance").returncode == 2


def test_what_nobody_does_can_be_stopped(url: str) -> None:
    frozen = tradepost("clock", "freeze", "--url", url).stdout
    assert tradepost("clock", "stop", "--url", url).stdout == frozen


def test_ctrl_c_ends_an_advance_at_the_server_and_says_where(url: str) -> None:
    server = ("--url", url, "--world", "crowded")
    tradepost("world", "make", "crowded", "--scenario", "starter", "--url", url)
    tradepost("clock", "freeze", *server)
    tradepost("traffic", "on", "--orders-per-day", "1000000", *server)
    begun = tradepost("clock", "show", *server).stdout
    arguments = [sys.executable, "-c", INTERRUPTIBLE, "clock", "advance", "P300D", *server]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while tradepost("clock", "show", *server).stdout == begun:
        continue
    process.send_signal(signal.SIGINT)
    said, why = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, "")
    now = tradepost("clock", "show", *server).stdout.split()[0]
    assert why.strip() == f"{now}  stopped here"
    assert tradepost("clock", "show", *server).stdout.split()[0] == now
    tradepost("world", "delete", "crowded", "--url", url)


def test_who_advances_hears_that_somebody_else_stopped_it(url: str) -> None:
    server = ("--url", url, "--world", "crowded")
    tradepost("world", "make", "crowded", "--scenario", "starter", "--url", url)
    tradepost("clock", "freeze", *server)
    tradepost("traffic", "on", "--orders-per-day", "1000000", *server)
    begun = tradepost("clock", "show", *server).stdout
    arguments = [sys.executable, "-c", PROGRAM, "clock", "advance", "P300D", *server]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while tradepost("clock", "show", *server).stdout == begun:
        continue
    stopped = tradepost("clock", "stop", *server).stdout
    said, why = process.communicate(timeout=60)
    assert (process.returncode, said) == (1, "")
    assert why.startswith("tradepost: Advancing the clock was ended before its end: it was asked to end.")
    assert tradepost("clock", "show", *server).stdout == stopped
    tradepost("world", "delete", "crowded", "--url", url)
