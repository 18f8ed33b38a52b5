"""What a handler is given: one transaction of one world, the caller, the time, and ways to speak of what follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from tradepost.documents.documents import Documents
from tradepost.domains import pages
from tradepost.events.outbox import Event
from tradepost.simulation import due
from tradepost.simulation.seed import Seed
from tradepost.store.database import Transaction

Item = TypeVar("Item")


class Context(msgspec.Struct, kw_only=True):
    """One request, or one due transition, of one selling partner.

    ``now`` is virtual time in UTC and stands still while the handler runs. ``marketplaces`` are those that the caller
    may name. ``data_elements`` are the restricted ones that the caller's token opens, or None for a normal token.
    ``outgoing`` says that notifications were made, ``kept`` is what an area keeps at hand until the transaction ends.
    """

    tx: Transaction
    seller_id: str
    now: datetime
    seed: Seed
    documents: Documents
    application_id: str = ""
    roles: frozenset[str] = frozenset()
    region: str = ""
    marketplaces: frozenset[str] = frozenset()
    data_elements: frozenset[str] | None = None
    request_id: str = ""
    link_base: Callable[[], str] = str
    page_key: bytes = b""
    world_uid: str = ""
    token: str = ""
    events: list[Event] = []
    scheduled: bool = False
    outgoing: bool = False
    kept: dict[str, Any] = {}

    @property
    def base_url(self) -> str:
        """The address that links begin with: the one by which this request came; empty in a due transition."""
        return self.link_base()

    def record(self, type: str, subject: str, body: dict[str, Any]) -> None:
        """Says what has happened; it is written to the outbox with the rest of this transaction."""
        self.events.append(Event(self.seller_id, type, subject, self.now, body, self.request_id))

    async def schedule(self, kind: str, subject: str, at: datetime) -> None:
        """Says what will happen, and when; a transition of this kind and subject that is already due is moved."""
        self.scheduled = True
        await due.schedule(self.tx, self.seller_id, kind, subject, at)

    async def unschedule(self, kind: str, subject: str) -> bool:
        """Calls off what was going to happen; false when nothing was."""
        return await due.unschedule(self.tx, self.seller_id, kind, subject)

    def page_token(self, query: tuple[str, ...], position: Any) -> str:
        """A token for the page of this caller's query that begins at ``position``."""
        return pages.seal(self.page_key, (self.seller_id, *query), position)

    def page(
        self, query: tuple[str, ...], found: Sequence[Item], size: int, place: Callable[[Item], Any]
    ) -> tuple[list[Item], str | None]:
        """The page of what was found, and the token of the next one, or None where this is the last.

        One more than a page holds is to be looked for. ``place`` says where the next page begins, after an item.
        """
        kept = list(found[:size])
        return kept, self.page_token(query, place(kept[-1])) if len(found) > size else None

    def page_position(
        self,
        query: tuple[str, ...],
        token: str,
        lifetime_seconds: float | None = None,
        *,
        parameter: str = "nextToken",
    ) -> Any:
        """Where the page of a token begins, which was sent by the name of ``parameter``. Raises InvalidPageToken."""
        return pages.unseal(self.page_key, (self.seller_id, *query), token, lifetime_seconds, parameter)
