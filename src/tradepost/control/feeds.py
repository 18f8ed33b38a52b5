"""How a world takes feeds: whether the ended listings feeds work, and how many messages a document may have."""

from __future__ import annotations

from starlette.responses import Response

from tradepost.control.calls import Call, answer
from tradepost.domains.exchange.feeds import records
from tradepost.domains.exchange.feeds.records import Settings
from tradepost.errors import InvalidInput


async def settings(call: Call) -> Response:
    """``GET feeds/settings``."""
    world = await call.world()
    async with world.database.reading() as tx:
        return answer(await records.settings(tx))


async def set_settings(call: Call) -> Response:
    """``PUT feeds/settings``: feeds that are carried out from now on are taken like this. Raises InvalidInput."""
    world, wanted = await call.world(), await call.body(Settings)
    if wanted.most_messages is not None and wanted.most_messages < 1:
        raise InvalidInput("Invalid Input", f"mostMessages: {wanted.most_messages} is not at least 1")
    async with world.database.writing("") as tx:
        await records.set_settings(tx, wanted)
    return answer(wanted)
