"""An installation whose server can be stopped, and the world changed before it starts again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx

from tests.conftest import ServerThread
from tests.shop import Shop
from tests.simulation.conftest import OpenWorld
from tradepost.serving import Settings
from tradepost.store.database import Transaction


class Home:
    """One installation whose server can be stopped and started again."""

    def __init__(self, open_world: OpenWorld, settings: Settings) -> None:
        self._open_world = open_world
        self._settings = settings
        self._server: ServerThread | None = None
        self._shops: list[Shop] = []

    def start(self, token: str = "", credentials: Mapping[str, Any] | None = None) -> Shop:
        """Starts the server, and says what its first selling partner sees; with this token, or a new one."""
        self._server = ServerThread(self._settings)
        url = self._server.start()
        shop = Shop(url, "main", credentials or httpx.get(f"{url}/_tradepost/v1/credentials").json())
        shop.token = token or shop.log_in()
        self._shops.append(shop)
        return shop

    def stop(self) -> None:
        """Stops the server, if one runs."""
        for shop in self._shops:
            shop.close()
        if self._server is not None:
            self._server.stop()
        self._server = None

    def meanwhile(self, change: Callable[[Transaction], Awaitable[Any]]) -> None:
        """Changes the world ``main`` while no server runs."""

        async def scene() -> None:
            async with self._open_world() as world, world.database.writing("") as tx:
                await change(tx)

        asyncio.run(scene())
