"""How restrictions refuse."""

from __future__ import annotations

from tradepost.errors import ApiError

_SHOWN = 60


class AnotherSeller(ApiError):
    """403: the query names a selling partner that the token is not of."""

    status, code = 403, "Unauthorized"

    def __init__(self, seller_id: str) -> None:
        super().__init__(
            "Access to requested resource is denied.",
            f"sellerId: '{seller_id[:_SHOWN]}' is not the selling partner who granted this token",
        )
