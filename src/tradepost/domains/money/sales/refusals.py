"""How sales refuse: one class a mistake."""

from __future__ import annotations

from collections.abc import Sequence

from tradepost.errors import InvalidInput

_SHOWN = 100


class InvalidInterval(InvalidInput):
    """400: this is no interval."""

    def __init__(self, text: str, cause: str) -> None:
        super().__init__("Invalid Input", f"interval: '{text[:_SHOWN]}' {cause}")


class TooLong(InvalidInput):
    """400: the interval begins too long ago, or is too long."""

    def __init__(self, text: str, cause: str) -> None:
        super().__init__("Invalid Input", f"interval: '{text[:_SHOWN]}' {cause}")


class InvalidTimeZone(InvalidInput):
    """400: days cannot be told apart by this."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__("Invalid Input", f"granularityTimeZone: '{name[:_SHOWN]}' {cause}")


class OneMarketplace(InvalidInput):
    """400: sales are of one marketplace."""

    def __init__(self, given: Sequence[str]) -> None:
        super().__init__("Invalid Input", f"marketplaceIds: one is needed, and these are {len(given)}")


class AsinAndSku(InvalidInput):
    """400: a product is named in one way."""

    def __init__(self) -> None:
        super().__init__("Invalid Input", "sku: cannot be given together with asin")


class UnknownNetwork(InvalidInput):
    """400: this is no fulfillment network."""

    def __init__(self, value: str) -> None:
        super().__init__("Invalid Input", f"fulfillmentNetwork: '{value[:_SHOWN]}' is not one of MFN, AFN")
