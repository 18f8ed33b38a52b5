"""The authority of ``tradepost run``: who trusts it trusts it for Amazon's names, and for no other."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from tradepost.intercept.authority import Authority
from tradepost.intercept.hosts import INTERCEPTED


def shaken_hands(authority: Authority, host: str) -> None:
    """A client that trusts the authority meets a server of this name. Raises ssl.SSLCertVerificationError."""
    theirs, ours = ssl.MemoryBIO(), ssl.MemoryBIO()
    trusting = ssl.create_default_context(cafile=str(authority.certificate_path))
    client = trusting.wrap_bio(theirs, ours, server_hostname=host)
    server = authority.context_for(host).wrap_bio(ours, theirs, server_side=True)
    for _ in range(4):
        for side in (client, server):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
    assert client.version() is not None


@pytest.mark.parametrize("host", ["localhost", *sorted(INTERCEPTED)])
def test_it_speaks_for_amazons_names(tmp_path: Path, host: str) -> None:
    shaken_hands(Authority(tmp_path), host)


@pytest.mark.parametrize("host", ["example.com", "www.amazon.com.example.com", "bank.test"])
def test_it_is_believed_for_no_other(tmp_path: Path, host: str) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        shaken_hands(Authority(tmp_path), host)
