"""Stock that a seller keeps himself: what a listing says is available at which of his locations, and what orders take
of it."""

from __future__ import annotations

from tradepost.domains.fba.inventory.merchant.stock import (
    available,
    by_location,
    close,
    put_back,
    release,
    reserve,
    set_quantity,
    ship,
)

__all__ = ["available", "by_location", "close", "put_back", "release", "reserve", "set_quantity", "ship"]
