"""What a restricted data token may be asked for (published use case guide of the Tokens API). Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tradepost.accounts.restricted import ELEMENT_ROLES, RestrictedPath, find
from tradepost.contract import tokens_2021_03_01 as api
from tradepost.errors import InvalidInput

MOST_RESOURCES = 50
#: What documents of restricted report types are kept as.
RESTRICTED_REPORT = "restricted report"
_DOCUMENTS = "/reports/2021-06-30/documents/"
_DOCUMENT_ID = re.compile(r"amzn1\.(tortuga|spdoc)\.[\w.-]+")


class NoAccessToResource(InvalidInput):
    """400: a path is no restricted resource, or the application has no role for it."""

    def __init__(self, reason: str) -> None:
        super().__init__("Application do not have access to some or all requested resource", "", reason=reason)


class NoAccessToElements(InvalidInput):
    """400: the application has no role for some of the data elements."""

    def __init__(self, elements: Sequence[str]) -> None:
        super().__init__(
            f"Application does not have access to one or more requested data elements: [{', '.join(elements)}]",
            "",
            reason=f"no role of the application covers {', '.join(elements)}",
        )


class NotADocument(InvalidInput):
    """400: a report's document is named one by one, by its identifier, and has to be of a restricted report type."""

    def __init__(self, path: str) -> None:
        super().__init__("Invalid or unsupported document ID found", "", reason=f"{path[:200]} names no document")


def document_of(path: str) -> str | None:
    """The report document that a path names, or None where it names something else."""
    return path.removeprefix(_DOCUMENTS) if path.startswith(_DOCUMENTS) else None


def check_resources(resources: Sequence[api.RestrictedResource], roles: frozenset[str]) -> None:
    """Raises InvalidInput unless every resource is one that an application with these roles may ask for."""
    if not 1 <= len(resources) <= MOST_RESOURCES:
        raise InvalidInput(
            "Invalid Input", f"restrictedResources: {len(resources)} resources; there must be 1 to {MOST_RESOURCES}"
        )
    for index, each in enumerate(resources):
        _check(index, each, roles)


def _check(index: int, resource: api.RestrictedResource, roles: frozenset[str]) -> None:
    if "?" in resource.path or not resource.path.startswith("/"):
        raise InvalidInput(
            "Invalid Input",
            f"restrictedResources[{index}].path: '{resource.path[:100]}' is no bare path",
        )
    if resource.path.startswith(_DOCUMENTS) and not _DOCUMENT_ID.fullmatch(resource.path.removeprefix(_DOCUMENTS)):
        raise NotADocument(resource.path)
    known = find(resource.method, resource.path)
    if known is None:
        raise NoAccessToResource(f"{resource.method} {resource.path[:200]} is not a restricted resource")
    if not known.roles & roles:
        raise NoAccessToResource(f"{resource.path[:200]} needs one of the roles {', '.join(sorted(known.roles))}")
    _check_elements(index, resource, known, roles)


def _check_elements(index: int, resource: api.RestrictedResource, known: RestrictedPath, roles: frozenset[str]) -> None:
    elements = resource.data_elements or []
    for element in elements:
        if element not in ELEMENT_ROLES:
            raise InvalidInput(
                "Invalid Input",
                f"restrictedResources[{index}].dataElements: '{element[:60]}' is not one of {', '.join(ELEMENT_ROLES)}",
            )
    closed = [each for each in elements if not ELEMENT_ROLES[each] & roles]
    if closed:
        raise NoAccessToElements(closed)
