"""Token buckets in Valkey: one script a call. Where Valkey is away, others are taken from meanwhile.

A call never fails because Valkey does: it waits a quarter of a second at most, and those that follow within a second
do not wait at all.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from importlib import import_module
from typing import Any, TypeVar

from tradepost.extras import MissingExtra
from tradepost.store.buckets import Buckets
from tradepost.store.errors import StoreError

logger = logging.getLogger("tradepost.store")

T = TypeVar("T")

_LONGEST_WAIT = 0.25
_PAUSE_SECONDS = 1.0
#: KEYS[1] is a bucket, ARGV its rate in requests per second and its burst. Time is Valkey's own.
_TAKE = """
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
local rate, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local known = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = burst
if known[1] then
    tokens = math.min(burst, known[1] + math.max(0, now - known[2]) * rate)
end
if tokens < 1 then
    return 0
end
redis.call('HSET', KEYS[1], 'tokens', string.format('%.17g', tokens - 1), 'at', string.format('%.17g', now))
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.min(1e14, math.ceil((burst - tokens + 1) / rate * 1000) + 1)))
return 1
"""


class ValkeyMissing(MissingExtra, StoreError):
    """The client of Valkey is not installed."""

    def __init__(self) -> None:
        super().__init__("valkey", "a Valkey server")


class ValkeyAddress(StoreError):
    """What was given as the address of a Valkey is none."""

    def __init__(self, fault: ValueError) -> None:
        super().__init__(f"the address of the Valkey is none: {fault}")


class ValkeyBuckets:
    """See ``Buckets``; ``otherwise`` are those that are taken from while Valkey is away."""

    def __init__(self, url: str, otherwise: Buckets) -> None:
        """Raises ValkeyMissing, ValkeyAddress."""
        try:
            valkey = import_module("valkey.asyncio")
            faults = import_module("valkey.exceptions")
        except ImportError:
            raise ValkeyMissing from None
        try:
            self._client: Any = valkey.Valkey.from_url(
                url, socket_timeout=_LONGEST_WAIT, socket_connect_timeout=_LONGEST_WAIT
            )
        except ValueError as fault:
            raise ValkeyAddress(fault) from None
        self._take = self._client.register_script(_TAKE)
        self._away: tuple[type[Exception], ...] = (faults.ValkeyError, OSError, TimeoutError)
        self._otherwise = otherwise
        self._pausing = False

    async def take(self, world: str, bucket: str, rate: float, burst: float) -> bool:
        """See ``Buckets``."""
        if not self._pausing:
            try:
                taken = await self._within(self._take(keys=[_key(world, bucket)], args=[rate, burst]))
                return bool(taken)
            except self._away as fault:
                self._pause(fault)
        return await self._otherwise.take(world, bucket, rate, burst)

    async def fill(self, world: str) -> None:
        """See ``Buckets``. Those of a Valkey that is away become full by themselves."""
        await self._otherwise.fill(world)
        try:
            async for key in self._client.scan_iter(match=_key(world, "*"), count=1000):
                await self._client.unlink(key)
        except self._away as fault:
            self._pause(fault)

    async def prune(self) -> None:
        """See ``Buckets``. Valkey does so by itself."""
        await self._otherwise.prune()

    async def stop(self) -> None:
        """See ``Buckets``."""
        await self._client.aclose()
        await self._otherwise.stop()

    async def _within(self, work: Awaitable[T]) -> T:
        async with asyncio.timeout(_LONGEST_WAIT):
            return await work

    def _pause(self, fault: Exception) -> None:
        """Leaves Valkey alone for a moment."""
        if not self._pausing:
            logger.warning("Valkey does not answer, usage plans are counted in the database: %s", fault or type(fault))
            self._pausing = True
            asyncio.get_running_loop().call_later(_PAUSE_SECONDS, self._go_on)

    def _go_on(self) -> None:
        self._pausing = False


def _key(world: str, bucket: str) -> str:
    """The braces keep the buckets of a world in one slot of a cluster."""
    return f"tradepost:{{{world}}}:{bucket}"
