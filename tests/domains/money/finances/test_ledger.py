"""Whatever happens, every group's total is the sum of its events, and no cent is lost between groups."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count, pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import ServerThread
from tests.domains.money.finances.selling import line
from tests.shop import DE, JP, US, Json

from tradepost.domains.context import Context
from tradepost.domains.handling import long_transition_of, transition_of
from tradepost.domains.hearing import settle
from tradepost.domains.money.finances import records
from tradepost.domains.money.finances.event import FinancialEvent
from tradepost.domains.money.finances.records import Window
from tradepost.domains.money.finances.settlement import Group
from tradepost.simulation import due
from tradepost.simulation.clock import from_milliseconds, to_milliseconds
from tradepost.worlds.world import World

BEGIN = datetime(2046, 1, 3, 9, 30, tzinfo=UTC)
_FOREVER = 1 << 60
_numbers = count(1)

money = st.integers(0, 30_000).map(lambda cents: str(Decimal(cents) / 100))
amounts = st.fixed_dictionaries(
    {"principal": st.integers(1, 50_000).map(lambda cents: str(Decimal(cents) / 100))},
    optional=dict.fromkeys(("tax", "shipping", "shippingTax", "giftWrap", "giftWrapTax", "promotion"), money),
)
steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("ship"), st.sampled_from([US, DE, JP]), st.sampled_from(["AFN", "MFN"]), st.integers(1, 5), amounts
        ),
        st.tuples(st.just("refund"), st.integers(0, 9), st.integers(1, 4)),
        st.tuples(st.just("wait"), st.integers(1, 30 * 24)),
    ),
    min_size=1,
    max_size=14,
)


class History:
    """One seller's history in a world, by his own calendar."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.seller_id = f"S{next(_numbers)}"
        self.now = BEGIN
        self.shipped: list[Json] = []

    def context(self, tx: Any) -> Context:
        return Context(
            tx=tx,
            seller_id=self.seller_id,
            now=self.now,
            seed=self.world.seed,
            documents=self.world.documents,
            events=[],
        )

    async def record(self, type: str, body: Json) -> None:
        async with self.world.database.writing(self.seller_id) as tx:
            ctx = self.context(tx)
            ctx.record(type, body["orderId"], body)
            await settle(ctx)

    async def take(self, step: tuple[Any, ...]) -> None:
        if step[0] == "wait":
            await self.wait(timedelta(hours=step[1]))
        elif step[0] == "ship":
            _, marketplace, channel, units, paid = step
            number = len(self.shipped)
            whole = paid if marketplace != JP else {name: str(int(Decimal(each))) for name, each in paid.items()}
            body = {
                "orderId": f"902-0000000-{number:07}",
                "marketplaceId": marketplace,
                "channel": channel,
                "packageReferenceId": "1",
                "items": [line("MUG", units, **whole)],
            }
            self.shipped.append(body)
            await self.record("orders.shipped", body)
        elif self.shipped:
            await self.refund(self.shipped[step[1] % len(self.shipped)], step[2])

    async def refund(self, sale: Json, part: int) -> None:
        digits = 0 if sale["marketplaceId"] == JP else 2
        [item] = sale["items"]
        parts = {name: str(round(Decimal(each) / part, digits)) for name, each in item["amounts"].items()}
        body = {**sale, "refundId": f"R{next(_numbers)}", "items": [{**item, "amounts": parts}]}
        await self.record("orders.refunded", body)

    async def wait(self, duration: timedelta) -> None:
        until = self.now + duration
        while True:
            async with self.world.database.writing(self.seller_id) as tx:
                next_one = await due.next_due(tx, to_milliseconds(until))
                if next_one is None:
                    break
                await due.claim(tx, next_one)
                self.now = from_milliseconds(next_one.due_at)
                ctx = self.context(tx)
                if long_transition_of(next_one.kind) is None:  # reports of settlements are not what this is about
                    await transition_of(next_one.kind)(ctx, next_one.subject)
                await settle(ctx)
        self.now = until

    async def end(self) -> tuple[list[Group], dict[str, list[FinancialEvent]]]:
        """All groups, oldest first, with their events; nothing of it is due any more."""
        async with self.world.database.writing(self.seller_id) as tx:
            while (next_one := await due.next_due(tx, _FOREVER)) is not None:
                await due.claim(tx, next_one)
            groups = await records.groups(tx, self.seller_id, 0, _FOREVER, None, 10_000)
            events = {
                each.id: await records.page(tx, self.seller_id, Window(0, _FOREVER, group_id=each.id), None, 10_000)
                for each in groups
            }
        return list(reversed(groups)), events


@pytest.fixture
def history_world(finance_server: ServerThread) -> World:
    """A world without clocks and callers, in which histories happen beside each other."""
    found: World = run(finance_server, finance_server.running.installation.world("main"))
    return found


def run(server: ServerThread, story: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run_coroutine_threadsafe(story, server._loop).result(120)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=steps)
def test_totals_are_sums_and_nothing_is_lost(
    finance_server: ServerThread, history_world: World, history: list[tuple[Any, ...]]
) -> None:
    async def tell() -> tuple[list[Group], dict[str, list[FinancialEvent]]]:
        seller = History(history_world)
        for step in history:
            await seller.take(step)
        return await seller.end()

    groups, events = run(finance_server, tell())
    for group in groups:
        assert group.total == group.beginning + sum((each.total for each in events[group.id]), Decimal(0))
        assert group.transferred == (max(group.total, Decimal(0)) if group.ended_at else Decimal(0))
        exponent = group.total.as_tuple().exponent
        assert isinstance(exponent, int)
        assert exponent >= (0 if group.currency == "JPY" else -2)
    for currency in {each.currency for each in groups}:
        settled(currency, [each for each in groups if each.currency == currency], events)


def settled(currency: str, groups: list[Group], events: dict[str, list[FinancialEvent]]) -> None:
    """Groups of one currency follow each other, and what was earned was transferred or is still there."""
    assert [each.ended_at is None for each in groups] == [False] * (len(groups) - 1) + [True]
    for before, after in pairwise(groups):
        assert before.ended_at == after.started_at == before.started_at + timedelta(days=14)
        reserved = -sum((each.total for each in events[before.id] if each.about == "ReserveEvent"), Decimal(0))
        assert after.beginning == before.total - before.transferred + reserved
    earned = sum(
        (each.total for group in groups for each in events[group.id] if each.about != "ReserveEvent"), Decimal(0)
    )
    assert earned == sum((each.transferred for each in groups), Decimal(0)) + groups[-1].total
