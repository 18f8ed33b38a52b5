"""The server with TLS."""

from __future__ import annotations

import datetime
import socket
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.server.raw_client import PATIENCE, Client
from tests.server.service import Serve, Service

GET = b"GET /x HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    """The server's side."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def _connect(service: Service, certificate: Path, port: int | None = None) -> Client:
    context = ssl.create_default_context(cafile=str(certificate))
    plain = socket.create_connection(("127.0.0.1", port or service.server.port), timeout=PATIENCE)
    return Client(context.wrap_socket(plain, server_hostname="localhost"))


def test_requests_over_tls_are_answered(serve: Serve, tls: ssl.SSLContext, certificate: Path) -> None:
    service = serve(tls=tls)
    client = _connect(service, certificate)
    assert [client.send(GET).answer().body for _ in range(3)] == [b"GET /x "] * 3
    assert service.story.requests[0].scheme == "https"


def test_a_refusal_over_tls_can_be_read(serve: Serve, tls: ssl.SSLContext, certificate: Path) -> None:
    client = _connect(serve(tls=tls, body_bytes=10, linger_seconds=0.1), certificate)
    client.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 400000\r\n\r\n", b"x" * 400_000)
    assert client.answer().status == 413


def test_one_application_is_served_plain_and_with_tls(service: Service, tls: ssl.SSLContext, certificate: Path) -> None:
    secure = service.run(service.server.listen("127.0.0.1", tls=tls))
    assert service.ask(GET).status == 200
    assert _connect(service, certificate, secure).send(GET).answer().status == 200
    assert [request.scheme for request in service.story.requests] == ["http", "https"]


def test_a_client_that_speaks_no_tls_is_closed_and_others_are_served(
    serve: Serve, tls: ssl.SSLContext, certificate: Path
) -> None:
    service = serve(tls=tls)
    assert b"HTTP/" not in service.connect().send(GET).rest()
    assert _connect(service, certificate).send(GET).answer().status == 200
