"""The control API as functions with types: what a test does with a world, waiting for answers and awaiting them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import httpx
import pytest

from tradepost.control.calling import ControlError
from tradepost.testing import AsyncTradepost, Refused, Tradepost, World

US = "ATVPDKIKX0DER"


@pytest.fixture
def server(server_url: str) -> Iterator[Tradepost]:
    with Tradepost(server_url) as found:
        yield found


@pytest.fixture
def world(server: Tradepost) -> Iterator[World]:
    made = server.worlds.make(seed="test", scenario="starter", clock="frozen", scale=1000)
    yield made
    server.worlds.delete(made.name)


def token_of(world: World) -> str:
    known = world.credentials()
    form = {"grant_type": "refresh_token", "refresh_token": known.refresh_token}
    form |= {"client_id": known.client_id, "client_secret": known.client_secret}
    token: str = httpx.post(f"{world.url}/auth/o2/token", data=form).json()["access_token"]
    return token


def orders_of(world: World, token: str) -> httpx.Response:
    query = {"MarketplaceIds": US, "CreatedAfter": "2020-01-01T00:00:00Z", "OrderStatuses": "Pending,Unshipped"}
    return httpx.get(f"{world.url}/orders/v0/orders", params=query, headers={"x-amz-access-token": token})


def test_a_buyer_orders_pays_and_calls_off(world: World) -> None:
    order = world.buyers.order(sku="NOTEBOOK", quantity=2)
    assert (order.status, order.channel, order.marketplace_id) == ("Pending", "MFN", US)
    assert [(each.sku, each.quantity) for each in order.items] == [("NOTEBOOK", 2)]
    assert order.total > Decimal(10)
    before = world.clock.read()
    assert before.frozen
    after = world.clock.advance(timedelta(minutes=10), minutes=20, seconds=0.5)
    assert after.now - before.now == timedelta(minutes=30, milliseconds=500)
    assert after.transitions > 0
    assert world.buyers.read(order.order_id).status == "Unshipped"
    asked = world.buyers.cancel(order.order_id, reason="NoLongerNeeded")
    assert asked.called_off is False
    assert len(world.events.of("orders.cancel_requested", subject=order.order_id)) == 1


def test_a_buyer_sends_back_what_amazon_has_shipped(world: World) -> None:
    order = world.buyers.order(items=[{"sku": "MUG-BLUE", "quantity": 2}], paid=True)
    world.clock.advance(days=8)
    assert [each.shipped for each in world.buyers.read(order.order_id).items] == [2]
    back = world.buyers.send_back(order.order_id, [{"orderItemId": order.items[0].order_item_id, "quantity": 1}])
    assert back.return_id
    assert world.buyers.refund(order.order_id, reason="Late").refund_id
    again = world.buyers.replace(order.order_id, reason="DAMAGED_BY_CARRIER")
    assert again.replaced_order_id == order.order_id


def test_what_cannot_be_bought_is_refused_and_nothing_is_ordered(world: World) -> None:
    before = world.events.since()
    with pytest.raises(Refused, match="sellerSku: 'NO-SUCH' has no offer in ATVPDKIKX0DER") as refused:
        world.buyers.order(sku="NO-SUCH")
    assert (refused.value.status, refused.value.code) == (400, "InvalidInput")
    assert world.events.since() == before


def test_faults_strike_and_the_request_log_says_why(world: World) -> None:
    token = token_of(world)
    set_up = world.faults.add("getOrders", status=503, times=1, message="Not now.")
    assert (set_up.kind, set_up.status, set_up.strikes) == ("error", 503, 0)
    assert [orders_of(world, token).status_code for _ in range(2)] == [503, 200]
    assert [(each.calls, each.strikes) for each in world.faults.all()] == [(2, 1)]
    first, second = world.requests.of("getOrders")
    assert (first.status, first.injected, second.status, second.reason) == (503, "fault 1: error", 200, "")
    assert world.requests.count("getOrders", status="5xx") == 1
    assert [each.operation for each in world.requests.all()] == ["lwa.requestAccessToken", *["orders_v0.getOrders"] * 2]
    world.faults.clear()
    assert world.faults.all() == []
    world.requests.clear()
    assert world.requests.count() == 0


def test_usage_plans_are_as_published_where_a_test_wants_them_so(world: World) -> None:
    token = token_of(world)
    assert world.usage_plans.read().scale == 1000
    world.usage_plans.scale(1)
    plans = world.usage_plans.limit("getOrders", rate=0.1, burst=2)
    assert plans.operations["getOrders"].burst == 2
    assert [orders_of(world, token).status_code for _ in range(3)] == [200, 200, 429]
    [refused] = world.requests.of("getOrders", status=429)
    assert refused.reason == "orders_v0.getOrders allows 0.1 requests a second, 2 at once"


def test_jobs_are_steered_and_looked_at(world: World) -> None:
    token = token_of(world)
    world.jobs.steer("reports", ending="fatal", reason="The disk was full.", times=1)
    wish = {"reportType": "GET_MERCHANT_LISTINGS_ALL_DATA", "marketplaceIds": [US]}
    made = httpx.post(f"{world.url}/reports/2021-06-30/reports", json=wish, headers={"x-amz-access-token": token})
    report_id = made.json()["reportId"]
    assert world.jobs.read("reports", report_id).state == "queued"
    assert world.jobs.hold("reports", report_id).stuck_in == "queued"
    world.clock.advance(hours=1)
    assert world.jobs.read("reports", report_id).state == "queued"
    world.jobs.release("reports", report_id)
    world.clock.advance(hours=1)
    [ended] = world.jobs.all("reports", state="fatal")
    assert (ended.id, ended.reason) == (report_id, "The disk was full.")
    world.jobs.steer_no_more()
    assert world.call("GET", "jobs/rules") == {"rules": []}


def test_notifications_are_seen_on_their_way(world: World) -> None:
    subscription = world.deliveries.webhook("http://127.0.0.1:9/", "ORDER_CHANGE")
    world.deliveries.upset("ORDER_CHANGE", duplicates=1, times=1)
    world.buyers.order(sku="NOTEBOOK", paid=True)
    found = world.deliveries.all(type="ORDER_CHANGE", subscription_id=subscription)
    assert len(found) >= 2
    assert found[0].body["NotificationType"] == "ORDER_CHANGE"
    assert sum(world.deliveries.send().values()) == len(found)
    [failing, *_] = world.deliveries.all(state="failing")
    assert "127.0.0.1" in world.deliveries.read(failing.id).reason
    assert world.deliveries.redeliver(failing.id).delivered_at is None


def test_a_snapshot_is_brought_back_and_begins_other_worlds(server: Tradepost, world: World) -> None:
    world.snapshots.make("full-shelves")
    order = world.buyers.order(sku="NOTEBOOK")
    world.snapshots.restore("full-shelves")
    with pytest.raises(Refused, match="404"):
        world.buyers.read(order.order_id)
    other = server.worlds.make(snapshot=f"{world.name}/full-shelves", clock="frozen")
    assert other.buyers.order(sku="NOTEBOOK").status == "Pending"
    assert other.credentials().refresh_token != world.credentials().refresh_token
    server.worlds.delete(other.name)
    assert "full-shelves" in {each.name for each in world.snapshots.all()}
    world.snapshots.delete("full-shelves")
    assert "full-shelves" not in {each.name for each in world.snapshots.all()}


def test_a_clock_is_moved_to_a_time_and_runs_on(world: World) -> None:
    tomorrow = world.clock.read().now + timedelta(days=1)
    assert world.clock.advance_to(tomorrow).now == tomorrow
    assert world.clock.resume(rate=60).rate == 60
    assert not world.clock.stop().frozen
    assert world.clock.freeze().frozen


def test_a_world_that_cannot_be_as_it_is_wished_is_not_made(server: Tradepost) -> None:
    names = server.worlds.names()
    with pytest.raises(Refused, match="is before 2010, when no clock begins"):
        server.worlds.make("too-early", clock=datetime(2000, 1, 1, tzinfo=UTC))
    with pytest.raises(Refused, match=r"Expected `float` >= 0.0001 - at `\$.scale`"):
        server.worlds.make("too-slow", scale=0)
    with pytest.raises(Refused, match="no-such"):
        server.worlds.make("too-full", scenario="no-such")
    assert server.worlds.names() == names


def test_a_world_is_emptied_filled_and_has_another_seller(world: World) -> None:
    mine = world.credentials()
    world.reset()
    with pytest.raises(Refused):
        world.buyers.order(sku="NOTEBOOK")
    world.load("starter")
    assert world.buyers.order(sku="NOTEBOOK").seller_id == mine.seller_id
    other = world.add_seller(name="Berlin store", marketplace_ids=["A1PA6795UKMFR9"])
    assert (other.region, other.marketplace_ids) == ("eu", ("A1PA6795UKMFR9",))
    assert len(world.call("GET", "applications")["applications"]) == 2


def test_who_awaits_gets_the_same(server_url: str) -> None:
    async def story() -> list[str]:
        async with AsyncTradepost(server_url) as server:
            world = await server.worlds.make(seed="test", scenario="starter", clock="frozen")
            order, other = await asyncio.gather(
                world.buyers.order(sku="NOTEBOOK"), world.buyers.order(sku="MUG-BLUE", paid=True)
            )
            await world.clock.advance(minutes=30)
            seen = [(await world.buyers.read(each.order_id)).status for each in (order, other)]
            with pytest.raises(Refused, match="NO-SUCH"):
                await world.buyers.order(sku="NO-SUCH")
            assert len(await world.events.of("orders.created", subject=order.order_id)) == 1
            await server.worlds.delete(world.name)
            return seen

    assert asyncio.run(story()) == ["Unshipped", "Unshipped"]


def test_a_server_that_is_not_there_is_named() -> None:
    with (
        Tradepost("http://127.0.0.1:9") as server,
        pytest.raises(ControlError, match=r"no server answers on http://127"),
    ):
        server.worlds.names()
