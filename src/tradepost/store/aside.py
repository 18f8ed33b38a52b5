"""What waits for the disk, done beside the event loop: in a thread, so that callers of other worlds are served."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def aside(function: Callable[[], T]) -> T:
    """Runs a function in a thread. A caller who is cancelled leaves once it is done: it may use what he holds."""
    running = asyncio.get_running_loop().run_in_executor(None, function)
    cancelled = False
    while not running.done():
        try:
            await asyncio.wait({running})
        except asyncio.CancelledError:
            cancelled = True
    if cancelled:
        raise asyncio.CancelledError
    return running.result()
