"""How reports refuse: one class a mistake, with its status, code and wording."""

from __future__ import annotations

from typing import Final

from tradepost.accounts.roles import ROLES
from tradepost.errors import ApiError, InvalidInput, NotFound

#: What Amazon's refusals call report types by, as far as it was seen; for others their name stands there (our choice).
_NUMBERS: Final = {
    "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE": "1117",
    "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2": "1118",
    "GET_MERCHANT_LISTINGS_ALL_DATA": "47700",
}


class ReportNotCancellable(InvalidInput):
    """400: only a report that waits in the queue can be cancelled (published model)."""

    def __init__(self, report_id: str, status: str) -> None:
        super().__init__(
            "Invalid Input", f"reportId: report {report_id} is {status}; a report can be cancelled while it is IN_QUEUE"
        )


class UnknownReport(NotFound):
    """404: the seller has no such report (wording as seen)."""

    def __init__(self, report_id: str) -> None:
        super().__init__(
            "One or more of the provided ReportRequestIds could not be found.",
            None,
            reason=f"reportId: '{report_id[:100]}' is not a report of yours",
        )


class UnknownDocument(InvalidInput):
    """400: the seller has no report with this document (status and wording as seen)."""

    def __init__(self, document_id: str) -> None:
        super().__init__(
            f"Invalid reportDocumentId {document_id[:100]}",
            reason=f"reportDocumentId: '{document_id[:100]}' is not a document of a report of yours",
        )


class NotMade(InvalidInput):
    """400: Amazon knows this report type, and Tradepost does not make it."""

    def __init__(self, report_type: str, why: str) -> None:
        super().__init__("Invalid Input", f"reportType: '{report_type}' is not made by Tradepost: it {why}")


class NotRequestable(InvalidInput):
    """400: reports of this type are not made on request (message as seen)."""

    def __init__(self, report_type: str, comes: str) -> None:
        super().__init__(
            f"Request for report type {_NUMBERS.get(report_type, report_type)} is not allowed at this time",
            f"reportType: '{report_type}' is not made on request: it comes {comes}",
        )


class NotSchedulable(InvalidInput):
    """400: reports of this type are not made by schedule (message as seen)."""

    def __init__(self, report_type: str, comes: str) -> None:
        super().__init__(
            f"Creation of report schedule type {_NUMBERS.get(report_type, report_type)} is not allowed at this time",
            f"reportType: '{report_type}' cannot be scheduled: it comes {comes}",
        )


class TypeForbidden(ApiError):
    """403: the application has no role for this report type."""

    status, code = 403, "Unauthorized"

    def __init__(self, report_type: str, needed: frozenset[str]) -> None:
        names = ", ".join(sorted(ROLES[each] for each in needed))
        super().__init__(
            "Access to the resource is forbidden.",
            "",
            reason=f"the application has none of the roles that open {report_type}: {names}",
        )


class RestrictedTokenNeeded(ApiError):
    """403: the document holds personal data, which only a restricted data token opens (published guide)."""

    status, code = 403, "Unauthorized"

    def __init__(self, document_id: str) -> None:
        super().__init__(
            "Access to requested resource is denied.",
            "",
            reason=f"{document_id} is of a restricted report type: it needs a restricted data token",
        )
