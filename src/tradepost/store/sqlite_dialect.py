"""How statements of the shared dialect are said to SQLite."""

from __future__ import annotations

import re
from functools import lru_cache

from tradepost.store.database import Groups

_PARAMETER = re.compile(r"\$(\d+)")


@lru_cache(4096)
def native(sql: str) -> str:
    """A statement with ``?1`` for ``$1``."""
    return _PARAMETER.sub(r"?\1", sql)


def search_statement(index: str, groups: Groups, beyond: int, limit: int, *, down: bool) -> tuple[str, str, int, int]:
    """The statement of ``Transaction.search``, with its values. The index is read in the order of its rows."""
    terms = " AND ".join(f"({' OR '.join(group)})" for group in groups)
    ahead, order = ("<", "rowid DESC") if down else (">", "rowid")
    found = f"SELECT rowid FROM {index} WHERE {index} MATCH $1 AND rowid {ahead} $2 ORDER BY {order} LIMIT $3"
    return found, terms, beyond, limit
