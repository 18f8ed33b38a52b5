"""A certificate authority of the installation's own, and the certificates that it gives to Amazon's names.

Its key never leaves the data folder (mode 0600). Only programs that ``tradepost run`` starts are told to trust it.
"""

from __future__ import annotations

import ssl
import tempfile
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tradepost.intercept.hosts import INTERCEPTED, intercepted
from tradepost.simulation.clock import from_milliseconds, real_milliseconds
from tradepost.store.secret_files import kept

KEY_FILE = "ca.key"
CERTIFICATE_FILE = "ca.pem"
_YEARS = timedelta(days=3650)
_LEAF_DAYS = timedelta(days=390)


class Authority:
    """The certificate authority of one data folder; made when there is none.

    Raises OSError where the folder cannot be read or written, ValueError where its files are not an authority's.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.certificate_path = folder / CERTIFICATE_FILE
        key = load_pem_private_key(kept(folder / KEY_FILE, self._new_key), None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise ValueError(f"{KEY_FILE} is not an authority's")
        held = kept(self.certificate_path, lambda: _self_signed(key), mode=0o644)
        self.certificate = x509.load_pem_x509_certificate(held)
        if key.public_key() != self.certificate.public_key():
            raise ValueError(f"{KEY_FILE} does not belong to {CERTIFICATE_FILE}")
        self._key = key
        self._leaf_key = ec.generate_private_key(ec.SECP256R1())
        self._contexts: dict[str, ssl.SSLContext] = {}

    def _new_key(self) -> bytes:
        self.certificate_path.unlink(missing_ok=True)  # one that is there is another key's
        key = ec.generate_private_key(ec.SECP256R1())
        return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def server_context(self) -> ssl.SSLContext:
        """A TLS context that answers each name with a certificate of that name."""
        context = self.context_for("localhost")

        def choose(connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
            if name and intercepted(name):
                connection.context = self.context_for(name)

        context.sni_callback = choose
        return context

    def context_for(self, host: str) -> ssl.SSLContext:
        """A TLS context for one name, made on first use."""
        context = self._contexts.get(host)
        if context is None:
            context = self._contexts[host] = self._context(host)
        return context

    def _context(self, host: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_alpn_protocols(["http/1.1"])
        key = self._leaf_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        chain = self._leaf(host).public_bytes(Encoding.PEM) + self.certificate.public_bytes(Encoding.PEM)
        with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".pem") as file:  # mode 0600
            file.write(key + chain)
            file.flush()
            context.load_cert_chain(file.name)
        return context

    def _leaf(self, host: str) -> x509.Certificate:
        now = from_milliseconds(real_milliseconds())
        return (
            x509.CertificateBuilder()
            .subject_name(_name(host))
            .issuer_name(self.certificate.subject)
            .public_key(self._leaf_key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + _LEAF_DAYS)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
            .sign(self._key, hashes.SHA256())
        )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _self_signed(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The authority's own certificate, for its key."""
    name, now = _name("Tradepost local authority"), from_milliseconds(real_milliseconds())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + _YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            # Whoever trusts it trusts it for these names and for nothing else.
            x509.NameConstraints([x509.DNSName(host) for host in ("localhost", *sorted(INTERCEPTED))], None),
            critical=True,
        )
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                key_cert_sign=True,
                crl_sign=True,
                content_commitment=False,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(Encoding.PEM)
