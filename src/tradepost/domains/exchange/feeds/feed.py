"""A feed, as its job keeps it, and what became of it."""

from __future__ import annotations

import msgspec


class Feed(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What a seller asked for, for which marketplaces, by which application; and the report, once there is one.

    ``marketplaces`` are those that the application could name, and ``link_base`` is the address that it called: what is
    carried out later is carried out as its call.
    """

    marketplace_ids: tuple[str, ...]
    input_document_id: str
    options: dict[str, str] = {}
    application_id: str = ""
    marketplaces: tuple[str, ...] = ()
    link_base: str = ""
    result_document_id: str | None = None
