"""Which hosts are Amazon's: the ones whose calls are taken to Tradepost. Every other host is left alone."""

from __future__ import annotations

_REGIONS = ("na", "eu", "fe")
_SELLER_CENTRAL_ENDINGS = (
    "com ca com.mx com.br ie es co.uk fr com.be nl de it se co.za pl eg com.tr sa ae in sg com.au co.jp"
)
_SELLER_CENTRAL = (
    "sellercentral-europe.amazon.com",
    *(f"sellercentral.amazon.{ending}" for ending in _SELLER_CENTRAL_ENDINGS.split()),
)

ENDPOINTS = tuple(
    f"{prefix}sellingpartnerapi-{region}.amazon.com" for region in _REGIONS for prefix in ("", "sandbox.")
)
LOGIN_HOSTS = ("api.amazon.com", "api.amazon.co.uk", "api.amazon.co.jp")
DOCUMENT_HOSTS = tuple(f"tortuga-prod-{region}.s3.amazonaws.com" for region in _REGIONS)

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
INTERCEPTED = frozenset({*ENDPOINTS, *LOGIN_HOSTS, *DOCUMENT_HOSTS, *_SELLER_CENTRAL})


def local(host: str) -> bool:
    """Whether a host is this machine, by name or number."""
    return host.lower().rstrip(".") in LOOPBACK or (host.startswith("127.") and host.replace(".", "").isdigit())


def intercepted(host: str) -> bool:
    """Whether calls to this host are taken to Tradepost."""
    return host.lower().rstrip(".") in INTERCEPTED
