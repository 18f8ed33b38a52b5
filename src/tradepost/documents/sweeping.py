"""What nobody refers to any more: documents whose time is over, bytes whose transaction failed or was undone."""

from __future__ import annotations

from datetime import datetime, timedelta

from tradepost.documents import records
from tradepost.documents.documents import Documents
from tradepost.store.database import Database

#: Bytes are written a while before what refers to them is committed; younger ones are left alone.
UNDER_WAY = timedelta(hours=1)


async def sweep(database: Database, documents: Documents, now: datetime, age: timedelta = UNDER_WAY) -> int:
    """Removes what a world has no use for any more; says how many objects that were."""
    candidates = await documents.objects.older_than(documents.folder, age)
    async with database.writing("") as tx:
        expired = await records.remove_expired(tx, now)
        used = await records.keys(tx) if candidates or expired else set()
    unused = [each for each in candidates if each.rpartition("/")[2] not in used]
    await documents.objects.remove(unused)
    return len(unused)
