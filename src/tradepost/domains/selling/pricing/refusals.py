"""How Product Pricing refuses: a whole request, or one item of a batch."""

from __future__ import annotations

from tradepost.errors import ApiError, InvalidInput

_SHOWN = 60
MOST_EXPECTED_PRICES = 40


class UnknownAsin(InvalidInput):
    """400: no product of this marketplace has this ASIN. The wording is Amazon's as callers have reported it."""

    def __init__(self, asin: str, marketplace_id: str) -> None:
        super().__init__(
            f"{asin[:_SHOWN]} is an invalid ASIN for marketplace {marketplace_id}",
            f"Asin: '{asin[:_SHOWN]}' is not in the catalog of {marketplace_id}",
        )


class UnknownSku(InvalidInput):
    """400: the seller has no such SKU in this marketplace."""

    def __init__(self, sku: str, marketplace_id: str) -> None:
        super().__init__(
            f"{sku[:_SHOWN]} is an invalid SKU for marketplace {marketplace_id}",
            f"SellerSKU: '{sku[:_SHOWN]}' is not a SKU of the seller in {marketplace_id}",
        )


class NothingNamed(InvalidInput):
    """400: products are to be named by what ItemType says."""

    def __init__(self, item_type: str, name: str) -> None:
        super().__init__("Invalid Input", f"{name}: is required where ItemType is {item_type}")


class UnknownMarketplace(InvalidInput):
    """400: an item of a batch names no marketplace."""

    def __init__(self, marketplace_id: str) -> None:
        super().__init__(
            "Invalid 'marketplaceId' provided.", f"marketplaceId: '{marketplace_id[:_SHOWN]}' is no marketplace"
        )


class ForeignMarketplace(ApiError):
    """403: an item of a batch names a marketplace that the seller does not take part in."""

    status, code = 403, "Unauthorized"

    def __init__(self, marketplace_id: str) -> None:
        super().__init__(
            "Access to requested resource is denied.",
            f"marketplaceId: the selling partner does not take part in {marketplace_id[:_SHOWN]}",
        )


class BadUri(InvalidInput):
    """400: an item of a batch is not a call that this batch is of."""

    def __init__(self, method: str, uri: str, form: str) -> None:
        super().__init__("Invalid Input", f"uri: '{method} {uri[: 2 * _SHOWN]}' is not '{form}'")


class InvalidSku(ApiError):
    """400: the seller has no such SKU; the published code and wording of the featured offer expected price."""

    code = "INVALID_SKU"

    def __init__(self, sku: str, marketplace_id: str) -> None:
        super().__init__(
            "The requested SKU does not exist for the seller in the requested Amazon store.",
            f"sku: '{sku[:_SHOWN]}' in {marketplace_id}",
        )


class BadNumberOfRequests(InvalidInput):
    """400: a batch has no request, or more than 40 (published)."""

    def __init__(self, there: int, most: int) -> None:
        super().__init__("Invalid Input", f"requests: there are {there}; it takes 1 to {most}")


class AskedTwice(InvalidInput):
    """400: a batch asks for the same twice. The wording is Amazon's as callers have reported it."""

    def __init__(self, uri: str) -> None:
        super().__init__(
            "Duplicate requests submitted. Cannot run batch request.", f"requests: '{uri[: 2 * _SHOWN]}' is there twice"
        )


class WithoutUse(InvalidInput):
    """400: a field goes with a data set that is not asked for (published)."""

    def __init__(self, name: str, data: str) -> None:
        super().__init__("Invalid Input", f"{name}: goes with '{data}' in includedData, which is not there")


class NotListed(InvalidInput):
    """400: a competitor cannot offer this."""

    def __init__(self, asin: str, cause: str) -> None:
        super().__init__("Invalid Input", f"asin: '{asin[:_SHOWN]}' cannot be offered: {cause}")
