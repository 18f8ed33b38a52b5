"""``tradepost run``: programs in several languages, none of which knows of Tradepost."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import ssl
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tradepost.intercept.authority import Authority

PROGRAM = "from tradepost.cli import main; main()"
UNKNOWN = "Access to requested resource is denied."


def command(folder: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-c", PROGRAM, "run", "--data", str(folder), *arguments]


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(folder, *arguments),
        capture_output=True,
        text=True,
        timeout=90,
        env={**os.environ, **environment},
        check=False,
        start_new_session=True,  # away from the terminal of whoever runs the tests
    )


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not on this machine")


@pytest.mark.parametrize(
    "program",
    [
        "import httpx; print(httpx.get(URL).text)",
        "import requests; print(requests.get(URL).text)",
        "import urllib3; print(urllib3.PoolManager(ca_certs=__import__('certifi').where()).request('GET', URL).data)",
        "import urllib.request, urllib.error\ntry: urllib.request.urlopen(URL)\n"
        "except urllib.error.HTTPError as e: print(e.read())",
    ],
    ids=["httpx", "requests", "urllib3", "urllib"],
)
def test_python(tmp_path: Path, program: str) -> None:
    url = "URL = 'https://sellingpartnerapi-na.amazon.com/nothing'\n"
    done = run(tmp_path, "--", sys.executable, "-c", url + program)
    assert UNKNOWN in done.stdout, done.stderr


@needs("node")
@pytest.mark.parametrize(
    "program",
    [
        "fetch(ADDRESS).then((r) => r.text()).then(console.log)",
        "require('https').get(ADDRESS, (r) => r.on('data', (d) => console.log(String(d))))",
    ],
    ids=["fetch", "https"],
)
def test_node(tmp_path: Path, program: str) -> None:
    url = "const ADDRESS = 'https://sandbox.sellingpartnerapi-eu.amazon.com/nothing';"
    done = run(tmp_path, "--", "node", "-e", url + program)
    assert UNKNOWN in done.stdout, done.stderr


@needs("curl")
def test_curl_asks_login_with_amazon(tmp_path: Path) -> None:
    done = run(tmp_path, "--", "curl", "-s", "https://api.amazon.com/auth/o2/token", "-d", "grant_type=x&client_id=y")
    assert '"error":"invalid_client"' in done.stdout, done.stderr
    assert done.stderr == ""


@needs("java")
def test_java(tmp_path: Path) -> None:
    source = tmp_path / "Call.java"
    source.write_text(
        "import java.net.http.*; import java.net.*;"
        "public class Call { public static void main(String[] a) throws Exception {"
        'var request = HttpRequest.newBuilder(URI.create("https://sellingpartnerapi-fe.amazon.com/nothing")).build();'
        "System.out.println(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());"
        "} }"
    )
    done = run(tmp_path / "data", "--", "java", str(source))
    assert UNKNOWN in done.stdout, done.stderr


@contextlib.contextmanager
def somebody_else(folder: Path) -> Iterator[tuple[int, Path]]:
    """An HTTPS server that is not Amazon's, with a certificate authority of its own."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"somebody else")

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    folder.mkdir()
    authority = Authority(folder)
    server = HTTPServer(("127.0.0.1", 0), Answer)
    server.socket = authority.context_for("localhost").wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, authority.certificate_path
    server.shutdown()


def test_other_hosts_are_left_alone(tmp_path: Path) -> None:
    with somebody_else(tmp_path / "other") as (port, certificate):
        program = (
            "import socket, ssl, os; p = os.environ['HTTPS_PROXY'].rpartition(':')[2]\n"
            "s = socket.create_connection(('127.0.0.1', int(p)))\n"
            f"s.sendall(b'CONNECT localhost:{port} HTTP/1.1\\r\\n\\r\\n')\n"
            "print(s.recv(100)); "
            f"t = ssl.create_default_context(cafile='{certificate}').wrap_socket(s, server_hostname='localhost')\n"
            "t.sendall(b'GET / HTTP/1.0\\r\\n\\r\\n')\n"
            "while d := t.recv(1000): print(d)"
        )
        done = run(tmp_path / "data", "--", sys.executable, "-c", program)
        assert "somebody else" in done.stdout, done.stderr


def test_offline_refuses_other_hosts(tmp_path: Path) -> None:
    program = ["curl", "-sS", "-o", "-", "https://tradepost.invalid/"]
    refused = run(tmp_path, "--offline", "--", *program)
    assert (refused.returncode, "502" in refused.stderr) == (56, True)


def test_the_key_of_the_authority_is_its_owners_alone(tmp_path: Path) -> None:
    Authority(tmp_path)
    assert stat.S_IMODE((tmp_path / "ca.key").stat().st_mode) == 0o600
    first = (tmp_path / "ca.pem").read_bytes()
    context = ssl.create_default_context(cafile=str(Authority(tmp_path).certificate_path))
    assert context.cert_store_stats()["x509_ca"] == 1
    assert (tmp_path / "ca.pem").read_bytes() == first


def test_the_exit_code_is_the_programs_own(tmp_path: Path) -> None:
    assert run(tmp_path, "--", "sh", "-c", "exit 42").returncode == 42
    assert run(tmp_path, "--", "no-such-program").returncode == 127


def test_the_program_finds_credentials_and_the_server(tmp_path: Path) -> None:
    done = run(tmp_path, "--", "sh", "-c", 'echo "$TRADEPOST_URL $SP_API_REFRESH_TOKEN $LWA_APP_ID"')
    url, refresh_token, client_id = done.stdout.split()
    assert url.startswith("http://127.0.0.1:")
    assert refresh_token.startswith("Atzr|")
    assert client_id.startswith("amzn1.application-oa2-client.")


def test_what_was_in_the_environment_stays(tmp_path: Path) -> None:
    done = run(tmp_path, "--", "sh", "-c", 'echo "$PYTHONPATH|$NODE_OPTIONS"', NODE_OPTIONS="--no-warnings")
    python_path, node_options = done.stdout.strip().split("|")
    assert python_path.split(":")[0].endswith("preload/python")
    assert python_path.endswith(os.environ.get("PYTHONPATH", ""))
    assert node_options.endswith("--no-warnings")


def test_a_signal_reaches_the_program(tmp_path: Path) -> None:
    trap = "trap 'echo stopped; exit 9' TERM; echo ready; while :; do sleep 0.05; done"
    process = subprocess.Popen(command(tmp_path, "--", "sh", "-c", trap), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 9
    assert process.stdout.read() == "stopped\n"


def test_nothing_is_asked_of_the_network(tmp_path: Path) -> None:
    """In a network of its own, which has a loopback and nothing else, a server starts and a client uses it."""
    unshare = ["unshare", "--net", "--map-root-user", "sh", "-c", 'ip link set lo up 2>/dev/null; exec "$@"', "sh"]
    if (
        shutil.which("unshare") is None
        or subprocess.run([*unshare, "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("no network of one's own can be made on this machine")
    program = "import httpx; print(httpx.get('https://sellingpartnerapi-na.amazon.com/nothing').text)"
    begin = time.monotonic()
    done = subprocess.run(
        [*unshare, *command(tmp_path, "--", sys.executable, "-c", program)],
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    if "Address not available" in done.stderr or "Network is unreachable" in done.stderr:
        pytest.skip("the loopback of a new network cannot be brought up on this machine")
    assert UNKNOWN in done.stdout, done.stderr
    assert time.monotonic() - begin < 60
