"""How feeds refuse: one class a mistake, with its status, code and wording."""

from __future__ import annotations

from tradepost.errors import InvalidInput


class FeedNotCancellable(InvalidInput):
    """400: only a feed that waits in the queue can be cancelled (published model)."""

    def __init__(self, feed_id: str, status: str) -> None:
        super().__init__(
            "Invalid Input", f"feedId: feed {feed_id} is {status}; a feed can be cancelled while it is IN_QUEUE"
        )


class OthersBesideToken(InvalidInput):
    """400: a page token comes alone; it goes on with the query that it came from (published model)."""

    def __init__(self, names: list[str]) -> None:
        super().__init__("Invalid Input", f"nextToken: must be the only parameter; {', '.join(names)} came with it")
