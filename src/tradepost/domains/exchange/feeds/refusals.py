"""How feeds refuse: one class a mistake, with its status, code and wording."""

from __future__ import annotations

from collections.abc import Sequence

from tradepost.accounts.roles import ROLES
from tradepost.domains.problems import Problem
from tradepost.errors import ApiError, InvalidInput, NotFound


class FeedNotCancellable(InvalidInput):
    """400: only a feed that waits in the queue can be cancelled (published model)."""

    def __init__(self, feed_id: str, status: str) -> None:
        super().__init__(
            "Invalid Input", f"feedId: feed {feed_id} is {status}; a feed can be cancelled while it is IN_QUEUE"
        )


class NotAFeed(InvalidInput):
    """400: a feed cannot be made of what was named (message as seen); every faulty field is named."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        sentences = [("Invalid request parameters", each.sentence()) for each in problems]
        super().__init__(*sentences[0], problems=tuple(sentences[1:]))


class UnknownFeed(NotFound):
    """404: the seller has no such feed (wording and the lack of details as seen)."""

    def __init__(self, feed_id: str) -> None:
        super().__init__(
            "One or more of the provided FeedSubmissionIds could not be found.",
            None,
            reason=f"feedId: '{feed_id[:100]}' is not a feed of yours",
        )


class UnknownDocument(InvalidInput):
    """400: no document of the seller's feeds has this id (status and wording as seen)."""

    def __init__(self, document_id: str) -> None:
        super().__init__(
            "Invalid feedDocumentId",
            reason=f"feedDocumentId: '{document_id[:100]}' is not a document of yours",
        )


class FeedTypeDenied(ApiError):
    """403: the application has none of the roles that open this feed type (published role mappings for types)."""

    status, code = 403, "Unauthorized"

    def __init__(self, feed_type: str, roles: frozenset[str]) -> None:
        needed = " or ".join(sorted(ROLES[each] for each in roles))
        super().__init__(
            "Access to requested resource is denied.", "", reason=f"feedType: {feed_type} needs the role {needed}"
        )
