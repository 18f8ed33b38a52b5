"""How restrictions refuse."""

from __future__ import annotations

from tradepost.domains.selling.catalog.identifiers import NO_ASIN
from tradepost.errors import ApiError, InvalidInput

_SHOWN = 60


class AnotherSeller(ApiError):
    """403: the query names a selling partner that the token is not of."""

    status, code = 403, "Unauthorized"

    def __init__(self, seller_id: str) -> None:
        super().__init__(
            "Access to requested resource is denied.",
            f"sellerId: '{seller_id[:_SHOWN]}' is not the selling partner who granted this token",
        )


class InvalidAsin(InvalidInput):
    """400: this cannot be an ASIN."""

    def __init__(self, asin: str) -> None:
        super().__init__("Invalid 'asin' provided.", f"asin: '{asin[:_SHOWN]}' {NO_ASIN}")
