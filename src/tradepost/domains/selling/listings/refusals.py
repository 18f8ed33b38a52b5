"""How listings refuse: one class a mistake, with its status, code and wording."""

from __future__ import annotations

from tradepost.errors import ApiError, InvalidInput

_SHOWN = 60


class NoSuchSku(ApiError):
    """404: the seller has no listing of this SKU in the marketplaces that were named."""

    status, code = 404, "NOT_FOUND"

    def __init__(self, sku: str, marketplace_ids: list[str]) -> None:
        super().__init__(f"SKU '{sku[:_SHOWN]}' not found in marketplace {', '.join(marketplace_ids)}", "")


class AnotherSeller(ApiError):
    """403: the path names a selling partner that the token is not of."""

    status, code = 403, "Unauthorized"

    def __init__(self, seller_id: str) -> None:
        super().__init__(
            "Access to requested resource is denied.",
            f"sellerId: '{seller_id[:_SHOWN]}' is not the selling partner who granted this token",
        )


class InvalidSku(InvalidInput):
    """400: a SKU has 1 to 40 characters, and none around it that cannot be seen (published guide)."""

    def __init__(self, sku: str) -> None:
        super().__init__(
            "Invalid 'sku' provided.", f"sku: '{sku[:_SHOWN]}' is not 1 to 40 characters without spaces around them"
        )


class InvalidPatch(InvalidInput):
    """400: a patch that cannot be applied."""

    def __init__(self, field: str, cause: str) -> None:
        super().__init__("Invalid patch provided.", f"{field}: {cause}")


class InvalidPath(InvalidInput):
    """400: a patch names no attribute. The wording is Amazon's as callers have reported it."""

    def __init__(self, number: int, path: str) -> None:
        super().__init__(
            f"Invalid path provided in patch at index of {number}.",
            f"patches[{number}].path: '{path[:100]}' is not of the form /attributes/<name>",
        )


class InvalidProductType(InvalidInput):
    """400: there is no such product type, or it is not the listing's."""

    def __init__(self, name: str) -> None:
        super().__init__("Invalid 'productType' provided.", f"productType: there is no '{name[:_SHOWN]}'")


class InvalidSearch(InvalidInput):
    """400: what narrows a search does not go together, or cannot be."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(f"Invalid '{name}' provided.", f"{name}: {cause}")


class OtherSearch(InvalidInput):
    """400: a page token is none, or of another search. The message is Amazon's as callers have reported it."""

    def __init__(self, cause: str | None) -> None:
        super().__init__("Search parameters do not match the provided 'pageToken'.", cause)
