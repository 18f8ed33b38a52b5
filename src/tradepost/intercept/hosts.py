"""Which hosts are Amazon's: the ones whose calls are taken to Tradepost. Every other host is left alone."""

from __future__ import annotations

from tradepost.accounts.marketplaces import SELLER_CENTRAL_HOSTS

_REGIONS = ("na", "eu", "fe")

ENDPOINTS = tuple(
    f"{prefix}sellingpartnerapi-{region}.amazon.com" for region in _REGIONS for prefix in ("", "sandbox.")
)
LOGIN_HOSTS = ("api.amazon.com", "api.amazon.co.uk", "api.amazon.co.jp")
DOCUMENT_HOSTS = tuple(f"tortuga-prod-{region}.s3.amazonaws.com" for region in _REGIONS)

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
INTERCEPTED = frozenset({*ENDPOINTS, *LOGIN_HOSTS, *DOCUMENT_HOSTS, *SELLER_CENTRAL_HOSTS})


def local(host: str) -> bool:
    """Whether a host is this machine, by name or number."""
    return host.lower().rstrip(".") in LOOPBACK or (host.startswith("127.") and host.replace(".", "").isdigit())


def intercepted(host: str) -> bool:
    """Whether calls to this host are taken to Tradepost."""
    return host.lower().rstrip(".") in INTERCEPTED
