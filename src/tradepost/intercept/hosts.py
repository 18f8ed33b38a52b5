"""Which hosts are Amazon's: the ones whose calls are taken to Tradepost. Every other host is left alone."""

from __future__ import annotations

_REGIONS = ("na", "eu", "fe")
_SELLER_CENTRAL = ["sellercentral.amazon.com", "sellercentral.amazon.ca", "sellercentral.amazon.com.mx", "sellercentral.amazon.com.br", "sellercentral.amazon.ie", "sellercentral.amazon.es", "sellercentral.amazon.co.uk", "sellercentral.amazon.fr", "sellercentral.amazon.com.be", "sellercentral.amazon.nl", "sellercentral.amazon.de", "sellercentral.amazon.it", "sellercentral.amazon.se", "sellercentral.amazon.co.za", "sellercentral.amazon.pl", "sellercentral.amazon.eg", "sellercentral.amazon.com.tr", "sellercentral.amazon.sa", "sellercentral.amazon.ae", "sellercentral.amazon.in", "sellercentral.amazon.sg", "sellercentral.amazon.com.au", "sellercentral.amazon.co.jp", "sellercentral-europe.amazon.com"]

ENDPOINTS = tuple(
    f"{prefix}sellingpartnerapi-{region}.amazon.com" for region in _REGIONS for prefix in ("", "sandbox.")
)
LOGIN_HOSTS = ("api.amazon.com", "api.amazon.co.uk", "api.amazon.co.jp")
DOCUMENT_HOSTS = tuple(f"tortuga-prod-{region}.s3.amazonaws.com" for region in _REGIONS)

INTERCEPTED = frozenset({*ENDPOINTS, *LOGIN_HOSTS, *DOCUMENT_HOSTS, *_SELLER_CENTRAL})


def intercepted(host: str) -> bool:
    """Whether calls to this host are taken to Tradepost."""
    return host.lower().rstrip(".") in INTERCEPTED
