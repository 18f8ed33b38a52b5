"""What a program finds around it under ``tradepost run``, and that it keeps what it had."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.intercept.test_run import UNKNOWN, needs, run
from tradepost.intercept.authority import Authority
from tradepost.intercept.credentials import credentials_environment
from tradepost.intercept.environment import interception_environment
from tradepost.intercept.proxy import Proxy
from tradepost.intercept.trust import known_certificates

URL = "https://sellingpartnerapi-na.amazon.com/nothing"


class Listening(Proxy):
    """A proxy as its environment sees it: the ports are known, nothing listens."""

    port = 4001
    tls_port = 4002


def environment(folder: Path, **had: str) -> dict[str, str]:
    authority = Authority(folder)
    return interception_environment(authority, Listening(authority, "http://127.0.0.1:8008"), folder, had)


def certificate(folder: Path) -> str:
    """The certificate of another authority, in a file of its own."""
    folder.mkdir()
    Authority(folder)
    (folder / "ca.key").unlink()
    (folder / "ca.key.new").unlink(missing_ok=True)
    return str(folder / "ca.pem")


@pytest.mark.parametrize(
    "name", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "AWS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"]
)
def test_whom_the_caller_trusted_stays_trusted(tmp_path: Path, name: str) -> None:
    other = certificate(tmp_path / "other")
    found = environment(tmp_path, **{name: other})
    bundle = Path(found[name]).read_text()
    assert Path(other).read_text().strip() in bundle
    assert (tmp_path / "ca.pem").read_text().strip() in bundle


def test_a_folder_of_certificates_stays_trusted_each_once(tmp_path: Path) -> None:
    other = certificate(tmp_path / "other")
    (tmp_path / "other" / "again.0").symlink_to(other)
    found = environment(tmp_path, SSL_CERT_DIR=str(tmp_path / "other"), SSL_CERT_FILE=other)
    assert Path(found["SSL_CERT_FILE"]).read_text().count("BEGIN CERTIFICATE") == 2


def test_certificates_that_cannot_be_read_count_as_none(tmp_path: Path) -> None:
    (tmp_path / "odd").write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    assert known_certificates({"SSL_CERT_FILE": str(tmp_path / "none")}) == []
    assert environment(tmp_path, SSL_CERT_FILE=str(tmp_path / "odd"))["JAVA_TOOL_OPTIONS"]


def test_options_of_the_caller_stay(tmp_path: Path) -> None:
    found = environment(
        tmp_path,
        PYTHONPATH="/own",
        RUBYLIB="/own",
        RUBYOPT="-w",
        PHP_INI_SCAN_DIR="/own",
        JAVA_TOOL_OPTIONS="-Dx=1",
        NODE_OPTIONS="--no-warnings",
    )
    assert found["PYTHONPATH"].endswith("preload/python:/own")
    assert found["RUBYLIB"].endswith("preload/ruby:/own")
    assert found["RUBYOPT"] == "-rtradepost -w"
    assert found["PHP_INI_SCAN_DIR"] == f"/own:{tmp_path / 'php'}"
    assert found["JAVA_TOOL_OPTIONS"].endswith(" -Dx=1")
    assert found["NODE_OPTIONS"].endswith('tradepost.cjs" --no-warnings')


def test_a_server_on_another_host_is_reached_without_the_proxy(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    proxy = Listening(authority, "https://tradepost.test:8443", offline=True)
    found = interception_environment(authority, proxy, tmp_path, {})
    assert found["NO_PROXY"] == found["no_proxy"] == "localhost,127.0.0.1,::1,tradepost.test"
    assert '-Dhttp.nonProxyHosts="localhost|127.0.0.1|[::1]|tradepost.test"' in found["JAVA_TOOL_OPTIONS"]
    assert found["TRADEPOST_OFFLINE"] == "tradepost.test"


def test_credentials_have_the_names_that_clients_read() -> None:
    credentials = {
        "client_id": "id",
        "client_secret": "secret",
        "refresh_token": "token",
        "seller_id": "A1",
        "region": "eu",
        "marketplace_ids": ["M1", "M2"],
    }
    found = credentials_environment(credentials)
    assert {found[name] for name in ("LWA_APP_ID", "LWA_CLIENT_ID", "SELLING_PARTNER_APP_CLIENT_ID")} == {"id"}
    assert {found[name] for name in ("LWA_CLIENT_SECRET", "SELLING_PARTNER_APP_CLIENT_SECRET")} == {"secret"}
    assert {found[name] for name in ("SP_API_REFRESH_TOKEN", "LWA_REFRESH_TOKEN")} == {"token"}
    assert (found["SP_API_SELLER_ID"], found["SP_API_REGION"], found["SP_API_MARKETPLACE_ID"]) == ("A1", "eu", "M1")


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An installation and a folder for temporary files, both with a blank in their path."""
    folder = tmp_path_factory.mktemp("a folder")
    source = Path(__file__).parents[2] / "src"
    (folder / "source code").symlink_to(source)
    (folder / "temporary files").mkdir()
    return {"PYTHONPATH": str(folder / "source code"), "TMPDIR": str(folder / "temporary files")}


