"""How the catalog refuses."""

from __future__ import annotations

from collections.abc import Sequence

from tradepost.domains.selling.catalog.identifiers import NO_ASIN
from tradepost.errors import ApiError, InvalidInput, NotFound

_SHOWN = 60


class NoSuchItem(ApiError):
    """404: no marketplace that was named has this item. The code is ``NOT_FOUND`` here, as Amazon's is."""

    status, code = 404, "NOT_FOUND"

    def __init__(self, asin: str, marketplace_ids: Sequence[str]) -> None:
        super().__init__(f"Requested item, {asin}, not found in marketplace(s) {', '.join(marketplace_ids)}.", None)


class InvalidAsin(InvalidInput):
    """400: this cannot be an ASIN."""

    def __init__(self, asin: str) -> None:
        super().__init__("Invalid 'asin' provided.", f"asin: '{asin[:_SHOWN]}' {NO_ASIN}")


class InvalidIdentifier(InvalidInput):
    """400: this cannot be an identifier of the type that was said. Of an ASIN the message is Amazon's as callers have
    reported it."""

    def __init__(self, type: str, value: str) -> None:
        super().__init__(
            f"Invalid '{'asin' if type == 'ASIN' else 'identifiers'}' provided.",
            f"identifiers: '{value[:_SHOWN]}' cannot be of identifiersType {type}",
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


class UnknownContext(InvalidInput):
    """400: the marketplace has no department of this name, number or display group."""

    def __init__(self, value: str, known: Sequence[str]) -> None:
        super().__init__("Invalid Input", f"QueryContextId: '{value[:_SHOWN]}' is not one of {', '.join(known)}")


class ContextWithoutQuery(InvalidInput):
    """400: a department narrows a search by words, and nothing else."""

    def __init__(self) -> None:
        super().__init__("Invalid Input", "QueryContextId: goes with Query only")


class OneNeeded(InvalidInput):
    """400: the older operations look for one thing, said in one way."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__("Required parameter IdType not found", f"exactly one of {', '.join(names)} must be given")


class ImpossibleIdentifier(InvalidInput):
    """400: this cannot be an identifier of the kind that the parameter is for."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__("Invalid Input", f"{name}: '{value[:_SHOWN]}' cannot be one")


class NotInMarketplace(NotFound):
    """404: the marketplace has no such item."""

    def __init__(self, name: str, value: str, marketplace_id: str) -> None:
        super().__init__(
            "The specified resource does not exist.",
            f"{name}: '{value[:_SHOWN]}' is not in marketplace {marketplace_id}",
        )
