"""The control API for tests, as functions with types, and a server to test against.

``Tradepost`` and ``World`` wait for each answer, ``AsyncTradepost`` and ``AsyncWorld`` await it. ``serving`` starts a
server that lives as long as a block. The fixtures of pytest are in ``tradepost.testing.plugin``. What is named here is
loaded when it is asked for, since every pytest loads this package where Tradepost is installed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tradepost.testing.answers import (
        Buyer,
        ClockReading,
        Credentials,
        Delivery,
        Event,
        Fault,
        Job,
        Order,
        OrderItem,
        Rate,
        Request,
        Snapshot,
        UsagePlans,
    )
    from tradepost.testing.asking import Refused
    from tradepost.testing.server import Server, serving
    from tradepost.testing.worlds import AsyncTradepost, AsyncWorld, Tradepost, World

__all__ = [
    "AsyncTradepost",
    "AsyncWorld",
    "Buyer",
    "ClockReading",
    "Credentials",
    "Delivery",
    "Event",
    "Fault",
    "Job",
    "Order",
    "OrderItem",
    "Rate",
    "Refused",
    "Request",
    "Server",
    "Snapshot",
    "Tradepost",
    "UsagePlans",
    "World",
    "serving",
]

_HOMES: Final = {
    **dict.fromkeys(("AsyncTradepost", "AsyncWorld", "Tradepost", "World"), "worlds"),
    **dict.fromkeys(("Server", "serving"), "server"),
    "Refused": "asking",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'tradepost.testing' has no attribute '{name}'")
    return getattr(import_module(f"tradepost.testing.{_HOMES.get(name, 'answers')}"), name)