@needs("node")
def test_node_where_paths_have_blanks(tmp_path: Path, blank: dict[str, str]) -> None:
    done = run(tmp_path, "--", "node", "-e", f"fetch('{URL}').then((r) => r.text()).then(console.log)", **blank)
    assert UNKNOWN in done.stdout, done.stderr


@needs("java")
def test_java_where_paths_have_blanks(tmp_path: Path, blank: dict[str, str]) -> None:
    source = tmp_path / "Call.java"
    source.write_text(
        "import java.net.*; public class Call { public static void main(String[] a) throws Exception {"
        f'var call = (HttpURLConnection) new URL("{URL}").openConnection();'
        "System.out.println(call.getResponseCode());"
        "System.out.println(new String(call.getErrorStream().readAllBytes())); } }"
    )
    done = run(tmp_path / "data", "--", "java", str(source), **blank)
    assert UNKNOWN in done.stdout, done.stderr


def test_a_folder_of_certificates_in_the_environment_breaks_nothing(tmp_path: Path) -> None:
    program = f"import httpx, requests\nfor each in (httpx, requests): print(each.get('{URL}').text)"
    done = run(tmp_path, "--", sys.executable, "-c", program, SSL_CERT_DIR=str(tmp_path))
    assert done.stdout.count(UNKNOWN) == 2, done.stderr


def test_python_without_any_http_client(tmp_path: Path) -> None:
    program = (
        "import asyncio\n"
        "async def main():\n"
        "    reader, writer = await asyncio.open_connection('sellingpartnerapi-na.amazon.com', 443, ssl=True)\n"
        "    writer.write(b'GET / HTTP/1.0\\r\\nHost: x\\r\\n\\r\\n')\n"
        "    print(await reader.read())\n"
        "asyncio.run(main())"
    )
    done = run(tmp_path, "--", sys.executable, "-c", program)
    assert UNKNOWN in done.stdout, done.stderr


@needs("node")
@pytest.mark.parametrize(
    "connect",
    [
        "tls.connect(443, 'api.amazon.com', ready)",
        "tls.connect({ port: 443, host: 'api.amazon.com' }, ready)",
        "tls.connect({ socket: net.connect(443, 'api.amazon.com'), servername: 'api.amazon.com' }, ready)",
    ],
)
def test_node_without_any_http_client(tmp_path: Path, connect: str) -> None:
    program = (
        "import net from 'node:net'; import tls from 'node:tls';"
        "function ready() { this.write('GET / HTTP/1.0\\r\\nHost: api.amazon.com\\r\\n\\r\\n'); }"
        f"{connect}.on('data', (data) => console.log(String(data)));"
    )
    done = run(tmp_path, "--", "node", "--input-type=module", "-e", program)
    assert UNKNOWN in done.stdout, done.stderr


@needs("node")
def test_node_is_kept_offline_though_it_knows_no_proxy(tmp_path: Path) -> None:
    program = "require('https').get('https://tradepost.invalid/').on('error', (e) => console.log(e.code, e.message))"
    done = run(tmp_path, "--offline", "--", "node", "-e", program)
    assert done.stdout == "ECONNREFUSED tradepost.invalid: tradepost run --offline lets no call out\n"
    program = "fetch(process.env.TRADEPOST_URL + '/_tradepost/health').then((r) => console.log(r.status))"
    assert run(tmp_path, "--offline", "--", "node", "-e", program).stdout == "200\n"


