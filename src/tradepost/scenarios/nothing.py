"""``none`` and ``empty``: a world with an account, in which nothing has happened."""

from __future__ import annotations

import msgspec

from tradepost.scenarios.acting import Progress, Seller


class Options(msgspec.Struct, forbid_unknown_fields=True):
    """There are none."""


async def fill(seller: Seller, options: Options, progress: Progress) -> None:
    """Nothing but the account."""
