"""A seller whose orders are shipped and refunded, and what he sees of the money."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

from tests.conftest import ServerThread
from tests.shop import US, Json, Shop

from tradepost.domains.context import Context
from tradepost.domains.hearing import settle
from tradepost.simulation.clock import from_milliseconds

V0 = "/finances/v0"
NEW = "/finances/2024-06-19/transactions"
ORDER = "902-1111111-1111111"
_CURRENCIES = {US: "USD"}


def line(sku: str = "MUG", quantity: int = 1, principal: str = "20.00", **amounts: str) -> Json:
    """Units of a line of an order, with their money."""
    return {
        "orderItemId": f"item-{sku}",
        "sellerSku": sku,
        "asin": f"B0{sku:0>8}",
        "quantity": quantity,
        "amounts": {"principal": principal, **amounts},
    }


class Story:
    """What happens to a seller's orders, recorded in transactions of their own."""

    def __init__(self, shop: Shop, server: ServerThread) -> None:
        self.shop = shop
        self._server = server
        self._count = 0

    def ship(self, *items: Json, order: str = ORDER, marketplace: str = US, channel: str = "MFN", **more: Any) -> None:
        self._count += 1
        body = {
            "orderId": order,
            "marketplaceId": marketplace,
            "channel": channel,
            "packageReferenceId": str(self._count),
            "items": list(items or [line()]),
            **more,
        }
        self.record("orders.shipped", order, body)

    def refund(self, *items: Json, order: str = ORDER, marketplace: str = US, channel: str = "MFN") -> None:
        self._count += 1
        body = {
            "orderId": order,
            "marketplaceId": marketplace,
            "channel": channel,
            "refundId": f"R-{self._count}",
            "reason": "CustomerReturn",
            "items": list(items or [line()]),
        }
        self.record("orders.refunded", order, body)

    def record(self, type: str, subject: str, body: Json) -> None:
        asyncio.run_coroutine_threadsafe(self._record(type, subject, body), self._server._loop).result(30)

    async def _record(self, type: str, subject: str, body: Json) -> None:
        world = await self._server.running.installation.world(self.shop.world)
        seller_id = self.shop.credentials["seller_id"]
        async with world.database.writing(seller_id) as tx:
            await world.reload_clock(tx)
            now = from_milliseconds(world.clock.now())
            ctx = Context(
                tx=tx, seller_id=seller_id, now=now, seed=world.seed, documents=world.documents, page_key=world.page_key
            )
            ctx.record(type, subject, body)
            await settle(ctx)
        world.committed(ctx)

    # What the seller sees

    def events(self, **query: Any) -> Json:
        return lists(self.shop.ok("GET", f"{V0}/financialEvents", **query))

    def of_order(self, order: str = ORDER) -> Json:
        return lists(self.shop.ok("GET", f"{V0}/orders/{order}/financialEvents"))

    def of_group(self, group: str, **query: Any) -> Json:
        return lists(self.shop.ok("GET", f"{V0}/financialEventGroups/{group}/financialEvents", **query))

    def groups(self, **query: Any) -> list[Json]:
        found = self.shop.ok("GET", f"{V0}/financialEventGroups", **query)
        shown: list[Json] = found["payload"]["FinancialEventGroupList"]
        return shown

    def transactions(self, **query: Any) -> list[Json]:
        shown: list[Json] = self.shop.ok("GET", NEW, **query)["payload"]["transactions"]
        return shown

    def groups_after_a_while(self) -> list[Json]:
        self.wait()
        return self.groups()

    def wait(self, duration: str = "PT3M") -> None:
        """Lets time pass, so that what has happened is shown."""
        self.shop.advance(duration)


def lists(found: Json) -> Json:
    """The kinds of events of which there are any."""
    return {name: some for name, some in found["payload"]["FinancialEvents"].items() if some}


def amounts(components: list[Json]) -> dict[str, float]:
    """Charges or fees by their type."""
    found: dict[str, float] = {}
    for each in components:
        name = each.get("ChargeType") or each["FeeType"]
        amount = (each.get("ChargeAmount") or each["FeeAmount"])["CurrencyAmount"]
        assert name not in found
        found[name] = amount
    return found


def every_amount(found: Any) -> Decimal:
    """The sum of every amount in events of v0, each counted once."""
    if isinstance(found, list):
        return sum(map(every_amount, found), Decimal(0))
    if not isinstance(found, dict):
        return Decimal(0)
    if "CurrencyAmount" in found:
        return Decimal(str(found["CurrencyAmount"]))
    if "AdjustmentAmount" in found:
        return every_amount(found["AdjustmentAmount"])
    return sum(map(every_amount, found.values()), Decimal(0))
