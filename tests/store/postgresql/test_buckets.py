"""Buckets that processes share let a burst through, and no request more, whoever asks and however many at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.valkey import ValkeyServer
from tradepost.store.buckets import Buckets
from tradepost.store.errors import StoreError
from tradepost.store.postgres_worlds import PostgresWorlds

NEVER = 1e-6  # a request in eleven days

pytestmark = pytest.mark.anyio


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[ValkeyServer]:
    server = ValkeyServer(tmp_path)
    server.start()
    yield server
    server.kill()


@pytest.fixture(params=["postgresql", "valkey"])
async def two(request: pytest.FixtureRequest, store_url: str) -> AsyncIterator[tuple[Buckets, Buckets]]:
    """The same buckets as two processes have them."""
    url = request.getfixturevalue("valkey").url if request.param == "valkey" else ""
    stores = [await PostgresWorlds.connect(store_url, url) for _ in range(2)]
    first, second = (each.buckets for each in stores)
    assert first is not None
    assert second is not None
    await first.fill("w")
    await first.fill("v")
    yield first, second
    for store in stores:
        await store.close()


async def taken(buckets: tuple[Buckets, ...], times: int, rate: float, burst: float, world: str = "w") -> int:
    asked = [buckets[number % len(buckets)].take(world, "getOrders", rate, burst) for number in range(times)]
    return sum(await asyncio.gather(*asked))


async def test_of_many_at_once_a_burst_is_let_through(two: tuple[Buckets, Buckets]) -> None:
    assert await taken(two, 40, NEVER, 15) == 15
    assert await taken(two, 10, NEVER, 15) == 0


async def test_buckets_of_other_worlds_and_operations_are_others(two: tuple[Buckets, Buckets]) -> None:
    assert await taken(two, 3, NEVER, 2) == 2
    assert await taken(two, 3, NEVER, 2, world="v") == 2
    assert await two[0].take("w", "getOrder", NEVER, 2)


async def test_a_bucket_is_refilled_at_its_rate_and_not_above_its_burst(two: tuple[Buckets, Buckets]) -> None:
    assert await taken(two, 3, 1000, 3) == 3
    while not await two[1].take("w", "getOrders", 1000, 3):
        continue  # a millisecond each
    await two[0].fill("w")
    assert await taken(two, 6, NEVER, 3) == 3


async def test_filled_buckets_are_full_for_every_process(two: tuple[Buckets, Buckets]) -> None:
    assert await taken(two, 5, NEVER, 4) == 4
    await two[0].fill("w")
    assert await taken(two, 5, NEVER, 4) == 4


async def test_only_full_buckets_are_pruned(two: tuple[Buckets, Buckets]) -> None:
    assert await taken(two, 5, NEVER, 4) == 4
    await two[0].take("v", "getOrders", 1e6, 4)
    await asyncio.sleep(0.01)  # in which that one is full again, and Valkey forgets it
    await two[1].prune()
    assert await taken(two, 5, NEVER, 4) == 0
    assert await taken(two, 5, NEVER, 4, world="v") == 4


async def test_while_valkey_is_away_calls_go_on_and_get_one_burst_more(store_url: str, valkey: ValkeyServer) -> None:
    store = await PostgresWorlds.connect(store_url, valkey.url)
    assert store.buckets is not None
    buckets = (store.buckets,)
    await store.buckets.fill("w")
    assert await taken(buckets, 6, NEVER, 5) == 5
    valkey.kill()
    assert await taken(buckets, 20, NEVER, 5) == 5
    valkey.start()
    again = 0
    async with asyncio.timeout(20):
        while not again:  # Valkey has begun anew, and is asked again within a second
            again = await taken(buckets, 20, NEVER, 5)
            await asyncio.sleep(0)
    assert again == 5
    assert await taken(buckets, 20, NEVER, 5) == 0
    await store.close()


async def test_what_is_no_address_of_a_valkey_is_said(store_url: str) -> None:
    with pytest.raises(StoreError, match="the address of the Valkey is none"):
        await PostgresWorlds.connect(store_url, "http://127.0.0.1:6379")
