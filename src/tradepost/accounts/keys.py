"""The key file of an installation, and the identifiers and secrets that are made from it.

Secrets are kept in the database as hashes only. The ones that Tradepost hands out itself are derived from the
installation's key and the world's random identity, so that ``tradepost credentials`` can show them again, no two
worlds share one, and nothing in the database gives one away.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import uuid
from pathlib import Path

from tradepost.store.errors import UnusableSecret
from tradepost.store.secret_files import kept

KEY_FILE = "installation.key"
WORLD_UID_BYTES = 6


class InstallationKey:
    """The 32 random bytes of this installation, kept in a file that only its owner can read (mode 0600)."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def load(cls, folder: Path) -> InstallationKey:
        """Reads the key file of this data folder; makes one where there is none.

        Raises UnusableSecret for a file that does not hold a whole key: every secret could be computed from less.
        """
        path = folder / KEY_FILE
        held = kept(path, lambda: secrets.token_hex(32).encode() + b"\n").strip()
        if re.fullmatch(rb"[0-9a-fA-F]{64}", held) is None:
            raise UnusableSecret(
                path,
                f"holds {len(held)} bytes that are not a key of 64 hex digits",
                "bring back the one that these worlds were made with, or give --data another folder",
            )
        return cls(bytes.fromhex(held.decode()))

    def derive(self, *labels: str) -> bytes:
        """32 bytes that belong to these labels alone."""
        return hmac.digest(self._key, "\0".join(labels).encode(), hashlib.sha256)

    def client_id(self, world_uid: str, number: int) -> str:
        """The client id of a world's application, in the form ``amzn1.application-oa2-client.`` and 32 hex digits."""
        return "amzn1.application-oa2-client." + self.derive(world_uid, "client", str(number)).hex()[:32]

    def application_id(self, world_uid: str, number: int) -> str:
        """The id of a world's application, in the form ``amzn1.sp.solution.`` and a UUID."""
        return "amzn1.sp.solution." + str(uuid.UUID(bytes=self.derive(world_uid, "application", str(number))[:16]))

    def client_secret(self, world_uid: str, number: int, count: int = 1) -> str:
        """The secret of a world's application, in the form ``amzn1.oa2-cs.v1.`` and 64 hex digits.

        ``count`` says how many it has been given, the first one with it: each rotation makes another.
        """
        labels = (world_uid, "secret", str(number)) if count == 1 else (world_uid, "secret", str(number), str(count))
        return "amzn1.oa2-cs.v1." + self.derive(*labels).hex()

    def refresh_token(self, world_uid: str, number: int) -> str:
        """The refresh token of the grant that a world's application was made with."""
        parts = [self.derive(world_uid, "refresh", str(number), str(block)) for block in range(8)]
        return "Atzr|" + _url_text(bytes.fromhex(world_uid) + b"".join(parts))

    def form_key(self) -> bytes:
        """The key that signs the forms of the pages."""
        return self.derive("forms")

    def page_key(self, world_uid: str) -> bytes:
        """The key that signs this world's page tokens."""
        return self.derive(world_uid, "pages")

    def document_key(self, world_uid: str) -> bytes:
        """The key that signs links to this world's documents."""
        return self.derive(world_uid, "documents")


def new_world_uid() -> str:
    """A random identity for a world: 12 hex digits."""
    return secrets.token_hex(WORLD_UID_BYTES)


def new_token(prefix: str, world_uid: str) -> str:
    """A random token of 357 characters or more that says which world it belongs to."""
    return prefix + _url_text(bytes.fromhex(world_uid) + secrets.token_bytes(258))


def world_of_token(token: str) -> str | None:
    """The identity of the world that a token says it belongs to, or None where it has no such form."""
    body = token.rpartition("|")[2]
    try:
        return base64.urlsafe_b64decode(body[:8]).hex() if len(body) >= 8 else None
    except ValueError:
        return None


def fingerprint(secret: str) -> str:
    """What the database keeps of a secret or token: its SHA-256. They are random, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _url_text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
