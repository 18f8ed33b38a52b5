"""The Host header: which region's endpoint, and whether its sandbox, the caller thinks it is talking to."""

from __future__ import annotations

from functools import lru_cache

import msgspec

_SANDBOX = "sandbox."
_ENDPOINT = "sellingpartnerapi-"


class Host(msgspec.Struct, frozen=True):
    """What a Host header says. ``region`` is empty on any name but Amazon's: there, nothing is limited."""

    name: str
    region: str
    sandbox: bool


@lru_cache(maxsize=1024)
def read_host(header: bytes) -> Host:
    """Reads a Host header; a port is ignored, and so is the case."""
    name = header.decode("latin-1").lower().rsplit(":", 1)[0] if b"]" not in header else ""
    sandbox = name.startswith(_SANDBOX)
    endpoint = name.removeprefix(_SANDBOX)
    region = ""
    if endpoint.startswith(_ENDPOINT) and endpoint.endswith(".amazon.com"):
        region = endpoint.removeprefix(_ENDPOINT).removesuffix(".amazon.com")
    return Host(name, region if region in ("na", "eu", "fe") else "", sandbox)
