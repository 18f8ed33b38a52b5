"""How the catalogue refuses."""

from __future__ import annotations

from collections.abc import Sequence

from tradepost.errors import ApiError, InvalidInput

_SHOWN = 60


class NoSuchItem(ApiError):
    """404: no marketplace that was named has this item. The code is ``NOT_FOUND`` here, as Amazon's is."""

    status, code = 404, "NOT_FOUND"

    def __init__(self, asin: str, marketplace_ids: Sequence[str]) -> None:
        super().__init__(f"Requested item, {asin}, not found in marketplace(s) {', '.join(marketplace_ids)}.", None)


class InvalidAsin(InvalidInput):
    """400: this cannot be an ASIN."""

    def __init__(self, asin: str) -> None:
        super().__init__("Invalid 'asin' provided.", f"asin: '{asin[:_SHOWN]}' is not ten capital letters and digits")


class InvalidIdentifier(InvalidInput):
    """400: this cannot be an identifier of the type that was said."""

    def __init__(self, type: str, value: str) -> None:
        super().__init__(
            "Invalid 'identifiers' provided.", f"identifiers: '{value[:_SHOWN]}' cannot be of identifiersType {type}"
        )


class NothingToSearchFor(InvalidInput):
    """400: neither identifiers nor keywords."""

    def __init__(self) -> None:
        super().__init__("Missing required 'identifiers' or 'keywords'.")


class IdentifiersAndKeywords(InvalidInput):
    """400: a search is by identifiers or by keywords, and what narrows a search by keywords goes with these only."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Invalid combination of 'identifiers' and '{name}' provided.",
            f"{name}: goes with a search by keywords, and this one is by identifiers",
        )


class MissingWithIdentifiers(InvalidInput):
    """400: identifiers need their type, and SKUs the seller whose they are."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(f"Missing required '{name}'.", f"{name}: is required {cause}")


class VendorsOnly(InvalidInput):
    """400: a data set that only vendors are shown."""

    def __init__(self) -> None:
        super().__init__("FORBIDDEN", "includedData: 'vendorDetails' is for vendors; leave it out as a seller")


class InvalidLocale(InvalidInput):
    """400: a marketplace has no texts in this language."""

    def __init__(self, name: str, value: str, known: Sequence[str]) -> None:
        super().__init__(f"Invalid '{name}' provided.", f"{name}: '{value[:_SHOWN]}' is not one of {', '.join(known)}")


class InvalidPageSize(InvalidInput):
    """400: a page has at least one item."""

    def __init__(self, value: int) -> None:
        super().__init__("Invalid 'pageSize' provided.", f"pageSize: {value} is not from 1 to 20")


class UnknownClassification(InvalidInput):
    """400: the browse tree of the marketplace has no such node."""

    def __init__(self, name: str, value: str, marketplace_id: str) -> None:
        super().__init__(
            f"Invalid '{name}' provided.", f"{name}: '{value[:_SHOWN]}' is no classification in {marketplace_id}"
        )


class OneIdentifierNeeded(InvalidInput):
    """400: the older operations look for exactly one thing."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__("Required parameter IdType not found", f"exactly one of {', '.join(names)} must be given")


class NoSuchSku(InvalidInput):
    """400: the caller has no product of this SKU in the marketplace."""

    def __init__(self, sku: str, marketplace_id: str) -> None:
        super().__init__(
            f"{sku[:_SHOWN]} is an invalid SellerSKU for marketplace {marketplace_id}", "SellerSKU: you have none such"
        )


class NoSuchAsin(InvalidInput):
    """400: the marketplace has no item of this ASIN; the older operations say so as a bad request."""

    def __init__(self, asin: str, marketplace_id: str) -> None:
        super().__init__(
            f"{asin[:_SHOWN]} is an invalid ASIN for marketplace {marketplace_id}", "ASIN: the catalogue has none such"
        )
