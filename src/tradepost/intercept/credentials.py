"""Credentials as programs find them in their environment."""

from __future__ import annotations

from collections.abc import Mapping


def credentials_environment(credentials: Mapping[str, object]) -> dict[str, str]:
    """Credentials under the names that the usual clients read.

    python-amazon-sp-api reads ``SP_API_REFRESH_TOKEN``, ``LWA_APP_ID``, ``LWA_CLIENT_SECRET``; amazon-sp-api (npm)
    ``SELLING_PARTNER_APP_CLIENT_ID`` and ``…_SECRET``; @sp-api-sdk and peddler ``LWA_CLIENT_ID``, ``LWA_CLIENT_SECRET``
    and ``LWA_REFRESH_TOKEN``.
    """
    client_id, secret = str(credentials["client_id"]), str(credentials["client_secret"])
    refresh_token = str(credentials["refresh_token"])
    marketplaces = credentials["marketplace_ids"]
    assert isinstance(marketplaces, list)
    return {
        "LWA_APP_ID": client_id,
        "LWA_CLIENT_ID": client_id,
        "LWA_CLIENT_SECRET": secret,
        "LWA_REFRESH_TOKEN": refresh_token,
        "SP_API_CLIENT_ID": client_id,
        "SP_API_CLIENT_SECRET": secret,
        "SP_API_REFRESH_TOKEN": refresh_token,
        "SELLING_PARTNER_APP_CLIENT_ID": client_id,
        "SELLING_PARTNER_APP_CLIENT_SECRET": secret,
        "SELLING_PARTNER_REFRESH_TOKEN": refresh_token,
        "SP_API_SELLER_ID": str(credentials["seller_id"]),
        "SP_API_REGION": str(credentials["region"]),
        "SP_API_MARKETPLACE_ID": str(marketplaces[0]) if marketplaces else "",
    }
