"""The files that tell a program whom to trust: everyone it trusted before, and this installation's authority.

Most programs read one file and then nothing else, so that file has to hold what the system knows, and what the caller
had named in the environment, too.
"""

from __future__ import annotations

import os
import re
import ssl
import warnings
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12Certificate, serialize_java_truststore
from cryptography.utils import CryptographyDeprecationWarning

TRUST_STORE_PASSWORD = "tradepost"
_NAMED_FILES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "AWS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")
_SYSTEM_FILES = (  # where distributions keep them, in case OpenSSL was built elsewhere
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.S)


def known_certificates(environment: Mapping[str, str]) -> list[bytes]:
    """The certificates in PEM that a program in this environment trusts, each once.

    ``SSL_CERT_FILE`` takes the place of the system's file; the other variables, and the folders of ``SSL_CERT_DIR``,
    come on top of it. A file that cannot be read counts as empty.
    """
    files = [environment["SSL_CERT_FILE"]] if environment.get("SSL_CERT_FILE") else _system_files()
    files += [environment[name] for name in _NAMED_FILES if environment.get(name)]
    files += environment.get("SSL_CERT_DIR", "").split(os.pathsep)
    return named_certificates(*files)


def named_certificates(*paths: str) -> list[bytes]:
    """The certificates in these files, or in the files of these folders; each once."""
    found: dict[bytes, None] = {}
    for text in _texts(paths):
        found |= dict.fromkeys(_CERTIFICATE.findall(text))
    return list(found)


def write_bundle(path: Path, known: list[bytes], authority: x509.Certificate) -> None:
    """Writes one PEM file: the authority first, then everyone known."""
    path.write_bytes(b"\n".join([authority.public_bytes(Encoding.PEM).strip(), *known, b""]))


def write_trust_store(path: Path, known: list[bytes], authority: x509.Certificate) -> None:
    """Writes the same certificates as Java reads them: PKCS #12, every entry marked as trusted."""
    entries = [PKCS12Certificate(authority, b"tradepost")]
    entries += [PKCS12Certificate(each, f"known-{n}".encode()) for n, each in enumerate(_parsed(known))]
    path.write_bytes(serialize_java_truststore(entries, BestAvailableEncryption(TRUST_STORE_PASSWORD.encode())))


def _system_files() -> list[str]:
    paths = ssl.get_default_verify_paths()
    for each in (paths.openssl_cafile, *_SYSTEM_FILES):
        if Path(each).is_file():
            return [each]
    return [paths.openssl_capath]


def _texts(paths: Iterable[str]) -> Iterator[bytes]:
    for path in filter(None, paths):
        each = Path(path)
        try:
            files = sorted({inner.resolve() for inner in each.iterdir()}) if each.is_dir() else [each]
        except OSError:
            continue
        for file in files:
            try:
                yield file.read_bytes()
            except OSError:
                continue


def _parsed(known: list[bytes]) -> Iterator[x509.Certificate]:
    with warnings.catch_warnings(action="ignore", category=CryptographyDeprecationWarning):
        for each in known:
            try:
                yield x509.load_pem_x509_certificate(each)
            except ValueError:  # an old certificate that breaks today's rules; Java can do without it
                continue
