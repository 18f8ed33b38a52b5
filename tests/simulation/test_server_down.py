"""A server that was down while time went by, seen over the wire."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import httpx

from tests.conftest import ServerThread
from tests.shop import Shop
from tests.simulation.conftest import OpenWorld
from tradepost.serving import Settings
from tradepost.simulation import due as schedule
from tradepost.simulation.clock import save
from tradepost.worlds.world import World


def seller(url: str) -> Shop:
    shop = Shop(url, "main", httpx.get(f"{url}/_tradepost/v1/credentials").json())
    shop.log_in()
    return shop


def meanwhile(open_world: OpenWorld, change: Callable[[World], object]) -> None:
    """Changes the world while no server runs."""

    async def scene() -> None:
        async with open_world() as world:
            await change(world)  # type: ignore[misc]

    asyncio.run(scene())


def test_an_order_ships_although_the_server_was_down_as_it_was_to(
    open_world: OpenWorld, own_database: str, data_folder: Path
) -> None:
    settings = Settings(port=0, data=data_folder, database=own_database, scenario="none")
    before = ServerThread(settings)
    shop = seller(before.start())
    shop.controlled("POST", "clock/freeze")
    start = datetime.fromisoformat(shop.now())
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 2})
    shop.close()
    before.stop()

    async def ten_days_go_by(world: World) -> None:
        async with world.database.writing("") as tx:
            await save(tx, world.clock.at(world.clock.now() + 10 * 86_400_000))

    meanwhile(open_world, ten_days_go_by)
    after = ServerThread(settings)
    shop = seller(after.start())
    try:
        shop.advance("PT0S")
        assert shop.status("O-1") == "Complete"
        assert (shop.fulfillable("MUG"), shop.reserved("MUG")) == (3, 0)
        changes = shop.events("fulfillment_outbound.order_status_changed")
        assert [each["body"]["to"] for each in changes] == ["Received", "Planning", "Processing", "Complete"]
        assert datetime.fromisoformat(changes[0]["occurredAt"]) == start + timedelta(minutes=1)
    finally:
        shop.close()
        after.stop()


def test_doctor_shows_the_transitions_that_fail(open_world: OpenWorld, own_database: str, data_folder: Path) -> None:
    async def plan(world: World) -> None:
        async with world.database.writing("S") as tx:
            await schedule.schedule(tx, "S", "nobody.knows", "odd", datetime.fromisoformat("2020-01-01T00:00:00Z"))

    meanwhile(open_world, plan)
    server = ServerThread(Settings(port=0, data=data_folder, database=own_database, scenario="none"))
    shop = seller(server.start())
    try:
        shop.controlled("POST", "clock/freeze")
        shop.advance("P3D")
        (found,) = shop.controlled("GET", "doctor")["failingTransitions"]
        assert (found["sellerId"], found["kind"], found["subject"]) == ("S", "nobody.knows", "odd")
        assert found["attempts"] > 2
        assert found["error"] == "LookupError: no area knows the transition 'nobody.knows'"
        shop.stock("MUG", 5)
        shop.order("O-1", {"MUG": 2})
        assert shop.shipped("O-1")["fulfillmentOrder"]["fulfillmentOrderStatus"] == "Complete"
    finally:
        shop.close()
        server.stop()