def test_python_is_kept_offline_without_a_proxy_too(tmp_path: Path) -> None:
    program = (
        "import os, socket, urllib.request\n"
        "try: socket.create_connection(('tradepost.invalid', 443))\n"
        "except OSError as fault: print(fault)\n"
        "print(urllib.request.urlopen(os.environ['TRADEPOST_URL'] + '/_tradepost/health').status)"
    )
    done = run(tmp_path, "--offline", "--", sys.executable, "-c", program)
    assert done.stdout == "[Errno -4] tradepost run --offline lets no call out to tradepost.invalid\n200\n"


def test_the_sitecustomize_of_a_virtual_environment_still_runs(tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv" / "bin" / "python"
    asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())
    (packages / "sitecustomize.py").write_text("import builtins; builtins.own = 'mine'\n")
    program = (
        "import sitecustomize, urllib.request, urllib.error; print(own, sitecustomize.__file__)\n"
        f"try: urllib.request.urlopen('{URL}')\nexcept urllib.error.HTTPError as e: print(e.read())"
    )
    done = run(tmp_path / "data", "--", str(python), "-c", program)
    assert done.stdout.splitlines()[0] == f"mine {packages / 'sitecustomize.py'}", done.stderr
    assert UNKNOWN in done.stdout


@needs("curl")
def test_a_program_that_does_not_trust_the_authority_is_named(tmp_path: Path) -> None:
    trust = certificate(tmp_path / "other")
    done = run(tmp_path, "--", "curl", "-s", "--cacert", trust, "https://api.amazon.com/")
    assert done.returncode == 60
    assert done.stderr == (
        "tradepost: a call to api.amazon.com ended, because the program does not trust the authority of tradepost run\n"
    )


def test_an_authority_that_is_damaged_is_named_in_one_line(tmp_path: Path) -> None:
    for name, other in (("ca.pem", "ca.key"), ("ca.key", "ca.pem")):
        (tmp_path / name).write_text("junk")
        (tmp_path / other).touch()
        done = run(tmp_path, "--", "true")
        assert (done.returncode, done.stderr) == (
            1,
            f"tradepost: ca.pem and ca.key in {tmp_path} are damaged; delete both, and new ones are made\n",
        )
        (tmp_path / name).unlink()
        (tmp_path / other).unlink()


def test_half_an_authority_is_made_anew(tmp_path: Path) -> None:
    first = Authority(tmp_path).certificate
    (tmp_path / "ca.key").unlink()
    assert Authority(tmp_path).certificate != first


def test_authorities_made_at_the_same_time_are_one(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from tradepost.intercept.authority import Authority\n"
        "sys.stdin.read(); print(Authority(pathlib.Path(sys.argv[1])).certificate.serial_number)"
    )
    making = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    for each in making:
        assert each.stdin is not None
        each.stdin.close()
    assert len({each.stdout.read() for each in making if each.stdout is not None}) == 1
    assert [each.wait(30) for each in making] == [0, 0, 0, 0]


def test_what_keeps_a_command_from_running_is_said_in_one_line(tmp_path: Path) -> None:
    for arguments, code, line in (
        (("--url", "http://127.0.0.1:9", "--", "true"), 1, "no server answers on http://127.0.0.1:9"),
        (("--url", "nonsense", "--", "true"), 1, "nonsense is not the address of a server"),
        (("--world", "nowhere", "--", "true"), 1, "The specified resource does not exist."),
        (("--", str(tmp_path)), 126, f"{tmp_path}: Permission denied"),
        (("--", "no-such-program"), 127, "no-such-program: no such command"),
    ):
        done = run(tmp_path, *arguments)
        assert (done.returncode, done.stderr.count("\n")) == (code, 1), done.stderr
        assert done.stderr.startswith(f"tradepost: {line}")


def test_a_command_that_a_signal_ends_has_the_code_that_shells_use(tmp_path: Path) -> None:
    assert run(tmp_path, "--", "sh", "-c", "kill -KILL $$").returncode == 137


def test_an_interrupt_that_no_terminal_sent_reaches_the_command(tmp_path: Path) -> None:
    program = "trap 'exit 5' INT; kill -INT $PPID; while :; do sleep 0.05; done"
    assert run(tmp_path, "--", "sh", "-c", program).returncode == 5
