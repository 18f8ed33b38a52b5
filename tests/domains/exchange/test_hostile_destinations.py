"""Destinations that mean no good, or are not there: nobody else waits for them."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from tests.domains.exchange.notifying import REGION, Application, Queue, ordered, sent, subscribed
from tests.shop import Json, Shop
from tradepost.deliveries import webhooks
from tradepost.domains.exchange.notifications.destination import Destination
from tradepost.domains.exchange.notifications.outgoing.delivery import Delivery


class Peer:
    """Who listens at a port, takes a request, and answers bytes of our choice, or nothing at all."""

    def __init__(self, answer: bytes) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._answer, self._held = answer, list[socket.socket]()
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}/"
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def visitors(self) -> int:
        return len(self._held)

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._listening.accept()
                self._held.append(caller)
                if self._answer:
                    caller.recv(1 << 16)
                    caller.sendall(self._answer)

    def close(self) -> None:
        self._listening.close()
        for each in self._held:
            each.close()


@pytest.fixture
def peer() -> Iterator[Callable[[bytes], Peer]]:
    made: list[Peer] = []

    def make(answer: bytes) -> Peer:
        made.append(Peer(answer))
        return made[-1]

    yield make
    for each in made:
        each.close()


def test_webhooks_that_never_answer_keep_no_thread_from_the_disk(peer: Callable[[bytes], Peer]) -> None:
    """Commits wait for the disk in the few threads of the process, which a thread for each silent peer would use up."""
    silent = peer(b"")
    asyncio.run(_work_beside(silent, 40))
    assert silent.visitors == 40


async def _work_beside(silent: Peer, callers: int) -> None:
    """Has a thread do something while so many notifications wait for their answers."""
    now = datetime.now(UTC)
    there = Destination(
        id="D", application_id="A", region="", name="mine", kind="webhook", address=silent.url, created_at=now
    )
    texts: Json = dict.fromkeys(("seller_id", "application_id", "subscription_id", "destination_id", "type"), "S")
    numbers: Json = dict.fromkeys(("id", "attempts", "next_at", "delivered_at"), 0)
    what = Delivery(**texts, **numbers, subject="S", made_at=now, state="pending", reason="", body="{}")
    waiting = [asyncio.create_task(webhooks.send(there, what)) for _ in range(callers)]
    async with asyncio.timeout(5):
        while silent.visitors < callers:
            await asyncio.sleep(0.01)
        await asyncio.to_thread(int)
    for each in waiting:
        each.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"HTTP/1.1 200\0 OK\r\n\r\n", "cannot be reached: what it answers is not HTTP"),
        (b"SSH-2.0-OpenSSH\r\n", "cannot be reached: what it answers is not HTTP"),
        (b"x" * 100_000, "cannot be reached: "),
        (b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n", "answered 302"),
    ],
    ids=["nul", "ssh", "endless", "redirect"],
)
def test_what_a_webhook_answers_amiss_is_a_reason(
    shop: Shop, peer: Callable[[bytes], Peer], answer: bytes, reason: str
) -> None:
    url = peer(answer).url
    shop.controlled("POST", "webhooks", {"url": url, "notificationType": "ORDER_CHANGE"})
    shop.list_product("MUG-1")
    ordered(shop, "MUG-1")
    assert sent(shop) == {"failing": 1}
    [delivery] = shop.controlled("GET", "deliveries", state="failing")["deliveries"]
    assert delivery["reason"].startswith(f"{url} {reason}")


def test_a_webhook_that_announces_its_answer_first_is_heard_out(shop: Shop, peer: Callable[[bytes], Peer]) -> None:
    url = peer(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n").url
    shop.controlled("POST", "webhooks", {"url": url, "notificationType": "ORDER_CHANGE"})
    shop.list_product("MUG-1")
    ordered(shop, "MUG-1")
    assert sent(shop) == {"delivered": 1}


@pytest.mark.parametrize(
    "specification",
    [
        {"eventBridge": {"accountId": "123456789012", "region": f"us-{'a' * 70}-1"}},
        {"eventBridge": {"accountId": "123456789012", "region": "us-east-١"}},
        {"eventBridge": {"accountId": "١٢٣٤٥٦٧٨٩٠١٢", "region": REGION}},
        {"sqs": {"arn": f"arn:aws:sqs:us-{'a' * 70}-1:123456789012:queue"}},
        {"sqs": {"arn": "arn:aws:sqs:us-east-1:123456789012:quéue"}},
        {"sqs": {"arn": "arn:aws:sqs:evil.example/#:123456789012:queue"}},
    ],
)
def test_a_destination_in_no_region_is_refused(shop: Shop, specification: Json) -> None:
    app = Application(shop)
    answer = app.call("POST", "destinations", {"name": "far", "resourceSpecification": specification})
    assert answer.status_code == 400, answer.text
    assert app.call("GET", "destinations").json() == {"payload": []}


def test_a_queue_in_a_region_that_no_client_takes_stops_no_other(shop: Shop) -> None:
    app, queue = Application(shop), Queue(shop)
    subscribed(shop, "ORDER_STATUS_CHANGE", app.destination("arn:aws:sqs:-nowhere-:123456789012:queue"))
    subscribed(shop, "ORDER_CHANGE", app.destination(queue.arn))
    shop.list_product("MUG-1")
    ordered(shop, "MUG-1")
    assert sent(shop)["delivered"] == 1
    assert len(queue.messages()) == 1
