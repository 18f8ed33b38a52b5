"""``none`` and ``empty``: a world with an account, in which nothing has happened."""

from __future__ import annotations

import msgspec

from tradepost.scenarios.acting import Player


class Options(msgspec.Struct, forbid_unknown_fields=True):
    """There are none."""


async def fill(seller: Player, options: Options) -> None:
    """Nothing but the account."""
